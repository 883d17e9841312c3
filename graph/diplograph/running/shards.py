"""The shards of a build: which documents they hold, whether they are whole, and all readings in order.

``SHA256SUMS`` lists every shard with its checksum, oldest first, as ``sha256sum -c`` reads it. A shard that is not
listed, or is not what the list says, is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from diplograph.errors import BuildError, OutputError
from diplograph.external import Sorter
from diplograph.files import atomic_write, clear_parts
from diplograph.model import Document
from diplograph.records import dump_line
from diplograph.running.shardfile import SUFFIX, Entry, Shard, given_document, lines_of, pack, shard_of

SHARDS = "shards"
MANIFEST = "SHA256SUMS"
_FEW, _MANY_SMALL, _FULL = 8, 64, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the reading of a document lies."""

    shard: str
    entry: Entry
    current: bool


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
        self._places: dict[str, dict[str, Place]] = defaultdict(dict)
        self._open()

    def _open(self) -> None:
        clear_parts(self.build)
        listed = dict(_listed(self.folder / MANIFEST))
        for name, checksum in listed.items():
            shard = self._whole(name, checksum)
            if shard:
                self._sums[name] = checksum
                self._register(shard)
            else:
                self.damaged.append(name)
        for path in self.folder.glob("*"):
            if path.name != MANIFEST and path.name.removesuffix(SUFFIX) not in self._sums:
                path.unlink()
        if self._sums != listed:
            self._write_manifest()

    def _whole(self, name: str, checksum: str) -> Shard | None:
        try:
            payload = self._payload(name)
            return shard_of(payload) if hashlib.sha256(payload).hexdigest() == checksum else None
        except (OSError, BuildError):
            return None

    def _payload(self, name: str) -> bytes:
        return (self.folder / f"{name}{SUFFIX}").read_bytes()

    def _register(self, shard: Shard) -> None:
        current = shard.settings == self.settings
        self._held[shard.name] = len(shard.entries)
        for entry in shard.entries:
            places = self._places[entry.id]
            # The last one is what the document said last.
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
        """Add a shard, whole or not at all, and return what is in it.

        Raises:
            OutputError: if it cannot be written.
        """
        shard = shard_of(payload)
        if shard.name not in self._sums:
            atomic_write(self.folder / f"{shard.name}{SUFFIX}", payload)
            self._sums[shard.name] = hashlib.sha256(payload).hexdigest()
            self._append(shard.name)
        self._register(shard)
        return shard

    def _append(self, name: str) -> None:
        line = _line(name, self._sums[name]).encode("ascii")
        try:
            handle = os.open(self.folder / MANIFEST, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(handle, line)
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise OutputError(f"{self.folder / MANIFEST}: cannot be written ({error.strerror})") from error

    def _write_manifest(self) -> None:
        atomic_write(self.folder / MANIFEST, "".join(_line(name, one) for name, one in self._sums.items()))

    def rename(self, document: str, key: str, source: str | None) -> None:
        """Say that a document was found in another file; nothing is read for it."""
        entry, line = self._item(self._places[document][key])
        self.put(pack([_moved(entry, line, source)], self.settings))

    def stale(self) -> Iterator[Document]:
        """Yield, as they were given, the documents that were read with other settings."""
        for places in list(self._places.values()):
            place = next(reversed(places.values()))
            if not place.current:
                yield given_document(*self._item(place))

    def _item(self, place: Place) -> tuple[Entry, bytes]:
        payload = self._payload(place.shard)
        at = shard_of(payload).entries.index(place.entry)
        return place.entry, lines_of(payload)[at]

    def _by_shard(self) -> dict[str, dict[str, Place]]:
        found: dict[str, dict[str, Place]] = {name: {} for name in self._sums}
        for place in self._last():
            if place.current:
                found[place.shard][place.entry.id] = place
        return found

    def items(self) -> Iterator[tuple[Entry, bytes]]:
        """Yield every document's entry and line, shard by shard."""
        for name, places in self._by_shard().items():
            if places:
                yield from self._items_of(name, places)

    def _items_of(self, name: str, places: Mapping[str, Place]) -> Iterator[tuple[Entry, bytes]]:
        payload = self._payload(name)
        for entry, line in zip(shard_of(payload).entries, lines_of(payload), strict=True):
            place = places.get(entry.id)
            if place and place.entry == entry:
                yield entry, line

    def lines(self) -> Iterator[bytes]:
        """Yield the reading of every document as a line, sorted by document id, in bounded memory."""
        sorter = Sorter[bytes](self.build)
        for entry, line in self.items():
            sorter.add(entry.id, line, len(line))
        return (line for _, line in sorter.sorted())

    def sweep(self) -> None:
        """Delete what no document needs, and pack anew what is needed by few."""
        by_shard = self._by_shard()
        small = [name for name, places in by_shard.items() if 0 < len(places) < _FEW]
        thin = {name for name, places in by_shard.items() if 0 < len(places) < self._held[name]}
        if len(small) > _MANY_SMALL:
            thin |= set(small)
        for batch in _batches(item for name in sorted(thin) for item in self._items_of(name, by_shard[name])):
            self.put(pack(batch, self.settings))
        self._delete(thin | {name for name, places in by_shard.items() if not places})

    def _delete(self, names: set[str]) -> None:
        kept = {place.shard for place in self._last()}
        gone = names - kept
        if gone:
            self._sums = {name: one for name, one in self._sums.items() if name not in gone}
            self._write_manifest()
        for name in gone:
            (self.folder / f"{name}{SUFFIX}").unlink(missing_ok=True)


def _moved(entry: Entry, line: bytes, source: str | None) -> tuple[Entry, bytes]:
    value = json.loads(line)
    value["document"]["source"] = source
    new = f"{dump_line(value)}\n".encode()
    return replace(entry, given=dict(entry.given) | {"source": source}, size=len(new)), new


def _listed(manifest: Path) -> Iterator[tuple[str, str]]:
    """Yield name and checksum of each shard; a last line that was cut off counts for nothing."""
    if manifest.is_file():
        for line in manifest.read_text(encoding="ascii", errors="replace").splitlines():
            checksum, _, name = line.partition("  ")
            if len(checksum) == 64 and name.endswith(SUFFIX):
                yield name.removesuffix(SUFFIX), checksum


def _line(name: str, checksum: str) -> str:
    return f"{checksum}  {name}{SUFFIX}\n"


def _batches(items: Iterable[tuple[Entry, bytes]]) -> Iterator[list[tuple[Entry, bytes]]]:
    batch: list[tuple[Entry, bytes]] = []
    for item in items:
        batch.append(item)
        if len(batch) == _FULL:
            yield batch
            batch = []
    if batch:
        yield batch
