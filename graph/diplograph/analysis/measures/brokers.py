"""Who stands between others: mediators, brokers, betweenness."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import networkx
import pandas as pd

from diplograph.analysis.measures.networks import is_event, labelled, need, two_mode
from diplograph.model import Role


class MisleadingWarning(UserWarning):
    """A measure is asked for on a network that it misleads on."""


MEDIATION = "Mediation"


def mediators(network: Any) -> pd.DataFrame:
    """Return who mediates, how often, between how many pairs.

    Counted from what the text says, in asserted events: who has the role of mediator, or is the source of a Mediation.
    No path has to be guessed. The sides of an event are its parties, other sources and targets, and each two of them
    a pair.

    Args:
        network: the view ``events``.

    Returns:
        One row a mediator, the busiest first: label, events, pairs (distinct), sides (distinct).

    Raises:
        UsageError: if it is another view.
    """
    graph = two_mode(network)
    events: dict[str, set[str]] = {}
    for actor, event, role in network.edges(data="role"):
        helps = role == Role.MEDIATOR or (role == Role.SOURCE and network.nodes[event].get("class") == MEDIATION)
        if helps and event in graph and actor in graph:
            events.setdefault(actor, set()).add(event)
    rows = {name: _mediated(network, name, events[name]) for name in sorted(events)}
    frame = labelled(graph, rows, ["events", "pairs", "sides"])
    return frame.sort_values(["events", "pairs"], ascending=False, kind="stable")


_PARTIES = frozenset({Role.PARTY, Role.SOURCE, Role.TARGET})


def _mediated(network: Any, mediator: str, events: set[str]) -> dict[str, int]:
    pairs = set()
    for event in events:
        edges = [*network.in_edges(event, data="role"), *network.out_edges(event, data="role")]
        sides = {start if end == event else end for start, end, role in edges if role in _PARTIES} - {mediator}
        pairs |= set(combinations(sorted(sides), 2))
    return {"events": len(events), "pairs": len(pairs), "sides": len({side for pair in pairs for side in pair})}


BROKERAGE = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")


def _broker_role(first: str, middle: str, last: str) -> str:
    """Return which of the five roles the middle one has, by the groups of the three."""
    if first == last:
        return "coordinator" if middle == first else "itinerant"
    if middle == last:
        return "gatekeeper"
    return "representative" if middle == first else "liaison"


def brokerage(network: Any, groups: Mapping[str, str]) -> pd.DataFrame:
    """Return how often each node stands between two that do not act on each other, by Gould and Fernandez's roles.

    For every a -> b -> c without a -> c, b is the broker. With the groups of a, b, c: coordinator (all in one),
    gatekeeper (b and c in one), representative (a and b), itinerant (a and c), liaison (all apart); Gould and Fernandez
    (1989), Sociological Methodology 19: 89-126. An act is no transfer: that a threatens b and b threatens c makes
    b no go-between. Take a network of co-operation, and see ``mediators`` for what texts say themselves.

    Args:
        network: the view ``actors`` or ``countries``, directed.
        groups: of each node, such as its alliance or region; nodes without one are left out.

    Returns:
        One row a node with a group: label, the five roles, total.

    Raises:
        UsageError: if it is another view, or undirected.
    """
    need(network, directed=True)
    rows: dict[str, dict[str, int]] = {name: dict.fromkeys(BROKERAGE, 0) for name in sorted(network) if name in groups}
    for broker, counts in rows.items():
        for first in network.predecessors(broker):
            for last in network.successors(broker):
                if first != last and first in groups and last in groups and not network.has_edge(first, last):
                    counts[_broker_role(groups[first], groups[broker], groups[last])] += 1
    frame = labelled(network, rows, list(BROKERAGE))
    frame["total"] = frame[list(BROKERAGE)].sum(axis=1)
    return frame


PROJECTED = (
    "betweenness on a projection misleads: an event of n equals becomes n(n-1)/2 edges, which make paths that nobody "
    "went, and edges of conflict count as ways through; measure it on network('events')"
)


def betweenness(network: Any) -> pd.DataFrame:
    """Return how many shortest paths lead through each actor.

    b_i = sum over pairs s, t of the share of shortest paths from s to t that pass i, divided by the number of pairs
    (Freeman 1977, Sociometry 40: 35-41; computed after Brandes 2001). Meant for the two-mode graph of actors and
    asserted events (Borgatti and Everett 1997, Social Networks 19: 243-269), where a path is a chain of common events.

    Args:
        network: the view ``events``; another gives a ``MisleadingWarning``.

    Returns:
        One row an actor, the greatest first: label, betweenness from 0 to 1.
    """
    is_two_mode = not len(network) or any(is_event(data) for _, data in network.nodes(data=True))
    if not is_two_mode:
        warnings.warn(PROJECTED, MisleadingWarning, stacklevel=2)
    graph = two_mode(network) if is_two_mode else networkx.Graph(network.to_undirected())
    values = networkx.betweenness_centrality(graph)
    rows = {name: {"betweenness": values[name]} for name in sorted(graph) if not is_event(graph.nodes[name])}
    return labelled(graph, rows, ["betweenness"]).sort_values("betweenness", ascending=False, kind="stable")
