"""A sequence seen through a function: what lies on disk is changed as it is read, and stays on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

Item = TypeVar("Item")
Other = TypeVar("Other")


class Mapped(Sequence[Other], Generic[Item, Other]):
    """The items of a sequence, each changed whenever it is asked for."""

    def __init__(self, items: Sequence[Item], change: Callable[[Item], Other]) -> None:
        """Keep both."""
        self._items, self._change = items, change

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Other: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Other]: ...
    def __getitem__(self, at: int | slice) -> Other | Sequence[Other]:
        """Return one item, or some as a tuple."""
        if isinstance(at, slice):
            return tuple(map(self._change, self._items[at]))
        return self._change(self._items[at])

    def __iter__(self) -> Iterator[Other]:
        """Yield every item, changed."""
        return map(self._change, self._items)


def mapped(items: Sequence[Item], change: Callable[[Item], Other]) -> Sequence[Other]:
    """Return the items changed: a tuple of a tuple, else a view of what stays where it is."""
    return tuple(map(change, items)) if isinstance(items, tuple) else Mapped(items, change)
