"""Layout: what each stretch of a document is, and what its dateline says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diplograph.model import Document, Segment, SegmentKind
from diplograph.reading.boilerplate import tail_of, whole_kind
from diplograph.reading.dateline import Dateline, completed_day
from diplograph.reading.front import MAX_FRONT, Front, front_of
from diplograph.reading.paragraphs import Stretch, paragraphs_of

_MAX_TAILS = 3
_APART = (SegmentKind.BOILERPLATE, SegmentKind.CREDIT)


def lay_out(document: Document) -> Document:
    """Return ``document`` with its segments, and with day, place and agency of its dateline if not known."""
    paragraphs = paragraphs_of(document.text)
    front = front_of([document.text[start:end] for start, end in paragraphs[:MAX_FRONT]], document.title)
    segments = tuple(_segments(document.text, paragraphs, front))
    laid_out = replace(document, segments=segments)
    datelines = [dateline for _, dateline in sorted(front.datelines.items())]
    return _with_dateline(laid_out, datelines) if datelines else laid_out


def _segments(text: str, paragraphs: list[Stretch], front: Front) -> Iterator[Segment]:
    for number, (start, end) in enumerate(paragraphs):
        if dateline := front.datelines.get(number):
            yield from _trimmed(text, SegmentKind.DATELINE, start + dateline.start, start + dateline.end)
            start += dateline.end  # the report begins behind its dateline
        kind = front.kinds.get(number) or whole_kind(text[start:end])
        if kind in _APART:
            yield from _trimmed(text, kind, start, end)
        else:
            yield from _with_tails(text, kind or SegmentKind.BODY, start, end)


def _with_tails(text: str, kind: SegmentKind, start: int, end: int) -> Iterator[Segment]:
    """Yield a paragraph and, as segments of their own, the links and credits at its end."""
    tails: list[tuple[SegmentKind, int, int]] = []
    while len(tails) < _MAX_TAILS and (tail := tail_of(text[start:end])):
        tails.append((tail[1], start + tail[0], end))
        end = start + tail[0]
    is_captioned = kind is SegmentKind.BODY and any(tail[0] is SegmentKind.CREDIT for tail in tails)
    yield from _trimmed(text, SegmentKind.CAPTION if is_captioned else kind, start, end)
    for tail_kind, tail_start, tail_end in reversed(tails):
        yield from _trimmed(text, tail_kind, tail_start, tail_end)


def _trimmed(text: str, kind: SegmentKind, start: int, end: int) -> Iterator[Segment]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        yield Segment(kind=kind, start=start, end=end)


def _with_dateline(document: Document, datelines: list[Dateline]) -> Document:
    """Fill what is not known from the first dateline that says it; it is surer than the day a file was made."""
    published, published_from = document.published, document.published_from
    days = [dateline.day for dateline in datelines if dateline.day]
    if published_from in (None, "file") and days:
        day = next((day for day in days if day.year), days[0])
        written = completed_day(day, *_front_and_body(document))
        published, published_from = (written, "dateline") if written else (published, published_from)
    return replace(
        document,
        published=published,
        published_from=published_from,
        place=document.place or next((line.place for line in datelines if line.place), None),
        publisher=document.publisher or next((line.agency for line in datelines if line.agency), None),
    )


def _front_and_body(document: Document) -> tuple[list[str], str]:
    """Return the texts that are as old as the report itself, and the report."""
    pieces = [(segment.kind, document.text[segment.start : segment.end]) for segment in document.segments]
    front = [piece for kind, piece in pieces if kind is not SegmentKind.BODY]
    return front, "\n".join(piece for kind, piece in pieces if kind is SegmentKind.BODY)
