"""Measure how long a build takes to become DataFrames, and dyads by month, and how much memory that needs.

Run: PYTHONPATH=graph:benchmarks python benchmarks/analysis.py [--events 100000] [--repeat 3]

The events are synthetic and the same on every machine (``page.synthetic``), with their Goldstein values: two actors and
one claim an event, ten events a document. The fastest of the repeats counts. Gates: 3 s by the clock for the four
tables together, 1 s for dyads by month; on a machine that others use too, the processor's time says more.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pandas as pd
from page import synthetic

from diplograph.analysis.dyads import dyads
from diplograph.analysis.frames import table_frame
from diplograph.codebook.codes import goldstein
from diplograph.model import Records
from diplograph.outputs.tables import TABLES

GATES = {"the four tables": 3.0, "dyads by month": 1.0}


def valued(events: int) -> Records:
    """Return synthetic records whose events have their Goldstein values."""
    records = synthetic(events)
    scored = (replace(event, goldstein=goldstein(event.cameo) if event.cameo else None) for event in records.events)
    return replace(records, events=tuple(scored))


def peak() -> float:
    """Return the most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(work: Callable[[], pd.DataFrame], repeat: int) -> tuple[float, float, pd.DataFrame]:
    """Return the shortest time of several runs, in seconds by the clock and of the processor, and the frame."""
    times, busy = [], []
    for _ in range(repeat):
        start, used = time.perf_counter(), time.process_time()
        frame = work()
        times.append(time.perf_counter() - start)
        busy.append(time.process_time() - used)
    return min(times), min(busy), frame


def lines(events: int, repeat: int) -> Iterator[str]:
    """Yield a line for each of the things measured."""
    records = valued(events)
    before = peak()
    yield f"{len(records.events):,} events, {len(records.actors):,} actors; records in memory: {before:,.0f} MB"
    yield f"{'':<24}{'clock':>8}   {'processor':>9}"
    whole = used = 0.0
    for name in TABLES:
        seconds, busy, frame = measured(partial(table_frame, records, name), repeat)
        whole, used = whole + seconds, used + busy
        size = frame.memory_usage(deep=True).sum() / 1e6
        yield f"{name:<24}{seconds:>6.2f} s   {busy:>7.2f} s   {len(frame):,} x {frame.shape[1]}, {size:.1f} MB"
    yield gate("the four tables", whole, used)
    seconds, busy, frame = measured(partial(dyads, records), repeat)
    yield f"{gate('dyads by month', seconds, busy)}; {len(frame):,} rows"
    yield f"{'peak of memory':<24}{peak():,.0f} MB, {peak() - before:,.0f} MB above the records"


def gate(name: str, seconds: float, busy: float) -> str:
    """Return a time beside the most that it may be."""
    most = GATES[name]
    return f"{name:<24}{seconds:>6.2f} s   {busy:>7.2f} s   gate {most:.0f} s: {'kept' if seconds < most else 'MISSED'}"


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3, help="the fastest counts")
    options = parser.parse_args()
    for line in lines(options.events, options.repeat):
        print(line, flush=True)


if __name__ == "__main__":
    main()
