"""Reports of one event in several documents become one event; decision 0029 gives the rules."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from diplograph.external import Sorter
from diplograph.knowledge.eventblocks import merge_block
from diplograph.knowledge.eventranges import Elsewhere, merged, ranges
from diplograph.knowledge.reports import BlockKey, Report, key
from diplograph.knowledge.shelf import Place, Shelf
from diplograph.model import Event, Merge
from diplograph.records import event_from_json, event_line
from diplograph.stored import Stored

# Places kept in memory, about half a kilobyte each.
_MOST_PLACES = 30_000
_PLACE_SIZE = 200
_Told = tuple[str, Place | bytes, Merge | None]
"""An event by its id: where it stands, if a document tells it as it is, or its line; and what made it."""


def merge_events(reports: Iterable[Report]) -> tuple[tuple[Event, ...], tuple[Merge, ...]]:
    """Return the events of all reports, sorted by id, and why those were put together that were."""
    homes: dict[str, BlockKey] = {}
    blocks: dict[BlockKey, list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda one: one.order):
        # One id is one event, whatever the texts say of it.
        blocks[homes.setdefault(report.event.id, key(report.event))].append(report)
    found = [one for block in blocks.values() for one in merge_block(block)]
    events = tuple(sorted((event for event, _ in found), key=lambda event: event.id))
    return events, _sorted(merge for _, merge in found if merge)


def _sorted(merges: Iterable[Merge]) -> tuple[Merge, ...]:
    return tuple(sorted(merges, key=lambda merge: merge.id))


def merge_shelf(
    shelf: Shelf, *, most: int = sys.maxsize, elsewhere: Elsewhere | None = None
) -> tuple[Stored[Event], tuple[Merge, ...]]:
    """Return the events of the documents on a shelf, sorted by id, and why those were put together that were.

    Args:
        shelf: with all documents; the events will lie where it lies.
        most: how many events are few.
        elsewhere: who merges if there are more; by default it is done here, block by block.

    Raises:
        OutputError: if the disk is full.
    """
    blocks = Sorter[Place](shelf.folder, budget=_MOST_PLACES)
    homes: dict[str, BlockKey] = {}
    for block, place in shelf.places():
        blocks.add(homes.setdefault(place.event, block), place)
    merges: list[Merge] = []
    lines = Sorter[Place | bytes](shelf.folder)
    there = elsewhere if len(homes) > most else None
    for event, told, merge in _merged_there(blocks, shelf, there) if there else _merged_here(blocks, shelf):
        lines.add(event, told, len(told) if isinstance(told, bytes) else _PLACE_SIZE)
        merges += [merge] if merge else []
    found = (told if isinstance(told, bytes) else shelf.text(told) for _, told in lines.sorted())
    return Stored(found, event_from_json, shelf.folder), _sorted(merges)


def _merged_there(blocks: Sorter[Place], shelf: Shelf, there: Elsewhere) -> Iterator[_Told]:
    reports = ((block, shelf.report(place)) for block, place in blocks.sorted())
    for text in there(ranges(reports)):
        for event, merge in merged(text):
            yield event.id, _line(event), merge


def _merged_here(blocks: Sorter[Place], shelf: Shelf) -> Iterator[_Told]:
    for _, block in groupby(blocks.sorted(), itemgetter(0)):
        places = [place for _, place in block]
        if len({place.document for place in places}) == 1 and len({place.event for place in places}) == len(places):
            # Nothing can be put together: what one document tells in one block, it tells of different events.
            yield from ((place.event, place, None) for place in places)
        else:
            yield from _merged(places, shelf)


def _merged(places: Iterable[Place], shelf: Shelf) -> Iterator[_Told]:
    reports = [(shelf.report(place), place) for place in places]
    as_told = {id(report.event): place for report, place in reports}
    for event, merge in merge_block(report for report, _ in reports):
        yield event.id, as_told.get(id(event)) or _line(event), merge


def _line(event: Event) -> bytes:
    return event_line(event).encode("utf-8")
