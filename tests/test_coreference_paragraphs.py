"""Whom pronouns, descriptions, sets and agreements mean in whole paragraphs, read by the whole pipeline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from diplograph.language.parsing import load_nlp
from diplograph.model import Document, Reading
from diplograph.pipeline import read

PARAGRAPHS = Path(__file__).parent / "data" / "coreference" / "paragraphs.yaml"
NOBODY = "nobody"

Case = Mapping[str, Any]
CASES: list[Case] = yaml.safe_load(PARAGRAPHS.read_text(encoding="utf-8"))
LINKS = [(case["name"], words) for case in CASES for words in case["links"]]
BY_NAME = {case["name"]: case for case in CASES}


@pytest.fixture(scope="module")
def readings() -> Mapping[str, Reading]:
    """Return the reading of every paragraph by its name."""
    documents = [Document(id=case["name"], text=case["text"], published=_day(case)) for case in CASES]
    return {reading.document.id: reading for reading in read(documents, nlp=load_nlp())}


def _day(case: Case) -> date | None:
    day = case.get("day")
    return day if isinstance(day, date) else None


def _place(text: str, words: str) -> int:
    """Return where the words, or their second occurrence as "words@2", begin."""
    plain, _, number = words.partition("@")
    places = [match.start() for match in re.finditer(rf"\b{re.escape(plain)}\b", text)]
    return places[int(number or 1) - 1]


def _meant(reading: Reading, words: str) -> list[str]:
    start = _place(reading.document.text, words)
    end = start + len(words.partition("@")[0])
    names = {actor.id: actor.name for actor in reading.actors}
    same = [one for one in reading.mentions if one.span.start < end and one.span.end > start and one.span.end == end]
    found = {names[one.actor] for one in same if one.actor}
    return sorted(found) or [NOBODY]


def _expected(case: Case, words: str) -> list[str]:
    wanted = case["links"][words]
    return sorted(wanted) if isinstance(wanted, list) else [wanted]


def _params() -> list[Any]:
    found = []
    for name, words in LINKS:
        reason = BY_NAME[name].get("gap", {}).get(words)
        marks = (pytest.mark.xfail(strict=True, reason=reason),) if reason else ()
        found.append(pytest.param(name, words, id=f"{name}: {words}", marks=marks))
    return found


def test_the_paragraphs_are_many_and_differ() -> None:
    assert len(CASES) >= 40
    assert len(BY_NAME) == len(CASES)


@pytest.mark.model
@pytest.mark.parametrize(("name", "words"), _params())
def test_whom_words_mean(readings: Mapping[str, Reading], name: str, words: str) -> None:
    assert _meant(readings[name], words) == _expected(BY_NAME[name], words)
