"""Tokens are given what spaCy's attribute ruler gives them, though it is asked only once for each kind."""

from __future__ import annotations

from typing import Any, cast

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab

from diplograph.language.parsing import load_nlp
from diplograph.language.tokenkinds import TokenKinds, is_by_kind

WORDS = ["Let", "'s", "gon", "na", "wo", "n't", "There", "is", "the", "The", "that", "I", "do", "port", " ", "\n\n"]
TAGS = ["NN", "NNP", "VBZ", "VB", "MD", "DT", "IN", "PRP", "_SP", ""]
DEPS = ["nsubj", "dobj", "aux", "det", "mark", "expl", "ROOT", ""]
VOCAB = spacy.blank("en").vocab
TOKENS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(TAGS), st.sampled_from(DEPS)), max_size=12)


def ruler(*rules: tuple[list[dict[str, Any]], dict[str, str], int]) -> AttributeRuler:
    made = AttributeRuler(VOCAB)
    for pattern, attrs, index in rules:
        made.add([pattern], attrs, index)
    return made


def parsed(vocab: Vocab, tokens: list[tuple[str, str, str]]) -> Doc:
    words, tags, deps = (list(column) for column in zip(*tokens, strict=True)) if tokens else ([], [], [])
    return Doc(vocab, words=words, tags=tags, deps=deps, heads=[0] * len(words))


def assert_alike(ruled: AttributeRuler, kinds: TokenKinds, doc: Doc) -> None:
    copy = doc.copy()
    assert kinds(doc).to_bytes() == ruled(copy).to_bytes()


@pytest.mark.model
def test_texts_are_given_the_same_by_the_rules_of_the_model() -> None:
    nlp = load_nlp()
    ruled = cast(AttributeRuler, nlp.get_pipe("attribute_ruler"))
    kinds = TokenKinds(ruled)

    @given(TOKENS)
    def alike(tokens: list[tuple[str, str, str]]) -> None:
        assert_alike(ruled, kinds, parsed(nlp.vocab, tokens))

    alike()
    assert "token_kinds" in nlp.pipe_names
    assert "attribute_ruler" not in nlp.pipe_names


@given(TOKENS)
def test_every_operator_of_a_condition_counts(tokens: list[tuple[str, str, str]]) -> None:
    ruled = ruler(
        ([{"LOWER": {"REGEX": "^th"}}], {"POS": "DET", "MORPH": "PronType=Art"}, 0),
        ([{"TAG": {"NOT_IN": ["NN", ""]}, "DEP": {"IN": ["aux", "expl"]}}], {"POS": "AUX"}, 0),
        ([{"LOWER": "the"}, {"TAG": "NN"}], {"LEMMA": "harbour", "POS": "NOUN"}, -1),
        ([{"LOWER": {"NOT_IN": ["the", "port"]}}, {"LOWER": "the"}], {"POS": "X"}, 0),
        ([{"IS_SPACE": True}], {"TAG": "_SP", "DEP": "dep"}, 0),
    )
    assert_alike(ruled, TokenKinds(ruled), parsed(VOCAB, tokens))


@pytest.mark.parametrize(
    ("pattern", "attrs"),
    [
        ([{"ORTH": "Port"}], {"POS": "PROPN"}),
        ([{"TAG": "NN", "OP": "+"}], {"POS": "NOUN"}),
        ([{"TAG": "NN"}], {"NORM": "noun"}),
    ],
)
def test_a_ruler_that_looks_or_gives_further_is_left_as_it_is(
    pattern: list[dict[str, Any]], attrs: dict[str, str]
) -> None:
    assert not is_by_kind(ruler((pattern, attrs, 0)))
