"""A mend that makes a circle of a parse is undone: nothing may climb for ever, however wrong a parser was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from diplograph.language.tree import Tree


def mended_soundly(tree: Tree, mend: Callable[[Tree], Tree]) -> Tree:
    """Return what ``mend`` makes of ``tree``, with the sentences as they were in which heads would go in a circle."""
    mended = mend(tree)
    if mended is tree:
        return tree
    circled = {tree.sentence_of[token] for token in _moved(tree, mended) if _circles(mended, token)}
    if not circled:
        return mended
    heads, deps, tags, pos = list(mended.heads), list(mended.deps), list(mended.tags), list(mended.pos)
    lemmas = list(mended.lemmas)
    for sentence in circled:
        start, end = tree.sentences[sentence]
        heads[start:end], deps[start:end] = tree.heads[start:end], tree.deps[start:end]
        tags[start:end], pos[start:end] = tree.tags[start:end], tree.pos[start:end]
        lemmas[start:end] = tree.lemmas[start:end]
    return replace(mended, heads=heads, deps=deps, tags=tags, pos=pos, lemmas=lemmas)


def _moved(tree: Tree, mended: Tree) -> list[int]:
    pairs = zip(tree.heads, mended.heads, strict=True)
    return [token for token, (before, after) in enumerate(pairs) if before != after]


def _circles(tree: Tree, token: int) -> bool:
    """Return whether the way up from ``token`` never ends; every circle holds a word that was moved."""
    start, end = tree.sentences[tree.sentence_of[token]]
    for _ in range(start, end + 1):
        if tree.heads[token] == token:
            return False
        token = tree.heads[token]
    return True
