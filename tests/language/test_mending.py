"""Parses mended before any other rule runs: lists of persons, places before names, joint owners."""

from __future__ import annotations

import pytest

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
