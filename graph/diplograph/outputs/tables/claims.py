"""The table of claims: one row for each sentence that tells of an event."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from diplograph.model import Actor, AttributionKind, Claim, Document, Event, Grade, Modality, Polarity, Records
from diplograph.outputs.tables.columns import (
    OF_THE_EVENT,
    Column,
    Dtype,
    Table,
    joined,
    sorted_events,
    unknown,
    values_of,
)
from diplograph.records import documents_of

_UNREAD: Document = unknown(Document)
_NOBODY: Actor = unknown(Actor)


class _Made(NamedTuple):
    event: Event
    number: int
    claim: Claim
    document: Document
    speaker: Actor


def _claim_rows(records: Records) -> list[_Made]:
    documents = {document.id: document for document in documents_of(records.readings)}
    return [
        _Made(event, number, claim, documents.get(claim.document, _UNREAD), claim.attribution.speaker or _NOBODY)
        for event in sorted_events(records)
        for number, claim in enumerate(event.claims, start=1)
    ]


def _span(name: str, meaning: str) -> tuple[Column, ...]:
    return (
        Column(name, Dtype.TEXT, meaning, attrgetter(f"claim.{name}.text")),
        Column(
            f"{name}_start",
            Dtype.INTEGER,
            "first character of it in the document, from 0",
            attrgetter(f"claim.{name}.start"),
        ),
        Column(f"{name}_end", Dtype.INTEGER, "character behind the last", attrgetter(f"claim.{name}.end")),
    )


CLAIMS = Table(
    name="claims",
    row="a sentence that tells of an event",
    key=("event", "number"),
    rows=_claim_rows,
    columns=(
        Column("event", Dtype.TEXT, "id of the event", attrgetter("event.id")),
        Column("number", Dtype.INTEGER, "place among the claims of the event, from 1", attrgetter("number")),
        *OF_THE_EVENT,
        Column("document", Dtype.TEXT, "id of the document", attrgetter("claim.document")),
        Column("published", Dtype.DAY, "day of the document", attrgetter("document.published")),
        Column("publisher", Dtype.CATEGORY, "publisher of it", attrgetter("document.publisher")),
        Column("title", Dtype.TEXT, "title of it", attrgetter("document.title")),
        Column("url", Dtype.TEXT, "address of it", attrgetter("document.url")),
        Column(
            "modality",
            Dtype.CATEGORY,
            "how the sentence presents the event",
            attrgetter("claim.modality"),
            values=values_of(Modality),
        ),
        Column(
            "polarity",
            Dtype.CATEGORY,
            "whether the words affirm or negate",
            attrgetter("claim.polarity"),
            values=values_of(Polarity),
        ),
        Column(
            "attribution",
            Dtype.CATEGORY,
            "on whose word it stands",
            attrgetter("claim.attribution.kind"),
            values=values_of(AttributionKind),
        ),
        Column(
            "speaker",
            Dtype.TEXT,
            "name of who says it, if somebody else than the document",
            attrgetter("speaker.name"),
        ),
        Column(
            "speaker_id",
            Dtype.TEXT,
            "id of who says it",
            attrgetter("speaker.id"),
        ),
        Column(
            "grade",
            Dtype.CATEGORY,
            "how well the parties are known",
            attrgetter("claim.grade"),
            "",
            values_of(Grade),
        ),
        Column("rule", Dtype.CATEGORY, "rule that read it", attrgetter("claim.rule")),
        *_span("sentence", "the sentence"),
        *_span("trigger", "the words that tell of the event"),
        Column(
            "cues", Dtype.TEXT, "words that mark its modality", lambda row: joined([cue.text for cue in row.claim.cues])
        ),
        Column("date_words", Dtype.TEXT, "words that date it", lambda row: row.claim.date and row.claim.date.text),
    ),
)
