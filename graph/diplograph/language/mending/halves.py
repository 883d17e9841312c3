"""The halves of a divided nation where a text calls them by the compass: "the North", "the South's army"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from diplograph.codebook.registry import Name
from diplograph.language.gazetteer import Hit
from diplograph.language.tree import Tree
from diplograph.model import MentionKind

# (north, south) by their ids in states.tsv.
PAIRS = (("PRK", "KOR"), ("VDR", "RVN"), ("YAR", "YMD"))
POINTS = {"North": 0, "South": 1}
BEFORE = frozenset({"the", "both", "and", ":", "-"})


def join_halves(tree: Tree) -> Tree:
    """Return ``tree`` with "North and South Korea" as two names that "and" joins."""
    found = [one for one in range(len(tree) - 3) if _is_pair(tree, one)]
    if not found:
        return tree
    heads, deps, pos, tags = list(tree.heads), list(tree.deps), list(tree.pos), list(tree.tags)
    for first in found:
        last = first + 3
        outer = next((one for one in range(first, last + 1) if not first <= tree.heads[one] <= last), None)
        top, dep = (first, "ROOT") if outer is None else (tree.heads[outer], tree.deps[outer])
        heads = [
            first if first <= head <= last and not first <= one <= last else head for one, head in enumerate(heads)
        ]
        heads[first:last] = [top, first, last]
        deps[first:last] = [dep, "cc", "compound"]
        heads[last], deps[last] = first, "conj"
        pos[first], tags[first] = "PROPN", "NNP"
    return replace(tree, heads=heads, deps=deps, pos=pos, tags=tags)


def _is_pair(tree: Tree, first: int) -> bool:
    words = tree.words[first : first + 4]
    return words[0] in POINTS and words[1] == "and" and words[2] in POINTS and words[3] in {"Korea", "Vietnam", "Yemen"}


def with_halves(tree: Tree, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return ``hits`` with "the North" and "the South" where the text names a half of one divided nation."""
    named = {hit.name.actor for hit in hits}
    pairs = [pair for pair in PAIRS if named & set(pair)]
    if len(pairs) != 1:
        return tuple(hits)
    taken = {token for hit in hits for token in range(hit.start, hit.end)}
    found = [_hit(tree, token, pairs[0]) for token in _points(tree) if token not in taken]
    return tuple(sorted((*hits, *found), key=lambda hit: hit.start))


def _points(tree: Tree) -> Iterator[int]:
    """Yield each "North" or "South" that is no part of a longer name, such as "the North Atlantic"."""
    for token, word in enumerate(tree.words):
        if word not in POINTS or any(after[:1].isupper() for after in tree.words[token + 1 : token + 2]):
            continue
        opens = tree.sentences[tree.sentence_of[token]][0] == token
        paired = tree.lowered[token + 1 : token + 3] == ["and", "south"]
        if opens or paired or tree.lowered[token - 1] in BEFORE:
            yield token


def _hit(tree: Tree, token: int, pair: tuple[str, str]) -> Hit:
    word = tree.words[token]
    name = Name(text=word, actor=pair[POINTS[word]], kind=MentionKind.NAME, cased=True, place=True)
    return Hit(start=token, end=token + 1, name=name)
