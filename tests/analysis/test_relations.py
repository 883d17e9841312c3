"""Two actors over time, the claims of an event, the networks, and answers as DataFrames."""

from __future__ import annotations

from dataclasses import replace

import networkx
import pandas as pd
import pytest

from diplograph.errors import UsageError
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Event, Records, Role
from diplograph.outputs.network import event_network
from diplograph.querying.solutions import Solutions, Value
from sample import SOVIET, THATCHER, USA, part, sample_records

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(records=sample_records())


def by_id(name: str) -> Event:
    return next(event for event in sample_records().events if event.id == name)


def world(*events: Event) -> KnowledgeGraph:
    records: Records = replace(sample_records(), events=events)
    return KnowledgeGraph(records=records)


# ---------------------------------------------------------------- timeline


def test_a_timeline_tells_in_order_what_passed_between_two(graph: KnowledgeGraph) -> None:
    frame = graph.timeline("USA", "SUN")
    assert list(frame["event"]) == [
        "summit-13",
        "arrest-03",
        "release-04",
        "visit-02",
        "accusation-05",
        "meeting-01",
        "espionage-06",
    ]
    assert list(frame["direction"]) == ["both", "b to a", "b to a", "b to a", "b to a", "both", "b to a"]
    assert list(frame["status"][:2]) == ["cancelled", "asserted"]


def test_seen_from_the_other_side_only_the_direction_turns(graph: KnowledgeGraph) -> None:
    there, back = graph.timeline("USA", "SUN"), graph.timeline("SUN", "USA")
    turned = there["direction"].astype(str).replace({"b to a": "a to b", "a to b": "b to a"})
    assert list(turned) == list(back["direction"])
    pd.testing.assert_frame_equal(there.drop(columns="direction"), back.drop(columns="direction"))


def test_a_timeline_of_two_persons(graph: KnowledgeGraph) -> None:
    assert list(graph.timeline("ronald-reagan", "mikhail-gorbachev")["event"]) == ["meeting-01"]


def test_statements_are_told_but_not_what_both_do_to_a_third() -> None:
    said = replace(by_id("accusation-05"), id="said", plover=None, event_class="Statement")
    both = replace(
        by_id("accusation-05"),
        id="both",
        participations=(part(Role.SOURCE, USA), part(Role.SOURCE, SOVIET), part(Role.TARGET, THATCHER)),
    )
    assert list(world(said, both).timeline("USA", "SUN")["event"]) == ["said"]


def test_two_that_have_nothing_with_each_other_have_an_empty_timeline(graph: KnowledgeGraph) -> None:
    assert graph.timeline("LBY", "ISL").empty


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [("USA", "USA", "stands twice"), ("USA", "ZZZ", "no country or actor 'ZZZ' takes part")],
)
def test_a_timeline_needs_two_that_take_part(a: str, b: str, reason: str, graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match=reason):
        graph.timeline(a, b)


# ---------------------------------------------------------------- claims


def test_who_claims_an_event_and_in_which_words(graph: KnowledgeGraph) -> None:
    claims = graph.who_claims("meeting-01")
    assert list(claims["publisher"]) == ["Example Wire", "Example Herald"]
    assert list(claims["modality"]) == ["planned", "asserted"]
    assert claims["sentence"].iloc[1].startswith("REYKJAVIK") or "met in Reykjavik" in claims["sentence"].iloc[1]


def test_an_allegation_names_its_speaker(graph: KnowledgeGraph) -> None:
    claim = graph.who_claims("accus").iloc[0]
    assert (claim["attribution"], claim["speaker"]) == ("indirect", "George Shultz")


@pytest.mark.parametrize(
    ("name", "reason"), [("nothing", "no event 'nothing'"), ("meeting", "2 events begin with 'meeting'")]
)
def test_an_event_must_be_named_alone(name: str, reason: str, graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match=reason):
        graph.who_claims(name)


# ---------------------------------------------------------------- networks


def test_the_network_of_events_is_that_of_the_exports(graph: KnowledgeGraph) -> None:
    assert networkx.utils.graphs_equal(graph.network(), event_network(graph.records))


def test_dyads_tell_every_status_apart(graph: KnowledgeGraph) -> None:
    network = graph.network(view="dyads")
    edges = network.get_edge_data("actor:margaret-thatcher", "actor:ronald-reagan")
    assert {key: edge["status"] for key, edge in edges.items()} == {"between planned": "planned"}


def test_countries_have_their_asserted_acts_counted(graph: KnowledgeGraph) -> None:
    network = graph.network(view="countries")
    assert network.edges["SUN", "USA"] == {
        "weight": 4,
        "cooperation": 3,
        "conflict": 1,
        "mutual": 1,
        "balance": 0.5,
        "goldstein": pytest.approx(4.9),
        "events": "arrest-03 meeting-01 release-04 visit-02",
    }
    assert network.edges["USA", "SUN"]["events"] == "meeting-01"
    assert network.nodes["USA"]["label"] == "United States"
    assert "LBY" not in network


def test_undirected_an_event_counts_once_for_a_pair(graph: KnowledgeGraph) -> None:
    network = graph.network(view="countries", directed=False)
    assert not network.is_directed()
    assert (network.edges["SUN", "USA"]["weight"], network.edges["SUN", "USA"]["mutual"]) == (4, 1)


def test_actors_are_the_same_with_actors(graph: KnowledgeGraph) -> None:
    network = graph.network(view="actors")
    assert network.edges["actor:eduard-shevardnadze", "actor:USA"]["weight"] == 1
    assert not network.has_edge("actor:margaret-thatcher", "actor:ronald-reagan")


@pytest.mark.parametrize("view", ["countries", "actors"])
@pytest.mark.parametrize("directed", [True, False])
def test_a_network_is_the_same_from_whatever_order(view: str, directed: bool) -> None:
    records = sample_records()
    turned = KnowledgeGraph(records=replace(records, events=records.events[::-1]))
    one, other = (g.network(view, directed=directed) for g in (KnowledgeGraph(records=records), turned))
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(data=True)) == list(other.edges(data=True))


@pytest.mark.parametrize(
    ("view", "directed", "reason"),
    [("people", True, "unknown view 'people', known: events, dyads, actors, countries"), ("events", False, "directed")],
)
def test_a_view_that_is_not_there_is_named(view: str, directed: bool, reason: str, graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match=reason):
        graph.network(view, directed=directed)


# ---------------------------------------------------------------- answers


def test_an_answer_has_types(graph: KnowledgeGraph) -> None:
    frame = graph.query(
        "SELECT ?label ?n ?first { ?e a dg:Arrest ; rdfs:label ?label ; sem:hasEarliestBeginTimeStamp ?first . "
        "BIND(STRLEN(?label) AS ?n) }"
    ).to_df()
    assert [dtype.name for dtype in frame.dtypes] == ["string", "Int64", "datetime64[s]"]
    assert frame.loc[0, "first"] == pd.Timestamp("1986-08-01")


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([("1", "integer"), None], "Int64", [1, None]),
        ([("1.5", "decimal")], "float64", [1.5]),
        ([("true", "boolean"), ("0", "boolean")], "boolean", [True, False]),
        ([("1648-10-24", "date")], "datetime64[s]", [pd.Timestamp("1648-10-24").as_unit("s")]),
        ([("1", "integer"), ("1.5", "decimal")], "string", ["1", "1.5"]),
        ([("-0044-03-15", "date")], "string", ["-0044-03-15"]),
        ([("9" * 30, "integer")], "string", ["9" * 30]),
        ([("10", "string"), None], "string", ["10", None]),
        ([None], "string", [None]),
    ],
)
def test_a_column_has_the_type_that_all_its_values_have(
    values: list[tuple[str, str] | None], dtype: str, expected: list[object]
) -> None:
    rows = tuple((Value(kind="literal", text=v[0], datatype=XSD + v[1]) if v else None,) for v in values)
    column = Solutions(variables=("x",), rows=rows).to_df()["x"]
    assert column.dtype.name == dtype
    assert [None if pd.isna(value) else value for value in column] == expected


def test_an_answer_without_rows_keeps_its_columns() -> None:
    assert list(Solutions(variables=("a", "b")).to_df()) == ["a", "b"]


def test_a_yes_is_no_table() -> None:
    with pytest.raises(UsageError, match="boolean"):
        Solutions(boolean=True).to_df()
