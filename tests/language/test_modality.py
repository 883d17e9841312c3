"""Whether an act is done, planned, asked for, possible or denied, and by which words."""

from __future__ import annotations

import pytest

from diplograph.codebook.operators import load_operators
from diplograph.language.modality import ModalityReader
from trees import Case, cases_of, token_at, tree_from


@pytest.mark.parametrize("case", cases_of("modality", "stances"))
def test_stance_of_each_word(case: Case) -> None:
    tree = tree_from(case)
    reader = ModalityReader(tree, load_operators())
    found = []
    for wanted in case["stances"]:
        word = wanted.split()[0]
        stance = reader.read(token_at(tree, word))
        cues = [tree.words[cue] for cue in stance.cues]
        doubt = ["alleged"] if stance.alleged else []
        found.append(" ".join([word, stance.modality.value, stance.polarity.value, *cues, *doubt]))
    assert found == case["stances"]


@pytest.mark.parametrize("case", cases_of("modality", "stances", test="grammar"))
def test_without_operators_no_word_but_grammar_counts(case: Case) -> None:
    """Cues that remain without the operator table are auxiliaries, negations, conditions, doubt and marks."""
    tree = tree_from(case)
    reader = ModalityReader(tree, {})
    for token in range(len(tree)):
        for cue in reader.read(token).cues:
            assert tree.pos[cue] not in {"NOUN", "PROPN", "ADJ"}, tree.words[cue]


def test_a_stance_is_the_readers_own() -> None:
    """Reading one trigger leaves no cue behind for the next."""
    case = next(param.values[0] for param in cases_of("modality", "stances") if param.id == "condition")
    tree = tree_from(case)
    reader = ModalityReader(tree, load_operators())
    first, again = reader.read(2), reader.read(2)
    assert first == again
    assert first is not again
    assert first.cues is not again.cues
