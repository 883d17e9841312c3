"""Coordinated persons whose parse fell apart: "Secretary of State Rex Tillerson and Homeland Secretary John Kelly"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from diplograph.language.mending.knownnames import KnownNames, Span
from diplograph.language.tree import Tree

# What a name does in its sentence, the surest first.
PLACES = ("nsubj", "nsubjpass", "dobj", "dative", "pobj", "conj", "appos", "poss", "ROOT")
# No title before a name is longer, in tokens.
LONGEST_TITLE = 8
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
JOINT = frozenset({"and", ","})


def join_persons(tree: Tree, spans: Sequence[Span]) -> Tree:
    """Return ``tree`` with every "A and B" and "A, B and C" of persons as one coordination.

    Parsers take the first of two titled names for a modifier or a second subject of the other, and lose him thereby.

    Args:
        spans: where persons are named.
    """
    ends = {end: (start, end) for start, end in spans}
    edit = _Edit(tree)
    for span in spans:
        edit.join_title(span)
        before = _left_of(tree, span, ends)
        if before is not None and tree.lowered[before[1]] == "and":
            edit.join(before, span)
            edit.join_listed(before, ends)
    return edit.result()


def persons(tree: Tree, names: KnownNames) -> list[Span]:
    """Return where persons are named: known names, what the tagger says, and bare surnames of those."""
    found = [*names.find(tree.words)]
    taken = {token for span in found for token in range(*span)}
    for start, end, label in tree.entities:
        free = not taken & set(range(start, end))
        if label == "PERSON" and free and all(tree.pos[token] == "PROPN" for token in range(start, end)):
            found.append((start, end))
            taken.update(range(start, end))
    surnames = {tree.words[end - 1] for start, end in found if end - start > 1}
    bare = (token for token, word in enumerate(tree.words) if word in surnames and token not in taken)
    found += [(token, token + 1) for token in bare if tree.pos[token] == "PROPN"]
    return sorted(found)


def name_openers(tree: Tree, is_known: Callable[[str], bool]) -> Tree:
    """Return ``tree`` with the surname that opens "Rabin and King Hussein met" as a name, where it is somebody's."""
    found = [start for start, _ in tree.sentences if _opens_pair(tree, start) and is_known(tree.words[start])]
    if not found:
        return tree
    pos, tags = list(tree.pos), list(tree.tags)
    for token in found:
        pos[token], tags[token] = "PROPN", "NNP"
    entities = [one for one in tree.entities if not any(one[0] <= token < one[1] for token in found)]
    entities += [(token, token + 1, "PERSON") for token in found]
    return replace(tree, pos=pos, tags=tags, entities=sorted(entities))


def _opens_pair(tree: Tree, start: int) -> bool:
    """Return whether a noun with a capital opens a sentence, alone but for the name that is joined to it."""
    if tree.tags[start] != "NN" or not tree.words[start].istitle():
        return False
    joined = [kid for kid in tree.kids(start, "conj") if tree.pos[kid] == "PROPN"]
    return bool(joined) and all(tree.deps[kid] in {"cc", "conj", "punct"} for kid in tree.children[start])


def name_surnames(tree: Tree, spans: Sequence[Span]) -> Tree:
    """Return ``tree`` with the surnames of its persons as names where the tagger took them for nouns: "Santos"."""
    surnames = {tree.words[end - 1] for start, end in spans if end - start > 1}
    first = {start for start, _ in tree.sentences}
    found = [
        token
        for token, word in enumerate(tree.words)
        if word in surnames
        and tree.pos[token] == "NOUN"
        and word[:1].isupper()
        and (token not in first or _acts(tree, token))
    ]
    if not found:
        return tree
    pos, tags, lemmas = list(tree.pos), list(tree.tags), list(tree.lemmas)
    for token in found:
        pos[token], tags[token], lemmas[token] = "PROPN", "NNP", tree.lowered[token]
    return replace(tree, pos=pos, tags=tags, lemmas=lemmas)


def _acts(tree: Tree, token: int) -> bool:
    """Return whether a word at the beginning of a headline does something: "Trump threatens Mexico"."""
    return tree.deps[token] == "nsubj" and tree.heads[token] == token + 1 and tree.is_verb(token + 1)


def _left_of(tree: Tree, span: Span, ends: dict[int, Span]) -> Span | None:
    """Return the name that stands before ``span`` with a joint and nothing but a title between."""
    for token in range(span[0] - 1, max(-1, span[0] - LONGEST_TITLE), -1):
        if tree.lowered[token] in JOINT:
            return ends.get(token)
        if tree.is_verb(token) or tree.pos[token] in {"PUNCT", "PRON", "DET", "SPACE"}:
            return None
    return None


class _Edit:
    """A parse that is being changed."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.heads, self.deps = list(tree.heads), list(tree.deps)
        self.changed = False

    def result(self) -> Tree:
        return replace(self.tree, heads=self.heads, deps=self.deps) if self.changed else self.tree

    def join_title(self, span: Span) -> None:
        """Hang a description on the name right after it, if both do one thing: "policy chief Catherine Ashton said"."""
        tree, title, name = self.tree, span[0] - 1, span[1] - 1
        if title < 0 or tree.pos[title] not in {"NOUN", "PROPN"} or not self._same_sentence(title, name):
            return
        twice = self.heads[title] == self.heads[name] and self.deps[title] == self.deps[name] == "nsubj"
        # "Presidents Barack Obama and Felipe Calderon"
        above = tree.tags[title] in PLURAL_TAGS and self.heads[name] == title and title + 1 == span[0]
        if not (twice or above) or (above and self.deps[name] not in {"appos", "prep", "dep", "nmod"}):
            return
        if above:
            self.heads[name], self.deps[name] = self.heads[title], self.deps[title]
            if self.deps[name] == "ROOT":
                self.heads[name] = name
            for token in tree.children[title]:
                if token > name:
                    self.heads[token] = name
        self.heads[title], self.deps[title], self.changed = name, "compound", True

    def join(self, left: Span, right: Span) -> None:
        """Hang the last word of ``right`` on that of ``left``, if both do one thing in one sentence."""
        one, two = left[1] - 1, right[1] - 1
        if self.deps[two] == "conj":
            return
        start = self._start(left, right[1])
        inside = range(start, right[1])
        outer = [token for token in inside if self.heads[token] not in inside or self.heads[token] == token]
        governors = {self.heads[token] if self.heads[token] not in inside else -1 for token in outer}
        if len(governors) != 1 or not self._same_sentence(start, two) or self._hangs_below(governors, inside):
            return
        chief = min(outer, key=lambda token: (self._place(token), token))
        head, dep = self.heads[chief], self.deps[chief]
        self._gather(range(start, left[1]), one)
        self._gather(range(left[1], right[1]), two)
        self._move_rest(inside, one, two)
        self.heads[one], self.deps[one] = (one if head in inside else head), dep
        self.heads[two], self.deps[two] = one, "conj"
        self.heads[left[1]], self.deps[left[1]] = one, "cc" if self.tree.lowered[left[1]] == "and" else "punct"
        self.changed = True

    def join_listed(self, span: Span, ends: dict[int, Span]) -> None:
        """Make members of what stands before in the list, which parsers take for descriptions of each other."""
        before = _left_of(self.tree, span, ends)
        while before is not None and self.tree.lowered[before[1]] == ",":
            one, two = before[1] - 1, span[1] - 1
            if self.heads[two] == one and self.deps[two] == "appos":
                self.deps[two], self.changed = "conj", True
            else:
                self.join(before, span)
            span, before = before, _left_of(self.tree, before, ends)

    def _start(self, left: Span, end: int) -> int:
        """Return where the title of the first name begins."""
        start = left[0]
        floor = max(-1, start - LONGEST_TITLE)
        for token in range(start - 1, floor, -1):
            tree = self.tree
            if tree.is_verb(token) or tree.pos[token] in {"PUNCT", "CCONJ", "SPACE", "PRON", "SCONJ"}:
                break
            if self.heads[token] in range(token + 1, end):
                start = token
            elif tree.pos[token] != "ADP" and self.heads[token] < token - 3:
                break
        return start

    def _gather(self, tokens: range, last: int) -> None:
        """Hang the words of a title and name that hang elsewhere on the last one."""
        for token in tokens:
            if token != last and self.heads[token] not in tokens:
                self.heads[token], self.deps[token] = last, "compound"
            if token == last:
                self.heads[token] = last

    def _move_rest(self, inside: range, one: int, two: int) -> None:
        """Let what hangs on a word of the names from outside hang on the last word of the nearer name."""
        for token, head in enumerate(self.heads):
            if head in inside and token not in inside and head not in {one, two}:
                self.heads[token] = two if token > two else one

    def _place(self, token: int) -> int:
        dep = self.deps[token]
        return PLACES.index(dep) if dep in PLACES else len(PLACES)

    def _same_sentence(self, first: int, last: int) -> bool:
        return self.tree.sentence_of[first] == self.tree.sentence_of[last]

    def _hangs_below(self, governors: Sequence[int] | set[int], inside: range) -> bool:
        """Return whether the governor itself hangs on the names, so that a circle would arise."""
        for governor in governors:
            token = governor
            while token >= 0 and self.heads[token] != token:
                token = self.heads[token]
                if token in inside:
                    return True
        return False
