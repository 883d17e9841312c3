"""Answers to queries, and how they are shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from diplograph.errors import UsageError
from diplograph.outputs.tables import safe_cell
from diplograph.querying.findings import shorten
from diplograph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pandas

_WIDEST = 60
_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a row.

    Args:
        kind: ``uri``, ``literal`` or ``bnode``.
        text: the IRI, or the characters of a literal.
    """

    kind: str
    text: str
    language: str | None = None
    datatype: str | None = None

    def __str__(self) -> str:
        """Return the characters."""
        return self.text


Row = tuple[Value | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solutions:
    """The answer to a query.

    Args:
        variables: the columns; those of a CONSTRUCT are subject, predicate, object.
        rows: in the engine's order.
        boolean: the answer to an ASK; none otherwise.
        is_graph: whether the rows are triples.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None
    is_graph: bool = False

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        """Yield each row as a dictionary of plain texts."""
        for row in self.rows:
            yield {name: value.text if value else None for name, value in zip(self.variables, row, strict=True)}

    def to_df(self) -> pandas.DataFrame:
        """Return the rows as a DataFrame; numbers, days and truth values of XSD have their types, all else is text.

        Raises:
            UsageError: if the answer is to an ASK, which has no rows.
        """
        from diplograph.analysis.answers import answers_frame

        if self.boolean is not None:
            raise UsageError("an ASK has no rows; its answer is in boolean")
        return answers_frame(self.variables, self.rows)


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    text = shorten(value.text) if value.kind == "uri" else value.text
    clean = "".join(character if character.isprintable() else " " for character in text)
    return clean if len(clean) <= _WIDEST else f"{clean[: _WIDEST - 1]}…"


def _table(solutions: Solutions) -> str:
    if solutions.boolean is not None:
        return "yes\n" if solutions.boolean else "no\n"
    lines = [solutions.variables, *(tuple(map(_cell, row)) for row in solutions.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(solutions.variables))]
    ruled = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
    text = "\n".join(_aligned(line, widths) for line in ruled)
    return f"{text}\n({len(solutions.rows)} rows)\n"


def _aligned(line: tuple[str, ...], widths: list[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
    return "  ".join(cells).rstrip()


def _csv(solutions: Solutions) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if solutions.boolean is not None:
        writer.writerows([["boolean"], [str(solutions.boolean).lower()]])
        return out.getvalue()
    writer.writerow(map(safe_cell, solutions.variables))
    for row in solutions.rows:
        writer.writerow(safe_cell(value.text) if value else "" for value in row)
    return out.getvalue()


def _json_value(value: Value) -> dict[str, str]:
    found = {"type": value.kind, "value": value.text}
    if value.language:
        found["xml:lang"] = value.language
    elif value.datatype and value.datatype != _STRING:
        found["datatype"] = value.datatype
    return found


def _json(solutions: Solutions) -> str:
    if solutions.boolean is not None:
        return json.dumps({"head": {}, "boolean": solutions.boolean}) + "\n"
    bindings = [
        {name: _json_value(value) for name, value in zip(solutions.variables, row, strict=True) if value}
        for row in solutions.rows
    ]
    answer = {"head": {"vars": list(solutions.variables)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _term(value: Value) -> ox.NamedNode | ox.Literal | ox.BlankNode:
    if value.kind == "uri":
        return ox.NamedNode(value.text)
    if value.kind == "bnode":
        return ox.BlankNode(value.text)
    if value.language:
        return ox.Literal(value.text, language=value.language)
    return ox.Literal(value.text, datatype=ox.NamedNode(value.datatype or _STRING))


def _triple(row: Row) -> ox.Triple:
    subject, predicate, object_ = (_term(value) for value in row if value)
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise UsageError("a row of the answer is no triple")
    return ox.Triple(subject, predicate, object_)


def _turtle(solutions: Solutions) -> str:
    if not solutions.is_graph:
        raise UsageError("ttl needs a query that makes triples: CONSTRUCT or DESCRIBE")
    triples = sorted({_triple(row) for row in solutions.rows}, key=str)
    data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    lines = (data or b"").decode("utf-8").split("\n")
    body = next((number for number, line in enumerate(lines) if not line.startswith("@prefix ")), 0)
    # Oxigraph writes the prefixes in an order that changes from run to run.
    return "\n".join([*sorted(lines[:body]), *lines[body:]])


FORMATS: Mapping[str, Callable[[Solutions], str]] = MappingProxyType(
    {"table": _table, "csv": _csv, "json": _json, "ttl": _turtle}
)


def format_solutions(solutions: Solutions, form: str) -> str:
    """Return an answer as text.

    Args:
        solutions: the answer.
        form: ``table``, ``csv`` (safe for spreadsheets), ``json`` (SPARQL 1.1 results) or ``ttl``.

    Raises:
        UsageError: if there is no such form, or it does not fit the query.
    """
    if form not in FORMATS:
        raise UsageError(f"unknown format {form!r}: one of {', '.join(FORMATS)}")
    return FORMATS[form](solutions)
