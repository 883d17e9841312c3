"""A build's RDF in memory: one Oxigraph store, loaded from ``graph.trig`` or from text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from diplograph.errors import BuildError, InputError

GRAPH_FILE = "graph.trig"


def trig_of(build: Path) -> Path:
    """Return the TriG file of a build folder.

    Raises:
        BuildError: if the folder or the file is missing.
    """
    path = build / GRAPH_FILE
    if not build.is_dir():
        raise BuildError(f"{build}: no such folder")
    if not path.is_file():
        raise BuildError(f"{build}: no build, {GRAPH_FILE} is missing")
    return path


def load_build(build: Path, *, merged: bool = False) -> ox.Store:
    """Return a store of a build's graphs.

    Args:
        build: the folder.
        merged: whether all graphs become one; else they keep their names.

    Raises:
        BuildError: if the folder holds no build or a broken one.
    """
    path = trig_of(build)
    store = ox.Store()
    try:
        if merged:
            quads = ox.parse(path=str(path), format=ox.RdfFormat.TRIG)
            store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        else:
            store.bulk_load(path=str(path), format=ox.RdfFormat.TRIG)
    except (SyntaxError, OSError) as error:
        raise BuildError(f"{path}: cannot be read ({error})") from error
    return store


def load_text(text: str, *, trig: bool = False) -> ox.Store:
    """Return a store of a Turtle or TriG text with all graphs as one.

    Raises:
        InputError: if the text is not well-formed.
    """
    syntax = ox.RdfFormat.TRIG if trig else ox.RdfFormat.TURTLE
    store = ox.Store()
    try:
        quads = ox.parse(text, format=syntax)
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    except SyntaxError as error:
        raise InputError(f"not well-formed RDF ({error})") from error
    return store


def rows(store: ox.Store, query: str) -> Iterable[tuple[str | None, ...]]:
    """Yield the solutions of a query of our own as plain strings."""
    solutions = store.query(query)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("a SELECT query is expected")
    for solution in solutions:
        yield tuple(None if term is None else _text(term) for term in solution)


def _text(term: object) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode):
        return term.value
    return str(term)
