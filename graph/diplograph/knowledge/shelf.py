"""The documents of a build on disk, with the place of each report: so that few of them have to be looked at.

A report that shares its block with no other document is an event as it stands. What stands where is kept beside the
documents; the next build copies a document that is read, named and based as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from diplograph.keptrows import KeptRows, Rows, cell_of, ident_of, kept_rows, row_of
from diplograph.knowledge.reports import BlockKey, Report, key
from diplograph.model import Reading
from diplograph.records import (
    event_from_json,
    event_line,
    events_at,
    format_day,
    parse_day,
    reading_from_json,
    reading_line,
)
from diplograph.stored import Filed, Stored

REPORTS = "documents.reports"
_BETWEEN = len(", ")


class Place(NamedTuple):
    """Where a report stands.

    Args:
        event: id of the event.
        document: number of the document.
        at: where in its line.
        size: in bytes.
    """

    event: str
    document: int
    at: int
    size: int


class _About(NamedTuple):
    """What is known of a document: its id, which it is a copy of or itself, its day."""

    id: str
    origin: str
    published: date | None


class KeptShelf:
    """The documents of an earlier build, to be asked for in the order of their ids."""

    def __init__(self, readings: Filed[Reading], rows: KeptRows) -> None:
        """Take the documents, and a row for each of them."""
        self._readings, self._rows = readings, rows

    def find(self, document: str, digest: str) -> tuple[bytes, bytes] | None:
        """Return line and row of a document, if it was made of the same."""
        found = self._rows.find(document, digest)
        return (self._readings.line(found.at), found.row) if found else None


def kept_shelf(made_by: str, documents: Path, reports: Path) -> KeptShelf | None:
    """Return the documents of an earlier build; none if another program joined them, or a file is not as it was."""
    try:
        readings = Filed(documents, reading_from_json)
    except OSError:
        return None
    rows = kept_rows(_key(made_by, readings), reports)
    return KeptShelf(readings, rows) if rows else None


def _key(made_by: str, readings: Stored[Reading]) -> str:
    digest = hashlib.sha256()
    for line in readings.lines():
        digest.update(line)
    return f"{made_by} {digest.hexdigest()}"


class Shelf(Stored[Reading]):
    """The documents of a build as all of them together have it, sorted by id."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin with none.

        Args:
            folder: where they are kept; by default where temporary files go.
        """
        super().__init__((), reading_from_json, folder)
        self._rows = Rows(folder=folder)
        self._about: list[_About] = []

    def put(self, reading: Reading, digest: str, line: bytes | None = None) -> None:
        """Take a document.

        Args:
            digest: of all that it was made of.
            line: of ``documents.jsonl``, if there is one.
        """
        document = reading.document
        text = line or reading_line(reading).encode("utf-8")
        about = (document.based_on or document.id, format_day(document.published), events_at(text))
        # Without its line break, as it stands among others.
        told = [(event.id, key(event), len(event_line(event).encode("utf-8")) - 1) for event in reading.events]
        self.put_again(text, row_of(document.id, digest, about, told))

    def put_again(self, line: bytes, row: bytes) -> None:
        """Take a document with the row that it had before."""
        self.add(line)
        self._rows.add(row)

    def file(self, made_by: str) -> Iterator[bytes]:
        """Yield the pieces of the file by which the next build finds what stays.

        Args:
            made_by: what joins documents.
        """
        return self._rows.file(_key(made_by, self))

    def places(self) -> Iterator[tuple[BlockKey, Place]]:
        """Yield the key of each report with its place: those of a document in the order of its text."""
        self._about.clear()
        for number, row in enumerate(self._rows.lines()):
            (origin, day, at), told = cell_of(row, 0), cell_of(row, 1)
            self._about.append(_About(ident_of(row), origin, parse_day(day)))
            for event, block, size in told:
                yield tuple(block), Place(event, number, at, size)
                at += size + _BETWEEN

    def text(self, place: Place) -> bytes:
        """Return an event as one document tells it, as a line of ``events.jsonl``."""
        return self.piece(place.document, place.at, place.size) + b"\n"

    def report(self, place: Place) -> Report:
        """Return a report, of those whose places were yielded."""
        event, about = event_from_json(json.loads(self.text(place))), self._about[place.document]
        return Report(event=event, document=about.id, origin=about.origin, published=about.published)
