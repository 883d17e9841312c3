"""When a date is the one that the gold names."""

from __future__ import annotations

import calendar
from datetime import date

from diplograph.model import EventDate


def _bounds(value: str) -> tuple[date, date]:
    """Return first and last day of a day, month, year, or decade such as ``200``."""
    parts = [int(piece) for piece in value.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    if len(parts) == 2:
        year, month = parts
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if len(value) == 3:
        return date(parts[0] * 10, 1, 1), date(parts[0] * 10 + 9, 12, 31)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def is_definite(value: str | None, precision: str | None) -> bool:
    """Return whether the gold says enough to judge a date: an interval needs two ends."""
    return bool(value) and (precision != "interval" or "/" in str(value))


def same_date(when: EventDate | None, value: str, precision: str) -> bool:
    """Return whether ``when`` is ``value``, no finer and no coarser than ``precision``.

    Args:
        value: a day, month, year, decade, or two of them with a slash.
        precision: ``day``, ``month``, ``year``, ``decade``, ``interval``, ``before`` or ``after``.
    """
    if when is None:
        return False
    if when.edtf == value:
        return True
    if precision == "before":
        return _before(when, _bounds(value)[1])
    if precision == "after":
        return _after(when, _bounds(value)[0])
    first, _, last = value.partition("/")
    if not last:
        return (when.earliest, when.latest) == _bounds(first)
    low, high = _bounds(last)
    return when.earliest == _bounds(first)[0] and when.latest is not None and low <= when.latest <= high


def _before(when: EventDate, day: date) -> bool:
    """Return whether ``when`` ends by ``day`` and leaves open how long before it began."""
    return when.latest is not None and when.latest <= day and when.earliest != when.latest


def _after(when: EventDate, day: date) -> bool:
    return when.earliest is not None and when.earliest >= day and when.earliest != when.latest
