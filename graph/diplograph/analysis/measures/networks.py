"""Which network a measure needs, and its answer as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx
import pandas as pd

from diplograph.errors import UsageError
from diplograph.model import ActorKind, Status


def need(network: Any, *, directed: bool) -> None:
    """Stop unless a network counts acts between actors or countries, with a direction or without one.

    Raises:
        UsageError: saying which network to ask for.
    """
    if network.is_multigraph() or network.is_directed() != directed:
        wanted = "network('countries')" if directed else "network('countries', directed=False)"
        raise UsageError(f"this measure needs a network of acts counted, such as {wanted}, or 'actors'")


def labelled(network: Any, rows: Mapping[str, Mapping[str, Any]], columns: list[str]) -> pd.DataFrame:
    """Return one row a node, with its label first."""
    labels = [network.nodes[name].get("label", name) for name in rows]
    frame = pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name="node"), columns=columns)
    frame.insert(0, "label", labels)
    return frame


def is_event(data: Mapping[str, Any]) -> bool:
    """Return whether a node is an event."""
    return data.get("kind") == "event"


def two_mode(network: Any) -> networkx.Graph:
    """Return the asserted events and their actors as an undirected two-mode graph, each part of an actor once.

    Matters, such as treaties, are no actors and stay out.

    Args:
        network: the view ``events``.

    Raises:
        UsageError: if it is another view.
    """
    if not any(is_event(data) for _, data in network.nodes(data=True)) and len(network):
        raise UsageError("this measure needs events as nodes: network('events')")
    graph = networkx.Graph()
    for name, data in network.nodes(data=True):
        if data.get("status") == Status.ASSERTED if is_event(data) else data.get("kind") != ActorKind.MATTER:
            graph.add_node(name, **data)
    graph.add_edges_from((start, end) for start, end in network.edges() if start in graph and end in graph)
    return graph
