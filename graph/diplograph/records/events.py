"""Events to and from JSON: the lines of ``events.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from diplograph.model import Event, Participation, Place, Role, Status
from diplograph.records.actors import actor_from_json, actor_to_json, capacity_from_json, capacity_to_json
from diplograph.records.claims import claim_from_json, claim_to_json
from diplograph.records.dates import date_from_json, date_to_json
from diplograph.records.values import JsonObject, digest_of, dump_line, located, unlocated
from diplograph.stored import Stored

_DECODER = json.JSONDecoder()
_LINE_START = b'{"id": '


def _participation_to_json(part: Participation) -> JsonObject:
    return (
        {"role": part.role.value}
        | actor_to_json(part.actor)
        | {
            "acts_for": part.acts_for,
            "spans": [located(span) for span in part.spans],
            "capacity": capacity_to_json(part.capacity) if part.capacity else None,
        }
    )


def _participation_from_json(value: Mapping[str, Any]) -> Participation:
    spans = [unlocated(span) for span in value["spans"]]
    return Participation(
        actor=actor_from_json(value),
        role=Role(value["role"]),
        acts_for=value["acts_for"],
        spans=tuple(span for span in spans if span),
        capacity=capacity_from_json(value["capacity"]) if value["capacity"] else None,
    )


def _split_roles(
    parts: Iterable[Participation],
) -> tuple[list[Participation], list[Participation], list[Participation]]:
    """Name the first party of a symmetric event as source and the others as targets."""
    parts = tuple(parts)
    parties = [part for part in parts if part.role is Role.PARTY]
    sources = [part for part in parts if part.role is Role.SOURCE] + parties[:1]
    targets = [part for part in parts if part.role is Role.TARGET] + parties[1:]
    others = [part for part in parts if part.role not in {Role.SOURCE, Role.TARGET, Role.PARTY}]
    return sources, targets, others


def by_role(parts: Iterable[Participation]) -> tuple[Participation, ...]:
    """Return ``parts`` in the order in which JSON holds them: sources, targets, others."""
    sources, targets, others = _split_roles(parts)
    return (*sources, *targets, *others)


def event_to_json(event: Event) -> JsonObject:
    """Return ``event`` as the JSON object of one line of ``events.jsonl``."""
    sources, targets, others = _split_roles(event.participations)
    place = event.place
    return {
        "id": event.id,
        "class": event.event_class,
        "plover": event.plover,
        "mode": event.mode,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "quad": event.quad,
        "contexts": list(event.contexts),
        "source": [_participation_to_json(part) for part in sources],
        "target": [_participation_to_json(part) for part in targets],
        "others": [_participation_to_json(part) for part in others],
        "date": date_to_json(event.date) if event.date else None,
        "place": {"name": place.name, "country": place.country, "span": located(place.span)} if place else None,
        "status": event.status.value,
        "independent_sources": event.independent_sources,
        "merged_by": list(event.merged_by),
        "claims": [claim_to_json(claim) for claim in event.claims],
    }


def event_from_json(value: Mapping[str, Any]) -> Event:
    """Return the event of one line of ``events.jsonl``."""
    parts = [_participation_from_json(part) for part in (*value["source"], *value["target"], *value["others"])]
    place = value["place"]
    return Event(
        id=value["id"],
        event_class=value["class"],
        plover=value["plover"],
        mode=value["mode"],
        cameo=value["cameo"],
        goldstein=value["goldstein"],
        quad=value["quad"],
        contexts=tuple(value["contexts"]),
        participations=tuple(parts),
        date=date_from_json(value["date"]) if value["date"] else None,
        place=Place(name=place["name"], country=place["country"], span=unlocated(place["span"])) if place else None,
        status=Status(value["status"]),
        claims=tuple(claim_from_json(claim) for claim in value["claims"]),
        merged_by=tuple(value["merged_by"]),
    )


def event_line(event: Event) -> str:
    """Return ``event`` as one line of ``events.jsonl``, with its line break."""
    return f"{dump_line(event_to_json(event))}\n"


def id_of_line(line: bytes) -> str:
    """Return the id of the event of a line that ``event_line`` made, without looking at the event."""
    ident: str = _DECODER.raw_decode(line[len(_LINE_START) :].decode("utf-8"))[0]
    return ident


def in_id_order(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events sorted by id; those on disk are that already."""
    return iter(events if isinstance(events, Stored) else sorted(events, key=lambda event: event.id))


def with_digests(events: Sequence[Event]) -> Iterator[tuple[str, str, Callable[[], Event]]]:
    """Yield the id of each event, the digest of its line, and what gives the event."""
    if isinstance(events, Stored):
        for line in events.lines():
            yield id_of_line(line), digest_of(line), partial(events.decoded, line)
        return
    for event in in_id_order(events):
        yield event.id, digest_of(event_line(event).encode("utf-8")), partial(_itself, event)


def _itself(event: Event) -> Event:
    return event
