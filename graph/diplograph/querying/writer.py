"""The process that writes to a store that is served: it holds the lock, and may be killed at any moment.

Each change is one transaction of the engine; after a kill the store is as before it or as after it. When a change is
done, a copy of the store is made, which readers ask. It is run as a script and imports nothing of diplograph. Each line
that it reads on stdin is a task in JSON, and is answered by such a line on stdout; it ends with its stdin.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

_MEMORY = 4 << 30
_FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_DEFAULT = ox.DefaultGraph()


class RefusedError(Exception):
    """A graph that was sent is not one."""


def _limit_memory() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if soft < 0 else min(_MEMORY, soft), hard))


def _limit_time(seconds: float) -> None:
    # If the parent dies before it can kill us, the kernel does.
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 2, hard))


def _is_there(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
    if isinstance(graph, ox.NamedNode):
        return store.contains_named_graph(graph)
    return next(iter(store.quads_for_pattern(None, None, None, graph)), None) is not None


def _sent(task: dict[str, Any], base: str) -> list[ox.Triple]:
    quads = list(ox.parse(task["body"], format=_FORMS[task["form"]], base_iri=base))
    if any(quad.graph_name != _DEFAULT for quad in quads):
        raise RefusedError("one graph is expected, and no names of graphs in it")
    return [quad.triple for quad in quads]


def _insert(graph: ox.NamedNode | ox.DefaultGraph, triples: Iterable[ox.Triple]) -> str:
    # The engine's own writing of a triple is N-Triples, in which nothing can end the statement early.
    lines = "".join(f"{triple} .\n" for triple in triples)
    inner = f"GRAPH {graph} {{\n{lines}}}" if isinstance(graph, ox.NamedNode) else lines
    return f"INSERT DATA {{ {inner} }}"


def _put_graph(store: ox.Store, task: dict[str, Any]) -> int:
    """Replace, extend or remove a graph; return the status that the Graph Store Protocol wants."""
    graph = ox.NamedNode(task["graph"]) if task["graph"] else _DEFAULT
    was_there, is_named = _is_there(store, graph), isinstance(graph, ox.NamedNode)
    if task["method"] == "DELETE":
        if not was_there:
            return 404
        store.update(f"DROP GRAPH {graph}" if is_named else "DROP DEFAULT")
        return 204
    steps = [_insert(graph, _sent(task, task["graph"] or task["base"]))]
    if is_named:
        steps.insert(0, f"CREATE SILENT GRAPH {graph}")
    if task["method"] == "PUT":
        steps.insert(0, f"DROP SILENT GRAPH {graph}" if is_named else "DROP DEFAULT")
    store.update(" ;\n".join(steps))
    return 204 if was_there else 201


def _change(store: ox.Store, task: dict[str, Any]) -> int:
    if "update" not in task:
        return _put_graph(store, task)
    store.update(task["update"], base_iri=task["base"], prefixes=task["prefixes"])
    return 204


def _error(message: object, code: str) -> dict[str, Any]:
    return {"error": str(message).partition(": expected")[0][:1000], "code": code}


def _changed(store: ox.Store, task: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"status": _change(store, task)}
    except SyntaxError as error:
        return _error(f"cannot be read: {error}", "syntax")
    except RefusedError as error:
        return _error(error, "syntax")
    except (OSError, ValueError, RuntimeError) as error:
        # What RocksDB calls a corruption, and that a graph to be made is there already, are of one class.
        return _error(error, "conflict" if str(error).startswith("The graph <") else "engine")
    except MemoryError:
        return _error("the change takes more memory than it may", "large")


def answer(store: ox.Store, task: dict[str, Any]) -> dict[str, Any]:
    """Make a change and then a copy of the store, and return the status, or the error that the engine gives."""
    _limit_time(task["timeout"])
    found = _changed(store, task)
    if found.get("status") in {201, 204}:
        try:
            store.backup(task["copy"])
        except (OSError, RuntimeError) as error:
            return _error(f"the change is written, but readers cannot see it yet: {error}", "engine")
    return found


def _say(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Open the store that the first line names, and do what the others say."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when it ends
    _limit_memory()
    first = json.loads(sys.stdin.readline())
    try:
        store = ox.Store(first["store"])
        store.backup(first["copy"])
    except (OSError, RuntimeError) as error:
        _say(_error(error, "engine"))
        return
    _say({"status": 200})
    for line in sys.stdin:
        _say(answer(store, json.loads(line)))
    store.flush()


if __name__ == "__main__":
    main()
