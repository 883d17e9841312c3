"""Groups that grow together: which things belong to one, whatever the order in which pairs of them are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Member = TypeVar("Member", bound=Hashable)


class Groups(Generic[Member]):
    """Disjoint sets, joined two at a time (Tarjan, "Efficiency of a good but not linear set union algorithm", 1975)."""

    def __init__(self, members: Iterable[Member] = ()) -> None:
        """Begin with every member alone."""
        self._above: dict[Member, Member] = {member: member for member in members}

    def _root(self, member: Member) -> Member:
        above = self._above
        above.setdefault(member, member)
        while above[member] != member:
            above[member] = above[above[member]]
            member = above[member]
        return member

    def together(self, one: Member, other: Member) -> bool:
        """Return whether the two are in one group."""
        return self._root(one) == self._root(other)

    def join(self, one: Member, other: Member) -> None:
        """Put the groups of the two together."""
        self._above[self._root(other)] = self._root(one)

    def all(self) -> list[list[Member]]:
        """Return every group, in the order in which their members were first named."""
        found: dict[Member, list[Member]] = defaultdict(list)
        for member in self._above:
            found[self._root(member)].append(member)
        return list(found.values())
