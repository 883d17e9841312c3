"""Sorting more than memory holds: sorted runs on disk, merged as they are read (Knuth, TAOCP 3, section 5.4)."""

from __future__ import annotations

import pickle
from codecs import iterdecode
from collections.abc import Iterable, Iterator
from functools import partial
from heapq import merge
from itertools import islice
from operator import itemgetter
from os import SEEK_END
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from diplograph.files import scratch_file, told_of

Value = TypeVar("Value")
Pair = tuple[Any, Value]

_BUDGET = 24_000_000
_MOST_RUNS = 200
_SPOOLED, _PIECE = 4_000_000, 1 << 20
# Pairs that are pickled together: what they share is written once.
_TOGETHER = 500


class Sorter(Generic[Value]):
    """Takes pairs of key and value in any order and gives them back sorted by key, equal keys in the order taken.

    Runs that do not fit lie in unnamed files, which nobody else can touch and which go with the process.
    """

    def __init__(self, folder: Path | None = None, *, budget: int = _BUDGET) -> None:
        """Make an empty sorter.

        Args:
            folder: where runs are kept; by default where temporary files go.
            budget: size of what is kept in memory, in the unit of ``add``.
        """
        self._folder, self._budget = folder, budget
        self._pairs: list[Pair[Value]] = []
        self._size = 0
        self._runs: list[IO[bytes]] = []

    def add(self, key: Any, value: Value, size: int = 1) -> None:
        """Take a pair that weighs ``size``."""
        self._pairs.append((key, value))
        self._size += size
        if self._size >= self._budget:
            self._spill()

    def _spill(self) -> None:
        self._pairs.sort(key=itemgetter(0))
        self._runs.append(self._written(self._pairs))
        self._pairs, self._size = [], 0
        if len(self._runs) > _MOST_RUNS:
            self._runs = [self._written(self._merged())]

    def _written(self, pairs: Iterable[Pair[Value]]) -> IO[bytes]:
        file = scratch_file(self, self._folder)
        with told_of(self._folder):
            rest = iter(pairs)
            while chunk := list(islice(rest, _TOGETHER)):
                pickle.dump(chunk, file, protocol=5)
            file.flush()
        return file

    def _merged(self) -> Iterator[Pair[Value]]:
        self._pairs.sort(key=itemgetter(0))
        return merge(*map(_read, self._runs), self._pairs, key=itemgetter(0))

    def sorted(self) -> Iterator[Pair[Value]]:
        """Yield all pairs by key; may be asked again."""
        # A generator of its own, which keeps the sorter, and with it the runs, as long as it is read.
        yield from self._merged()


class Spool:
    """Text that is written piece by piece and read again from its start; more than a little of it lies on disk."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin with nothing.

        Args:
            folder: where the file is kept; by default where temporary files go.
        """
        self._folder, self._pieces, self._size = folder, list[str](), 0
        self._file: IO[bytes] | None = None

    def write(self, text: str) -> None:
        """Take one more piece.

        Raises:
            OutputError: if the disk is full.
        """
        self._pieces.append(text)
        self._size += len(text)
        if self._size >= _SPOOLED:
            self._spill()

    def _spill(self) -> None:
        self._file = self._file or scratch_file(self, self._folder)
        with told_of(self._folder):
            self._file.write("".join(self._pieces).encode("utf-8"))
            self._file.flush()
        self._pieces, self._size = [], 0

    def read(self) -> Iterator[str]:
        """Yield all that was written, in pieces."""
        if self._file:
            self._file.seek(0)
            yield from iterdecode(iter(partial(self._file.read, _PIECE), b""), "utf-8")
            self._file.seek(0, SEEK_END)
        yield "".join(self._pieces)


def _read(file: IO[bytes]) -> Iterator[Pair[Any]]:
    file.seek(0)
    while True:
        try:
            yield from pickle.load(file)  # our own file, which has no name
        except EOFError:
            return
