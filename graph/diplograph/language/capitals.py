"""Names that the tagger took for adverbs, verbs or adjectives: "USAID sent tents", "Hungary objects"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from diplograph.language.gazetteer import Hit
from diplograph.language.tree import NOMINAL, Tree
from diplograph.model import MentionKind

# What hangs on a verb in the place of its subject where the tagger knows no noun.
MISTAKEN = frozenset({"advmod", "npadvmod", "intj", "dep", "amod", "nmod", "compound", "punct"})
PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
SHORTEST = 3


def named(tree: Tree, hits: Iterable[Hit]) -> Tree:
    """Return ``tree`` with misread registered names as proper names, subjects where a verb has none."""
    wrong = [hit.start for hit in hits if _is_misread(tree, hit)]
    if not wrong:
        return tree
    pos, tags, deps = list(tree.pos), list(tree.tags), list(tree.deps)
    for token in wrong:
        pos[token], tags[token] = "PROPN", "NNP"
        if _is_subject(tree, token):
            deps[token] = "nsubj"
    return replace(tree, pos=pos, tags=tags, deps=deps)


def _is_misread(tree: Tree, hit: Hit) -> bool:
    word, tag = tree.words[hit.start], tree.pos[hit.start]
    if hit.end - hit.start > 1 or tag in NOMINAL:
        return False
    if hit.name.kind in {MentionKind.NAME, MentionKind.DEMONYM} and tree.deps[hit.start] in PLACES:
        return True
    return len(word) >= SHORTEST and word.isupper() and tag != "ADJ"


def _is_subject(tree: Tree, token: int) -> bool:
    verb = tree.heads[token]
    before = token < verb and tree.is_verb(verb) and tree.deps[token] in MISTAKEN
    return before and tree.kid(verb, "nsubj", "nsubjpass", "csubj", "auxpass") is None
