"""A graph that is kept: an Oxigraph store on disk with one named graph for each document.

Every change is one transaction, so that after a crash the store is as before it or as after it. Only what
differs is written: the same documents a second time change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from diplograph.errors import BuildError
from diplograph.model import Records
from diplograph.outputs.rdf import trig_chunks
from diplograph.vocabulary import GRAPH, PREFIXES, document_graph_iri

DOCUMENTS = f"{GRAPH}document/"
_BULK = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many statements a change added and removed, and in how many graphs."""

    added: int
    removed: int
    graphs: int

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return bool(self.added or self.removed)


NOTHING = Change(added=0, removed=0, graphs=0)


@contextmanager
def open_store(folder: Path) -> Iterator[ox.Store]:
    """Give the store of a folder for writing; it is made if need be.

    Raises:
        BuildError: if it is broken, or another process writes to it.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        store = ox.Store(str(folder))
    except (OSError, RuntimeError) as error:
        busy = "lock" in str(error).lower()
        reason = "another process writes to it" if busy else f"it cannot be opened ({error})"
        raise BuildError(f"{folder}: {reason}") from error
    try:
        yield store
        store.flush()
    finally:
        # The lock is held until the last reference is gone.
        del store


@contextmanager
def read_store(folder: Path) -> Iterator[ox.Store]:
    """Give the store of a folder for reading; nobody may write to it meanwhile.

    Raises:
        BuildError: if there is none or it is broken.
    """
    if not folder.is_dir():
        raise BuildError(f"{folder}: no store")
    try:
        store = ox.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise BuildError(f"{folder}: it cannot be opened ({error})") from error
    try:
        yield store
    finally:
        del store


Contents = Mapping[str, frozenset[ox.Triple]]


def _contents(text: str) -> Contents:
    # Oxigraph keeps numbers by value (1.0 becomes 1): what is to be compared with a store goes through one.
    store = ox.Store()
    store.bulk_load(text, format=ox.RdfFormat.TRIG)
    found: dict[str, set[ox.Triple]] = {}
    for quad in store:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        found.setdefault(name, set()).add(quad.triple)
    return {name: frozenset(triples) for name, triples in found.items()}


def _held(store: ox.Store, names: Iterable[str]) -> Contents:
    graphs = ((name, store.quads_for_pattern(None, None, None, ox.NamedNode(name))) for name in names)
    return {name: frozenset(quad.triple for quad in quads) for name, quads in graphs}


def _data(verb: str, graph: str, triples: Iterable[ox.Triple]) -> str:
    # The engine's own writing of a triple is N-Triples, in which nothing can end the statement early.
    lines = " .\n".join(sorted(map(str, triples)))
    return f"{verb} DATA {{ GRAPH {ox.NamedNode(graph)} {{\n{lines} .\n}} }}" if lines else ""


def _replace(store: ox.Store, wanted: Contents, names: Iterable[str]) -> Change:
    names = sorted(set(names))
    held = _held(store, names)
    lost = {name: held[name] - wanted.get(name, frozenset()) for name in names}
    new = {name: wanted.get(name, frozenset()) - held[name] for name in names}
    steps = [_data("DELETE", name, lost[name]) for name in names]
    steps += [_data("INSERT", name, new[name]) for name in names]
    update = " ;\n".join(step for step in steps if step)
    if update:
        store.update(update)
    return Change(
        added=sum(map(len, new.values())),
        removed=sum(map(len, lost.values())),
        graphs=sum(bool(lost[name] or new[name]) for name in names),
    )


def graph_names(store: ox.Store) -> tuple[str, ...]:
    """Return the names of all graphs of a store, sorted."""
    return tuple(sorted(name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode)))


def save_records(folder: Path, records: Records) -> Change:
    """Make a store say what the records say, and nothing else.

    Args:
        folder: the store's.
        records: a whole build.

    Raises:
        BuildError: if the store cannot be opened for writing.
    """
    text = "".join(trig_chunks(records))
    with open_store(folder) as store:
        if len(store) == 0 and len(text) > _BULK:
            # An empty store takes all at once, far faster and as atomic.
            store.bulk_load(text, format=ox.RdfFormat.TRIG)
            return Change(added=len(store), removed=0, graphs=len(graph_names(store)))
        wanted = _contents(text)
        return _replace(store, wanted, {*wanted, *graph_names(store)})


def save_document(folder: Path, records: Records, document: str) -> Change:
    """Make a store say of one document what the records say; its other documents stay as they are.

    The graphs of the actors, events and codes are replaced with it, in the same transaction.

    Raises:
        BuildError: if the store cannot be opened for writing.
    """
    wanted = _contents("".join(trig_chunks(records)))
    shared = {name for name in wanted if not name.startswith(DOCUMENTS)}
    with open_store(folder) as store:
        shared |= {name for name in graph_names(store) if not name.startswith(DOCUMENTS)}
        return _replace(store, wanted, {*shared, str(document_graph_iri(document))})


def remove_document(folder: Path, document: str) -> Change:
    """Take out what a store says by a document; what others say of the same events stays.

    Events that no claim is left for go with it.

    Raises:
        BuildError: if the store cannot be opened for writing.
    """
    name = str(document_graph_iri(document))
    with open_store(folder) as store:
        before = len(store)
        if name not in graph_names(store):
            return NOTHING
        store.update(f"{_PREFIXES}DROP SILENT GRAPH {ox.NamedNode(name)} ;{_ORPHANS}")
        return Change(added=0, removed=before - len(store), graphs=1)


# An event without a claim, and what only it has: its participations, its time.
_PREFIXES = f"PREFIX dg: <{PREFIXES['dg']}>\nPREFIX sem: <{PREFIXES['sem']}>\n"
_ORPHANS = f"""
DELETE {{ GRAPH <{GRAPH}events> {{ ?part ?p ?o }} }} WHERE {{
  GRAPH <{GRAPH}events> {{ ?event a dg:Event ; dg:hasParticipation|sem:hasTime ?part . ?part ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH ?any {{ ?claim dg:about ?event }} }}
}} ;
DELETE {{ GRAPH <{GRAPH}events> {{ ?event ?p ?o }} }} WHERE {{
  GRAPH <{GRAPH}events> {{ ?event a dg:Event ; ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH ?any {{ ?claim dg:about ?event }} }}
}}
"""


def dump_store(folder: Path) -> str:
    """Return all that a store says as sorted N-Quads.

    Raises:
        BuildError: if there is no store or it is broken.
    """
    with read_store(folder) as store:
        data = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    lines = sorted(line for line in data.decode("utf-8").split("\n") if line)
    return "".join(f"{line}\n" for line in lines)


def back_up(folder: Path, target: Path) -> None:
    """Copy a store to a new folder, whatever happens to the first meanwhile.

    Raises:
        BuildError: if the store cannot be opened, or the target is there already.
    """
    if target.exists():
        raise BuildError(f"{target}: it is there already")
    with open_store(folder) as store:
        store.backup(str(target))
