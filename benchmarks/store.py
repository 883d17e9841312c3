"""Measure Oxigraph in memory and our store on disk beside rdflib in memory: load, serialise, six queries, memory.

Run: PYTHONPATH=graph:benchmarks python benchmarks/store.py [--sizes 10000,100000] [--json FILE] [--repeat 3]

All in one run, each engine in a process of its own, so that the peak of its memory can be told. Like is compared
with like in the first ratio (both in memory); the second is of the store on disk as a query opens it, for
reading, after its writer has closed it. What a load to disk consists of is told step by step, beside the same of no
data. The data are synthetic
(``page.synthetic``): two states or their people act on each other, one claim an event, ten events a document.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import platform
import resource
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from page import synthetic

QUERIES: Mapping[str, str] = {
    "events of a state": "SELECT ?e ?l { ?e dg:involvedCountry cty:FRA ; rdfs:label ?l }",
    "by class and day": (
        "SELECT ?e { ?e a dg:Meeting ; dg:status modality:asserted ; sem:hasEarliestBeginTimeStamp ?d "
        'FILTER(?d >= "2020-01-01"^^xsd:date && ?d < "2020-04-01"^^xsd:date) }'
    ),
    "count by class": "SELECT ?c (COUNT(?e) AS ?n) { ?e a dg:Event, ?c } GROUP BY ?c",
    "evidence": (
        "SELECT ?e ?words { ?c dg:about ?e ; dg:trigger ?t ; dg:grade grade:A . ?t dg:exact ?words . "
        "?e dg:sourceCountry cty:RUS }"
    ),
    "dyads": (
        "SELECT ?a ?b (COUNT(DISTINCT ?e) AS ?n) { ?e dg:sourceCountry ?a ; dg:targetCountry ?b ; "
        "dg:quadClass quad:material-conflict } GROUP BY ?a ?b"
    ),
    "who met": (
        "SELECT DISTINCT ?a ?b { ?e a dg:Meeting ; dg:hasParticipation ?p , ?q . ?p dg:actor ?a ; dg:position ?m . "
        "?q dg:actor ?b ; dg:position ?n FILTER(?m < ?n) } "
    ),
}
# A synthetic event costs about 76 triples with its share of actors, spans and the article.
PER_EVENT = 76


def _timed(work: Callable[[], Any], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _report(load: float, write: float, size: int, ask: Callable[[str], int], repeat: int) -> dict[str, Any]:
    found = {name: ask(text) for name, text in QUERIES.items()}
    times = {name: _timed(lambda text=text: ask(text), repeat) for name, text in QUERIES.items()}  # type: ignore[misc]
    return {"load": load, "write": write, "triples": size, "rows": found, "queries": times, "memory": _peak()}


def measure_rdflib(path: Path, repeat: int) -> dict[str, Any]:
    """Return what rdflib's memory store takes; its queries are parsed once more each time, as ours are."""
    from rdflib import Graph

    from diplograph.vocabulary import PREFIXES

    graph = Graph()
    start = time.perf_counter()
    graph.parse(path, format="turtle")
    load = time.perf_counter() - start
    write = _timed(lambda: graph.serialize(format="turtle"), 1)
    names = dict(PREFIXES)
    return _report(load, write, len(graph), lambda text: len(list(graph.query(text, initNs=names))), repeat)


def _count(store: Any, text: str) -> int:
    from diplograph.vocabulary import PREFIXES

    return sum(1 for _ in store.query(text, prefixes=dict(PREFIXES)))


def _dump(store: Any) -> None:
    import pyoxigraph as ox

    from diplograph.vocabulary import PREFIXES

    store.dump(format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph(), prefixes=dict(PREFIXES))


def measure_memory(path: Path, repeat: int) -> dict[str, Any]:
    """Return what Oxigraph takes in memory, as in ``validate`` and for queries of what was not saved."""
    import pyoxigraph as ox

    store = ox.Store()
    load = _timed(lambda: store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE), 1)
    write = _timed(lambda: _dump(store), 1)
    return _report(load, write, len(store), lambda text: _count(store, text), repeat)


def _load(path: Path, folder: Path) -> None:
    import pyoxigraph as ox

    from diplograph.querying.store import open_store

    with open_store(folder) as store:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)


def _phases(path: Path | None, folder: Path) -> dict[str, float]:
    """Return the seconds of each step of a load; of one of nothing, what every store costs."""
    import pyoxigraph as ox

    times = [time.perf_counter()]
    store = ox.Store(str(folder))
    times.append(time.perf_counter())
    if path:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    times.append(time.perf_counter())
    store.flush()
    del store
    times.append(time.perf_counter())
    return dict(zip(("open", "load", "close"), (after - before for before, after in pairwise(times)), strict=True))


def _least_phases(path: Path | None, place: Path, repeat: int) -> dict[str, float]:
    found = [_phases(path, place / f"{bool(path)}{number}") for number in range(repeat)]
    return {name: min(one[name] for one in found) for name in found[0]}


def measure_disk(path: Path, repeat: int) -> dict[str, Any]:
    """Return what the store on disk takes, from the file to a closed store, and when it is opened to be asked."""
    # Imported before anything is timed, as rdflib is.
    from diplograph.querying.store import read_store

    with TemporaryDirectory() as place:
        folder = Path(place) / "store"
        load = _timed(lambda: _load(path, folder), 1)
        with read_store(folder) as store:
            write = _timed(lambda: _dump(store), 1)
            found = _report(load, write, len(store), lambda text: _count(store, text), repeat)
        steps = {name: _least_phases(one, Path(place), repeat) for name, one in (("graph", path), ("nothing", None))}
        return {**found, "steps": steps}


def _call(work: Callable[..., dict[str, Any]], path: Path, repeat: int, answers: Any) -> None:
    warnings.simplefilter("ignore")
    answers.put(work(path, repeat))


def _apart(work: Callable[..., dict[str, Any]], path: Path, repeat: int) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_call, args=(work, path, repeat, answers))
    process.start()
    found: dict[str, Any] = answers.get(timeout=3600)
    process.join()
    return found


def _mean(values: Iterator[float]) -> float:
    logs = [math.log(value) for value in values]
    return math.exp(sum(logs) / len(logs))


def _records_to_turtle(size: int, path: Path) -> float:
    from diplograph.outputs.rdf import turtle_chunks

    records = synthetic(max(size // PER_EVENT, 10))
    start = time.perf_counter()
    path.write_text("".join(turtle_chunks(records)), encoding="utf-8")
    return time.perf_counter() - start


ENGINES: Mapping[str, Callable[[Path, int], dict[str, Any]]] = {
    "rdflib": measure_rdflib,
    "memory": measure_memory,
    "disk": measure_disk,
}


def _ratios(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, float]:
    queries = {name: theirs["queries"][name] / ours["queries"][name] for name in QUERIES}
    plain = {name: theirs[name] / ours[name] for name in ("load", "write", "memory")}
    return plain | queries | {"queries": _mean(iter(queries.values()))}


def measure(size: int, repeat: int) -> dict[str, Any]:
    """Return all that is measured at a size."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.ttl"
        writer = _records_to_turtle(size, path)
        found = {name: _apart(engine, path, repeat) for name, engine in ENGINES.items()}
    theirs = found["rdflib"]
    if any((one["rows"], one["triples"]) != (theirs["rows"], theirs["triples"]) for one in found.values()):
        raise SystemExit(f"the engines disagree: { {name: one['rows'] for name, one in found.items()} }")
    return {
        "triples": theirs["triples"],
        "records to Turtle": writer,
        "ratio": theirs["write"] / writer,
        "engines": found,
        "ratios": {name: _ratios(theirs, found[name]) for name in ("memory", "disk")},
    }


def _row(label: str, values: Iterable[str], ratios: Iterable[float]) -> str:
    return f"{label:<28}{''.join(f'{value:>11}' for value in values)}{''.join(f'{ratio:>10.1f}x' for ratio in ratios)}"


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    engines, ratios = found["engines"], found["ratios"].values()
    yield f"\n{found['triples']:>12,} triples{'rdflib':>19}{'memory':>11}{'disk':>11}{'memory':>11}{'disk':>11}"
    for name, label in (("load", "load, s"), ("write", "serialise to Turtle, s")):
        yield _row(label, (f"{one[name]:.3f}" for one in engines.values()), (one[name] for one in ratios))
    for name in QUERIES:
        times = (f"{1000 * one['queries'][name]:.2f}" for one in engines.values())
        yield _row(f"{name} ({engines['rdflib']['rows'][name]}), ms", times, (one[name] for one in ratios))
    yield _row("queries, geometric mean", [""] * len(engines), (one["queries"] for one in ratios))
    yield _row(
        "memory, peak, MB", (f"{one['memory']:.0f}" for one in engines.values()), (one["memory"] for one in ratios)
    )
    for what, label in (("graph", "load to disk"), ("nothing", "the same of nothing")):
        steps = engines["disk"]["steps"][what]
        yield f"{label}, ms: {', '.join(f'{name} {1000 * seconds:.0f}' for name, seconds in steps.items())}"
    writer = f"{found['records to Turtle']:.3f} s, {found['ratio']:.1f} times as fast as rdflib writes its graph"
    yield f"records to Turtle by our own writer: {writer}"


def main() -> None:
    """Print a table a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="10000,100000", help="numbers of triples, about")
    parser.add_argument("--repeat", type=int, default=3, help="of each query; the fastest counts")
    parser.add_argument("--json", type=Path, help="a file to keep the numbers in")
    options = parser.parse_args()
    results = []
    for size in options.sizes.split(","):
        results.append(measure(int(size), options.repeat))
        print("\n".join(_lines(results[-1])), flush=True)
    if options.json:
        machine = {"python": platform.python_version(), "machine": platform.machine()}
        options.json.write_text(json.dumps({"on": machine, "results": results}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
