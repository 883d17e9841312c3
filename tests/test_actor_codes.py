"""Country and sector of named and unnamed actors: a table of phrases, read by the whole pipeline."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from diplograph.language.parsing import load_nlp
from diplograph.model import Actor, ActorKind, Document, Mention, MentionKind, Reading
from diplograph.pipeline import read

TABLE = Path(__file__).parent / "data" / "registry" / "phrases.tsv"


def _cases() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = _cases()


@pytest.fixture(scope="module")
def codes() -> Mapping[str, str]:
    """Return the code of whom each phrase means, by its place in the table."""
    documents = [
        Document(
            id=f"{number:03}", text=case["phrase"], published=date.fromisoformat(case["day"]) if case["day"] else None
        )
        for number, case in enumerate(CASES)
    ]
    return {reading.document.id: _code(reading) for reading in read(documents, nlp=load_nlp())}


def _code(reading: Reading) -> str:
    actors = {actor.id: actor for actor in reading.actors}
    known = [mention for mention in reading.mentions if mention.actor in actors]
    if not known:
        return "nobody"
    mention = min(known, key=_rank)
    return _code_of(actors[mention.actor or ""], mention)


def _rank(mention: Mention) -> tuple[bool, int, int]:
    """Sort names that only modify last, then by place, the longest first."""
    return "modifier" in mention.rule, mention.span.start, -mention.span.end


def _code_of(actor: Actor, mention: Mention) -> str:
    is_seat = actor.kind is ActorKind.STATE and mention.kind is MentionKind.METONYM
    sectors = ("GOV",) if is_seat else actor.sectors
    return (actor.country or "---") + ("".join(sectors) or "-")


def test_the_table_is_long_and_says_nothing_twice() -> None:
    assert len(CASES) >= 200
    assert len({(case["phrase"], case["day"]) for case in CASES}) == len(CASES)


@pytest.mark.model
@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number]["phrase"])
def test_code_of_a_phrase(codes: Mapping[str, str], number: int) -> None:
    assert codes[f"{number:03}"] == CASES[number]["code"]
