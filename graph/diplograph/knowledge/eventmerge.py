"""Reports of one event in several documents become one event; decision 0029 gives the rules."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from diplograph.external import Sorter
from diplograph.knowledge.eventblocks import merge_block
from diplograph.knowledge.eventranges import Elsewhere, merged, ranges
from diplograph.knowledge.reports import BlockKey, Report, key
from diplograph.model import Event, Merge
from diplograph.records import event_from_json, event_line
from diplograph.stored import Stored


def merge_events(reports: Iterable[Report]) -> tuple[tuple[Event, ...], tuple[Merge, ...]]:
    """Return the events of all reports, sorted by id, and why those were put together that were."""
    events, merges = merge_in_order(sorted(reports, key=lambda one: one.order))
    return tuple(events), merges


def merge_in_order(
    reports: Iterable[Report],
    *,
    most: int = sys.maxsize,
    folder: Path | None = None,
    elsewhere: Elsewhere | None = None,
) -> tuple[Sequence[Event], tuple[Merge, ...]]:
    """Return the events of all reports, sorted by id, and why those were put together that were.

    Args:
        reports: those of a document in the order of its text.
        most: how many are kept in memory; if there are more, reports and events lie on disk.
        folder: where it lies; by default where temporary files go.
        elsewhere: who merges if there are more reports than that; by default it is done here, block by block.

    Raises:
        OutputError: if the disk is full.
    """
    blocks = Sorter[Report](folder, budget=most)
    homes: dict[str, BlockKey] = {}
    for report in reports:
        # One id is one event, whatever the texts say of it.
        blocks.add(homes.setdefault(report.event.id, key(report.event)), report)
    merges: list[Merge] = []
    many = len(homes) > most
    events = _noted(_merged(blocks.sorted(), elsewhere if many else None), merges)
    found = _stored(events, folder) if many else tuple(sorted(events, key=lambda event: event.id))
    return found, tuple(sorted(merges, key=lambda merge: merge.id))


def _noted(found: Iterable[tuple[Event, Merge | None]], merges: list[Merge]) -> Iterator[Event]:
    """Yield the events, and put the decisions aside."""
    for event, merge in found:
        merges += [merge] if merge else []
        yield event


def _stored(events: Iterable[Event], folder: Path | None) -> Stored[Event]:
    """Return events sorted by id, as lines on disk: these are sorted faster than the events."""
    lines = Sorter[bytes](folder)
    for event in events:
        line = event_line(event).encode()
        lines.add(event.id, line, len(line))
    return Stored((line for _, line in lines.sorted()), event_from_json, folder)


def _merged(
    blocks: Iterable[tuple[BlockKey, Report]], elsewhere: Elsewhere | None
) -> Iterator[tuple[Event, Merge | None]]:
    """Yield the events of all blocks, in any order."""
    if elsewhere:
        for text in elsewhere(ranges(blocks)):
            yield from merged(text)
        return
    for _, block in groupby(blocks, itemgetter(0)):
        yield from merge_block(report for _, report in block)
