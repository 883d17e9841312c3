"""Stretches of the calendar, and how ISO 8601-2 (EDTF) writes them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from diplograph.model import Granularity

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """All days from ``earliest`` to ``latest``; none = open."""

    edtf: str
    earliest: date | None
    latest: date | None
    granularity: Granularity


def day_span(day: date) -> TimeSpan:
    """Return one day."""
    return TimeSpan(edtf=day.isoformat(), earliest=day, latest=day, granularity=Granularity.DAY)


def week_span(day: date) -> TimeSpan:
    """Return the week, Monday to Sunday, that ``day`` lies in."""
    monday = day - day.weekday() * DAY
    return interval(monday, monday + 6 * DAY, Granularity.WEEK)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def month_span(year: int, month: int) -> TimeSpan:
    """Return one month; months after December and before January are counted on into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first, last = date(year, month, 1), month_end(year, month)
    return TimeSpan(edtf=f"{year:04}-{month:02}", earliest=first, latest=last, granularity=Granularity.MONTH)


def year_span(year: int) -> TimeSpan:
    """Return one year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return TimeSpan(edtf=f"{year:04}", earliest=first, latest=last, granularity=Granularity.YEAR)


def decade_span(year: int) -> TimeSpan:
    """Return the ten years from ``year`` on, which ends in zero."""
    first, last = date(year, 1, 1), date(year + 9, 12, 31)
    edtf = f"{year // 10:03}X"
    return TimeSpan(edtf=edtf, earliest=first, latest=last, granularity=Granularity.DECADE)


def century_span(number: int) -> TimeSpan:
    """Return a century as EDTF counts it: the 20th is 19XX."""
    first, last = date(max(1, (number - 1) * 100), 1, 1), date(number * 100 - 1, 12, 31)
    edtf = f"{number - 1:02}XX"
    return TimeSpan(edtf=edtf, earliest=first, latest=last, granularity=Granularity.INTERVAL)


def season_span(year: int, code: int, first: int, last: int) -> TimeSpan:
    """Return a season: months ``first`` to ``last``, the last one in the year after if it is smaller."""
    return TimeSpan(
        edtf=f"{year:04}-{code}",
        earliest=date(year, first, 1),
        latest=month_end(year + (last < first), last),
        granularity=Granularity.INTERVAL,
    )


def interval(first: date, last: date, granularity: Granularity = Granularity.INTERVAL) -> TimeSpan:
    """Return the days from ``first`` to ``last``, written as years or months where they are whole."""
    starts_month, ends_month = first.day == 1, (last + DAY).day == 1 if last < date.max else True
    if starts_month and ends_month and first.month == 1 and last.month == 12:
        size = 4
    else:
        size = 7 if starts_month and ends_month else 10
    low, high = first.isoformat()[:size], last.isoformat()[:size]
    edtf = low if low == high else f"{low}/{high}"
    return TimeSpan(edtf=edtf, earliest=first, latest=last, granularity=granularity)


def open_after(first: date, written: str) -> TimeSpan:
    """Return all days from ``first`` on."""
    return TimeSpan(edtf=f"{written}/..", earliest=first, latest=None, granularity=Granularity.INTERVAL)


def open_before(last: date, written: str) -> TimeSpan:
    """Return all days up to ``last``."""
    return TimeSpan(edtf=f"../{written}", earliest=None, latest=last, granularity=Granularity.INTERVAL)


def written_start(span: TimeSpan) -> str:
    """Return the first day of ``span`` as coarse as ``span`` itself is."""
    return _written(span, 0)


def written_end(span: TimeSpan) -> str:
    """Return the last day of ``span`` as coarse as ``span`` itself is."""
    return _written(span, -1)


def _written(span: TimeSpan, end: int) -> str:
    part = span.edtf.split("/")[end]
    day = span.latest if end else span.earliest
    if "X" not in part and part[5:7] not in ("21", "22", "23", "24"):
        return part
    return part if day is None else day.isoformat()[: 4 if "X" in part else 7]


def shifted(day: date, unit: str, number: int) -> date:
    """Return ``day`` moved by ``number`` units, at the end of a month that is too short.

    Raises:
        ValueError, OverflowError: if the calendar has no such day.
    """
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = number * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, month_end(year, month).day))


def unit_span(day: date, unit: str) -> TimeSpan:
    """Return the day, week, weekend, month, quarter, year, decade or century that ``day`` lies in."""
    if unit == "day":
        return day_span(day)
    if unit in ("week", "fortnight"):
        return week_span(day)
    if unit == "weekend":
        saturday = day + (5 - day.weekday()) * DAY
        return interval(saturday, saturday + DAY)
    if unit == "month":
        return month_span(day.year, day.month)
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return interval(date(day.year, first, 1), month_end(day.year, first + 2))
    if unit == "year":
        return year_span(day.year)
    return decade_span(day.year // 10 * 10) if unit == "decade" else century_span(day.year // 100 + 1)


def part_of(span: TimeSpan, part: str) -> TimeSpan:
    """Return the early, mid or late part of ``span``, its half, quarter, beginning or end.

    Years are cut by months, months by days (10, 20), decades by years (4, 3, 3), weeks after Wednesday.
    """
    if span.earliest is None or span.latest is None or span.granularity is Granularity.DAY:
        return span
    first, last = _bounds(span.granularity, part)
    return _cut(span.earliest, span.latest, span.granularity, first, last)


_PARTS: dict[Granularity, dict[str, tuple[int, int]]] = {
    Granularity.DECADE: {
        "early": (0, 3), "mid": (4, 6), "late": (7, 9), "first half": (0, 4), "second half": (5, 9),
        "start": (0, 1), "middle": (4, 6), "end": (8, 9),
    },
    Granularity.YEAR: {
        "early": (0, 3), "mid": (4, 7), "late": (8, 11), "first half": (0, 5), "second half": (6, 11),
        "first quarter": (0, 2), "second quarter": (3, 5), "third quarter": (6, 8), "fourth quarter": (9, 11),
        "start": (0, 0), "middle": (4, 7), "end": (11, 11),
    },
    Granularity.MONTH: {
        "early": (0, 9), "mid": (10, 19), "late": (20, 30), "first half": (0, 14), "second half": (15, 30),
        "start": (0, 6), "middle": (10, 19), "end": (24, 30), "first week": (0, 6), "second week": (7, 13),
        "third week": (14, 20), "fourth week": (21, 27), "last week": (-7, -1),
    },
    Granularity.WEEK: {
        "early": (0, 2), "mid": (2, 3), "late": (3, 6), "first half": (0, 3), "second half": (3, 6),
        "start": (0, 1), "middle": (2, 3), "end": (4, 6),
    },
}  # fmt: skip
_THIRDS = {"early": (0, 1), "start": (0, 1), "mid": (1, 2), "middle": (1, 2), "late": (2, 3), "end": (2, 3)}


def _bounds(granularity: Granularity, part: str) -> tuple[int, int]:
    if granularity is Granularity.INTERVAL:
        halves = {"first half": (0, 3), "second half": (3, 6)}
        low, high = halves[part] if part in halves else tuple(2 * third for third in _THIRDS[part])
        return low, high
    return _PARTS[granularity][part]


def _cut(start: date, end: date, granularity: Granularity, first: int, last: int) -> TimeSpan:
    if granularity is Granularity.DECADE:
        return interval(date(start.year + first, 1, 1), date(start.year + last, 12, 31))
    if granularity is Granularity.YEAR:
        low, high = month_span(start.year, first + 1), month_span(start.year, last + 1)
        return low if low == high else interval(date(start.year, first + 1, 1), month_end(start.year, last + 1))
    if granularity is Granularity.INTERVAL and end.year - start.year > 20:
        years = end.year - start.year + 1
        begin, after = (start.year - (-years * third // 6) for third in (first, last))
        return interval(date(begin, 1, 1), date(after - 1, 12, 31))
    if granularity is Granularity.INTERVAL:
        days = (end - start).days
        return interval(start + days * first // 6 * DAY, start + days * last // 6 * DAY)
    if first < 0:
        return interval(end + (first + 1) * DAY, end)
    return interval(start + first * DAY, min(start + last * DAY, end))
