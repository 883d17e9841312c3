"""Many readings become one graph: copies, who is who, corrections, events that several documents report.

Two passes are made over the readings, which may lie on disk: one to see what there is, one to join it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from diplograph.knowledge.copies import Sketches, copy_merges, originals
from diplograph.knowledge.corrections import Correction
from diplograph.knowledge.eventmerge import merge_events
from diplograph.knowledge.identities import Identity, identities, identity_merge
from diplograph.knowledge.mapped import mapped
from diplograph.knowledge.merging import ActorTable
from diplograph.knowledge.naming import Roster, correct
from diplograph.knowledge.renaming import NewNames, as_read, renamed
from diplograph.knowledge.reports import Report, reports_of
from diplograph.knowledge.sightings import Sighting, sightings
from diplograph.model import Actor, Event, Merge, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a build's records are made of.

    Args:
        readings: sorted by document, their actors called as in the whole build; a view if they lie on disk.
        actors: sorted by id.
        events: sorted by id.
        merges: why what was put together was, and what stayed apart in doubt.
    """

    readings: Sequence[Reading]
    actors: tuple[Actor, ...]
    events: tuple[Event, ...]
    merges: tuple[Merge, ...]


def join(readings: Sequence[Reading], corrections: Iterable[Correction] = ()) -> Joined:
    """Return one graph of many readings.

    Args:
        readings: sorted by document, one a document, as it was read by itself or as it came out of an earlier joining.
        corrections: what people decided about actors.
    """
    plain = mapped(readings, as_read)
    sketches, seen = _seen(plain)
    copies = sketches.copies(lambda at: plain[at].document.text)
    based_on = originals(sketches.days, copies)
    found, doubts = identities(seen)
    roster = Roster(found)
    corrected = correct(roster, tuple(corrections), plain)
    called = mapped(plain, partial(_called, based_on=based_on, names=roster.new_names()))
    actors, events, merged = _joined(called)
    merges = (*copy_merges(copies, based_on), *_identity_merges(found, roster), *doubts, *corrected, *merged)
    return Joined(readings=called, actors=actors, events=events, merges=merges)


def _seen(readings: Sequence[Reading]) -> tuple[Sketches, list[Sighting]]:
    sketches, seen = Sketches(), list[Sighting]()
    for reading in readings:
        sketches.add(reading.document)
        seen += sightings(reading)
    return sketches, seen


def _joined(readings: Sequence[Reading]) -> tuple[tuple[Actor, ...], tuple[Event, ...], tuple[Merge, ...]]:
    actors, reports = ActorTable(), list[Report]()
    for reading in readings:
        actors.add(reading.actors)
        reports += reports_of(reading)
    return actors.all(), *merge_events(reports)


def _called(reading: Reading, *, based_on: Mapping[str, str], names: Mapping[str, NewNames]) -> Reading:
    """Return a reading as the whole build has it: its actors' names, and whether it is a copy."""
    name = reading.document.id
    return _based(renamed(reading, names.get(name, {})), based_on.get(name))


def _based(reading: Reading, original: str | None) -> Reading:
    if original == reading.document.based_on:
        return reading
    return replace(
        reading,
        document=replace(reading.document, based_on=original),
        events=tuple(_event_based(event, original) for event in reading.events),
    )


def _event_based(event: Event, original: str | None) -> Event:
    return replace(event, claims=tuple(replace(claim, based_on=original) for claim in event.claims))


def _identity_merges(found: Iterable[Identity], roster: Roster) -> list[Merge]:
    several = ((one, ident) for one, ident in zip(found, roster.identity_ids, strict=True) if len(one.sightings) > 1)
    return sorted((identity_merge(one, ident) for one, ident in several), key=lambda merge: merge.id)
