"""Days, months, years and periods that are written or named as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import cast

from diplograph.language.dates import timespans as spans
from diplograph.language.dates.datemeaning import (
    NUMBER,
    Context,
    Meaning,
    UnresolvableError,
    around,
    direction,
    month_in,
    nearest,
    words_in,
    year_in,
)
from diplograph.language.dates.datepatterns import periods, section
from diplograph.language.dates.timespans import DAY, TimeSpan
from diplograph.reading.calendar import words_of_dates


def _iso(text: str, context: Context) -> Meaning:
    year, month, *day = (int(part) for part in text.split("-"))
    return Meaning(span=spans.day_span(date(year, month, day[0])) if day else spans.month_span(year, month))


def _numeric(text: str, context: Context) -> Meaning:
    first, second, year = (int(part) for part in re.split(r"[/.]", text))
    if first <= 12 and second <= 12 and first != second:
        raise UnresolvableError("ambiguous-numeric")
    return Meaning(span=spans.day_span(date(year, min(first, second), max(first, second))))


def _day(text: str, context: Context) -> Meaning:
    year, month = _year_of(text, context), month_in(text)
    day = int(NUMBER.findall(text)[0])
    if year is not None:
        return Meaning(span=spans.day_span(date(year, month, day)), relative=year_in(text) is None)
    candidates = around(context.day.year, lambda one: spans.day_span(date(one, month, day)))
    return Meaning(span=nearest(candidates, context), relative=True)


def _dayrange(text: str, context: Context) -> Meaning:
    year, month = _year_of(text, context), month_in(text)
    first, last = (int(number) for number in NUMBER.findall(text)[:2])

    def make(one: int) -> TimeSpan:
        return spans.interval(date(one, month, first), date(one, month, last))

    if first >= last:
        raise UnresolvableError("no-such-day")
    if year is not None:
        return Meaning(span=make(year), relative=year_in(text) is None)
    return Meaning(span=nearest(around(context.day.year, make), context), relative=True)


def _year_of(text: str, context: Context) -> int | None:
    """Return the year that is written, or said by "last year" and the like; none if there is neither."""
    year = year_in(text)
    if year is None and text.endswith("year"):
        tail = text[-20:].lower()
        if "that year" in tail or "same" in tail or "the following" in tail or "the previous" in tail:
            base = context.before.earliest if context.before else None
            if base is None:
                raise UnresolvableError("no-antecedent")
            return base.year + direction(tail)
        return context.day.year + direction(tail)
    return year


def _month(text: str, context: Context) -> Meaning:
    year = _year_of(text, context)
    if year is None:
        return _bare_month(text, context)
    return Meaning(span=spans.month_span(year, month_in(text)), relative=year_in(text) is None)


def _bare_month(text: str, context: Context) -> Meaning:
    month = month_in(text)
    found = nearest(around(context.day.year, lambda year: spans.month_span(year, month)), context)
    return Meaning(span=found, relative=True)


def _relative_month(text: str, context: Context) -> Meaning:
    month, way, day = month_in(text), direction(text), context.day
    if text.lower().startswith("that ") and context.before is not None and context.before.earliest is not None:
        return Meaning(span=spans.month_span(context.before.earliest.year, month), relative=True)
    year = day.year
    if way < 0 and month >= day.month:
        year -= 1
    if way > 0 and month <= day.month:
        year += 1
    return Meaning(span=spans.month_span(year, month), relative=True)


def _feast(text: str, context: Context) -> Meaning:
    name = text.replace("’", "'")
    rows = [parts for feast, parts in section("feasts").items() if name.startswith(feast)]
    month, day = (int(part) for part in cast("list[int]", rows[0]))
    year = year_in(text)
    if year is not None:
        return Meaning(span=spans.day_span(date(year, month, day)))
    candidates = around(context.day.year, lambda one: spans.day_span(date(one, month, day)))
    return Meaning(span=nearest(candidates, context), relative=True)


def _years(text: str, context: Context) -> Meaning:
    low, high = NUMBER.findall(text)
    last = int(high) if len(high) == 4 else int(low[:2] + high)
    if not int(low) < last:
        raise UnresolvableError("no-such-year")
    return Meaning(span=spans.interval(date(int(low), 1, 1), date(last, 12, 31)))


def _year(text: str, context: Context) -> Meaning:
    return Meaning(span=spans.year_span(int(text)))


def _decade(text: str, context: Context) -> Meaning:
    digits = NUMBER.search(text)
    if digits and len(digits[0]) == 4:
        return Meaning(span=spans.decade_span(int(digits[0])))
    word = words_in(text)[-1]
    tens = int(digits[0]) if digits else int(str(section("decades").get(word, 0)))
    if tens < 30:
        raise UnresolvableError("ambiguous-century")
    return Meaning(span=spans.decade_span(1900 + tens))


def _century(text: str, context: Context) -> Meaning:
    digits = NUMBER.search(text)
    words = text.lower().removeprefix("the ").removesuffix("century").strip(" -")
    number = int(digits[0]) if digits else int(str(section("ordinals")[words]))
    return Meaning(span=spans.century_span(number))


def _quarter(text: str, context: Context) -> Meaning:
    number = int(text[text.index("Q") + 1])
    return Meaning(span=spans.part_of(spans.year_span(year_in(text) or 1), f"{_ORDINALS[number]} quarter"))


_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth"}


def _period(text: str, context: Context) -> Meaning:
    name = text.removeprefix("the ").removeprefix("The ")
    low, high = next((low, high) for pattern, low, high in periods() if re.fullmatch(pattern, name))
    last = date(int(high), 12, 31) if len(high) == 4 else date.fromisoformat(high)
    first = date(int(low), 1, 1) if len(low) == 4 else date.fromisoformat(low)
    return Meaning(span=spans.interval(first, last))


def _transition(text: str, context: Context) -> Meaning:
    """Resolve "the US presidential transition": from election day to the inauguration."""
    year = year_in(text)
    is_american = re.search(r"\b(?:US|American|United States)\b|U\.S\.", text)
    if year is None and not is_american:
        raise UnresolvableError("whose-transition")
    rows = words_of_dates()["transitions"]
    elections = [int(one) for one in rows] if isinstance(rows, list) else []
    begun = [one for one in elections if year == one or (year is None and _election_day(one) <= context.day)]
    if not begun or (year is None and context.day.year - begun[-1] > 4):
        raise UnresolvableError("no-such-transition")
    last = date(begun[-1] + 1, 1, 20)
    return Meaning(span=spans.interval(_election_day(begun[-1]), last), relative=year is None)


def _election_day(year: int) -> date:
    """Return the Tuesday after the first Monday of November."""
    first = date(year, 11, 1)
    return first + ((7 - first.weekday()) % 7 + 1) * DAY


WRITTEN: dict[str, Callable[[str, Context], Meaning]] = {
    "iso": _iso,
    "numeric": _numeric,
    "dayrange": _dayrange,
    "day": _day,
    "month": _month,
    "relative_month": _relative_month,
    "bare_month": _bare_month,
    "feast": _feast,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "transition": _transition,
    "period": _period,
    "years": _years,
    "year": _year,
}
"""The function that resolves each family."""
