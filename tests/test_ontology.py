"""The ontology is complete, agrees with its tables, and concludes nothing false."""

from __future__ import annotations

import re
from functools import cache

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from diplograph.codebook.codes import load_codes
from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.states import read_states
from diplograph.outputs.rdf import turtle_chunks
from diplograph.outputs.rdf.schemes import TITLES, schemes_chunks
from diplograph.vocabulary import DG, PREFIXES, code_iri, country_codes
from rdfworld import ONTOLOGY
from sample import sample_records

NAMESPACE = PREFIXES["dg"]
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
GROUPS = {
    *("Encounter", "AgreementEvent", "RelationsChange", "LegalAct", "MilitaryAct", "CovertAct"),
    *("OfficeChange", "Coercion", "Violence"),
}
# A question of what other vocabularies hold, not of ours.
IMPORTED = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Class}


@cache
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "diplograph.ttl")


def own(kind: URIRef | None = None) -> list[URIRef]:
    terms = {term for term in ontology().subjects(RDF.type, kind) if isinstance(term, URIRef)}
    return sorted(term for term in terms if term.startswith(NAMESPACE))


def local(term: Node | None) -> str:
    return str(term).rsplit("#", 1)[-1]


def test_the_vocabulary_in_python_is_the_ontology() -> None:
    declared = {local(term) for term in own()}
    named = {name for name in DG.__annotations__ if not name.startswith("_")}
    assert declared - set(load_event_classes()) - GROUPS == named


def test_the_classes_of_events_are_those_of_the_table() -> None:
    graph = ontology()
    below = {local(term) for term in graph.transitive_subjects(RDFS.subClassOf, DG.Event)} - {"Event"}
    assert below - GROUPS == set(load_event_classes())


@pytest.mark.parametrize("name", list(load_event_classes()))
def test_each_class_of_events_says_what_the_table_says(name: str) -> None:
    graph, row, term = ontology(), load_event_classes()[name], URIRef(NAMESPACE + name)
    plover = code_iri("plover", row.plover) if row.plover else None
    assert graph.value(term, RDFS.subClassOf) == URIRef(NAMESPACE + row.parent)
    assert graph.value(term, RDFS.label) == Literal(row.label, lang="en")
    assert graph.value(term, SKOS.definition) == Literal(row.definition, lang="en")
    assert graph.value(term, DG.defaultPlover) == plover


@pytest.mark.parametrize("term", own(), ids=local)
def test_every_term_has_a_label_a_definition_and_an_example(term: URIRef) -> None:
    graph = ontology()
    for needed in (RDFS.label, SKOS.definition, SKOS.example, VS.term_status, RDFS.isDefinedBy):
        assert len(list(graph.objects(term, needed))) == 1, needed
    assert str(graph.value(term, SKOS.definition)).endswith(".")


@pytest.mark.parametrize("term", [*own(OWL.ObjectProperty), *own(OWL.DatatypeProperty)], ids=local)
def test_every_property_has_domain_and_range_or_says_why_not(term: URIRef) -> None:
    graph = ontology()
    note = graph.value(term, SKOS.scopeNote)
    for side, word in ((RDFS.domain, "No domain"), (RDFS.range, "No range")):
        assert graph.value(term, side) is not None or word in str(note)


def test_every_class_stands_below_another_or_is_a_top() -> None:
    graph = ontology()
    tops = {local(term) for term in own(OWL.Class) if graph.value(term, RDFS.subClassOf) is None}
    assert tops == {"BilateralRelation", "Participation"}


def test_every_term_that_is_used_is_declared() -> None:
    graph = ontology()
    used: set[Node] = {node for triple in graph for node in triple}
    data = Graph().parse(data="".join(turtle_chunks(sample_records())), format="turtle")
    shapes = Graph().parse(ONTOLOGY / "shapes.ttl")
    alignments = Graph().parse(ONTOLOGY / "alignments.ttl")
    used |= {node for other in (data, shapes, alignments) for triple in other for node in triple}
    texts = " ".join(str(text) for text in shapes.objects() if isinstance(text, Literal))
    texts += " ".join(path.read_text("utf-8") for path in (ONTOLOGY / "queries").glob("*.rq"))
    names = {local(node) for node in used if isinstance(node, URIRef) and node.startswith(NAMESPACE)}
    names |= set(re.findall(r"\bdg:(\w+)", texts))
    assert names - {local(term) for term in own()} - {""} == set()


def test_every_term_is_written_or_called_reserved() -> None:
    data = "".join(turtle_chunks(sample_records()))
    shapes = (ONTOLOGY / "shapes.ttl").read_text("utf-8")
    graph = ontology()
    kinds = {local(term) for term in own(OWL.Class)}
    for term in own():
        name = local(term)
        written = re.search(rf"\bdg:{name}\b", data) or re.search(rf"\bdg:{name}\b", shapes)
        note = str(graph.value(term, SKOS.scopeNote))
        assert written or name in kinds or name in {"codedAs", "defaultPlover"} or "Reserved" in note, name


def test_terms_of_others_are_declared_with_their_kind() -> None:
    graph = ontology()
    builtin = (str(OWL), str(RDF), str(RDFS), str(XSD), NAMESPACE)
    for predicate in set(graph.predicates()):
        if not str(predicate).startswith(builtin):
            assert set(graph.objects(predicate, RDF.type)) <= IMPORTED
            assert graph.value(predicate, RDF.type) is not None, predicate


def test_the_ontology_says_what_it_is() -> None:
    graph, top = ontology(), URIRef(NAMESPACE.rstrip("#"))
    for needed in (DCTERMS.title, DCTERMS.license, DCTERMS.creator, OWL.versionIRI, OWL.versionInfo):
        assert graph.value(top, needed) is not None


def test_the_schemes_are_made_from_the_table() -> None:
    text = (ONTOLOGY / "schemes.ttl").read_text(encoding="utf-8")
    assert text == "".join(schemes_chunks()), "make it anew: see ontology/README.md"


def test_the_schemes_are_complete() -> None:
    graph = Graph().parse(ONTOLOGY / "schemes.ttl")
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert {str(scheme).rsplit("/", 1)[-1] for scheme in schemes} == set(TITLES)
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert len(list(graph.objects(concept, SKOS.prefLabel))) == 1
        assert len(list(graph.objects(concept, SKOS.notation))) == 1
        assert set(graph.objects(concept, SKOS.inScheme)) <= schemes
        top, broader = graph.value(concept, SKOS.topConceptOf), graph.value(concept, SKOS.broader)
        assert (top is None) != (broader is None)
        assert broader is None or (broader, RDF.type, SKOS.Concept) in graph
        assert top is None or (top, SKOS.hasTopConcept, concept) in graph


def test_every_code_of_the_table_of_classes_is_in_the_table_of_codes() -> None:
    codes = load_codes()
    for row in load_event_classes().values():
        assert row.plover is None or ("plover", row.plover) in codes
        assert row.mode is None or ("plover", f"{row.plover}-{row.mode}") in codes
        assert row.cameo is None or ("cameo", row.cameo) in codes


def test_country_codes_are_those_of_the_registry() -> None:
    states = {state.id: state for state in read_states()}
    codes = {code: country for code, country in country_codes().items() if country["kind"] == "state"}
    assert {code: country["name"] for code, country in codes.items()} == {
        code: state.name for code, state in states.items()
    }
    former = {code for code, state in states.items() if state.status == "former"}
    assert not former & {code for code, country in codes.items() if country["authority"] == "eu"}


def test_nothing_is_in_two_disjoint_classes() -> None:
    graph = Graph().parse(data="".join(turtle_chunks(sample_records())), format="turtle") + ontology()
    query = """
        SELECT ?x ?a ?b WHERE {
            ?a owl:disjointWith ?b . ?x a/rdfs:subClassOf* ?a . ?x a/rdfs:subClassOf* ?b
        }"""
    assert list(graph.query(query)) == []


def test_domains_and_ranges_conclude_nothing_new_about_kinds() -> None:
    """What a reasoner would add by domain and range is already said, or lies above what is said."""
    graph = Graph().parse(data="".join(turtle_chunks(sample_records())), format="turtle") + ontology()
    query = """
        SELECT DISTINCT ?x ?class WHERE {
            { ?p rdfs:domain ?class . ?x ?p ?y } UNION { ?p rdfs:range ?class . ?y ?p ?x FILTER(isIRI(?x)) }
            FILTER(STRSTARTS(STR(?class), STR(dg:)))
            FILTER NOT EXISTS { ?x a/rdfs:subClassOf* ?class }
        }"""
    assert list(graph.query(query)) == []
