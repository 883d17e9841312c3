"""Sorting and keeping on disk: the same as in memory, whatever the budget."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.errors import OutputError
from diplograph.external import Sorter, Spool
from diplograph.stored import Stored

PAIRS = st.lists(st.tuples(st.integers(0, 20), st.text(max_size=3)))


@given(pairs=PAIRS, budget=st.integers(1, 30))
def test_sorted_as_in_memory_and_equal_keys_in_the_order_taken(pairs: list[tuple[int, str]], budget: int) -> None:
    sorter = Sorter[str](budget=budget)
    for key, value in pairs:
        sorter.add(key, value)
    expected = sorted(pairs, key=lambda pair: pair[0])
    assert list(sorter.sorted()) == expected
    assert list(sorter.sorted()) == expected


def test_many_runs_become_one() -> None:
    sorter = Sorter[int](budget=1)
    for number in reversed(range(450)):
        sorter.add(number, number)
    assert [value for _, value in sorter.sorted()] == list(range(450))


def test_pairs_may_be_read_when_the_sorter_is_forgotten() -> None:
    def forgotten() -> Iterator[tuple[int, int]]:
        sorter = Sorter[int](budget=2)
        for number in (3, 1, 2):
            sorter.add(number, number)
        return sorter.sorted()

    assert [value for _, value in forgotten()] == [1, 2, 3]


@given(st.lists(st.text(), max_size=8), st.integers(1, 20))
def test_a_spool_gives_back_what_was_written(pieces: list[str], kept: int) -> None:
    text = "".join(pieces).encode("utf-8", "replace").decode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("diplograph.external._SPOOLED", kept)
        patch.setattr("diplograph.external._PIECE", 3)
        spool = Spool()
        for at, character in enumerate(text):
            spool.write(character)
            assert at % 5 or "".join(spool.read()) == text[: at + 1]
        assert "".join(spool.read()) == text


@given(st.lists(st.dictionaries(st.text(max_size=3), st.integers(), max_size=3), max_size=8))
def test_what_is_stored_is_a_sequence(values: list[dict[str, int]]) -> None:
    stored = Stored((f"{json.dumps(value)}\n".encode() for value in values), dict)
    assert list(stored) == values
    assert len(stored) == len(values)
    assert [stored[at] for at in range(-len(values), len(values))] == values + values
    assert stored[1:3] == tuple(values[1:3])
    assert [json.loads(line) for line in stored.lines()] == values
    assert list(zip(stored, stored, strict=True)) == list(zip(values, values, strict=True))
    with pytest.raises(IndexError):
        stored[len(values)]


def test_a_folder_that_is_none_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"):
        Stored([], dict, tmp_path / "nowhere")
