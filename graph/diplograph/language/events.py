"""From triggers to events: roles, modality, speaker and date of every act that one text tells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from diplograph.codebook.codes import goldstein, quad_class
from diplograph.codebook.contexts import load_contexts
from diplograph.codebook.eventclasses import EventClass, load_event_classes
from diplograph.codebook.lexicon import Entry, Lexicon
from diplograph.codebook.operators import OperatorKind
from diplograph.language.arguments import Arguments
from diplograph.language.cast import Cast, Reference
from diplograph.language.dating import Clock, When
from diplograph.language.modality import ModalityReader, Stance
from diplograph.language.parsing import Parsed
from diplograph.language.parties import FALLBACK, Parties, Party
from diplograph.language.speech import OWN_VOICE, SpeechReader, Voice
from diplograph.language.triggers import Trigger, find_triggers, is_money
from diplograph.model import (
    ActorKind,
    Attribution,
    AttributionKind,
    Capacity,
    Claim,
    Event,
    EventDate,
    Grade,
    Modality,
    Participation,
    Place,
    Polarity,
    Role,
    Span,
    Status,
)

# An act that these say over another act is the event; the other is only its content.
PERFORMING = frozenset({"AGREE", "REJECT", "THREATEN", "REQUEST", "ACCUSE"})
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
SPEAKING = frozenset({"Statement", "Denial"})
# Added to the rule's name where a definite noun takes up an event told before.
AGAIN = "+told-before"
# Added to the rule's name where "must" makes a demand of a statement.
MUST = "+must"
# Added to the rule's name where "will not" makes a refusal of a co-operative act.
REFUSED = "+will-not"
# Added to the rule's name where the target came from no slot of the frame.
NEAREST = "+nearest-actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A trigger that gave no event, and why."""

    token: int
    entry: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that was read of one text before its events."""

    parsed: Parsed
    cast: Cast
    references: Mapping[int, Reference]
    arguments: Arguments
    parties: Parties
    modality: ModalityReader
    speech: SpeechReader
    clock: Clock
    capacities: Mapping[str, tuple[Capacity, ...]]


class EventReader:
    """Reads the events of one scene; ``notes`` then says why other triggers gave none."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self.scene = scene
        self.tree = scene.parsed.tree
        self.lexicon = lexicon
        self.notes: list[Note] = []
        self.triggers = self._triggers()
        self._by_token = {trigger.token: trigger for trigger in self.triggers}
        self._consumed = self._find_consumed()

    def _triggers(self) -> tuple[Trigger, ...]:
        def is_special(head: int, name: str) -> bool:
            if name in {"money", "number"}:
                return is_money(self.tree, head) if name == "money" else self.tree.pos[head] == "NUM"
            return self.scene.parties.is_special(head, name)

        return tuple(find_triggers(self.tree, self.lexicon, self._objects, is_special))

    def _objects(self, token: int, parts: tuple[int, ...], entry: Entry) -> list[int]:
        """Return what an entry's object condition looks at."""
        tree = self.tree
        found = self.scene.arguments.condition(token, parts)
        if not tree.is_verb(token):
            found += [kid for kid in tree.kids(token, "compound", "amod", "nmod") if kid not in parts]
            found += self.scene.arguments.prepositional(token, "for", parts)
        return found

    def _find_consumed(self) -> dict[int, Trigger]:
        """Return the nouns that are already part of a verb's sense: the "talks" of "hold talks"."""
        consumed: dict[int, Trigger] = {}
        for trigger in self.triggers:
            for part in trigger.parts:
                consumed[part] = trigger
            if not trigger.entry.objects or trigger.entry.pos != "verb":
                continue
            for head in self._objects(trigger.token, trigger.parts, trigger.entry):
                inner = self._by_token.get(head)
                if inner is None or self.tree.pos[head] != "NOUN":
                    continue
                # "held a joint exercise": the noun knows better what it was, unless the verb says more ("halted").
                if inner.entry.before and (inner.entry.event_class is None or self._only_carries(trigger)):
                    consumed[trigger.token] = inner
                else:
                    consumed[head] = trigger
        return consumed

    def _only_carries(self, trigger: Trigger) -> bool:
        operator = self.scene.arguments.operators.get((self.tree.lemmas[trigger.token], "verb", "noun"))
        return trigger.entry.event_class is not None and operator is not None and operator.kind is OperatorKind.LIGHT

    def read(self) -> Iterator[Event]:
        """Yield an event with one claim for every trigger that fires, in text order."""
        told: list[Event] = []
        for trigger in self.triggers:
            reason = self._silenced(trigger)
            if reason is None:
                event = self._event(trigger)
                again = self._again(trigger, told) if isinstance(event, str) else event
                if isinstance(again, Event):
                    told.append(again)
                    yield again
                    continue
                reason = event if isinstance(event, str) else "told before"
            self.notes.append(Note(token=trigger.token, entry=trigger.entry.id, reason=reason))

    def _again(self, trigger: Trigger, told: list[Event]) -> Event | None:
        """Return the event told before that a definite noun without parties takes up: "the detention"."""
        tree, name = self.tree, trigger.entry.event_class
        if tree.pos[trigger.token] != "NOUN" or name is None:
            return None
        if not any(tree.lowered[kid] in {"the", "this", "that", "these", "those"} for kid in tree.kids(trigger.token, "det")):
            return None
        family = load_event_classes()[name].family
        for event in reversed(told):
            if load_event_classes()[event.event_class].family == family:
                return self._retold(trigger, event)
        return None

    def _retold(self, trigger: Trigger, event: Event) -> Event:
        """Return ``event`` with the claim that ``trigger`` adds to it."""
        stance = self.scene.modality.read(trigger.token)
        claim = self._claim(trigger, (), (), stance, self._voice(trigger, stance), None)
        claim = replace(claim, rule=f"{claim.rule}{AGAIN}", grade=event.claims[0].grade)
        return replace(event, id=_event_id(claim, event.event_class), claims=(claim,))

    def _silenced(self, trigger: Trigger) -> str | None:
        """Return why a trigger is not even looked at."""
        if trigger.entry.event_class is None:
            return f"blocked: entry {trigger.entry.id} says that these words are no event"
        if trigger.token in self._consumed:
            return f"part of the trigger {self.tree.words[self._consumed[trigger.token].token]!r}"
        over = self._performer(trigger)
        if over is not None:
            return f"content of {self.tree.words[over.token]!r}, which is the event"
        return None

    def _performer(self, trigger: Trigger) -> Trigger | None:
        """Return the trigger whose content this one is: "agreed to release" is an agreement."""
        tree = self.tree
        token = trigger.token
        for _ in range(4):
            head, dep = tree.heads[token], tree.deps[token]
            if head == token or dep not in {"xcomp", "pcomp", "ccomp", "prep", "dobj", "pobj", "conj", "advcl"}:
                return None
            if dep == "advcl" and not any(tree.lowered[kid] == "to" for kid in tree.kids(token, "aux")):
                return None
            over = self._by_token.get(head)
            if over and self._performs(over) and head not in self._consumed:
                return over if dep != "conj" else None
            token = head
        return None

    def _performs(self, trigger: Trigger) -> bool:
        if trigger.entry.event_class is None or not self.tree.is_verb(trigger.token):
            return False
        return load_event_classes()[trigger.entry.event_class].plover in PERFORMING

    # -------------------------------------------------------------- one event

    def _event(self, trigger: Trigger) -> Event | str:
        """Return the event of ``trigger``, or the reason why it gives none."""
        assert trigger.entry.event_class is not None
        kind = load_event_classes()[trigger.entry.event_class]
        sources, targets = self._roles(trigger, kind)
        if kind.name == "MilitaryExercise" and len({party.actor.country for party in sources}) > 1:
            kind = load_event_classes()["JointExercise"]
        asked = self._asked(trigger, kind, sources)
        if asked:
            kind, targets = load_event_classes()["Demand"], asked
        reason = _unfit(trigger.entry, kind, sources, targets)
        if reason:
            return reason
        stance = self.scene.modality.read(trigger.token)
        refused = _is_refusal(kind, stance)
        if refused:
            kind, stance = load_event_classes()["Refusal"], Stance(cues=stance.cues)
        voice = self._voice(trigger, stance)
        when = self.scene.clock.when(trigger.token, stance.modality, is_statement=kind.name in SPEAKING)
        claim = self._claim(trigger, sources, targets, stance, voice, when)
        if asked:
            claim = replace(claim, rule=f"{claim.rule}{MUST}")
        if refused:
            claim = replace(claim, rule=f"{claim.rule}{REFUSED}")
        return self._record(trigger, kind, sources, targets, claim, when)

    def _asked(self, trigger: Trigger, kind: EventClass, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return of whom a statement demands something: "said that Qatar must mediate"."""
        tree = self.tree
        if kind.name != "Statement" or not tree.is_verb(trigger.token):
            return ()
        doers = {party.actor.id for party in sources}
        for clause in tree.kids(trigger.token, "ccomp"):
            if any(tree.lowered[kid] in {"must", "should", "ought"} for kid in tree.kids(clause, "aux")):
                subjects = self.scene.arguments.slot(clause, "obj" if self.scene.arguments.is_passive(clause) else "subj")
                found = [party for head in subjects for party in self.scene.parties.of(head)]
                return tuple(party for party in found if party.is_actor and party.actor.id not in doers)
        return ()

    def _roles(self, trigger: Trigger, kind: EventClass) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        sources, targets = self.scene.parties.fill(trigger, trigger.entry.frame)
        if kind.symmetric and kind.plover in PERFORMING:
            affected = self._content_targets(trigger, (*sources, *targets))
            return ((*sources, *targets), affected) if affected else (sources, targets)
        if kind.plover in PERFORMING and not any(party.is_actor and not party.near for party in targets):
            targets = self._content_targets(trigger, sources) or targets
        return sources, targets

    def _content_targets(self, trigger: Trigger, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """Take the target from what is agreed, refused or threatened: "refused to meet the envoy"."""
        doers = {party.actor.id for party in sources}
        for verb in self._contents(trigger.token):
            inner = self._by_token.get(verb)
            if inner is not None and inner.entry.event_class:
                found = [party for side in self.scene.parties.fill(inner, inner.entry.frame) for party in side]
            else:
                found = [party for head in self.scene.arguments.slot(verb, "obj") for party in self.scene.parties.of(head)]
            if not any(party.is_actor for party in found):
                for preposition in FALLBACK:
                    found += [
                        party for head in self.scene.arguments.slot(verb, preposition) for party in self.scene.parties.of(head)
                    ]
            fitting = [party for party in found if party.actor.id not in doers]
            actors = tuple(party for party in fitting if party.is_actor)
            if actors:
                return actors[:3]
        return ()

    def _contents(self, token: int) -> list[int]:
        """Return the acts inside what ``token`` performs, from the outside in."""
        tree, found = self.tree, []
        frontier = [kid for kid in tree.children[token] if tree.deps[kid] in {"xcomp", "ccomp", "prep", "advcl", "dobj", "acl"}]
        for kid in frontier:
            if tree.is_verb(kid) or (tree.deps[kid] == "dobj"):
                found.append(kid)
                frontier.extend(one for one in tree.children[kid] if tree.deps[one] in {"xcomp", "conj", "acl", "advcl", "ccomp"} and one not in frontier)
            else:
                frontier.extend(one for one in tree.children[kid] if tree.deps[one] in {"pcomp", "pobj", "prep"} and one not in frontier)
                if tree.deps[kid] in {"pcomp"}:
                    found.append(kid)
        return list(dict.fromkeys(one for one in found if tree.is_verb(one) or tree.pos[one] == "NOUN"))

    def _voice(self, trigger: Trigger, stance: Stance) -> Voice:
        kind = trigger.entry.event_class
        voice = OWN_VOICE if kind in SPEAKING and self.tree.is_verb(trigger.token) else self.scene.speech.voice(trigger.token)
        if stance.alleged and voice.kind is AttributionKind.OWN_VOICE:
            return Voice(kind=AttributionKind.UNNAMED, cue=stance.cues[0] if stance.cues else None)
        return voice

    def _claim(
        self, trigger: Trigger, sources: tuple[Party, ...], targets: tuple[Party, ...], stance: Stance, voice: Voice, when: When | None
    ) -> Claim:
        parsed, tree = self.scene.parsed, self.tree
        start, end = tree.sentences[tree.sentence_of[trigger.token]]
        while end - 1 > start and tree.words[end - 1].isspace():
            end -= 1
        cue = parsed.span(voice.cue, voice.cue + 1) if voice.cue is not None else None
        return Claim(
            document=parsed.document.id,
            sentence=parsed.span(start, end),
            trigger=parsed.span(*trigger.extent),
            source_spans=self._spans(sources),
            target_spans=self._spans(targets),
            modality=stance.modality,
            polarity=stance.polarity,
            cues=tuple(parsed.span(token, token + 1) for token in stance.cues),
            attribution=Attribution(kind=voice.kind, speaker=voice.speaker, cue=cue),
            rule=trigger.entry.id + (NEAREST if any(party.near for party in targets) else ""),
            grade=_grade(sources, targets, stance.modality),
            date=parsed.characters(when.hit.start, when.hit.end) if when and when.hit else None,
        )

    def _spans(self, parties: Iterable[Party]) -> tuple[Span, ...]:
        found = (self.scene.parsed.span(*tokens) for party in parties for tokens in party.tokens)
        return tuple(dict.fromkeys(found))

    def _record(
        self, trigger: Trigger, kind: EventClass, sources: tuple[Party, ...], targets: tuple[Party, ...], claim: Claim, when: When | None
    ) -> Event:
        # An entry's own codes hold for its own class, not for the refusal of it.
        own = trigger.entry.event_class == kind.name
        cameo = (trigger.entry.cameo if own else None) or kind.cameo
        return Event(
            id=_event_id(claim, kind.name),
            event_class=kind.name,
            plover=kind.plover,
            mode=(trigger.entry.mode if own else None) or kind.mode,
            cameo=cameo,
            goldstein=goldstein(cameo) if cameo and kind.plover else None,
            quad=quad_class(kind.plover) if kind.plover else None,
            contexts=self._contexts(trigger.token) if kind.plover else (),
            participations=self._participations(kind, sources, targets),
            date=self._date(when, claim),
            place=self._place(trigger),
            status=Status(claim.modality.value),
            claims=(claim,),
        )

    def _participations(self, kind: EventClass, sources: tuple[Party, ...], targets: tuple[Party, ...]) -> tuple[Participation, ...]:
        one_level = kind.symmetric and (len(sources) == 1 and bool(targets) or len(sources) > 1 and not targets)
        if one_level and all(party.is_actor for party in (*sources, *targets)):
            return tuple(self._participation(party, Role.PARTY) for party in (*sources, *targets))
        found = [self._participation(party, Role.SOURCE) for party in sources]
        return (*found, *(self._participation(party, Role.TARGET) for party in targets))

    def _participation(self, party: Party, role: Role) -> Participation:
        actor = party.actor
        capacities = self.scene.capacities.get(actor.id, ())
        represents = actor.kind is ActorKind.STATE or bool({"GOV", "MIL"} & set(actor.sectors[:1]))
        return Participation(
            actor=actor,
            role=role,
            acts_for=actor.country if represents else None,
            spans=self._spans([party]),
            capacity=capacities[0] if capacities else None,
        )

    def _date(self, when: When | None, claim: Claim) -> EventDate | None:
        if when is None:
            return None
        return EventDate(
            edtf=when.edtf, earliest=when.earliest, latest=when.latest, granularity=when.granularity,
            expression=claim.date, anchor=self.scene.parsed.document.published,
            stated=when.hit is not None, rule=when.rule,
        )  # fmt: skip

    def _place(self, trigger: Trigger) -> Place | None:
        cast = self.scene.cast
        for slot in (*trigger.entry.frame.place, "in", "at"):
            for head in self.scene.arguments.slot(trigger.token, slot, trigger.parts):
                hit = cast.phrases.hit_of.get(head)
                if hit is not None and hit.is_place and hit.name.actor:
                    span = self.scene.parsed.span(hit.start, hit.end)
                    return Place(name=self.tree.slice(hit.start, hit.end), country=cast.country_of(hit.name.actor), span=span)
        return None

    def _contexts(self, token: int) -> tuple[str, ...]:
        start, end = self.tree.sentences[self.tree.sentence_of[token]]
        known = load_contexts()
        return tuple(sorted({context for lemma in self.tree.lemmas[start:end] for context in known.get(lemma, ())}))


def _unfit(entry: Entry, kind: EventClass, sources: tuple[Party, ...], targets: tuple[Party, ...]) -> str | None:
    """Return why these parties make no event of this entry."""
    doers = [party for party in sources if party.is_actor]
    if not doers and not any(party.is_actor for party in targets):
        return "no actor in any of its slots"
    if kind.name in SPEAKING and not doers:
        return "nobody known says it"
    if entry.weak and not _supported(kind, doers, [party for party in targets if party.is_actor]):
        return "weak entry: fires only between two actors"
    if kind.symmetric and entry.frame.symmetric and not targets and len(doers) < 2 and entry.pos == "noun" and not doers:
        return "a symmetric event without parties"
    return None


def _is_refusal(kind: EventClass, stance: Stance) -> bool:
    """Return whether the words say that a co-operative act will not be done, which is a refusal."""
    negative = stance.polarity is Polarity.NEGATIVE
    return kind.plover in COOPERATIVE and negative and stance.modality is Modality.PLANNED


def _supported(kind: EventClass, doers: list[Party], others: list[Party]) -> bool:
    """Return whether the parties are strong enough for a weak word; what is said needs only who says it."""
    if kind.name in SPEAKING:
        return any(party.actor.linked for party in doers)
    return bool(doers and others)


def _grade(sources: Iterable[Party], targets: Iterable[Party], modality: Modality) -> Grade:
    """Return A for two linked actors and an asserted act, B for less, C for one actor only."""
    doers = [party for party in sources if party.is_actor]
    others = [party for party in targets if party.is_actor]
    if not doers or not others:
        return Grade.C
    linked = all(party.actor.linked and not party.near for party in (*doers, *others))
    return Grade.A if linked and modality is Modality.ASSERTED else Grade.B


def _event_id(claim: Claim, name: str) -> str:
    key = "\x1f".join((claim.document, name, str(claim.trigger.start), str(claim.trigger.end)))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]

