"""Where batches are read: in this process, in several on this machine, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from diplograph.errors import UsageError
from diplograph.running.backlog import Backlog
from diplograph.running.outcomes import Bounds, Done, Engine, MakeReader, Outcome
from diplograph.running.pool import Pool

LOCAL, DASK = "local", "dask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Where documents are read, and what that may cost.

    Args:
        engine: ``local``, ``dask`` (a cluster of its own on this machine) or ``dask=ADDRESS``.
        jobs: processes that read; of a cluster in use its own number counts.
        bounds: of time and memory for a document.
    """

    engine: str = LOCAL
    jobs: int = 1
    bounds: Bounds = field(default_factory=Bounds)


def engine_for(work: Work, make_reader: MakeReader) -> Engine:
    """Return the engine that ``work`` names.

    Raises:
        UsageError: if there is no such engine.
    """
    kind, _, address = work.engine.partition("=")
    if kind == LOCAL and not address:
        return supervised(make_reader, work.jobs, work.bounds)
    if kind == DASK:
        from diplograph.running.cluster import on_dask

        return on_dask(make_reader, work, address or None)
    raise UsageError(f"unknown engine {work.engine!r}, known: {LOCAL}, {DASK}, {DASK}=ADDRESS")


def supervised(make_reader: MakeReader, jobs: int, bounds: Bounds | None = None) -> Engine:
    """Return the engine of ``jobs`` supervised processes."""

    def run(backlog: Backlog) -> Iterator[Outcome]:
        with Pool(make_reader, jobs, bounds) as pool:
            yield from pool.run(backlog)

    return run


def alone(make_reader: MakeReader) -> Engine:
    """Return the engine of this process, which nobody supervises."""

    def run(backlog: Backlog) -> Iterator[Outcome]:
        read = None
        while batch := backlog.take():
            read = read or make_reader()
            yield Done(batch=batch, payload=read(batch.documents))

    return run
