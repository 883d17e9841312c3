"""One shard: the readings of some documents in one file, named by what was read and with which settings.

The file is JSON Lines, gzipped: a header that says which documents it holds, then one reading a line, sorted by
document id. Why not Parquet: see decision 0026.
"""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from diplograph.errors import BuildError
from diplograph.knowledge.traces import trace_of, trace_to_json
from diplograph.model import Document, Reading
from diplograph.reading.fields import text_hash
from diplograph.records import document_from_json, document_to_json, dump_line, reading_from_json, reading_to_json
from diplograph.running.settings import document_key

SUFFIX = ".jsonl.gz"
_LEVEL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of a document without looking at its reading.

    Args:
        id: the document's.
        key: hash of the document as it was given.
        source: the file that it was read from.
        named: whether its id was given; else it is the text's hash.
        words: of its text, parted by blanks.
        events: told by it alone.
    """

    id: str
    key: str
    source: str | None
    named: bool
    words: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A document of a shard.

    Args:
        given: the document as it was given, without its text, as JSON.
        trace: what it takes to link it with others, as JSON.
        line: its reading, as a line of ``documents.jsonl``.
    """

    entry: Entry
    given: Mapping[str, Any]
    trace: Mapping[str, Any]
    line: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """What is in a shard, by its header."""

    name: str
    settings: str
    entries: tuple[Entry, ...]


def item_of(document: Document, reading: Reading) -> Item:
    """Return the item of a document as it was given and of what was read out of it."""
    entry = Entry(
        id=document.id,
        key=document_key(document),
        source=document.source,
        named=document.id != text_hash(document.text),
        words=len(document.text.split()),
        events=len(reading.events),
    )
    line = f"{dump_line(reading_to_json(reading))}\n".encode()
    given = document_to_json(document) | {"text": ""}
    return Item(entry=entry, given=given, trace=trace_to_json(trace_of(reading)), line=line)


def moved(item: Item, source: str | None) -> Item:
    """Return the item of the same document, found in another file."""
    value = json.loads(item.line)
    value["document"]["source"] = source
    return replace(
        item,
        entry=replace(item.entry, source=source),
        given=dict(item.given) | {"source": source},
        line=f"{dump_line(value)}\n".encode(),
    )


def _name_of(items: Iterable[Item], settings: str) -> str:
    """Return what a shard is called: by the hash of its documents, where they were found, and the settings."""
    documents = sorted(f"{item.entry.key} {item.entry.source}" for item in items)
    return hashlib.sha256("\0".join((settings, *documents)).encode("utf-8", "replace")).hexdigest()[:32]


def pack(items: Iterable[Item], settings: str) -> bytes:
    """Return the file of a shard: the same bytes for the same documents, whatever their order."""
    ordered = sorted(items, key=lambda item: item.entry.id)
    header = {
        "name": _name_of(ordered, settings),
        "settings": settings,
        "documents": [
            dataclasses.asdict(item.entry) | {"given": dict(item.given), "trace": dict(item.trace)} for item in ordered
        ],
    }
    lines = [f"{dump_line(header)}\n".encode(), *(item.line for item in ordered)]
    return gzip.compress(b"".join(lines), _LEVEL, mtime=0)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what a damaged shard raises into one error."""
    try:
        yield
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise BuildError(f"a shard is damaged or of another version ({error})") from error


def shard_of(payload: bytes) -> Shard:
    """Return what is in a shard.

    Raises:
        BuildError: if it is no shard, or one of another version.
    """
    with _told(), gzip.GzipFile(fileobj=io.BytesIO(payload)) as file:
        header = json.loads(file.readline())
        entries = tuple(_entry(one) for one in header["documents"])
        return Shard(name=header["name"], settings=header["settings"], entries=entries)


def _entry(value: Mapping[str, Any]) -> Entry:
    return Entry(**{field.name: value[field.name] for field in dataclasses.fields(Entry)})


def items_of(payload: bytes) -> list[Item]:
    """Return the documents of a shard, sorted by id.

    Raises:
        BuildError: if it is no shard, or one of another version.
    """
    with _told():
        first, *lines = gzip.decompress(payload).splitlines(keepends=True)
        documents = json.loads(first)["documents"]
        pairs = zip(documents, lines, strict=True)
        # Another version kept no traces; what it read is read again.
        return [
            Item(entry=_entry(one), given=one["given"], trace=one.get("trace", {}), line=line) for one, line in pairs
        ]


def readings_of(payload: bytes) -> Iterator[Reading]:
    """Yield the readings of a shard."""
    return (reading_from_json(json.loads(item.line)) for item in items_of(payload))


def given_document(item: Item) -> Document:
    """Return a document as it was given."""
    return document_from_json(dict(item.given) | {"text": json.loads(item.line)["document"]["text"]})
