"""What is claimed to have happened: when, where, by whom, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diplograph.model.actors import Actor, Capacity
from diplograph.model.enumerations import AttributionKind, Grade, Granularity, Modality, Polarity, Role, Status
from diplograph.model.texts import Span


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
class TyperAnswer:
    """What the typer makes of the words of a claim, beside what the rules made of them.

    Args:
        root: the PLOVER root that the typer holds most probable.
        probability: that it gives it, from 0 to 1.
        rules: the PLOVER root that the rules gave, which holds.
    """

    root: str
    probability: float
    rules: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One document saying, in one sentence, that an event took, takes or will take place.

    Args:
        based_on: the document that this one is a copy of, whose word the claim is; none if it is no copy.
        typer: a second answer to which root this is; none unless it was asked for.
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
    typer: TyperAnswer | None = None


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
