"""Processes under supervision: whatever they do, every document is read once or named, and no process is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import fakereaders
from diplograph.errors import EngineError, ModelError, OntologyError
from diplograph.model import Document
from diplograph.running.backlog import Backlog, Batch
from diplograph.running.outcomes import Bounds, Done, GivenUp, Outcome
from diplograph.running.pool import Pool
from diplograph.running.shardfile import readings_of

GOOD = "Reagan met Gorbachev."
QUICK = Bounds(seconds=1.0, megabytes=600)


def documents(texts: Sequence[str]) -> list[Document]:
    return [Document(id=f"d{number:03}", text=text) for number, text in enumerate(texts)]


def read_of(outcomes: Sequence[Outcome]) -> list[str]:
    done = (one for one in outcomes if isinstance(one, Done))
    return sorted(reading.document.id for one in done for reading in readings_of(one.payload))


def lost_of(outcomes: Sequence[Outcome]) -> dict[str, str]:
    return {one.document.id: one.failure.reason for one in outcomes if isinstance(one, GivenUp)}


def run(texts: Sequence[str], jobs: int = 1, bounds: Bounds = QUICK) -> list[Outcome]:
    with Pool(fakereaders.make_reader, jobs, bounds) as pool:
        return list(pool.run(Backlog(documents(texts))))


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_document_is_read_once(jobs: int) -> None:
    outcomes = run([GOOD] * 40, jobs)
    assert read_of(outcomes) == [f"d{number:03}" for number in range(40)]
    assert not lost_of(outcomes)


BAD = {"HANG": "took too long", "DIE": "signal 9", "RAISE": "RecursionError: too deep", "EAT": "MemoryError"}


@pytest.mark.parametrize("word", BAD)
def test_a_document_that_ends_its_process_twice_is_named_and_the_others_are_read(word: str) -> None:
    outcomes = run([GOOD, GOOD, f"{word} met Gorbachev.", GOOD])
    assert read_of(outcomes) == ["d000", "d001", "d003"]
    (reason,) = lost_of(outcomes).values()
    assert 'document "d002" could not be read, tried twice' in reason
    assert BAD[word] in reason


def test_a_process_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    outcomes = run([GOOD, f"ONCE {tmp_path / 'done'} met Gorbachev.", GOOD])
    assert read_of(outcomes) == ["d000", "d001", "d002"]
    assert not lost_of(outcomes)


def test_processes_killed_from_outside_lose_and_double_nothing() -> None:
    found: list[Outcome] = []
    with Pool(fakereaders.slow(0.01), 2, QUICK) as pool:
        for number, outcome in enumerate(pool.run(Backlog(documents([GOOD] * 64)))):
            found.append(outcome)
            if number in {0, 2}:
                os.kill(pool.pids[-1], signal.SIGKILL)
    assert read_of(found) == [f"d{number:03}" for number in range(64)]
    assert not lost_of(found)


def test_no_process_is_left() -> None:
    with Pool(fakereaders.slow(0.01), 2, QUICK) as pool:
        outcomes = pool.run(Backlog(documents([GOOD] * 64)))
        next(outcomes)
        pids = pool.pids
    assert pids
    assert not any(_is_running(pid) for pid in pids)


def test_a_batch_has_time_for_its_length() -> None:
    batch = Batch(documents=(Document(id="a", text="x" * 5000),))
    assert Bounds(seconds=10, chars_per_second=1000).time_for(batch) == 15


def test_a_missing_model_is_said() -> None:
    with Pool(fakereaders.without_model, 2) as pool, pytest.raises(ModelError, match="no such model"):
        list(pool.run(Backlog(documents([GOOD]))))


def test_a_wrong_row_of_the_ontology_is_said() -> None:
    with Pool(fakereaders.without_weights, 1) as pool, pytest.raises(OntologyError, match="a number") as caught:
        list(pool.run(Backlog(documents([GOOD]))))
    assert (caught.value.file, caught.value.line) == ("typer.tsv", 3)


def test_processes_that_cannot_start_stop_the_run() -> None:
    with Pool(fakereaders.without_memory, 1) as pool, pytest.raises(EngineError, match="signal 9"):
        list(pool.run(Backlog(documents([GOOD]))))


def test_no_process_is_started_without_documents() -> None:
    with Pool(fakereaders.make_reader, 2) as pool:
        assert not list(pool.run(Backlog([])))
        assert not pool.pids


def test_a_parent_that_is_killed_takes_its_processes_with_it(tmp_path: Path) -> None:
    code = (
        "import sys, fakereaders; from test_pool import *\n"
        "with Pool(fakereaders.slow(60), 2, Bounds()) as pool:\n"
        "    backlog = Backlog(documents([GOOD] * 64))\n"
        "    pool._hand_out(backlog); print(*pool.pids, flush=True); list(pool.run(backlog))"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path}
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        parent.kill()
    assert all(_ends(pid) for pid in pids)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _ends(pid: int) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not _is_running(pid):
            return True
        time.sleep(0.05)
    return False


# -------------------------------------------------------------- the backlog


def _counted(number: int, looked_at: list[int]) -> Iterator[Document]:
    for at in range(number):
        looked_at.append(at)
        yield Document(id=str(at), text="two words")


def test_inputs_are_looked_at_no_further_than_asked() -> None:
    looked_at: list[int] = []
    backlog = Backlog(_counted(100, looked_at))
    assert not looked_at
    batch = backlog.take()
    assert batch is not None
    assert len(looked_at) == len(batch.documents) == 16
    while backlog.advance():
        pass
    assert (backlog.total.documents, backlog.total.words, backlog.total.complete) == (100, 200, True)
    assert sum(len(one.documents) for one in iter(backlog.take, None)) == 84


def test_long_documents_make_small_batches() -> None:
    batch = Backlog(Document(id=str(at), text="x" * 60_000) for at in range(10)).take()
    assert batch is not None
    assert len(batch.documents) == 2


def test_a_batch_on_its_way_stays_together() -> None:
    batch = Batch(documents=tuple(documents(["x" * 60_000] * 10)), again=True)
    backlog = Backlog.of(batch)
    assert backlog.take() == batch
    assert backlog.take() is None
