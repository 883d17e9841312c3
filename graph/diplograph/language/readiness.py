"""Whom forces are to face, where it is told what they get ready for: "bracing for", "in case", "ahead of a march"."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.codebook.words import word_list
from diplograph.language.syntax import is_purpose, phrasal
from diplograph.language.tree import Tree

# "with an eye to", "for fear of", "in view of": noun -> the prepositions before it, and after all of them.
LOOKOUTS = {
    **dict.fromkeys(("anticipation", "expectation", "preparation", "readiness", "view"), frozenset({"in"})),
    "eye": frozenset({"with"}),
    "fear": frozenset({"for"}),
}
LOOKED = frozenset({"to", "on", "of", "for"})
BRACED = frozenset({"for", "against"})


def faced(tree: Tree, verb: int) -> Iterator[int]:
    """Yield whom those are to face who are sent or called up, or the noun of what these may do.

    So the lines of "facing Syrian lines", the march of "ahead of a march by students", the patrols of "to the
    river, where Peruvian patrols had been seen", the rebels of "in case rebels crossed".
    """
    for token in _own_words(tree, verb):
        word, lemma, above = tree.lowered[token], tree.lemmas[token], tree.heads[token]
        if word == "opposite" or (phrasal(tree, token) in word_list("bracing") and _is_below(tree, token)):
            yield from tree.kids(token, "dobj", "pobj")
            yield from _after(tree, token, BRACED)
        elif word in {"ahead", "wary", "fearful"} or tree.lowered[above] in LOOKOUTS.get(lemma, ()):
            yield from _after(tree, token, LOOKED)
        elif word == "where":
            yield from tree.kids(above, "nsubj", "nsubjpass")
        elif lemma == "case" and tree.lowered[above] == "in":
            yield from (kid for clause in tree.kids(verb, "advcl", "conj") for kid in _opening(tree, clause, token))


def _own_words(tree: Tree, verb: int) -> Iterator[int]:
    """Yield the words after ``verb`` that no other main clause or speech holds; what follows "in case" may do so."""
    frontier = [verb]
    for token in frontier:
        kids = [kid for kid in tree.children[token] if kid > verb and tree.deps[kid] not in {"ccomp", "parataxis"}]
        frontier += [kid for kid in kids if tree.deps[kid] != "conj" or tree.kid(kid, "nsubj", "nsubjpass") is None]
        yield from kids


def _is_below(tree: Tree, verb: int) -> bool:
    """Return whether a verb says what somebody does meanwhile or is sent to do: "facing rebels", "to fight rebels"."""
    return tree.tags[verb] == "VBG" or (is_purpose(tree, verb) and tree.deps[verb] in {"advcl", "xcomp"})


def _after(tree: Tree, token: int, words: frozenset[str]) -> list[int]:
    preps = [prep for prep in tree.kids(token, "prep") if tree.lowered[prep] in words]
    return [kid for prep in preps for kid in tree.kids(prep, "pobj")]


def _opening(tree: Tree, clause: int, word: int) -> list[int]:
    """Return the subject of a clause that opens right after ``word``."""
    return [kid for kid in tree.kids(clause, "nsubj", "nsubjpass") if tree.subtree(kid)[0] == word + 1]
