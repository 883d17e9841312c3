"""Days on which something was said, given back to the verb of saying: "France said on Monday it would send troops"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diplograph.codebook.words import word_list
from diplograph.language.tree import Tree

TIMES = frozenset({"DATE", "TIME"})


def part_from_clause(tree: Tree) -> Tree:
    """Return ``tree`` with a time right after a verb of saying hung on that verb.

    Where no "that" follows it, the parser hangs it on the verb of what is said, which comes after.
    """
    moved = {time: said for said, time in _misplaced(tree)}
    if not moved:
        return tree
    return replace(tree, heads=[moved.get(token, head) for token, head in enumerate(tree.heads)])


def _misplaced(tree: Tree) -> Iterator[tuple[int, int]]:
    for clause in tree.with_dep("ccomp"):
        said = tree.heads[clause]
        if said > clause or tree.lemmas[said] not in word_list("saying"):
            continue
        subject = tree.kid(clause, "nsubj", "nsubjpass")
        time = next((kid for kid in tree.children[clause] if kid > said), None)
        if subject is not None and time is not None and time == said + 1 and time < subject and _is_time(tree, time):
            yield said, time


def _is_time(tree: Tree, token: int) -> bool:
    """Return whether a word is a day, or the preposition before one."""
    inner = tree.kid(token, "pobj") if tree.deps[token] == "prep" else token
    label = tree.entity_of.get(token if inner is None else inner, (0, 0, ""))[2]
    return inner is not None and (label in TIMES or tree.lowered[inner] in word_list("weekdays"))
