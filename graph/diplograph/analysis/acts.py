"""From events to acts between two countries, by the rules of ``outputs.projection``.

A doer acts on a target; of several equals every two meet. Events are counted, not sentences. An event between
several people of two countries is one act, and what people of one country do to each other is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import NamedTuple

from diplograph.errors import UsageError
from diplograph.model import ActorKind, Event, Role, Status
from diplograph.outputs.coding import country_of
from diplograph.outputs.page.cast import NO_COUNTRY_NAMES
from diplograph.outputs.projection import actor_pairs, counts

NO_PAIR = "not between two countries"
NO_STATISTIC = "statements, or of one actor only"


class Act(NamedTuple):
    """One event between two.

    Args:
        source: who acts; of equals the smaller code.
        mutual: whether the two are equals, or each acts on the other.
    """

    event: Event
    source: str
    target: str
    mutual: bool


def country_pairs(event: Event) -> Iterator[tuple[str, str, bool]]:
    """Yield (source, target, mutual) for every pair of countries that an event relates, each once.

    A country is a state or a body with a code of its own, such as EUR or UNO; CAMEO's codes for actors of no
    country (IGO, NGO, MNC, ...) are none.
    """
    sides: dict[Role, set[str]] = {}
    for part in event.participations:
        country = country_of(part)
        if country and country not in NO_COUNTRY_NAMES and part.actor.kind is not ActorKind.MATTER:
            sides.setdefault(part.role, set()).add(country)
    there = set(product(sides.get(Role.SOURCE, ()), sides.get(Role.TARGET, ())))
    mutual = set(combinations(sorted(sides.get(Role.PARTY, ())), 2))
    mutual |= {(source, target) for source, target in there if source < target and (target, source) in there}
    yield from ((source, target, True) for source, target in sorted(mutual))
    for source, target in sorted(there):
        if source != target and (min(source, target), max(source, target)) not in mutual:
            yield source, target, False


def acts_of(events: Iterable[Event], told: Collection[Status], left_out: Counter[str]) -> Iterator[Act]:
    """Yield the acts between countries, in order of the events.

    Args:
        events: of a build.
        told: the statuses that are counted.
        left_out: gets the number of events that give no act, by the reason.
    """
    for event in events:
        reason = _reason(event, told)
        pairs = () if reason else tuple(country_pairs(event))
        if pairs:
            yield from (Act(event, source, target, mutual) for source, target, mutual in pairs)
        else:
            left_out[reason or NO_PAIR] += 1


def _reason(event: Event, told: Collection[Status]) -> str | None:
    if not counts(event):
        return NO_STATISTIC
    return None if event.status in told else event.status.value


def actor_acts(events: Iterable[Event], told: Collection[Status]) -> Iterator[Act]:
    """Yield the acts between actors, whatever country they are of, in order of the events."""
    for event in events:
        if _reason(event, told) is None:
            yield from _between_actors(event)


def _between_actors(event: Event) -> Iterator[Act]:
    found: dict[tuple[str, str], bool] = {}
    for source, target, symmetric in actor_pairs(event):
        if (target, source) in found:
            found[target, source] = True
        else:
            found[source, target] = symmetric or found.get((source, target), False)
    for (source, target), mutual in found.items():
        ends = sorted((source, target)) if mutual else (source, target)
        yield Act(event, ends[0], ends[1], mutual)


def told_statuses(include: Iterable[Status | str]) -> frozenset[Status]:
    """Return asserted and the statuses that are to be told besides it.

    Raises:
        UsageError: if one of them is no status.
    """
    names = [str(status) for status in include]
    unknown = [name for name in names if name not in list(Status)]
    if unknown:
        raise UsageError(f"unknown status {unknown[0]!r}, known: {', '.join(Status)}")
    return frozenset({Status.ASSERTED, *map(Status, names)})


def ordered(left_out: Mapping[str, int]) -> dict[str, int]:
    """Return the counts of what was left out, sorted by reason."""
    return {reason: left_out[reason] for reason in sorted(left_out)}
