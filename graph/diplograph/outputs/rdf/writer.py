"""Blocks as Turtle and TriG: sorted, grouped by subject, with a heading above each part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from diplograph.external import Sorter
from diplograph.outputs.rdf.blocks import Block, Section
from diplograph.outputs.rdf.terms import Term
from diplograph.vocabulary import PREFIXES

_TYPE = "rdf:type"
# A reader wants to know what a thing is and how it is called, then who, then when and where, then the rest.
_FIRST = {
    name: rank
    for rank, name in enumerate(
        (
            _TYPE,
            "rdfs:label",
            "skos:prefLabel",
            "skos:altLabel",
            "schema:headline",
            "skos:notation",
            "dg:about",
            "dg:status",
            "dg:modality",
            "dg:source",
            "dg:target",
            "dg:participant",
            "dg:actor",
            "dg:role",
            "sem:hasTime",
            "sem:hasEarliestBeginTimeStamp",
            "sem:hasLatestEndTimeStamp",
            "sem:hasPlace",
        )
    )
}
_LAST = {"dg:identifier", "dg:denotedBy", "dg:text"}
_WIDTH = 110
_BREAK = "\n"


# Subjects kept in memory, up to a kilobyte each; what is more goes to disk.
_MOST_SUBJECTS = 25_000


Place = tuple[str, Section, str, int, Term]
"""Where a subject stands in a file: graph, section, group, rank, subject; a file of one graph gives that no name."""

Facts = dict[Term, Collection[Term]]
# Of these, one graph and one block say all there is: their text can be made as soon as they come.
_AT_ONCE = frozenset({Section.CLAIMS})
_SPACED = frozenset({Section.EVENTS, Section.CLAIMS})


def _add(facts: Facts, predicate: Term, objects: Collection[Term]) -> None:
    known = facts.get(predicate)
    if known is None:
        facts[predicate] = objects
    elif isinstance(known, set):
        known.update(objects)
    elif known != objects:
        facts[predicate] = {*known, *objects}


class Copied(NamedTuple):
    """A text that stands in an earlier file.

    Args:
        file: number of the file.
        at: where it begins there, in bytes.
        size: in bytes.
        deep: by how much it is indented there.
    """

    file: int
    at: int
    size: int
    deep: int = 0


_Known = Facts | str | Copied


class Subjects:
    """Takes blocks in any order and gives all that is said of each subject, in the order of a file."""

    def __init__(
        self,
        *,
        by_graph: bool = False,
        most: int = _MOST_SUBJECTS,
        copied: Callable[[Copied], str] | None = None,
    ) -> None:
        """Begin with none.

        Args:
            by_graph: keep what different graphs say of a subject apart.
            most: how many subjects are kept in memory.
            copied: gives the text of what was put as ``Copied``.
        """
        self._by_graph, self._most, self._copied = by_graph, most, copied
        self._found: dict[Place, _Known] = {}
        self._spilled: Sorter[_Known] | None = None

    def add(self, one: Block, text: str | None = None) -> str | None:
        """Take a block; return its text if it has one of its own.

        Args:
            text: of the block, if it was made before.
        """
        place = (one.graph if self._by_graph else "", one.section, one.group, one.rank, one.subject)
        known = self._found.get(place)
        if known is None:
            if len(self._found) >= self._most:
                self._spill()
            known = text or _text_at_once(one) or {}
            self._found[place] = known
        if isinstance(known, str):
            return known
        if not isinstance(known, Copied):
            for predicate, objects in one.rows:
                _add(known, predicate, objects)
        return None

    def put(self, place: Place, text: str | Copied) -> None:
        """Take the text of one or more subjects as it is."""
        if len(self._found) >= self._most:
            self._spill()
        self._found[place] = text

    def _spill(self) -> None:
        self._spilled = self._spilled or Sorter[_Known](budget=self._most)
        for place, known in self._found.items():
            self._spilled.add((place[0], int(place[1]), *place[2:]), known)
        self._found = {}

    def in_order(self) -> Iterator[tuple[Place, Facts | str]]:
        """Yield every subject with its facts, or with its text, sorted by place."""
        return ((place, self._text_of(known)) for place, known in self._pairs())

    def _text_of(self, known: _Known) -> Facts | str:
        if not isinstance(known, Copied):
            return known
        assert self._copied
        return self._copied(known)

    def _pairs(self) -> Iterator[tuple[Place, _Known]]:
        if self._spilled is None:
            return ((place, self._found[place]) for place in sorted(self._found))
        self._spill()
        return _united(self._spilled.sorted())


def _united(pairs: Iterable[tuple[Any, _Known]]) -> Iterator[tuple[Place, _Known]]:
    for place, same in groupby(pairs, key=itemgetter(0)):
        found: _Known = {}
        for _, more in same:
            if isinstance(found, str | Copied) or isinstance(more, str | Copied):
                found = more
                continue
            for predicate, objects in more.items():
                _add(found, predicate, objects)
        yield (place[0], Section(place[1]), *place[2:]), found


def subjects_of(blocks: Iterable[Block], *, by_graph: bool = False) -> Subjects:
    """Return the subjects of ``blocks``."""
    found = Subjects(by_graph=by_graph)
    for one in blocks:
        found.add(one)
    return found


def _text_at_once(one: Block) -> str | None:
    return subject_text(one.subject, dict(one.rows)) if one.section in _AT_ONCE else None


def _indented(text: str, indent: str) -> str:
    """Return a text made at once, further to the right; no line break in it is one of a quotation."""
    return f"{indent}{text[:-1].replace(_BREAK, _BREAK + indent)}\n" if indent else text


def _rank(predicate: Term) -> tuple[int, str]:
    if predicate in _FIRST:
        return _FIRST[predicate], predicate
    return (len(_FIRST) + (predicate in _LAST)), predicate


@lru_cache(maxsize=4096)
def _in_order(predicates: tuple[Term, ...]) -> tuple[tuple[Term, str], ...]:
    # Subjects of a kind have the same few predicates: their order is found once.
    ordered = sorted(predicates, key=_rank)
    return tuple((predicate, "a " if predicate == _TYPE else f"{predicate} ") for predicate in ordered)


def _objects(indent: str, terms: Collection[Term]) -> str:
    if len(terms) == 1:
        return next(iter(terms))
    ordered = sorted(set(terms))
    line = " , ".join(ordered)
    if len(line) <= _WIDTH or len(ordered) == 1:
        return line
    return f" ,\n{indent}        ".join(ordered)


def subject_text(subject: Term, facts: Facts, indent: str = "") -> str:
    """Return what is said of a subject, as it stands in a file."""
    rows = [name + _objects(indent, facts[predicate]) for predicate, name in _in_order(tuple(facts))]
    return f"{indent}{subject} " + f" ;\n{indent}    ".join(rows) + " .\n"


def _prefix_lines() -> Iterator[str]:
    for prefix, namespace in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{namespace}> .\n"


def heading(section: Section, indent: str = "") -> str:
    """Return what stands above a section."""
    name = section.name.lower()
    return f"\n{indent}# ---- {name} {'-' * (70 - len(name))}\n"


def _body(pairs: Iterable[tuple[Place, Facts | str]], indent: str) -> Iterator[str]:
    current: tuple[Section, str] | None = None
    for (_, section, group, _, subject), known in pairs:
        if current is None or current[0] is not section:
            yield heading(section, indent)
        elif current[1] != group and section in _SPACED:
            yield "\n"
        current = section, group
        yield _indented(known, indent) if isinstance(known, str) else subject_text(subject, known, indent)


def prefix_text() -> str:
    """Return the prefixes with which every file begins."""
    return "".join(_prefix_lines())


def turtle_of(subjects: Subjects) -> Iterator[str]:
    """Yield pieces of the Turtle file of subjects whose graphs are one."""
    yield prefix_text()
    yield from _body(subjects.in_order(), "")


def graph_texts_of(subjects: Subjects, whole: Iterable[tuple[str, str]] = ()) -> Iterator[tuple[str, str]]:
    """Yield the pieces of the TriG file after its prefixes, each with the name of its graph, sorted by that.

    Args:
        subjects: taken by graph.
        whole: other graphs, sorted, each with its text as it stands in such a file.
    """
    made = groupby(subjects.in_order(), key=lambda pair: pair[0][0])
    parts: Iterable[tuple[str, str | Iterable[tuple[Place, Facts | str]]]] = merge(made, whole, key=itemgetter(0))
    for graph, found in parts:
        if isinstance(found, str):
            yield graph, found
            continue
        yield graph, f"\n<{graph}> {{\n"
        yield from ((graph, text) for text in _body(found, "    "))
        yield graph, "}\n"


def trig_of(subjects: Subjects) -> Iterator[str]:
    """Yield pieces of the TriG file of subjects that were taken by graph."""
    yield prefix_text()
    for _, text in graph_texts_of(subjects):
        yield text


def turtle_text(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield pieces of one Turtle file in which the graphs are one."""
    return turtle_of(subjects_of(blocks))


def trig_text(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield pieces of one TriG file, graph by graph in the order of their names."""
    return trig_of(subjects_of(blocks, by_graph=True))
