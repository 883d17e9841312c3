"""Owners in a list whose parse fell apart: "negotiators of Mexico, the United States and Canada"."""

from __future__ import annotations

from dataclasses import replace

from diplograph.codebook.words import word_list
from diplograph.language.tree import Tree

PLURAL_TAGS = frozenset({"NNS", "NNPS"})
NATIONS = frozenset({"GPE", "NORP"})


def join_owners(tree: Tree) -> Tree:
    """Return ``tree`` with the states after "ministers of A" as joint owners, not as the ministers' equals."""
    tree = _with_roles(tree)
    moved = [
        (kid, owner)
        for head in tree.with_tag(*PLURAL_TAGS)
        if tree.lowered[head + 1 : head + 2] == ["of"] and head not in tree.entity_of
        for owner in _owners(tree, head)
        for kid in tree.kids(head, "conj")
        if kid > owner and _is_nation(tree, kid)
    ]
    if not moved:
        return tree
    heads = list(tree.heads)
    for kid, owner in moved:
        heads[kid] = owner
    return replace(tree, heads=heads)


def _with_roles(tree: Tree) -> Tree:
    """Return ``tree`` with "its ally" as a description of the state named after it: "Chad and its ally France"."""
    found = [
        (start - 1, end - 1)
        for start, end, label in tree.entities
        if label in NATIONS and start and tree.lemmas[start - 1] in word_list("other-sides")
        and tree.pos[start - 1] == "NOUN" and tree.pos[end - 1] == "PROPN" and tree.heads[end - 1] != start - 1
        and tree.sentence_of[start - 1] == tree.sentence_of[end - 1]
    ]  # fmt: skip
    if not found:
        return tree
    heads, deps = list(tree.heads), list(tree.deps)
    for role, name in found:
        if name not in (role, *tree.ancestors(role)) and heads[role] != role:
            heads[name], deps[name] = heads[role], deps[role]
        heads[role], deps[role] = name, "compound"
    return replace(tree, heads=heads, deps=deps)


def _owners(tree: Tree, head: int) -> list[int]:
    """Return the state that stands after "of" right behind a noun."""
    preps = [prep for prep in tree.kids(head, "prep") if prep == head + 1 and tree.lowered[prep] == "of"]
    return [kid for prep in preps for kid in tree.kids(prep, "pobj") if _is_nation(tree, kid)]


def _is_nation(tree: Tree, token: int) -> bool:
    return tree.pos[token] == "PROPN" and tree.entity_of.get(token, (0, 0, ""))[2] in NATIONS
