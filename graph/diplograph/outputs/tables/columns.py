"""What a table is made of: columns with a type, a meaning, a source, and how a cell follows from the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, NamedTuple

from diplograph.model import Claim, Event, Records, Span, Status
from diplograph.records import in_id_order

SEPARATOR = " | "
GOLDSTEIN = "Goldstein (1992), Journal of Conflict Resolution 36(2): 369-385, for WEIS; for CAMEO as in ICEWS and GDELT"
PLOVER = "PLOVER manual, draft 0.8 (Open Event Data Alliance)"
COUNTRY = "ISO 3166-1 alpha-3, and codes of bodies such as EUR and UNO"
CAMEO = "CAMEO manual 1.1b3 (Schrodt 2012)"
EDTF = "ISO 8601-2:2019, Extended Date/Time Format"

Cell = str | int | float | bool | date | None


class Dtype(StrEnum):
    """What a column holds, by the name of its type in pandas."""

    TEXT = "string"
    CATEGORY = "category"
    INTEGER = "Int64"
    NUMBER = "float64"
    FLAG = "boolean"
    DAY = "datetime64[s]"


class Column(NamedTuple):
    """A column: how it is called, what it holds and how it is found.

    Args:
        name: as in the header.
        dtype: its type; a day is one of the years 1 to 9999.
        meaning: in one line.
        cell: finds the value in a row; none if not known.
        source: who defined it, where that is somebody else.
        values: every value that a category can have; empty where the list is open.
    """

    name: str
    dtype: Dtype
    meaning: str
    cell: Callable[[Any], Cell]
    source: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One of the tables: what a row is, its columns, and how the rows follow from the records.

    Args:
        key: the columns that name a row.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Records], Iterable[Any]]


def unknown(record: type[Any]) -> Any:
    """Return what stands for a record that is not there: every field of it is none."""
    return SimpleNamespace(**dict.fromkeys(field.name for field in fields(record)))


def values_of(kind: type[StrEnum]) -> tuple[str, ...]:
    """Return every value of a closed list."""
    return tuple(member.value for member in kind)


def joined(values: Sequence[str | None]) -> str | None:
    """Return several values as one cell, each in its place; none if none is known."""
    if len(values) == 1:
        return values[0] or None
    return SEPARATOR.join([value or "" for value in values]) if any(values) else None


def once(values: Sequence[str]) -> str | None:
    """Return several values as one cell, each of them once."""
    return joined(values if len(values) == 1 else tuple(dict.fromkeys(values)))


def located(span: Span) -> str:
    """Return where a span stands, as document#char=start,end."""
    return f"{span.document}#char={span.start},{span.end}"


def word_of(claim: Claim) -> str:
    """Return how a claim is attributed, with the speaker if one is named."""
    attribution = claim.attribution
    return f"{attribution.kind}: {attribution.speaker.name}" if attribution.speaker else attribution.kind


def sorted_events(records: Records) -> Iterator[Event]:
    """Yield the events sorted by id."""
    return in_id_order(records.events)


OF_THE_EVENT = (
    Column("class", Dtype.CATEGORY, "class of the event", attrgetter("event.event_class")),
    Column("status", Dtype.CATEGORY, "status of the event", attrgetter("event.status"), values=values_of(Status)),
)
"""What every row about an event repeats, so that no row of a plan or a denial is taken for a fact."""
