"""What the files of a build say of single events: put into words once for all files, and kept for the next build.

Numbers that depend on other events, such as a row of the page, are not among the words. ``events.wordings`` is text: a
line says what it was made by, and has the checksum of the rest; then a row for each event, sorted by id, with its id,
the digest of its line in ``events.jsonl`` and the words for each file, as JSON, parted by tabs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Any

from diplograph.files import closed_with
from diplograph.model import Event
from diplograph.records import digest_of, event_line, id_of_line, in_id_order
from diplograph.stored import Lines, Stored

WORDINGS = "events.wordings"
Makers = Mapping[str, Callable[[Event], Any]]
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


class Kept:
    """The wordings of an earlier build, to be asked for in the order of their events."""

    def __init__(self, file: BufferedReader) -> None:
        """Take the rows that follow in a file."""
        self._file = file
        closed_with(self, file)
        self._next()

    def _next(self) -> None:
        self._row = self._file.readline()
        self._ident: str = json.loads(self._row.partition(b"\t")[0]) if self._row else ""

    def find(self, event: str, digest: str) -> bytes | None:
        """Return the row of an event, if its line was the same then."""
        while self._row and self._ident < event:
            self._next()
        is_same = self._ident == event and self._row.split(b"\t", 2)[1:2] == [digest.encode("ascii")]
        return self._row if is_same else None


def kept_wordings(made_by: str, path: Path) -> Kept | None:
    """Return the wordings that a build left; none if another program made them, or they are not whole."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    header = file.readline()
    at = file.tell()
    if header != _header(made_by, hashlib.file_digest(file, "sha256").hexdigest()):
        file.close()
        return None
    file.seek(at)
    return Kept(file)


def _header(made_by: str, digest: str) -> bytes:
    return f"{json.dumps([made_by, digest])}\n".encode()


class Wordings:
    """The words for all events, on disk, in the order of their ids."""

    def __init__(self, events: Sequence[Event], makers: Makers, kept: Kept | None = None) -> None:
        """Put events into words, or take what is kept of them.

        Args:
            events: of a build.
            makers: for each kind of words by its name what makes them of an event: a value that JSON can hold.
            kept: what an earlier build made with the same makers.
        """
        self._at = {name: at for at, name in enumerate(makers, start=2)}
        self._rows = Lines()
        for event, digest, row in _looked_up(events, kept):
            self._rows.add(row or _row(event(), digest, makers))
        self._rows.flush()

    def all(self, name: str) -> Iterator[Any]:
        """Yield one kind of words of every event."""
        return (self._cell(row, name) for row in self._rows.lines())

    def one(self, at: int, *names: str) -> tuple[Any, ...]:
        """Return some kinds of words of the event at a place."""
        row = self._rows.line(at)
        return tuple(self._cell(row, name) for name in names)

    def _cell(self, row: bytes, name: str) -> Any:
        return json.loads(row.split(b"\t")[self._at[name]])

    def file(self, made_by: str) -> Iterator[bytes]:
        """Yield the pieces of the file from which the next build takes what stays."""
        digest = hashlib.sha256()
        for row in self._rows.lines():
            digest.update(row)
        yield _header(made_by, digest.hexdigest())
        yield from self._rows.lines()


def _row(event: Event, digest: str, makers: Makers) -> bytes:
    cells = (_ENCODE(make(event)) for make in makers.values())
    return f"{chr(9).join((_ENCODE(event.id), digest, *cells))}\n".encode()


def _looked_up(events: Sequence[Event], kept: Kept | None) -> Iterator[tuple[Callable[[], Event], str, bytes | None]]:
    """Yield what gives each event, the digest of its line, and its row, if that is kept."""
    if isinstance(events, Stored):
        for line in events.lines():
            digest = digest_of(line)
            row = kept.find(id_of_line(line), digest) if kept else None
            yield partial(events.decoded, line), digest, row
        return
    for event in in_id_order(events):
        digest = digest_of(event_line(event).encode("utf-8"))
        yield partial(_itself, event), digest, kept.find(event.id, digest) if kept else None


def _itself(event: Event) -> Event:
    return event
