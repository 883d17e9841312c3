"""Sentences in the manner of the wires, written by somebody who had read neither rules nor lexicon.

Nobody mends a rule or adds a word for one of them: they say how much is read of text that is new to the program.
Whoever has read them must write others. ``docs/accuracy.md`` has the figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from diplograph.evaluation.evaluating import score_file
from diplograph.language.parsing import load_nlp
from diplograph.pipeline import read

BLIND = Path(__file__).parent / "data" / "blind"
# What was reached when they were last measured, with room for one sentence in a hundred.
REACHED = {
    "pairs": {"pair linked": 0.58, "pair and root right": 0.52},
    "records": {"root right": 0.56, "all right": 0.41},
}


@pytest.mark.model
@pytest.mark.parametrize("name", REACHED)
def test_what_is_new_is_read_as_well_as_before(name: str) -> None:
    score = score_file(BLIND / f"{name}.jsonl", lambda documents: read(documents, nlp=load_nlp()))
    assert score is not None
    found = {measure.name: measure.hits / measure.total for measure in score.measures}
    assert {one: found[one] for one, least in REACHED[name].items() if found[one] < least} == {}
