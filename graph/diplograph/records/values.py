"""JSON of what all records are made of: lines, days, places in a text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from diplograph.model import Span

JsonObject = dict[str, Any]


def dump_line(value: Mapping[str, Any]) -> str:
    """Return ``value`` as one line of JSON without a line break, line separators escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def digest_of(line: bytes) -> str:
    """Return a short hash of a line."""
    return hashlib.blake2b(line, digest_size=16).hexdigest()


def parse_day(value: str | None) -> date | None:
    """Return the day that ``value`` names; none for none."""
    return date.fromisoformat(value) if value else None


def format_day(day: date | None) -> str | None:
    """Return ``day`` as ISO 8601 writes it; none for none."""
    return day.isoformat() if day else None


def span_to_json(span: Span) -> JsonObject:
    """Return start, end and text of ``span``; the document is named by the claim around it."""
    return {"start": span.start, "end": span.end, "text": span.text}


def span_from_json(value: Mapping[str, Any], document: str) -> Span:
    """Return the span of ``document`` that ``value`` describes."""
    return Span(document=document, start=value["start"], end=value["end"], text=value["text"])


def located(span: Span | None) -> JsonObject | None:
    """Return ``span`` with its document; none for none."""
    return {"document": span.document} | span_to_json(span) if span else None


def unlocated(value: Mapping[str, Any] | None) -> Span | None:
    """Return the span that ``value`` describes; none for none."""
    return span_from_json(value, value["document"]) if value else None
