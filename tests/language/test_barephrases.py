"""Texts of one bare phrase: their noun is the root, and sentences stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.language.mending.barephrases import mend_phrase, part_of_name
from diplograph.language.tree import Tree
from trees import Case, cases_of, token_at, tree_from

AGENTS = frozenset(
    {"displaced", "midwife", "smuggling ring", "wanted man", "man", "shop steward", "protester", "rebel"}
)
WORDS = ("wanted", "man", "shop", "steward", "in", "the", "rebels", "displaced")
HE_LIFENG = {
    "name": "He Lifeng",
    "text": "He Lifeng spoke .",
    "pos": "PRON PROPN VERB PUNCT",
    "tags": "PRP NNP VBD .",
    "heads": "1 2 2 2",
    "deps": "compound nsubj ROOT punct",
    "entities": [[1, 2, "PERSON"]],
}


def _mended(tree: Tree) -> Tree:
    return mend_phrase(tree, agents=AGENTS, is_known={"Modi"}.__contains__)


@pytest.mark.parametrize("case", cases_of("barephrases", "root"))
def test_the_noun_of_a_phrase_is_its_root(case: Case) -> None:
    tree = _mended(tree_from(case))
    word, pos, tag = case["root"]
    root = token_at(tree, word)
    assert (tree.heads[root], tree.deps[root], tree.pos[root], tree.tags[root]) == (root, "ROOT", pos, tag)
    assert {other: tree.deps[token_at(tree, other)] for other in case.get("below", {})} == case.get("below", {})


@pytest.mark.parametrize("case", cases_of("barephrases", "whole"))
def test_what_may_be_a_sentence_stays(case: Case) -> None:
    tree = tree_from(case)
    assert _mended(tree) is tree


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Return a parse of up to eight words of the kind that tables hold, hung together anyhow."""
    total = draw(st.integers(1, 8))
    words = draw(
        st.lists(
            st.sampled_from(["wanted", "man", "shop", "steward", "in", "the", "rebels", "displaced"]),
            min_size=total,
            max_size=total,
        )
    )
    order = draw(st.permutations(range(total)))
    heads = [0] * total
    for place, token in enumerate(order):
        heads[token] = order[draw(st.integers(0, place - 1))] if place else token
    pos = draw(st.lists(st.sampled_from(["NOUN", "VERB", "ADJ", "ADP", "DET"]), min_size=total, max_size=total))
    return Tree(
        text=" ".join(words),
        words=words,
        lemmas=words,
        pos=pos,
        tags=["VBN" if one == "VERB" else "NN" for one in pos],
        deps=["ROOT" if heads[token] == token else "dep" for token in range(total)],
        heads=heads,
        starts=[sum(len(word) + 1 for word in words[:token]) for token in range(total)],
        sentences=[(0, total)],
    )


@given(trees())
def test_a_mended_phrase_is_one_tree(tree: Tree) -> None:
    mended = _mended(tree)
    assert [token for token in range(len(mended)) if mended.heads[token] == token] != []
    assert sum(mended.heads[token] == token for token in range(len(mended))) == 1
    for token in range(len(mended)):
        above = [one for one, _ in zip(mended.ancestors(token), range(len(mended)), strict=False)]
        assert len(above) < len(mended)


def test_a_pronoun_before_a_name_is_a_family_name() -> None:
    tree = part_of_name(tree_from(HE_LIFENG))
    assert (tree.pos[0], tree.heads[0], tree.entities) == ("PROPN", 1, [(0, 2, "PERSON")])


def test_a_pronoun_before_a_verb_stays_one() -> None:
    case = HE_LIFENG | {"text": "He told Lifeng .", "pos": "PRON VERB PROPN PUNCT", "tags": "PRP VBD NNP ."}
    tree = tree_from(case | {"heads": "1 1 1 1", "deps": "nsubj ROOT dobj punct", "entities": []})
    assert part_of_name(tree) is tree
