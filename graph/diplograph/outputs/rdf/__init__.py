"""Records as RDF: Turtle for reading, TriG with a named graph for each document, and the other syntaxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import Dataset

from diplograph.model import Records
from diplograph.outputs.rdf.blocks import Block, Section
from diplograph.outputs.rdf.collecting import Collected
from diplograph.outputs.rdf.documents import event_documents
from diplograph.outputs.rdf.excerpt import excerpt
from diplograph.outputs.rdf.export import SYNTAXES, export_blocks
from diplograph.outputs.rdf.facts import event_blocks
from diplograph.outputs.rdf.jsonld import json_text
from diplograph.outputs.rdf.kept import Kept, kept_of
from diplograph.outputs.rdf.lengths import LENGTHS, Lengths
from diplograph.outputs.rdf.registry import (
    CodesUsed,
    Registry,
)
from diplograph.outputs.rdf.sayings import (
    Said,
    article_blocks,
    article_of,
    blocks_of,
    claim_blocks,
    evidence_blocks,
    mention_blocks,
    run_blocks,
)
from diplograph.outputs.rdf.spans import Spans
from diplograph.outputs.rdf.terms import Term
from diplograph.outputs.rdf.writer import (
    Subjects,
    prefix_text,
    trig_of,
    turtle_of,
)
from diplograph.records import without_events
from diplograph.vocabulary import DOCUMENTS, document_graph_iri

__all__ = [
    "LENGTHS",
    "SYNTAXES",
    "document_blocks",
    "event_documents",
    "export_graph",
    "json_text",
    "kept_of",
    "rdflib_dataset",
    "records_to_blocks",
    "trig_chunks",
    "turtle_and_graphs",
    "turtle_chunks",
]


def _data(records: Records, *, with_text: bool) -> Iterator[Said]:
    registry = Registry(records.actors)
    for event in records.events:
        registry.note_event(event)
        yield from event_blocks(event)
        yield from claim_blocks(event)
        yield from evidence_blocks(event)
    for reading in without_events(records.readings):
        registry.note_actors(reading.actors)
        yield from article_blocks(reading.document, with_text=with_text)
        yield from run_blocks(reading.document.id, records.run)
        yield from mention_blocks(reading)
    yield from registry.blocks()


def _all(records: Records, *, with_text: bool = True) -> Iterator[Said]:
    codes = CodesUsed()
    for one in _data(records, with_text=with_text):
        if isinstance(one, Block):
            codes.note(one)
        yield one
    yield from codes.blocks()


def records_to_blocks(records: Records, *, with_text: bool = True) -> tuple[Block, ...]:
    """Return everything that the records say, as blocks.

    Args:
        records: a whole build.
        with_text: whether the articles' texts go along, so that offsets can be verified.
    """
    return tuple(blocks_of(_all(records, with_text=with_text)))


def document_blocks(records: Records, document: str) -> tuple[Block, ...]:
    """Return what the graph of a document says, and what the shared graphs say of whatever it speaks of.

    Args:
        records: a whole build, of which no more than is needed is looked at.
        document: id of a document of the build.
    """
    graph = str(document_graph_iri(document))
    blocks = records_to_blocks(excerpt(records, document))
    return tuple(one for one in blocks if one.graph == graph or not one.graph.startswith(DOCUMENTS))


def turtle_chunks(records: Records, *, with_text: bool = True) -> Iterator[str]:
    """Yield the pieces of a Turtle file; the same records give the same bytes, whatever their order."""
    yield from turtle_of(_subjects(_all(records, with_text=with_text))[0])


def trig_chunks(records: Records, *, with_text: bool = True) -> Iterator[str]:
    """Yield the pieces of a TriG file: one graph a document, and ``events``, ``registry`` and ``schemes``."""
    yield from trig_of(_subjects(_all(records, with_text=with_text))[1])


def turtle_and_graphs(
    records: Records, kept: Kept | None = None
) -> tuple[Iterator[str], Iterator[tuple[str, str]], Lengths]:
    """Return the pieces of the Turtle file, those of the TriG file, each with the name of its graph, and their lengths.

    The records are gone through once for both.

    Args:
        records: a whole build.
        kept: what an earlier build said, to be copied where nothing changed.
    """
    found = Collected(records, kept)
    return found.turtle(), _with_prefixes(found.graphs()), found.lengths


def _subjects(said: Iterable[Said]) -> tuple[Subjects, Subjects]:
    """Return what is said as one graph, and graph by graph."""
    as_one, by_graph, spans = Subjects(), Subjects(by_graph=True), Spans()
    for one in said:
        if isinstance(one, Block):
            as_one.add(one, by_graph.add(one))
        else:
            spans.add(one)
    for document, text in spans.texts():
        as_one.put(("", Section.SPANS, document, 0, Term("")), text)
        by_graph.put((article_of(document)[1], Section.SPANS, document, 0, Term("")), text)
    return as_one, by_graph


def _with_prefixes(graphs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield "", prefix_text()
    yield from graphs


def rdflib_dataset(records: Records) -> Dataset:
    """Return the records as a data set of rdflib: the named graphs of the TriG file, and all of them as its default."""
    dataset = Dataset(default_union=True)
    dataset.parse(data="".join(trig_chunks(records)), format="trig")
    return dataset


def export_graph(records: Records, syntax: str, *, with_text: bool = True) -> str:
    """Return the records as a file of RDF.

    Args:
        records: a whole build.
        syntax: ``ttl``, ``nt``, ``rdfxml`` (one graph), ``trig``, ``nq`` or ``jsonld`` (named graphs).
        with_text: whether the articles' texts go along.

    Raises:
        UsageError: if there is no such syntax.
    """
    return export_blocks(records_to_blocks(records, with_text=with_text), syntax)
