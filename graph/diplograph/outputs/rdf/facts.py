"""The merged layer: events with their participations, times and places, as blocks of the graph ``events``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.errors import OntologyError
from diplograph.model import Capacity, Event, EventDate, Granularity, Participation, Place, Role, Status
from diplograph.outputs.phrasing import event_title
from diplograph.outputs.rdf.blocks import Block, Row, Section, block, some
from diplograph.outputs.rdf.terms import Term, boolean, day, edtf, english, integer, iri, string
from diplograph.vocabulary import (
    DG,
    NO_COUNTRY,
    PREFIXES,
    actor_iri,
    capacity_iri,
    code_iri,
    country_iri,
    digest,
    event_iri,
    graph_iri,
    office_iri,
    participation_iri,
    place_iri,
    time_iri,
)

EVENTS = str(graph_iri("events"))
A = iri(PREFIXES["rdf"] + "type")
LABEL = iri(PREFIXES["rdfs"] + "label")
EARLIEST = iri(PREFIXES["sem"] + "hasEarliestBeginTimeStamp")
LATEST = iri(PREFIXES["sem"] + "hasLatestEndTimeStamp")
_HAS_TIME = iri(PREFIXES["sem"] + "hasTime")
_HAS_PLACE = iri(PREFIXES["sem"] + "hasPlace")
_ORG_ROLE = iri(PREFIXES["org"] + "role")
_TIME_UNITS = frozenset({Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR})
QUADS = {1: "verbal-cooperation", 2: "material-cooperation", 3: "verbal-conflict", 4: "material-conflict"}

_STATUS, _PARTICIPANT, _SOURCE, _TARGET = iri(DG.status), iri(DG.participant), iri(DG.source), iri(DG.target)
_SOURCE_COUNTRY, _TARGET_COUNTRY = iri(DG.sourceCountry), iri(DG.targetCountry)
_INVOLVED, _HAS_PARTICIPATION = iri(DG.involvedCountry), iri(DG.hasParticipation)
_SOURCES, _MERGE_RULE = iri(DG.independentSources), iri(DG.mergeRule)
_CATEGORY, _MODE, _CONTEXT = iri(DG.ploverCategory), iri(DG.ploverMode), iri(DG.ploverContext)
_CAMEO, _QUAD, _IDENTIFIER = iri(DG.cameoCode), iri(DG.quadClass), iri(DG.identifier)
_PARTICIPATION, _ACTOR, _ROLE, _POSITION = (
    iri(DG.Participation),
    iri(DG.actor),
    iri(DG.role),
    iri(DG.position),
)
_ACTS_FOR, _AFFILIATION, _IN_CAPACITY = iri(DG.actsFor), iri(DG.affiliation), iri(DG.inCapacity)
_ACTS_FOR_CODE = iri(DG.actsForCode)
_EVENT_TIME, _EDTF, _GRANULARITY = iri(DG.EventTime), iri(DG.edtf), iri(DG.granularity)
_ANCHOR, _STATED, _DATE_RULE = iri(DG.anchorDate), iri(DG.stated), iri(DG.dateRule)
_EXPRESSION = iri(DG.timeExpression)
_CAPACITY, _HOLDER, _TENURE, _AS_OF = iri(DG.Capacity), iri(DG.holder), iri(DG.tenure), iri(DG.asOf)
_PLACE, _IN_COUNTRY = iri(DG.Place), iri(DG.inCountry)


@cache
def class_lineage(name: str) -> tuple[Term, ...]:
    """Return a class of events with all classes above it.

    Raises:
        OntologyError: if ``events.tsv`` has no such class.
    """
    known = load_event_classes()
    if name not in known:
        raise OntologyError("events.tsv", 0, f"the class {name!r} of an event is not in the table")
    lineage = [name]
    while lineage[-1] in known:
        lineage.append(known[lineage[-1]].parent)
    names = (*lineage, "Event")
    return tuple(dict.fromkeys(iri(f"{PREFIXES['dg']}{one}") for one in names))


def country_term(code: str | None) -> Term | None:
    """Return the country, or body counted like one, that ``code`` stands for; none for IGO and the like."""
    return None if code is None or code in NO_COUNTRY else iri(country_iri(code))


def actor_term(part: Participation) -> Term:
    """Return the actor of ``part``."""
    return iri(actor_iri(part.actor.id, state=part.actor.kind.value == "state"))


def event_label(event: Event) -> str:
    """Return a title that never hides that an event is only planned, alleged or denied."""
    when = f" ({event.date.edtf})" if event.date else ""
    status = "" if event.status is Status.ASSERTED else f" [{event.status.value}]"
    return event_title(event) + status + when


def once(parts: Iterable[Participation]) -> tuple[Participation, ...]:
    """Return the parts, the first of each actor in each role."""
    first: dict[tuple[Role, str], Participation] = {}
    for part in parts:
        first.setdefault((part.role, part.actor.id), part)
    return tuple(first.values())


def countries_of(part: Participation) -> tuple[Term, ...]:
    """Return the countries that ``part`` counts for: the one acted for, and the actor's own."""
    terms = (country_term(part.acts_for), country_term(part.actor.country))
    return tuple(dict.fromkeys(term for term in terms if term))


def _in_role(parts: Iterable[Participation], role: Role) -> tuple[Term, ...]:
    return tuple(actor_term(part) for part in parts if part.role is role)


def _countries(parts: Iterable[Participation], role: Role | None) -> tuple[Term, ...]:
    return tuple(term for part in parts if role in (None, part.role) for term in countries_of(part))


def _code_rows(event: Event) -> Iterator[Row]:
    root, mode = event.plover, event.mode
    yield _CATEGORY, (iri(code_iri("plover", root)),) if root else ()
    yield _MODE, (iri(code_iri("plover", f"{root}-{mode}")),) if root and mode else ()
    yield _CONTEXT, tuple(iri(code_iri("plover-context", context)) for context in event.contexts)
    yield _CAMEO, (iri(code_iri("cameo", event.cameo)),) if event.cameo else ()
    yield _QUAD, (iri(code_iri("quad", QUADS[event.quad])),) if event.quad else ()


def _bound_rows(when: EventDate | None) -> Iterator[Row]:
    yield EARLIEST, some(day(when.earliest) if when and when.earliest else None)
    yield LATEST, some(day(when.latest) if when and when.latest else None)


def _party_rows(event: Event, parts: tuple[Participation, ...]) -> Iterator[Row]:
    yield _SOURCE, _in_role(parts, Role.SOURCE)
    yield _TARGET, _in_role(parts, Role.TARGET)
    yield _PARTICIPANT, tuple(actor_term(part) for part in parts)
    yield _SOURCE_COUNTRY, _countries(parts, Role.SOURCE)
    yield _TARGET_COUNTRY, _countries(parts, Role.TARGET)
    yield _INVOLVED, _countries(parts, None)
    yield _HAS_PARTICIPATION, tuple(part_term(event, part) for part in parts)


def part_term(event: Event, part: Participation) -> Term:
    """Return the term for an actor's part in an event."""
    return iri(participation_iri(event.id, part.role.value, part.actor.id))


def _event_block(event: Event, parts: tuple[Participation, ...]) -> Block:
    rows = (
        (A, class_lineage(event.event_class)),
        (LABEL, (english(event_label(event)),)),
        (_IDENTIFIER, (string(event.id),)),
        (_STATUS, (iri(code_iri("modality", event.status.value)),)),
        *_party_rows(event, parts),
        (_HAS_TIME, (iri(time_iri(event.id)),) if event.date else ()),
        *_bound_rows(event.date),
        (_HAS_PLACE, some(place_term(event.place) if event.place else None)),
        *_code_rows(event),
        (_SOURCES, (integer(event.independent_sources),)),
        (_MERGE_RULE, tuple(string(rule) for rule in event.merged_by)),
    )
    return block(EVENTS, Section.EVENTS, iri(event_iri(event.id)), rows, group=event.id)


def _part_block(event: Event, position: int, part: Participation) -> Block:
    rows = (
        (A, (_PARTICIPATION,)),
        (_ACTOR, (actor_term(part),)),
        (_ROLE, (iri(code_iri("role", part.role.value)),)),
        (_POSITION, (integer(position),)),
        (_ACTS_FOR, some(country_term(part.acts_for))),
        (_ACTS_FOR_CODE, some(string(part.acts_for) if part.acts_for else None)),
        (_AFFILIATION, countries_of(part)),
        (_IN_CAPACITY, some(capacity_term(part.capacity) if part.capacity else None)),
    )
    return block(EVENTS, Section.EVENTS, part_term(event, part), rows, group=event.id, rank=1 + position)


def _granularity(unit: Granularity) -> Term:
    if unit in _TIME_UNITS:
        return iri(PREFIXES["time"] + "unit" + unit.value.capitalize())
    return iri(code_iri("granularity", unit.value))


def _time_block(event: Event, when: EventDate) -> Block:
    rows = (
        (A, (_EVENT_TIME,)),
        (_EDTF, (edtf(when.edtf),)),
        (_GRANULARITY, (_granularity(when.granularity),)),
        *_bound_rows(when),
        (_EXPRESSION, some(english(when.expression.text) if when.expression else None)),
        (_ANCHOR, some(day(when.anchor) if when.anchor else None)),
        (_STATED, (boolean(when.stated),)),
        (_DATE_RULE, some(string(when.rule) if when.rule else None)),
    )
    return block(EVENTS, Section.EVENTS, iri(time_iri(event.id)), rows, group=event.id, rank=1000)


def capacity_term(capacity: Capacity) -> Term:
    """Return the term for an office that someone is said to hold."""
    as_of = capacity.as_of.isoformat() if capacity.as_of else None
    key = digest(capacity.office, capacity.of, capacity.tenure.value, as_of)
    return iri(capacity_iri(capacity.holder, key))


def capacity_label(capacity: Capacity) -> str:
    """Return words such as ``former minister of defence of MEX``."""
    known = capacity.tenure.value not in {"current", "unknown"}
    tenure = f"{capacity.tenure.value} " if known else ""
    return f"{tenure}{capacity.office}" + (f" of {capacity.of}" if capacity.of else "")


def capacity_blocks(capacity: Capacity, *, body: Term | None) -> Iterator[Block]:
    """Yield what is said of an office and its holder.

    Args:
        capacity: the office.
        body: the state or body that the office belongs to.
    """
    office = iri(office_iri(capacity.office))
    rows = (
        (A, (_CAPACITY,)),
        (LABEL, (english(capacity_label(capacity)),)),
        (_HOLDER, (iri(actor_iri(capacity.holder)),)),
        (_ORG_ROLE, (office,)),
        (iri(DG.ofBody), some(body)),
        (_TENURE, (iri(code_iri("tenure", capacity.tenure.value)),)),
        (_AS_OF, some(day(capacity.as_of) if capacity.as_of else None)),
    )
    yield block(EVENTS, Section.CAPACITIES, capacity_term(capacity), rows)
    name = ((A, (iri(PREFIXES["org"] + "Role"),)), (LABEL, (english(capacity.office),)))
    yield block(EVENTS, Section.CAPACITIES, office, name, group="~")


def place_term(place: Place) -> Term:
    """Return the term for a place."""
    return iri(place_iri(place.name, place.country))


def place_block(place: Place) -> Block:
    """Return what is said of a place."""
    rows = (
        (A, (_PLACE,)),
        (LABEL, (english(place.name),)),
        (_IN_COUNTRY, some(country_term(place.country))),
    )
    return block(EVENTS, Section.PLACES, place_term(place), rows)


def event_blocks(event: Event) -> Iterator[Block]:
    """Yield the blocks of an event: itself, its participations, its time, its place."""
    parts = once(event.participations)
    yield _event_block(event, parts)
    for position, part in enumerate(parts):
        yield _part_block(event, position, part)
    if event.date:
        yield _time_block(event, event.date)
    if event.place:
        yield place_block(event.place)
