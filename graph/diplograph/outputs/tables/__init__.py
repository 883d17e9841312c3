"""The four tables of a build: events, participants, actors, claims; as CSV, as Parquet, as DataFrames.

``TABLES`` says of every column its type, its meaning and its source; the documentation prints it. Several values in
one cell are separated by " | ". What is not known is empty, never a guess.
"""

from __future__ import annotations

from diplograph.outputs.tables.columns import SEPARATOR, Column, Dtype, Table, word_of
from diplograph.outputs.tables.files import (
    TABLES,
    event_row,
    events_csv,
    events_csv_of,
    safe_cell,
    table_csv,
    table_named,
    table_parquet,
)

__all__ = [
    "SEPARATOR",
    "TABLES",
    "Column",
    "Dtype",
    "Table",
    "event_row",
    "events_csv",
    "events_csv_of",
    "safe_cell",
    "table_csv",
    "table_named",
    "table_parquet",
    "word_of",
]
