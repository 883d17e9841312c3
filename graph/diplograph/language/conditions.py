"""Clauses under which another act would be done: "if", "unless", "had Syria signed", "as long as", "once", "until"."""

from __future__ import annotations

from diplograph.codebook.words import word_list
from diplograph.language.tree import Tree
from diplograph.model import Modality

INVERTED = frozenset({"had", "were", "should"})
AHEAD = frozenset({"will", "'ll", "shall", "would", "wo"})
# What an act waits for has not been done; with "until" it may never be.
WAITING = {
    "once": Modality.PLANNED,
    "when": Modality.PLANNED,
    "until": Modality.HYPOTHETICAL,
    "till": Modality.HYPOTHETICAL,
}


def inversion(tree: Tree, verb: int) -> int | None:
    """Return the auxiliary that stands before its subject without a question: "Had Syria signed"."""
    subject = tree.kid(verb, "nsubj", "nsubjpass")
    if subject is None or tree.deps[verb] != "advcl" or tree.kid(verb, "mark") is not None:
        return None
    if tree.lowered[verb] in INVERTED:
        return verb if verb < subject else None
    helpers = (kid for kid in tree.kids(verb, "aux", "auxpass") if kid < subject)
    return next((kid for kid in helpers if tree.lowered[kid] in INVERTED), None)


def condition_word(tree: Tree, clause: int) -> int | None:
    """Return the word that makes ``clause`` a condition of the clause it hangs on."""
    marks = (kid for kid in tree.kids(clause, "mark") if tree.lowered[kid] in word_list("conditions") - {"whether"})
    found = next(marks, None)
    if found is not None:
        return found
    if is_supposed(tree, clause):
        return clause
    return inversion(tree, clause)


def is_supposed(tree: Tree, clause: int) -> bool:
    """Return whether ``clause`` is the "provided" of "provided that Libya agrees"."""
    return tree.lemmas[clause] in word_list("supposing") and tree.kid(clause, "ccomp") is not None


def condition_of(tree: Tree, verb: int) -> int | None:
    """Return the word that puts ``verb`` under a condition, if its own auxiliary leaves it open."""
    if not any(tree.lowered[kid] in AHEAD | {"could", "may", "might", "can", "'d"} for kid in tree.kids(verb, "aux")):
        return None
    clauses = [*(kid for kid in tree.kids(verb, "advcl") if not is_withheld(tree, verb, kid))]
    clauses += (kid for kid in tree.kids(verb, "advmod") if is_measure(tree, kid))
    words = (kid if is_measure(tree, kid) else condition_word(tree, kid) for kid in clauses)
    return next((word for word in words if word is not None), None)


def is_withheld(tree: Tree, verb: int, clause: int) -> bool:
    """Return whether an act is refused as long as ``clause`` is not done: "will not lift it if Cuba does not pay"."""
    refused = tree.kid(verb, "neg") is not None and any(tree.lowered[kid] in AHEAD for kid in tree.kids(verb, "aux"))
    return refused and tree.kid(clause, "neg") is not None


def coming_day(tree: Tree, verb: int) -> int | None:
    """Return the word of time that puts a verb in the present into the future: "sign a pact tomorrow", "next week"."""
    if tree.tags[verb] not in {"VB", "VBP", "VBZ"} or tree.kid(verb, "aux", "auxpass") is not None:
        return None
    times = [*tree.kids(verb, "npadvmod", "advmod"), tree.sentences[tree.sentence_of[verb]][0]]
    for token in times:
        if tree.lowered[token] == "tomorrow":
            return token
        nexts = [kid for kid in tree.kids(token, "amod") if tree.lowered[kid] in {"next", "coming"}]
        if nexts and tree.lemmas[token] in {"week", "month", "year", "day", *word_list("weekdays")}:
            return token
    return None


def is_measure(tree: Tree, token: int) -> bool:
    """Return whether ``token`` is the "long" of "as long as the rebels attack"."""
    return tree.lowered[token] == "long" and tree.kid(token, "advcl") is not None


def waited_for(tree: Tree, verb: int) -> tuple[Modality, int] | None:
    """Return how an act stands that a coming one waits for, and the word: "once Chad withdraws, Sudan will ..."."""
    head = tree.heads[verb]
    coming = {tree.lowered[kid] for kid in tree.kids(head, "aux")} & AHEAD
    if tree.deps[verb] != "advcl" or not coming:
        return None
    past = tree.tags[verb] in {"VBD", "VBN"} and not any(
        tree.tags[kid] in {"VBP", "VBZ"} for kid in tree.children[verb]
    )
    if past and "would" not in coming:
        # "said it would not attend until Chad apologised" tells of what Chad has not done.
        return None
    words = (kid for kid in tree.kids(verb, "mark", "advmod") if tree.lowered[kid] in WAITING)
    return next(((WAITING[tree.lowered[word]], word) for word in words), None)
