"""The records: frozen values that every stage and every output speaks in.

Offsets are Unicode code points into the document's text as it was given; ``end`` is exclusive.
Country codes are ISO 3166-1 alpha-3, plus XKX, EUR for the European Union and codes of other bodies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SegmentKind(StrEnum):
    """What a stretch of a document is."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"


class MentionKind(StrEnum):
    """How a text refers to an actor."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    DEMONYM = "demonym"
    METONYM = "metonym"
    SET = "set"


class ActorKind(StrEnum):
    """What an actor is; a matter (agreement, process, thing) is what an event is about, not a doer."""

    PERSON = "person"
    STATE = "state"
    GOVERNMENT = "government body"
    ORGANISATION = "international organisation"
    ARMED_GROUP = "armed group"
    PARTY = "party"
    COMPANY = "company"
    MEDIA = "media"
    NGO = "NGO"
    GROUP = "group of people"
    MATTER = "matter"


class Tenure(StrEnum):
    """Whether an office is held on the day it is spoken of."""

    CURRENT = "current"
    FORMER = "former"
    ACTING = "acting"
    DESIGNATE = "designate"
    CANDIDATE = "candidate"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """The part an actor plays in an event."""

    SOURCE = "source"
    TARGET = "target"
    PARTY = "party"
    HOST = "host"
    MEDIATOR = "mediator"
    BENEFICIARY = "beneficiary"
    INSTRUMENT = "instrument"
    TOPIC = "topic"


class Modality(StrEnum):
    """How a claim presents its event."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    REQUESTED = "requested"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """What follows for an event from all its claims together."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"
    DISPUTED = "disputed"
    PLANNED = "planned"
    REQUESTED = "requested"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Polarity(StrEnum):
    """Whether the words affirm or negate."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class AttributionKind(StrEnum):
    """On whose word a claim stands."""

    OWN_VOICE = "own-voice"
    DIRECT = "direct"
    INDIRECT = "indirect"
    UNNAMED = "unnamed"


class Grade(StrEnum):
    """A: both actors linked and asserted; B: one nominal, or not asserted; C: one actor."""

    A = "A"
    B = "B"
    C = "C"


class Granularity(StrEnum):
    """The finest unit that the text determines."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a document: characters ``start`` to ``end`` (exclusive) read ``text``."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A labelled stretch of a document's text."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as it was given, with what is known about it.

    Args:
        id: the id given in the input, else the first 16 hex digits of the SHA-256 of the text.
        text: never changed; all offsets point into it.
        published: the day that relative dates are resolved against.
        published_from: where that day was read: "metadata" (stated with the text), "dateline", or "file" (the day
            on which the file was made); none if unknown.
        author: the byline as it was given.
        segments: in order of the text, without overlap; empty before layout was read.
        source: the file it was read from, as it was named; none if it came another way.
        based_on: the earliest document that has this text or nearly so; none if it is no copy.
    """

    id: str
    text: str
    published: date | None = None
    published_from: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    place: str | None = None
    segments: tuple[Segment, ...] = ()
    source: str | None = None
    based_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone or something that acts or is acted on.

    Args:
        id: alpha-3 code of a state, code of a registered body, slug of a person, or document-local slug.
        country: the state it belongs to; for a state its own code; none if unknown.
        sectors: CAMEO/PLOVER role codes in order, such as ("GOV", "MIL").
        linked: whether the registry knows it, or its country follows from the text.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    linked: bool = False

    @property
    def code(self) -> str | None:
        """Return the CAMEO-style code such as USAGOV, or none without a country."""
        if self.country is None:
            return None
        return self.country + "".join(self.sectors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """An office that someone held, or was said to hold, as of a day."""

    holder: str
    office: str
    of: str | None
    tenure: Tenure
    as_of: date | None
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """When, as precisely as the text says and no more.

    Args:
        edtf: ISO 8601-2 Extended Date/Time Format.
        earliest: first day that is possible; none if open.
        latest: last day that is possible; none if open.
        expression: the words; none if the date was inherited.
        anchor: the day that a relative expression was resolved against.
        stated: whether the sentence itself dates the event; false = inherited, see ``rule``.
        rule: name of the rule that resolved or inherited the date.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    granularity: Granularity
    expression: Span | None = None
    anchor: date | None = None
    stated: bool = True
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One reference to an actor, or one whose actor is not known, with the reason.

    Args:
        actor: id of the actor; none if not linked.
        rule: the gazetteer entry kind or coreference sieve that linked it, or why none did.
    """

    span: Span
    kind: MentionKind
    actor: str | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event happened."""

    name: str
    country: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One actor's part in one event.

    Args:
        acts_for: country code on whose behalf the actor acts here.
    """

    actor: Actor
    role: Role
    acts_for: str | None = None
    spans: tuple[Span, ...] = ()
    capacity: Capacity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """On whose word a claim stands, with the words that say so."""

    kind: AttributionKind = AttributionKind.OWN_VOICE
    speaker: Actor | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One document saying, in one sentence, that an event took, takes or will take place.

    Args:
        based_on: the document that this one is a copy of, whose word the claim is; none if it is no copy.
    """

    document: str
    sentence: Span
    trigger: Span
    source_spans: tuple[Span, ...]
    target_spans: tuple[Span, ...]
    modality: Modality
    polarity: Polarity
    cues: tuple[Span, ...]
    attribution: Attribution
    rule: str
    grade: Grade
    date: Span | None = None
    based_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is claimed to have happened, with every claim that says so.

    Args:
        event_class: name of a class of the ontology, such as ``Meeting``.
        plover: PLOVER root; none for classes outside PLOVER, such as statements.
        status: follows from the claims.
        merged_by: names of the rules that put reports of several documents together, sorted; none if one tells it.
    """

    id: str
    event_class: str
    plover: str | None
    mode: str | None
    cameo: str | None
    goldstein: float | None
    quad: int | None
    contexts: tuple[str, ...]
    participations: tuple[Participation, ...]
    date: EventDate | None
    place: Place | None
    status: Status
    claims: tuple[Claim, ...]
    merged_by: tuple[str, ...] = ()

    @property
    def independent_sources(self) -> int:
        """Return how many independent documents tell of it; a text and its copies are one."""
        return len({claim.based_on or claim.document for claim in self.claims})

    def actors(self, role: Role) -> tuple[Actor, ...]:
        """Return the actors that play ``role``, in order of their mention."""
        return tuple(part.actor for part in self.participations if part.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Which software and settings made a build."""

    version: str
    model: str
    config_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read out of one document.

    Args:
        actors: every actor of ``mentions`` and ``events``, sorted by id.
        dates: every resolved date expression, in order of the text.
        read_as: what actors were in the document by itself, for those that the whole build calls otherwise: each with
            the id that it has here.
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    dates: tuple[EventDate, ...] = ()
    events: tuple[Event, ...] = ()
    read_as: tuple[tuple[str, Actor], ...] = ()


class Verdict(StrEnum):
    """What was decided about things that may be one; doubtful ones are kept apart until somebody says otherwise."""

    SAME = "same"
    DIFFERENT = "different"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A decision that things of several documents are one, or are not, with its reason.

    Args:
        subject: ``document``, ``actor`` or ``event``.
        id: what they are called now; of things kept apart the first.
        members: what was put together or kept apart: documents, events, or actors as ``ID@DOCUMENT``; sorted.
        rule: name of the rule that decided.
        score: how sure the rule is, from 0 to 1.
        reason: in words.
        evidence: where the texts name the members; one span a member at most.
    """

    subject: str
    verdict: Verdict
    id: str
    members: tuple[str, ...]
    rule: str
    score: float
    reason: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A whole build: what all outputs start from.

    Args:
        readings: sorted by document id; their ``events`` hold what the document says by itself. Of a large build
            they lie on disk: pass over them as seldom as may be.
        actors: every actor, sorted by id.
        events: merged over all documents, sorted by id.
        merges: what was put together across documents or doubtfully kept apart, and why, sorted.
    """

    run: Run
    readings: Sequence[Reading]
    actors: tuple[Actor, ...]
    events: tuple[Event, ...]
    merges: tuple[Merge, ...] = ()
