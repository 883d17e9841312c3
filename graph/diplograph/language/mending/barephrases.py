"""Texts that are one bare phrase, whose nouns and names the tagger took for verbs: "Zelensky", "Iraq's displaced"."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from diplograph.language.terms import joined, singulars
from diplograph.language.tree import Tree

# In words; what is longer, or ends in a stop, is a sentence.
LONGEST = 7
# So many tokens of an agent noun may stand before its head.
LONGEST_AGENT = 4
STOPS = (".", "!", "?", ":", ";", '"', "”")
TAILS = frozenset({"in", "of", "from", "at"})
# What words before a noun hang by, from what the parser made of them.
ATTRIBUTES = {"ADJ": "amod", "NUM": "nummod", "DET": "det", "PRON": "poss"}
OWNED = frozenset({"poss", "det", "amod"})
# What no word inside a noun of several words hangs by.
CLAUSE = frozenset({"nsubj", "nsubjpass", "dobj", "aux", "advmod"})


def mend_phrase(tree: Tree, *, agents: Container[str], is_known: Callable[[str], bool]) -> Tree:
    """Return ``tree`` with the noun of a bare phrase as its root, where it can only be one.

    Args:
        agents: all agent nouns, in the singular.
        is_known: whether a bare surname is that of somebody in public life.
    """
    if not _is_bare(tree):
        return tree
    head = _head(tree)
    if head == len(tree) - 1 and _is_surname(tree, is_known):
        return _with_noun(tree, head, head, "PROPN", tree.lemmas[head])
    found = _agent_at(tree, head, agents)
    if found is None or _is_sound(tree, found[0], head) or not _is_noun(tree, *found, head):
        return tree
    return _with_noun(tree, found[0], head, "NOUN", found[1])


def _is_bare(tree: Tree) -> bool:
    return 0 < len(tree) <= LONGEST and len(tree.sentences) == 1 and not tree.text.rstrip().endswith(STOPS)


def _head(tree: Tree) -> int:
    """Return the last token before a tail such as "in Peru", or of all."""
    return next((token - 1 for token in range(1, len(tree)) if tree.lowered[token] in TAILS), len(tree) - 1)


def _is_surname(tree: Tree, is_known: Callable[[str], bool]) -> bool:
    last = len(tree) - 1
    capitalised = all(word[:1].isupper() for word in tree.words)
    return not tree.is_nominal(last) and capitalised and _has_no_verb(tree, 0, last) and is_known(tree.words[last])


def _agent_at(tree: Tree, head: int, agents: Container[str]) -> tuple[int, str] | None:
    """Return the first token and the head's lemma of the longest agent noun that ends in ``head``."""
    for start in range(max(0, head - LONGEST_AGENT), head + 1):
        for last in (tree.lemmas[head], *singulars(tree.lowered[head])):
            if joined((*tree.lowered[start:head], last)) in agents:
                return start, last
    return None


def _is_sound(tree: Tree, start: int, head: int) -> bool:
    """Return whether the parse has the noun as the root of the text already, with its words below it."""
    below = all(start <= tree.heads[token] <= head and tree.deps[token] not in CLAUSE for token in range(start, head))
    return tree.is_nominal(head) and tree.heads[head] == head and below


def _is_noun(tree: Tree, start: int, lemma: str, head: int) -> bool:
    """Return whether a word is no verb or adjective here: several words of a table, a plural, or something's."""
    if not _has_no_verb(tree, 0, start):
        return False
    if head == start == 0 or head > start or lemma != tree.lowered[head]:
        return True
    return _is_owned(tree, head) or tree.tags[head] not in {"VBN", "VBD", "VBG", "VBZ"}


def _has_no_verb(tree: Tree, start: int, end: int) -> bool:
    return not any(tree.is_verb(token) and tree.tags[token] != "VBN" for token in range(start, end))


def _is_owned(tree: Tree, head: int) -> bool:
    """Return whether what stands before a word shows that it is a noun: "the accused", "Iraq's displaced"."""
    before = head - 1
    while before > 0 and tree.pos[before] == "ADV":
        before -= 1
    return tree.lowered[before] in {"'s", "’s", "the"}


def _with_noun(tree: Tree, start: int, head: int, pos: str, lemma: str) -> Tree:
    """Return ``tree`` with ``head`` as its root, what stands before it as attributes, and a tail below it.

    Args:
        start: the first token of the noun of several words that ends in ``head``.
    """
    classes, tags, lemmas = list(tree.pos), list(tree.tags), list(tree.lemmas)
    heads, deps = list(tree.heads), list(tree.deps)
    plural = lemma != tree.lowered[head]
    for token in range(len(tree)):
        if start <= token < head and tree.pos[token] in {"VERB", "AUX", "ADV"}:
            is_participle = tree.tags[token] in {"VBN", "VBD"}
            classes[token], tags[token] = ("ADJ", "JJ") if is_participle else ("NOUN", "NN")
        if token < head and (heads[token] == token or not token < heads[token] < head):
            heads[token], deps[token] = head, _attribute(tree, token)
        elif token > head and (heads[token] <= head or heads[token] == token):
            heads[token], deps[token] = head, "prep" if token == head + 1 else deps[token]
    classes[head], lemmas[head] = pos, lemma
    tags[head] = "NNP" if pos == "PROPN" else "NNS" if plural else "NN"
    heads[head], deps[head] = head, "ROOT"
    return replace(tree, pos=classes, tags=tags, lemmas=lemmas, heads=heads, deps=deps)


def _attribute(tree: Tree, token: int) -> str:
    if tree.kid(token, "case") is not None:
        return "poss"
    if tree.words[token] == "-":
        return "punct"
    if tree.tags[token] in {"VBN", "VBD"}:
        return "amod"
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
