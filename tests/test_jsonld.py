"""JSON-LD: the context is complete, and what it writes says the same as Turtle, with no network at hand."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, XSD, Dataset, Graph, URIRef

from diplograph.errors import OntologyError
from diplograph.model import Records
from diplograph.outputs.exports import export
from diplograph.outputs.rdf import event_documents, export_graph, turtle_chunks
from diplograph.outputs.rdf import jsonld as jsonld_module
from diplograph.outputs.rdf.documents import CONTEXT_ADDRESS
from diplograph.outputs.rdf.jsonld import json_text, load_context, words
from diplograph.querying.rebuild import events_from_store
from diplograph.querying.store import loaded
from diplograph.vocabulary import PREFIXES
from rdfworld import ONTOLOGY, rdflib_triples, small_records, triples
from sample import NASTY_NAMES, nasty_records, sample_records
from test_rdf_roundtrip import in_order

WORLDS = {"sample": sample_records, "nasty": nasty_records, "small": small_records}
DG = PREFIXES["dg"]
# rdflib 7.6 warns of what its own parser does.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader of JSON-LD called out")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(params=sorted(WORLDS))
def records(request: pytest.FixtureRequest) -> Records:
    make: Callable[[], Records] = WORLDS[request.param]
    return make()


def read(document: dict[str, Any]) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


def test_both_engines_read_the_export_alike(records: Records) -> None:
    text, dataset = export_graph(records, "jsonld"), Dataset()
    dataset.parse(data=text, format="json-ld")
    found = set(ox.parse(dataset.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS))
    assert found == set(ox.parse(export_graph(records, "nq"), format=ox.RdfFormat.N_QUADS))
    assert found == set(ox.parse(text, format=ox.RdfFormat.JSON_LD))


def test_the_export_speaks_in_words_and_carries_its_context() -> None:
    found = json.loads(export_graph(small_records(), "jsonld"))
    assert found["@context"] == load_context()
    nodes = [node for graph in found["@graph"] for node in graph["@graph"]]
    (meeting,) = (node for node in nodes if "Meeting" in node.get("type", ()))
    assert meeting["status"] == "code:modality/asserted"
    assert not [key for node in nodes for key in node if ":" in key]


def test_no_line_of_json_is_turned_around() -> None:
    text = export_graph(nasty_records(), "jsonld") + "".join(map(json_text, event_documents(nasty_records())))
    assert not set("\u202e\u200f\u2028\x85\x00\ufeff\u200b\t\r") & set(text)
    assert {json.loads(json_text(name)) for name in NASTY_NAMES} == set(NASTY_NAMES)


def test_documents_say_nothing_that_the_graph_does_not(records: Records) -> None:
    whole = triples("".join(turtle_chunks(records)))
    for document in event_documents(records):
        assert rdflib_triples(read(document)) <= whole


# What documents of events leave to the graph: what codes mean, the texts, who read them, names beside any event.
LEFT_TO_THE_GRAPH = """
CONSTRUCT { ?s ?p ?o } WHERE { { ?s a skos:Concept ; ?p ?o } UNION { ?s a dg:Extraction ; ?p ?o }
  UNION { ?s a dg:Extractor ; ?p ?o } UNION { ?s dg:text ?o BIND(dg:text AS ?p) }
  UNION { ?s dg:linked ?actor ; dg:denotedBy ?o BIND(dg:denotedBy AS ?p) } }
"""


def test_the_lines_expand_to_the_graph_of_their_events(records: Records) -> None:
    lines = "".join(export(records, "jsonld-events")).split("\n")  # type: ignore[arg-type]
    assert lines.pop() == ""
    assert len(lines) == len(records.events)
    found = {triple for line in lines for triple in triples(line, ox.RdfFormat.JSON_LD)}
    store = loaded("".join(turtle_chunks(records)))
    left = set(store.query(LEFT_TO_THE_GRAPH, prefixes=dict(PREFIXES)))  # type: ignore[arg-type]
    assert {quad.triple for quad in store} - left == found


@pytest.mark.parametrize("world", ["sample", "small"])
def test_each_document_gives_its_event_back(world: str) -> None:
    made = WORLDS[world]()
    for event, document in zip(made.events, event_documents(made), strict=True):
        for found in (rdflib_triples(read(document)), triples(json.dumps(document), ox.RdfFormat.JSON_LD)):
            store = ox.Store()
            store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in found)
            assert events_from_store(store) == (in_order(event),)


def inside(value: Any) -> Iterator[dict[str, Any]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
            for key in one.keys() - {"@context"}:
                yield from inside(one[key])


def test_a_document_nests_parts_claims_and_spans() -> None:
    (meeting,) = (one for one in event_documents(small_records()) if "Meeting" in one["type"])
    assert list(meeting)[:4] == ["@context", "id", "type", "label"]
    assert {part["actor"]["label"] for part in meeting["hasParticipation"]} >= {"Ronald Reagan"}
    claim = meeting["claims"][0]
    assert claim["trigger"]["exact"] in claim["evidence"]["exact"]
    assert claim["reportedIn"]["headline"]
    assert "about" not in claim, "its place says so"
    assert not any("text" in one for one in inside(meeting)), "articles' texts stay out"
    assert all(isinstance(one[key], list) for one in inside(meeting) for key in one.keys() & {"source", "denotedBy"})


def test_a_document_may_name_the_context_only() -> None:
    made = sample_records()
    for short, whole in zip(event_documents(made, inline=False), event_documents(made), strict=True):
        assert short["@context"] == CONTEXT_ADDRESS
        assert short | {"@context": None} == whole | {"@context": None}
        published = (ONTOLOGY / "context.jsonld").as_posix()
        graph = Graph().parse(data=json.dumps(short | {"@context": f"file://{published}"}), format="json-ld")
        assert rdflib_triples(graph) == rdflib_triples(read(whole))


def test_the_context_has_every_term_of_the_ontology() -> None:
    graph, known = Graph().parse(ONTOLOGY / "diplograph.ttl"), words()
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for term in graph.subjects(RDF.type, kind):
            assert not str(term).startswith(DG) or known[str(term)].name == str(term).removeprefix(DG)


def test_the_context_types_values_as_the_ontology_does() -> None:
    graph, known = Graph().parse(ONTOLOGY / "diplograph.ttl"), words()
    for address, word in known.items():
        if address.startswith(DG):
            kinds = set(graph.objects(URIRef(address), RDF.type))
            reach = graph.value(URIRef(address), RDFS.range)
            assert (OWL.ObjectProperty not in kinds) or word.type == "@id"
            assert (OWL.DatatypeProperty not in kinds) or word.type != "@id"
            assert reach not in {XSD.date, XSD.decimal} or word.type == str(reach)


def test_the_context_has_every_property_that_is_written() -> None:
    used = {one.predicate.value for one in triples("".join(turtle_chunks(sample_records())))}
    assert used - set(words()) == {str(RDF.type)}


def test_the_context_has_no_two_words_for_one_thing() -> None:
    terms = {key: str(value) for key, value in load_context().items() if key not in {"@version", "id", "type"}}
    forward = [key for key, value in terms.items() if "@reverse" not in value and not value.endswith(("/", "#"))]
    assert sorted(forward) == sorted(word.name for word in words().values())


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_a_broken_context_is_named(text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    path = tmp_path / "context.jsonld"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(jsonld_module, "ontology_file", lambda _: path)
    load_context.cache_clear()
    try:
        with pytest.raises(OntologyError, match="context"):
            load_context()
    finally:
        load_context.cache_clear()
