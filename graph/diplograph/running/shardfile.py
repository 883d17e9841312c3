"""One shard: the readings of some documents in one file, named by what was read and with which settings.

The file is JSON Lines, gzipped: a header that says which documents it holds, then one reading a line, sorted by
document id. Why not Parquet: see decision 0018.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from diplograph.errors import BuildError
from diplograph.model import Document, Reading
from diplograph.reading.fields import text_hash
from diplograph.records import document_from_json, document_to_json, dump_line, reading_from_json, reading_to_json
from diplograph.running.settings import document_key

SUFFIX = ".jsonl.gz"
_LEVEL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a shard says of one of its documents.

    Args:
        id: the document's.
        key: hash of the document as it was given.
        given: the document as it was given, without its text, as JSON.
        words: of its text, parted by blanks.
        events: told by it alone.
        size: bytes of its line.
        named: whether its id was given; else it is the text's hash.
    """

    id: str
    key: str
    given: Mapping[str, Any]
    words: int
    events: int
    size: int
    named: bool

    @property
    def source(self) -> str | None:
        """Return the file that it was read from."""
        source: str | None = self.given["source"]
        return source


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """What is in a shard, by its header."""

    name: str
    settings: str
    entries: tuple[Entry, ...]


def entry_of(document: Document, line: bytes, events: int) -> Entry:
    """Return the entry of a document as it was given, and of the line that its reading is."""
    return Entry(
        id=document.id,
        key=document_key(document),
        given=document_to_json(document) | {"text": ""},
        words=len(document.text.split()),
        events=events,
        size=len(line),
        named=document.id != text_hash(document.text),
    )


def reading_line(reading: Reading) -> bytes:
    """Return a reading as a line of ``documents.jsonl``."""
    return f"{dump_line(reading_to_json(reading))}\n".encode()


def shard_name(entries: Iterable[Entry], settings: str) -> str:
    """Return the name of the shard of documents, from what they are and where they were found."""
    documents = sorted(f"{entry.key} {entry.source}" for entry in entries)
    return hashlib.sha256("\0".join((settings, *documents)).encode("utf-8", "replace")).hexdigest()[:32]


def pack(items: Iterable[tuple[Entry, bytes]], settings: str) -> bytes:
    """Return the file of a shard: the same bytes for the same documents, whatever their order."""
    ordered = sorted(items, key=lambda item: item[0].id)
    header = {
        "format": 1,
        "name": shard_name((entry for entry, _ in ordered), settings),
        "settings": settings,
        "documents": [_entry_to_json(entry) for entry, _ in ordered],
    }
    lines = [f"{dump_line(header)}\n".encode(), *(line for _, line in ordered)]
    return gzip.compress(b"".join(lines), _LEVEL, mtime=0)


def pack_readings(pairs: Sequence[tuple[Document, Reading]], settings: str) -> bytes:
    """Return the shard of documents as they were given, with what was read out of each."""
    items = []
    for document, reading in pairs:
        line = reading_line(reading)
        items.append((entry_of(document, line, len(reading.events)), line))
    return pack(items, settings)


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "key": entry.key,
        "given": dict(entry.given),
        "words": entry.words,
        "events": entry.events,
        "size": entry.size,
        "named": entry.named,
    }


def shard_of(payload: bytes) -> Shard:
    """Return what is in a shard.

    Raises:
        BuildError: if it is no shard, or one of another version.
    """
    with _told(), gzip.GzipFile(fileobj=io.BytesIO(payload)) as file:
        header = json.loads(file.readline())
        entries = tuple(Entry(**entry) for entry in header["documents"])
        return Shard(name=header["name"], settings=header["settings"], entries=entries)


def lines_of(payload: bytes) -> list[bytes]:
    """Return the readings of a shard as lines, in the order of its entries."""
    with _told():
        return gzip.decompress(payload).splitlines(keepends=True)[1:]


def readings_of(payload: bytes) -> Iterator[Reading]:
    """Yield the readings of a shard."""
    return (reading_from_json(json.loads(line)) for line in lines_of(payload))


def given_document(entry: Entry, line: bytes) -> Document:
    """Return a document as it was given, out of its entry and the line of its reading."""
    text = json.loads(line)["document"]["text"]
    return document_from_json(dict(entry.given) | {"text": text})


@contextmanager
def _told() -> Iterator[None]:
    """Turn what a damaged shard raises into one error."""
    try:
        yield
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise BuildError(f"a shard is damaged or of another version ({error})") from error
