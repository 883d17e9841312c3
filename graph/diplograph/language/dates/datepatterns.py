"""What expressions of time look like: one pattern for all of them, and those around them."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from diplograph.errors import OntologyError
from diplograph.reading.calendar import (
    FILE,
    either,
    full_month_pattern,
    full_weekday_pattern,
    month_pattern,
    weekday_pattern,
    words_of_dates,
)

UNIT = r"(?:day|week|fortnight|month|quarter|year|decade|century)"
UNITS = r"(?:days?|weeks?|fortnights?|months?|quarters?|years?|decades?|centur(?:y|ies))"
YEAR = r"(?:1[5-9]|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
HOUR = r"(?:[ -](?:morning|afternoon|evening|night|midnight|noon))"
TO = r"(?: ?[-–—] ?| to | and | through | until )"

# What a year-like number counts, rather than being a year.
_COUNTED = (
    r"people|persons|troops|soldiers|men|women|children|civilians|refugees|migrants|victims|deaths"
    r"|dead|cases|homes|houses|jobs|workers|employees|students|prisoners|fighters|police|officers|km"
    r"|kilomet|mile|meter|metre|feet|foot|strong|member|percent|per cent|%|dollars|euros|pounds"
    r"|tons?\b|tonnes|barrels|hours|minutes|seconds|days|weeks|months|years|villages|families|members"
    r"|delegates|participants|rounds|missiles|rockets|aircraft|tanks|vehicles|GMT|UTC|others|more\b"
    r"|or more|additional|extra|local time|million|billion|thousand|hundred|votes|pages"
)


def first_any_case(words: str) -> str:
    """Return ``words`` (alternatives, each in small letters) so that their first letters may be capitals."""
    return f"(?:{re.sub(r'(?:^|(?<=[|(:]))([a-z])', _both_cases, words)})"


def _both_cases(match: re.Match[str]) -> str:
    return f"[{match[1].upper()}{match[1]}]"


def section(name: str) -> dict[str, object]:
    """Return a mapping of ``ontology/lexicon/dates.yaml``.

    Raises:
        OntologyError: if there is no such mapping.
    """
    rows = words_of_dates().get(name)
    if not isinstance(rows, dict):
        raise OntologyError(FILE, 0, f"{name}: a mapping was expected")
    return {str(key): value for key, value in rows.items()}


@cache
def numbers() -> dict[str, int]:
    """Return the value of each number word."""
    return cast("dict[str, int]", section("numbers"))


@cache
def number_pattern() -> str:
    """Return a pattern for a small number in words or digits."""
    return rf"(?:\d{{1,3}}|{first_any_case(either(list(numbers())))})"


def _any(*words: str) -> str:
    """Return a pattern for one of ``words``, the first letter large or small."""
    return first_any_case("|".join(words))


_THE = "[Tt]he"
_DEICTIC = _any("last", "this", "next", "past", "coming")
_VAGUE = _any("several", "some", "a few", "few", "many", "a couple of", "a number of")
_OF_YEAR = rf"(?:,? (?:of )?{YEAR}\b(?!-\d))"
_YEAR_WORDS = r"(?:,? (?:of )?(?:last|this|next|that|the same|the following|the previous) year\b)"


def _written_families() -> dict[str, str]:
    """Return the families that name days, months and years as they are, the longer readings first."""
    month, full_month = month_pattern(), full_month_pattern()
    weekday = rf"(?:{weekday_pattern()},? (?:the )?)?"
    feast = either(list(section("feasts"))).replace("'", "['’]")
    whose_month = _any("last", "this", "next", "past", "coming", "the previous", "the following", "that")
    return {
        "iso": rf"(?<![\d-]){YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?![\d-])",
        "numeric": rf"(?<![\d/.])\d{{1,2}}(?P<mark>[/.])\d{{1,2}}(?P=mark){YEAR}(?![\d/])",
        "dayrange": rf"{weekday}(?:{month} {DAY}{TO}{DAY}(?![\d,]\d|[- ]{month}){_OF_YEAR}?"
        rf"|{DAY}{TO}{DAY} (?:of )?{month}{_OF_YEAR}?)",
        "day": rf"{weekday}(?:{month} ?{DAY}\b(?!,\d|\.\d|[-/]\d)(?:{_OF_YEAR}|{_YEAR_WORDS})?"
        rf"|(?:{_THE} )?{DAY}(?: of|-)? ?{month}(?:{_OF_YEAR}|{_YEAR_WORDS}|-{YEAR}\b)?)",
        "month": rf"{month}(?:{_OF_YEAR}|{_YEAR_WORDS})",
        "relative_month": rf"{whose_month} {full_month}",
        "bare_month": full_month,
        "feast": rf"(?:{feast})\b{_OF_YEAR}?",
    }


def _relative_families() -> dict[str, str]:
    """Return the families that are seen from the day of the document, or from what came before."""
    number, weekday = number_pattern(), full_weekday_pattern()
    whose = _any("last", "this", "next", "past", "coming", "this past", "this coming", "the previous",
                 "the following", "the next")  # fmt: skip
    weekend = _any("last", "this", "next", "the", "this past", "this coming", "the past", "the coming")
    seasons = list(section("seasons"))
    season = either([*seasons, *(name.title() for name in seasons)])
    narrative = _any("the following", "the next", "the previous", "the same", "the preceding", "that same", "that")
    return {
        "weekday": rf"(?:{whose} )?{weekday}{HOUR}?(?:,? (?:of )?(?:last|this|next) week\b)?",
        "named_day": _any("the day before yesterday", "the day after tomorrow")
        + rf"|(?:{_any('yesterday', 'tomorrow', 'today', 'tonight', 'last night')}{HOUR}?|[Tt]his{HOUR})\b",
        "overnight": r"[Oo]vernight\b(?! (?:bag|bus|ferry|flight|guest|sensation|shelter|stay|success|train)s?\b)",
        "ago": rf"(?:{number}|{_VAGUE}) {UNITS} ago\b",
        "later": rf"{number} {UNITS} (?:later|earlier|afterwards?|before(?=[,.;]))\b",
        "hours_later": rf"(?:(?:{number}|{_VAGUE}) )?(?:[Hh]ours?|[Mm]inutes?) (?:later|afterwards?)\b",
        "window": rf"(?:{_THE} )?{_any('past', 'last', 'previous', 'next', 'coming', 'following')}"
        rf" {number} {UNITS}\b",
        "within": rf"{_any('in', 'within')} {number} {UNITS}\b(?:['’]? time\b)?",
        "season": rf"(?:{_any('last', 'this', 'next', 'the')} )?(?:{season})(?: of)?,? {YEAR}\b"
        rf"|{_any('last', 'this', 'next')} (?:{season})\b",
        "weekend": rf"{weekend} weekend\b",
        "narrative": rf"{narrative} {UNIT}\b|{_THE} {UNIT} (?:before|after)\b(?=[,.;])",
        "past_unit": rf"{_any('the past', 'the last')} {UNIT}\b(?! of)",
        "unit": rf"(?:{_DEICTIC}|{_any('the current', 'the coming')}) {UNIT}\b(?! of)",
        "the_unit": rf"{_THE} {UNIT}\b(?! (?:of|before|after)\b)",
    }


def _long_families() -> dict[str, str]:
    """Return the families of years and more."""
    american = r"(?:(?:US|U\.S\.|American|United States) )?"
    century = either(list(section("ordinals")))
    return {
        "decade": rf"(?:{_THE} )?(?:(?:1[5-9]|20)\d0['’]?s\b|['’]\d0s\b)"
        rf"|{_THE} (?:{either(list(section('decades')))})\b",
        "century": rf"(?:{_THE} )?(?:\d{{1,2}}(?:st|nd|rd|th)|{century})[ -]century\b",
        "quarter": rf"Q[1-4](?: of)? {YEAR}\b",
        "transition": rf"(?:{_THE} )?{american}(?:{YEAR} )?{american}presidential transition\b",
        "period": rf"(?<!-)(?:{_THE} )?(?:{'|'.join(name for name, _, _ in periods())})\b",
        "years": rf"(?<![\d$€£.,-]){YEAR}(?: ?[-–] ?|/)(?:{YEAR}|\d\d)(?![\w,%-]|\.\d)",
        "year": rf"(?<![\d$€£.,/#№])(?<!\d-){YEAR}(?![\w%]|[.,:/]\d|-\d|[ -](?:{_COUNTED}))",
    }


@cache
def periods() -> tuple[tuple[str, str, str], ...]:
    """Return (pattern of the name, first, last) of each named period.

    Raises:
        OntologyError: if a period lacks its name, its bounds or its source.
    """
    rows = words_of_dates().get("periods")
    if not isinstance(rows, list):
        raise OntologyError(FILE, 0, "periods: a list was expected")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or set(row) != {"name", "from", "to", "source"}:
            raise OntologyError(FILE, 0, f"period {number}: name, from, to and source were expected")
    return tuple((str(row["name"]), str(row["from"]), str(row["to"])) for row in rows)


@cache
def expressions() -> re.Pattern[str]:
    """Return the pattern of all families; the name of the last group is the family."""
    families = {**_written_families(), **_relative_families(), **_long_families()}
    either_of = "|".join(f"(?P<{name}>{pattern})" for name, pattern in families.items())
    return re.compile(rf"(?:(?<![\w'’])(?=\w)|(?<!\w)(?=['’]\d0s))(?:{either_of})")


@cache
def triggers() -> re.Pattern[str]:
    """Return the pattern of what every expression has in it: it finds the places worth a closer look.

    Every alternative begins with a letter or figure of its own, so that ``re`` passes over all others at once.
    """
    numbers_from = "|".join(rf"{figure}\d" for figure in range(10))
    months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    units = "day|week|month|quarter|year|decade|centur|fortnight|night|noon|morning|evening|tomorrow"
    seasons = either([form for name in section("seasons") for form in (name, name.title())])
    named = "|".join(_without_group(name) for name, _, _ in periods())
    return re.compile(
        rf"{numbers_from}|Q[1-4]|{months}|{months.upper()}|{units}|DAY|Day|Year|Eve|Week|ties\b|{seasons}|transition"
        rf"|[Hh]ours? (?:later|after)|inutes? (?:later|after)|{named}"
    )


def _without_group(name: str) -> str:
    """Return the pattern of a name without what may be missing before it, and without a group around all of it."""
    present = re.sub(r"\A\(\?:[^()]*\)\?", "", name)
    grouped = re.fullmatch(r"\(\?:(.*)\)", present)
    return grouped[1] if grouped else present


@cache
def part_before() -> re.Pattern[str]:
    """Return the pattern of words that take a part of the expression behind them."""
    ordinals = "first|second|third|fourth|last|final"
    of_the = r" of (?:the )?"
    return re.compile(
        rf"(?<![\w-])(?:(?:[Tt]he )?(?P<third>[Ee]arly|[Ll]ate|[Mm]id)(?:-| )(?:in |on |of )?(?:the )?"
        rf"|(?:[Tt]he )?(?P<ordinal>{first_any_case(ordinals)}) (?P<unit>half|quarter|week|days){of_the}"
        rf"|(?:[Tt]he )?(?P<edge>{first_any_case('beginning|start|end|middle|close')}){of_the}"
        rf"|(?P<compared>[Ee]arlier|[Ll]ater|[Ss]o far|[Ll]ater on)(?: in)? "
        rf"|(?:[Tt]he )?(?P<eve>[Ee]ve) of (?:the )?)\Z"
    )


@cache
def bound_before() -> re.Pattern[str]:
    """Return the pattern of words that leave one side of the expression behind them open."""
    words = "since|until|till|up to|by|before|prior to|ahead of|after|from"
    return re.compile(rf"(?<![\w-])(?:[Ee]ver )?(?P<bound>{first_any_case(words)})(?: about| around)? \Z")
