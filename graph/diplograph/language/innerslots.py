"""Slots of a verb that its own parts fill, or the clauses below it."""

from __future__ import annotations

from collections.abc import Container

from diplograph.codebook.words import word_list
from diplograph.language.syntax import clause_subjects, is_passive, is_purpose, objects_of_parts
from diplograph.language.tree import Tree


def inner_slot(tree: Tree, verb: int, name: str, parts: tuple[int, ...], known: Container[int]) -> list[int] | None:
    """Return what stands in slot ``name``; none if it is no slot of this kind.

    Args:
        parts: tokens that belong to the trigger, such as its preposition.
        known: tokens that refer to somebody.
    """
    if name == "clause":
        return clause_subjects(tree, verb, parts)
    if name == "clause_subject":
        return [kid for clause in tree.kids(verb, "ccomp") for kid in tree.kids(clause, "nsubj")]
    if name == "part":
        return objects_of_parts(tree, parts)
    if name == "asked":
        # "called for Mali to mediate"
        infinitive = any(is_purpose(tree, kid) for kid in tree.kids(verb, "advcl", "xcomp"))
        return [head for head in objects_of_parts(tree, parts) if infinitive and head in known]
    if name == "dobj":
        return tree.kids(verb, "nsubjpass" if is_passive(tree, verb) else "dobj")
    return tree.kids(verb, "oprd", "attr") if name == "predicate" else None


def hidden_receivers(tree: Tree, verb: int, known: Container[int]) -> list[int]:
    """Return the name that a parser took into the gift: the Pentagon of "gave the Pentagon permission"."""
    if tree.lemmas[verb] not in word_list("giving"):
        return []
    names = [kid for gift in tree.kids(verb, "dobj") for kid in tree.kids(gift, "compound", "nmod")]
    return [kid for kid in names if kid in known and tree.pos[kid] == "PROPN" and tree.lowered[kid - 1] == "the"]
