"""How long the pieces are that a build's files of RDF are made of: so that the next build finds and copies them.

``graph.lengths`` is JSON Lines: what the two files are, then a row for each document, then one for each event, sorted.
Where a piece begins follows from the lengths of those before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from io import BufferedReader
from pathlib import Path
from typing import Any, NamedTuple

from diplograph.external import Spool
from diplograph.outputs.rdf.sayings import article_of

LENGTHS = "graph.lengths"
# By how much each text of an event is indented in its file.
DEPTHS = (0, 0, 4)


class DocumentRow(NamedTuple):
    """What was written of a document.

    Args:
        digest: of its line in ``documents.jsonl``.
        spans: bytes of its spans in Turtle.
        graph: bytes of its whole graph in TriG.
    """

    id: str
    digest: str
    spans: int
    graph: int


class EventRow(NamedTuple):
    """What was written of an event.

    Args:
        digest: of its line in ``events.jsonl``.
        documents: those whose graphs speak of it.
        lengths: in bytes, of each of its texts.
        codes: terms of the codes that it uses.
        shared: what it speaks of that others may speak of too.
    """

    id: str
    digest: str
    documents: list[str]
    lengths: list[int]
    codes: list[str]
    shared: Sequence[Any]


class EventTexts(NamedTuple):
    """What the files say of an event by itself, without what they say of its documents.

    Args:
        whole: itself and its parts in Turtle.
        claims: its claims in Turtle.
        merged: itself and its parts in the graph of events.
    """

    whole: str
    claims: str
    merged: str

    def lengths(self) -> list[int]:
        """Return how many bytes each text takes, indented as deep as it will be."""
        return [len(text.encode("utf-8")) + deep * text.count("\n") for text, deep in zip(self, DEPTHS, strict=True)]


def sum_of(file: BufferedReader) -> str:
    """Return the checksum of what is left of a file."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def header(made_by: str, turtle: Path, trig: Path, rows: str) -> str:
    """Return the first line: which program wrote which files, and the checksum of the rows that follow.

    Raises:
        OSError: if one of the files cannot be read.
    """
    with turtle.open("rb") as one, trig.open("rb") as other:
        return json.dumps([made_by, sum_of(one), sum_of(other), rows]) + "\n"


class Lengths:
    """Takes note of what is written, document by document and event by event."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._documents: dict[str, tuple[str, int]] = {}
        self._events = Spool()

    def note_document(self, ident: str, digest: str, spans: int) -> None:
        """Take note of a document; the length of its graph is known when that is written."""
        self._documents[ident] = digest, spans

    def note_event(self, row: EventRow) -> None:
        """Take note of an event; they come sorted."""
        self._events.write(json.dumps(row) + "\n")

    def text(self, made_by: str, turtle: Path, trig: Path, sizes: Mapping[str, int]) -> Iterator[str]:
        """Yield the file in pieces.

        Args:
            made_by: which program wrote the others.
            turtle: where the Turtle file is.
            trig: where the TriG file is.
            sizes: bytes of each graph of the TriG file, by name.

        Raises:
            OSError: if one of them cannot be read.
        """
        digest = hashlib.sha256()
        for piece in self._rows(sizes):
            digest.update(piece.encode("utf-8"))
        yield header(made_by, turtle, trig, digest.hexdigest())
        yield from self._rows(sizes)

    def _rows(self, sizes: Mapping[str, int]) -> Iterator[str]:
        for ident, (digest, spans) in sorted(self._documents.items()):
            yield json.dumps(DocumentRow(ident, digest, spans, sizes[article_of(ident)[1]])) + "\n"
        yield "\n"
        yield from self._events.read()
