"""The store of a build: what ``graph.trig`` says, ready to be asked, in the folder ``store`` beside it.

It holds nothing that the build's other files do not, and can be made anew from them. ``store.sha256`` has the
checksums of the TriG file, of the store's list of files and of each graph with its size: only what differs in the old
and the new TriG file is written, and a store that lags behind, was left half-way or written to by others is not used.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import IO

import pyoxigraph as ox

from diplograph.errors import BuildError, OutputError
from diplograph.files import atomic_write, no_empty_folder, writing
from diplograph.model import Records
from diplograph.outputs.folder import TRIG, GraphSizes, write_folder
from diplograph.querying.graphs import trig_of
from diplograph.querying.pieces import pieces
from diplograph.querying.statements import Difference, Extent, TooDifferentError, as_trig
from diplograph.querying.store import (
    BrokenStoreError,
    Change,
    Contents,
    change_graphs,
    contents_of,
    open_store,
    read_store,
)
from diplograph.reading.failure import Failure

STORE = "store"
SUMS = "store.sha256"
_PART, _OLD = ".part", ".old"
# Quads that are given to a store at once.
_TOGETHER = 50_000
_PIECE = 1 << 20
_GRAPH_SUM = re.compile(r"[0-9a-f]{64}:[0-9]{1,15}")
_NO_DATA = ("LOG", "LOCK", "OPTIONS")
# What every folder of RocksDB has one of; any other folder of this name is somebody else's.
_MARKS = ("CURRENT", "IDENTITY", "LOCK", "LOG")
Sums = Mapping[str, str]


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class _Whole:
    """A TriG file of a build: where each of its graphs stands, and its checksum."""

    def __init__(self, file: IO[bytes], sums: Sums) -> None:
        """Take an open file and what ``_sums_of`` said of it."""
        self.file, self.sums = file, sums
        sizes = {name: int(found.partition(":")[2]) for name, found in sums.items() if name != TRIG}
        at = max(0, file.seek(0, SEEK_END) - sum(sizes.values()))
        self._prefixes, self._extents = at, dict[str, Extent]()
        for name, size in sizes.items():
            self._extents[name] = at, size
            at += size

    def prefixes(self) -> bytes:
        """Return what stands before the graphs."""
        self.file.seek(0)
        return self.file.read(self._prefixes)

    def place(self, name: str) -> tuple[IO[bytes], Extent]:
        """Return where a graph stands; one that the file does not have is empty."""
        return self.file, self._extents.get(name, (0, 0))

    def size(self, names: Iterable[str]) -> int:
        """Return how many bytes some graphs take."""
        return sum(self._extents[name][1] for name in names if name in self._extents)


def _sums_of(file: IO[bytes], sizes: GraphSizes) -> dict[str, str]:
    """Return checksum and size of each graph of a TriG file, and the checksum of the whole."""
    found: dict[str, str] = {}
    whole = hashlib.sha256()
    for name, size in sizes:
        digest, left = hashlib.sha256(), size
        while left:
            piece = file.read(min(left, _PIECE))
            digest.update(piece)
            whole.update(piece)
            left -= len(piece)
        if name:
            found[name] = f"{digest.hexdigest()}:{size}"
    found[TRIG] = whole.hexdigest()
    return found


def _file_sum(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _files_sum(store: Path) -> str:
    # RocksDB never changes a table once it is written: names and sizes tell whether anybody wrote to it.
    files = (path for path in store.iterdir() if not path.name.startswith(_NO_DATA))
    return _sum("".join(f"{path.name} {path.stat().st_size}\n" for path in sorted(files)))


def _read_sums(folder: Path) -> dict[str, str]:
    """Return the checksums of a store by what they are of; none if it is not as it was left."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        found = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        return found if found.pop(STORE, "") == _files_sum(folder / STORE) else {}
    except (OSError, UnicodeDecodeError):
        return {}


def store_of(build: Path) -> Path | None:
    """Return the store of a build; none if there is none, or it does not say what the TriG file says."""
    found = _file_sum(build / TRIG)
    return build / STORE if found and _read_sums(build).get(TRIG) == found else None


def owner_of(store: Path) -> Path | None:
    """Return the build that a store is a part of; none if it stands for itself."""
    place = store.resolve()
    is_part = place.name == STORE and ((place.parent / SUMS).exists() or (place.parent / TRIG).exists())
    return place.parent if is_part else None


def store_lags(build: Path) -> bool:
    """Return whether a build has a store that queries cannot use: it is damaged, or says something else."""
    if not ((build / STORE).exists() or (build / SUMS).exists()):
        return False
    store = store_of(build)
    return store is None or not _is_whole(store)


def _is_store(path: Path) -> bool:
    return any((path / name).exists() for name in _MARKS)


def check_store_folder(folder: Path, *, force: bool = False) -> None:
    """Stop before any work is done if the store's place in a build is taken by something else.

    Raises:
        OutputError: if it is, and may not be replaced.
    """
    store = folder / STORE
    empty = not store.exists() or (store.is_dir() and not any(store.iterdir()))
    if not (force or empty or _is_store(store)):
        raise OutputError(f"{store}: not made by diplograph; give another -o, or --force")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _load(place: Path, trig: Path) -> int:
    with open_store(place) as store, trig.open("rb") as file:
        for piece in pieces(file):
            store.bulk_load(piece, format=ox.RdfFormat.TRIG)
        return len(store)


def load_quads(store: ox.Store, trig: Path) -> None:
    """Load a TriG file of whatever layout into a store on disk, a few quads at a time.

    Raises:
        BuildError: if the file cannot be read.
    """
    try:
        quads = ox.parse(path=str(trig), format=ox.RdfFormat.TRIG)
        while some := list(islice(quads, _TOGETHER)):
            store.bulk_extend(some)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise BuildError(f"{trig}: cannot be read ({error})") from error


@contextmanager
def store_on_the_side(build: Path) -> Iterator[ox.Store]:
    """Give a store on disk of what the TriG file of a build says, made for the occasion.

    Raises:
        BuildError: if the folder holds no build or a broken one.
    """
    trig = trig_of(build)
    with TemporaryDirectory(prefix="diplograph-") as folder, open_store(Path(folder) / STORE) as store:
        load_quads(store, trig)
        yield store


class _Making:
    """A store that is made beside its place, in a thread of its own: Oxigraph leaves Python free meanwhile."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing; ``folder`` is the build's."""
        self._folder, self._thread = folder, ThreadPoolExecutor(max_workers=1)
        self._is_first = not (folder / STORE).exists()
        self._place: Path | None = None
        self._size: Future[int] | None = None

    def begin(self, trig: Path) -> None:
        """Load a TriG file, which may be renamed meanwhile, if the build has no store yet.

        Where that cannot be begun ahead (files cannot have two names), the store is made afterwards.
        """
        if not self._is_first:
            return
        with suppress(OSError):
            self._place = Path(mkdtemp(dir=self._folder, prefix=f".{STORE}.", suffix=_PART))
            (self._place / TRIG).hardlink_to(trig)
            self._size = self._thread.submit(_load, self._place / STORE, self._place / TRIG)

    def put(self) -> int:
        """Put the store in the place of whatever is there, and return its size; until it is whole, nothing changes."""
        place = self._place or Path(mkdtemp(dir=self._folder, prefix=f".{STORE}.", suffix=_PART))
        self._place = place
        size = self._size.result() if self._size else _load(place / STORE, self._folder / TRIG)
        if (self._folder / STORE).exists():
            (self._folder / STORE).rename(place / _OLD)
        (place / STORE).rename(self._folder / STORE)
        return size

    def end(self) -> None:
        """Wait for what is under way, and remove what is left."""
        self._thread.shutdown()
        if self._place is not None:
            shutil.rmtree(self._place, ignore_errors=True)


@contextmanager
def _making(folder: Path) -> Iterator[_Making]:
    making = _Making(folder)
    try:
        yield making
    finally:
        making.end()


def _remade(folder: Path, graphs: int, making: _Making) -> Change:
    store = folder / STORE
    if _is_store(store):
        # Nobody may have it open when its place is taken; a broken one holds nothing that the records do not.
        with suppress(BrokenStoreError), open_store(store):
            pass
    return Change(added=making.put(), removed=0, graphs=graphs)


def _triples(prefixes: bytes, graphs: Mapping[str, Iterable[bytes]]) -> Contents:
    return contents_of(as_trig(prefixes, graphs.items()))


def _minus(graphs: Contents, *others: Contents) -> Contents:
    return {name: found.difference(*(other.get(name, ()) for other in others)) for name, found in graphs.items()}


def _difference(old: _Whole, new: _Whole) -> Difference | None:
    """Return what two TriG files say differently; none if it is more than half of the new one."""
    found = Difference(room=new.size(new.sums) // 2)
    names = (old.sums.keys() | new.sums.keys()) - {TRIG}
    try:
        for name in sorted(name for name in names if old.sums.get(name) != new.sums.get(name)):
            found.note(name, old.place(name), new.place(name))
    except TooDifferentError:
        return None
    return found


def _update(folder: Path, old: _Whole, new: _Whole, difference: Difference) -> Change:
    """Write to a store what is different in two TriG files, all in one transaction."""
    lost = _triples(old.prefixes(), difference.lost)
    fresh, kept = (_triples(new.prefixes(), graphs) for graphs in (difference.fresh, difference.kept))
    with open_store(folder / STORE) as store:
        return change_graphs(store, _minus(lost, fresh, kept), _minus(fresh, lost, kept))


def _in_step(folder: Path, old: _Whole | None, new: _Whole, making: _Making) -> Change:
    difference = _difference(old, new) if old else None
    if old and difference:
        with suppress(BrokenStoreError):
            return _update(folder, old, new, difference)
    return _remade(folder, len(new.sums) - 1, making)


def _is_whole(store: Path) -> bool:
    try:
        with read_store(store):
            return True
    except BuildError:
        return False


def _clear(folder: Path) -> None:
    for left in folder.glob(f".{STORE}.*{_PART}"):
        _remove(left)


def _synced(folder: Path, old: _Whole | None, sizes: GraphSizes, making: _Making) -> Change:
    """Bring the store in step with the TriG file, whose graphs have these sizes."""
    with (folder / TRIG).open("rb") as file:
        new = _Whole(file, _sums_of(file, sizes))
        if old and old.sums == new.sums:
            return Change(added=0, removed=0, graphs=0)
        try:
            # From here until all is done nobody may rely on the store.
            (folder / SUMS).unlink(missing_ok=True)
            change = _in_step(folder, old, new, making)
        except OSError as error:
            raise OutputError(f"{folder / STORE}: cannot be written ({error.strerror or error})") from error
    lines = ((STORE, _files_sum(folder / STORE)), *new.sums.items())
    atomic_write(folder / SUMS, "".join(f"{found}  {name}\n" for name, found in lines))
    return change


@contextmanager
def _said_before(folder: Path) -> Iterator[_Whole | None]:
    """Give the TriG file that the store of a build says, which may be replaced meanwhile; none if it says another."""
    sums = _read_sums(folder)
    # A version before this one did not note sizes.
    sound = bool(sums) and all(_GRAPH_SUM.fullmatch(found) for name, found in sums.items() if name != TRIG)
    if not sound or _file_sum(folder / TRIG) != sums.get(TRIG) or not _is_whole(folder / STORE):
        yield None
        return
    with (folder / TRIG).open("rb") as file:
        yield _Whole(file, sums)


def write_build(
    records: Records,
    folder: Path,
    *,
    failures: Sequence[Failure] = (),
    force: bool = False,
    processes: int = 1,
    made_by: str | None = None,
) -> Change:
    """Write every file of a build, bring its store in step with them, and return what that changed in the store.

    Only graphs with another checksum are written, in one transaction. A store that is missing, broken or was left
    half-way is made anew, and so is one of which more than half has changed, as that is faster.

    Args:
        records: everything that was read.
        failures: documents that could not be read, for the report.
        force: replace files of these names that diplograph did not make.
        processes: that may write.
        made_by: hash of the program; if it is given, what the files of RDF say already is copied out of them.

    Raises:
        OutputError: if the folder cannot be written, belongs to somebody else, or another process writes to it.
        BuildError: if another process has its store open; the other files are written all the same.
    """
    check_store_folder(folder, force=force)
    with writing(folder), no_empty_folder(folder), _making(folder) as making:
        _clear(folder)
        with _said_before(folder) as old:
            sizes = write_folder(
                records,
                folder,
                failures=failures,
                force=force,
                processes=processes,
                made_by=made_by,
                when_written=making.begin,
            )
            return _synced(folder, old, sizes, making)
