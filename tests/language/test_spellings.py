"""Words that some papers write with a hyphen: read as one word, with the lemma that the lexicon uses."""

from __future__ import annotations

import pytest

from diplograph.codebook.lemmas import load_spellings
from diplograph.language.parsing import load_nlp
from diplograph.language.tree import tree_of


def test_a_word_is_parsed_as_it_is_spelt_without_its_hyphen() -> None:
    assert [word for word, (parsed, _) in load_spellings().items() if parsed != word.replace("-", "", 1)] == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("Peru co-operated with Chile.", "co-operated", "cooperate"),
        ("Co-operation between Peru and Chile ended.", "Co-operation", "cooperation"),
        ("MILITARY CO-OPERATION ENDED.", "CO-OPERATION", "cooperation"),
        ("Peru and Chile re-established ties.", "re-established", "restore"),
        ("The pull-outs took a month.", "pull-outs", "pullout"),
    ],
)
def test_a_word_with_a_hyphen_stays_whole(text: str, word: str, lemma: str) -> None:
    tree = tree_of(load_nlp()(text))
    assert tree.lemmas[tree.words.index(word)] == lemma
