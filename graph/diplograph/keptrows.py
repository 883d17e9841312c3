"""Rows of what was made of single things, kept in a file so that the next run makes only what is new.

The file is text: a line that says what made it, with the checksum of the rest; then a row for each thing, sorted by
id, with its id, the digest of what it was made of, and cells, all parted by tabs; id and cells are JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, NamedTuple

from diplograph.files import closed_with
from diplograph.stored import Lines

_ENCODE, _DECODE = json.JSONEncoder(separators=(",", ":")).encode, json.JSONDecoder().raw_decode
_BEFORE_CELLS = 2


def row_of(ident: str, digest: str, *cells: Any) -> bytes:
    """Return a row."""
    return f"{chr(9).join((_ENCODE(ident), digest, *map(_ENCODE, cells)))}\n".encode()


def ident_of(row: bytes) -> str:
    """Return the id of what a row is of."""
    ident: str = _decoded(row.partition(b"\t")[0])
    return ident


def cell_of(row: bytes, at: int) -> Any:
    """Return the cell of a row at a place from 0."""
    return _decoded(row.split(b"\t")[_BEFORE_CELLS + at])


def cells_of(row: bytes, *places: int) -> Iterator[Any]:
    """Yield some cells of a row."""
    cells = row.split(b"\t")
    return (_decoded(cells[_BEFORE_CELLS + at]) for at in places)


def _decoded(text: bytes) -> Any:
    # What json.loads does, but for finding out how bytes are encoded.
    return _DECODE(text.decode("ascii"))[0]


class Rows(Lines):
    """Rows on disk, in the order of their ids."""

    def file(self, made_by: str) -> Iterator[bytes]:
        """Yield the pieces of the file from which the next run takes what stays.

        Args:
            made_by: what makes the rows; those of another maker are not taken.
        """
        digest = hashlib.sha256()
        for row in self.lines():
            digest.update(row)
        yield _header(made_by, digest.hexdigest())
        yield from self.lines()


class Found(NamedTuple):
    """A row of an earlier run, and how many stand before it."""

    row: bytes
    at: int


class KeptRows:
    """The rows of an earlier run, to be asked for in the order of their ids."""

    def __init__(self, file: BufferedReader) -> None:
        """Take the rows that follow in a file."""
        self._file, self._at = file, -1
        closed_with(self, file)
        self._next()

    def _next(self) -> None:
        self._row, self._at = self._file.readline(), self._at + 1
        self._ident = ident_of(self._row) if self._row else ""

    def find(self, ident: str, digest: str) -> Found | None:
        """Return the row of a thing, if it was made of the same."""
        while self._row and self._ident < ident:
            self._next()
        is_same = self._ident == ident and self._row.split(b"\t", 2)[1:2] == [digest.encode("ascii")]
        return Found(self._row, self._at) if is_same else None


def kept_rows(made_by: str, path: Path) -> KeptRows | None:
    """Return the rows that a run left; none if something else made them, or they are not whole."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    header = file.readline()
    begin = file.tell()
    if header != _header(made_by, hashlib.file_digest(file, "sha256").hexdigest()):
        file.close()
        return None
    file.seek(begin)
    return KeptRows(file)


def _header(made_by: str, digest: str) -> bytes:
    return f"{json.dumps([made_by, digest])}\n".encode()
