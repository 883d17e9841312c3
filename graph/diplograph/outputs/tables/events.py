"""The table of events: one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, NamedTuple

from diplograph.codebook.codes import root_score
from diplograph.codebook.eventclasses import PLOVER_ROOTS
from diplograph.model import (
    Claim,
    Event,
    EventDate,
    Grade,
    Granularity,
    Participation,
    Place,
    Records,
    Role,
    Span,
    Status,
)
from diplograph.outputs.coding import country_of
from diplograph.outputs.tables.columns import (
    CAMEO,
    COUNTRY,
    EDTF,
    GOLDSTEIN,
    PLOVER,
    Cell,
    Column,
    Dtype,
    Table,
    joined,
    located,
    once,
    sorted_events,
    unknown,
    values_of,
    word_of,
)

_Side = tuple[str | None, str | None, str | None, str | None]


class Told(NamedTuple):
    """An event with its sides as texts: names, ids, countries, codes."""

    event: Event
    source: _Side
    target: _Side
    others: str | None
    when: EventDate
    place: Place
    first: Any


_NOBODY: _Side = (None, None, None, None)
_UNDATED: EventDate = unknown(EventDate)
_NOWHERE: Place = unknown(Place)
_UNCLAIMED = SimpleNamespace(trigger=unknown(Span), sentence=unknown(Span), rule=None)


def _side_of(parts: list[Participation]) -> _Side:
    if not parts:
        return _NOBODY
    if len(parts) == 1:
        actor = parts[0].actor
        return (actor.name or None, actor.id, country_of(parts[0]), actor.code)
    actors = [part.actor for part in parts]
    return (
        joined([actor.name for actor in actors]),
        joined([actor.id for actor in actors]),
        joined([country_of(part) for part in parts]),
        joined([actor.code for actor in actors]),
    )


def told(event: Event) -> Told:
    """Return an event with its sides: of equals the first party stands for the source, the others for the target."""
    sources, targets, parties, others = [], [], [], []
    for part in event.participations:
        role = part.role
        if role is Role.SOURCE:
            sources.append(part)
        elif role is Role.TARGET:
            targets.append(part)
        elif role is Role.PARTY:
            parties.append(part)
        else:
            others.append(part)
    sources, targets = sources + parties[:1], targets + parties[1:]
    return Told(
        event,
        _side_of(sources),
        _side_of(targets),
        joined([f"{part.role}: {part.actor.name}" for part in others]) if others else None,
        event.date or _UNDATED,
        event.place or _NOWHERE,
        event.claims[0] if event.claims else _UNCLAIMED,
    )


def _event_rows(records: Records) -> Iterator[Told]:
    return map(told, sorted_events(records))


def _side(name: str, who: str) -> Iterator[Column]:
    def part(at: int) -> Callable[[Told], Cell]:
        return (lambda row: row.source[at]) if name == "source" else (lambda row: row.target[at])

    yield Column(f"{name}s", Dtype.TEXT, f"names of those who {who}", part(0))
    yield Column(f"{name}_ids", Dtype.TEXT, "their ids, in the same order", part(1))
    yield Column(
        f"{name}_countries", Dtype.TEXT, "for which country each of them acts, or belongs to", part(2), COUNTRY
    )
    yield Column(f"{name}_codes", Dtype.TEXT, "their codes such as USAGOV", part(3), CAMEO)


def _of_claims(value: Callable[[Claim], str]) -> Callable[[Told], Cell]:
    """Return what finds a value of all claims, each once."""

    def cell(row: Told) -> str | None:
        claims = row.event.claims
        return value(claims[0]) if len(claims) == 1 else once([value(claim) for claim in claims])

    return cell


def _evidence(row: Told) -> str | None:
    claims = row.event.claims
    return located(claims[0].trigger) if len(claims) == 1 else once([located(claim.trigger) for claim in claims])


def _best_grade(row: Told) -> Cell:
    claims = row.event.claims
    return claims[0].grade if len(claims) == 1 else min((claim.grade for claim in claims), default=None)


_score = cache(root_score)


def _plover_score(row: Told) -> float | None:
    event = row.event
    return _score(event.plover, event.mode) if event.plover else None


_CODES = (
    Column("event", Dtype.TEXT, "id of the event, the same in all outputs", attrgetter("event.id")),
    Column("class", Dtype.CATEGORY, "class of the ontology", attrgetter("event.event_class")),
    Column(
        "plover",
        Dtype.CATEGORY,
        "PLOVER root; empty for statements and other events outside PLOVER",
        attrgetter("event.plover"),
        PLOVER,
        tuple(sorted(PLOVER_ROOTS)),
    ),
    Column("mode", Dtype.CATEGORY, "PLOVER mode", attrgetter("event.mode"), PLOVER),
    Column("cameo", Dtype.CATEGORY, "CAMEO code", attrgetter("event.cameo"), CAMEO),
    Column(
        "goldstein",
        Dtype.NUMBER,
        "Goldstein value of the CAMEO code, -10 (conflict) to 10 (co-operation)",
        attrgetter("event.goldstein"),
        GOLDSTEIN,
    ),
    Column("plover_score", Dtype.NUMBER, "PLOVER's score of root and mode, -10 to 10", _plover_score, PLOVER),
    Column(
        "quad",
        Dtype.INTEGER,
        "quad class: 1 and 2 verbal and material co-operation, 3 and 4 verbal and material conflict",
        attrgetter("event.quad"),
        PLOVER,
    ),
    Column("contexts", Dtype.TEXT, "PLOVER contexts", lambda row: joined(row.event.contexts), PLOVER),
    Column(
        "status",
        Dtype.CATEGORY,
        "what follows from all claims together",
        attrgetter("event.status"),
        values=values_of(Status),
    ),
)

_TIMES = (
    Column("date", Dtype.TEXT, "when, as exactly as the text says; empty if undated", attrgetter("when.edtf"), EDTF),
    Column("earliest", Dtype.DAY, "first day that is possible; empty if open", attrgetter("when.earliest")),
    Column("latest", Dtype.DAY, "last day that is possible; empty if open", attrgetter("when.latest")),
    Column(
        "granularity",
        Dtype.CATEGORY,
        "finest unit that the text determines",
        attrgetter("when.granularity"),
        values=values_of(Granularity),
    ),
    Column(
        "date_stated",
        Dtype.FLAG,
        "yes if the sentence itself dates the event, no if the date was inherited",
        attrgetter("when.stated"),
    ),
    Column(
        "date_words",
        Dtype.TEXT,
        "words of the date expression",
        lambda row: row.when.expression and row.when.expression.text,
    ),
    Column("date_rule", Dtype.CATEGORY, "rule that resolved or inherited the date", attrgetter("when.rule")),
)

_EVIDENCE = (
    Column(
        "grade",
        Dtype.CATEGORY,
        "best grade of a claim",
        _best_grade,
        values=values_of(Grade),
    ),
    Column(
        "modality",
        Dtype.TEXT,
        "modalities of the claims, each once",
        _of_claims(attrgetter("modality")),
    ),
    Column(
        "on_whose_word",
        Dtype.TEXT,
        "how the claims are attributed, with the speaker if named",
        _of_claims(word_of),
    ),
    Column("claims", Dtype.INTEGER, "number of claims", lambda row: len(row.event.claims)),
    Column(
        "documents",
        Dtype.TEXT,
        "ids of the documents that make them",
        _of_claims(attrgetter("document")),
    ),
    Column(
        "evidence",
        Dtype.TEXT,
        "document#char=start,end of each trigger",
        _evidence,
        "RFC 5147 for the form of the offsets; code points, end exclusive",
    ),
    Column("trigger", Dtype.TEXT, "words that the first claim rests on", attrgetter("first.trigger.text")),
    Column("sentence", Dtype.TEXT, "sentence of the first claim", attrgetter("first.sentence.text")),
    Column("rule", Dtype.CATEGORY, "rule that read the first claim", attrgetter("first.rule")),
)

EVENTS = Table(
    name="events",
    row="an event",
    key=("event",),
    rows=_event_rows,
    columns=(
        *_CODES,
        *_side("source", "act; of equals the first party"),
        *_side("target", "are acted on; of equals the other parties"),
        Column(
            "others",
            Dtype.TEXT,
            "all others as role: name",
            attrgetter("others"),
        ),
        *_TIMES,
        Column("place", Dtype.TEXT, "place as named in the text", attrgetter("place.name")),
        Column(
            "place_country",
            Dtype.CATEGORY,
            "country of the place",
            attrgetter("place.country"),
        ),
        *_EVIDENCE,
    ),
)
