"""Texts as they were given, and stretches of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diplograph.model.enumerations import SegmentKind


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a document: characters ``start`` to ``end`` (exclusive) read ``text``."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A labelled stretch of a document's text."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as it was given, with what is known about it.

    Args:
        id: the id given in the input, else the first 16 hex digits of the SHA-256 of the text.
        text: never changed; all offsets point into it.
        published: the day that relative dates are resolved against.
        published_from: where that day was read: "metadata" (stated with the text), "dateline", or "file" (the day
            on which the file was made); none if unknown.
        author: the byline as it was given.
        segments: in order of the text, without overlap; empty before layout was read.
        source: the file it was read from, as it was named; none if it came another way.
        based_on: the earliest document that has this text or nearly so; none if it is no copy.
    """

    id: str
    text: str
    published: date | None = None
    published_from: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    place: str | None = None
    segments: tuple[Segment, ...] = ()
    source: str | None = None
    based_on: str | None = None
