"""Acts that answer others: whom they are meant for stands where the other's act is told."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.codebook.words import word_list
from diplograph.language.syntax import is_passive
from diplograph.language.tree import Tree

# "in response to", "in retaliation for": after these stands what is answered.
ANSWERED = frozenset({"to", "for", "against", "over", "at"})
# Clauses that tell what others do while somebody gets ready.
MEANWHILE = frozenset({"as", "after", "when", "while", "because", "since"})
BEFORE_ACTS = frozenset({"after", "amid", "following"})


def answered(tree: Tree, verb: int) -> Iterator[int]:
    """Yield the nouns of what ``verb`` answers: the drills of "in response to Chinese drills, Taiwan put"."""
    for prep in tree.kids(verb, "prep"):
        answers = [noun for noun in tree.kids(prep, "pobj") if tree.lemmas[noun] in word_list("answers")]
        if tree.lowered[prep] == "in":
            inner = (one for noun in answers for one in tree.kids(noun, "prep") if tree.lowered[one] in ANSWERED)
            yield from (noun for one in inner for noun in tree.kids(one, "pobj"))


def watched(tree: Tree, verb: int) -> Iterator[int]:
    """Yield who does what makes others get ready, or the noun of it.

    So Seoul of "Pyongyang put its troops on alert as Seoul began an exercise", the raid of "after a Turkish raid".
    """
    for clause in tree.kids(verb, "advcl"):
        if any(tree.lowered[mark] in MEANWHILE for mark in tree.kids(clause, "mark", "advmod")):
            agents = (kid for agent in tree.kids(clause, "agent") for kid in tree.kids(agent, "pobj"))
            yield from agents if is_passive(tree, clause) else tree.kids(clause, "nsubj")
    for prep in tree.kids(verb, "prep"):
        if tree.lowered[prep] in BEFORE_ACTS:
            yield from tree.kids(prep, "pobj")
