"""Networks of a build for analysis: what is a node, what is an edge, and what counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from diplograph.analysis.acts import Act, actor_acts, acts_of
from diplograph.codebook.states import read_states
from diplograph.errors import UsageError
from diplograph.model import Records, Status
from diplograph.outputs.network import actor_node, dyads, event_network
from diplograph.outputs.phrasing import Tone, one_line, tone

if TYPE_CHECKING:
    import networkx

VIEWS: Mapping[str, str] = MappingProxyType(
    {
        "events": "events and actors, with the roles as edges: a MultiDiGraph",
        "dyads": "actors, with one edge for each pair, direction and status: a MultiDiGraph",
        "actors": "actors, with their acts on each other counted: a DiGraph, or a Graph if not directed",
        "countries": "countries, with their acts on each other counted: a DiGraph, or a Graph if not directed",
    }
)
"""The networks by name."""


def network(records: Records, view: str = "events", *, directed: bool = True) -> Any:
    """Return one of the networks of a build; see ``KnowledgeGraph.network``.

    Raises:
        UsageError: if there is no such view, or it is always directed.
    """
    if view not in VIEWS:
        raise UsageError(f"unknown view {view!r}, known: {', '.join(VIEWS)}")
    if view not in _WHOLE:
        return _projected(records, view, directed)
    if not directed:
        raise UsageError(f"the view {view!r} is directed; actors and countries can be undirected")
    return _WHOLE[view](records)


_WHOLE: Mapping[str, Callable[[Records], Any]] = MappingProxyType({"events": event_network, "dyads": dyads})
_FACTS = frozenset({Status.ASSERTED})


def _projected(records: Records, view: str, directed: bool) -> networkx.DiGraph:
    import networkx

    graph = networkx.DiGraph() if directed else networkx.Graph()
    graph.graph["name"] = f"diplograph {view}"
    events = sorted(records.events, key=lambda event: event.id)
    acts = list(acts_of(events, _FACTS, Counter()) if view == "countries" else actor_acts(events, _FACTS))
    names = _labels(records, view)
    for name in sorted({name for act in acts for name in (act.source, act.target)}):
        graph.add_node(_node(view, name), label=names.get(name, name))
    for ends, group in sorted(_grouped(acts, directed).items()):
        graph.add_edge(*(_node(view, name) for name in ends), **_edge(group))
    return graph


def _node(view: str, name: str) -> str:
    return actor_node(name) if view == "actors" else name


def _labels(records: Records, view: str) -> dict[str, str]:
    taking = {part.actor.id: part.actor.name for event in records.events for part in event.participations}
    if view == "actors":
        return {name: one_line(label) for name, label in taking.items()}
    return {state.id: state.name for state in read_states()} | {name: one_line(taking[name]) for name in taking}


def _grouped(acts: Iterable[Act], directed: bool) -> dict[tuple[str, str], list[Act]]:
    groups: dict[tuple[str, str], dict[str, Act]] = {}
    for act in acts:
        ends = [(act.source, act.target)]
        if directed and act.mutual:
            ends.append((act.target, act.source))
        elif not directed and act.source > act.target:
            ends = [(act.target, act.source)]
        for pair in ends:
            groups.setdefault(pair, {})[act.event.id] = act
    return {pair: list(group.values()) for pair, group in groups.items()}


def _edge(acts: list[Act]) -> dict[str, int | float | str]:
    tones = Counter(tone(act.event) for act in acts)
    together, against = tones[Tone.COOPERATIVE], tones[Tone.CONFLICTUAL]
    return {
        "weight": len(acts),
        "cooperation": together,
        "conflict": against,
        "mutual": sum(act.mutual for act in acts),
        "balance": (together - against) / (together + against) if together + against else 0.0,
        "goldstein": float(sum(act.event.goldstein or 0.0 for act in acts)),
        "events": " ".join(act.event.id for act in acts),
    }
