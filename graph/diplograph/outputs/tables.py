"""``events.csv``: one row an event, for spreadsheets and statistics programmes; the same table as Parquet.

RFC 4180 in UTF-8. Several values in one cell are separated by " | ". A spreadsheet would run a cell that
begins like a formula; news text is not to be trusted, so such a text gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from diplograph.errors import UsageError
from diplograph.model import Claim, Event, Participation, Records, Role, Span

SEPARATOR = " | "

COLUMNS: Mapping[str, str] = {
    "event": "id of the event, the same in all outputs",
    "class": "class of the ontology",
    "plover": "PLOVER root; empty for statements and other events outside PLOVER",
    "mode": "PLOVER mode",
    "cameo": "CAMEO code",
    "goldstein": "Goldstein value of the CAMEO code, -10 to 10",
    "quad": "quad class: 1 and 2 verbal and material co-operation, 3 and 4 verbal and material conflict",
    "contexts": "PLOVER contexts",
    "status": "what follows from all claims: asserted, alleged, disputed, planned, requested, ...",
    "sources": "names of those who act; for an event of equals the first party",
    "source_ids": "their ids, in the same order",
    "source_countries": "for which country each of them acts, or belongs to",
    "source_codes": "their CAMEO-style codes such as USAGOV",
    "targets": "names of those who are acted on; for an event of equals the other parties",
    "target_ids": "their ids",
    "target_countries": "their countries",
    "target_codes": "their codes",
    "others": "all others as role: name",
    "date": "Extended Date/Time Format; empty for an undated event",
    "earliest": "first day that is possible; empty if open",
    "latest": "last day that is possible; empty if open",
    "granularity": "finest unit that the text determines",
    "date_stated": "yes if the sentence itself dates the event, no if the date was inherited",
    "date_words": "words of the date expression",
    "place": "place as named in the text",
    "place_country": "country of the place",
    "grade": "best grade of a claim: A, B or C",
    "modality": "modalities of the claims",
    "on_whose_word": "how the claims are attributed, with the speaker if named",
    "claims": "number of claims",
    "documents": "ids of the documents that make them",
    "evidence": "document#char=start,end of each trigger",
    "trigger": "word that the first claim rests on",
    "sentence": "sentence of the first claim",
    "rule": "rule that read the first claim",
}
"""Every column, in order, with its meaning."""

Cell = str | int | float | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Return ``text`` as no formula to a spreadsheet, and without NUL, which CSV readers reject."""
    clean = text.replace("\x00", "\ufffd")
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean


def _joined(values: Iterable[str | None]) -> str:
    return SEPARATOR.join(value or "" for value in values)


def _once(values: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(values))


def _sides(event: Event) -> tuple[list[Participation], list[Participation]]:
    """Return who acts and who is acted on; of equals the first party and the others."""
    parties = [part for part in event.participations if part.role is Role.PARTY]
    sources = [part for part in event.participations if part.role is Role.SOURCE]
    targets = [part for part in event.participations if part.role is Role.TARGET]
    return sources + parties[:1], targets + parties[1:]


def _side_cells(name: str, parts: list[Participation]) -> dict[str, Cell]:
    return {
        f"{name}s": _joined(part.actor.name for part in parts),
        f"{name}_ids": _joined(part.actor.id for part in parts),
        f"{name}_countries": _joined(part.acts_for or part.actor.country for part in parts),
        f"{name}_codes": _joined(part.actor.code for part in parts),
    }


def _actor_cells(event: Event) -> dict[str, Cell]:
    sources, targets = _sides(event)
    named = {Role.SOURCE, Role.TARGET, Role.PARTY}
    others = (part for part in event.participations if part.role not in named)
    return {
        **_side_cells("source", sources),
        **_side_cells("target", targets),
        "others": _joined(f"{part.role.value}: {part.actor.name}" for part in others),
    }


def _time_cells(event: Event) -> dict[str, Cell]:
    when = event.date
    if when is None:
        return {}
    return {
        "date": when.edtf,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
        "granularity": when.granularity.value,
        "date_stated": "yes" if when.stated else "no",
        "date_words": when.expression.text if when.expression else None,
    }


def word_of(claim: Claim) -> str:
    """Return how a claim is attributed, with the speaker if one is named."""
    speaker = claim.attribution.speaker
    return f"{claim.attribution.kind.value}: {speaker.name}" if speaker else claim.attribution.kind.value


def _place_of(span: Span) -> str:
    return f"{span.document}#char={span.start},{span.end}"


def _claim_cells(event: Event) -> dict[str, Cell]:
    first = event.claims[0] if event.claims else None
    return {
        "grade": min((claim.grade.value for claim in event.claims), default=None),
        "modality": _once(claim.modality.value for claim in event.claims),
        "on_whose_word": _once(word_of(claim) for claim in event.claims),
        "claims": len(event.claims),
        "documents": _once(claim.document for claim in event.claims),
        "evidence": _once(_place_of(claim.trigger) for claim in event.claims),
        "trigger": first.trigger.text if first else None,
        "sentence": first.sentence.text if first else None,
        "rule": first.rule if first else None,
    }


def event_row(event: Event) -> dict[str, Cell]:
    """Return the cells of one event by column; a column that does not apply is missing."""
    place = event.place
    return {
        "event": event.id,
        "class": event.event_class,
        "plover": event.plover,
        "mode": event.mode,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "quad": event.quad,
        "contexts": _joined(event.contexts),
        "status": event.status.value,
        **_actor_cells(event),
        **_time_cells(event),
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        **_claim_cells(event),
    }


class _Line:
    """Hands a written line back to who asked for it."""

    def write(self, line: str) -> str:
        return line


def events_csv(records: Records) -> Iterator[str]:
    """Yield ``events.csv`` line by line, sorted by event id."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield str(writer.writerow(COLUMNS))
    for event in sorted(records.events, key=lambda event: event.id):
        row = event_row(event)
        cells = (row.get(column) for column in COLUMNS)
        yield str(writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in cells]))


def _pyarrow(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError("Parquet needs the package pyarrow, which is not installed: pip install pyarrow") from error


_NUMBERS: Mapping[str, str] = {"goldstein": "float64", "quad": "int64", "claims": "int64"}


def events_parquet(records: Records) -> bytes:
    """Return the table of ``events.csv`` as Parquet: numbers are numbers, and what is not known is null.

    Raises:
        UsageError: if pyarrow is not installed.
    """
    arrow, parquet = _pyarrow("pyarrow"), _pyarrow("pyarrow.parquet")
    rows = [event_row(event) for event in sorted(records.events, key=lambda event: event.id)]
    fields = [(column, getattr(arrow, _NUMBERS.get(column, "string"))()) for column in COLUMNS]
    cells = {column: [row.get(column) for row in rows] for column in COLUMNS}
    out = io.BytesIO()
    parquet.write_table(arrow.table(cells, schema=arrow.schema(fields)), out)
    return out.getvalue()
