"""From slots to actors: who stands in each role of a trigger."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from diplograph.codebook.frames import Frame
from diplograph.codebook.words import word_list
from diplograph.language.arguments import Arguments
from diplograph.language.cast import Cast
from diplograph.language.references import Reference
from diplograph.language.syntax import is_purpose
from diplograph.language.triggers import Trigger
from diplograph.model import Actor, ActorKind, MentionKind

# Where the other party stands when no slot of the frame says so, the likeliest first.
FALLBACK = (
    "with",
    "to",
    "on",
    "against",
    "from",
    "for",
    "between",
    "into",
    "toward",
    "towards",
    "over",
    "of",
    "in",
    "at",
)
# How deep and along which links the last resort looks for the other party.
DEPTH = 5
# How many tokens of "of ..." or "in ..." belong to a nominal's evidence.
TAIL = 14
# How many references back the words that a pronoun stands for are looked for.
LOOK_BACK = 60
INWARD = frozenset(
    {"dobj", "prep", "pobj", "pcomp", "xcomp", "nmod", "compound", "poss", "amod", "attr", "acl", "oprd"}
)
# After these, an edge says only near whom something was done: "on the Thai border".
AROUND = frozenset({"on", "at", "in", "near", "along"})
TIMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
NO_THINGS = frozenset({"it", "this", "that", "which", "what", "there", "who", "one"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor in a role, with the tokens that say so.

    Args:
        owned: whether the words name something that belongs to the actor, not the actor itself.
        near: whether no slot of the frame gave it, only its place inside the trigger's phrase.
        known: whether the text speaks of it elsewhere or it has a name; an act can be about a known agreement.
        holder: id of the actor whose own forces these are, by "its" or "their".
        also: further stretches of tokens: what a pronoun stands for, or the thing acted on.
    """

    actor: Actor
    head: int
    start: int
    end: int
    owned: bool = False
    near: bool = False
    known: bool = False
    holder: str | None = None
    also: tuple[tuple[int, int], ...] = ()

    @property
    def tokens(self) -> tuple[tuple[int, int], ...]:
        """Return all stretches of tokens that stand for the actor here."""
        return ((self.start, self.end), *self.also)

    @property
    def counts(self) -> bool:
        """Return whether this fills a role by itself: an actor, or an agreement that the text knows."""
        return self.is_actor or self.known

    @property
    def is_actor(self) -> bool:
        """Return whether this can act, unlike a matter."""
        return self.actor.kind is not ActorKind.MATTER


class Parties:
    """Fills the roles of triggers in one text.

    Args:
        classes: the object classes of the lexicon.
    """

    def __init__(
        self,
        cast: Cast,
        arguments: Arguments,
        references: Mapping[int, Reference],
        classes: Mapping[str, frozenset[str]],
    ) -> None:
        self.cast = cast
        self.classes = classes
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
            found = _others(besides, self._slot(trigger, slot))
            fitting = tuple(party for party in found if party.counts and party.holder not in doers)
            if fitting:
                return fitting
            if slot == "obj" and not found and self._is_number(trigger):
                # "arrests 20 over an attack": people without a name, and nobody else is meant.
                return ()
            # Things, and the doer's own forces ("withdrew its soldiers from Chad"), only if nothing better comes.
            rest = rest or found
        return rest

    def _is_number(self, trigger: Trigger) -> bool:
        """Return whether the object of a verb is a bare number."""
        heads = self.arguments.slot(trigger.token, "obj", trigger.parts) if self.tree.is_verb(trigger.token) else []
        return any(self.tree.pos[head] == "NUM" for head in heads)

    def of_all_slots(self, trigger: Trigger, slots: Iterable[str]) -> tuple[Party, ...]:
        """Return the actors of every slot, each once, in the order of the slots."""
        found = [party for slot in slots for party in self._slot(trigger, slot) if party.is_actor]
        return tuple({party.actor.id: party for party in reversed(found)}.values())[::-1]

    def _slot(self, trigger: Trigger, slot: str) -> tuple[Party, ...]:
        heads = self.arguments.slot(trigger.token, slot, trigger.parts)
        found = tuple(party for head in heads for party in self.of(head))
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
        return self._owner(head) or self._thing(head)

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
            if tree.lowered[prep] in {"of", "in", "from", "at", "for"}
        ]
        ends = [tree.subtree(prep)[-1] + 1 for prep in tails if prep > reference.head]
        end = max((end for end in ends if end - reference.head <= TAIL), default=None)
        return ((reference.start, end),) if end else ()

    def _owner(self, head: int) -> tuple[Party, ...]:
        phrase = self.cast.phrases.at(head)
        found = [self.references[owner] for owner in self.arguments.owners(head) if owner in self.references]
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

    def _thing(self, head: int) -> tuple[Party, ...]:
        tree = self.tree
        if not tree.is_nominal(head) or tree.lowered[head] in NO_THINGS or tree.pos[head] == "PRON":
            return ()
        if tree.entity_of.get(head, (0, 0, ""))[2] in TIMES:
            return ()
        phrase = self.cast.phrases.at(head)
        return (Party(actor=self.cast.matters.thing(phrase), head=head, start=phrase.start, end=phrase.end),)

    def fill(
        self, trigger: Trigger, frame: Frame, *, elsewhere: bool = True
    ) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Return sources and targets; the first party of a symmetric frame is the source.

        Args:
            elsewhere: look for the other party outside the frame's slots too where these have none.
        """
        if frame.parties:
            # "met the premier": the object is a party where the entry asks for one.
            objects = ("obj",) if set(trigger.entry.objects) & {"actor", "person", "state"} else ()
            parties = self.of_all_slots(trigger, dict.fromkeys((*frame.parties, *objects)))
            if len(parties) < 2 and not self.tree.is_verb(trigger.token):
                parties = self._pair_nearby(trigger, parties) or parties
            return parties[:1], _others(parties[:1], parties[1:])
        if self._is_suffered(trigger, frame):
            return (), self.of_slots(trigger, ["subj"])
        sources = self.of_slots(trigger, frame.source) or self._doers_of_object(trigger)
        targets = self.of_slots(trigger, frame.target, sources)
        takes_doer = "subj" in frame.source and frame.target[:1] not in {("obj",), ("owner",), ("of",)}
        takes_doer = takes_doer and not trigger.entry.objects
        if not sources and takes_doer and not self.tree.is_verb(trigger.token):
            sources, targets = self._of_doer(trigger, frame)
        if elsewhere and frame.target and not any(party.counts and not _is_own(party, sources) for party in targets):
            found = _others(sources, self._elsewhere(trigger, targets))
            found = tuple(party for party in found if not (party.near and _is_own(party, sources)))
            things = tuple((party.start, party.end) for party in targets)
            targets = tuple(replace(party, also=(*party.also, *things)) for party in found) or targets
        return sources, _others(sources, targets)

    def what(self, trigger: Trigger, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the thing that an act is done to where no actor is: what was rejected, lifted, returned."""
        if not self.tree.is_verb(trigger.token) or not trigger.entry.frame.target:
            return ()
        heads = self.arguments.slot(trigger.token, "obj", trigger.parts)
        named = _others(sources, tuple(party for head in heads if head in self.references for party in self.of(head)))
        return named or tuple(party for head in heads if head not in self.references for party in self._thing(head))[:1]

    def authority(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return the state in whose place something was done to someone: "was arrested in Lebanon"."""
        hits = self.cast.phrases.hit_of
        for slot in ("in", "from", "at"):
            for head in self.arguments.slot(trigger.token, slot, trigger.parts):
                state = self.cast.country_of(hits[head].name.actor) if head in hits and hits[head].is_place else None
                if state in self.cast.registry.states:
                    actor, hit = self.cast.registry.actors[state or ""], hits[head]
                    return (Party(actor=actor, head=head, start=hit.start, end=hit.end, near=True),)
        return ()

    def _doers_of_object(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return who does the noun that is the verb's object: "drills by Oman were held"."""
        if not trigger.entry.objects or not self.tree.is_verb(trigger.token):
            return ()
        heads = self.arguments.slot(trigger.token, "obj", trigger.parts)
        nouns = [head for head in heads if self.tree.pos[head] == "NOUN" and head not in self.references]
        found = [party for noun in nouns for head in self.arguments.slot(noun, "subj") for party in self.of(head)]
        return tuple(party for party in found if party.is_actor)

    def _pair_nearby(self, trigger: Trigger, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the two states of a "US-Mexico ..." in the sentence whose talks these must be."""
        start, end = self.tree.sentences[self.tree.sentence_of[trigger.token]]
        for noun in range(start, end):
            pair = self.arguments.pair(noun) if self.tree.pos[noun] == "NOUN" else []
            found = tuple(party for head in pair for party in self.of(head))
            states = {party.actor.id for party in found}
            if len(states) == 2 and {party.actor.country for party in parties} <= states:
                return found
        return ()

    def _is_suffered(self, trigger: Trigger, frame: Frame) -> bool:
        """Return whether a noun's possessor suffers the act: "the general's arrest" is done to the general."""
        if self.tree.is_verb(trigger.token) or frame.name != "agent-patient":
            return False
        if self.tree.kid(trigger.token, "poss") is None or self.arguments.slot(trigger.token, "by"):
            return False
        return not self.arguments.slot(trigger.token, "obj", trigger.parts)

    def _of_doer(self, trigger: Trigger, frame: Frame) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Take "of" as the doer of a noun that has no other: "the plea of the captain to the port"."""
        own = [prep for prep in self.tree.kids(trigger.token, "prep") if self.tree.lowered[prep] == "of"]
        heads = [head for prep in own for kid in self.tree.kids(prep, "pobj") for head in self.tree.conjuncts(kid)]
        sources = tuple(party for head in heads for party in self.of(head) if party.is_actor)
        return sources, self.of_slots(trigger, [slot for slot in frame.target if slot != "of"])

    def _elsewhere(self, trigger: Trigger, targets: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the other party where no slot of the frame has one.

        Args:
            targets: the things found instead; of an act ("condemned the killing of") only its doer is meant.
        """
        acts = [party.head for party in targets if self.tree.lemmas[party.head] in self.arguments.patient_nouns]
        if acts:
            doers = [head for act in acts for head in self.arguments.slot(act, "by")]
            return tuple(party for head in doers for party in self.of(head) if party.is_actor)
        if self._is_number(trigger):
            return ()
        own = [party for slot in ("obj", "part") for party in self._slot(trigger, slot)]
        own = [party for party in own if party.is_actor and party.actor.linked and not party.owned and not party.holder]
        noun = not self.tree.is_verb(trigger.token)
        wanted = tuple(party for party in self._slot(trigger, "clause") if party.is_actor) if noun else ()
        return tuple(own[:1]) or self._fallback(trigger) or wanted or self._nearest(trigger) or self._addressed(trigger)

    def _addressed(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return to whom a purpose is said or done: "phoned the king to thank him", "wrote to Oslo to protest"."""
        tree, verb = self.tree, trigger.token
        head = tree.heads[verb]
        if tree.deps[verb] not in {"advcl", "xcomp"} or not is_purpose(tree, verb) or not tree.is_verb(head):
            return ()
        for slot in ("obj", "to", "with"):
            found = [party for one in self.arguments.slot(head, slot) for party in self.of(one) if party.is_actor]
            if found:
                return tuple(replace(party, near=True) for party in found)
        return ()

    def _fallback(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return the actors after any preposition, of the first that has some."""
        for slot in FALLBACK:
            found = tuple(party for party in self._slot(trigger, slot) if party.is_actor)
            if found:
                return found
        return ()

    def _is_edge(self, party: Party) -> bool:
        """Return whether a phrase only says near whom something was done: "on the Thai border"."""
        return party.owned and self.tree.lemmas[party.head] in word_list("edges")

    def _nearest(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return the first actor named deeper inside the trigger's own phrase, marked as found so.

        Clauses of their own are not entered: what stands there belongs to another act.
        """
        tree, frontier = self.tree, [trigger.token]
        for _ in range(DEPTH):
            frontier = [
                kid
                for token in frontier
                for kid in tree.children[token]
                if (tree.deps[kid] in INWARD or self._is_purpose(kid)) and kid not in trigger.parts
            ]
            for head in frontier:
                reference = self.references.get(head)
                if (
                    reference
                    and reference.kind is not MentionKind.PRONOUN
                    and reference.actors
                    and reference.actors[0].linked
                ):
                    return tuple(replace(party, near=True) for party in self.of(head))
        return ()

    def _is_purpose(self, token: int) -> bool:
        """Return whether a clause says what for: "gave money to build roads in Chad"."""
        tree = self.tree
        return tree.deps[token] == "advcl" and any(tree.lowered[kid] == "to" for kid in tree.kids(token, "aux"))

    def is_special(self, head: int, name: str) -> bool:
        """Return whether a phrase is of a class that the program decides: actor, person, state, place."""
        reference = self.references.get(head)
        actors = reference.actors if reference else ()
        if name in self.classes:
            return self._is_pronoun_for(head, actors, self.classes[name])
        if name == "actor":
            return any(actor.kind is not ActorKind.MATTER for actor in actors)
        if name == "person":
            people = any(actor.kind in {ActorKind.PERSON, ActorKind.GROUP} for actor in actors)
            return people or self.tree.entity_of.get(head, (0, 0, ""))[2] in {"PERSON", "NORP"}
        if name == "state":
            return any(actor.kind is ActorKind.STATE for actor in actors)
        if name == "international":
            return any(actor.kind is ActorKind.ORGANISATION for actor in actors)
        hit = self.cast.phrases.hit_of.get(head)
        if name == "place":
            return (hit is not None and hit.is_place) or self.tree.entity_of.get(head, (0, 0, ""))[2] in {
                "GPE",
                "LOC",
                "FAC",
            }
        return False

    def _is_pronoun_for(self, head: int, actors: tuple[Actor, ...], words: frozenset[str]) -> bool:
        """Return whether a pronoun stands for a thing of these words: the treaty of "Togo would not ratify it"."""
        if self.tree.pos[head] != "PRON":
            return False
        names = [actor.name.lower() for actor in actors if actor.kind is ActorKind.MATTER]
        return any(name in words or name.split()[-1] in words for name in names)


def _is_own(party: Party, doers: tuple[Party, ...]) -> bool:
    """Return whether ``party`` is the doer's own: the soldiers of "withdrew its soldiers"."""
    return party.holder is not None and party.holder in {doer.actor.id for doer in doers}


def _others(sources: tuple[Party, ...], targets: tuple[Party, ...]) -> tuple[Party, ...]:
    """Return the targets that are not the doers, nor the state that the doers act for where others are named.

    An envoy who mends "US-Mexico ties" for the US acts towards Mexico.
    """
    doers = {party.actor.id for party in sources}
    own = {party.actor.country for party in sources if party.actor.linked} - {None}
    rest = tuple(party for party in targets if party.actor.id not in doers)
    foreign = tuple(party for party in rest if party.actor.kind is not ActorKind.STATE or party.actor.id not in own)
    return foreign or rest
