"""Which actor of a reading is which actor of the gold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from diplograph.evaluation.articlegold import ArticleGold, GoldActor
from diplograph.evaluation.texts import likeness, same_mention, same_words
from diplograph.model import Actor, ActorKind, Mention, MentionKind, Participation, Reading, Span


class Identities:
    """Matches the actors of one reading with those of the gold."""

    def __init__(self, gold: ArticleGold, reading: Reading) -> None:
        """Relate the mentions of ``reading`` to those of ``gold``."""
        self._gold = {actor.id: actor for actor in gold.actors}
        self._names = {actor.id: actor.name for actor in reading.actors}
        self._mentions = reading.mentions
        self._spans: dict[str, list[Span]] = defaultdict(list)
        for mention in reading.mentions:
            if mention.actor:
                self._spans[mention.actor].append(mention.span)
        self._denotes = self._majorities()

    def nearest(self, span: Span) -> Mention | None:
        """Return the mention of the reading that is most like ``span``."""
        same = [mention for mention in self._mentions if same_mention(mention.span, span)]
        return max(same, key=lambda mention: likeness(mention.span, span), default=None)

    def _majorities(self) -> Mapping[str, str]:
        """Return for each actor that was read the gold actor that most of its mentions belong to."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for actor in self._gold.values():
            for gold in actor.mentions:
                mention = self.nearest(gold.span)
                if mention and mention.actor:
                    votes[mention.actor][actor.id] += 1
        return {read: self._elected(read, counts) for read, counts in votes.items()}

    def _elected(self, read: str, votes: Counter[str]) -> str:
        """Return who has most votes; of equals the one that is named alike, then the first by id."""

        def rank(name: str) -> tuple[int, bool, str]:
            return -votes[name], not same_words(self._names.get(read), self._gold[name].name), name

        return min(votes, key=rank)

    def is_linked(self, gold: GoldActor, span: Span) -> bool:
        """Return whether the mention at ``span`` was found and belongs to the right actor."""
        mention = self.nearest(span)
        if mention is None:
            return False
        if gold.members:
            return mention.kind is MentionKind.SET or self._all_members(gold, span)
        return mention.actor is not None and self._denotes.get(mention.actor) == gold.id

    def _all_members(self, gold: GoldActor, span: Span) -> bool:
        here = {mention.actor for mention in self._mentions if same_mention(mention.span, span)}
        return set(gold.members) <= {self._denotes.get(actor) for actor in here if actor}

    def is_actor(self, name: str, part: Participation) -> bool:
        """Return whether a participant is the gold actor ``name``, by its mentions or by its state."""
        gold = self._gold.get(name)
        if gold is None:
            return False
        if gold.state and _is_state(part.actor, gold):
            return True
        spans = [*part.spans, *self._spans[part.actor.id]]
        return any(same_mention(span, mention.span) for mention in gold.mentions for span in spans)

    def are_actors(self, golds: Iterable[str], parts: Iterable[Participation], *, allowed: Iterable[str] = ()) -> bool:
        """Return whether every gold actor takes part, and nobody else but those that are ``allowed``."""
        wanted, present = list(golds), list(parts)
        every = all(any(self.is_actor(name, part) for part in present) for name in wanted)
        welcome = [*wanted, *allowed]
        return every and all(any(self.is_actor(name, part) for name in welcome) for part in present)


def _is_state(actor: Actor, gold: GoldActor) -> bool:
    return actor.kind is ActorKind.STATE and (actor.id == gold.state or actor.name == gold.name)
