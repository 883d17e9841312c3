"""Every quotation is checked against its text as soon as it was read, by whoever read it."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.errors import InputError
from diplograph.model import Claim, Event, Reading, Span


def checked(reading: Reading) -> Reading:
    """Return ``reading``.

    Raises:
        InputError: if a quotation is not what the document says at its place.
    """
    text, document = reading.document.text, reading.document.id
    for span in _spans(reading):
        if span.document != document or text[span.start : span.end] != span.text:
            raise InputError(f"quotation {span.start} to {span.end} is not what the document says there")
    return reading


def _spans(reading: Reading) -> Iterator[Span]:
    yield from (mention.span for mention in reading.mentions)
    yield from (office.span for office in reading.capacities if office.span)
    yield from (when.expression for when in reading.dates if when.expression)
    for event in reading.events:
        yield from _event_spans(event)


def _event_spans(event: Event) -> Iterator[Span]:
    for part in event.participations:
        yield from part.spans
    if event.date and event.date.expression:
        yield event.date.expression
    if event.place and event.place.span:
        yield event.place.span
    for claim in event.claims:
        yield from _claim_spans(claim)


def _claim_spans(claim: Claim) -> Iterator[Span]:
    yield from (claim.sentence, claim.trigger, *claim.source_spans, *claim.target_spans, *claim.cues)
    yield from (span for span in (claim.date, claim.attribution.cue) if span)
