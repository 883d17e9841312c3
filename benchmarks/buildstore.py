"""Measure what a build's store costs when it is written, and what it saves when it is asked.

Run: PYTHONPATH=graph:benchmarks python benchmarks/buildstore.py [--events 1300,6500] [--repeat 5]

The data are synthetic (``page.synthetic``). A query is timed as the command line asks it, with its own process:
first by the store, then by the TriG file, as if there were no store.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from page import synthetic

from diplograph.outputs.folder import TRIG, write_folder
from diplograph.querying.buildstore import SUMS, write_build
from diplograph.querying.named import NamedQuery, named_query
from diplograph.querying.sparql import run_query

QUERIES: dict[str, str | NamedQuery] = {
    "events of a state": "SELECT ?e ?l { ?e dg:involvedCountry cty:FRA ; rdfs:label ?l }",
    "who-met-whom": named_query("who-met-whom"),
}


def _seconds(work: Callable[[], Any], repeat: int = 1) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _lines(events: int, folder: Path, repeat: int) -> Iterator[str]:
    records = synthetic(events)
    files = _seconds(lambda: write_folder(records, folder))
    whole, again = (_seconds(lambda: write_build(records, folder)) for _ in range(2))
    yield f"{events:,} events, {TRIG} {(folder / TRIG).stat().st_size / 1e6:.1f} MB"
    yield f"  files {files:.2f} s, with a store {whole:.2f} s, with one that is in step {again:.2f} s"
    for name, query in QUERIES.items():
        with_store = _seconds(lambda query=query: run_query(folder, query), repeat)  # type: ignore[misc]
        (folder / SUMS).rename(folder / "aside")
        without = _seconds(lambda query=query: run_query(folder, query), repeat)  # type: ignore[misc]
        (folder / "aside").rename(folder / SUMS)
        yield f"  {name}: store {with_store:.3f} s, TriG {without:.3f} s, {without / with_store:.1f}x"


def main() -> None:
    """Print a few lines a size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", default="1300,6500", help="sizes; an event is about 76 triples")
    parser.add_argument("--repeat", type=int, default=5, help="of each query; the fastest counts")
    options = parser.parse_args()
    for events in options.events.split(","):
        with TemporaryDirectory() as place:
            print("\n".join(_lines(int(events), Path(place), options.repeat)), flush=True)


if __name__ == "__main__":
    main()
