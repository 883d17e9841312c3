"""Measures on graphs small enough to reckon by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.analysis import measures
from diplograph.errors import UsageError
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Actor, Event, Participation, Role, Status
from sample import ALGERIA, ICELAND, IRAN, LIBYA, SDI, SOVIET, USA, part, sample_records

SOURCE = Path(__file__).parents[2] / "graph"


def counted(*edges: tuple[str, str, int, int], directed: bool = False, mutual: int = 0) -> Any:
    """Return a network of (a, b, co-operative events, conflictual events)."""
    graph = networkx.DiGraph() if directed else networkx.Graph()
    for a, b, together, against in edges:
        both = together + against
        graph.add_edge(
            a,
            b,
            weight=both,
            cooperation=together,
            conflict=against,
            mutual=mutual,
            balance=(together - against) / both if both else 0.0,
            goldstein=float(together - against),
        )
    return graph


def meeting(name: str, *actors: Actor, claims: int = 1, status: Status = Status.ASSERTED) -> Event:
    event = next(event for event in sample_records().events if event.id == "meeting-01")
    parts: tuple[Participation, ...] = tuple(part(Role.PARTY, actor) for actor in actors)
    return replace(event, id=name, participations=parts, status=status, claims=event.claims[:1] * claims)


def network_of(*events: Event, view: str = "events", **options: Any) -> Any:
    records = replace(sample_records(), events=events)
    return KnowledgeGraph(records=records).network(view, **options)


def column(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    return {str(node): value for node, value in frame[name].items()}


# ---------------------------------------------------------------- degree and strength


def test_degree_counts_events_and_strength_their_claims() -> None:
    network = network_of(meeting("one", USA, SOVIET, claims=3), meeting("two", USA, ICELAND))
    frame = measures.event_degrees(network).loc[lambda frame: frame["degree"] > 0]
    assert frame.values.tolist() == [["United States", 2, 4], ["Soviet Union", 1, 3], ["Iceland", 1, 1]]


def test_a_plan_and_a_matter_give_no_degree() -> None:
    planned, about = meeting("one", USA, SOVIET, status=Status.PLANNED), meeting("two", USA, SDI)
    frame = measures.event_degrees(network_of(planned, about))
    assert column(frame, "degree")["actor:USA"] == 1
    assert column(frame, "degree")["actor:SUN"] == 0
    assert "actor:matter-strategic-defense-initiative" not in frame.index


def test_two_parts_of_one_actor_are_one_event() -> None:
    assert column(measures.event_degrees(network_of(meeting("one", USA, USA, SOVIET))), "degree")["actor:USA"] == 1


def test_degree_counts_neighbours_and_strength_events() -> None:
    frame = measures.degrees(counted(("A", "B", 2, 1), ("A", "C", 0, 4)))
    assert column(frame, "degree") == {"A": 2, "C": 1, "B": 1}
    assert column(frame, "strength") == {"A": 7, "C": 4, "B": 3}


def test_of_a_directed_network_doing_and_suffering_are_told_apart() -> None:
    frame = measures.degrees(counted(("A", "B", 2, 1), ("C", "B", 0, 4), ("B", "A", 1, 0), directed=True))
    assert frame.loc["B"].tolist() == ["B", 3, 8, 1, 2, 1, 7]


# ---------------------------------------------------------------- balance and reciprocity


def test_balance_is_between_conflict_and_cooperation() -> None:
    frame = measures.balances(counted(("A", "B", 3, 1), ("A", "C", 0, 2), ("B", "C", 1, 1)))
    assert frame[["a", "b", "net", "balance"]].values.tolist() == [
        ["A", "B", 2, 0.5],
        ["A", "C", -2, -1.0],
        ["B", "C", 0, 0.0],
    ]


def test_reciprocity_by_hand() -> None:
    network = counted(("A", "B", 4, 0), ("B", "A", 1, 0), ("A", "C", 5, 0), directed=True)
    frame = measures.reciprocity(network)
    assert frame[["a", "b", "a_to_b", "b_to_a", "reciprocated"]].values.tolist() == [
        ["A", "B", 4, 1, 1],
        ["A", "C", 5, 0, 0],
    ]
    assert frame["share"].tolist() == [0.4, 0.0]
    assert measures.network_reciprocity(network) == pytest.approx(2 * 1 / 10)


def test_meetings_do_not_make_two_reciprocal() -> None:
    met = network_of(meeting("one", USA, SOVIET), view="countries")
    assert measures.reciprocity(met)[["mutual", "reciprocated"]].values.tolist() == [[1, 0]]
    assert measures.reciprocity(met)["share"].isna().all()
    assert measures.network_reciprocity(met) is None


WEIGHTS = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("ABCD")).filter(lambda pair: pair[0] != pair[1]),
    st.integers(1, 9),
    min_size=1,
)


@given(WEIGHTS)
def test_reciprocity_is_a_share_and_whole_if_all_is_answered(weights: dict[tuple[str, str], int]) -> None:
    network = counted(*((a, b, weight, 0) for (a, b), weight in weights.items()), directed=True)
    found = measures.network_reciprocity(network)
    assert found is not None
    assert 0 <= found <= 1
    answered = all(weights.get((b, a)) == weight for (a, b), weight in weights.items())
    assert (found == 1) is answered


# ---------------------------------------------------------------- communities and triangles


def two_circles() -> Any:
    left = [("A", "B"), ("B", "C"), ("A", "C")]
    right = [("X", "Y"), ("Y", "Z"), ("X", "Z")]
    return counted(*((a, b, 5, 0) for a, b in left + right), ("C", "X", 1, 0))


def test_two_circles_with_one_tie_are_two_communities() -> None:
    found = measures.communities(two_circles())
    assert found.groups == (("A", "B", "C"), ("X", "Y", "Z"))
    # m = 31; inside 15 each; strengths 31 each: 2 (15/31 - (31/62)^2).
    assert found.modularity == pytest.approx(30 / 31 - 0.5)


def test_conflict_ties_nobody() -> None:
    found = measures.communities(counted(("A", "B", 0, 9), ("B", "C", 2, 0)))
    assert found.groups == (("B", "C"), ("A",))
    assert measures.communities(counted(("A", "B", 0, 9))).groups == (("A",), ("B",))


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_communities_do_not_depend_on_the_run(seed: str) -> None:
    program = (
        "import networkx\nfrom diplograph.analysis.measures import communities\n"
        "graph = networkx.relabel_nodes(networkx.karate_club_graph(), lambda at: f'member {at}')\n"
        "networkx.set_edge_attributes(graph, 1, 'cooperation')\nprint(communities(graph, seed=7).groups)"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed}
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    graph = networkx.relabel_nodes(networkx.karate_club_graph(), lambda at: f"member {at}")
    networkx.set_edge_attributes(graph, 1, "cooperation")
    assert said.stdout.strip() == str(measures.communities(graph, seed=7).groups)


@pytest.mark.parametrize(
    ("signs", "expected", "balance", "weak"),
    [
        ("+++", (1, 0, 0, 0), 1.0, 1.0),
        ("++-", (0, 1, 0, 0), 0.0, 0.0),
        ("+--", (0, 0, 1, 0), 1.0, 1.0),
        ("---", (0, 0, 0, 1), 0.0, 1.0),
        ("++0", (0, 0, 0, 0), None, None),
    ],
)
def test_a_triangle_by_its_signs(
    signs: str, expected: tuple[int, ...], balance: float | None, weak: float | None
) -> None:
    events = {"+": (2, 1), "-": (1, 2), "0": (1, 1)}
    sides = zip(("AB", "BC", "AC"), signs, strict=True)
    found = measures.structural_balance(counted(*((a, b, *events[sign]) for (a, b), sign in sides)))
    assert (found.all_positive, found.one_negative, found.two_negative, found.all_negative) == expected
    assert (found.balance, found.weak_balance) == (balance, weak)


def test_four_friends_have_four_triangles() -> None:
    edges = [(a, b, 1, 0) for a, b in networkx.complete_graph("ABCD").edges()]
    assert measures.structural_balance(counted(*edges)).triangles == 4


# ---------------------------------------------------------------- mediators and brokers


def mediation(name: str, mediator: Actor, *sides: Actor) -> Event:
    held = meeting(name, *sides)
    return replace(held, participations=(*held.participations, part(Role.MEDIATOR, mediator)))


def test_mediators_are_counted_with_the_pairs_between_which_they_stand() -> None:
    events = (
        mediation("one", ALGERIA, USA, IRAN),
        mediation("two", ALGERIA, USA, IRAN, LIBYA),
        mediation("three", ICELAND, USA, SOVIET),
        replace(mediation("four", ICELAND, LIBYA, IRAN), status=Status.PLANNED),
    )
    frame = measures.mediators(network_of(*events))
    assert frame.values.tolist() == [["Algeria", 2, 3, 3], ["Iceland", 1, 1, 2]]
    assert list(frame.index) == ["actor:DZA", "actor:ISL"]


def test_the_source_of_a_mediation_is_a_mediator() -> None:
    parts = (part(Role.SOURCE, ALGERIA), part(Role.TARGET, USA), part(Role.TARGET, IRAN))
    one = replace(meeting("one", USA, IRAN), event_class="Mediation", participations=parts)
    frame = measures.mediators(network_of(one, replace(one, id="two", event_class="Meeting")))
    assert frame.values.tolist() == [["Algeria", 1, 1, 2]]


def test_without_mediators_there_is_no_row() -> None:
    frame = measures.mediators(network_of(meeting("one", USA, SOVIET)))
    assert (len(frame), list(frame)) == (0, ["label", "events", "pairs", "sides"])


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("xxx", "coordinator"),
        ("xyy", "gatekeeper"),
        ("xxy", "representative"),
        ("xyx", "itinerant"),
        ("xyz", "liaison"),
    ],
)
def test_the_five_roles_of_a_broker(groups: str, role: str) -> None:
    network = counted(("A", "B", 1, 0), ("B", "C", 1, 0), directed=True)
    frame = measures.brokerage(network, dict(zip("ABC", groups, strict=True)))
    assert frame.loc["B", role] == frame.loc["B", "total"] == 1
    assert frame.loc[["A", "C"], "total"].tolist() == [0, 0]


def test_who_can_do_without_a_broker_has_none() -> None:
    network = counted(("A", "B", 1, 0), ("B", "C", 1, 0), ("A", "C", 1, 0), directed=True)
    assert measures.brokerage(network, dict.fromkeys("ABC", "x"))["total"].sum() == 0
    back = counted(("A", "B", 1, 0), ("B", "A", 1, 0), directed=True)
    assert measures.brokerage(back, dict.fromkeys("AB", "x"))["total"].sum() == 0


def test_nodes_without_a_group_are_left_out() -> None:
    network = counted(("A", "B", 1, 0), ("B", "C", 1, 0), directed=True)
    frame = measures.brokerage(network, {"A": "x", "B": "x"})
    assert list(frame.index) == ["A", "B"]
    assert frame["total"].sum() == 0


def test_betweenness_follows_chains_of_common_events() -> None:
    network = network_of(meeting("one", USA, SOVIET), meeting("two", SOVIET, ICELAND))
    network.remove_nodes_from([name for name in list(network) if not network.degree(name)])
    frame = measures.betweenness(network)
    # Of the six pairs of the others, four are joined through the Soviet Union alone.
    assert column(frame, "betweenness") == {"actor:SUN": pytest.approx(4 / 6), "actor:ISL": 0.0, "actor:USA": 0.0}


def test_betweenness_on_a_projection_warns() -> None:
    network = counted(("A", "B", 1, 0), ("B", "C", 1, 0))
    with pytest.warns(measures.MisleadingWarning, match="measure it on network"):
        frame = measures.betweenness(network)
    assert column(frame, "betweenness") == {"B": 1.0, "A": 0.0, "C": 0.0}


# ---------------------------------------------------------------- the wrong network


EVENTS = network_of(meeting("one", USA, SOVIET))
WAYS, TIES = counted(("A", "B", 1, 0), directed=True), counted(("A", "B", 1, 0))


@pytest.mark.parametrize(
    ("measure", "network"),
    [
        (measures.event_degrees, TIES),
        (measures.mediators, WAYS),
        (measures.degrees, EVENTS),
        (measures.balances, EVENTS),
        (measures.reciprocity, TIES),
        (measures.network_reciprocity, TIES),
        (measures.communities, WAYS),
        (measures.structural_balance, WAYS),
        (lambda network: measures.brokerage(network, {}), TIES),
    ],
)
def test_a_measure_says_which_network_it_needs(measure: Any, network: Any) -> None:
    with pytest.raises(UsageError, match=r"needs .*network\("):
        measure(network)


def test_all_measures_take_the_networks_of_a_build() -> None:
    graph = KnowledgeGraph(records=sample_records())
    events, ways, ties = graph.network(), graph.network("countries"), graph.network("countries", directed=False)
    for measure in (measures.event_degrees, measures.mediators, measures.betweenness):
        assert not measure(events).empty
    for measure in (measures.degrees, measures.balances, measures.reciprocity):
        assert not measure(ways).empty
    assert measures.communities(ties).groups
    assert measures.structural_balance(ties).triangles == 0


@pytest.mark.parametrize(
    ("view", "measure"),
    [
        ("events", measures.event_degrees),
        ("events", measures.mediators),
        ("events", measures.betweenness),
        ("countries", measures.degrees),
        ("countries", measures.balances),
        ("countries", measures.reciprocity),
    ],
)
def test_an_empty_network_gives_an_empty_table(view: str, measure: Any) -> None:
    network = KnowledgeGraph(records=replace(sample_records(), events=(), actors=())).network(view)
    assert measure(network).empty
