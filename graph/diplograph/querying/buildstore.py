"""The store of a build: what ``graph.trig`` says, ready to be asked, in the folder ``store`` beside it.

It holds nothing that the build's other files do not, and can be made anew from them. ``store.sha256`` has the
checksums of the TriG file, of the store's list of files and of each graph: only graphs that differ are written,
and a store that lags behind, was left half-way or written to by others is not used.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from diplograph.errors import BuildError, OutputError
from diplograph.files import atomic_write, writing
from diplograph.model import Records
from diplograph.outputs.folder import TRIG
from diplograph.outputs.rdf import trig_graphs
from diplograph.querying.store import BrokenStoreError, Change, contents_of, open_store, read_store, replace_graphs

STORE = "store"
SUMS = "store.sha256"
_PART, _OLD = ".part", ".old"
_NO_DATA = ("LOG", "LOCK", "OPTIONS")
# What every folder of RocksDB has one of; any other folder of this name is somebody else's.
_MARKS = ("CURRENT", "IDENTITY", "LOCK", "LOG")
Texts = Mapping[str, str]
Sums = Mapping[str, str]


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _wanted_sums(texts: Texts) -> dict[str, str]:
    whole = hashlib.sha256()
    for text in texts.values():
        whole.update(text.encode("utf-8"))
    return {TRIG: whole.hexdigest()} | {name: _sum(text) for name, text in texts.items() if name}


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
    try:
        with (build / TRIG).open("rb") as trig:
            found = hashlib.file_digest(trig, "sha256").hexdigest()
    except OSError:
        return None
    return build / STORE if _read_sums(build).get(TRIG) == found else None


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


def _load(place: Path, texts: Texts) -> int:
    with open_store(place) as store:
        store.bulk_load("".join(texts.values()), format=ox.RdfFormat.TRIG)
        return len(store)


def _make(folder: Path, texts: Texts) -> Change:
    """Put a new store in the place of whatever is there; until it is whole, nothing changes."""
    with TemporaryDirectory(dir=folder, prefix=f".{STORE}.", suffix=_PART) as place:
        made = Path(place, STORE)
        size = _load(made, texts)
        if (folder / STORE).exists():
            (folder / STORE).rename(Path(place, _OLD))
        made.rename(folder / STORE)
    return Change(added=size, removed=0, graphs=len(texts) - 1)


def _update(folder: Path, texts: Texts, names: frozenset[str]) -> Change:
    """Replace some graphs of a store, all in one transaction."""
    changed = "".join(text for name, text in texts.items() if not name or name in names)
    with open_store(folder / STORE) as store:
        return replace_graphs(store, contents_of(changed), names)


def _remade(folder: Path, texts: Texts) -> Change:
    store = folder / STORE
    if _is_store(store):
        # Nobody may have it open when its place is taken; a broken one holds nothing that the records do not.
        with suppress(BrokenStoreError), open_store(store):
            pass
    return _make(folder, texts)


def _in_step(folder: Path, texts: Texts, held: Sums, wanted: Sums) -> Change:
    names = frozenset(name for name in {*held, *wanted} - {TRIG} if held.get(name) != wanted.get(name))
    amount, whole = sum(len(texts.get(name, "")) for name in names), sum(map(len, texts.values()))
    if held and 2 * amount <= whole:
        with suppress(BrokenStoreError):
            return _update(folder, texts, names)
    return _remade(folder, texts)


def _is_whole(store: Path) -> bool:
    try:
        with read_store(store):
            return True
    except BuildError:
        return False


def sync_store(records: Records, folder: Path, *, force: bool = False) -> Change:
    """Make the store of a build say what the records say, one graph a document; the same again changes nothing.

    Only graphs with another checksum are written, in one transaction. A store that is missing, broken or was left
    half-way is made anew, and so is one of which more than half has changed, as that is faster.

    Args:
        records: a whole build, of which ``folder`` holds the files.
        force: replace a folder named ``store`` that diplograph did not make.

    Raises:
        BuildError: if another process writes to the folder or has its store open.
        OutputError: if the folder cannot be written, or the store's place is taken.
    """
    check_store_folder(folder, force=force)
    texts = dict(trig_graphs(records))
    wanted = _wanted_sums(texts)
    with writing(folder):
        held = _read_sums(folder) if _is_whole(folder / STORE) else {}
        if held == wanted:
            return Change(added=0, removed=0, graphs=0)
        for left in folder.glob(f".{STORE}.*{_PART}"):
            _remove(left)
        try:
            # From here until all is done nobody may rely on the store.
            (folder / SUMS).unlink(missing_ok=True)
            change = _in_step(folder, texts, held, wanted)
        except OSError as error:
            raise OutputError(f"{folder / STORE}: cannot be written ({error.strerror or error})") from error
        lines = ((STORE, _files_sum(folder / STORE)), *wanted.items())
        atomic_write(folder / SUMS, "".join(f"{found}  {name}\n" for name, found in lines))
    return change
