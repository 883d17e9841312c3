"""One parsed text as plain lists: what every rule of this package reads.

A token is its index. Rules never see spaCy, so tests can hand them parses made by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from diplograph.codebook.lemmas import load_lemmas, load_spellings

if TYPE_CHECKING:
    from spacy.tokens import Doc

NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


@dataclass(frozen=True, kw_only=True, eq=False)
class Tree:
    """Words, tags and dependency heads of a text.

    Args:
        text: the text that was parsed.
        words: the tokens as written.
        lemmas: lower-case lemmas.
        pos: universal parts of speech.
        tags: Penn Treebank tags.
        deps: dependency labels of spaCy's English pipelines.
        heads: index of each token's head; a root is its own head.
        starts: character offset of each token in ``text``.
        sentences: (first token, one past the last) of each sentence.
        entities: (first token, one past the last, label) of named entities.
    """

    text: str
    words: Sequence[str]
    lemmas: Sequence[str]
    pos: Sequence[str]
    tags: Sequence[str]
    deps: Sequence[str]
    heads: Sequence[int]
    starts: Sequence[int]
    sentences: Sequence[tuple[int, int]]
    entities: Sequence[tuple[int, int, str]] = field(default=())

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)

    @cached_property
    def children(self) -> list[list[int]]:
        """Direct dependents of each token, left to right."""
        kids: list[list[int]] = [[] for _ in self.words]
        for token, head in enumerate(self.heads):
            if head != token:
                kids[head].append(token)
        return kids

    @cached_property
    def lowered(self) -> list[str]:
        """The words in lower case."""
        return [word.lower() for word in self.words]

    @cached_property
    def sentence_of(self) -> list[int]:
        """Index of the sentence of each token."""
        owner = [0] * len(self.words)
        for index, (start, end) in enumerate(self.sentences):
            owner[start:end] = [index] * (end - start)
        return owner

    @cached_property
    def entity_of(self) -> dict[int, tuple[int, int, str]]:
        """The named entity that covers a token."""
        return {token: entity for entity in self.entities for token in range(entity[0], entity[1])}

    def with_word(self, *words: str) -> list[int]:
        """Return the tokens that are one of ``words`` in lower case, in text order."""
        return _at(self._places("lowered"), words)

    def with_lemma(self, *lemmas: str) -> list[int]:
        """Return the tokens with one of ``lemmas``, in text order."""
        return _at(self._places("lemmas"), lemmas)

    def with_tag(self, *tags: str) -> list[int]:
        """Return the tokens with one of ``tags``, in text order."""
        return _at(self._places("tags"), tags)

    def with_dep(self, *deps: str) -> list[int]:
        """Return the tokens with one of ``deps``, in text order."""
        return _at(self._places("deps"), deps)

    @cached_property
    def _indexes(self) -> dict[str, dict[str, list[int]]]:
        return {}

    def _places(self, name: str) -> Mapping[str, list[int]]:
        """Return the tokens of each value in a list of this parse, which is gone through once."""
        if name not in self._indexes:
            places: defaultdict[str, list[int]] = defaultdict(list)
            for token, value in enumerate(getattr(self, name)):
                places[value].append(token)
            self._indexes[name] = places
        return self._indexes[name]

    def end(self, token: int) -> int:
        """Return the character offset just after ``token``."""
        return self.starts[token] + len(self.words[token])

    def slice(self, start: int, end: int) -> str:
        """Return the text from token ``start`` to before token ``end``."""
        return self.text[self.starts[start] : self.end(end - 1)]

    def kids(self, token: int, *deps: str) -> list[int]:
        """Return the dependents of ``token`` that carry one of ``deps``."""
        kids = self.children[token]
        return [kid for kid in kids if self.deps[kid] in deps] if kids else []

    def kid(self, token: int, *deps: str) -> int | None:
        """Return the first dependent of ``token`` that carries one of ``deps``."""
        for kid in self.children[token]:
            if self.deps[kid] in deps:
                return kid
        return None

    def ancestors(self, token: int) -> Iterator[int]:
        """Yield head, head's head ... up to the root."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def subtree(self, token: int) -> list[int]:
        """Return ``token`` and all below it, in text order."""
        if not self.children[token]:
            return [token]
        found, stack = [], [token]
        while stack:
            current = stack.pop()
            found.append(current)
            stack.extend(self.children[current])
        return sorted(found)

    def conjuncts(self, token: int) -> list[int]:
        """Return ``token`` and what is coordinated below it, in text order."""
        found = [token]
        for kid in self.children[token]:
            if self.deps[kid] == "conj":
                found.extend(self.conjuncts(kid))
        return found

    def first_conjunct(self, token: int) -> int:
        """Return the head of the coordination that ``token`` stands in."""
        while self.deps[token] == "conj" and self.heads[token] != token:
            token = self.heads[token]
        return token

    def is_verb(self, token: int) -> bool:
        """Return whether ``token`` is a full or auxiliary verb."""
        return self.pos[token] in {"VERB", "AUX"}

    def is_nominal(self, token: int) -> bool:
        """Return whether ``token`` is a noun, a name or a pronoun."""
        return self.pos[token] in NOMINAL


def _at(places: Mapping[str, list[int]], values: Iterable[str]) -> list[int]:
    return sorted(token for value in values for token in places.get(value, ()))


def tree_of(doc: Doc) -> Tree:
    """Return the lists of a parsed spaCy ``doc``.

    The attributes are read as one array: token by token costs several times as much.
    """
    columns = doc.to_array(["LEMMA", "POS", "TAG", "DEP"]).astype("uint64").reshape(-1, 4).T.tolist()
    lemmas, pos, tags, deps = (_spelled(doc, codes) for codes in columns)
    heads = [token.head.i for token in doc]
    words = [token.text for token in doc]
    return Tree(
        text=doc.text,
        words=words,
        lemmas=_lemmas(words, lemmas, pos),
        pos=pos,
        tags=tags,
        deps=_deps(doc, deps, tags),
        heads=heads,
        starts=[token.idx for token in doc],
        sentences=_sentences(doc),
        entities=[(entity.start, entity.end, entity.label_) for entity in doc.ents],
    )


def _spelled(doc: Doc, codes: list[int]) -> list[str]:
    """Return the strings that spaCy keeps as numbers, each looked up once."""
    known = {code: doc.vocab.strings[code] for code in set(codes)}
    return [known[code] for code in codes]


def _lemmas(words: list[str], lemmas: list[str], pos: list[str]) -> list[str]:
    """Return lower-case lemmas, with the parser's errors on verbs and on words with a hyphen corrected."""
    corrections, spellings = load_lemmas(), load_spellings()
    lowered = [lemma.lower() for lemma in lemmas]
    for token, (word, tag) in enumerate(zip(words, pos, strict=True)):
        if tag == "VERB" and word.lower() in corrections:
            lowered[token] = corrections[word.lower()]
        elif word.lower() in spellings:
            lowered[token] = spellings[word.lower()][1]
    return lowered


def _deps(doc: Doc, deps: list[str], tags: list[str]) -> list[str]:
    """Return the dependencies with a headline's passive known as one: "Two journalists detained in Turkey"."""
    for sentence in doc.sents:
        root = sentence.root
        if tags[root.i] != "VBN" or sentence.text.rstrip().endswith((".", "!", "?", "”", '"')):
            continue
        own = {deps[kid.i] for kid in root.children}
        if not own & {"aux", "auxpass", "dobj"}:
            for kid in root.children:
                deps[kid.i] = "nsubjpass" if deps[kid.i] == "nsubj" else deps[kid.i]
    return deps


def _sentences(doc: Doc) -> list[tuple[int, int]]:
    starts = [sentence.start for sentence in doc.sents] if len(doc) else []
    return list(zip(starts, [*starts[1:], len(doc)], strict=True)) if starts else []
