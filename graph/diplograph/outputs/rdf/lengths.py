"""How long the pieces are that a build's files of RDF are made of: so that the next build finds and copies them.

``graph.lengths`` is JSON Lines: what the two files are, then a row for each document, then one for each event, sorted.
Where a piece begins follows from the lengths of those before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

from diplograph.external import Spool
from diplograph.files import closed_with
from diplograph.outputs.rdf.blocks import Section
from diplograph.outputs.rdf.sayings import article_of
from diplograph.outputs.rdf.writer import heading, prefix_text

LENGTHS = "graph.lengths"


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
    """

    id: str
    digest: str
    documents: list[str]
    lengths: list[int]
    codes: list[str]


class KeptEvent(NamedTuple):
    """An event that an earlier build wrote, and where each of its texts begins."""

    row: EventRow
    begins: list[int]


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

    def lengths(self, depths: Iterable[int]) -> list[int]:
        """Return how many bytes each text takes, indented as deep as it will be."""
        return [len(text.encode("utf-8")) + deep * text.count("\n") for text, deep in zip(self, depths, strict=True)]


# By how much each text of an event is indented in its file.
DEPTHS = (0, 0, 4)


def digest_of(line: bytes) -> str:
    """Return a short hash of a line."""
    return hashlib.blake2b(line, digest_size=16).hexdigest()


def _sum_of(file: BufferedReader) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


def _header(made_by: str, turtle: Path, trig: Path, rows: str) -> str:
    """Return the first line: which program wrote which files, and the checksum of the rows that follow."""
    with turtle.open("rb") as one, trig.open("rb") as other:
        return json.dumps([made_by, _sum_of(one), _sum_of(other), rows]) + "\n"


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
        yield _header(made_by, turtle, trig, digest.hexdigest())
        yield from self._rows(sizes)

    def _rows(self, sizes: Mapping[str, int]) -> Iterator[str]:
        for ident, (digest, spans) in sorted(self._documents.items()):
            yield json.dumps(DocumentRow(ident, digest, spans, sizes[article_of(ident)[1]])) + "\n"
        yield "\n"
        yield from self._events.read()


class Kept:
    """The files of an earlier build, which may be replaced meanwhile, with the pieces that they are made of."""

    def __init__(self, turtle: Path, trig: Path, lengths: Path) -> None:
        """Open the files, which belong together."""
        self._turtle, self._trig = _mapped(turtle), _mapped(trig)
        self._lines = lengths.open("rb")
        closed_with(self, self._lines)
        next(self._lines)
        rows = (DocumentRow(*json.loads(line)) for line in iter(self._lines.readline, b"\n"))
        self.documents = {row.id: row for row in rows}
        self._spans, self._graphs = self._places()
        self._events = self._in_order()
        self._next = next(self._events, None)
        self._gone: set[str] = set()

    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return where the spans of each document begin in Turtle, and where its graph does in TriG."""
        spans, graphs = dict[str, int](), dict[str, int]()
        # The last heading of this text: those before may be words of an article.
        at = _after(heading(Section.SPANS), self._turtle, last=True)
        for row in self.documents.values():
            spans[row.id] = at
            at += row.spans
        at = len(prefix_text())
        for name in sorted(self.documents, key=lambda one: article_of(one)[1]):
            graphs[name] = at
            at += self.documents[name].graph
        self._graphs_end = at
        return spans, graphs

    def find(self, event: str) -> KeptEvent | None:
        """Return an event by its id; who asks for several asks in their order."""
        self._pass_over(event)
        found = self._next if self._next and self._next.row.id == event else None
        if found:
            self._next = next(self._events, None)
        return found

    def gone(self) -> set[str]:
        """Return the documents of events that nobody asked for."""
        self._pass_over(None)
        return self._gone

    def _pass_over(self, event: str | None) -> None:
        while self._next and (event is None or self._next.row.id < event):
            self._gone.update(self._next.row.documents)
            self._next = next(self._events, None)

    def _in_order(self) -> Iterator[KeptEvent]:
        inner = heading(Section.EVENTS, "    ")
        at = [
            _after(heading(Section.EVENTS), self._turtle),
            _after(heading(Section.CLAIMS), self._turtle),
            _after(inner, self._trig, start=self._graphs_end),
        ]
        for line in self._lines:
            row = EventRow(*json.loads(line))
            yield KeptEvent(row, at)
            # An empty line stands between two events.
            at = [begin + length + bool(length) for begin, length in zip(at, row.lengths, strict=True)]

    def texts(self, event: KeptEvent) -> EventTexts:
        """Return what the files say of an event."""
        files = (self._turtle, self._turtle, self._trig)
        found = (_cut(*one) for one in zip(files, event.begins, event.row.lengths, strict=True))
        return EventTexts(*(_dedented(text, deep) for text, deep in zip(found, DEPTHS, strict=True)))

    def spans(self, document: str) -> str:
        """Return what the Turtle file says of a document's spans."""
        return _cut(self._turtle, self._spans[document], self.documents[document].spans)

    def graph(self, document: str) -> str:
        """Return the whole graph of a document as it stands in the TriG file."""
        return _cut(self._trig, self._graphs[document], self.documents[document].graph)


def kept_of(made_by: str, turtle: Path, trig: Path, lengths: Path) -> Kept | None:
    """Return what can be copied out of the files of a build; none if another program wrote them, or one changed."""
    try:
        with lengths.open("rb") as lines:
            first = lines.readline()
            if first == _header(made_by, turtle, trig, _sum_of(lines)).encode():
                return Kept(turtle, trig, lengths)
    except OSError:
        return None
    return None


def _mapped(path: Path) -> mmap:
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def _after(text: str, file: mmap, *, start: int = 0, last: bool = False) -> int:
    """Return where ``text`` ends in a file; of a text that is not there nothing will be asked."""
    data = text.encode("utf-8")
    return (file.rfind(data) if last else file.find(data, start)) + len(data)


def _cut(file: mmap, at: int, size: int) -> str:
    return file[at : at + size].decode("utf-8")


def _dedented(text: str, deep: int) -> str:
    return text[deep:].replace("\n" + " " * deep, "\n") if deep else text
