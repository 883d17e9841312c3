"""Sets of actors: "the two countries", "both leaders", "the three governments", "its neighbour"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property

from diplograph.codebook.words import word_list
from diplograph.language.cast import Cast
from diplograph.language.descriptions import Descriptions
from diplograph.language.history import History
from diplograph.language.phrase import Phrase
from diplograph.model import Actor, ActorKind

TWO = frozenset({"two", "both"})
SEVERAL = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
TIES = frozenset({"with", "between", "of", "to"})
PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
# How often a text must name each of the two states that it is about, and how much more often than any third.
MAIN_NAMES, MAIN_LEAD = 3, 2


class Sets:
    """The sets of one text."""

    def __init__(self, cast: Cast, history: History, descriptions: Descriptions) -> None:
        self.cast = cast
        self.tree = cast.tree
        self.history = history
        self.descriptions = descriptions

    def of(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Split "the two countries" or "both leaders" into the two spoken of last."""
        lemma = self.tree.lemmas[phrase.head]
        if lemma in word_list("bilateral") and self._is_bare_relation(phrase):
            return self._pair(phrase.head, is_state)
        several = self._number(phrase)
        if not phrase.plural or not several or (phrase.owners and self._members(phrase.head) is None):
            return ()
        if not phrase.modifiers & (TWO | SEVERAL.keys()) and self.tree.kids(phrase.head, "poss"):
            # "Qatar and its neighbours"
            return ()
        if lemma in word_list("state-sets"):
            return self._states(phrase.head, several)
        if lemma not in word_list("person-sets") or self._is_narrowed(phrase.head):
            return ()
        holds = self.descriptions.office_test(phrase)
        if several > 2:
            return self._all_of(phrase.head, several, lambda actor: is_official(actor) and holds(actor))
        return self._last_two(phrase.head, lambda actor: is_official(actor) and holds(actor))

    def other_side(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return the one other state spoken of: the neighbour of "Chad accused its neighbour of spying"."""
        tree, head = self.tree, phrase.head
        if tree.lemmas[head] not in word_list("other-states") or phrase.plural:
            return ()
        owner = next((kid for kid in tree.kids(head, "poss") if tree.lowered[kid] == "its"), None)
        known = self.history.found.get(owner) if owner is not None else None
        if known is None or self._is_narrowed(head):
            return ()
        own = {actor.country for actor in known.actors}
        others = {actor.id: actor for actor in self.history.spoken_of(head, reach=2) if is_state(actor)}
        found = [actor for ident, actor in sorted(others.items()) if ident not in own]
        return tuple(found) if len(found) == 1 and own else ()

    def _number(self, phrase: Phrase) -> int:
        """Return how many a set has; none if no word says so."""
        two = bool(phrase.modifiers & TWO) or self._are_neighbours(phrase)
        return next((number for word, number in SEVERAL.items() if word in phrase.modifiers), 2 if two else 0)

    def _states(self, head: int, several: int) -> tuple[Actor, ...]:
        """Return the states of a set; of "the two Nordic states" we do not know which they are."""
        members, own = self._members(head), self._doer_country(head)
        if members is None and self._is_narrowed(head):
            # "the two Korean states" names its members itself.
            return ()

        def fits(actor: Actor) -> bool:
            return is_state(actor) and (members is None or actor.id in members)

        if several > 2:
            return self._all_of(head, several, fits)
        return self._pair(head, lambda actor: fits(actor) and actor.country != own)

    def _members(self, head: int) -> frozenset[str] | None:
        """Return the members of the organisation in front of ``head``: of NATO in "the two NATO allies"."""
        registry, day = self.cast.registry, self.cast.day
        hits = (self.cast.phrases.hit_of.get(kid) for kid in self.tree.kids(head, "amod", "compound", "nmod"))
        found = (frozenset(registry.members(hit.name.actor, day)) for hit in hits if hit and hit.name.actor)
        return next((members for members in found if members), None)

    def _pair(self, head: int, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        """Return the two states spoken of last if they are named together, else the two that the text is about."""
        last = self._last_two(head, fits)
        if last and (self._stand_together(last, head) or not self._about or not all(map(fits, self._about))):
            return last
        return self._about if last else ()

    def _stand_together(self, pair: tuple[Actor, ...], head: int) -> bool:
        """Return whether both are spoken of in the sentence of ``head``, or alone in the one before."""
        here = {actor.id for actor in self.history.spoken_of(head, reach=0) if is_state(actor)}
        near = {actor.id for actor in self.history.spoken_of(head, reach=1) if is_state(actor)}
        wanted = {actor.id for actor in pair}
        return wanted <= here or near == wanted

    @cached_property
    def _about(self) -> tuple[Actor, ...]:
        """The two states that the text names far more often than any other; nobody if there are none such."""
        named = (self.cast.country_of(hit.name.actor) for hit in self.cast.phrases.hits if hit.name.actor)
        counts = Counter(country for country in named if country and country in self.cast.registry.states)
        ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        third = ranked[2][1] if len(ranked) > 2 else 0
        if len(ranked) < 2 or ranked[1][1] < max(MAIN_NAMES, MAIN_LEAD * third):
            return ()
        return tuple(self.cast.registry.actors[country] for country in sorted((ranked[0][0], ranked[1][0])))

    def _are_neighbours(self, phrase: Phrase) -> bool:
        """Return whether two states are called neighbours: "the neighbours", "ties between neighbours"."""
        between = phrase.start > 0 and self.tree.lowered[phrase.start - 1] == "between"
        return (phrase.definite or between) and self.tree.lowered[phrase.head] in {"neighbors", "neighbours"}

    def _is_narrowed(self, head: int) -> bool:
        """Return whether a name in front of ``head`` says which of several are meant: "Nordic", "Gulf"."""
        return any(self.tree.words[kid][:1].isupper() for kid in self.tree.kids(head, "amod", "compound", "nmod"))

    def _doer_country(self, head: int) -> str | None:
        """Return the country of who acts on the phrase: of a Frenchman who accuses "both countries" not France."""
        known = self.history.doer(head)
        return known.actors[0].country if known and known.actors else None

    def _is_bare_relation(self, phrase: Phrase) -> bool:
        """Return whether "relations" are those of the two states just spoken of, nobody else's."""
        tree, head = self.tree, phrase.head
        owned = bool(tree.kids(head, "poss", "compound", "nmod") or phrase.owners)
        tied = any(tree.lowered[prep] in TIES for prep in tree.kids(head, "prep"))
        return phrase.plural and not owned and not tied and tree.deps[head] in PLACES

    def _last_two(self, head: int, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        """Return the two fitting actors spoken of last; states also count by their officials and adjectives."""
        members: dict[str, Actor] = {}
        for actor in self.history.spoken_of(head):
            if fits(actor):
                members.setdefault(actor.id, actor)
            if len(members) == 2:
                return tuple(sorted(members.values(), key=lambda one: one.id))
        return ()

    def _all_of(self, head: int, number: int, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        """Return the fitting actors of the last sentence that names or joins just so many: "the three countries"."""
        for joined, members in self.history.sentences_before(head):
            for group in (*joined, members):
                fitting = {actor.id: actor for actor in group if fits(actor)}
                if len(fitting) == number:
                    return tuple(fitting[key] for key in sorted(fitting))
        return ()


def is_state(actor: Actor) -> bool:
    """Return whether an actor is a state."""
    return actor.kind is ActorKind.STATE


def is_official(actor: Actor) -> bool:
    """Return whether an actor is a person in the service of a government."""
    return actor.kind is ActorKind.PERSON and "GOV" in actor.sectors
