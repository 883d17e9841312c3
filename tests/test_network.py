"""The event network, its projection to dyads, and GraphML."""

from __future__ import annotations

from dataclasses import replace

import networkx
import pytest

from diplograph.model import Event, Grade, Records, Role, Status
from diplograph.outputs.graphml import events_graphml, graphml, xml_text
from diplograph.outputs.network import actor_node, dyads, event_network, event_node
from diplograph.outputs.projection import Counting, actor_pairs, project
from sample import nasty_records, sample_records

WORLDS = {"sample": sample_records, "nasty": nasty_records}


@pytest.fixture(params=sorted(WORLDS))
def records(request: pytest.FixtureRequest) -> Records:
    return WORLDS[request.param]()


def by_id(name: str) -> Event:
    return next(event for event in sample_records().events if event.id == name)


def test_every_actor_and_event_is_a_node_and_every_part_an_edge(records: Records) -> None:
    graph = event_network(records)
    parts = sum(len(event.participations) for event in records.events)
    assert set(graph) >= {event_node(event.id) for event in records.events}
    assert set(graph) >= {actor_node(actor.id) for actor in records.actors}
    assert graph.number_of_edges() == parts


def test_doers_point_at_the_event_and_the_event_at_its_target() -> None:
    graph = event_network(sample_records())
    arrest = event_node("arrest-03")
    assert list(graph.predecessors(arrest)) == [actor_node("wire-1986-10-01-kgb-officers")]
    assert list(graph.successors(arrest)) == [actor_node("nicholas-daniloff")]


def test_attributes_are_flat(records: Records) -> None:
    graph = event_network(records)
    for _, attributes in (*graph.nodes(data=True), *((None, data) for *_, data in graph.edges(data=True))):
        assert all(isinstance(value, str | int | float | bool) for value in attributes.values())


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("meeting-01", {"kind": "event", "class": "Meeting", "status": "asserted", "start": "1986-10-11"}),
        ("arrest-03", {"when": "Aug 1986", "start": "1986-08-01", "end": "1986-08-31", "edtf": "1986-08"}),
        ("meeting-11", {"status": "planned", "modality": "planned", "grade": "B"}),
        ("aid-15", {"when": "1947", "tone": "co-operative", "granularity": "year"}),
        ("espionage-06", {"status": "denied", "when": "undated", "tone": "conflictual"}),
    ],
)
def test_an_event_carries_what_gephi_shows(event: str, expected: dict[str, str]) -> None:
    attributes = event_network(sample_records()).nodes[event_node(event)]
    assert {name: attributes.get(name) for name in expected} == expected


def test_an_undated_event_has_no_start() -> None:
    attributes = event_network(sample_records()).nodes[event_node("espionage-06")]
    assert not {"start", "end", "earliest", "latest", "edtf"} & set(attributes)


def test_status_stands_on_every_edge() -> None:
    for *_, attributes in event_network(sample_records()).edges(data=True):
        assert attributes["status"] in set(Status)


@pytest.mark.parametrize(
    ("event", "pairs"),
    [
        ("meeting-01", [("mikhail-gorbachev", "ronald-reagan", True)]),
        ("arrest-03", [("wire-1986-10-01-kgb-officers", "nicholas-daniloff", False)]),
        ("mediation-12", [("IRN", "USA", True)]),
        ("refusal-09", []),
        ("protest-14", []),
    ],
)
def test_only_parties_and_doer_with_target_are_pairs(event: str, pairs: list[tuple[str, str, bool]]) -> None:
    assert list(actor_pairs(by_id(event))) == pairs


def test_colleagues_who_meet_someone_do_not_act_on_each_other() -> None:
    visit = by_id("visit-02")
    colleague = replace(visit.participations[0], actor=by_id("meeting-01").participations[1].actor)
    both = replace(visit, participations=(*visit.participations, colleague))
    assert {pair[:2] for pair in actor_pairs(both)} == {
        ("eduard-shevardnadze", "USA"),
        ("mikhail-gorbachev", "USA"),
    }


def test_a_planned_meeting_is_no_plain_edge() -> None:
    graph = dyads(sample_records())
    edges = graph.get_edge_data(actor_node("margaret-thatcher"), actor_node("ronald-reagan"))
    assert {key: edge["status"] for key, edge in edges.items()} == {"between planned": "planned"}


def test_events_are_counted_not_sentences() -> None:
    graph = dyads(sample_records())
    edge = graph.edges[actor_node("wire-1986-10-01-kgb-officers"), actor_node("nicholas-daniloff"), "to asserted"]
    assert (edge["weight"], edge["events"]) == (1, "arrest-03")


def test_statements_matters_and_grade_c_stay_out_unless_asked_for() -> None:
    arrest = by_id("arrest-03")
    statement = replace(arrest, id="x", plover=None)
    alone = replace(arrest, id="y", claims=tuple(replace(claim, grade=Grade.C) for claim in arrest.claims))
    assert not project([statement, alone, by_id("refusal-09")])
    everything = Counting(outside_plover=True, matters=True, grade_c=True)
    assert len(project([statement, alone], everything)[0].events) == 2
    assert len(project([by_id("refusal-09")], everything)) == 1


def test_graphml_is_read_back_whole(records: Records) -> None:
    graph = event_network(records)
    again = networkx.parse_graphml(graphml(graph), force_multigraph=True)
    assert set(again) == {xml_text(node) for node in graph}
    assert again.number_of_edges() == graph.number_of_edges()
    for node, attributes in graph.nodes(data=True):
        wanted = {name: xml_text(value) if isinstance(value, str) else value for name, value in attributes.items()}
        assert again.nodes[xml_text(node)] == wanted


def test_graphml_is_the_same_from_whatever_order(records: Records) -> None:
    turned = replace(records, events=records.events[::-1], actors=records.actors[::-1])
    assert graphml(event_network(turned)) == graphml(event_network(records))
    assert graphml(dyads(turned)) == graphml(dyads(records))


def test_a_build_s_graphml_is_that_of_its_network(records: Records) -> None:
    written = networkx.parse_graphml("".join(events_graphml(records)), force_multigraph=True)
    made = networkx.parse_graphml(graphml(event_network(records)), force_multigraph=True)
    assert list(written.nodes(data=True)) == list(made.nodes(data=True))
    assert list(written.edges(keys=True, data=True)) == list(made.edges(keys=True, data=True))
    assert written.graph == made.graph
    turned = replace(records, events=records.events[::-1], actors=records.actors[::-1])
    assert "".join(events_graphml(turned)) == "".join(events_graphml(records))


def test_graphml_leaves_the_graph_alone() -> None:
    graph = event_network(nasty_records())
    before = {node: dict(attributes) for node, attributes in graph.nodes(data=True)}
    graphml(graph)
    assert dict(graph.nodes(data=True)) == before


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\x1b[31m", "\ufffd[31m"),
        ("a\r\nb", "a\nb"),
        ("\ud800", "\ufffd"),
        ("<&>", "<&>"),
    ],
)
def test_what_xml_cannot_hold_is_replaced(raw: str, clean: str) -> None:
    assert xml_text(raw) == clean


def test_two_parts_of_one_actor_in_one_role_are_two_edges() -> None:
    records = sample_records()
    event = by_id("meeting-01")
    twice = replace(event, participations=(*event.participations, event.participations[0]))
    graph = event_network(replace(records, events=(twice,)))
    keys = graph.get_edge_data(actor_node("ronald-reagan"), event_node("meeting-01"))
    assert sorted(keys) == [Role.PARTY.value, "party 2"]
