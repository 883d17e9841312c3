"""What the files of an earlier build say of single events and documents, found by ``graph.lengths``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

from diplograph.files import closed_with
from diplograph.outputs.rdf.blocks import Section
from diplograph.outputs.rdf.lengths import DEPTHS, DocumentRow, EventRow, header, sum_of
from diplograph.outputs.rdf.sayings import article_of
from diplograph.outputs.rdf.writer import Copied, heading, prefix_text

_TURTLE, _TRIG = 0, 1


class KeptEvent(NamedTuple):
    """An event that was written, and where each of its texts begins."""

    row: EventRow
    begins: list[int]


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

    def copies(self, event: KeptEvent) -> tuple[Copied, Copied, Copied]:
        """Return where the files say what ``EventTexts`` holds of an event."""
        whole, claims, merged = map(Copied, (_TURTLE, _TURTLE, _TRIG), event.begins, event.row.lengths, DEPTHS)
        return whole, claims, merged

    def spans(self, document: str) -> Copied:
        """Return where the Turtle file speaks of a document's spans."""
        return Copied(_TURTLE, self._spans[document], self.documents[document].spans)

    def text(self, copied: Copied) -> str:
        """Return a text that stands in one of the files."""
        file = self._turtle if copied.file == _TURTLE else self._trig
        return _dedented(_cut(file, copied.at, copied.size), copied.deep)

    def graph(self, document: str) -> str:
        """Return the whole graph of a document as it stands in the TriG file."""
        return _cut(self._trig, self._graphs[document], self.documents[document].graph)


def kept_of(made_by: str, turtle: Path, trig: Path, lengths: Path) -> Kept | None:
    """Return what can be copied out of the files of a build; none if another program wrote them, or one changed."""
    try:
        with lengths.open("rb") as lines:
            first = lines.readline()
            if first == header(made_by, turtle, trig, sum_of(lines)).encode():
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
