"""The part of a build that one document speaks of: its events, their actors, and whatever these belong to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from diplograph.model import Event, Reading, Records
from diplograph.outputs.rdf.registry import registry_of


def _ids_in_event(event: Event) -> Iterator[str | None]:
    yield event.place.country if event.place else None
    for part in event.participations:
        yield from (part.actor.id, part.acts_for)
        if part.capacity:
            yield from (part.capacity.holder, part.capacity.of)
    for claim in event.claims:
        yield claim.attribution.speaker.id if claim.attribution.speaker else None


def _ids_in_reading(reading: Reading) -> Iterator[str | None]:
    yield from (actor.id for actor in reading.actors)
    yield from (mention.actor for mention in reading.mentions)


def excerpt(records: Records, document: str) -> Records:
    """Return the records of a document: its reading, its events with all their claims, and their actors.

    Args:
        records: a whole build.
        document: id of a document; one that the build does not have gives nothing.
    """
    readings = tuple(one for one in records.readings if one.document.id == document)
    events = tuple(event for event in records.events if any(claim.document == document for claim in event.claims))
    known = registry_of(records).actors
    named = {one for event in events for one in _ids_in_event(event)}
    named |= {one for reading in readings for one in _ids_in_reading(reading)}
    # A country that is an actor elsewhere must come with all that is known of it.
    named |= {known[one].country for one in named if one and one in known}
    actors = tuple(known[one] for one in sorted(filter(None, named)) if one in known)
    return dataclasses.replace(records, readings=readings, events=events, actors=actors)
