"""Measure the store beside rdflib's in memory: load, serialise, six queries, memory; in one run, on one machine.

Run: PYTHONPATH=graph:benchmarks python benchmarks/store.py [--sizes 10000,100000] [--json FILE] [--repeat 3]

Each engine works in a process of its own, so that the peak of its memory can be told. The data are synthetic
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
from collections.abc import Callable, Iterator, Mapping
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


def measure_ours(path: Path, repeat: int) -> dict[str, Any]:
    """Return what the store on disk takes."""
    import pyoxigraph as ox

    from diplograph.querying.store import open_store
    from diplograph.vocabulary import PREFIXES

    with TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        start = time.perf_counter()
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
        load = time.perf_counter() - start
        default, names = ox.DefaultGraph(), dict(PREFIXES)
        write = _timed(lambda: store.dump(format=ox.RdfFormat.TURTLE, from_graph=default, prefixes=names), repeat)

        def ask(text: str) -> int:
            return sum(1 for _ in store.query(text, prefixes=names))  # type: ignore[arg-type, misc, union-attr]

        return _report(load, write, len(store), ask, repeat)


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


def measure(size: int, repeat: int) -> dict[str, Any]:
    """Return all that is measured at a size."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.ttl"
        writer = _records_to_turtle(size, path)
        ours, theirs = _apart(measure_ours, path, repeat), _apart(measure_rdflib, path, repeat)
    if (ours["rows"], ours["triples"]) != (theirs["rows"], theirs["triples"]):
        raise SystemExit(f"the engines disagree: {ours['rows']} and {theirs['rows']}")
    ratios = {name: theirs["queries"][name] / ours["queries"][name] for name in QUERIES}
    return {
        "triples": ours["triples"],
        "ours": ours | {"records to Turtle": writer},
        "rdflib": theirs,
        "ratios": {
            "load": theirs["load"] / ours["load"],
            "write": theirs["write"] / ours["write"],
            "records to Turtle": theirs["write"] / writer,
            "memory": theirs["memory"] / ours["memory"],
            **ratios,
            "queries": _mean(iter(ratios.values())),
        },
    }


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    ours, theirs, ratios = found["ours"], found["rdflib"], found["ratios"]
    yield f"\n{found['triples']:,} triples{'rdflib':>23}{'diplograph':>14}{'ratio':>9}"
    for name in ("load", "write"):
        yield f"{name:<24}{theirs[name]:>12.3f} s{ours[name]:>12.4f} s{ratios[name]:>8.1f}x"
    name = "records to Turtle"
    yield f"{name:<24}{theirs['write']:>12.3f} s{ours[name]:>12.4f} s{ratios[name]:>8.1f}x"
    for name in QUERIES:
        label = f"{name} ({ours['rows'][name]})"
        mine, other = ours["queries"][name], theirs["queries"][name]
        yield f"{label:<24}{other:>12.4f} s{mine:>12.5f} s{ratios[name]:>8.1f}x"
    yield f"{'queries, geometric mean':<52}{ratios['queries']:>8.1f}x"
    yield f"{'memory, peak':<24}{theirs['memory']:>11.0f} MB{ours['memory']:>11.0f} MB{ratios['memory']:>8.1f}x"


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
