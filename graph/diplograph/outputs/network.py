"""The event network: events and actors as nodes, roles on the edges; and its projection to dyads.

Doers and parties point at the event, the event points at those it is done to, so that a path reads as a
sentence. Attributes are flat text and numbers, because GraphML and Gephi know nothing else.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from diplograph.model import Actor, Event, Participation, Records, Role
from diplograph.outputs.phrasing import date_text, event_title, one_line, tone
from diplograph.outputs.projection import BY_THE_RULES, Counting, Dyad, best_grade, project

if TYPE_CHECKING:
    import networkx

Attributes = dict[str, str | int | float | bool]
_INWARD = frozenset({Role.SOURCE, Role.PARTY, Role.HOST, Role.MEDIATOR})


def actor_node(actor_id: str) -> str:
    """Return the node of an actor; the prefix keeps it apart from an event of the same id."""
    return f"actor:{actor_id}"


def event_node(event_id: str) -> str:
    """Return the node of an event."""
    return f"event:{event_id}"


def _known(attributes: Mapping[str, str | int | float | bool | None]) -> Attributes:
    return {name: value for name, value in attributes.items() if value is not None}


def _actor_attributes(actor: Actor) -> Attributes:
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


def _event_attributes(event: Event) -> Attributes:
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


def _add_roles(graph: networkx.MultiDiGraph, event: Event) -> None:
    seen: Counter[tuple[str, Role]] = Counter()
    for part in event.participations:
        seen[part.actor.id, part.role] += 1
        turn = seen[part.actor.id, part.role]
        key = part.role.value if turn == 1 else f"{part.role.value} {turn}"
        ends = (actor_node(part.actor.id), event_node(event.id))
        start, end = ends if part.role in _INWARD else ends[::-1]
        graph.add_edge(start, end, key=key, **_role_attributes(event, part))


def _participants(records: Records) -> list[Actor]:
    parts = (part.actor for event in records.events for part in event.participations)
    found = {actor.id: actor for actor in parts} | {actor.id: actor for actor in records.actors}
    return [found[name] for name in sorted(found)]


def event_network(records: Records) -> networkx.MultiDiGraph:
    """Return events and actors as nodes with the roles as edges, in sorted order."""
    import networkx

    graph = networkx.MultiDiGraph(name="diplograph events")
    for actor in _participants(records):
        graph.add_node(actor_node(actor.id), **_actor_attributes(actor))
    for event in sorted(records.events, key=lambda event: event.id):
        graph.add_node(event_node(event.id), **_event_attributes(event))
        _add_roles(graph, event)
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
            graph.add_node(actor_node(actor.id), **_actor_attributes(actor))
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
