"""How much two or more have to do with each other: degree, strength, balance, reciprocity."""

from __future__ import annotations

from typing import Any

import pandas as pd

from diplograph.analysis.measures.networks import is_event, labelled, need, two_mode


def event_degrees(network: Any) -> pd.DataFrame:
    """Return in how many events each actor takes part, and how often these are reported.

    On the two-mode graph of actors i and events e with a_ie = 1 where i takes part in e: degree k_i = sum_e a_ie;
    strength s_i = sum_e a_ie c_e with c_e the number of claims of e (Borgatti and Everett 1997, Social Networks 19:
    243-269; strength after Barrat et al. 2004, PNAS 101: 3747-3752).

    Args:
        network: the view ``events``.

    Returns:
        One row an actor, the busiest first: label, degree, strength.

    Raises:
        UsageError: if it is another view.
    """
    graph = two_mode(network)
    rows = {
        name: {"degree": graph.degree(name), "strength": sum(graph.nodes[event]["claims"] for event in graph[name])}
        for name, data in graph.nodes(data=True)
        if not is_event(data)
    }
    return _busiest(labelled(graph, rows, ["degree", "strength"]))


def _busiest(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_index().sort_values("strength", ascending=False, kind="stable")


def degrees(network: Any) -> pd.DataFrame:
    """Return with how many others each node has to do, and in how many events.

    With w_ij the number of events from i to j: degree k_i = number of j with w_ij > 0, strength s_i = sum_j w_ij
    (Barrat et al. 2004, PNAS 101: 3747-3752). Of a directed network both are given for acts done (``out``) and
    suffered (``in``). An event of n equals adds n-1 to each of them: see ``event_degrees`` for the events themselves.

    Args:
        network: the view ``actors`` or ``countries``, directed or not.

    Returns:
        One row a node, the strongest first: label, degree, strength; if directed also out_degree, in_degree,
        out_strength, in_strength, and degree and strength are their sums.

    Raises:
        UsageError: if it is another view.
    """
    need(network, directed=network.is_directed())
    rows = {name: _degree(network, name) for name in network}
    columns = ["degree", "strength"]
    if network.is_directed():
        columns += ["out_degree", "in_degree", "out_strength", "in_strength"]
    return _busiest(labelled(network, rows, columns))


def _degree(network: Any, name: str) -> dict[str, int]:
    found = {"degree": network.degree(name), "strength": network.degree(name, weight="weight")}
    if network.is_directed():
        found |= {"out_degree": network.out_degree(name), "in_degree": network.in_degree(name)}
        found |= {f"{way}_strength": getattr(network, f"{way}_degree")(name, weight="weight") for way in ("out", "in")}
    return found


def balances(network: Any) -> pd.DataFrame:
    """Return how far co-operation outweighs conflict between each two.

    With C and K the numbers of co-operative events (quad classes 1, 2) and conflictual ones (3, 4): net = C - K, and
    balance = (C - K) / (C + K), from -1 (conflict alone) to 1 (co-operation alone). Net co-operation as in Goldstein
    and Freeman (1990), Three-Way Street, on counts; ``goldstein`` sums their weights instead. Two events of one kind
    give 1 as surely as two hundred do: look at ``weight``.

    Args:
        network: the view ``actors`` or ``countries``, directed or not.

    Returns:
        One row a pair: a, b, weight (events), cooperation, conflict, net, balance, goldstein.

    Raises:
        UsageError: if it is another view.
    """
    need(network, directed=network.is_directed())
    columns = ["a", "b", "weight", "cooperation", "conflict", "net", "balance", "goldstein"]
    rows = [
        {"a": a, "b": b, "net": data["cooperation"] - data["conflict"], **data}
        for a, b, data in network.edges(data=True)
    ]
    return pd.DataFrame(rows, columns=columns).sort_values(["a", "b"], ignore_index=True)


def _one_way(network: Any, source: str, target: str) -> int:
    """Return how many events go from one to the other, those of equals not counted."""
    data = network.get_edge_data(source, target, {"weight": 0, "mutual": 0})
    return int(data["weight"]) - int(data["mutual"])


def _pairs(network: Any) -> list[tuple[str, str]]:
    return sorted({(min(a, b), max(a, b)) for a, b in network.edges()})


def reciprocity(network: Any) -> pd.DataFrame:
    """Return how far each two answer each other.

    With w_ab and w_ba the events that one directs at the other: reciprocated w = min(w_ab, w_ba), and
    share = 2 w / (w_ab + w_ba), from 0 (one alone acts) to 1 (as much both ways), after Squartini et al. (2013),
    Scientific Reports 3: 2729. Events of equals, such as meetings, are mutual by definition: told, not counted.

    Args:
        network: the view ``actors`` or ``countries``, directed.

    Returns:
        One row a pair with a < b: a, b, a_to_b, b_to_a, mutual, reciprocated, share (missing if none acts alone).

    Raises:
        UsageError: if it is another view, or undirected.
    """
    need(network, directed=True)
    columns = ["a", "b", "a_to_b", "b_to_a", "mutual", "reciprocated", "share"]
    rows = []
    for a, b in _pairs(network):
        there, back = _one_way(network, a, b), _one_way(network, b, a)
        mutual = network.get_edge_data(a, b, {"mutual": 0})["mutual"]
        share = 2 * min(there, back) / (there + back) if there + back else None
        rows.append([a, b, there, back, mutual, min(there, back), share])
    return pd.DataFrame(rows, columns=columns).astype({"share": "float64"})


def network_reciprocity(network: Any) -> float | None:
    """Return the part of all directed events that is reciprocated; none if there is no directed event.

    r = sum over ordered pairs of min(w_ij, w_ji), divided by sum of w_ij (Squartini et al. 2013, equation for weighted
    networks), events of equals left out.

    Args:
        network: the view ``actors`` or ``countries``, directed.

    Raises:
        UsageError: if it is another view, or undirected.
    """
    pairs = reciprocity(network)
    whole = int(pairs["a_to_b"].sum() + pairs["b_to_a"].sum())
    return 2 * int(pairs["reciprocated"].sum()) / whole if whole else None
