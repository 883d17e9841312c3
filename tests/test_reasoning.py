"""What OWL 2 RL concludes: nothing false from sound data, and a contradiction where one was planted."""

from __future__ import annotations

from functools import cache

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from diplograph.outputs.rdf import turtle_chunks
from diplograph.vocabulary import DG, PREFIXES
from rdfworld import ONTOLOGY
from sample import sample_records

owlrl = pytest.importorskip("owlrl", reason="owlrl is not installed (requirements/dev.in)")

SEM, PROV, ORG = Namespace(PREFIXES["sem"]), Namespace(PREFIXES["prov"]), Namespace(PREFIXES["org"])
GAF = Namespace("http://groundedannotationframework.org/gaf#")
# What super-properties and domains of others' vocabularies may add to an individual; all of it is true.
MAY_ADD = {
    RDF.type,
    *(SEM.eventType, SEM.hasActor, SEM.hasPlace, SEM.hasTime),
    *(PROV.wasDerivedFrom, PROV.wasAttributedTo),
    *(ORG.member, ORG.organization, GAF.denotedBy, DG.codedAs),
}
PREFIX_LINES = "".join(f"@prefix {name}: <{address}> .\n" for name, address in sorted(PREFIXES.items()))
SCHEMA = ("diplograph.ttl", "alignments.ttl")


@cache
def schema() -> Graph:
    whole = Graph()
    for name in SCHEMA:
        whole.parse(ONTOLOGY / name)
    return whole


def closure(graph: Graph) -> Graph:
    # Labels and definitions conclude nothing and double the time.
    whole = Graph()
    whole += graph
    for triple in schema():
        if not isinstance(triple[2], Literal):
            whole.add(triple)
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, rdfs_closure=False, axiomatic_triples=False, datatype_axioms=False
    ).expand(whole)
    return whole


def contradictions(graph: Graph) -> list[str]:
    found = (
        reason
        for node, kind in graph.subject_objects(RDF.type)
        if "ErrorMessage" in str(kind)
        for reason in graph.objects(node)
        if isinstance(reason, Literal)
    )
    return sorted(map(str, found))


@cache
def data() -> Graph:
    return Graph().parse(data="".join(turtle_chunks(sample_records())), format="turtle")


@cache
def concluded() -> Graph:
    return closure(data())


@cache
def things() -> set[Node]:
    return {node for node in data().subjects() if isinstance(node, URIRef)}


def members(name: URIRef) -> set[Node]:
    return set(concluded().subjects(RDF.type, name)) & things()


def test_sound_data_contradict_nothing() -> None:
    assert contradictions(concluded()) == []


def test_nothing_becomes_another_thing() -> None:
    same = {(one, other) for one, other in concluded().subject_objects(OWL.sameAs) if one != other}
    assert same == set()


def test_no_individual_gets_a_class_of_ours_that_was_not_said_or_lies_above() -> None:
    above = {term: set(concluded().objects(term, RDFS.subClassOf)) for term in set(data().objects(None, RDF.type))}
    for subject in things():
        said = set(data().objects(subject, RDF.type))
        sound = said.union(*(above[one] for one in said))
        ours = {kind for kind in concluded().objects(subject, RDF.type) if str(kind).startswith(PREFIXES["dg"])}
        assert ours <= sound, subject


def test_only_true_statements_are_added_to_individuals() -> None:
    added = {(s, p, o) for s, p, o in concluded() if s in things() and (s, p, o) not in data() and s != o}
    assert {p for _, p, _ in added} - {OWL.sameAs} <= MAY_ADD


def test_who_takes_part_is_an_actor_of_the_event_and_nobody_else() -> None:
    graph = concluded()
    acting = set(graph.subject_objects(SEM.hasActor))
    assert acting
    assert acting <= set(graph.subject_objects(DG.participant))
    assert acting >= set(graph.subject_objects(DG.source)) - {
        pair for pair in graph.subject_objects(DG.source) if pair[1] in members(DG.Matter)
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DG.Participation, DG.Actor),
        (DG.Participation, DG.Event),
        (DG.Matter, DG.Actor),
        (DG.Person, DG.Organization),
        (DG.Claim, DG.Event),
        (DG.TextSpan, DG.Article),
        (DG.Capacity, DG.Participant),
    ],
)
def test_kinds_stay_apart(one: URIRef, other: URIRef) -> None:
    assert members(one)
    assert members(one) & members(other) == set()


PLANTED = {
    "an event is its claim": "{claim} a dg:Event .",
    "a participation acts": "{part} a dg:Actor .",
    "a person is a body": "{person} a dg:Organization .",
    "a person is a place": "{person} a dg:Place .",
    "a matter does something": "{matter} a dg:Person .",
    "a span is an article": "{span} a dg:Article .",
    "a claim is about an actor": "{claim} dg:about {person} .",
    "the actor of a part is an event": "{part} dg:actor {event} .",
    "an event takes part": "{event} dg:participant {event} .",
    "an event is reported in an event": "{claim} dg:reportedIn {event} .",
    "a person is an event by its class": "{person} a dg:Meeting .",
    "an office is held by a claim": "{capacity} dg:holder {claim} .",
}


def one_of_each() -> tuple[dict[str, str], Graph]:
    kinds = {"claim": DG.Claim, "part": DG.Participation, "person": DG.Person, "matter": DG.Matter}
    kinds |= {"span": DG.TextSpan, "event": DG.Event, "capacity": DG.Capacity}
    names = {name: min(set(data().subjects(RDF.type, kind))).n3() for name, kind in kinds.items()}
    few = Graph()
    for name in kinds:
        subject = URIRef(names[name][1:-1])
        few += [(subject, RDF.type, kind) for kind in data().objects(subject, RDF.type)]  # type: ignore[arg-type]
    return names, few


def test_one_of_each_kind_contradicts_nothing() -> None:
    assert contradictions(closure(one_of_each()[1])) == []


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_contradiction_is_found(case: str) -> None:
    names, few = one_of_each()
    few.parse(data=PREFIX_LINES + PLANTED[case].format(**names), format="turtle")
    assert contradictions(closure(few)), case
