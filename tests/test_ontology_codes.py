from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.codebook import codes
from diplograph.codebook.codes import COLUMNS, goldstein, load_codes, quad_class, root_score
from diplograph.codebook.eventclasses import PLOVER_ROOTS
from diplograph.errors import OntologyError

GOOD = dict.fromkeys(COLUMNS, "") | {"scheme": "cameo", "code": "04", "label": "consultation"}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a function that puts rows in the place of the table."""

    def put(*rows: dict[str, str]) -> None:
        load_codes.cache_clear()
        monkeypatch.setattr(codes, "read_table", lambda *_: iter(enumerate(rows, start=2)))

    yield put
    monkeypatch.undo()
    load_codes.cache_clear()


@pytest.mark.parametrize(
    ("code", "score"),
    [("173", -5.0), ("0841", 7.0), ("0874", 10.0), ("1012", -5.0), ("04", 1.0), ("045", 5.0), ("99", None)],
)
def test_goldstein(code: str, score: float | None) -> None:
    assert goldstein(code) == score


@given(st.text(max_size=8))
def test_goldstein_of_anything_is_a_score_or_none(code: str) -> None:
    score = goldstein(code)
    assert score is None or -10 <= score <= 10


def test_quad_classes_of_all_roots() -> None:
    assert {quad_class(root) for root in PLOVER_ROOTS} == {1, 2, 3, 4}
    assert quad_class("SANCTION") == 4
    assert quad_class("COERCE-arrest") == 4
    assert quad_class("STATEMENT") is None


def test_scores_of_roots_and_modes() -> None:
    assert root_score("CONSULT") == 2.5
    assert root_score("CONSULT", "visit") == 4.0
    assert root_score("CONSULT", "no such mode") == 2.5
    assert root_score("ACCUSE") == -3.0
    assert root_score("NOTHING") is None


def test_there_are_all_roots_and_contexts() -> None:
    found = load_codes()
    roots = {code.code for code in found.values() if code.scheme == "plover" and not code.broader}
    assert roots == PLOVER_ROOTS
    assert sum(code.scheme == "plover-context" for code in found.values()) == 37
    assert sum(code.scheme == "cameo" and len(code.code) == 2 for code in found.values()) == 20


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scheme": "cameos"}, "'cameos' is no scheme"),
        ({"score": "much"}, "a number expected"),
        ({"score": "11"}, "-10 to 10 expected"),
        ({"quad": "5"}, "1 to 4 or nothing"),
        ({"broader": "0"}, "broader '0' is not in the table"),
        ({"match": "CONFER"}, "'CONFER' is no PLOVER code"),
    ],
)
def test_a_wrong_row_is_named(change: dict[str, str], message: str, table: Any) -> None:
    table(GOOD | change)
    with pytest.raises(OntologyError, match=message) as caught:
        load_codes()
    assert (caught.value.file, caught.value.line) == ("codes.tsv", 2)


def test_a_code_stands_once(table: Any) -> None:
    table(GOOD, GOOD)
    with pytest.raises(OntologyError, match="04 stands twice") as caught:
        load_codes()
    assert caught.value.line == 3
