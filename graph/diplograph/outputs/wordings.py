"""What the files of a build say of single events: put into words once for all files, and kept for the next build.

Numbers that depend on other events, such as a row of the page, are not among the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from diplograph.keptrows import KeptRows, Rows, cell_of, cells_of, row_of
from diplograph.model import Event
from diplograph.records import with_digests

WORDINGS = "events.wordings"
Makers = Mapping[str, Callable[[Event], Any]]


class Wordings:
    """The words for all events, on disk, in the order of their ids."""

    def __init__(self, events: Sequence[Event], makers: Makers, kept: KeptRows | None = None) -> None:
        """Put events into words, or take what is kept of them.

        Args:
            events: of a build.
            makers: for each kind of words by its name what makes them of an event: a value that JSON can hold.
            kept: what an earlier build made with the same makers.
        """
        self._at = {name: at for at, name in enumerate(makers)}
        self.rows = Rows()
        for ident, digest, event in with_digests(events):
            found = kept.find(ident, digest) if kept else None
            self.rows.add(found.row if found else _row(event(), digest, makers))
        self.rows.flush()

    def all(self, name: str) -> Iterator[Any]:
        """Yield one kind of words of every event."""
        at = self._at[name]
        return (cell_of(row, at) for row in self.rows.lines())

    def several(self, *names: str) -> Iterator[Iterator[Any]]:
        """Yield some kinds of words of every event."""
        places = [self._at[name] for name in names]
        return (cells_of(row, *places) for row in self.rows.lines())

    def one(self, at: int, *names: str) -> Iterator[Any]:
        """Yield some kinds of words of the event at a place."""
        return cells_of(self.rows.line(at), *(self._at[name] for name in names))


def _row(event: Event, digest: str, makers: Makers) -> bytes:
    return row_of(event.id, digest, *(make(event) for make in makers.values()))
