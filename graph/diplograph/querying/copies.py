"""Copies of a store as it was at a moment, for those who ask while somebody writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class _Copy:
    folder: Path
    readers: int = 0


class Copies:
    """The newest copy, and older ones for as long as somebody reads them."""

    def __init__(self, place: Path) -> None:
        """Begin with none.

        Args:
            place: a folder of their own.
        """
        self._place, self._number = place, 0
        self._newest: _Copy | None = None

    def next_place(self) -> Path:
        """Return where the next copy is to be made."""
        self._number += 1
        return self._place / str(self._number)

    def put(self, folder: Path) -> None:
        """Let a copy be asked from now on."""
        old, self._newest = self._newest, _Copy(folder)
        if old and not old.readers:
            shutil.rmtree(old.folder, ignore_errors=True)

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """Give the newest copy, which stays there meanwhile.

        Raises:
            LookupError: if there is none yet.
        """
        copy = self._newest
        if copy is None:
            raise LookupError("no copy was made")
        copy.readers += 1
        try:
            yield copy.folder
        finally:
            copy.readers -= 1
            if copy is not self._newest and not copy.readers:
                shutil.rmtree(copy.folder, ignore_errors=True)
