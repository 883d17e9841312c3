"""Days, weeks and years that are seen from the day of the document, or from what came before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from diplograph.language.dates import timespans as spans
from diplograph.language.dates.datemeaning import (
    GRANULARITIES,
    Context,
    Meaning,
    UnresolvableError,
    around,
    direction,
    number_in,
    unit_in,
    weekday_in,
    words_in,
    year_in,
)
from diplograph.language.dates.datepatterns import section
from diplograph.language.dates.timespans import DAY, TimeSpan
from diplograph.model import Granularity


def _weekday(text: str, context: Context) -> Meaning:
    wanted, day, words = weekday_in(text), context.day, words_in(text)
    if words[-1] == "week" and words[-2] in ("last", "this", "next"):
        monday = day - day.weekday() * DAY + 7 * DAY * {"last": -1, "this": 0, "next": 1}[words[-2]]
        return Meaning(span=spans.day_span(monday + (wanted - 1) * DAY), relative=True)
    back, ahead = (day.isoweekday() - wanted) % 7, (wanted - day.isoweekday()) % 7
    if words[:2] == ["the", "following"] or words[:2] == ["the", "previous"] or words[:2] == ["the", "next"]:
        return _weekday_after(wanted, words[1], context)
    way = direction(text)
    if way < 0:
        found = day - (back or 7) * DAY
    elif way > 0:
        found = day + (ahead or 7) * DAY
    else:
        found = day + ahead * DAY if context.is_future else day - back * DAY
    return Meaning(span=spans.day_span(found), relative=True)


def _weekday_after(wanted: int, word: str, context: Context) -> Meaning:
    base = context.before.earliest if context.before else None
    if base is None:
        raise UnresolvableError("no-antecedent")
    ahead, back = (wanted - base.isoweekday()) % 7 or 7, (base.isoweekday() - wanted) % 7 or 7
    return Meaning(span=spans.day_span(base - back * DAY if word == "previous" else base + ahead * DAY), relative=True)


def _named_day(text: str, context: Context) -> Meaning:
    words = text.lower()
    offsets = (
        ("before yesterday", -2),
        ("after tomorrow", 2),
        ("yesterday", -1),
        ("tomorrow", 1),
        ("last night", -1),
    )
    number = next((offset for name, offset in offsets if name in words), 0)
    return Meaning(span=spans.day_span(context.day + number * DAY), relative=True)


def _overnight(text: str, context: Context) -> Meaning:
    """Resolve "overnight" as the night before the day of the text, or the coming one."""
    first = context.day if context.is_future else context.day - DAY
    return Meaning(span=spans.interval(first, first + DAY), relative=True)


def _ago(text: str, context: Context) -> Meaning:
    unit = unit_in(text)
    found = spans.shifted(context.day, unit, -number_in(text))
    return Meaning(span=spans.unit_span(found, unit), relative=True)


def _within(text: str, context: Context) -> Meaning:
    """Resolve "within three days" as a stretch, "in three days" as its end; only of the future."""
    unit, number, day = unit_in(text), number_in(text), context.day
    if not context.is_future:
        raise UnresolvableError("duration")
    found = spans.shifted(day, unit, number)
    is_stretch = text.lower().startswith("within")
    return Meaning(span=spans.interval(day, found) if is_stretch else spans.unit_span(found, unit), relative=True)


def _window(text: str, context: Context) -> Meaning:
    """Resolve "the past three years", "the next two weeks": from or to the anchor's own day."""
    number = number_in(text) * (direction(text) or 1)
    return Meaning(span=_stretch(context.day, unit_in(text), number), relative=True)


def _past_unit(text: str, context: Context) -> Meaning:
    return Meaning(span=_stretch(context.day, unit_in(text), -1), relative=True)


def _stretch(day: date, unit: str, number: int) -> TimeSpan:
    other = spans.shifted(day, unit, number)
    return spans.interval(min(day, other), max(day, other))


def _unit(text: str, context: Context) -> Meaning:
    unit = unit_in(text)
    found = spans.shifted(context.day, unit, direction(text))
    return Meaning(span=spans.unit_span(found, unit), relative=True)


def _weekend(text: str, context: Context) -> Meaning:
    day, way = context.day, direction(text)
    if way == 0 and text.lower().startswith("the"):
        way = 0 if context.is_future or day.weekday() >= 5 else -1
    return Meaning(span=spans.unit_span(day + 7 * way * DAY, "weekend"), relative=True)


def _season(text: str, context: Context) -> Meaning:
    name = next(word for word in words_in(text) if word in section("seasons"))
    row = cast("dict[str, int]", section("seasons")[name])
    code, first, last = row["code"], row["first"], row["last"]
    year, way = year_in(text), direction(text)
    if year is not None:
        return Meaning(span=spans.season_span(year, code, first, last))
    seasons = around(context.day.year, lambda one: spans.season_span(one, code, first, last))
    day = context.day
    if way < 0:
        found = [span for span in seasons if span.latest and span.latest < day][-1]
    elif way > 0:
        found = next(span for span in seasons if span.earliest and span.earliest > day)
    else:
        found = next(span for span in seasons if span.earliest and span.earliest.year == day.year)
    return Meaning(span=found, relative=True)


# ------------------------------------------------------------------ seen from what came before


def _narrative(text: str, context: Context) -> Meaning:
    """Resolve "the next day", "that year", "the year before" against what was spoken of last."""
    words = text.lower()
    way = -1 if words.endswith("before") else 1 if words.endswith("after") else direction(words)
    coarse = context.before is not None and not _is_fine_enough(context.before.granularity, "day")
    if "same" in words and unit_in(words) == "day" and coarse and context.before is not None:
        # "In August 2019 ... the same day": no nearer than what was told.
        return Meaning(span=context.before, relative=True)
    return _from_before(unit_in(words), way, context)


def _later(text: str, context: Context) -> Meaning:
    way = -1 if text.lower().endswith(("earlier", "before")) else 1
    return _from_before(unit_in(text), way * number_in(text), context)


def _hours_later(text: str, context: Context) -> Meaning:
    """Resolve "hours later" to the day told of before: no text says after how many it was past midnight."""
    return _from_before("day", 0, context)


def _from_before(unit: str, number: int, context: Context) -> Meaning:
    base = _told_of(unit, context)
    if base is None and number < 0:
        # "Three days earlier", and nothing told of as exactly: earlier than the news.
        base = context.anchor
    if base is None:
        raise UnresolvableError("no-antecedent")
    return Meaning(span=spans.unit_span(spans.shifted(base, unit, number), unit), relative=True)


def _told_of(unit: str, context: Context) -> date | None:
    """Return the day that was spoken of last; what is past is not counted from a day to come, but from the text's."""
    told = (context.before, context.day_before)
    fine = (span.earliest for span in told if span is not None and _is_fine_enough(span.granularity, unit))
    found = next((one for one in fine if one is not None), None)
    ahead = found is not None and context.anchor is not None and found > context.anchor
    return context.anchor if ahead and not context.is_future else found


def _is_fine_enough(granularity: Granularity, unit: str) -> bool:
    """Tell whether "a month later" makes sense after an expression of this granularity."""
    order = [Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR, Granularity.DECADE]
    if granularity not in order:
        return False
    return order.index(granularity) <= order.index(GRANULARITIES.get(unit, Granularity.YEAR))


SEEN: dict[str, Callable[[str, Context], Meaning]] = {
    "weekday": _weekday,
    "named_day": _named_day,
    "overnight": _overnight,
    "ago": _ago,
    "later": _later,
    "hours_later": _hours_later,
    "window": _window,
    "within": _within,
    "season": _season,
    "weekend": _weekend,
    "narrative": _narrative,
    "past_unit": _past_unit,
    "unit": _unit,
    "the_unit": _unit,
}
"""The function that resolves each family."""
