"""A sequence that lies on disk as lines of JSON and is decoded as it is read, so that memory does not grow with it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from diplograph.files import scratch_file, told_of

Item = TypeVar("Item")


class Stored(Sequence[Item], Generic[Item]):
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
        self._decode, self._ends = decode, array("Q", [0])
        self._file = scratch_file(self, folder)
        with told_of(folder):
            for line in lines:
                self._file.write(line)
                self._ends.append(self._ends[-1] + len(line))
            self._file.flush()

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self._ends) - 1

    def _line(self, at: int) -> bytes:
        self._file.seek(self._ends[at])
        return self._file.read(self._ends[at + 1] - self._ends[at])

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | Sequence[Item]:
        """Return one item, or some as a tuple."""
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._decode(json.loads(self._line(at % len(self))))

    def __iter__(self) -> Iterator[Item]:
        """Yield every item, decoded."""
        return (self._decode(json.loads(line)) for line in self.lines())

    def lines(self) -> Iterator[bytes]:
        """Yield every line as it was written."""
        # By place, not by the file's own position: two passes may be under way at once.
        return (self._line(at) for at in range(len(self)))
