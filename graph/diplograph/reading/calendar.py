"""Names of months and days, and the dates that are written out in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from diplograph.errors import OntologyError
from diplograph.resources import ontology_file

FILE = "lexicon/dates.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayText:
    """A written day: ``year`` is none where the text does not say it."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """Return the day in ``year``, or none if that year has no such day."""
        return day_or_none(year, self.month, self.day)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """Return the day, or none if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def words_of_dates() -> dict[str, object]:
    """Return the whole of ``ontology/lexicon/dates.yaml``.

    Raises:
        OntologyError: if it is no YAML mapping.
    """
    import yaml

    try:
        words = yaml.safe_load(ontology_file(FILE).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise OntologyError(FILE, 0, f"broken YAML: {error}") from error
    if not isinstance(words, dict):
        raise OntologyError(FILE, 0, "a mapping was expected")
    return words


def _numbered(section: str) -> dict[str, int]:
    rows = words_of_dates().get(section)
    if not isinstance(rows, dict) or not all(isinstance(number, int) for number in rows):
        raise OntologyError(FILE, 0, f"{section}: a mapping from numbers to names was expected")
    return {str(name).lower(): number for number, names in rows.items() for name in names}


@cache
def months() -> dict[str, int]:
    """Return the number of each month's name and abbreviation, in small letters."""
    return _numbered("months")


@cache
def weekdays() -> dict[str, int]:
    """Return the ISO number (Monday = 1) of each weekday's name and abbreviation, in small letters."""
    return _numbered("weekdays")


def either(names: Iterator[str] | list[str]) -> str:
    """Return a regular expression for one of ``names``, longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _capitals(names: list[str]) -> str:
    return either([form for name in names for form in (name.capitalize(), name.upper())])


def _full_names(name: str) -> list[str]:
    """Return the names of a section that are written out; "Sun" and "Mar" are other things too."""
    rows = words_of_dates()[name]
    return [str(names[0]) for names in rows.values()] if isinstance(rows, dict) else []


def _name_pattern(name: str, numbered: dict[str, int]) -> str:
    full = _full_names(name)
    short = [one for one in numbered if one not in {written.lower() for written in full}]
    return rf"(?:(?:{_capitals(full)})\b|(?:{_capitals(short)})\b\.?)"


@cache
def month_pattern() -> str:
    """Return a regular expression for a month with a capital, or all in capitals."""
    return _name_pattern("months", months())


@cache
def weekday_pattern() -> str:
    """Return a regular expression for a weekday with a capital, or all in capitals."""
    return _name_pattern("weekdays", weekdays())


@cache
def full_month_pattern() -> str:
    """Return the same for months that are written out."""
    return rf"(?:{_capitals(_full_names('months'))})\b"


@cache
def full_weekday_pattern() -> str:
    """Return the same for weekdays that are written out."""
    return rf"(?:{_capitals(_full_names('weekdays'))})\b"


@cache
def _written_day() -> re.Pattern[str]:
    month, day = month_pattern(), r"(?:3[01]|[12]\d|0?[1-9])"
    blank, ordinal = r"[ \xa0\n]", r"(?:st|nd|rd|th)?"
    year = r"(?:1[5-9]|20)\d\d"
    return re.compile(
        rf"\b(?P<month>{month}){blank}{{0,2}}(?P<day>{day}){ordinal}\b(?!\d|[.,]\d)"
        rf"(?: ?,?{blank}(?P<year>{year})\b)?"
        rf"|\b(?P<day2>{day}){ordinal}(?:{blank}of)?(?:{blank}|-)(?P<month2>{month})"
        rf"(?:(?: ?,?{blank}|-)(?P<year2>{year})\b)?"
        rf"|(?<![\d.-])(?P<year3>{year})-(?P<month3>0[1-9]|1[0-2])-(?P<day3>0[1-9]|[12]\d|3[01])(?![\d-])"
    )


def written_days(text: str, start: int = 0, end: int | None = None) -> Iterator[DayText]:
    """Yield the days written in ``text``, such as "October 6, 2021", "6 October" or "2021-10-06"."""
    for match in _written_day().finditer(text, start, len(text) if end is None else end):
        month = match["month"] or match["month2"]
        year = match["year"] or match["year2"] or match["year3"]
        yield DayText(
            start=match.start(),
            end=match.end(),
            year=int(year) if year else None,
            month=months()[month.rstrip(".").lower()] if month else int(match["month3"]),
            day=int(match["day"] or match["day2"] or match["day3"]),
        )
