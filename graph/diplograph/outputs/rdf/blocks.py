"""Blocks: what one graph says of one subject, before it is written."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from diplograph.outputs.rdf.terms import Term

Row = tuple[Term, tuple[Term, ...]]


class Section(IntEnum):
    """The parts of a file, in the order in which one reads it."""

    EVENTS = 0
    CLAIMS = 1
    ACTORS = 2
    CAPACITIES = 3
    PLACES = 4
    ARTICLES = 5
    SPANS = 6
    RUN = 7
    CODES = 8


class Block(NamedTuple):
    """What a graph says of a subject.

    Args:
        graph: name of the graph.
        group: subjects of one group stand together, such as an event and its participations.
        rank: order within the group.
        rows: predicates with their objects; rows without objects are left out by ``block``.
    """

    graph: str
    section: Section
    group: str
    rank: int
    subject: Term
    rows: tuple[Row, ...]


def block(graph: str, section: Section, subject: Term, rows: Iterable[Row], *, group: str = "", rank: int = 0) -> Block:
    """Return a block without its empty rows."""
    # A list is made faster than a generator is run through.
    kept = tuple([row for row in rows if row[1]])
    return Block(graph, section, group, rank, subject, kept)


def some(term: Term | None) -> tuple[Term, ...]:
    """Return a row's objects from one that may be missing."""
    return () if term is None else (term,)
