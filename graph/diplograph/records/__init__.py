"""Records to and from JSON: ``events.jsonl`` and ``documents.jsonl``, the stable interface.

An event's JSON names its parties inside the event, so that one line can be read alone; nothing is lost
either way: ``event_from_json(event_to_json(event)) == event`` for participations in the order of ``by_role``.
"""

from diplograph.records.actors import actor_from_json, actor_to_json, capacity_from_json, capacity_to_json
from diplograph.records.claims import claim_from_json, claim_to_json
from diplograph.records.dates import date_from_json, date_to_json
from diplograph.records.documents import document_from_json, document_to_json
from diplograph.records.events import (
    by_role,
    event_from_json,
    event_line,
    event_to_json,
    id_of_line,
    in_id_order,
    with_digests,
)
from diplograph.records.readings import (
    Naming,
    actors_of_line,
    document_id_of_line,
    document_of_line,
    documents_of,
    events_at,
    naming_of_line,
    reading_from_json,
    reading_line,
    reading_to_json,
    without_events,
)
from diplograph.records.values import (
    JsonObject,
    digest_of,
    dump_line,
    format_day,
    located,
    parse_day,
    span_from_json,
    span_to_json,
    unlocated,
)

__all__ = (
    "JsonObject",
    "Naming",
    "actor_from_json",
    "actor_to_json",
    "actors_of_line",
    "by_role",
    "capacity_from_json",
    "capacity_to_json",
    "claim_from_json",
    "claim_to_json",
    "date_from_json",
    "date_to_json",
    "digest_of",
    "document_from_json",
    "document_id_of_line",
    "document_of_line",
    "document_to_json",
    "documents_of",
    "dump_line",
    "event_from_json",
    "event_line",
    "event_to_json",
    "events_at",
    "format_day",
    "id_of_line",
    "in_id_order",
    "located",
    "naming_of_line",
    "parse_day",
    "reading_from_json",
    "reading_line",
    "reading_to_json",
    "span_from_json",
    "span_to_json",
    "unlocated",
    "with_digests",
    "without_events",
)
