"""Words that say for what forces are sent: "sent troops to the peacekeeping force in Chad"."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.codebook.words import word_list
from diplograph.language.syntax import is_purpose
from diplograph.language.tree import Tree

# From a word for keeping a peace up to the verb by which forces are sent for it.
WITHIN = frozenset(
    {"dobj", "nsubj", "nsubjpass", "prep", "pobj", "amod", "compound", "nmod", "appos", "xcomp", "conj", "acl"}
)


def peace_words(tree: Tree, verb: int) -> Iterator[int]:
    """Yield the words of a verb's own clause that speak of keeping a peace, and of what it is done for."""
    return (token for token in tree.subtree(verb) if _keeps_peace(tree, token) and _is_within(tree, token, verb))


def _keeps_peace(tree: Tree, token: int) -> bool:
    hyphened = tree.lowered[max(0, token - 2) : token] == ["peace", "-"] and tree.lemmas[token].startswith("keep")
    return hyphened or tree.lemmas[token] in word_list("peacekeeping")


def _is_within(tree: Tree, token: int, verb: int) -> bool:
    """Return whether no clause lies between, but what the forces are sent for."""
    while token != verb:
        if tree.deps[token] not in WITHIN and not (tree.deps[token] == "advcl" and is_purpose(tree, token)):
            return False
        token = tree.heads[token]
    return True
