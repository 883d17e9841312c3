"""Answers to SPARQL queries as DataFrames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

import pandas as pd

from diplograph.analysis.frames import typed
from diplograph.outputs.tables import Dtype

_XSD = "http://www.w3.org/2001/XMLSchema#"


class Value(Protocol):
    """A value of a row, as queries give it."""

    @property
    def text(self) -> str:
        """Return the characters."""

    @property
    def datatype(self) -> str | None:
        """Return the IRI of the datatype; none for what is no typed literal."""


Reader = tuple[Dtype, Callable[[str], Any]]
_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        **dict.fromkeys((f"{_XSD}{name}" for name in ("integer", "int", "long")), (Dtype.INTEGER, int)),
        **dict.fromkeys((f"{_XSD}{name}" for name in ("decimal", "double", "float")), (Dtype.NUMBER, float)),
        f"{_XSD}boolean": (Dtype.FLAG, lambda text: text in ("true", "1")),
        f"{_XSD}date": (Dtype.DAY, date.fromisoformat),
    }
)
_MOST = 2**63


def answers_frame(variables: Sequence[str], rows: Sequence[Sequence[Value | None]]) -> pd.DataFrame:
    """Return rows as a DataFrame with one column for each variable.

    A column whose values have one datatype of XSD gets the type of it (whole numbers, numbers, days, truth values); one
    that holds anything else, or a value that the type cannot hold, is text.
    """
    columns = {name: _column([row[at] for row in rows]) for at, name in enumerate(variables)}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def _column(values: list[Value | None]) -> Any:
    datatypes = {value.datatype or "" for value in values if value}
    reader = _READERS.get(datatypes.pop()) if len(datatypes) == 1 else None
    cells = _read(values, reader[1]) if reader else None
    if reader is None or cells is None:
        return typed([value.text if value else None for value in values], Dtype.TEXT)
    return typed(cells, reader[0])


def _read(values: list[Value | None], read: Callable[[str], Any]) -> list[Any] | None:
    """Return what the values stand for; none if one of them cannot be held."""
    try:
        cells = [read(value.text) if value else None for value in values]
    except ValueError:
        return None
    return None if any(type(cell) is int and not -_MOST <= cell < _MOST for cell in cells) else cells
