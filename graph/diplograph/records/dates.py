"""Dates of events to and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diplograph.model import EventDate, Granularity
from diplograph.records.values import JsonObject, format_day, located, parse_day, unlocated


def date_to_json(when: EventDate) -> JsonObject:
    """Return ``when`` as JSON; ``text`` is the expression's words or none."""
    return {
        "edtf": when.edtf,
        "earliest": format_day(when.earliest),
        "latest": format_day(when.latest),
        "granularity": when.granularity.value,
        "stated": when.stated,
        "text": when.expression.text if when.expression else None,
        "expression": located(when.expression),
        "anchor": format_day(when.anchor),
        "rule": when.rule,
    }


def date_from_json(value: Mapping[str, Any]) -> EventDate:
    """Return the date that ``value`` describes."""
    return EventDate(
        edtf=value["edtf"],
        earliest=parse_day(value["earliest"]),
        latest=parse_day(value["latest"]),
        granularity=Granularity(value["granularity"]),
        expression=unlocated(value["expression"]),
        anchor=parse_day(value["anchor"]),
        stated=value["stated"],
        rule=value["rule"],
    )
