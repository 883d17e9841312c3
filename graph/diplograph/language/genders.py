"""Whether "he" or "she" can take up a person: by the given name, or by what the person is called."""

from __future__ import annotations

from diplograph.codebook.words import word_list
from diplograph.language.people import FAMILY_NAME_FIRST, fold
from diplograph.language.references import Reference
from diplograph.language.tree import Tree
from diplograph.model import MentionKind

FEMALE = frozenset({"she", "her", "hers", "herself"})
MALE = frozenset({"he", "him", "his", "himself"})


def can_be(tree: Tree, word: str, reference: Reference) -> bool:
    """Return whether the pronoun ``word`` can mean the one person of ``reference``; names that tell nothing can."""
    sort = "female" if word in MALE else "male" if word in FEMALE else None
    return sort is None or not _is(tree, sort, reference)


def _is(tree: Tree, sort: str, reference: Reference) -> bool:
    """Return whether the words say that the person is a woman, or a man."""
    actor = reference.actors[0]
    if reference.kind is MentionKind.NOMINAL and tree.lemmas[reference.head] in word_list(f"{sort}-persons"):
        return True
    if actor.country in FAMILY_NAME_FIRST or " " not in actor.name:
        return False
    return fold(actor.name).replace("-", " ").split()[0] in word_list(f"{sort}-given-names")
