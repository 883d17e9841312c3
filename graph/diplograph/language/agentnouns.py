"""Nouns for people and bodies: by which forms a table has them, and what only looks like one."""

from __future__ import annotations

from diplograph.codebook.words import word_list
from diplograph.language.terms import singulars
from diplograph.language.tree import Tree


def forms(tree: Tree, head: int) -> tuple[str, ...]:
    """Return the forms that a noun can stand in a table by, the tagger's lemma first.

    It takes the plural of a name, and of a word that it does not know, for a lemma: "Christians", "servicemen".
    """
    word, lemma = tree.lowered[head], tree.lemmas[head].lower()
    plural = lemma == word and tree.pos[head] in {"NOUN", "PROPN"}
    return tuple(dict.fromkeys((lemma, word, *(singulars(word) if plural else ()))))


def is_building(tree: Tree, head: int) -> bool:
    """Return whether a word names a body only with a capital: "a house in Israel" is no parliament."""
    return tree.lowered[head] in word_list("capitalised-bodies") and not tree.words[head][:1].isupper()


def is_stance(tree: Tree, head: int) -> bool:
    """Return whether a word is no people but what they think: "opposition to the treaty"."""
    thought = tree.lemmas[head] in word_list("stances")
    return thought and any(tree.lowered[prep] == "to" for prep in tree.kids(head, "prep"))


def is_crowd(tree: Tree, head: int) -> bool:
    """Return whether a number stands for people: "hundreds protested", "dozens were arrested"."""
    # "Tens of thousands" are people too, "thousands of tons" are not.
    counted = any(
        tree.lowered[kid] == "more" or (tree.lowered[kid] == "of" and kid > head) for kid in tree.children[head]
    )
    crowd = tree.tags[head] == "NNS" and tree.lemmas[head] in word_list("crowds")
    return (
        crowd and not counted and tree.deps[head] in {"nsubj", "nsubjpass", "dobj"} and tree.is_verb(tree.heads[head])
    )
