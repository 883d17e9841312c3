"""Words of a parse that belong elsewhere, and the parse with them there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from diplograph.language.tree import Tree


@dataclass(frozen=True, slots=True)
class Move:
    """A token with its new head, dependency, tag, part of speech and lemma; what is none stays."""

    token: int
    head: int | None = None
    dep: str | None = None
    tag: str | None = None
    pos: str | None = None
    lemma: str | None = None


def moved(tree: Tree, moves: Iterable[Move]) -> Tree:
    """Return ``tree`` after ``moves``, one after the other."""
    listed = list(moves)
    if not listed:
        return tree
    heads, deps, tags, pos = list(tree.heads), list(tree.deps), list(tree.tags), list(tree.pos)
    lemmas = list(tree.lemmas)
    for move in listed:
        heads[move.token] = heads[move.token] if move.head is None else move.head
        deps[move.token] = move.dep or deps[move.token]
        tags[move.token] = move.tag or tags[move.token]
        pos[move.token] = move.pos or pos[move.token]
        lemmas[move.token] = move.lemma or lemmas[move.token]
    return replace(tree, heads=heads, deps=deps, tags=tags, pos=pos, lemmas=lemmas)
