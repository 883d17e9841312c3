"""From where an expression of time is seen, and what can be read off its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from diplograph.language.dates.datepatterns import YEAR, numbers
from diplograph.language.dates.timespans import TimeSpan
from diplograph.model import Granularity
from diplograph.reading.calendar import months, weekdays

Tense = Literal["past", "future", "none"]

_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_WORDS = re.compile(r"[A-Za-z]+")
NUMBER = re.compile(r"\d+")
_UNIT = re.compile(r"\b(day|week|fortnight|month|quarter|year|decade|centur)(?:s|y|ies)?\b")
_BACKWARD = frozenset({"last", "past", "previous", "preceding"})
_FORWARD = frozenset({"next", "coming", "following"})
GRANULARITIES = {
    "day": Granularity.DAY,
    "week": Granularity.WEEK,
    "month": Granularity.MONTH,
    "year": Granularity.YEAR,
    "decade": Granularity.DECADE,
}


class UnresolvableError(ValueError):
    """The expression cannot be resolved with what is known; the message is the rule that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """From where an expression is seen.

    Args:
        anchor: the day of the document.
        tense: asked only where it matters: what time the clause speaks of.
        before: what the text spoke of last.
        day_before: the day that it spoke of last.
    """

    anchor: date | None
    tense: Callable[[], Tense]
    before: TimeSpan | None
    day_before: TimeSpan | None = None

    @property
    def day(self) -> date:
        """Return the anchor.

        Raises:
            UnresolvableError: if there is none.
        """
        if self.anchor is None:
            raise UnresolvableError("no-anchor")
        return self.anchor

    @property
    def is_future(self) -> bool:
        """Tell whether the clause speaks of what is to come."""
        return self.tense() == "future"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A resolved expression.

    Args:
        relative: whether it was resolved against the anchor or what came before.
    """

    span: TimeSpan
    relative: bool = False


def words_in(text: str) -> list[str]:
    """Return the words in small letters."""
    return [word.lower() for word in _WORDS.findall(text)]


def year_in(text: str) -> int | None:
    """Return the year that is written, or none."""
    found = _YEAR.search(text)
    return int(found[0]) if found else None


def month_in(text: str) -> int:
    """Return the number of the month that is named."""
    return next(months()[word] for word in words_in(text) if word in months())


def weekday_in(text: str) -> int:
    """Return the ISO number of the weekday that is named."""
    return next(weekdays()[word] for word in words_in(text) if word in weekdays())


def unit_in(text: str) -> str:
    """Return the unit, a day if there is none."""
    found = _UNIT.search(text.lower())
    unit = found[1] if found else "day"
    return "century" if unit == "centur" else unit


def number_in(text: str) -> int:
    """Return the number in digits or words.

    Raises:
        UnresolvableError: if it is vague, such as "several".
    """
    digits = NUMBER.search(text)
    if digits:
        return int(digits[0])
    found = next((numbers()[word] for word in words_in(text) if word in numbers() and word not in ("a", "an")), None)
    if found is None and {"a", "an"} & set(words_in(text)) and "few" not in text and "number" not in text:
        return 2 if "couple" in text else 1
    if found is None:
        raise UnresolvableError("vague")
    return found


def direction(text: str) -> int:
    """Return -1 for words such as "last", 1 for words such as "next", 0 for "this" and none."""
    words = set(words_in(text))
    return -1 if words & _BACKWARD else int(bool(words & _FORWARD))


def granularity_of(family: str, text: str) -> Granularity:
    """Return the unit that an expression is about, resolved or not."""
    if family in ("month", "relative_month", "bare_month"):
        return Granularity.MONTH
    if family in ("unit", "past_unit", "the_unit", "narrative", "ago", "later"):
        return GRANULARITIES.get(unit_in(text), Granularity.INTERVAL)
    known = {"year": Granularity.YEAR, "decade": Granularity.DECADE}
    days = ("iso", "numeric", "day", "feast", "weekday", "named_day", "hours_later")
    return Granularity.DAY if family in days else known.get(family, Granularity.INTERVAL)


def partial_of(family: str, text: str) -> tuple[int, int | None] | None:
    """Return month and day of an expression that leaves the year open, so that a range may complete it."""
    if family == "bare_month":
        return month_in(text), None
    if family == "day" and year_in(text) is None and not text.endswith("year"):
        return month_in(text), int(NUMBER.findall(text)[0])
    return None


def nearest(candidates: list[TimeSpan], context: Context) -> TimeSpan:
    """Return the last of ``candidates`` that has begun, or in a future clause the first not yet over."""
    day = context.day
    if context.is_future:
        return next((span for span in candidates if span.latest and span.latest >= day), candidates[-1])
    return next((span for span in reversed(candidates) if span.earliest and span.earliest <= day), candidates[0])


def around(year: int, make: Callable[[int], TimeSpan]) -> list[TimeSpan]:
    """Return what ``make`` gives for the years around ``year`` (leap days: the years that have them)."""
    found = []
    for one in range(max(1, year - 8), min(9999, year + 8) + 1):
        try:
            found.append(make(one))
        except ValueError:
            continue  # no 29 February in this year
    if not found:
        raise UnresolvableError("no-such-day")
    return found
