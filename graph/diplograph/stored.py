"""Sequences that are not in memory: lines of JSON on disk, decoded as they are read, or made when asked for."""

from __future__ import annotations

import json
import os
from abc import abstractmethod
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from diplograph.files import closed_with, scratch_file, told_of

Item = TypeVar("Item")
_PIECE = 1 << 18


class Lazy(Sequence[Item], Generic[Item]):
    """Items of which each is got when it is asked for; a subclass says how many there are, and how one is got."""

    @abstractmethod
    def _item(self, at: int) -> Item:
        """Return the item at a place from 0."""

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | Sequence[Item]:
        """Return one item, or some as a tuple."""
        if isinstance(at, slice):
            return tuple(self._item(one) for one in range(*at.indices(len(self))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._item(at % len(self))

    def __iter__(self) -> Iterator[Item]:
        """Yield every item."""
        return map(self._item, range(len(self)))


class Lines:
    """Lines in an unnamed file, which goes with the process."""

    def __init__(self, lines: Iterable[bytes] = (), folder: Path | None = None) -> None:
        """Write ``lines`` down.

        Args:
            lines: each with its line break.
            folder: where the file is kept; by default where temporary files go.

        Raises:
            OutputError: if the disk is full.
        """
        self.folder = folder
        self._ends, self._is_flushed = array("Q", [0]), True
        self._file = scratch_file(self, folder)
        for line in lines:
            self.add(line)
        self.flush()

    def add(self, line: bytes) -> None:
        """Write one more line down.

        Raises:
            OutputError: if the disk is full.
        """
        with told_of(self.folder):
            self._file.write(line)
        self._ends.append(self._ends[-1] + len(line))
        self._is_flushed = False

    def flush(self) -> None:
        """See that all lines are in the file, where copies of this process find them too.

        Raises:
            OutputError: if the disk is full.
        """
        if not self._is_flushed:
            with told_of(self.folder):
                self._file.flush()
            self._is_flushed = True

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self._ends) - 1

    def line(self, at: int) -> bytes:
        """Return the line at a place from 0."""
        self.flush()
        # By place, not by the file's own position: two passes may be under way at once, in two processes even.
        return os.pread(self._file.fileno(), self._ends[at + 1] - self._ends[at], self._ends[at])

    def piece(self, at: int, start: int, size: int) -> bytes:
        """Return ``size`` bytes of a line, from a place in it on."""
        self.flush()
        return os.pread(self._file.fileno(), size, self._ends[at] + start)

    def lines(self) -> Iterator[bytes]:
        """Yield every line as it was written; lines that are added meanwhile are not."""
        ends, at = self._ends[:], 0
        while at < len(ends) - 1:
            # As many as a piece holds are read at once, one at least.
            last = max(bisect_right(ends, ends[at] + _PIECE) - 1, at + 1)
            piece = self.piece(at, 0, ends[last] - ends[at])
            begin = ends[at]
            for line in range(at, last):
                yield piece[ends[line] - begin : ends[line + 1] - begin]
            at = last


class Stored(Lines, Lazy[Item]):
    """Items in an unnamed file, which goes with the process; every pass over it decodes them anew."""

    def __init__(
        self, lines: Iterable[bytes], decode: Callable[[Mapping[str, Any]], Item], folder: Path | None = None
    ) -> None:
        """Write ``lines`` down.

        Args:
            lines: of JSON, each with its line break.
            decode: makes an item of a line's value.
            folder: where the file is kept; by default where temporary files go.

        Raises:
            OutputError: if the disk is full.
        """
        self._decode = decode
        super().__init__(lines, folder)

    def _item(self, at: int) -> Item:
        return self.decoded(self.line(at))

    def __iter__(self) -> Iterator[Item]:
        """Yield every item."""
        return map(self.decoded, self.lines())

    def decoded(self, line: bytes) -> Item:
        """Return the item that a line holds."""
        return self._decode(json.loads(line))


class Filed(Stored[Item]):
    """The lines of a file that is there already; whoever replaces it meanwhile does not disturb."""

    def __init__(self, path: Path, decode: Callable[[Mapping[str, Any]], Item]) -> None:
        """Open the file.

        Raises:
            OSError: if it cannot be read.
        """
        self._decode, self._file, self.folder = decode, path.open("rb"), path.parent
        closed_with(self, self._file)
        self._ends, self._is_flushed = array("Q", [0]), True
        for line in self._file:
            self._ends.append(self._ends[-1] + len(line))


class Deferred(Lazy[Item]):
    """Items that are made all together when one is first asked for."""

    def __init__(self, make: Callable[[], Sequence[Item]]) -> None:
        """Make nothing yet."""
        self._make = make

    @cached_property
    def _items(self) -> Sequence[Item]:
        return self._make()

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def _item(self, at: int) -> Item:
        return self._items[at]

    def __iter__(self) -> Iterator[Item]:
        """Yield every item, of a file in one pass."""
        return iter(self._items)
