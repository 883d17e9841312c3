"""Expressions of time: a table of sentences, what is none, and what must hold for any text."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.language.dates.datepatterns import section, triggers
from diplograph.language.dates.expressions import DateHit, Tense, find_dates
from diplograph.model import Granularity

DATA = Path(__file__).parent / "data" / "dates"
FRIDAY = date(2021, 10, 8)


def _day(cell: str) -> date | None:
    return None if cell == "-" else date.fromisoformat(cell)


def _rows() -> list[list[str]]:
    lines = (DATA / "expressions.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith(("#", "anchor\t"))]


def _cases() -> list[object]:
    marks = [[pytest.mark.xfail(strict=True, reason=row[6])] if row[6] else [] for row in _rows()]
    return [
        pytest.param(*row[:6], id=f"{number}-{row[1][:40]}", marks=mark)
        for number, (row, mark) in enumerate(zip(_rows(), marks, strict=True))
    ]


@pytest.mark.parametrize(("anchor", "sentence", "edtf", "earliest", "latest", "granularity"), _cases())
def test_expression(anchor: str, sentence: str, edtf: str, earliest: str, latest: str, granularity: str) -> None:
    start, end = sentence.index("["), sentence.index("]") - 1
    text = sentence.replace("[", "").replace("]", "")
    hits = [hit for hit in find_dates(text, _day(anchor)) if (hit.start, hit.end) == (start, end)]
    found = [(hit.edtf, hit.earliest, hit.latest, hit.granularity) for hit in hits]
    wanted = None if edtf == "-" else edtf
    assert found == [(wanted, _day(earliest), _day(latest), Granularity(granularity))]


def test_every_expression_is_looked_for_by_itself() -> None:
    """What stands far from any other date is found too: only the surroundings of triggers are searched."""
    expressions = [row[1][row[1].index("[") + 1 : row[1].index("]")] for row in _rows() if not row[6]]
    assert [text for text in expressions if not triggers().search(text)] == []


def test_table_is_large_and_nearly_all_right() -> None:
    rows = _rows()
    assert len(rows) >= 160
    assert sum(bool(row[6]) for row in rows) <= 0.02 * len(rows)


@pytest.mark.parametrize(
    "sentence",
    [line for line in (DATA / "nothing.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"],
)
def test_no_expression(sentence: str) -> None:
    assert find_dates(sentence, FRIDAY) == ()


def _only(text: str, anchor: date | None = FRIDAY) -> DateHit:
    (hit,) = find_dates(text, anchor)
    return hit


def test_the_tense_of_the_caller_counts_for_more_than_words() -> None:
    text = "The two will have met on Monday."
    assert _only(text).edtf == "2021-10-11"
    (hit,) = find_dates(text, FRIDAY, tense_at=lambda offset: "past")
    assert hit.edtf == "2021-10-04"


def test_the_tense_is_asked_at_the_expression() -> None:
    text = "They met on Monday."
    asked: list[int] = []

    def tense_at(offset: int) -> Tense:
        asked.append(offset)
        return "none"

    find_dates(text, FRIDAY, tense_at=tense_at)
    assert set(asked) == {text.index("Monday")}


@pytest.mark.parametrize("weekday", range(1, 8))
def test_a_bare_weekday_is_that_day_or_one_of_the_six_before(weekday: int) -> None:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    hit = _only(f"They met on {names[weekday - 1]}.")
    assert hit.earliest is not None
    assert hit.earliest.isoweekday() == weekday
    assert 0 <= (FRIDAY - hit.earliest).days <= 6


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("They met on Monday.", "weekday+no-anchor"),
        ("The next day they met.", "narrative+no-antecedent"),
        ("They met several years ago.", "ago+vague"),
    ],
)
def test_what_is_not_resolved_says_why(text: str, rule: str) -> None:
    hit = _only(text, None if "anchor" in rule else FRIDAY)
    assert (hit.edtf, hit.earliest, hit.latest, hit.rule, hit.relative) == (None, None, None, rule, True)


def test_written_dates_need_no_anchor() -> None:
    hit = _only("They signed on 5 May 2005.", None)
    assert (hit.edtf, hit.relative, hit.rule) == ("2005-05-05", False, "day")


def test_a_range_takes_its_year_from_its_end_without_an_anchor() -> None:
    assert _only("They met from November 29 to December 1, 1965.", None).edtf == "1965-11-29/1965-12-01"


@pytest.mark.parametrize("anchor", [date.min, date.max, date(2020, 2, 29)])
@pytest.mark.parametrize(
    "expression",
    ["900 years ago", "next century", "last decade", "Monday", "Feb. 29", "before today"],
)
def test_the_ends_of_the_calendar_do_no_harm(anchor: date, expression: str) -> None:
    assert all(hit.start < hit.end for hit in find_dates(f"It was so {expression}, he said.", anchor))


def test_seasons_and_feasts_are_well_formed() -> None:
    for row in section("seasons").values():
        assert isinstance(row, dict)
        assert set(row) == {"code", "first", "last"}
    assert all(isinstance(row, list) and len(row) == 2 for row in section("feasts").values())


WORDS = st.sampled_from(
    [
        *("the", "last", "next", "this", "May", "March", "2007", "2013", "Friday", "October", "8", ","),
        *("-", "–", "to", "and", "between", "from", "early", "mid", "half", "of", "first", "years", "two"),
        *("ago", "later", "since", "until", "by", "year", "week", "weekend", "Q3", "1990s", "'s", "day"),
        *("10/06/2021", "2021-10-06", "in"),
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join), st.none() | st.dates())
def test_hits_are_in_order_and_their_bounds_sound(text: str, anchor: date | None) -> None:
    hits = find_dates(text, anchor)
    assert all(left.end <= right.start for left, right in pairwise(hits))
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert (hit.edtf is None) <= (hit.earliest is None and hit.latest is None)
        assert hit.earliest is None or hit.latest is None or hit.earliest <= hit.latest


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    find_dates(text, FRIDAY)


@pytest.mark.parametrize("piece", ["May ", "the first half of ", "2007-", "two ", "'90s and ", "early ", "1 2 3 "])
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.perf_counter()
        find_dates(text, FRIDAY)
        return time.perf_counter() - start

    assert seconds(200_000) < 12 * max(seconds(50_000), 0.02)
