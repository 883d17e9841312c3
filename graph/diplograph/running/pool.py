"""Processes that read, under supervision: one that dies or hangs is replaced, and its batch is read again.

A batch that fails is taken apart; a document that fails by itself as well is given up, and named. The processes are
started by a command of their own, neither forked nor by ``multiprocessing``: a fork copies locks that threads of the
parent hold, and a daemon, as Dask's workers are, may not have children of that kind.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import IO

from diplograph.errors import DiplographError, EngineError
from diplograph.reading.failure import one_line
from diplograph.running.backlog import Backlog, Batch
from diplograph.running.outcomes import Bounds, Done, MakeReader, Outcome, given_up

_START_SECONDS = 600.0
_MOST_FAILED_STARTS = 3
_GOODBYE_SECONDS = 10.0
_MOST_SHOWN = 200
# Dask sets it for its workers; it makes spaCy give memory back and take it again all the time.
_UNWANTED = "MALLOC_TRIM_THRESHOLD_"


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, what it is busy with, and until when it may be."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    lifeline: int
    complaints: IO[bytes]
    deadline: float
    batch: Batch | None = None
    ready: bool = False

    def end(self) -> None:
        """Stop the process at once and give back what it held."""
        self.process.kill()
        self.process.wait()
        self.pipe.close()
        os.close(self.lifeline)
        self.complaints.close()

    def last_words(self) -> str:
        """Return why it ended: the last line it wrote, or the signal that ended it."""
        try:
            code = self.process.wait(_GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            return "its process hung up"
        self.complaints.seek(0)
        lines = self.complaints.read()[-4096:].decode("utf-8", "replace").strip().splitlines()
        if code < 0 and not (lines and "Error" in lines[-1]):
            return f"its process was ended by signal {-code}"
        return one_line(lines[-1])[:_MOST_SHOWN] if lines else f"its process ended with code {code}"


class Pool:
    """Processes that read batches; use it as a context, at whose end no process is left."""

    def __init__(self, make_reader: MakeReader, jobs: int, bounds: Bounds | None = None) -> None:
        """Start nothing yet.

        Args:
            make_reader: run once in each process.
            jobs: number of processes.
            bounds: of time and memory.
        """
        self._make_reader, self._jobs, self._bounds = make_reader, jobs, bounds or Bounds()
        self._workers: list[_Worker] = []
        self._again: deque[Batch] = deque()
        self._failed_starts = 0

    def __enter__(self) -> Pool:
        """Return the pool."""
        return self

    def __exit__(self, *_: object) -> None:
        """End every process."""
        while self._workers:
            self._workers.pop().end()

    @property
    def pids(self) -> tuple[int, ...]:
        """Return the ids of the processes that are running."""
        return tuple(worker.process.pid for worker in self._workers)

    def run(self, backlog: Backlog) -> Iterator[Outcome]:
        """Yield what comes of each batch, as it comes.

        Raises:
            EngineError: if no process can be started.
            ModelError: if the model cannot be loaded.
        """
        while True:
            self._hand_out(backlog)
            busy = [worker for worker in self._workers if worker.batch]
            if not busy:
                return
            for worker in self._waited(busy, backlog):
                yield from self._heard(worker)
            yield from self._overdue()

    def _hand_out(self, backlog: Backlog) -> None:
        """Give every idle process a batch; start a process only if there is one for it."""
        idle = [worker for worker in self._workers if not worker.batch]
        while idle or len(self._workers) < self._jobs:
            batch = self._again.popleft() if self._again else backlog.take()
            if batch is None:
                return
            worker = idle.pop() if idle else self._started()
            worker.batch = batch
            if worker.ready:
                self._send(worker)

    def _started(self) -> _Worker:
        ours, theirs = Pipe()
        read_end, write_end = os.pipe()
        complaints = tempfile.TemporaryFile()  # noqa: SIM115  # closed by _Worker.end
        handles = (theirs.fileno(), read_end)
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "diplograph.running.worker", *map(str, handles)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints,
                pass_fds=handles, env=_environment(), process_group=0,
            )  # fmt: skip
        finally:
            theirs.close()
            os.close(read_end)
        worker = _Worker(process, ours, write_end, complaints, time.monotonic() + _START_SECONDS)
        self._workers.append(worker)
        self._told(worker, (self._make_reader, self._bounds.megabytes))
        return worker

    def _send(self, worker: _Worker) -> None:
        assert worker.batch is not None
        worker.deadline = time.monotonic() + self._bounds.time_for(worker.batch)
        self._told(worker, worker.batch.documents)

    def _told(self, worker: _Worker, message: object) -> None:
        try:
            worker.pipe.send(message)
        except (BrokenPipeError, ConnectionResetError):
            return  # it is dead: that will be heard as the end of its pipe

    def _waited(self, busy: list[_Worker], backlog: Backlog) -> list[_Worker]:
        """Return those who have something to say; until somebody has, look ahead at the inputs."""
        pipes = {worker.pipe: worker for worker in busy}
        while not (ready := wait(pipes, 0)):
            if backlog.total.complete or not backlog.advance():
                left = min(worker.deadline for worker in busy) - time.monotonic()
                ready = wait(pipes, max(0.0, left))
                break
        return [pipes[pipe] for pipe in ready if isinstance(pipe, Connection)]

    def _heard(self, worker: _Worker) -> Iterator[Outcome]:
        try:
            if not worker.ready:
                self._greeted(worker)
                return
            payload = worker.pipe.recv_bytes()
        except (EOFError, ConnectionResetError):
            yield from self._lost(worker, worker.last_words())
            return
        batch, worker.batch = worker.batch, None
        assert batch is not None
        yield Done(batch=batch, payload=payload)

    def _greeted(self, worker: _Worker) -> None:
        error = worker.pipe.recv()
        if isinstance(error, DiplographError):
            raise error
        worker.ready, self._failed_starts = True, 0
        self._send(worker)

    def _overdue(self) -> Iterator[Outcome]:
        now = time.monotonic()
        for worker in [one for one in self._workers if one.batch and one.deadline <= now]:
            yield from self._lost(worker, "it took too long")

    def _lost(self, worker: _Worker, reason: str) -> Iterator[Outcome]:
        """Replace a process and see that its batch is read again, or give the document up."""
        self._workers.remove(worker)
        worker.end()
        assert worker.batch is not None
        if worker.ready:
            yield from self._retried(worker.batch, reason)
        else:
            self._not_started(worker.batch, reason)

    def _not_started(self, batch: Batch, reason: str) -> None:
        """Put a batch back that nobody has looked at yet."""
        self._failed_starts += 1
        if self._failed_starts == _MOST_FAILED_STARTS:
            raise EngineError(f"no process that reads could be started: {reason}")
        self._again.append(batch)

    def _retried(self, batch: Batch, reason: str) -> Iterator[Outcome]:
        if len(batch.documents) > 1 or not batch.again:
            self._again.extend(batch.singly())
        else:
            yield given_up(batch, reason)


def _environment() -> dict[str, str]:
    """Return the environment for a process that finds what this one finds."""
    kept = {name: value for name, value in os.environ.items() if name != _UNWANTED}
    return kept | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}
