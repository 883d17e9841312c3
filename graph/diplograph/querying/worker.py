"""The process that answers one query, or gives one graph, and may be killed: Oxigraph cannot be interrupted.

It asks the store that it is given; if that fails, the TriG file. It is run as a script and imports nothing of
diplograph, so that it is up in a few hundredths of a second. What it reads on stdin is JSON, and so is what it
writes on stdout.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

import pyoxigraph as ox

_MEMORY = 4 << 30
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


class TooLargeError(Exception):
    """The answer has more bytes than it may."""


class _Bounded(io.BytesIO):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.most:
            raise TooLargeError
        return super().write(data)


def _limit(seconds: float) -> None:
    # If the parent dies before it can kill us, the kernel does.
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 3))
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if soft < 0 else min(_MEMORY, soft),) * 2)


def _open(task: dict[str, Any]) -> ox.Store:
    if task["store"]:
        return ox.Store.read_only(task["store"])
    store = ox.Store()
    store.bulk_load(path=task["trig"], format=ox.RdfFormat.TRIG)
    return store


def _term(term: Any) -> dict[str, str] | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        value = {"type": "literal", "value": term.value}
        if term.language:
            return value | {"xml:lang": term.language}
        return value | {"datatype": term.datatype.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    return {"type": "uri", "value": term.value}


def _rows(results: Any, limit: int) -> dict[str, Any]:
    if isinstance(results, ox.QueryBoolean):
        return {"boolean": bool(results)}
    is_graph = isinstance(results, ox.QueryTriples)
    names = ["subject", "predicate", "object"] if is_graph else [one.value for one in results.variables]
    rows: list[list[dict[str, str] | None]] = []
    for solution in results:
        if len(rows) == limit:
            return {"error": f"the query has more than {limit} rows; add a LIMIT", "code": "large"}
        rows.append([_term(term) for term in solution])
    return {"variables": names, "rows": rows, "graph": is_graph}


def _body(results: Any, task: dict[str, Any]) -> dict[str, Any]:
    out = _Bounded(task["bytes"])
    is_graph = isinstance(results, ox.QueryTriples)
    kind = task["graph_form"] if is_graph else task["result_form"]
    if isinstance(results, ox.QueryBoolean) and kind in {"csv", "tsv"}:
        kind = "json"  # the two have no way to say yes or no
    try:
        results.serialize(out, format=(_GRAPHS if is_graph else _RESULTS)[kind])
    except TooLargeError:
        return {"error": f"the answer has more than {task['bytes']} bytes; add a LIMIT", "code": "large"}
    return {"body": out.getvalue().decode("utf-8"), "form": kind}


def _data_set(task: dict[str, Any]) -> dict[str, Any]:
    default, named = task.get("default_graphs", ()), task.get("named_graphs", ())
    if not default and not named:
        return {"use_default_graph_as_union": True}
    # Who names graphs sees those only; who names none sees all as one.
    return {
        "default_graph": [ox.NamedNode(name) for name in default],
        "named_graphs": [ox.NamedNode(name) for name in named],
    }


def _query(task: dict[str, Any]) -> Any:
    return _open(task).query(task["query"], base_iri=task["base"], prefixes=task["prefixes"], **_data_set(task))


def _graph(task: dict[str, Any]) -> dict[str, Any]:
    store, out = _open(task), _Bounded(task["bytes"])
    graph = ox.NamedNode(task["graph"]) if task["graph"] else ox.DefaultGraph()
    if isinstance(graph, ox.NamedNode) and not store.contains_named_graph(graph):
        return {"error": "there is no such graph", "code": "missing"}
    try:
        store.dump(out, format=_GRAPHS[task["graph_form"]], from_graph=graph, prefixes=task["prefixes"])
    except TooLargeError:
        return {"error": f"the graph has more than {task['bytes']} bytes", "code": "large"}
    return {"body": out.getvalue().decode("utf-8"), "form": task["graph_form"]}


def _results(task: dict[str, Any]) -> dict[str, Any]:
    if "graph" in task:
        return _graph(task)
    results = _query(task)
    return _body(results, task) if "result_form" in task else _rows(results, task["limit"])


def _found(task: dict[str, Any]) -> dict[str, Any]:
    try:
        return _results(task)
    except (OSError, RuntimeError):
        if not (task["store"] and task["trig"]):
            raise
    # A store that is broken, or is just being replaced: the file that it was made of says the same.
    return _results(task | {"store": ""})


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a task, or the error that the engine gives."""
    try:
        return _found(task)
    except SyntaxError as error:
        # What the parser would have taken instead is a list of hundreds of characters.
        return {"error": f"not SPARQL: {str(error).partition(': expected')[0]}", "code": "syntax"}
    except (OSError, ValueError, RuntimeError) as error:
        return {"error": str(error), "code": "engine"}
    except MemoryError:
        return {"error": "the query takes more memory than it may", "code": "large"}


def main() -> None:
    """Answer the task on stdin."""
    task = json.load(sys.stdin)
    _limit(task["timeout"])
    json.dump(answer(task), sys.stdout)


if __name__ == "__main__":
    main()
