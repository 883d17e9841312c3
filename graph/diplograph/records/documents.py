"""Documents to and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diplograph.model import Document, Segment, SegmentKind
from diplograph.records.values import JsonObject, format_day, parse_day


def document_to_json(document: Document) -> JsonObject:
    """Return ``document`` as JSON."""
    return {
        "id": document.id,
        "published": format_day(document.published),
        "published_from": document.published_from,
        "title": document.title,
        "url": document.url,
        "publisher": document.publisher,
        "author": document.author,
        "place": document.place,
        "source": document.source,
        "based_on": document.based_on,
        "text": document.text,
        "segments": [[segment.kind.value, segment.start, segment.end] for segment in document.segments],
    }


def document_from_json(value: Mapping[str, Any]) -> Document:
    """Return the document that ``value`` describes."""
    return Document(
        id=value["id"],
        text=value["text"],
        published=parse_day(value["published"]),
        published_from=value["published_from"],
        title=value["title"],
        url=value["url"],
        publisher=value["publisher"],
        author=value["author"],
        place=value["place"],
        source=value["source"],
        based_on=value["based_on"],
        segments=tuple(Segment(kind=SegmentKind(kind), start=start, end=end) for kind, start, end in value["segments"]),
    )
