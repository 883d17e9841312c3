"""Sentences and articles in the manner of the wires, written by somebody who had read neither rules nor lexicon.

Nobody mends a rule or adds a word for one of them: they say how much is read of text that is new to the program.
Whoever has read them must write others. ``docs/accuracy.md`` has the figures.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from diplograph.evaluation.evaluating import score_file
from diplograph.language.parsing import load_nlp
from diplograph.pipeline import read

BLIND = Path(__file__).parent / "data" / "blind"
# What was reached when they were last measured, with room for one sentence in a hundred.
REACHED = {
    "pairs": {"pair linked": 0.58, "pair and root right": 0.52},
    "records": {"root right": 0.58, "all right": 0.42},
}
# The same of the three articles together, whose events somebody annotated in full.
IN_ARTICLES = {"core events found": 0.74, "type, source and target right": 0.61, "modality right": 0.71}


@pytest.mark.model
@pytest.mark.parametrize("name", REACHED)
def test_what_is_new_is_read_as_well_as_before(name: str) -> None:
    found = _shares(BLIND / f"{name}.jsonl")
    assert {one: found[one] for one, least in REACHED[name].items() if found[one] < least} == {}


@pytest.mark.model
def test_new_articles_are_read_as_well_as_before() -> None:
    found = _shares(*sorted((BLIND / "articles").glob("*.gold.json")))
    assert {one: found[one] for one, least in IN_ARTICLES.items() if found[one] < least} == {}


def _shares(*files: Path) -> dict[str, float]:
    """Return the share of each measure that is right in all of ``files``."""
    hits, totals = Counter[str](), Counter[str]()
    for file in files:
        score = score_file(file, lambda documents: read(documents, nlp=load_nlp()))
        assert score is not None
        for measure in score.measures:
            hits[measure.name] += measure.hits
            totals[measure.name] += measure.total
    return {name: hits[name] / total for name, total in totals.items()}
