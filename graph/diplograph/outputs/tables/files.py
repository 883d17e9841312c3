"""Tables as files: CSV that no spreadsheet runs, and Parquet with types.

CSV is RFC 4180 in UTF-8. A spreadsheet would run a cell that begins like a formula; news text is not to be trusted,
so such a text gets a leading apostrophe. Parquet is data, and texts stay in it as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import import_module
from types import MappingProxyType
from typing import Any

from diplograph.errors import UsageError
from diplograph.model import Event, Records
from diplograph.outputs.tables.actors import ACTORS
from diplograph.outputs.tables.claims import CLAIMS
from diplograph.outputs.tables.columns import Cell, Column, Dtype, Table
from diplograph.outputs.tables.events import EVENTS, told
from diplograph.outputs.tables.participants import PARTICIPANTS

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in (EVENTS, PARTICIPANTS, ACTORS, CLAIMS)})
"""The tables by name."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def table_named(name: str) -> Table:
    """Return a table by its name.

    Raises:
        UsageError: if there is none of that name.
    """
    if name not in TABLES:
        raise UsageError(f"unknown table {name!r}, known: {', '.join(TABLES)}")
    return TABLES[name]


def safe_cell(text: str) -> str:
    """Return ``text`` as no formula to a spreadsheet, and without NUL, which CSV readers reject."""
    clean = text.replace("\x00", "\ufffd")
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean


def _printed(cell: Cell) -> str | int | float:
    if isinstance(cell, str):
        return safe_cell(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell


class _Line:
    """Hands a written line back to who asked for it."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Line(), lineterminator="\r\n")


def _line_of(table: Table, row: Any) -> str:
    return str(_WRITER.writerow(_printed(column.cell(row)) for column in table.columns))


def _heading(table: Table) -> str:
    return str(_WRITER.writerow(column.name for column in table.columns))


def table_csv(records: Records, table: Table) -> Iterator[str]:
    """Yield a table as CSV line by line: days as 2021-10-08, flags as yes and no, empty where nothing is known."""
    yield _heading(table)
    for row in table.rows(records):
        yield _line_of(table, row)


def event_row(event: Event) -> str:
    """Return the line of an event in ``events.csv``."""
    return _line_of(EVENTS, told(event))


def events_csv_of(rows: Iterable[str]) -> Iterator[str]:
    """Yield ``events.csv`` of the lines of its events, sorted by id."""
    yield _heading(EVENTS)
    yield from rows


def events_csv(records: Records) -> Iterator[str]:
    """Yield ``events.csv`` line by line, sorted by event id."""
    return table_csv(records, EVENTS)


def _pyarrow(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError("Parquet needs the package pyarrow, which is not installed: pip install pyarrow") from error


_ARROW: Mapping[Dtype, str] = MappingProxyType(
    {
        Dtype.TEXT: "string",
        Dtype.CATEGORY: "string",
        Dtype.INTEGER: "int64",
        Dtype.NUMBER: "float64",
        Dtype.FLAG: "bool_",
        Dtype.DAY: "date32",
    }
)


def _array(arrow: Any, column: Column, rows: list[Any]) -> Any:
    cells = arrow.array([column.cell(row) for row in rows], getattr(arrow, _ARROW[column.dtype])())
    return cells.dictionary_encode() if column.dtype is Dtype.CATEGORY else cells


def table_parquet(records: Records, table: Table) -> bytes:
    """Return a table as Parquet: numbers, days and flags have their types, and what is not known is null.

    Raises:
        UsageError: if pyarrow is not installed.
    """
    arrow, parquet = _pyarrow("pyarrow"), _pyarrow("pyarrow.parquet")
    rows = list(table.rows(records))
    out = io.BytesIO()
    parquet.write_table(arrow.table({column.name: _array(arrow, column, rows) for column in table.columns}), out)
    return out.getvalue()
