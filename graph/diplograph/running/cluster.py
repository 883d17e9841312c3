"""Reading on Dask distributed: the same batches and the same shard function, on other machines.

Each thread of a Dask worker keeps one supervised process that reads, so that a document is bounded there as here.
Dask sees to workers that die: their batches go to others.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from diplograph.errors import EngineError, UsageError
from diplograph.running.backlog import Backlog, Batch
from diplograph.running.engines import Work
from diplograph.running.outcomes import Bounds, Engine, MakeReader, Outcome, given_up
from diplograph.running.pool import Pool

_AHEAD = 2
_LOOPBACK = "127.0.0.1"
_CONNECT_SECONDS = 10


class _Processes(threading.local):
    """The process of each thread, and what it was started for."""

    made_for: tuple[MakeReader, Bounds] | None = None
    pool: Pool | None = None


_PROCESSES = _Processes()


def read_on_worker(make_reader: MakeReader, bounds: Bounds, batch: Batch) -> list[Outcome]:
    """Return what comes of a batch: run on a Dask worker."""
    if _PROCESSES.pool is None or str(_PROCESSES.made_for) != str((make_reader, bounds)):
        if _PROCESSES.pool is not None:
            _PROCESSES.pool.__exit__()
        _PROCESSES.made_for, _PROCESSES.pool = (make_reader, bounds), Pool(make_reader, 1, bounds)
    return list(_PROCESSES.pool.run(Backlog.of(batch)))


def on_dask(make_reader: MakeReader, work: Work, address: str | None) -> Engine:
    """Return the engine of a Dask cluster.

    Args:
        make_reader: makes the shard function.
        work: how many processes a cluster of its own has, and what a document may cost.
        address: of a scheduler; without one a cluster is made on this machine, which only this machine can reach.

    Raises:
        UsageError: if Dask is not installed.
    """
    distributed = _distributed()

    def run(backlog: Backlog) -> Iterator[Outcome]:
        with _client(distributed, address, work.jobs) as client:
            yield from _read(distributed, client, backlog, (make_reader, work.bounds))

    return run


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise UsageError("engine dask needs the extra dask: pip install 'diplograph[dask]'") from error


@contextmanager
def _client(distributed: Any, address: str | None, jobs: int) -> Iterator[Any]:
    if address:
        with _connected(distributed, address) as client:
            yield client
        return
    options = {"n_workers": jobs, "threads_per_worker": 1, "host": _LOOPBACK, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client


def _connected(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(address, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise EngineError(f"no Dask scheduler answers at {address} ({error})") from error


def _read(distributed: Any, client: Any, backlog: Backlog, how: tuple[MakeReader, Bounds]) -> Iterator[Outcome]:
    """Keep every worker busy and yield what comes of each batch; no more is under way than they need."""
    waiting = distributed.as_completed()
    batches: dict[str, Batch] = {}

    def hand_out(batch: Batch) -> None:
        future = client.submit(read_on_worker, *how, batch, pure=False)
        batches[future.key] = batch
        waiting.add(future)

    def fill() -> None:
        while len(batches) < _AHEAD * max(1, sum(client.nthreads().values())) and (batch := backlog.take()):
            hand_out(batch)

    fill()
    while batches:
        future = next(waiting)
        batch = batches.pop(future.key)
        error = future.exception() if future.status == "error" else None
        if isinstance(error, distributed.KilledWorker):
            yield from _apart(batch, hand_out)
        elif future.status != "finished":
            raise error or EngineError("the Dask cluster gave a batch up")
        else:
            yield from future.result()
        fill()


def _apart(batch: Batch, hand_out: Any) -> Iterator[Outcome]:
    """Try the documents of a batch that ended its workers one by one, or give its only one up."""
    if batch.again and len(batch.documents) == 1:
        yield given_up(batch, "the workers that read it ended")
    for one in batch.singly() if not batch.again else ():
        hand_out(one)
