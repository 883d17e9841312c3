"""The shards of a build: which documents they hold, whether they are whole, and all readings in order.

``SHA256SUMS`` lists every shard with its checksum, oldest first, as ``sha256sum -c`` reads it. A shard that is not
listed, or is not what the list says, is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from diplograph.errors import BuildError, OutputError
from diplograph.external import Sorter
from diplograph.files import atomic_write, clear_parts
from diplograph.model import Document
from diplograph.running.shardfile import SUFFIX, Entry, Item, Shard, given_document, items_of, moved, pack, shard_of

SHARDS = "shards"
MANIFEST = "SHA256SUMS"
_LINE = re.compile(rf"([0-9a-f]{{64}})  ([0-9a-f]{{32}}){re.escape(SUFFIX)}", re.ASCII)
# A shard of fewer documents is small; when there are more small ones than that, they are packed together.
_FEW, _MOST_SMALL, _FULL = 8, 64, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the reading of a document lies, and whether it was read with the present settings."""

    shard: str
    entry: Entry
    current: bool


Places = Mapping[str, Place]


class Shards:
    """The shards of one build folder, opened for one writer."""

    def __init__(self, folder: Path, settings: str) -> None:
        """Open the shards below ``folder``, and clear away what is damaged or was left half-written.

        Args:
            folder: of the build.
            settings: key of the present settings; what was read with others waits to be read again.
        """
        self.build, self.folder, self.settings = folder, folder / SHARDS, settings
        self.damaged: list[str] = []
        self._sums: dict[str, str] = {}
        self._held: dict[str, int] = {}
        # By document and then by its key: the last one is what the document said last.
        self._places: dict[str, dict[str, Place]] = defaultdict(dict)
        self._open()

    def _open(self) -> None:
        clear_parts(self.build)
        listed = _read_manifest(self.folder / MANIFEST)
        for name, checksum in _listed(listed):
            shard = self._whole(name, checksum)
            if shard:
                self._sums[name] = checksum
                self._register(shard)
            else:
                self.damaged.append(name)
        if listed != self._manifest():
            self._write_manifest()
        clear_parts(self.folder)
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path.name.removesuffix(SUFFIX) not in self._sums:
                path.unlink()

    def _whole(self, name: str, checksum: str) -> Shard | None:
        try:
            payload = self._payload(name)
            return shard_of(payload) if hashlib.sha256(payload).hexdigest() == checksum else None
        except (OSError, BuildError):
            return None

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"

    def _payload(self, name: str) -> bytes:
        return self._path(name).read_bytes()

    def _register(self, shard: Shard) -> None:
        current = shard.settings == self.settings
        self._held[shard.name] = len(shard.entries)
        for entry in shard.entries:
            places = self._places[entry.id]
            places.pop(entry.key, None)
            places[entry.key] = Place(shard=shard.name, entry=entry, current=current)

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._places)

    def ids(self) -> set[str]:
        """Return the ids of all documents."""
        return set(self._places)

    def entries(self) -> Iterator[Entry]:
        """Yield the entry of every document that was read with the present settings."""
        return (place.entry for place in self._last() if place.current)

    def _last(self) -> Iterator[Place]:
        for places in self._places.values():
            yield next(reversed(places.values()))

    def find(self, document: str, key: str) -> Entry | None:
        """Return the entry of a document that was read before as it is now, with the present settings."""
        place = self._places.get(document, {}).get(key)
        return place.entry if place and place.current else None

    def keep(self, document: str, key: str) -> None:
        """Take what was read of the document with ``key`` for what it says, whatever was read since."""
        places = self._places[document]
        places[key] = places.pop(key)

    def clear(self) -> None:
        """Forget everything."""
        self._places.clear()
        self._held.clear()
        self._sums.clear()
        if self.folder.is_dir():
            shutil.rmtree(self.folder)

    def drop(self, document: str) -> None:
        """Forget a document; it is gone from the disk after ``sweep``."""
        self._places.pop(document, None)

    def put(self, payload: bytes) -> Shard:
        """Add a shard, whole or not at all, and return what is in it; one that is there is not written again.

        Raises:
            OutputError: if it cannot be written.
        """
        shard = shard_of(payload)
        if shard.name not in self._sums:
            atomic_write(self._path(shard.name), payload)
            self._sums[shard.name] = hashlib.sha256(payload).hexdigest()
            self._append(shard.name)
        self._register(shard)
        return shard

    def _append(self, name: str) -> None:
        path = self.folder / MANIFEST
        try:
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(handle, _line(name, self._sums[name]).encode("ascii"))
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror})") from error

    def _manifest(self) -> str:
        return "".join(_line(name, checksum) for name, checksum in self._sums.items())

    def _write_manifest(self) -> None:
        atomic_write(self.folder / MANIFEST, self._manifest())

    def move(self, sources: Mapping[str, str | None]) -> None:
        """Say in which other files documents were found; nothing is read for it.

        Args:
            sources: the new source of each document.
        """
        items = self._items(lambda place: place.current and place.entry.id in sources)
        for batch in _batches(moved(item, sources[item.entry.id]) for item in items):
            self.put(pack(batch, self.settings))

    def stale(self) -> Iterator[Document]:
        """Yield, as they were given, the documents that were read with other settings."""
        return (given_document(item) for item in self._items(lambda place: not place.current))

    def items(self) -> Iterator[Item]:
        """Yield every document that was read with the present settings, sorted by id, in bounded memory."""
        sorter = Sorter[Item](self.build)
        for item in self._items(lambda place: place.current):
            sorter.add(item.entry.id, item, len(item.line))
        return (item for _, item in sorter.sorted())

    def _by_shard(self, wanted: Callable[[Place], bool]) -> dict[str, dict[str, Place]]:
        found: dict[str, dict[str, Place]] = {name: {} for name in self._sums}
        for place in filter(wanted, self._last()):
            found[place.shard][place.entry.id] = place
        return found

    def _items(self, wanted: Callable[[Place], bool]) -> Iterator[Item]:
        """Yield the documents that are wanted, each as it was last, shard by shard."""
        for name, places in self._by_shard(wanted).items():
            if places:
                yield from self._items_of(name, places)

    def _items_of(self, name: str, places: Places) -> Iterator[Item]:
        for item in items_of(self._payload(name)):
            place = places.get(item.entry.id)
            if place and place.entry == item.entry:
                yield item

    def sweep(self) -> None:
        """Delete what no document needs, and pack anew what is needed by few."""
        needed = self._by_shard(lambda place: place.current)
        thin = {name for name, places in needed.items() if 0 < len(places) < self._held[name]}
        small = {name for name, places in needed.items() if 0 < len(places) < _FEW}
        if len(small) > _MOST_SMALL:
            thin |= small
        for batch in _batches(item for name in sorted(thin) for item in self._items_of(name, needed[name])):
            self.put(pack(batch, self.settings))
        self._delete(thin | {name for name, places in needed.items() if not places})

    def retain(self, documents: Collection[str]) -> None:
        """Delete what was read of all others, with whatever settings, from the disk at once."""
        for name in [name for name, places in self._all_by_shard().items() if not places <= set(documents)]:
            payload = self._payload(name)
            kept = [item for item in items_of(payload) if item.entry.id in documents]
            if kept:
                self.put(pack(kept, shard_of(payload).settings))
            self._forget({name})
        for document in self.ids() - set(documents):
            self.drop(document)

    def _all_by_shard(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {name: set() for name in self._sums}
        for document, places in self._places.items():
            for place in places.values():
                found[place.shard].add(document)
        return found

    def _delete(self, names: set[str]) -> None:
        self._forget(names - {place.shard for place in self._last() if place.current})

    def _forget(self, gone: set[str]) -> None:
        if gone:
            self._sums = {name: checksum for name, checksum in self._sums.items() if name not in gone}
            self._write_manifest()
        for name in gone:
            self._path(name).unlink(missing_ok=True)


def retain(build: Path, documents: Collection[str]) -> None:
    """Delete from the shards of a build, if it has any, what was read of all but ``documents``."""
    if (build / SHARDS).is_dir():
        Shards(build, "").retain(documents)


def _read_manifest(path: Path) -> str:
    return path.read_text(encoding="ascii", errors="replace") if path.is_file() else ""


def _listed(manifest: str) -> Iterator[tuple[str, str]]:
    """Yield name and checksum of each shard; a line that was cut off counts for nothing."""
    for line in manifest.split("\n"):
        if found := _LINE.fullmatch(line):
            yield found[2], found[1]


def _line(name: str, checksum: str) -> str:
    return f"{checksum}  {name}{SUFFIX}\n"


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == _FULL:
            yield batch
            batch = []
    if batch:
        yield batch
