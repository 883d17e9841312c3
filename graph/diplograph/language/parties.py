"""From slots to actors: who stands in each role of a trigger."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import replace

from diplograph.codebook.words import word_list
from diplograph.language.arguments import Arguments
from diplograph.language.cast import Cast
from diplograph.language.party import Party
from diplograph.language.references import Reference
from diplograph.language.triggers import Trigger
from diplograph.model import Actor, ActorKind, MentionKind

# How many tokens of "of ..." or "in ..." belong to a nominal's evidence.
TAIL = 14
# How many references back the words that a pronoun stands for are looked for.
LOOK_BACK = 60
# After these, an edge says only near whom something was done: "on the Swiss border".
AROUND = frozenset({"on", "at", "in", "near", "along"})
TIMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
NO_THINGS = frozenset({"it", "this", "that", "which", "what", "there", "who", "one"})


class Parties:
    """Fills the roles of triggers in one text."""

    def __init__(
        self,
        cast: Cast,
        arguments: Arguments,
        references: Mapping[int, Reference],
    ) -> None:
        self.cast = cast
        self.tree = cast.tree
        self.arguments = arguments
        self.references = references
        self._heads = sorted(references)

    def of_slots(self, trigger: Trigger, slots: Iterable[str], besides: tuple[Party, ...] = ()) -> tuple[Party, ...]:
        """Return the parties of the first slot that is filled; actors and known agreements win over things.

        Args:
            besides: parties in another role already.
        """
        doers = {party.actor.id for party in besides}
        rest: tuple[Party, ...] = ()
        for slot in slots:
            if slot == "of" and any(self.tree.lemmas[party.head] in self.arguments.patient_nouns for party in rest):
                # "protested against the arrest of two men": not against them.
                continue
            found = others(besides, self.in_slot(trigger, slot))
            fitting = tuple(party for party in found if party.counts and party.holder not in doers)
            if fitting:
                return fitting
            if slot == "obj" and not found and self.arguments.is_bare_number(trigger.token, trigger.parts):
                # "arrests 20 over an attack": people without a name, and nobody else is meant.
                return ()
            # Things, and the doer's own forces ("withdrew its soldiers from Chad"), only if nothing better comes.
            rest = rest or found
        return rest

    def _is_edge(self, party: Party) -> bool:
        """Return whether a phrase only says near whom something was done: "on the Swiss border"."""
        return party.owned and self.tree.lemmas[party.head] in word_list("edges")

    def of_all_slots(self, trigger: Trigger, slots: Iterable[str]) -> tuple[Party, ...]:
        """Return the actors of every slot, each once, in the order of the slots."""
        found = [party for slot in slots for party in self.in_slot(trigger, slot) if party.is_actor]
        return tuple({party.actor.id: party for party in reversed(found)}.values())[::-1]

    def in_slot(self, trigger: Trigger, slot: str) -> tuple[Party, ...]:
        """Return all parties in one slot of ``trigger``, things too."""
        heads = self.arguments.slot(trigger.token, slot, trigger.parts)
        if not heads:
            return ()
        found = _once(party for head in heads for party in self.of(head))
        if slot not in AROUND or trigger.entry.frame.name != "agent-patient":
            return found
        return tuple(party for party in found if not self._is_edge(party))

    def of(self, head: int) -> tuple[Party, ...]:
        """Return the actors that the phrase at ``head`` means, or whose thing it is, else the thing itself."""
        reference = self.references.get(head)
        if reference is not None and reference.actors:
            if all(actor.kind is ActorKind.MATTER for actor in reference.actors):
                return self._owner(head) or self._as_referred(head, reference)
            return self._as_referred(head, reference)
        return self._owner(head) or self.thing(head)

    def _as_referred(self, head: int, reference: Reference) -> tuple[Party, ...]:
        return tuple(
            Party(
                actor=actor,
                head=head,
                start=reference.start,
                end=reference.end,
                known=True,
                holder=self._holder(head),
                also=self._further(reference, actor),
            )
            for actor in reference.actors
        )

    def _holder(self, head: int) -> str | None:
        """Return whose forces a phrase means by its pronoun: those of "withdrew its soldiers" are the doer's own."""
        known = self.references[head].actors
        if not any("MIL" in actor.sectors[:1] for actor in known):
            return None
        for kid in self.tree.kids(head, "poss"):
            reference = self.references.get(kid)
            if reference is not None and reference.kind is MentionKind.PRONOUN and reference.actors:
                return reference.actors[0].id
        return None

    def _further(self, reference: Reference, actor: Actor) -> tuple[tuple[int, int], ...]:
        """Return the words that a pronoun stands for, or a nominal with all that follows its head."""
        if reference.kind is MentionKind.NOMINAL:
            return self._with_tail(reference)
        if reference.kind is MentionKind.DEMONYM:
            phrase = self.cast.phrases.at(reference.head)
            return ((phrase.start, phrase.end),) if phrase.start < reference.start else ()
        if reference.kind is not MentionKind.PRONOUN:
            return ()
        heads = self._heads
        for head in reversed(heads[: bisect_left(heads, reference.head)][-LOOK_BACK:]):
            other = self.references[head]
            if other.kind is not MentionKind.PRONOUN and any(one.id == actor.id for one in other.actors):
                return ((other.start, other.end),)
        return ()

    def _with_tail(self, reference: Reference) -> tuple[tuple[int, int], ...]:
        """Return "people" as "people in Somalia and Kenya"."""
        tree = self.tree
        tails = [
            prep
            for prep in tree.kids(reference.head, "prep")
            if tree.lowered[prep] in {"of", "in", "from", "at", "for"} and tree.kid(prep, "pcomp") is None
        ]
        ends = [tree.subtree(prep)[-1] + 1 for prep in tails if prep > reference.head]
        end = max((end for end in ends if end - reference.head <= TAIL), default=None)
        return ((reference.start, end),) if end else ()

    def _owner(self, head: int) -> tuple[Party, ...]:
        phrase = self.cast.phrases.at(head)
        found = [self.references[owner] for owner in self.arguments.owners.of(head) if owner in self.references]
        shared = found[: 2 if len(found) > 1 and self._joined(found[0], found[1]) else 1]
        return tuple(
            Party(
                actor=actor,
                head=head,
                start=phrase.start,
                end=phrase.end,
                owned=True,
                also=((known.start, known.end),),
            )
            for known in shared
            for actor in known.actors
            if actor.kind is not ActorKind.MATTER
        )

    def _joined(self, first: Reference, second: Reference) -> bool:
        """Return whether two owners share a thing, as in "US-Mexico ties" or "ties between Oman and Iran"."""
        between = self.tree.lowered[first.end : second.start]
        return first.end <= second.start and " ".join(between) in {"-", "/", "and", "and the"}

    def thing(self, head: int) -> tuple[Party, ...]:
        """Return what a phrase names that is nobody: a treaty, a bridge."""
        tree = self.tree
        if not tree.is_nominal(head) or tree.lowered[head] in NO_THINGS or tree.pos[head] == "PRON":
            return ()
        if tree.entity_of.get(head, (0, 0, ""))[2] in TIMES:
            return ()
        phrase = self.cast.phrases.at(head)
        return (Party(actor=self.cast.matters.thing(phrase), head=head, start=phrase.start, end=phrase.end),)


def _once(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return each actor once, with all words that stand for it: "the premier, he has said"."""
    found: dict[str, Party] = {}
    for party in parties:
        first = found.setdefault(party.actor.id, party)
        if first is not party:
            found[party.actor.id] = replace(first, also=tuple(dict.fromkeys((*first.also, *party.tokens))))
    return tuple(found.values())


def is_own(party: Party, doers: tuple[Party, ...]) -> bool:
    """Return whether ``party`` is the doer's own: the soldiers of "withdrew its soldiers"."""
    return party.holder is not None and party.holder in {doer.actor.id for doer in doers}


def others(sources: tuple[Party, ...], targets: tuple[Party, ...]) -> tuple[Party, ...]:
    """Return the targets that are not the doers, nor the state that the doers act for where others are named.

    An envoy who mends "US-Mexico ties" for the US acts towards Mexico.
    """
    if not targets:
        return ()
    doers = {party.actor.id for party in sources}
    own = {party.actor.country for party in sources if party.actor.linked} - {None}
    rest = tuple(party for party in targets if party.actor.id not in doers)
    foreign = tuple(party for party in rest if party.actor.kind is not ActorKind.STATE or party.actor.id not in own)
    return foreign or rest
