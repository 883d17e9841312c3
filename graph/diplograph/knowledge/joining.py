"""Many readings become one graph: copies, who is who, corrections, events that several documents report.

Two passes are made over the readings, which may lie on disk: one to see what there is, unless that was kept with them,
one to join it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from diplograph.knowledge.copies import Sketches, copy_merges, originals
from diplograph.knowledge.corrections import Correction
from diplograph.knowledge.eventmerge import merge_events, merge_shelf
from diplograph.knowledge.eventranges import Elsewhere
from diplograph.knowledge.identities import Identity, identities, identity_merge
from diplograph.knowledge.mapped import mapped
from diplograph.knowledge.merging import ActorTable, merge_actors
from diplograph.knowledge.naming import Roster, correct
from diplograph.knowledge.renaming import NewNames, as_read, renamed
from diplograph.knowledge.reports import reports_of
from diplograph.knowledge.shelf import KeptShelf, Shelf
from diplograph.knowledge.sightings import Sighting
from diplograph.knowledge.traces import Trace, trace_of
from diplograph.model import Actor, Event, Merge, Reading
from diplograph.records import actors_of_line, digest_of, document_id_of_line, without_events
from diplograph.stored import Stored

# Events that one process merges by itself, whoever else there is.
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
    kept: KeptShelf | None = None,
) -> Joined:
    """Return one graph of many readings.

    Args:
        readings: sorted by document, one a document, as it was read by itself or as it came out of an earlier joining.
            If they are ``Stored``, what comes out of them lies on disk as well.
        corrections: what people decided about actors.
        traces: of all readings in their order, if they were kept; else they are made.
        elsewhere: who merges the events of ``Stored`` readings, if they are many; by default it is done here.
        kept: what an earlier joining of ``Stored`` readings by the same program left.
    """
    plain = mapped(readings, as_read)
    sketches, seen = _seen(map(trace_of, map(as_read, without_events(readings))) if traces is None else traces)
    copies = sketches.copies(lambda at: plain[at].document.text)
    based_on = originals(sketches.days, copies)
    found, doubts = identities(seen)
    roster = Roster(found)
    corrected = correct(roster, tuple(corrections), plain)
    names = roster.new_names()
    call = partial(_called, based_on=based_on, names=names)
    if isinstance(readings, Stored):
        made_of = partial(_made_of, based_on=based_on, names=names)
        joined = _joined_on_disk(readings, call, made_of, elsewhere=elsewhere, kept=kept)
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
    readings: Stored[Reading],
    call: Callable[[Reading], Reading],
    made_of: Callable[[bytes], tuple[str, str]],
    *,
    elsewhere: Elsewhere | None,
    kept: KeptShelf | None,
) -> Joined:
    """Join what lies on disk: a document that is called as it was, and is a copy of what it was, is copied."""
    actors, shelf = ActorTable(), Shelf(readings.folder)
    for line in readings.lines():
        name, digest = made_of(line)
        found = kept.find(name, digest) if kept else None
        if found:
            actors.add(actors_of_line(found[0]))
            shelf.put_again(*found)
            continue
        reading = readings.decoded(line)
        called = call(as_read(reading))
        actors.add(called.actors)
        shelf.put(called, digest, line if called is reading else None)
    events, merges = merge_shelf(shelf, most=_MOST_EVENTS, elsewhere=elsewhere)
    return Joined(readings=shelf, actors=actors.all(), events=events, merges=merges)


def _made_of(line: bytes, *, based_on: Mapping[str, str], names: Mapping[str, NewNames]) -> tuple[str, str]:
    """Return the id of a document that was read, and the digest of all that follows for it from the others."""
    name = document_id_of_line(line)
    others = repr((based_on.get(name), sorted(names.get(name, {}).items())))
    return name, digest_of(line + others.encode("utf-8"))


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
