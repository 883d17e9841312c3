"""Texts that are one bare phrase, whose nouns and names the tagger took for verbs: "Zelensky", "Iraq's displaced"."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import replace

from diplograph.language.terms import singulars
from diplograph.language.tree import Tree

# In words; what is longer, or ends in a stop, is a sentence.
LONGEST = 7
STOPS = (".", "!", "?", ":", ";", '"', "”")
# What the words before a noun hang by, from what the parser made of them before a verb.
ATTRIBUTES = {"ADJ": "amod", "VERB": "amod", "NUM": "nummod", "DET": "det", "PRON": "poss"}
OWNED = frozenset({"poss", "det", "amod"})
Test = Callable[[str], bool]


def mend_phrase(tree: Tree, *, agent_ends: Set[str], is_known: Test) -> Tree:
    """Return ``tree`` with the last word of a bare phrase as its noun, where it can only be one.

    Args:
        agent_ends: last words of all agent nouns, in the singular.
        is_known: whether a bare surname is that of somebody in public life.
    """
    last = len(tree) - 1
    if not _is_bare(tree) or tree.is_nominal(last):
        return tree
    word = tree.words[last]
    if word[:1].isupper() and _is_capitalised(tree) and is_known(word):
        return _with_noun(tree, last, "PROPN", "NNP", tree.lemmas[last])
    found = [form for form in singulars(tree.lowered[last]) if form in agent_ends]
    if not found or not (last == 0 or _is_owned(tree, last) or found[0] != tree.lowered[last]):
        return tree
    return _with_noun(tree, last, "NOUN", "NNS", found[0])


def _is_bare(tree: Tree) -> bool:
    """Return whether a text is so short, and has no verb but perhaps its last word."""
    short = 0 < len(tree) <= LONGEST and len(tree.sentences) == 1 and not tree.text.rstrip().endswith(STOPS)
    return short and not any(tree.is_verb(token) and tree.tags[token] != "VBN" for token in range(len(tree) - 1))


def _is_capitalised(tree: Tree) -> bool:
    return all(word[:1].isupper() for word in tree.words)


def _is_owned(tree: Tree, last: int) -> bool:
    """Return whether what stands before the last word shows that it is a noun: "the accused", "Iraq's displaced"."""
    before = last - 1
    while before > 0 and tree.pos[before] == "ADV":
        before -= 1
    return tree.lowered[before] in {"'s", "’s", "the"}


def _with_noun(tree: Tree, last: int, pos: str, tag: str, lemma: str) -> Tree:
    """Return ``tree`` with its last word as the noun that all before it belongs to."""
    classes, tags, lemmas = list(tree.pos), list(tree.tags), list(tree.lemmas)
    heads, deps = list(tree.heads), list(tree.deps)
    classes[last], tags[last], lemmas[last] = pos, tag, lemma
    for token in range(last):
        if heads[token] == last or heads[token] == token:
            heads[token], deps[token] = last, _attribute(tree, token)
    heads[last], deps[last] = last, "ROOT"
    return replace(tree, pos=classes, tags=tags, lemmas=lemmas, heads=heads, deps=deps)


def _attribute(tree: Tree, token: int) -> str:
    if tree.kid(token, "case") is not None:
        return "poss"
    return tree.deps[token] if tree.deps[token] in OWNED else ATTRIBUTES.get(tree.pos[token], "compound")


def part_of_name(tree: Tree) -> Tree:
    """Return ``tree`` with the family name He as one: "He Lifeng", where no pronoun can stand before a name."""
    found = [token for token in range(len(tree) - 1) if _is_family_name(tree, token)]
    if not found:
        return tree
    pos, tags, deps, heads = list(tree.pos), list(tree.tags), list(tree.deps), list(tree.heads)
    for token in found:
        pos[token], tags[token], deps[token], heads[token] = "PROPN", "NNP", "compound", token + 1
    return replace(tree, pos=pos, tags=tags, deps=deps, heads=heads, entities=_with_family_names(tree, found))


def _with_family_names(tree: Tree, found: list[int]) -> list[tuple[int, int, str]]:
    """Return the named entities with each family name of ``found`` in a person's name."""
    ends = {token: tree.entity_of.get(token + 1, (0, token + 2, ""))[1] for token in found}
    kept = [one for one in tree.entities if not any(one[0] < end and token < one[1] for token, end in ends.items())]
    return sorted([*kept, *((token, end, "PERSON") for token, end in ends.items())])


def _is_family_name(tree: Tree, token: int) -> bool:
    after = token + 1
    within = tree.heads[token] == after and tree.deps[token] in {"compound", "nmod", "det", "poss"}
    return tree.words[token] == "He" and tree.pos[token] == "PRON" and within and tree.pos[after] == "PROPN"
