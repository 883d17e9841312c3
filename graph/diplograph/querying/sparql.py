"""Questions to a build in SPARQL, each answered by a process of its own that can be stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from diplograph.errors import QueryError, UsageError
from diplograph.querying import worker
from diplograph.querying.buildstore import store_of
from diplograph.querying.graphs import trig_of
from diplograph.querying.guard import check_query
from diplograph.querying.named import NamedQuery
from diplograph.querying.solutions import Row, Solutions, Value
from diplograph.querying.store import read_store
from diplograph.vocabulary import BASE, PREFIXES

ROW_LIMIT = 100_000
_NOTHING: Mapping[str, str] = MappingProxyType({})


def _run(task: Mapping[str, Any], timeout: float) -> dict[str, Any]:
    command = [sys.executable, "-P", str(Path(worker.__file__))]
    try:
        process = subprocess.run(  # waits for a kill by time-out, and reaps
            command,
            input=json.dumps(task),
            capture_output=True,
            timeout=timeout,
            encoding="utf-8",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryError(f"the query took longer than {timeout:g} s and was stopped") from error
    if process.returncode == -signal.SIGXCPU:
        raise QueryError(f"the query took longer than {timeout:g} s and was stopped")
    if process.returncode != 0:
        raise QueryError("the query broke its process down: it is too large or too deep")
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer


def _value(term: Mapping[str, str] | None) -> Value | None:
    if term is None:
        return None
    return Value(kind=term["type"], text=term["value"], language=term.get("xml:lang"), datatype=term.get("datatype"))


def _row(terms: list[Mapping[str, str] | None]) -> Row:
    return tuple(_value(term) for term in terms)


def _solutions(answer: Mapping[str, Any]) -> Solutions:
    if "error" in answer:
        raise QueryError(str(answer["error"]).replace("\n", " "))
    if "boolean" in answer:
        return Solutions(boolean=answer["boolean"])
    return Solutions(
        variables=tuple(answer["variables"]), rows=tuple(map(_row, answer["rows"])), is_graph=answer["graph"]
    )


def question_text(question: str | NamedQuery, settings: Mapping[str, str] = _NOTHING) -> str:
    """Return the SPARQL of a question.

    Raises:
        UsageError: if a parameter is unknown or wrong, or is set where there is none.
    """
    if isinstance(question, NamedQuery):
        return question.bind(settings)
    if settings:
        raise UsageError("only a named query has parameters")
    return question


def _answer(trig: Path | None, store: Path | None, text: str, timeout: float, row_limit: int) -> Solutions:
    check_query(text)
    task = {
        "trig": str(trig or ""),
        "store": str(store or ""),
        "query": text,
        "base": BASE,
        "prefixes": dict(PREFIXES),
        "limit": row_limit,
        "timeout": timeout,
    }
    return _solutions(_run(task, timeout))


def run_query(
    build: Path,
    question: str | NamedQuery,
    *,
    settings: Mapping[str, str] = _NOTHING,
    timeout: float = 30.0,
    row_limit: int = ROW_LIMIT,
) -> Solutions:
    """Return the answer to a query over all graphs of a build: by its store, or its TriG file if that is newer.

    Args:
        build: a build folder.
        question: SPARQL, in which our prefixes need not be declared, or a named query.
        settings: values for the parameters of a named query.
        timeout: seconds after which the query is stopped.
        row_limit: how many rows an answer may have.

    Raises:
        QueryError: if the query is refused, wrong, too slow or too large.
        BuildError: if the folder holds no build.
        UsageError: if a parameter is unknown or wrong.
    """
    text = question_text(question, settings)
    return _answer(trig_of(build), store_of(build), text, timeout, row_limit)


def query_store(store: Path, text: str, *, timeout: float = 30.0, row_limit: int = ROW_LIMIT) -> Solutions:
    """Return the answer to a query over all graphs of a store that is kept in a folder of its own.

    Args:
        store: its folder, to which nobody writes meanwhile.
        text: SPARQL, in which our prefixes need not be declared.
        timeout: seconds after which the query is stopped.
        row_limit: how many rows an answer may have.

    Raises:
        QueryError: if the query is refused, wrong, too slow or too large.
        BuildError: if there is no such store or it is broken.
    """
    with read_store(store):
        pass  # whatever is wrong with it is told here and not by the process
    return _answer(None, store, text, timeout, row_limit)
