"""The tables of a build as DataFrames with real types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from diplograph.model import Records
from diplograph.outputs.folder import uncollected
from diplograph.outputs.tables import Column, Dtype, table_named


def days_of(cells: list[Any]) -> Any:
    """Return days, or none, as an array of ``datetime64[s]``.

    By the second, numpy and pandas hold every day of the years 1 to 9999; by the nanosecond, 1677 is the end.
    """
    numbers, days = pd.factorize(np.array(cells, dtype=object))
    known = np.append(np.array(days, dtype="datetime64[s]"), np.datetime64("NaT", "s"))
    return known[numbers]


def _category(cells: list[Any], values: Sequence[str]) -> Any:
    """Return a category whose list begins with ``values``; by a dictionary, which takes a fifth of pandas' own time."""
    others = set(cells) - set(values) - {None}
    categories = [*values, *sorted(str(cell) for cell in others)]
    place: dict[Any, int] = {name: at for at, name in enumerate(categories)} | {None: -1}
    codes = np.fromiter(map(place.__getitem__, cells), dtype="int64", count=len(cells))
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(categories))


def typed(cells: list[Any], dtype: Dtype, values: Sequence[str] = ()) -> Any:
    """Return cells as an array of a type; none is what is missing.

    Args:
        cells: of one column.
        dtype: which type.
        values: all that a category can have; empty for what is there.
    """
    if dtype is Dtype.CATEGORY:
        return _category(cells, values)
    if dtype is Dtype.DAY:
        return days_of(cells)
    if dtype is Dtype.NUMBER:
        return np.array([np.nan if cell is None else cell for cell in cells], dtype="float64")
    name: Any = dtype.value
    return pd.array(cells, dtype=name)


def frame_of(rows: Sequence[Any], columns: Iterable[Column]) -> pd.DataFrame:
    """Return rows as a DataFrame with one column for each of ``columns``, typed as they say."""
    return pd.DataFrame({column.name: _array(rows, column) for column in columns}, copy=False)


def _array(rows: Sequence[Any], column: Column) -> Any:
    return typed(list(map(column.cell, rows)), column.dtype, column.values)


def table_frame(records: Records, name: str) -> pd.DataFrame:
    """Return one of the four tables as a DataFrame.

    Args:
        records: a build.
        name: events, participants, actors or claims.

    Raises:
        UsageError: if there is no such table.
    """
    table = table_named(name)
    with uncollected():
        return frame_of(list(table.rows(records)), table.columns)
