"""Many readings become one graph: copies, who is who, corrections, events that several documents report.

Two passes are made over the readings, which may lie on disk: one to see what there is, unless that was kept with them,
one to join it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from diplograph.knowledge.copies import Sketches, copy_merges, originals
from diplograph.knowledge.corrections import Correction
from diplograph.knowledge.eventmerge import merge_events, merge_in_order
from diplograph.knowledge.eventranges import Elsewhere
from diplograph.knowledge.identities import Identity, identities, identity_merge
from diplograph.knowledge.mapped import mapped
from diplograph.knowledge.merging import ActorTable, merge_actors
from diplograph.knowledge.naming import Roster, correct
from diplograph.knowledge.renaming import NewNames, as_read, renamed
from diplograph.knowledge.reports import Report, reports_of
from diplograph.knowledge.sightings import Sighting
from diplograph.knowledge.traces import Trace, trace_of
from diplograph.model import Actor, Event, Merge, Reading
from diplograph.records import reading_from_json, reading_line, without_events
from diplograph.stored import Stored

# Reports kept in memory, about four kilobytes each; of more, what is not at hand lies on disk.
_MOST_EVENTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What a build's records are made of.

    Args:
        readings: sorted by document, their actors called as in the whole build.
        actors: sorted by id.
        events: sorted by id.
        merges: why what was put together was, and what stayed apart in doubt.
    """

    readings: Sequence[Reading]
    actors: tuple[Actor, ...]
    events: Sequence[Event]
    merges: tuple[Merge, ...]


def join(
    readings: Sequence[Reading],
    corrections: Iterable[Correction] = (),
    traces: Iterable[Trace] | None = None,
    elsewhere: Elsewhere | None = None,
) -> Joined:
    """Return one graph of many readings.

    Args:
        readings: sorted by document, one a document, as it was read by itself or as it came out of an earlier joining.
            If they are ``Stored``, what comes out of them lies on disk as well.
        corrections: what people decided about actors.
        traces: of all readings in their order, if they were kept; else they are made.
        elsewhere: who merges the events of ``Stored`` readings, if they are many; by default it is done here.
    """
    plain = mapped(readings, as_read)
    sketches, seen = _seen(map(trace_of, map(as_read, without_events(readings))) if traces is None else traces)
    copies = sketches.copies(lambda at: plain[at].document.text)
    based_on = originals(sketches.days, copies)
    found, doubts = identities(seen)
    roster = Roster(found)
    corrected = correct(roster, tuple(corrections), plain)
    call = partial(_called, based_on=based_on, names=roster.new_names())
    if isinstance(readings, Stored):
        joined = _joined_on_disk(readings, call, elsewhere)
    else:
        joined = _joined(tuple(map(call, plain)))
    merges = (*copy_merges(copies, based_on), *_identity_merges(found, roster), *doubts, *corrected, *joined.merges)
    return replace(joined, merges=merges)


def _seen(traces: Iterable[Trace]) -> tuple[Sketches, list[Sighting]]:
    sketches, seen = Sketches(), list[Sighting]()
    for trace in traces:
        sketches.add(trace.document, trace.published, trace.sketch)
        seen += trace.sightings
    return sketches, seen


def _joined(readings: tuple[Reading, ...]) -> Joined:
    events, merges = merge_events(report for reading in readings for report in reports_of(reading))
    actors = merge_actors(actor for reading in readings for actor in reading.actors)
    return Joined(readings=readings, actors=actors, events=events, merges=merges)


def _joined_on_disk(
    readings: Stored[Reading], call: Callable[[Reading], Reading], elsewhere: Elsewhere | None
) -> Joined:
    """Join what lies on disk in one pass: every reading is written anew while its actors and reports are taken."""
    actors, written = ActorTable(), Stored((), reading_from_json, readings.folder)

    def reports() -> Iterator[Report]:
        for reading in _written(readings, call, written):
            actors.add(reading.actors)
            yield from reports_of(reading)

    events, merges = merge_in_order(reports(), most=_MOST_EVENTS, folder=readings.folder, elsewhere=elsewhere)
    written.flush()
    return Joined(readings=written, actors=actors.all(), events=events, merges=merges)


def _written(
    readings: Stored[Reading], call: Callable[[Reading], Reading], written: Stored[Reading]
) -> Iterator[Reading]:
    """Yield each reading as the whole build has it, and write it down; a line that stays as it is is only copied."""
    for line in readings.lines():
        reading = readings.decoded(line)
        called = call(as_read(reading))
        written.add(line if called is reading else reading_line(called).encode())
        yield called


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
