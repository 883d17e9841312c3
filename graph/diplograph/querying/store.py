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
from diplograph.outputs.rdf import document_blocks, trig_chunks
from diplograph.outputs.rdf.writer import trig_text
from diplograph.vocabulary import document_graph_iri, graph_iri

_EVENTS = ox.NamedNode(graph_iri("events"))
_BULK = 50_000
# What a process that died while it made a store may leave: nothing was in it yet.
_NEWBORN = ("IDENTITY", "LOCK", "LOG", "MANIFEST", "OPTIONS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How many statements a change added and removed, and in how many graphs."""

    added: int
    removed: int
    graphs: int

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return bool(self.added or self.removed)


class BrokenStoreError(BuildError):
    """The files of a store are damaged."""


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn the engine's errors into ours."""
    try:
        yield
    except RuntimeError as error:  # what RocksDB calls a corruption
        raise BrokenStoreError(f"{folder}: the store is broken ({_first_line(error)})") from error
    except OSError as error:
        busy = "/LOCK: " in str(error)
        reason = (
            "another process writes to it" if busy else f"the store cannot be opened or written ({_first_line(error)})"
        )
        raise BuildError(f"{folder}: {reason}") from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _check_whole(folder: Path) -> None:
    # Without this file RocksDB would take the folder for a new one, and clear the rest away.
    if not folder.is_dir() or (folder / "CURRENT").is_file():
        return
    others = [path.name for path in folder.iterdir() if not path.name.startswith(_NEWBORN) and path.suffix != ".dbtmp"]
    if others:
        raise BrokenStoreError(f"{folder}: the store is broken, or the folder is none (it has no file CURRENT)")


@contextmanager
def open_store(folder: Path) -> Iterator[ox.Store]:
    """Give the store of a folder for writing; it is made if need be.

    Raises:
        BrokenStoreError: if its files are damaged.
        BuildError: if it cannot be opened, or another process writes to it.
    """
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _check_whole(folder)
        store = ox.Store(str(folder))
        try:
            yield store
            # What is in the write-ahead log alone would be lost with the log, and nobody would know.
            store.flush()
        finally:
            # The lock is held until the last reference is gone.
            del store


@contextmanager
def read_store(folder: Path) -> Iterator[ox.Store]:
    """Give the store of a folder for reading; nobody may write to it meanwhile.

    Raises:
        BrokenStoreError: if its files are damaged.
        BuildError: if there is none, or it cannot be opened.
    """
    if not folder.is_dir():
        raise BuildError(f"{folder}: no store")
    with _told(folder):
        _check_whole(folder)
        store = ox.Store.read_only(str(folder))
        try:
            yield store
        finally:
            del store


Contents = Mapping[str, frozenset[ox.Triple]]


def loaded(text: str) -> ox.Store:
    """Return a TriG text as a store in memory.

    Raises:
        BuildError: if it is not well-formed.
    """
    store = ox.Store()
    try:
        store.bulk_load(text, format=ox.RdfFormat.TRIG)
    except SyntaxError as error:
        raise BuildError(f"the graph cannot be read ({error})") from error
    return store


def triples_of(store: ox.Store, name: str) -> frozenset[ox.Triple]:
    """Return what a graph of a store says."""
    return frozenset(quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(name)))


def contents_of(text: str) -> Contents:
    """Return the triples of each graph of a TriG text, as a store would keep them."""
    # Oxigraph keeps numbers by value (1.0 becomes 1): what is to be compared with a store goes through one.
    store = loaded(text)
    found: dict[str, set[ox.Triple]] = {}
    for quad in store:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        found.setdefault(name, set()).add(quad.triple)
    return {name: frozenset(triples) for name, triples in found.items()}


def _held(store: ox.Store, names: Iterable[str]) -> Contents:
    return {name: triples_of(store, name) for name in names}


def _data(verb: str, graph: str, triples: Iterable[ox.Triple]) -> str:
    # The engine's own writing of a triple is N-Triples, in which nothing can end the statement early.
    lines = " .\n".join(sorted(map(str, triples)))
    return f"{verb} DATA {{ GRAPH {ox.NamedNode(graph)} {{\n{lines} .\n}} }}" if lines else ""


def _without(store: ox.Store, name: str, triples: frozenset[ox.Triple], *, stays: bool) -> str:
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(name))
    if stays or any(quad.triple not in triples for quad in quads):
        return _data("DELETE", name, triples)
    # A graph that is empty would still be listed.
    return f"DROP SILENT GRAPH {ox.NamedNode(name)}"


def _update(store: ox.Store, lost: Contents, new: Contents) -> Change:
    steps = [_without(store, name, lost[name], stays=bool(new.get(name))) for name in sorted(lost) if lost[name]]
    steps += [_data("INSERT", name, new[name]) for name in sorted(new)]
    update = " ;\n".join(step for step in steps if step)
    if update:
        store.update(update)
    return Change(
        added=sum(map(len, new.values())),
        removed=sum(map(len, lost.values())),
        graphs=len({name for changed in (lost, new) for name, triples in changed.items() if triples}),
    )


def replace_graphs(store: ox.Store, wanted: Contents, names: Iterable[str]) -> Change:
    """Make some graphs of a store hold what is wanted, in one transaction; only what differs is written.

    Args:
        wanted: the triples of each graph; a graph that it does not have goes.
        names: the graphs that are looked at.
    """
    held = _held(store, names)
    lost = {name: held[name] - wanted.get(name, frozenset()) for name in held}
    new = {name: wanted.get(name, frozenset()) - held[name] for name in held}
    return _update(store, lost, new)


def change_graphs(store: ox.Store, lost: Contents, new: Contents) -> Change:
    """Take some triples out of the graphs of a store and put others in, in one transaction.

    Args:
        lost: triples that the store holds.
        new: triples that it does not hold.
    """
    return _update(store, lost, new)


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
    return save_text(folder, "".join(trig_chunks(records)))


def save_text(folder: Path, text: str) -> Change:
    """Make a store say what a TriG text says, and nothing else.

    Raises:
        BuildError: if the text is not well-formed, or the store cannot be opened for writing.
    """
    with open_store(folder) as store:
        if len(store) == 0 and len(text) > _BULK:
            # An empty store takes all at once, far faster and as atomic.
            try:
                store.bulk_load(text, format=ox.RdfFormat.TRIG)
            except SyntaxError as error:
                raise BuildError(f"the graph cannot be read ({error})") from error
            return Change(added=len(store), removed=0, graphs=len(graph_names(store)))
        wanted = contents_of(text)
        return replace_graphs(store, wanted, {*wanted, *graph_names(store)})


def _quads(contents: Contents) -> set[ox.Quad]:
    return {
        ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(name))
        for name, triples in contents.items()
        for triple in triples
    }


def _held_quads(store: ox.Store, graph: ox.NamedNode, fresh: set[ox.Quad]) -> set[ox.Quad]:
    # In the shared graphs others have their say: only what is said of the same subjects is replaced.
    subjects = {(quad.subject, quad.graph_name) for quad in fresh if quad.graph_name != graph}
    held = {quad for subject, name in subjects for quad in store.quads_for_pattern(subject, None, None, name)}
    return held | set(store.quads_for_pattern(None, None, None, graph))


def _orphans(store: ox.Store, lost: set[ox.Quad], fresh: set[ox.Quad]) -> set[ox.Quad]:
    """Return what the graph of events says of subjects that nothing but ``lost`` spoke of."""
    kept = {quad.subject for quad in fresh}
    gone, waiting = set(lost), [quad.object for quad in lost]
    while waiting:
        subject = waiting.pop()
        if not isinstance(subject, ox.NamedNode) or subject in kept:
            continue
        own = set(store.quads_for_pattern(subject, None, None, _EVENTS)) - gone
        if own and all(quad in gone for quad in store.quads_for_pattern(None, None, subject)):
            gone |= own
            waiting += [quad.object for quad in own]
    return gone - lost


def _by_graph(quads: set[ox.Quad]) -> Contents:
    found: dict[str, set[ox.Triple]] = {}
    for quad in quads:
        found.setdefault(str(quad.graph_name)[1:-1], set()).add(quad.triple)
    return {name: frozenset(triples) for name, triples in found.items()}


def _put_document(store: ox.Store, document: str, fresh: set[ox.Quad]) -> Change:
    held = _held_quads(store, ox.NamedNode(document_graph_iri(document)), fresh)
    lost, new = held - fresh, fresh - held
    lost |= _orphans(store, lost, fresh)
    return _update(store, _by_graph(lost), _by_graph(new))


def save_document(folder: Path, records: Records, document: str) -> Change:
    """Make a store say of one document what the records say; its other documents stay as they are.

    The events that it tells of, their actors and codes are replaced with it, in the same transaction; events
    that it told of before and that no claim is left for go. The cost is that of the document, not of the build.

    Raises:
        BuildError: if the store cannot be opened for writing.
    """
    fresh = _quads(contents_of("".join(trig_text(document_blocks(records, document)))))
    with open_store(folder) as store:
        return _put_document(store, document, fresh)


def remove_document(folder: Path, document: str) -> Change:
    """Take out what a store says by a document; what others say of the same events stays.

    Events that no claim is left for go with it, and so do their times, places and offices. If the status of the
    others is to follow from the claims that are left, drop the document from the records and save these.

    Raises:
        BuildError: if the store cannot be opened for writing.
    """
    with open_store(folder) as store:
        return _put_document(store, document, set())


def back_up(folder: Path, target: Path) -> None:
    """Copy a store to a new folder, whatever happens to the first meanwhile.

    Raises:
        BuildError: if the store cannot be opened, or the target is there already.
    """
    if target.exists():
        raise BuildError(f"{target}: it is there already")
    with read_store(folder) as store:
        store.backup(str(target))
