"""The process that answers one query and may be killed: Oxigraph cannot be interrupted.

It is run as a script and imports nothing of diplograph, so that it is up in a few hundredths of a second.
What it reads on stdin and writes on stdout is JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

import pyoxigraph as ox

_MEMORY = 4 << 30


def _limit(seconds: float) -> None:
    # If the parent dies before it can kill us, the kernel does.
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2, int(seconds) + 3))
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if soft < 0 else min(_MEMORY, soft), hard))


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


def _answer(results: Any, limit: int) -> dict[str, Any]:
    if isinstance(results, ox.QueryBoolean):
        return {"boolean": bool(results)}
    if isinstance(results, ox.QueryTriples):
        names, found = ["subject", "predicate", "object"], results
    else:
        names, found = [variable.value for variable in results.variables], results
    rows: list[list[dict[str, str] | None]] = []
    for solution in found:
        if len(rows) == limit:
            return {"error": f"the query has more than {limit} rows; add a LIMIT"}
        rows.append([_term(term) for term in solution])
    return {"variables": names, "rows": rows, "graph": isinstance(results, ox.QueryTriples)}


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a task, or the error that the engine gives."""
    try:
        results = _open(task).query(task["query"], use_default_graph_as_union=True, prefixes=task["prefixes"])
        return _answer(results, task["limit"])
    except SyntaxError as error:
        return {"error": f"not SPARQL: {error}"}
    except (OSError, ValueError, RuntimeError) as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "the query takes more memory than it may"}


def main() -> None:
    """Answer the task on stdin."""
    task = json.load(sys.stdin)
    _limit(task["timeout"])
    json.dump(answer(task), sys.stdout)


if __name__ == "__main__":
    main()
