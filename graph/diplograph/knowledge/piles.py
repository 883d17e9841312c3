"""Piles of reports held to be of one event, and how piles are put together.

Every step looks at all piles of a block, sorted, and joins only where there is one way to do it: so the result depends
on the set of reports alone, never on their order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from diplograph.codebook.words import word_list
from diplograph.knowledge.reports import Parties, Report, family, key, place_of
from diplograph.model import Modality


@dataclass(frozen=True, eq=False)
class Pile:
    """Reports held to be of one event, with the rules that brought them together."""

    reports: tuple[Report, ...]
    rules: frozenset[str] = frozenset()

    @cached_property
    def first(self) -> Report:
        """Return the report published first."""
        return min(self.reports, key=lambda report: report.order)

    @cached_property
    def origins(self) -> frozenset[str]:
        """Return the texts that tell of it; a copy counts as its original."""
        return frozenset(report.origin for report in self.reports)

    @cached_property
    def parties(self) -> Parties:
        """Return the parties of the report that names most."""
        return max((report.parties for report in self.reports), key=_fullness)

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """Return the first and last day of the narrowest date that is stated; none if none is."""
        stated = [report.event.date for report in self.reports]
        bounds = [(when.earliest, when.latest) for when in stated if when and when.stated]
        known = [(first, last) for first, last in bounds if first and last]
        return min(known, key=lambda both: (both[1] - both[0], both), default=None)

    @cached_property
    def day(self) -> date | None:
        """Return the day, if one is stated."""
        days = self.days
        return days[0] if days and days[0] == days[1] else None

    @cached_property
    def places(self) -> frozenset[tuple[str, str]]:
        """Return the places that are narrower than a country."""
        return frozenset(place for report in self.reports if (place := place_of(report.event)))

    @cached_property
    def classes(self) -> frozenset[str]:
        """Return the classes that the reports give it."""
        return frozenset(report.event.event_class for report in self.reports)

    @cached_property
    def is_plan(self) -> bool:
        """Return whether all reports look ahead."""
        modes = {claim.modality for report in self.reports for claim in report.event.claims}
        return modes <= {Modality.PLANNED, Modality.CANCELLED}


def named(parties: Parties) -> int:
    """Return how many persons and bodies are named beyond their state."""
    return sum(who is not None and not who.startswith("~") for _, _, who in parties)


def _fullness(parties: Parties) -> tuple[int, int, list[str]]:
    return named(parties), len(parties), sorted(map(str, parties))


def comparable(parties: Parties) -> bool:
    """Return whether every party is known beyond its document."""
    return all(not state.startswith("~") for _, state, _ in parties)


def grouped(piles: Iterable[Pile], of: Callable[[Pile], Hashable | None]) -> Iterator[list[Pile]]:
    """Yield piles that have one key, in the order of the first; piles without a key stand alone."""
    found: dict[Hashable, list[Pile]] = {}
    for at, pile in enumerate(piles):
        name = of(pile)
        found.setdefault(("alone", at) if name is None else ("key", name), []).append(pile)
    yield from found.values()


def together(group: Sequence[Pile], rule: str) -> Iterator[Pile]:
    """Yield one pile for all of ``group`` whose texts tell one each, and the others: no text tells one event twice."""
    single = _single(group)
    if len(single) < 2:
        yield from group
        return
    yield united(single, rule)
    together = set(single)
    yield from (pile for pile in group if pile not in together)


def _single(group: Sequence[Pile]) -> list[Pile]:
    """Return the piles whose texts have no other one in ``group``."""
    counted = Counter(origin for pile in group for origin in pile.origins)
    return [pile for pile in group if all(counted[origin] == 1 for origin in pile.origins)]


def united(piles: Iterable[Pile], rule: str) -> Pile:
    """Return one pile for all, brought together by ``rule``."""
    every = tuple(piles)
    reports = tuple(report for pile in every for report in pile.reports)
    return Pile(reports, frozenset({rule}).union(*(pile.rules for pile in every)))


def by_place(group: list[Pile]) -> Iterator[list[Pile]]:
    """Yield the piles of one place each; those without one belong there only if no other place is named."""
    places = sorted({place for pile in group for place in pile.places})
    if len(places) < 2:
        yield group
        return
    for place in places:
        yield [pile for pile in group if pile.places == {place}]
    yield from ([pile] for pile in group if len(pile.places) != 1)


def joined_groups(piles: list[Pile], of: Callable[[Pile], Hashable | None], rule: str) -> list[Pile]:
    """Return the piles, those that have one key and one place put together."""
    return [pile for group in grouped(piles, of) for place in by_place(group) for pile in together(place, rule)]


Welcome = Callable[[Pile, list[Pile]], list[Pile]]


def welcome(host: Pile, guests: list[Pile]) -> list[Pile]:
    """Return the guests whose texts tell neither of the host's event nor bring another guest."""
    return [guest for guest in _single(guests) if guest.origins.isdisjoint(host.origins)]


def attached(
    piles: list[Pile], fitting: Callable[[Pile], list[Pile]], rule: str, welcome: Welcome = welcome
) -> list[Pile]:
    """Return the piles, each that fits exactly one other put to it.

    Args:
        fitting: returns the piles that one may be put to.
        welcome: returns those guests that their host takes.
    """
    host_of = {pile: found[0] for pile in piles if len(found := fitting(pile)) == 1}
    guests: dict[Pile, list[Pile]] = defaultdict(list)
    for pile, host in host_of.items():
        # Whoever goes elsewhere receives nobody.
        if host not in host_of:
            guests[host].append(pile)
    received = {host: welcome(host, found) for host, found in guests.items()}
    gone = {guest for found in received.values() for guest in found}
    staying = (pile for pile in piles if pile not in gone)
    return [united([pile, *received[pile]], rule) if received.get(pile) else pile for pile in staying]


class Calendar:
    """Piles with a day, found by day."""

    def __init__(self, piles: Iterable[Pile]) -> None:
        """Sort those that have a day and known parties."""
        dated = ((pile.day, pile.first.order, pile) for pile in piles if pile.day and two_sided(pile))
        self._piles = sorted(dated, key=lambda one: one[:2])
        self._days = [day for day, _, _ in self._piles]

    def between(self, first: date, last: date) -> list[Pile]:
        """Return the piles with a day from ``first`` to ``last``."""
        return [pile for _, _, pile in self._piles[bisect_left(self._days, first) : bisect_right(self._days, last)]]


def generalises(loose: Parties, exact: Parties) -> bool:
    """Return whether ``loose`` names the states, or some of the persons, of ``exact``, and nobody else."""
    for side, state, _ in exact:
        some = {who for at, of, who in loose if (at, of) == (side, state)}
        every = {who for at, of, who in exact if (at, of) == (side, state)}
        if some != {None} and not (some and some <= every):
            return False
    return True


def agree(one: Pile, other: Pile) -> bool:
    """Return whether parties and places of two piles can be of one event."""
    parties = generalises(one.parties, other.parties) or generalises(other.parties, one.parties)
    return parties and len(one.places | other.places) < 2


def recurs(pile: Pile) -> bool:
    """Return whether the same parties may have several such events within days or weeks."""
    return family(pile.first.event) in word_list("recurring")


def two_sided(pile: Pile) -> bool:
    """Return whether at least two known parties make it, or one named person to whom it happened."""
    parties = pile.parties
    sides = {side for side, _, _ in parties}
    pair = len({state for _, state, _ in parties}) > 1 and ("with" in sides or len(sides) > 1)
    return comparable(parties) and (pair or key(pile.first.event)[-2] == "person")
