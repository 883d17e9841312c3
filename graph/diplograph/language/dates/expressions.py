"""Expressions of time in a text, resolved to EDTF with sound bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from diplograph.language.dates import timespans as spans
from diplograph.language.dates.datecontext import is_date
from diplograph.language.dates.datemeaning import Context, Tense, UnresolvableError, granularity_of, partial_of
from diplograph.language.dates.datepatterns import bound_before, expressions, part_before, triggers
from diplograph.language.dates.dateseen import SEEN
from diplograph.language.dates.datewritten import WRITTEN
from diplograph.language.dates.timespans import DAY, TimeSpan
from diplograph.model import Granularity

__all__ = ["DateHit", "Tense", "find_dates"]

_RESOLVERS = {**WRITTEN, **SEEN}
_REACH = 48
_TENSE_REACH = 240
_NARRATIVE_REACH = 1500
_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t"
    r"|(?:is|are|was|were|be) (?:due|set|scheduled|expected|slated|planning|going|poised|to)"
    r"|plans? to|planned|scheduled|upcoming|would|to be held|to take place|ahead of)\b|['’]ll\b"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[A-Z“\"'])|\n\s*\n")
_RANGE_GAP = re.compile(r" ?[-–—] ?| to (?:the )?| until | till | through (?:the )?| and (?:the )?|, and ")
_BETWEEN = re.compile(r"(?<![\w-])(?:[Bb]etween|[Ff]rom)(?: the)? \Z")
_POSSESSIVE = re.compile(r"['’]s?\b")
_ONWARD = re.compile(r" on(?:wards?)?\b(?! [A-Z\d])|,? and (?:after|beyond)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateHit:
    """An expression of time in a text.

    Args:
        start: first character in the text given.
        end: the character after the last.
        edtf: ISO 8601-2 Extended Date/Time Format; none if it cannot be resolved: ``rule`` says why.
        earliest: first day that is possible; none if open or not resolved.
        latest: last day that is possible; none if open or not resolved.
        rule: family of the expression and what was applied to it, joined by "+".
        relative: whether it was resolved against the anchor or an earlier expression.
    """

    start: int
    end: int
    edtf: str | None
    earliest: date | None
    latest: date | None
    granularity: Granularity
    rule: str
    relative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An expression while its surroundings are read."""

    start: int
    end: int
    family: str
    span: TimeSpan | None
    granularity: Granularity
    rule: str
    relative: bool
    partial: tuple[int, int | None] | None = None


def find_dates(
    text: str, anchor: date | None, *, tense_at: Callable[[int], Tense] | None = None
) -> tuple[DateHit, ...]:
    """Return every expression of time in ``text``, in order.

    Args:
        anchor: the day of the document; without it relative expressions are found but not resolved.
        tense_at: tells for an offset whether its clause speaks of the past or the future; by default words
            such as "will" before the expression tell it.
    """
    tense = tense_at or (lambda offset: _plain_tense(text, offset))
    ranged = _ranges(text, list(_expressions(text, anchor, tense)), anchor)
    return tuple(_hit(found) for found in _bounded(text, ranged))


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like an expression; only the surroundings of triggers are searched, for speed."""
    start, end = 0, 0
    for trigger in triggers().finditer(text):
        if trigger.start() - _REACH > end:
            yield from expressions().finditer(text, start, _word_end(text, end))
            start = max(end, trigger.start() - _REACH)
        end = trigger.end() + _REACH
    yield from expressions().finditer(text, start, _word_end(text, end))


def _word_end(text: str, offset: int) -> int:
    found = text.find(" ", offset, offset + _REACH)
    return offset if found < 0 else found


def _plain_tense(text: str, offset: int) -> Tense:
    """Return "future" if words before ``offset`` in its sentence point ahead."""
    window = text[max(0, offset - _TENSE_REACH) : offset]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    return "future" if _FUTURE.search(window, ends[-1] if ends else 0) else "none"


def _expressions(text: str, anchor: date | None, tense: Callable[[int], Tense]) -> Iterator[_Found]:
    """Yield the expressions with the parts taken of them ("early", "the first half of")."""
    before: _Found | None = None
    day_before: _Found | None = None
    for match in _candidates(text):
        family = match.lastgroup or ""
        if not is_date(text, match, family):
            continue
        context = Context(
            anchor=anchor,
            tense=partial(tense, match.start()),
            before=_near(before, match.start()),
            day_before=_near(day_before, match.start()),
        )
        found = _with_part(text, _resolved(match, family, context), context)
        if found is None:
            continue
        yield found
        if found.span is not None and found.span.earliest is not None:
            before = found
            day_before = found if found.span.granularity is Granularity.DAY else day_before


def _near(found: _Found | None, offset: int) -> TimeSpan | None:
    """Return what was spoken of before ``offset``, if not too long ago."""
    return found.span if found and offset - found.end < _NARRATIVE_REACH else None


def _resolved(match: re.Match[str], family: str, context: Context) -> _Found:
    rule = "narrative" if family in ("narrative", "later") else family.replace("_", "-")
    unresolved = _Found(
        start=match.start(),
        end=match.end(),
        family=family,
        span=None,
        granularity=granularity_of(family, match[0]),
        rule=rule,
        relative=True,
        partial=partial_of(family, match[0]),
    )
    try:
        meaning = _RESOLVERS[family](match[0], context)
    except UnresolvableError as error:
        return replace(unresolved, rule=f"{rule}+{error}", relative=str(error) != "ambiguous-numeric")
    except (ValueError, OverflowError):
        return replace(unresolved, rule=f"{rule}+no-such-day", relative=False)
    span = meaning.span
    return replace(unresolved, span=span, granularity=span.granularity, relative=meaning.relative)


# ------------------------------------------------------------------ parts


def _with_part(text: str, found: _Found, context: Context) -> _Found | None:
    """Return the expression with the words before it that take a part of it; none if it needs them."""
    if found.rule.endswith("+duration"):
        return None
    match = part_before().search(text, max(0, found.start - _REACH), found.start)
    needs_part = found.family == "the_unit"
    if match is None:
        return None if needs_part else found
    if match["compared"] and found.family not in ("unit", "narrative", "the_unit", "past_unit"):
        return None if needs_part else found
    start, words = match.start(), match.lastgroup or ""
    if found.span is None:
        return replace(found, start=start)
    span, name = _part(found.span, match, context)
    if span is None:
        return None if needs_part else found
    changed = replace(found, start=start, span=span, granularity=span.granularity, rule=f"{found.rule}+{name}")
    return replace(changed, partial=None) if words else changed


def _part(span: TimeSpan, match: re.Match[str], context: Context) -> tuple[TimeSpan | None, str]:
    if match["eve"]:
        return _eve(span), "eve"
    if match["compared"]:
        return _compared(span, match["compared"].lower(), context), match["compared"].lower().replace(" ", "-")
    name = _part_name(match)
    try:
        return spans.part_of(span, name), name.replace(" ", "-")
    except (KeyError, TypeError, ValueError):
        return None, name  # such as "the first quarter of May"


def _part_name(match: re.Match[str]) -> str:
    if match["third"]:
        return str(match["third"]).lower()
    if match["edge"]:
        word = match["edge"].lower()
        return {"beginning": "start", "close": "end"}.get(word, word)
    ordinal, unit = match["ordinal"].lower(), match["unit"]
    if unit == "days":
        return "start" if ordinal == "first" else "end"
    if ordinal in ("last", "final"):
        ordinal = {"half": "second", "quarter": "fourth"}.get(unit, "last")
    return f"{ordinal} {unit}"


def _eve(span: TimeSpan) -> TimeSpan | None:
    return spans.day_span(span.earliest - DAY) if span.earliest else None


def _compared(span: TimeSpan, word: str, context: Context) -> TimeSpan | None:
    """Resolve "earlier this year" and "later this month" against the anchor, "later that year" as it is."""
    day = context.anchor
    if day is None or span.earliest is None or span.latest is None:
        return span
    if not span.earliest <= day <= span.latest:
        return span
    low, high = (day, span.latest) if word.startswith("later") else (span.earliest, day)
    return spans.interval(low, high)


# ------------------------------------------------------------------ ranges and open ends


def _ranges(text: str, found: list[_Found], anchor: date | None) -> Iterator[_Found]:
    """Yield the expressions, two that bound a stretch ("between March and May") as one."""
    number = 0
    while number < len(found):
        left = found[number]
        right = found[number + 1] if number + 1 < len(found) else None
        joined = _range(text, left, right) if right else None
        number += 2 if joined else 1
        yield joined or left


def _range(text: str, left: _Found, right: _Found) -> _Found | None:
    gap = text[left.end : right.start]
    if not _RANGE_GAP.fullmatch(gap):
        return None
    opening = _BETWEEN.search(text, max(0, left.start - 16), left.start)
    is_dash = gap.strip() in ("-", "–", "—")
    if not opening and not (is_dash and left.family == right.family):
        return None
    if opening and ("and" in gap) != text[opening.start()].lower().startswith("b"):
        return None
    start = opening.start() if opening else left.start
    span = _stretch(left, right)
    if span is None and left.span is not None and right.span is not None:
        return None
    relative = right.relative or (left.relative and not left.partial)
    joined = replace(right, start=start, span=span, granularity=Granularity.INTERVAL, rule="range")
    return replace(joined, partial=None, relative=relative)


def _stretch(left: _Found, right: _Found) -> TimeSpan | None:
    """Return the stretch between two expressions; the year of one completes the other."""
    low, high = left.span, right.span
    is_known = low is not None and high is not None
    if left.partial and right.partial and not (is_known and left.rule != right.rule):
        low = low if low and high and _in_order(low, high) else _completed(left.partial, high, before=True)
    elif left.partial:
        low = _completed(left.partial, high, before=True)
    elif right.partial:
        high = _completed(right.partial, low, before=False)
    if low is None or high is None:
        return None
    if not _in_order(low, high) or low.earliest is None or high.latest is None:
        return None
    if "X" in low.edtf + high.edtf or Granularity.WEEK in (low.granularity, high.granularity):
        return spans.interval(low.earliest, high.latest)
    edtf = f"{spans.written_start(low)}/{spans.written_end(high)}"
    return TimeSpan(edtf=edtf, earliest=low.earliest, latest=high.latest, granularity=Granularity.INTERVAL)


def _in_order(low: TimeSpan, high: TimeSpan) -> bool:
    return None not in (low.earliest, high.latest) and low.earliest < high.latest  # type: ignore[operator]


def _completed(partial: tuple[int, int | None], neighbour: TimeSpan | None, *, before: bool) -> TimeSpan | None:
    """Return the month or day in the year that puts it nearest before (or after) its neighbour."""
    other = neighbour.earliest if neighbour else None
    if other is None:
        return None
    month, day = partial
    for year in (other.year, other.year - 1 if before else other.year + 1):
        try:
            span = spans.day_span(date(year, month, day)) if day else spans.month_span(year, month)
        except ValueError:
            continue  # no 29 February in this year
        if span.earliest and (span.earliest < other if before else span.earliest > other):
            return span
    return None


def _bounded(text: str, found: Iterator[_Found]) -> Iterator[_Found]:
    """Yield the expressions, those behind "since", "until" and the like with one end open."""
    for one in found:
        match = bound_before().search(text, max(0, one.start - _REACH), one.start)
        is_noun = _POSSESSIVE.match(text, one.end) is not None
        if match is None or is_noun or one.rule == "range":
            yield one
            continue
        yield _opened(text, one, match)


def _opened(text: str, one: _Found, match: re.Match[str]) -> _Found:
    word = match["bound"].lower()
    onward = _ONWARD.match(text, one.end) if word == "from" else None
    if word == "from" and one.family in ("dayrange", "years"):
        return replace(one, start=match.start())
    if word == "from" and not onward:
        return one
    changed = replace(
        one,
        start=match.start(),
        end=onward.end() if onward else one.end,
        rule=f"{one.rule}+{word.replace(' ', '-')}",
        granularity=Granularity.INTERVAL,
    )
    if one.span is None:
        return changed
    span = _open_span(one.span, "since" if word == "from" else word)
    return replace(changed, span=span) if span else one


def _open_span(span: TimeSpan, word: str) -> TimeSpan | None:
    if span.earliest is None or span.latest is None:
        return None
    try:
        if word == "since":
            return spans.open_after(span.earliest, spans.written_start(span))
        if word == "after":
            return _strictly_after(span)
        if word in ("before", "prior to", "ahead of"):
            return _strictly_before(span)
    except (ValueError, OverflowError):
        return None
    return spans.open_before(span.latest, spans.written_end(span))


def _strictly_after(span: TimeSpan) -> TimeSpan:
    assert span.latest is not None
    first = span.latest + DAY
    return spans.open_after(first, first.isoformat()[: len(spans.written_end(span))])


def _strictly_before(span: TimeSpan) -> TimeSpan:
    assert span.earliest is not None
    last = span.earliest - DAY
    return spans.open_before(last, last.isoformat()[: len(spans.written_start(span))])


def _hit(found: _Found) -> DateHit:
    span = found.span
    return DateHit(
        start=found.start,
        end=found.end,
        edtf=span.edtf if span else None,
        earliest=span.earliest if span else None,
        latest=span.latest if span else None,
        granularity=found.granularity,
        rule=found.rule,
        relative=found.relative,
    )
