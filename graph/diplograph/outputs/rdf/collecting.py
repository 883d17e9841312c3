"""What records say, gathered for both files of RDF at once; what an earlier build said in the same words is copied.

An event's own text follows from its line in ``events.jsonl``, and a document's graph from the lines of the document
and of all events that it tells: where no line has changed, nothing is put into words again.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from diplograph.model import Document, Event, Reading, Records, Span
from diplograph.outputs.rdf.blocks import Block, Section
from diplograph.outputs.rdf.facts import EVENTS, event_blocks
from diplograph.outputs.rdf.kept import Kept, KeptEvent
from diplograph.outputs.rdf.lengths import EventRow, EventTexts, Lengths
from diplograph.outputs.rdf.registry import CodesUsed, Registry
from diplograph.outputs.rdf.sayings import (
    Said,
    article_blocks,
    article_of,
    claim_blocks,
    evidence_blocks,
    mention_blocks,
    naming_blocks,
    run_blocks,
)
from diplograph.outputs.rdf.shared import shared_by, shared_from_json
from diplograph.outputs.rdf.spans import Spans
from diplograph.outputs.rdf.terms import Term
from diplograph.outputs.rdf.writer import Copied, Subjects, graph_texts_of, subject_text, subjects_of, turtle_of
from diplograph.records import (
    digest_of,
    document_of_line,
    in_id_order,
    naming_of_line,
    reading_from_json,
    reading_line,
    with_digests,
)
from diplograph.stored import Stored

# What stands in these sections is said of one event alone.
_OWN = (Section.EVENTS, Section.CLAIMS)
_NONE = Term("")


def _event_said(event: Event) -> Iterator[Said]:
    return chain(event_blocks(event), claim_blocks(event), evidence_blocks(event))


def _lines(readings: Sequence[Reading]) -> Iterator[bytes]:
    if isinstance(readings, Stored):
        return readings.lines()
    return (reading_line(one).encode("utf-8") for one in readings)


def _texts(blocks: Iterable[Block], *, by_graph: bool) -> dict[tuple[str, Section], str]:
    """Return what is said in each graph and section, as a text."""
    pairs = subjects_of(blocks, by_graph=by_graph).in_order()
    found = {}
    for part, subjects in groupby(pairs, key=lambda pair: pair[0][:2]):
        texts = (known if isinstance(known, str) else subject_text(place[4], known) for place, known in subjects)
        found[part] = "".join(texts)
    return found


def _event_texts(own: Sequence[Block]) -> EventTexts:
    whole, merged = _texts(own, by_graph=False), _texts((one for one in own if one.graph == EVENTS), by_graph=False)
    return EventTexts(whole["", Section.EVENTS], whole.get(("", Section.CLAIMS), ""), merged["", Section.EVENTS])


class Collected:
    """All that records say, as one graph and graph by graph."""

    def __init__(self, records: Records, kept: Kept | None = None) -> None:
        """Gather it.

        Args:
            records: a whole build.
            kept: what an earlier build of the same program said.
        """
        self.lengths = Lengths()
        self._records, self._kept = records, kept
        self._events = records.events if isinstance(records.events, Stored) else tuple(in_id_order(records.events))
        copied = kept.text if kept else None
        self._as_one, self._by_graph = Subjects(copied=copied), Subjects(by_graph=True, copied=copied)
        self._spans = Spans()
        self._registry, self._codes = Registry(records.actors), CodesUsed()
        # Documents of which something else is said now; and the places of the events that others tell.
        self._changed: set[str] = set()
        self._telling: dict[str, array[int]] = defaultdict(lambda: array("Q"))
        self._digests: dict[str, str] = {}
        self._take_events()
        self._take_readings()
        self._tell_again()
        self._take_rest()

    def turtle(self) -> Iterator[str]:
        """Yield the pieces of the Turtle file."""
        return turtle_of(self._as_one)

    def graphs(self) -> Iterator[tuple[str, str]]:
        """Yield the pieces of the TriG file after its prefixes, each with the name of its graph."""
        kept = self._kept
        same = sorted((article_of(name)[1], name) for name in self._digests.keys() - self._changed)
        return graph_texts_of(self._by_graph, ((graph, kept.graph(name)) for graph, name in same if kept))

    # -------------------------------------------------------------- events

    def _take_events(self) -> None:
        kept = self._kept
        for place, (ident, digest, event) in enumerate(with_digests(self._events)):
            known = kept.find(ident) if kept else None
            if not (kept and known and known.row.digest == digest and self._copy(place, known, kept)):
                self._changed.update(known.row.documents if known else ())
                self._tell(event(), digest)
        self._changed.update(kept.gone() if kept else ())

    def _copy(self, place: int, known: KeptEvent, kept: Kept) -> bool:
        """Take what an earlier build said of an event; return whether that can be done."""
        row, shared = known.row, shared_from_json(known.row.shared)
        if not self._registry.knows(shared.actors):
            return False
        self._put(row.id, *kept.copies(known))
        self._registry.note(shared)
        self._codes.add(map(Term, row.codes))
        self._share(shared.blocks())
        for name in row.documents:
            self._telling[name].append(place)
        self.lengths.note_event(row)
        return True

    def _put(self, event: str, whole: str | Copied, claims: str | Copied, merged: str | Copied) -> None:
        self._as_one.put(("", Section.EVENTS, event, 0, _NONE), whole)
        if claims if isinstance(claims, str) else claims.size:
            self._as_one.put(("", Section.CLAIMS, event, 0, _NONE), claims)
        self._by_graph.put((EVENTS, Section.EVENTS, event, 0, _NONE), merged)

    def _tell(self, event: Event, digest: str) -> None:
        """Put an event into words."""
        said = list(_event_said(event))
        blocks = [one for one in said if isinstance(one, Block)]
        documents = {one.document for one in said if isinstance(one, Span)} | {one.document for one in event.claims}
        self._changed |= documents
        texts = _event_texts([one for one in blocks if one.section in _OWN])
        self._put(event.id, *texts)
        self._registry.note_event(event)
        self._share(one for one in blocks if one.section not in _OWN)
        self._tell_in(event, said, documents)
        codes = self._codes.of(blocks)
        self._codes.add(codes)
        shared = shared_by(event).to_json()
        self.lengths.note_event(EventRow(event.id, digest, sorted(documents), texts.lengths(), sorted(codes), shared))

    def _share(self, blocks: Iterable[Block]) -> None:
        """Take what is said of subjects of which others say something too; documents take theirs by themselves."""
        for one in blocks:
            self._as_one.add(one)
            if one.graph == EVENTS:
                self._by_graph.add(one)

    def _tell_in(self, event: Event, said: Iterable[Said], documents: Iterable[str]) -> None:
        """Put into words what the graphs of some documents say of an event."""
        names = set(documents)
        graphs = {article_of(name)[1] for name in names}
        own = []
        for one in said:
            if isinstance(one, Span):
                if one.document in names:
                    self._spans.add(one)
            elif one.graph in graphs and one.section in _OWN:
                own.append(one)
            elif one.graph in graphs:
                self._by_graph.add(one)
        for (graph, section), text in _texts(own, by_graph=True).items():
            self._by_graph.put((graph, section, event.id, 0, _NONE), text)

    # -------------------------------------------------------------- documents

    def _take_readings(self) -> None:
        for line in _lines(self._records.readings):
            document, digest = document_of_line(line), digest_of(line)
            row = self._kept.documents.get(document.id) if self._kept else None
            if not (row and row.digest == digest):
                self._changed.add(document.id)
            self._digests[document.id] = digest
            if document.id in self._changed or not self._copy_reading(document, line):
                self._take_reading(
                    reading_from_json(json.loads(line) | {"events": ()}), is_new=document.id in self._changed
                )

    def _copy_reading(self, document: Document, line: bytes) -> bool:
        """Take what a document says to the graph as a whole; its own graph is copied. Return whether that will do."""
        naming = naming_of_line(line)
        if not self._registry.knows(naming.actors):
            return False
        said = (
            article_blocks(document),
            run_blocks(document.id, self._records.run),
            naming_blocks(document.id, naming),
        )
        for one in chain.from_iterable(said):
            self._as_one.add(one)
        return True

    def _take_reading(self, reading: Reading, *, is_new: bool) -> None:
        document = reading.document
        self._registry.note_actors(reading.actors)
        said = chain(article_blocks(document), run_blocks(document.id, self._records.run), mention_blocks(reading))
        for one in said:
            if isinstance(one, Block):
                self._as_one.add(one)
                if is_new:
                    self._by_graph.add(one)
            elif is_new:
                self._spans.add(one)

    def _tell_again(self) -> None:
        """Put into words what changed documents say of events that were copied."""
        again: dict[int, list[str]] = defaultdict(list)
        # Of a document that is not there, only events speak; nothing says whether that changed.
        self._changed |= self._telling.keys() - self._digests.keys()
        for name in self._changed & self._telling.keys():
            for place in self._telling[name]:
                again[place].append(name)
        for place, names in sorted(again.items()):
            event = self._events[place]
            self._tell_in(event, _event_said(event), names)

    # -------------------------------------------------------------- what is left

    def _take_rest(self) -> None:
        for one in self._registry.blocks():
            self._codes.note(one)
            self._as_one.add(one)
            self._by_graph.add(one)
        for one in self._codes.blocks():
            self._as_one.add(one)
            self._by_graph.add(one)
        lengths: dict[str, int] = {}
        for name, text in self._spans.texts():
            self._as_one.put(("", Section.SPANS, name, 0, _NONE), text)
            self._by_graph.put((article_of(name)[1], Section.SPANS, name, 0, _NONE), text)
            lengths[name] = len(text.encode("utf-8"))
        for name in self._digests.keys() - self._changed:
            if self._kept and (copied := self._kept.spans(name)).size:
                self._as_one.put(("", Section.SPANS, name, 0, _NONE), copied)
                lengths[name] = copied.size
        for name, digest in self._digests.items():
            self.lengths.note_document(name, digest, lengths.get(name, 0))
