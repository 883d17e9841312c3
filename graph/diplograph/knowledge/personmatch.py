"""Whether two names, and two offices, can be one person's; nothing here looks at more than the two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from diplograph.codebook.words import word_list

Name = tuple[str, ...]
# In these countries the family name stands first: "Wang" is Wang Yi.
FAMILY_NAME_FIRST = frozenset({"CHN", "PRK", "KOR", "VNM", "TWN", "HKG", "KHM", "SGP", "JPN"})
# Two ministries held within a month are held at the same time.
SAME_TIME_DAYS = 31


def surnames(name: Name, country: str | None) -> frozenset[str]:
    """Return the words of ``name`` that may be the surname alone."""
    return frozenset({name[-1], name[0]}) if country in FAMILY_NAME_FIRST else frozenset({name[-1]})


def _opens(short: str, long: str) -> bool:
    """Return whether initials such as "j" or "jf" can stand for ``long``."""
    return len(short) <= 2 and long.startswith(short[0])


def leaves_out_middle(short: Name, long: Name) -> bool:
    """Return whether ``short`` is ``long`` without its middle names: "john smith" of "john f smith"."""
    ends = len(short) == 2 < len(long) and (short[0], short[-1]) == (long[0], long[-1])
    return ends and len(short[0]) > 2


def has_initials(short: Name, long: Name) -> bool:
    """Return whether ``short`` gives only initials of ``long``'s given names."""
    if not 1 < len(short) <= len(long) or short == long or short[-1] != long[-1]:
        return False
    return _opens(short[0], long[0]) and len(long[0]) > 2


def is_surname_of(short: Name, long: Name, country: str | None) -> bool:
    """Return whether ``short`` is the bare surname of ``long``."""
    return len(short) == 1 < len(long) and short[0] in surnames(long, country)


def clash(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether nobody holds the offices of both sides at once: two ministries, none shared."""
    exclusive = word_list("exclusive-offices")
    first, second = set(one) & exclusive, set(other) & exclusive
    return bool(first and second) and not first & second


def same_time(one: date | None, other: date | None) -> bool:
    """Return whether two days are so near that offices held on them are held together; unknown days may be."""
    return one is None or other is None or abs((one - other).days) <= SAME_TIME_DAYS
