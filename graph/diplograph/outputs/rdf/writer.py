"""Blocks as Turtle and TriG: sorted, grouped by subject, with a heading above each part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

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


class Place(NamedTuple):
    """Where a subject stands in a file."""

    section: Section
    group: str
    rank: int
    subject: Term


Facts = dict[Term, Collection[Term]]


def _add(facts: Facts, predicate: Term, objects: tuple[Term, ...]) -> None:
    known = facts.get(predicate)
    if known is None:
        facts[predicate] = objects
    elif isinstance(known, set):
        known.update(objects)
    elif known != objects:
        facts[predicate] = {*known, *objects}


def gather(blocks: Iterable[Block]) -> dict[Place, Facts]:
    """Return all that is said of each subject, whatever the order in which it came."""
    found: dict[Place, Facts] = {}
    for one in blocks:
        place = Place(one.section, one.group, one.rank, one.subject)
        facts = found.get(place)
        if facts is None:
            facts = found[place] = {}
        for predicate, objects in one.rows:
            _add(facts, predicate, objects)
    return found


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


def _subject_text(subject: Term, facts: Facts, indent: str) -> str:
    rows = [name + _objects(indent, facts[predicate]) for predicate, name in _in_order(tuple(facts))]
    return f"{indent}{subject} " + f" ;\n{indent}    ".join(rows) + " .\n"


def _prefix_lines() -> Iterator[str]:
    for prefix, namespace in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{namespace}> .\n"


def _heading(section: Section, indent: str) -> str:
    name = section.name.lower()
    return f"\n{indent}# ---- {name} {'-' * (70 - len(name))}\n"


def _body(blocks: Iterable[Block], indent: str) -> Iterator[str]:
    found = gather(blocks)
    current: tuple[Section, str] | None = None
    for place in sorted(found):
        if current is None or current[0] is not place.section:
            yield _heading(place.section, indent)
        elif current[1] != place.group:
            yield "\n" if place.section in {Section.EVENTS, Section.CLAIMS} else ""
        current = place.section, place.group
        yield _subject_text(place.subject, found[place], indent)


def turtle_text(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield pieces of one Turtle file in which the graphs are one."""
    yield from _prefix_lines()
    yield from _body(blocks, "")


def prefix_text() -> str:
    """Return the prefixes with which every file begins."""
    return "".join(_prefix_lines())


def graph_texts(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Yield each graph by its name, with its part of the TriG file, in the order of the names."""
    by_graph: dict[str, list[Block]] = {}
    for one in blocks:
        by_graph.setdefault(one.graph, []).append(one)
    for graph in sorted(by_graph):
        yield graph, f"\n<{graph}> {{\n{''.join(_body(by_graph[graph], '    '))}}}\n"


def trig_text(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield pieces of one TriG file, graph by graph in the order of their names."""
    yield prefix_text()
    for _, text in graph_texts(blocks):
        yield text
