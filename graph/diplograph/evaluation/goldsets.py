"""Gold sets of sentences and of actor phrases: JSON lines, told apart by their fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path
from typing import Any

from diplograph.errors import InputError
from diplograph.model import Document

JsonObject = Mapping[str, Any]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class SetKind(Enum):
    """What a set marks, and so how it is scored."""

    PAIRS = auto()
    CODED = auto()
    ROOTS = auto()
    INVENTED = auto()
    NEGATIVES = auto()
    ACTORS = auto()
    COACTORS = auto()
    LABELS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """A gold set with one document for each record."""

    name: str
    kind: SetKind
    records: tuple[JsonObject, ...]

    def events(self) -> Iterator[tuple[JsonObject, JsonObject]]:
        """Yield every marked event with the record that it stands in."""
        return ((record, event) for record in self.records for event in record["events"])

    def documents(self) -> list[Document]:
        """Return the records as documents, in their order."""
        prose = phrase_of if self.kind is SetKind.LABELS else str
        return [
            Document(id=record["id"], text=prose(record["text"]), published=_day(record.get("date")))
            for record in self.records
        ]


def _day(value: str | None) -> date | None:
    """Return the day; none for words such as "Today", which some records have in its place."""
    return date.fromisoformat(value) if value and _DAY.fullmatch(value) else None


def phrase_of(label: str) -> str:
    """Return an ICEWS actor name as prose: "Treasury/Finance Ministry (Chad)" is "the finance ministry of Chad"."""
    words, bracket, country = label.rpartition(" (")
    if not bracket:
        return label
    main = words.split(" - ")[0].split("/")[-1].strip()
    return f"the {main.lower()} of {country.rstrip(')')}"


def _kind(records: list[JsonObject]) -> SetKind | None:
    """Return the kind by the fields; none if no scorer knows such records."""
    events = [event for record in records for event in record["events"]]
    if any("expected_actors" in record for record in records):
        return SetKind.COACTORS
    if any("code_1" in record.get("expected", {}) for record in records):
        return SetKind.ACTORS
    if any("sectors" in record.get("expected", {}) for record in records):
        return SetKind.LABELS
    if all(record.get("negative") for record in records):
        return SetKind.NEGATIVES
    if any("sources" in event for event in events):
        return SetKind.CODED
    if any("source_code" in event for event in events):
        return SetKind.INVENTED
    return _kind_of_roots(events)


def _kind_of_roots(events: list[JsonObject]) -> SetKind | None:
    if any(event.get("source") and event.get("rootcode") for event in events):
        return SetKind.PAIRS
    return SetKind.ROOTS if any(event.get("rootcode") for event in events) else None


def load_set(path: Path) -> GoldSet | None:
    """Read a gold set; none if it is of a kind that is not scored.

    Raises:
        InputError: if it cannot be read or a line is not a record.
    """
    records: list[JsonObject] = []
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            if line.strip():
                records.append(_record(line, f"{path}:{number}"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    if not records:
        raise InputError(f"{path}: no gold in this file; expected one JSON record a line")
    kind = _kind(records)
    return GoldSet(name=path.stem, kind=kind, records=tuple(records)) if kind else None


def _record(line: str, where: str) -> JsonObject:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where}: not JSON ({error})") from error
    if not isinstance(record, dict) or not {"id", "text", "events"} <= record.keys():
        raise InputError(f"{where}: a gold record needs id, text and events")
    return record
