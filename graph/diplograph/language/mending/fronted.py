"""Places and times that parsers take into the name after them: "From Mexico Obama flew", "In July Trump threatened"."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from diplograph.language.tree import Tree

MONTHS = frozenset(calendar.month_name) - {""}
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
# So many adverbs and auxiliaries may stand between a name and its verb.
GAP = 3


def part_fronted(
    tree: Tree, spans: Sequence[tuple[int, int]], is_place: Callable[[int, int], bool], is_known: Callable[[str], bool]
) -> Tree:
    """Return ``tree`` with the place or month after a preposition as that, and the person after it as the subject.

    Args:
        spans: where persons are named.
        is_place: whether tokens from a first to before a last one are the name of a place.
        is_known: whether a bare surname is that of somebody in public life.
    """
    found = []
    for prep, first, verb in _runs(tree):
        elsewhere = [one for one in spans if one[1] <= first or verb[0] <= one[0]]
        split = _split(tree, first, verb[0], _tails(tree, elsewhere), is_known)
        if split is not None and _can_stand_alone(tree, prep, first, split, is_place):
            found.append((prep, first, split, verb))
    return _parted(tree, found) if found else tree


def _runs(tree: Tree) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield prepositions before two or more capitalised words and a verb without another subject."""
    pos, total = tree.pos, len(tree)
    for token, tag in enumerate(pos):
        if tag != "ADP" or tuple(pos[token + 1 : token + 3]) != ("PROPN", "PROPN"):
            continue
        first = end = token + 1
        while end < total and pos[end] == "PROPN" and tree.words[end][:1].isupper():
            end += 1
        verb = _verb(tree, end) if end - first > 1 else None
        if verb is not None and all(first <= kid < end for kid in tree.kids(verb, *SUBJECTS)):
            yield token, first, (end, verb)


def _verb(tree: Tree, start: int) -> int | None:
    """Return the full verb that follows at once, but for adverbs and auxiliaries."""
    for token in range(start, min(len(tree), start + GAP)):
        if tree.pos[token] == "VERB" and tree.tags[token] in {"VBD", "VBZ", "VBP", "VBN", "VB"}:
            helped = token > start and tree.pos[token - 1] in {"AUX", "ADV", "PART"}
            return token if helped or tree.tags[token] in {"VBD", "VBZ"} else None
        if tree.pos[token] not in {"AUX", "ADV", "PART"}:
            return None
    return None


def _tails(tree: Tree, spans: Sequence[tuple[int, int]]) -> set[tuple[str, ...]]:
    """Return by what the text's persons can be called: with their given names and without."""
    return {tuple(tree.words[begin:end]) for start, end in spans if end - start > 1 for begin in range(start, end)}


def _split(
    tree: Tree, first: int, end: int, tails: set[tuple[str, ...]], is_known: Callable[[str], bool]
) -> int | None:
    """Return where a person's name begins inside a run: a surname of the text, or of somebody in public life."""
    if tuple(tree.words[first:end]) in tails:
        return None
    for split in range(first + 1, end):
        if tuple(tree.words[split:end]) in tails:
            return split
    return end - 1 if is_known(tree.words[end - 1]) else None


def _can_stand_alone(tree: Tree, prep: int, first: int, split: int, is_place: Callable[[int, int], bool]) -> bool:
    """Return whether the words before the name are a month, a place, or what no tagger takes for a given name."""
    if split - first == 1 and tree.words[first] in MONTHS:
        return True
    label = tree.entity_of.get(split, (0, 0, ""))[2]
    return is_place(first, split) or (tree.lowered[prep] == "of" and label in {"ORG", "FAC"})


def _parted(tree: Tree, found: Sequence[tuple[int, int, int, tuple[int, int]]]) -> Tree:
    heads, deps, entities = list(tree.heads), list(tree.deps), list(tree.entities)
    for prep, first, split, (end, verb) in found:
        place, name = split - 1, end - 1
        for token in range(first, end):
            last = place if token < split else name
            heads[token], deps[token] = last, "compound"
        heads[place], deps[place] = prep, "pobj"
        heads[name], deps[name] = verb, "nsubj"
        _loosen(tree, heads, range(first, end), place, verb)
        entities = [one for one in entities if one[1] <= first or end <= one[0]]
        entities.append((split, end, "PERSON"))
    return replace(tree, heads=heads, deps=deps, entities=sorted(entities))


def _loosen(tree: Tree, heads: list[int], run: range, place: int, verb: int) -> None:
    """Hang what hung on the run on its place, or on the verb where it stands before the preposition."""
    for token in range(*tree.sentences[tree.sentence_of[verb]]):
        if token not in run and heads[token] in run:
            heads[token] = verb if token < run.start or token > verb else place
