"""Readings to and from JSON: the lines of ``documents.jsonl``, and passes over them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from diplograph.model import Actor, ActorKind, Document, Mention, MentionKind, Reading
from diplograph.records.actors import actor_from_json, actor_to_json, capacity_from_json, capacity_to_json
from diplograph.records.dates import date_from_json, date_to_json
from diplograph.records.documents import document_from_json, document_to_json
from diplograph.records.events import event_from_json, event_to_json
from diplograph.records.values import JsonObject, dump_line, span_from_json, span_to_json
from diplograph.stored import Stored

_LINE_START, _ID_START, _PUBLISHED = b'{"document": ', b'{"document": {"id": ', b', "published": '
_ACTORS, _MENTIONS, _CAPACITIES = b', "actors": ', b', "mentions": ', b', "capacities": '
_EVENTS = b', "events": ['


def reading_to_json(reading: Reading) -> JsonObject:
    """Return ``reading`` as one line of ``documents.jsonl``."""
    return {
        "document": document_to_json(reading.document),
        "actors": [actor_to_json(actor) for actor in reading.actors],
        "mentions": [
            {"kind": mention.kind.value, "actor": mention.actor, "rule": mention.rule} | span_to_json(mention.span)
            for mention in reading.mentions
        ],
        "capacities": [capacity_to_json(capacity) for capacity in reading.capacities],
        "dates": [date_to_json(when) for when in reading.dates],
        "events": [event_to_json(event) for event in reading.events],
        "read_as": [{"called": called} | actor_to_json(actor) for called, actor in reading.read_as],
    }


def reading_from_json(value: Mapping[str, Any]) -> Reading:
    """Return the reading of one line of ``documents.jsonl``."""
    document = document_from_json(value["document"])
    return Reading(
        document=document,
        actors=tuple(actor_from_json(actor) for actor in value["actors"]),
        mentions=tuple(
            Mention(
                span=span_from_json(mention, document.id),
                kind=MentionKind(mention["kind"]),
                actor=mention["actor"],
                rule=mention["rule"],
            )
            for mention in value["mentions"]
        ),
        capacities=tuple(capacity_from_json(capacity) for capacity in value["capacities"]),
        dates=tuple(date_from_json(when) for when in value["dates"]),
        events=tuple(event_from_json(event) for event in value["events"]),
        read_as=tuple((actor["called"], actor_from_json(actor)) for actor in value["read_as"]),
    )


def reading_line(reading: Reading) -> str:
    """Return ``reading`` as one line of ``documents.jsonl``, with its line break."""
    return f"{dump_line(reading_to_json(reading))}\n"


def document_of_line(line: bytes) -> Document:
    """Return the document of a line that ``reading_line`` made, without looking at what was read out of it."""
    # No text holds the characters that part keys: in it, each quotation mark would have a backslash before it.
    return document_from_json(json.loads(line[len(_LINE_START) : line.index(_ACTORS)]))


def document_id_of_line(line: bytes) -> str:
    """Return the id of the document of a line that ``reading_line`` made."""
    ident: str = json.loads(line[len(_ID_START) : line.index(_PUBLISHED)])
    return ident


def actors_of_line(line: bytes) -> Iterator[Actor]:
    """Yield the actors of a line that ``reading_line`` made, without looking at the rest."""
    begin = line.index(_ACTORS) + len(_ACTORS)
    return map(actor_from_json, json.loads(line[begin : line.index(_MENTIONS, begin)]))


class Naming(NamedTuple):
    """Where a document names whom.

    Args:
        actors: ids of all its actors.
        states: ids of those that are states.
        places: of each mention of one of them, the actor, and start and end in the text.
    """

    actors: list[str]
    states: list[str]
    places: list[tuple[str, int, int]]


def naming_of_line(line: bytes) -> Naming:
    """Return where the document of a line that ``reading_line`` made names whom, without looking at the rest."""
    begin = line.index(_ACTORS) + len(_ACTORS)
    middle = line.index(_MENTIONS, begin)
    actors = json.loads(line[begin:middle])
    mentions = json.loads(line[middle + len(_MENTIONS) : line.index(_CAPACITIES, middle)])
    return Naming(
        actors=[actor["id"] for actor in actors],
        states=[actor["id"] for actor in actors if actor["kind"] == ActorKind.STATE],
        places=[(one["actor"], one["start"], one["end"]) for one in mentions if one["actor"] is not None],
    )


def events_at(line: bytes) -> int:
    """Return where the first event stands, if there is one, in a line that ``reading_line`` made."""
    return line.index(_EVENTS) + len(_EVENTS)


def documents_of(readings: Iterable[Reading]) -> Iterator[Document]:
    """Yield the documents of readings; of those on disk, what was read out of them is not looked at."""
    if isinstance(readings, Stored):
        return map(document_of_line, readings.lines())
    return (reading.document for reading in readings)


def without_events(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield readings for somebody who does not look at their events; of those on disk these are not decoded."""
    if isinstance(readings, Stored):
        return (reading_from_json(json.loads(line) | {"events": ()}) for line in readings.lines())
    return iter(readings)
