"""Graphs that the tests of RDF, validation and queries share."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from diplograph.model import Records
from diplograph.outputs.rdf import trig_chunks
from sample import HERALD, WIRE, records_of, sample_records

ONTOLOGY = Path(__file__).parents[1] / "ontology"


def small_records() -> Records:
    """Return two documents with three events: the world of ``ontology/examples/valid.ttl``."""
    names = {"meeting-01", "arrest-03", "accusation-05"}
    return records_of((WIRE, HERALD), (event for event in sample_records().events if event.id in names))


def write_build(folder: Path, records: Records) -> Path:
    """Write the RDF of a build and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "graph.trig").write_text("".join(trig_chunks(records)), encoding="utf-8")
    return folder


def triples(text: str, syntax: ox.RdfFormat = ox.RdfFormat.TURTLE) -> set[ox.Triple]:
    """Return what Oxigraph reads out of a text."""
    return {quad.triple for quad in ox.parse(text, format=syntax)}


def rdflib_triples(graph: Graph) -> set[ox.Triple]:
    """Return what is in an rdflib graph, as Oxigraph sees it."""
    return triples(graph.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)
