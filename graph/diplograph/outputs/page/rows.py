"""The table of events as the page shows it where no script runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diplograph.model import Document, Event, Records
from diplograph.outputs.phrasing import class_label, date_text, document_title, event_title, one_line
from diplograph.records import documents_of

PAGE_ROWS = 100
MOST_ROWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One event in words."""

    id: str
    when: str
    type: str
    title: str
    status: str
    sentence: str
    document: str


def _sentence(event: Event) -> str:
    return one_line(event.claims[0].sentence.text) if event.claims else ""


def _document_name(event: Event, documents: dict[str, Document]) -> str:
    known = documents.get(event.claims[0].document) if event.claims else None
    return document_title(known) if known else ""


def table_pages(records: Records, events: Sequence[Event]) -> list[list[Row]]:
    """Return the events by date in pages of a hundred, five pages at most.

    Args:
        events: those of the records, by date.
    """
    rows = _rows(records, events[:MOST_ROWS])
    return [rows[start : start + PAGE_ROWS] for start in range(0, len(rows), PAGE_ROWS)] or [[]]


def _rows(records: Records, events: Sequence[Event]) -> list[Row]:
    wanted = {event.claims[0].document for event in events if event.claims}
    documents = {document.id: document for document in documents_of(records.readings) if document.id in wanted}
    return [
        Row(
            id=f"e{at}",
            when=date_text(event.date),
            type=class_label(event.event_class),
            title=event_title(event),
            status=event.status.value,
            sentence=_sentence(event),
            document=_document_name(event, documents),
        )
        for at, event in enumerate(events)
    ]
