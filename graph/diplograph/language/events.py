"""From triggers to events: which of them fire, with which class and parties, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from diplograph.codebook.eventclasses import EventClass, load_event_classes
from diplograph.codebook.lexicon import Entry, Lexicon
from diplograph.codebook.operators import OperatorKind
from diplograph.codebook.words import word_list
from diplograph.language.contents import asked, demand_for, performer
from diplograph.language.dating import When
from diplograph.language.idle import idle_reason, in_fiction
from diplograph.language.ownacts import tells_itself
from diplograph.language.party import Party
from diplograph.language.peacekeeping import peace_words
from diplograph.language.recording import event_id, record
from diplograph.language.scene import Act, Note, Scene
from diplograph.language.sides import Sides
from diplograph.language.speech import OWN_VOICE, Voice
from diplograph.language.stance import Stance
from diplograph.language.syntax import is_passive, saying_verb
from diplograph.language.triggers import Trigger, find_triggers, is_in_class, is_money
from diplograph.language.turns import turn
from diplograph.model import ActorKind, AttributionKind, Event, Modality

SPEAKING = frozenset({"Statement", "Denial"})
# Classes of the lexicon for what does nothing between states: films, storms, animals; for visits tourists too.
NO_DOERS, NO_VISITORS = ("no-doer",), ("no-doer", "no-visitor")
# Slots of the arguments for the names that entries use.
CONDITION_SLOTS = {"subject": "subj", "object": "dobj", "predicate": "predicate", "clause": "clause_subject"}
# Classes whose nouns end what they are of: "the suspension of sanctions".
UNDOING = frozenset({"Veto", "SanctionRelief", "Concession", "MeetingCancellation", "AidSuspension", "TalksBreakdown"})
POINTING = frozenset({"the", "this", "that", "these", "those"})
# Added to the name of the rule: the target came from no slot of the frame; a definite noun takes up an
# event told before; "must" makes a demand of a statement; a date after the day of the text makes a plan; an
# arrest without a doer is its place's.
NEAREST, AGAIN, MUST = "+nearest-actor", "+told-before", "+must"
AHEAD, PLACED = "+date-ahead", "+place-as-doer"


class EventReader:
    """Reads the events of one scene; ``notes`` then says why other triggers gave none."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self.scene = scene
        self.tree = scene.parsed.tree
        self.lexicon = lexicon
        self.notes: list[Note] = []
        self._conditioned: dict[tuple[int, tuple[int, ...], str], Sequence[int]] = {}
        self.triggers = tuple(find_triggers(self.tree, lexicon, self._objects, self._is_special))
        self._by_token = {trigger.token: trigger for trigger in self.triggers}
        # Nouns with an act of their own -> the verb above them, which tells another.
        self._own: dict[int, Trigger] = {}
        self._consumed = self._find_consumed()
        self._sides = Sides(scene, self._by_token, self._own)
        self._idle = self._find_idle()
        self._silent: set[int] = set()
        # A noun goes on saying what it is about where a verb speaks for it: "withdrew its request for mediation".
        self._active = {
            token: one
            for token, one in self._by_token.items()
            if token not in self._idle and (token not in self._consumed or self.tree.pos[token] == "NOUN")
        }

    def _is_special(self, head: int, name: str) -> bool:
        if name == "money":
            return is_money(self.tree, head)
        if name == "number":
            return self.tree.pos[head] == "NUM"
        if name == "anything":
            return True
        return self.scene.kinds.has(head, name)

    def _objects(self, token: int, parts: tuple[int, ...], slot: str = "") -> Sequence[int]:
        """Return what an entry's condition on ``slot`` looks at, found once; without one, on its objects."""
        key = (token, parts, slot)
        if key not in self._conditioned:
            self._conditioned[key] = self._find_objects(token, parts, slot)
        return self._conditioned[key]

    def _find_objects(self, token: int, parts: tuple[int, ...], slot: str) -> Sequence[int]:
        if slot:
            return self.scene.arguments.slot(token, CONDITION_SLOTS.get(slot, slot), parts)
        found = self.scene.arguments.condition(token, parts)
        if not self.tree.is_verb(token):
            found += [kid for kid in self.tree.kids(token, "compound", "amod", "nmod") if kid not in parts]
            found += self.scene.arguments.prepositional(token, "for", parts)
        return found

    def _find_consumed(self) -> dict[int, Trigger]:
        """Return the words that are already part of another trigger's sense: the "talks" of "hold talks"."""
        consumed: dict[int, Trigger] = {}
        for trigger in self.triggers:
            for part in trigger.parts:
                (self._own if self._tells_itself(part, trigger) else consumed)[part] = trigger
            if trigger.entry.objects and trigger.entry.pos == "verb":
                for noun in self._trigger_nouns(trigger):
                    silent, speaking = self._weigh(trigger, noun)
                    both = silent is noun and self._tells_itself(noun.token, trigger)
                    (self._own if both else consumed)[silent.token] = speaking
        return consumed

    def _tells_itself(self, token: int, over: Trigger) -> bool:
        """Return whether a noun tells its own act; what somebody denies is told by the denial."""
        noun = self._by_token.get(token)
        denied = over.entry.event_class in SPEAKING and not self._is_agentless(over)
        if noun is None or denied:
            return False
        return tells_itself(noun, self.scene.arguments)

    def _is_agentless(self, verb: Trigger) -> bool:
        tree, token = self.tree, verb.token
        return tree.is_verb(token) and is_passive(tree, token) and tree.kid(token, "agent") is None

    def _find_idle(self) -> dict[int, str]:
        """Return the verbs that only say something about another act, each with the reason."""
        reasons = ((one.token, idle_reason(one, self._by_token, self.scene.modality)) for one in self.triggers)
        return {token: reason for token, reason in reasons if reason}

    def _trigger_nouns(self, trigger: Trigger) -> Iterator[Trigger]:
        for head in self._objects(trigger.token, trigger.parts):
            if head in self._by_token and self.tree.pos[head] == "NOUN":
                yield self._by_token[head]

    def _weigh(self, verb: Trigger, noun: Trigger) -> tuple[Trigger, Trigger]:
        """Return which of a verb and its object is silent, and which speaks.

        "held a joint exercise": the compound noun knows better what it was, unless the verb says more ("halted").
        """
        operator = self.scene.arguments.operators.get((self.tree.lemmas[verb.token], "verb", "noun"))
        carries = verb.entry.event_class is not None and operator is not None
        light = carries and operator is not None and operator.kind is OperatorKind.LIGHT
        if noun.entry.before and (noun.entry.event_class is None or light):
            return verb, noun
        return noun, verb

    # -------------------------------------------------------------- one trigger after the other

    def read(self) -> Iterator[Event]:
        """Yield an event with one claim for every trigger that fires, in text order."""
        told: list[Event] = []
        for trigger in self.triggers:
            found = self._silenced(trigger) or self._event(trigger, told)
            if isinstance(found, Event):
                told.append(found)
                yield found
            else:
                self._silent.add(trigger.token)
                self.notes.append(Note(token=trigger.token, entry=trigger.entry.id, reason=found))

    def _silenced(self, trigger: Trigger) -> str | None:
        """Return why a trigger is not even looked at."""
        if trigger.entry.event_class is None:
            return f"blocked: entry {trigger.entry.id} says that these words are no event"
        if trigger.token in self._consumed:
            return f"part of the trigger {self.tree.words[self._consumed[trigger.token].token]!r}"
        if trigger.token in self._idle:
            return self._idle[trigger.token]
        if in_fiction(self.tree, trigger.token):
            return "told by a film or a novel"
        return self._told_aside(trigger) or self._told_by_another(trigger)

    def _told_aside(self, trigger: Trigger) -> str | None:
        """Return what else a word tells that tells no act."""
        if self._names_people(trigger.token):
            return "says only which people are meant"
        if self._names_shot(trigger.token):
            return "says only who fired what hits"
        if self._names_force(trigger):
            return "says only for what forces are sent"
        return "what another act is about: nobody has joined yet" if self._is_joining(trigger.token) else None

    def _told_by_another(self, trigger: Trigger) -> str | None:
        """Return which trigger makes an event of the act that this one only names."""
        undone = self._undone(trigger.token)
        if undone is not None:
            return f"undone by {self.tree.words[undone]!r}, which is the event"
        over = None if trigger.token in self._own else performer(trigger, self._active, self.tree)
        if over is None or self._is_dumb(over):
            return None
        return f"content of {self.tree.words[over.token]!r}, which is the event"

    def _names_people(self, token: int) -> bool:
        """Return whether an act only tells which people are meant: "a genocide suspect", "strike leaders"."""
        tree, head = self.tree, self.tree.heads[token]
        before = tree.pos[token] == "NOUN" and tree.deps[token] in {"compound", "nmod"} and token < head
        known = self.scene.references.get(head) if before else None
        return known is not None and any(actor.kind is not ActorKind.MATTER for actor in known.actors)

    def _names_shot(self, token: int) -> bool:
        """Return whether a participle only tells who fired what does harm: "rockets fired from Lebanon hit a house"."""
        tree, noun = self.tree, self.tree.heads[token]
        shot = tree.deps[token] == "acl" and tree.lemmas[token] in word_list("shooting") and tree.deps[noun] == "nsubj"
        harm = self._active.get(tree.heads[noun])
        kind = load_event_classes()[harm.entry.event_class or "Statement"] if shot and harm else None
        return kind is not None and kind.plover == "ASSAULT"

    def _names_force(self, trigger: Trigger) -> bool:
        """Return whether words only tell for what forces are sent: "sent troops to a peacekeeping force in Chad"."""
        if trigger.entry.event_class != "Peacekeeping":
            return False
        over = (self._active.get(one) for one in self.tree.ancestors(trigger.token))
        sent = (one.token for one in over if one is not None and one.entry.event_class == "Mobilization")
        own = {trigger.token, *trigger.parts}
        return any(own & set(peace_words(self.tree, verb)) for verb in sent)

    def _is_joining(self, token: int) -> bool:
        """Return whether an "accession" is only what a verb above it acts on: "ratified Sweden's accession"."""
        tree = self.tree
        above = next((one for one in tree.ancestors(token) if tree.is_verb(one)), token)
        return tree.lemmas[token] in word_list("joining") and above in self._active and tree.deps[token] != "nsubj"

    def _undone(self, token: int) -> int | None:
        """Return the noun that ends what ``token`` says: the "suspension" of sanctions."""
        tree, prep = self.tree, self.tree.heads[token]
        if tree.deps[token] != "pobj" or tree.lowered[prep] not in {"of", "from"}:
            return None
        over = self._active.get(tree.heads[prep])
        undoes = over is not None and over.entry.event_class in UNDOING and tree.pos[over.token] == "NOUN"
        return over.token if over is not None and undoes else None

    def _is_dumb(self, over: Trigger) -> bool:
        """Return whether a verb that says nothing for want of a party hushes nothing either.

        So of a passive ("is suspected of arming") and of a promise to nobody ("offered to resign").
        """
        if over.token not in self._silent or over.token in self._consumed:
            return False
        promises = load_event_classes()[over.entry.event_class or ""].plover == "AGREE"
        return self.tree.is_verb(over.token) and (promises or is_passive(self.tree, over.token))

    def _event(self, trigger: Trigger, told: list[Event]) -> Event | str:
        """Return the event of ``trigger``, or the reason why it gives none."""
        kind = load_event_classes()[trigger.entry.event_class or ""]
        kind, sources, targets, placed = self._sides.of(trigger, kind)
        demanded = asked(trigger, sources, self.scene) if self._says(trigger, kind) else ()
        if demanded:
            kind, targets = load_event_classes()["Demand"], demanded
        if kind.name == "Demand":
            kind = load_event_classes()[demand_for(trigger, self._by_token, self.tree)]
        reason = _unfit(trigger.entry, kind, sources, targets) or self._done_by_nobody(kind, sources)
        if reason:
            return self._again(trigger, told) or reason
        suffix = MUST if demanded else PLACED if placed else ""
        return record(self._act(trigger, kind, sources, targets, suffix), self.scene)

    def _done_by_nobody(self, kind: EventClass, sources: tuple[Party, ...]) -> str | None:
        """Return that what acts is a film, a storm or an ant; what the gazetteer knows is always somebody."""
        hits, names = self.scene.cast.phrases.hit_of, NO_VISITORS if kind.family == "visit" else NO_DOERS
        heads = [party.head for party in sources if party.head not in hits]
        nobodies = [one for one in heads if any(is_in_class(self.tree, self.lexicon, one, name) for name in names)]
        if kind.plover is None or not nobodies or len(nobodies) < len(sources):
            return None
        return f"{self.tree.words[nobodies[0]]!r} does nothing between states"

    def _says(self, trigger: Trigger, kind: EventClass) -> bool:
        return kind.name == "Statement" and self.tree.is_verb(trigger.token)

    def _act(
        self, trigger: Trigger, kind: EventClass, sources: tuple[Party, ...], targets: tuple[Party, ...], suffix: str
    ) -> Act:
        # To say who is responsible is to blame: the saying is the act.
        blaming = saying_verb(self.tree, trigger.token) if "speaker" in trigger.entry.frame.source else None
        token = trigger.token if blaming is None else blaming
        over = self._own.get(trigger.token)
        stance = self.scene.modality.read(token) if over is None else self.scene.modality.read_alone(token)
        suffix += NEAREST if any(party.near for party in targets) else ""
        if kind.plover == "CONSULT" and stance.modality is Modality.ASSERTED and self._is_announced(trigger.token):
            stance = replace(stance, modality=Modality.PLANNED)
        act = Act(
            trigger=trigger,
            kind=kind,
            sources=sources,
            targets=targets,
            stance=stance,
            voice=OWN_VOICE if blaming is not None else self._voice(over or trigger, stance),
            when=None,
            suffix=suffix,
        )
        return self._dated(turn(act, self.scene), token)

    def _dated(self, act: Act, token: int) -> Act:
        """Return ``act`` with its date; what is dated after the day of the text is still to come."""
        when = self.scene.clock.when(token, act.stance.modality, is_statement=act.kind.name in SPEAKING)
        if act.stance.modality is not Modality.ASSERTED or not self._is_ahead(when):
            return replace(act, when=when)
        return replace(act, when=when, stance=replace(act.stance, modality=Modality.PLANNED), suffix=act.suffix + AHEAD)

    def _is_announced(self, token: int) -> bool:
        """Return whether an encounter is only announced: "A visit to Laos was announced"."""
        tree, verb = self.tree, self.tree.heads[token]
        about = tree.pos[token] == "NOUN" and tree.deps[token] in {"dobj", "nsubjpass"}
        return about and tree.is_verb(verb) and tree.lemmas[verb] in word_list("announcing")

    def _is_ahead(self, when: When | None) -> bool:
        """Return whether an act is dated after the day of the text, so that it cannot have been done."""
        day = self.scene.parsed.document.published
        return bool(day and when and when.hit and when.earliest and when.earliest > day)

    def _voice(self, trigger: Trigger, stance: Stance) -> Voice:
        speaks = trigger.entry.event_class in SPEAKING and self.tree.is_verb(trigger.token)
        voice = OWN_VOICE if speaks else self.scene.speech.voice(trigger.token)
        if stance.alleged and voice.kind is AttributionKind.OWN_VOICE:
            return Voice(kind=AttributionKind.UNNAMED, cue=stance.cues[0] if stance.cues else None)
        return voice

    def _again(self, trigger: Trigger, told: list[Event]) -> Event | None:
        """Return the event told before that a definite noun without parties takes up: "the detention"."""
        tree, classes = self.tree, load_event_classes()
        pointed = any(tree.lowered[kid] in POINTING for kid in tree.kids(trigger.token, "det"))
        if tree.pos[trigger.token] != "NOUN" or not pointed:
            return None
        family = classes[trigger.entry.event_class or ""].family
        if any(tree.lowered[cue] == "without" for cue in self.scene.modality.read(trigger.token).cues):
            # "Without that pledge, no extradition": the act taken up is not denied.
            return None
        same = [event for event in reversed(told) if classes[event.event_class].family == family]
        known = next((event for event in same if event.claims[0].modality is not Modality.DENIED), None)
        return self._retold(trigger, known) if known and not self._is_another(trigger, known) else None

    def _is_another(self, trigger: Trigger, event: Event) -> bool:
        """Return whether the noun takes up what was told in the same word and is no event: "the conference"."""
        tree, lemma = self.tree, self.tree.lemmas[trigger.token]
        told = event.claims[0].trigger.text.lower()
        silent = (token for token in self._silent if token < trigger.token and token not in self._consumed)
        return lemma not in told and any(tree.lemmas[one] == lemma and tree.pos[one] == "NOUN" for one in silent)

    def _retold(self, trigger: Trigger, event: Event) -> Event:
        """Return ``event`` with the claim that ``trigger`` adds to it."""
        stance = self.scene.modality.read(trigger.token)
        act = Act(
            trigger=trigger,
            kind=load_event_classes()[event.event_class],
            sources=(),
            targets=(),
            stance=stance,
            voice=self._voice(trigger, stance),
            when=None,
            suffix=AGAIN,
        )
        claim = replace(record(act, self.scene).claims[0], grade=event.claims[0].grade)
        return replace(event, id=event_id(claim, event.event_class), claims=(claim,))


def _unfit(entry: Entry, kind: EventClass, sources: tuple[Party, ...], targets: tuple[Party, ...]) -> str | None:
    """Return why these parties make no event of this entry."""
    doers = [party for party in sources if party.is_actor]
    others = [party for party in targets if party.is_actor]
    if not doers and not others:
        return "no actor in any of its slots"
    if kind.name in SPEAKING and not doers:
        return "nobody known says it"
    if entry.weak and not _supported(kind, doers, others):
        return "weak entry: fires only between two actors"
    return None


def _supported(kind: EventClass, doers: list[Party], others: list[Party]) -> bool:
    """Return whether the parties are strong enough for a weak word; what is said needs only who says it."""
    if kind.name in SPEAKING:
        return any(party.actor.linked for party in doers)
    return bool(doers and others) or (kind.symmetric and len(doers) > 1)
