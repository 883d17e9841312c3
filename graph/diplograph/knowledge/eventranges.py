"""Ranges of reports as text, so that whoever has time merges them: another process, or another machine.

Reports are compared only within a block, so a range of whole blocks is all that a merger needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from diplograph.knowledge.decisions import merge_from_json, merge_to_json
from diplograph.knowledge.eventblocks import merge_block
from diplograph.knowledge.reports import BlockKey, Report
from diplograph.model import Event, Merge
from diplograph.records import dump_line, event_from_json, event_to_json, format_day, parse_day

Elsewhere = Callable[[Iterable[bytes]], Iterator[bytes]]
"""Has ``merge_range`` done to each range, by whomever and in any order."""

# Reports from which on a range is full; it ends with their block.
_FULL = 500


def ranges(blocks: Iterable[tuple[BlockKey, Report]]) -> Iterator[bytes]:
    """Yield reports, sorted by the key of their block, as ranges of whole blocks."""
    lines: list[bytes] = []
    for key, block in groupby(blocks, itemgetter(0)):
        lines += (_report_line(key, report) for _, report in block)
        if len(lines) >= _FULL:
            yield b"".join(lines)
            lines = []
    if lines:
        yield b"".join(lines)


def merge_range(text: bytes) -> bytes:
    """Return the events of a range, a line each, with the decisions that made them."""
    found = map(_report_of, map(json.loads, text.splitlines()))
    blocks = (block for _, block in groupby(found, itemgetter(0)))
    return b"".join(_merged_line(*one) for block in blocks for one in merge_block(report for _, report in block))


def merged(text: bytes) -> Iterator[tuple[Event, Merge | None]]:
    """Yield what ``merge_range`` returned."""
    for line in text.splitlines():
        value = json.loads(line)
        yield event_from_json(value["event"]), merge_from_json(value["merge"]) if value["merge"] else None


def _line(value: Mapping[str, Any]) -> bytes:
    return f"{dump_line(value)}\n".encode()


def _report_line(key: BlockKey, report: Report) -> bytes:
    about = {"document": report.document, "origin": report.origin, "published": format_day(report.published)}
    return _line({"key": key} | about | {"event": event_to_json(report.event)})


def _report_of(value: Mapping[str, Any]) -> tuple[BlockKey, Report]:
    report = Report(
        event=event_from_json(value["event"]),
        document=value["document"],
        origin=value["origin"],
        published=parse_day(value["published"]),
    )
    return tuple(value["key"]), report


def _merged_line(event: Event, merge: Merge | None) -> bytes:
    return _line({"event": event_to_json(event), "merge": merge_to_json(merge) if merge else None})
