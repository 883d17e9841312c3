"""The event network: events and actors as nodes, roles on the edges; and its projection to dyads.

Doers and parties point at the event, the event points at those it is done to, so that a path reads as a
sentence. Attributes are flat text and numbers, because GraphML and Gephi know nothing else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from diplograph.model import Actor, Event, Participation, Records, Role
from diplograph.outputs.phrasing import date_text, event_title, one_line, tone
from diplograph.outputs.projection import BY_THE_RULES, Counting, Dyad, best_grade, project
from diplograph.records import in_id_order

if TYPE_CHECKING:
    import networkx

Attributes = dict[str, str | int | float | bool]
EVENT_NETWORK = "diplograph events"
_INWARD = frozenset({Role.SOURCE, Role.PARTY, Role.HOST, Role.MEDIATOR})


def actor_node(actor_id: str) -> str:
    """Return the node of an actor; the prefix keeps it apart from an event of the same id."""
    return f"actor:{actor_id}"


def event_node(event_id: str) -> str:
    """Return the node of an event."""
    return f"event:{event_id}"


def _known(attributes: Mapping[str, str | int | float | bool | None]) -> Attributes:
    return {name: value for name, value in attributes.items() if value is not None}


def actor_attributes(actor: Actor) -> Attributes:
    """Return what the node of an actor says."""
    return _known(
        {
            "label": one_line(actor.name),
            "kind": actor.kind.value,
            "country": actor.country,
            "code": actor.code,
            "linked": actor.linked,
        }
    )


def _days(event: Event) -> dict[str, str | None]:
    """Return the first and the last day possible under the names from which Gephi makes its timeline."""
    when = event.date
    return {
        "start": when.earliest.isoformat() if when and when.earliest else None,
        "end": when.latest.isoformat() if when and when.latest else None,
    }


def _time_attributes(event: Event) -> dict[str, str | None]:
    when, days = event.date, _days(event)
    return {
        "when": date_text(when),
        "edtf": when.edtf if when else None,
        "granularity": when.granularity.value if when else None,
        "earliest": days["start"],
        "latest": days["end"],
        **days,
    }


def _evidence(event: Event) -> str:
    spans = [claim.sentence for claim in event.claims]
    return " ".join(f"{span.document}#char={span.start},{span.end}" for span in spans)


def event_attributes(event: Event) -> Attributes:
    """Return what the node of an event says."""
    modalities = sorted({claim.modality.value for claim in event.claims})
    return _known(
        {
            "label": event_title(event),
            "kind": "event",
            "class": event.event_class,
            "plover": event.plover,
            "mode": event.mode,
            "cameo": event.cameo,
            "goldstein": event.goldstein,
            "quad": event.quad,
            "tone": tone(event).value,
            "status": event.status.value,
            "modality": " ".join(modalities),
            **_time_attributes(event),
            "place": one_line(event.place.name) if event.place else None,
            "country": event.place.country if event.place else None,
            "grade": best_grade(event).value,
            "claims": len(event.claims),
            "documents": len({claim.document for claim in event.claims}),
            "independent_sources": event.independent_sources,
            "evidence": _evidence(event),
        }
    )


def _role_attributes(event: Event, part: Participation) -> Attributes:
    return _known(
        {
            "label": part.role.value,
            "role": part.role.value,
            "status": event.status.value,
            **_days(event),
            "acts_for": part.acts_for,
            "capacity": one_line(part.capacity.office) if part.capacity else None,
        }
    )


class Edge(NamedTuple):
    """An actor's part in an event: from which node to which, told apart from others by its key."""

    start: str
    end: str
    key: str
    attributes: Attributes


def role_edges(event: Event) -> Iterator[Edge]:
    """Yield an edge for each part in an event: from the event to those it is done to, else from the actor."""
    seen: Counter[tuple[str, Role]] = Counter()
    for part in event.participations:
        seen[part.actor.id, part.role] += 1
        turn = seen[part.actor.id, part.role]
        key = part.role.value if turn == 1 else f"{part.role.value} {turn}"
        ends = (actor_node(part.actor.id), event_node(event.id))
        start, end = ends if part.role in _INWARD else ends[::-1]
        yield Edge(start, end, key, _role_attributes(event, part))


def _participants(records: Records) -> list[Actor]:
    parts = (part.actor for event in records.events for part in event.participations)
    found = {actor.id: actor for actor in parts} | {actor.id: actor for actor in records.actors}
    return [found[name] for name in sorted(found)]


def event_network(records: Records) -> networkx.MultiDiGraph:
    """Return events and actors as nodes with the roles as edges, in sorted order."""
    import networkx

    graph = networkx.MultiDiGraph(name=EVENT_NETWORK)
    for actor in _participants(records):
        graph.add_node(actor_node(actor.id), **actor_attributes(actor))
    for event in in_id_order(records.events):
        graph.add_node(event_node(event.id), **event_attributes(event))
        for edge in role_edges(event):
            graph.add_edge(edge.start, edge.end, key=edge.key, **edge.attributes)
    return graph


def _dyad_attributes(dyad: Dyad) -> Attributes:
    return {
        "status": dyad.status.value,
        "tone": dyad.tone,
        "symmetric": dyad.symmetric,
        "weight": len(dyad.events),
        "events": " ".join(dyad.events),
    }


def dyads(records: Records, counting: Counting = BY_THE_RULES) -> networkx.MultiDiGraph:
    """Return actor-actor relations: one edge for each pair, direction and status, with its event ids.

    A symmetric edge runs from the smaller id to the larger and means no direction.

    Args:
        records: the build.
        counting: which events and actors enter; by default no statements, matters and events of grade C.
    """
    import networkx

    graph = networkx.MultiDiGraph(name="diplograph dyads")
    found = project(records.events, counting)
    taking_part = {name for dyad in found for name in (dyad.source, dyad.target)}
    for actor in _participants(records):
        if actor.id in taking_part:
            graph.add_node(actor_node(actor.id), **actor_attributes(actor))
    for dyad in found:
        kind = "between" if dyad.symmetric else "to"
        ends = actor_node(dyad.source), actor_node(dyad.target)
        graph.add_edge(*ends, key=f"{kind} {dyad.status.value}", **_dyad_attributes(dyad))
    return graph


def node_link(records: Records) -> str:
    """Return the event network as the node-link JSON that networkx, D3 and others read."""
    import networkx

    data = networkx.node_link_data(event_network(records), edges="edges")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
