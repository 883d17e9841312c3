"""Parses mended before any other rule runs: lists of persons, places before names, joint owners."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.language.mending.actphrases import mend_acts
from diplograph.language.mending.halves import join_halves
from diplograph.language.mending.misreadclauses import mend_clauses
from diplograph.language.mending.misreadsubjects import mend_subjects
from diplograph.language.mending.misreadverbs import mend_verbs
from diplograph.language.mending.nounclauses import mend_noun_clauses
from diplograph.language.mending.saidwhen import part_from_clause
from diplograph.language.mending.soundness import mended_soundly
from diplograph.language.tree import Tree
from trees import Case, cases_of, token_at
from world import account_of


def _hangs(tree: Tree, word: str) -> tuple[int, str]:
    token = token_at(tree, word)
    return tree.heads[token], tree.deps[token]


@pytest.mark.parametrize("case", cases_of("mending", "hangs"))
def test_words_hang_where_they_belong(case: Case) -> None:
    tree = account_of(case).scene.parsed.tree
    for word, (head, dep) in case["hangs"].items():
        assert _hangs(tree, word) == (token_at(tree, head), dep), word


@pytest.mark.parametrize("case", cases_of("mending", "hangs"))
def test_a_mended_parse_is_a_tree(case: Case) -> None:
    tree = account_of(case).scene.parsed.tree
    for token in range(len(tree)):
        above = list(zip(tree.ancestors(token), range(len(tree)), strict=False))
        assert len(above) < len(tree)
        assert tree.sentence_of[tree.heads[token]] == tree.sentence_of[token]


WORDS = (
    *("had", "what", "called", "up", "to", "by", "of", "as", "said", "16", "monks", "Chad", ",", "."),
    *("call", "for", "that", "accused", "rail", "let", "ahead", "and"),
)
TAGS = ("VB", "VBG", "VBD", "VBN", "VBZ", "NN", "NNS", "NNP", "IN", "TO", "PRP", "CD", ".")
POS = ("VERB", "NOUN", "PROPN", "ADP", "PRON", "NUM", "PUNCT")
DEPS = (
    *("nsubj", "dobj", "pobj", "prep", "agent", "acl", "relcl", "ccomp"),
    *("pcomp", "oprd", "appos", "conj", "prt", "nummod", "mark", "advcl", "amod", "punct", "xcomp", "nmod"),
)


@st.composite
def parses(draw: st.DrawFn) -> Tree:
    """Return any tree of up to nine words: a parser may be as wrong as it likes."""
    order = draw(st.permutations(range(draw(st.integers(2, 9)))))
    heads = [0] * len(order)
    for place, token in enumerate(order):
        heads[token] = order[draw(st.integers(0, place - 1))] if place else token
    columns = [[draw(st.sampled_from(choice)) for _ in order] for choice in (WORDS, POS, TAGS, DEPS)]
    words, pos, tags, deps = columns
    deps[order[0]] = "ROOT"
    starts = [sum(len(word) + 1 for word in words[:token]) for token in range(len(words))]
    lemmas = [
        {"had": "have", "called": "call", "said": "say", "accused": "accuse"}.get(word, word.lower()) for word in words
    ]
    return Tree(
        text=" ".join(words), words=words, lemmas=lemmas, pos=pos, tags=tags, deps=deps, heads=heads, starts=starts,
        sentences=[(0, len(words))],
    )  # fmt: skip


@pytest.mark.parametrize(
    "mend",
    [mend_clauses, mend_subjects, mend_noun_clauses, mend_acts, mend_verbs, join_halves, part_from_clause],
)
@given(tree=parses())
def test_whatever_is_mended_stays_a_tree(mend: Callable[[Tree], Tree], tree: Tree) -> None:
    mended = mended_soundly(tree, mend)
    for token in range(len(mended)):
        assert len(list(islice(mended.ancestors(token), len(mended) + 1))) <= len(mended), "heads go in a circle"
    assert sum(head == token for token, head in enumerate(mended.heads)) == 1
