"""In what order acts were done, and how far apart: "on Friday, three days after Chad had closed the border"."""

from __future__ import annotations

from dataclasses import dataclass

from diplograph.language.dates.datemeaning import UnresolvableError, number_in, unit_in
from diplograph.language.tree import Tree

UNITS = frozenset({"day", "week", "month", "year"})
SIDES = {"after": -1, "before": 1}


@dataclass(frozen=True, slots=True)
class Distance:
    """That something was done ``number`` units after (before, if negative) the act of the verb ``other``."""

    other: int
    unit: str
    number: int


def distance_to(tree: Tree, token: int) -> Distance | None:
    """Return how far the act around ``token`` lies from that of the clause above it; none if no word says so."""
    for one in (token, *tree.ancestors(token)):
        if tree.deps[one] == "advcl":
            marks = [kid for kid in tree.kids(one, "mark") if tree.lowered[kid] in SIDES]
            return _measured(tree, one, marks[0], tree.heads[one]) if marks else None
        prep = tree.heads[one]
        if tree.deps[one] in {"pobj", "pcomp"} and tree.lowered[prep] in SIDES:
            return _measured(tree, prep, prep, tree.heads[prep])
        if tree.is_verb(one) and tree.deps[one] not in {"xcomp", "conj"}:
            return None
    return None


def is_reason(tree: Tree, token: int) -> bool:
    """Return whether an act is told as why another was done: "jailed on Monday for shooting a guard"."""
    return tree.deps[token] == "pcomp" and tree.lowered[tree.heads[token]] == "for" and tree.tags[token] == "VBG"


def comes_before(tree: Tree, token: int) -> bool:
    """Return whether an act is told as what another came after: "left on Friday after Chad had closed the border"."""
    for one in (token, *tree.ancestors(token)):
        if tree.deps[one] == "advcl":
            return any(tree.lowered[kid] == "after" for kid in tree.kids(one, "mark"))
        if tree.is_verb(one) and tree.deps[one] not in {"xcomp", "conj"}:
            return False
    return False


def _measured(tree: Tree, holder: int, side: int, other: int) -> Distance | None:
    """Return the distance that the words before "after" or "before" measure; they hang on ``holder``."""
    for noun in tree.kids(holder, "npadvmod"):
        unit = tree.lemmas[noun]
        if unit not in UNITS or noun != side - 1:
            continue
        words = tree.slice(tree.subtree(noun)[0], noun + 1)
        try:
            number = number_in(words)
        except UnresolvableError:
            # "several days after"
            return None
        return Distance(other, unit_in(words), SIDES[tree.lowered[side]] * number)
    return None
