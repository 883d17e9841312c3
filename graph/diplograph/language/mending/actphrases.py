"""Phrases of an act that parsers hang on its doer or its verb: "the recall by Kenya of its envoy"."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.codebook.words import word_list
from diplograph.language.mending.moves import Move, moved
from diplograph.language.tree import Tree

COMMON = frozenset({"NN", "NNS"})


def mend_acts(tree: Tree) -> Tree:
    """Return ``tree`` with "by" and "of" on the noun whose doer and patient they give."""
    for moves in (_agents, _agents_ahead, _means, _patients):
        tree = moved(tree, moves(tree))
    return tree


def _agents(tree: Tree) -> Iterator[Move]:
    """Hang "by" on the act whose doer it gives, not on the verb: "condemned the killing of monks by soldiers"."""
    for prep, word in enumerate(tree.lowered):
        verb = tree.heads[prep]
        active = tree.is_verb(verb) and tree.kid(verb, "auxpass", "nsubjpass") is None
        if word != "by" or tree.deps[prep] != "prep" or not active or tree.kid(prep, "pobj") is None:
            continue
        act = next((kid for kid in tree.kids(verb, "dobj") if tree.subtree(kid)[-1] == prep - 1), None)
        if act is not None and any(tree.lowered[kid] == "of" for kid in tree.kids(act, "prep")):
            yield Move(prep, act)


def _agents_ahead(tree: Tree) -> Iterator[Move]:
    """Hang "by" on the act that is to come: "were sent in ahead of a march by students"."""
    for prep, word in enumerate(tree.lowered):
        act = prep - 1
        of = tree.heads[act]
        ahead = tree.deps[act] == "pobj" and tree.lowered[of] == "of" and tree.lowered[tree.heads[of]] == "ahead"
        if word == "by" and ahead and tree.pos[act] in {"NOUN", "PROPN"} and tree.kid(prep, "pobj") is not None:
            yield Move(prep, act, "prep")
            yield Move(act, pos="NOUN")


def _means(tree: Tree) -> Iterator[Move]:
    """Take "sent by rail" for a way to go, not for who sends."""
    for prep, word in enumerate(tree.lowered):
        means = tree.kid(prep, "pobj") if word == "by" else None
        if means is not None and not tree.children[means] and tree.lowered[means] in word_list("means"):
            yield Move(prep, dep="dep")


def _patients(tree: Tree) -> Iterator[Move]:
    """Hang "of" on the act whose patient it gives, not on the doer: "the closure by Mali of its border".

    What follows must be a common noun: "a visit by King Harald of Norway" is of the king.
    """
    for prep, word in enumerate(tree.lowered):
        doer = tree.heads[prep]
        by = tree.heads[doer]
        act, patient = tree.heads[by], tree.kid(prep, "pobj")
        if word != "of" or tree.lowered[by] != "by" or tree.pos[doer] != "PROPN" or patient is None:
            continue
        if tree.pos[act] == "NOUN" and by == act + 1 and tree.tags[patient] in COMMON:
            yield Move(prep, act)
