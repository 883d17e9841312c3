"""The graph as it could be known on a day: from what had been published by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from diplograph.knowledge.eventmerge import merge_events
from diplograph.knowledge.reports import reports_of
from diplograph.model import Actor, Document, Event, Reading, Records


def is_out(document: Document, day: date) -> bool:
    """Return whether a document was published by ``day``; one without a day was, as far as is known, not."""
    return document.published is not None and document.published <= day


def _actor_ids(events: tuple[Event, ...], readings: tuple[Reading, ...]) -> Iterator[str]:
    for event in events:
        yield from (part.actor.id for part in event.participations)
        yield from (claim.attribution.speaker.id for claim in event.claims if claim.attribution.speaker)
    for reading in readings:
        yield from (mention.actor for mention in reading.mentions if mention.actor)


def as_of(records: Records, day: date) -> Records:
    """Return the records as the documents published by ``day`` tell them.

    What the documents report is merged anew, without those that came later: what only these tell of an event, and
    that two reports are of one event, is not known yet. Who is who is known as in the whole build. Documents without
    a day are left out.
    """
    readings = tuple(reading for reading in records.readings if is_out(reading.document, day))
    events, merges = merge_events(report for reading in readings for report in reports_of(reading))
    used = set(_actor_ids(events, readings))
    actors: tuple[Actor, ...] = tuple(actor for actor in records.actors if actor.id in used)
    kept = tuple(merge for merge in records.merges if merge.subject != "event")
    return replace(records, readings=readings, actors=actors, events=events, merges=(*kept, *merges))
