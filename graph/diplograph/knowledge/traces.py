"""Traces: what it takes to find copies of a document and to tell who its actors are; kept with what was read of it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from diplograph.knowledge.copies import sketch
from diplograph.knowledge.sightings import Sighting, sightings
from diplograph.model import Reading
from diplograph.records import actor_from_json, actor_to_json, format_day, parse_day, span_from_json, span_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is compared of a document before it is joined with others.

    Args:
        document: its id.
        published: its day, if known.
        sketch: of its text; empty for a text without words.
        sightings: its named actors that the registry does not hold.
    """

    document: str
    published: date | None
    sketch: array[int]
    sightings: tuple[Sighting, ...]


def trace_of(reading: Reading) -> Trace:
    """Return the trace of a reading, its actors called as the document calls them; its events are not looked at."""
    document = reading.document
    return Trace(
        document=document.id,
        published=document.published,
        sketch=sketch(document.text),
        sightings=tuple(sightings(reading)),
    )


def trace_to_json(trace: Trace) -> dict[str, Any]:
    """Return a trace as JSON."""
    return {
        "document": trace.document,
        "published": format_day(trace.published),
        "sketch": trace.sketch.tolist(),
        "sightings": [_sighting_to_json(one) for one in trace.sightings],
    }


def trace_from_json(value: Mapping[str, Any]) -> Trace:
    """Return the trace that ``value`` describes."""
    document, day = value["document"], parse_day(value["published"])
    return Trace(
        document=document,
        published=day,
        sketch=array("I", value["sketch"]),
        sightings=tuple(_sighting_from_json(one, document, day) for one in value["sightings"]),
    )


def _sighting_to_json(one: Sighting) -> dict[str, Any]:
    return {
        "actor": actor_to_json(one.actor),
        "name": one.name,
        "country": one.country,
        "offices": sorted(one.offices),
        "evidence": span_to_json(one.evidence) if one.evidence else None,
    }


def _sighting_from_json(value: Mapping[str, Any], document: str, day: date | None) -> Sighting:
    return Sighting(
        actor=actor_from_json(value["actor"]),
        document=document,
        name=tuple(value["name"]),
        country=value["country"],
        offices=frozenset(value["offices"]),
        day=day,
        evidence=span_from_json(value["evidence"], document) if value["evidence"] else None,
    )
