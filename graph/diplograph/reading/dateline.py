"""Datelines: place, day and agency before the first words of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from diplograph.reading.calendar import DayText, day_or_none, month_pattern, weekday_pattern, written_days
from diplograph.resources import read_table

_LONGEST = 160
_PLACE_WORDS = 3
_NEAR = timedelta(days=60)
_NEAR_IN_BODY = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What a dateline says; offsets are within its paragraph.

    Args:
        end: where the report begins; the length of the paragraph if the dateline stands alone.
        day: as written, its year may be none.
    """

    start: int
    end: int
    place: str | None = None
    agency: str | None = None
    day: DayText | None = None


@cache
def _no_places() -> frozenset[str]:
    return frozenset(row["word"] for _, row in read_table("reading/datelines.tsv", ("word",)))


@cache
def _written() -> str:
    """Return the pattern of a day within a dateline, with weekday, year and hour if they are there."""
    month, weekday, day = month_pattern(), weekday_pattern(), r"\d{1,2}(?:st|nd|rd|th)?"
    clock = r"\d{1,2}(?:[:.]\d{2})?"
    hour = rf"(?:,? (?:at )?{clock}(?: ?[–-] ?{clock})? ?(?:[ap]\.?m\.?|GMT|UTC|noon)|,? \d{{4}}Z)?"
    return (
        rf"(?:(?:{weekday},? )?(?:{month} ?{day}|{day} {month})(?:,? \d{{4}})?"
        rf"|\d{{4}}-\d{{2}}-\d{{2}}){hour}"
    )


_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_UPPER_WORD = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*"
_UPPER = rf"{_UPPER_WORD}(?:[ /]{_UPPER_WORD}){{0,5}}"
_TITLE_WORD = rf"{_CAPITAL}[\w.'’-]*"
_TITLE = rf"{_TITLE_WORD}(?:[ /](?:of |de |del |la |al-|the )?{_TITLE_WORD}){{0,4}}"
_REGION = rf"(?:, (?!{{no}}){_TITLE_WORD}(?: {_TITLE_WORD}){{0,3}})"
_AGENCY = r"[(\[](?P<agency>[A-Z][\w .&/’'-]{1,40})[)\]]"
# "Minsk, 4 April 2014 /BelTA/."
_SLASHED = r"/(?P<agency>[A-Z][\w .&’'-]{1,30})/"
_DASH = r"(?:—|–|--|-|―|:|_)"


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    written = _written()
    region = _REGION.replace("{no}", month_pattern() + "|" + weekday_pattern())
    day = rf"(?P<day>{written})"
    upper, title = rf"(?P<place>{_UPPER}{region}{{0,2}})", rf"(?P<place>{_TITLE}{region}{{0,2}})"
    blank = r"[ \xa0\n]{0,3}"
    return tuple(
        re.compile(shape)
        for shape in (
            rf"{upper}(?:,? \(?{day}\)?)?,?{blank}{_AGENCY}{blank}{_DASH}+{blank}",
            rf"{title}(?:,? \(?{day}\)?)?,?{blank}{_AGENCY}{blank}{_DASH}+{blank}",
            rf"{upper},? \(?{day}\)?\.?{blank}{_DASH}+{blank}",
            rf"{title},? \(?{day}\)?\.?{blank}{_DASH}+\s{blank}",
            rf"{title},? {day},? ?{_SLASHED}[.:]?{blank}{_DASH}?{blank}",
            rf"{upper}{blank}(?:—|–|--|―|(?<= )-(?= ))-?{blank}(?=\S)",
            rf"{_AGENCY}{blank}(?:—|–|--|-){blank}(?=\S)",
        )
    )


@cache
def _lines() -> tuple[re.Pattern[str], ...]:
    """Return the shapes of a dateline that is a paragraph by itself."""
    day = rf"(?P<day>{_written()})"
    words = r"published|posted|updated|issued|date|released|this story is"
    before = rf"(?:(?:first |last )?(?:{words})(?: on| at| from)?:? )?"
    return (
        re.compile(rf"(?i:{before}){day}(?: ?\(?[A-Z]{{2,4}}\)?)?[.,]?\s*\Z"),
        re.compile(rf"(?P<place>{_TITLE}(?:, {_TITLE}){{0,2}}), {day}[.,]?\s*\Z"),
    )


def dateline_of(paragraph: str) -> Dateline | None:
    """Return the dateline that ``paragraph`` begins with or is, none if there is none."""
    head = paragraph[:_LONGEST]
    alone = (shape.match(head) for shape in _lines()) if len(paragraph) < _LONGEST else iter(())
    for match in alone:
        if match:
            return _dateline(match)
    for shape in _shapes():
        match = shape.match(head)
        if match and not _is_label(match):
            return _dateline(match)
    return None


def _is_label(match: re.Match[str]) -> bool:
    """Tell whether the place is a label such as UPDATE 1, or too short to be a place by itself."""
    groups = match.groupdict()
    place = groups.get("place")
    if place is None or groups.get("agency") or groups.get("day"):
        return (place or "").upper() in _no_places()
    is_long = len(place.split(",")[0].split()) > _PLACE_WORDS
    return is_long or place.upper() in _no_places() or len(place) < 4 or place.split()[0].upper() in _no_places()


def _dateline(match: re.Match[str]) -> Dateline:
    groups = match.groupdict()
    days = list(written_days(groups["day"])) if groups.get("day") else []
    return Dateline(
        start=match.start(),
        end=match.end(),
        place=_place_name(groups["place"]) if groups.get("place") else None,
        agency=groups.get("agency"),
        day=days[0] if days else None,
    )


def _place_name(place: str) -> str:
    """Return the place as names are written: "MEXICO CITY" is Mexico City."""
    words = re.split(r"([ /-])", place)
    return "".join(
        word.capitalize() if len(word) > 3 and word.isupper() and "." not in word else _short(word, place)
        for word in words
    )


def _short(word: str, place: str) -> str:
    """Return a short word of a place in capitals: THE HAGUE is The Hague, but U.S. and UN stay."""
    is_name = word.isupper() and "." not in word and len(place) > 3 and word not in ("UN", "US", "UK", "UAE", "DC")
    return word.capitalize() if is_name else word


def completed_day(day: DayText, front: Iterable[str], body: str) -> date | None:
    """Return the day of a dateline; a year elsewhere in the text completes it if only one can be meant.

    Args:
        front: captions, credits, headlines and copyright lines: they are as old as the report.
        body: the report, which may also speak of long ago: only its latest year counts.
    """
    if day.year is not None:
        return day.in_year(day.year)
    near = [_nearest(day, full, _NEAR) for text in front for full in _full_days(text)]
    if not any(near):
        full_days = _full_days(body)
        near = [_nearest(day, full, _NEAR_IN_BODY) for full in full_days if full.year == max(full_days).year]
    days = {found for found in near if found}
    return days.pop() if len(days) == 1 else None


def _full_days(text: str) -> list[date]:
    found = (day_or_none(day.year, day.month, day.day) for day in written_days(text) if day.year)
    return [day for day in found if day]


def _nearest(day: DayText, full: date, within: timedelta) -> date | None:
    """Return ``day`` in the year that brings it nearest to ``full``, none if it is still far off."""
    candidates = [found for year in (full.year - 1, full.year, full.year + 1) if (found := day.in_year(year))]
    nearest = min(candidates, key=lambda found: abs(found - full), default=None)
    return nearest if nearest and abs(nearest - full) <= within else None
