"""The typer's weights: how they are made, read, and refused."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from diplograph.codebook.rootweights import BIAS, COLUMNS, FILE, ROOTS, load_root_weights
from diplograph.errors import OntologyError
from diplograph.language.typer import probabilities
from diplograph.resources import ontology_file

TRAINER = Path(__file__).parents[1] / "benchmarks" / "roots.py"
LEAST_SENTENCES = 1500
HEADER = "\t".join(COLUMNS) + "\n"
EVEN = "\t0" * len(ROOTS) + "\n"


@pytest.fixture
def weights_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("diplograph.resources.ontology_dir", lambda: tmp_path)
    return tmp_path / FILE


@pytest.fixture(scope="module")
def trainer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("roots_trainer", TRAINER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "roots_trainer", module)
        spec.loader.exec_module(module)
    return module


def test_the_shipped_weights_were_learnt_from_enough_sentences() -> None:
    first = ontology_file(FILE).read_text(encoding="utf-8").splitlines()[0]
    number = re.search(r"from (\d+) sentences", first)
    assert number
    assert int(number[1]) >= LEAST_SENTENCES


@pytest.mark.parametrize(
    ("seen", "root"),
    [
        (["trigger:bomb/VERB"], "ASSAULT"),
        (["trigger:visit/VERB", "dobj:[state]"], "CONSULT"),
        (["trigger:accuse/VERB", "dobj:[state]"], "ACCUSE"),
        (["trigger:deport/VERB", "dobj:[group of people]"], "COERCE"),
    ],
)
def test_the_shipped_weights_know_plain_words(seen: list[str], root: str) -> None:
    shares = probabilities(seen, load_root_weights())
    assert ROOTS[shares.index(max(shares))] == root


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("feature\tACCUSE\n" + BIAS + "\t0\n", 1, "header"),
        (HEADER + BIAS + EVEN + "in:war\t1\n", 3, "cells found"),
        (HEADER + BIAS + EVEN + "in:war" + EVEN.replace("0", "high", 1), 3, "'high', a number expected"),
        (HEADER + BIAS + EVEN + "in:war" + EVEN.replace("0", "", 1), 3, "a number expected"),
        (HEADER + BIAS + EVEN + "in:war" + EVEN.replace("0", "nan", 1), 3, "not finite"),
        (HEADER + BIAS + EVEN + "in:war" + EVEN.replace("0", "inf", 1), 3, "not finite"),
        (HEADER + BIAS + EVEN + ("in:war" + EVEN) * 2, 4, "stands twice"),
        (HEADER + "in:war" + EVEN, 0, "make typer"),
        ("", 0, "make typer"),
    ],
)
def test_wrong_weights_are_refused_by_line_and_reason(weights_file: Path, text: str, line: int, reason: str) -> None:
    weights_file.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_root_weights.__wrapped__()
    assert (caught.value.file, caught.value.line) == (FILE, line)
    assert reason in caught.value.reason


def test_missing_weights_are_named(weights_file: Path) -> None:
    assert not weights_file.exists()
    with pytest.raises(OntologyError, match=rf"{FILE}: the file is missing"):
        load_root_weights.__wrapped__()


# ------------------------------------------------------------------ training


def sentences(trainer: ModuleType) -> Iterator[object]:
    """Yield made-up sentences of three roots: a word of its own for each, and words that all of them share."""
    for number in range(30):
        root = ROOTS[number % 3]
        yield trainer.Example(stem=root, seen=("in:day", f"in:{root.lower()}", f"near:{number % 2}"), root=number % 3)


def test_training_learns_what_tells_roots_apart(trainer: ModuleType) -> None:
    weights = trainer.fit(list(sentences(trainer)))
    for index, root in enumerate(ROOTS[:3]):
        shares = probabilities([f"in:{root.lower()}", "in:day"], weights)
        assert shares.index(max(shares)) == index
        assert max(shares) > 0.6


def test_what_stands_once_is_not_learnt(trainer: ModuleType) -> None:
    once = trainer.Example(stem="x", seen=("in:day", "in:solitary"), root=0)
    weights = trainer.fit([*sentences(trainer), once])
    assert "in:solitary" not in weights.of
    assert "in:day" in weights.of


def test_training_again_gives_the_same_bytes(trainer: ModuleType) -> None:
    first, second = ("".join(trainer.table(trainer.fit(list(sentences(trainer))), 30)) for _ in range(2))
    assert first == second


def test_what_is_written_is_read_as_it_was(trainer: ModuleType, weights_file: Path) -> None:
    weights = trainer.fit(list(sentences(trainer)))
    weights_file.write_text("".join(trainer.table(weights, 30)), encoding="utf-8")
    assert load_root_weights.__wrapped__() == weights
