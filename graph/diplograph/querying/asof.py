"""The graph as it could be known on a day: from what had been published by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from diplograph.knowledge.merging import status_of
from diplograph.model import Actor, Document, Event, EventDate, Participation, Place, Reading, Records


def is_out(document: Document, day: date) -> bool:
    """Return whether a document was published by ``day``; one without a day was, as far as is known, not."""
    return document.published is not None and document.published <= day


def _known_part(part: Participation, documents: set[str]) -> Participation:
    office = part.capacity
    if office and office.span and office.span.document not in documents:
        office = None
    spans = tuple(span for span in part.spans if span.document in documents)
    return replace(part, spans=spans, capacity=office)


def _is_named(part: Participation, documents: set[str]) -> bool:
    # A part without any span follows from the others; one that only later documents name was not known yet.
    return not part.spans or any(span.document in documents for span in part.spans)


def _known_date(event: Event, documents: set[str], own: EventDate | None) -> EventDate | None:
    when = event.date
    if when is None or when.expression is None or when.expression.document in documents:
        return when
    return own


def _known_place(place: Place | None, documents: set[str]) -> Place | None:
    return None if place and place.span and place.span.document not in documents else place


def _known_event(event: Event, documents: set[str], own: Event | None) -> Event | None:
    claims = tuple(claim for claim in event.claims if claim.document in documents)
    if not claims:
        return None
    parts = tuple(_known_part(part, documents) for part in event.participations if _is_named(part, documents))
    return replace(
        event,
        claims=claims,
        participations=parts,
        status=status_of(claims),
        date=_known_date(event, documents, own.date if own else None),
        place=_known_place(event.place, documents),
    )


def _by_document(readings: tuple[Reading, ...]) -> Mapping[str, Event]:
    return {event.id: event for reading in readings for event in reading.events}


def _actor_ids(events: tuple[Event, ...], readings: tuple[Reading, ...]) -> Iterator[str]:
    for event in events:
        yield from (part.actor.id for part in event.participations)
        yield from (claim.attribution.speaker.id for claim in event.claims if claim.attribution.speaker)
    for reading in readings:
        yield from (mention.actor for mention in reading.mentions if mention.actor)


def as_of(records: Records, day: date) -> Records:
    """Return the records as the documents published by ``day`` tell them.

    Claims of later documents are gone, and events that only they tell of; statuses follow from what is left,
    and a date, place or office that only a later document gives is not known. Documents without a day are
    left out.
    """
    readings = tuple(reading for reading in records.readings if is_out(reading.document, day))
    documents = {reading.document.id for reading in readings}
    own = _by_document(readings)
    found = (_known_event(event, documents, own.get(event.id)) for event in records.events)
    events = tuple(event for event in found if event)
    used = set(_actor_ids(events, readings))
    actors: tuple[Actor, ...] = tuple(actor for actor in records.actors if actor.id in used)
    return replace(records, readings=readings, actors=actors, events=events)
