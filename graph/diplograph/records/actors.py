"""Actors and their capacities to and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diplograph.model import Actor, ActorKind, Capacity, Tenure
from diplograph.records.values import JsonObject, format_day, located, parse_day, unlocated


def actor_to_json(actor: Actor) -> JsonObject:
    """Return ``actor`` as JSON, with its CAMEO-style code."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "code": actor.code,
        "sectors": list(actor.sectors),
        "aliases": list(actor.aliases),
        "same_as": list(actor.same_as),
        "linked": actor.linked,
    }


def actor_from_json(value: Mapping[str, Any]) -> Actor:
    """Return the actor that ``value`` describes."""
    return Actor(
        id=value["id"],
        name=value["name"],
        kind=ActorKind(value["kind"]),
        country=value["country"],
        sectors=tuple(value["sectors"]),
        aliases=tuple(value["aliases"]),
        same_as=tuple(value["same_as"]),
        linked=value["linked"],
    )


def capacity_to_json(capacity: Capacity) -> JsonObject:
    """Return ``capacity`` as JSON."""
    return {
        "holder": capacity.holder,
        "office": capacity.office,
        "of": capacity.of,
        "tenure": capacity.tenure.value,
        "as_of": format_day(capacity.as_of),
        "span": located(capacity.span),
    }


def capacity_from_json(value: Mapping[str, Any]) -> Capacity:
    """Return the capacity that ``value`` describes."""
    return Capacity(
        holder=value["holder"],
        office=value["office"],
        of=value["of"],
        tenure=Tenure(value["tenure"]),
        as_of=parse_day(value["as_of"]),
        span=unlocated(value["span"]),
    )
