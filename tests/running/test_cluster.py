"""Dask: the bytes of a local build, whatever happens to a worker; everything stays on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from builds import children, command_of, contents, environment, finish, shards, start, wait_for

pytest.importorskip("distributed", reason="the extra dask is not installed")


def descendants(pid: int) -> list[int]:
    found = children(pid)
    return [*found, *(below for child in found for below in descendants(child))]


def dask_workers(pid: int) -> list[int]:
    return [one for one in descendants(pid) if "spawn_main" in command_of(one)]


def readers(pid: int) -> list[int]:
    return [one for one in descendants(pid) if "diplograph.running.worker" in command_of(one)]


def listening(pids: list[int]) -> set[str]:
    """Return the addresses at which processes listen, as hexadecimal numbers."""
    sockets = set()
    for pid in pids:
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                sockets.add(str(handle.readlink()))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            columns = line.split()
            if columns[3] == "0A" and f"socket:[{columns[9]}]" in sockets:
                found.add(columns[1].split(":")[0])
    return found


LOOPBACK = "0100007F"


def test_a_killed_worker_loses_and_doubles_nothing_and_nobody_else_can_connect(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    process = start(source, tmp_path / "out", "--engine", "dask", "--jobs", "2", seconds=0.05)
    wait_for(lambda: shards(tmp_path / "out"), process)
    assert listening([process.pid, *dask_workers(process.pid)]) == {LOOPBACK}
    os.kill(dask_workers(process.pid)[0], signal.SIGKILL)
    assert finish(process)[0] == 0
    assert contents(tmp_path / "out") == whole


@pytest.mark.slow
def test_a_killed_reader_loses_and_doubles_nothing(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    process = start(source, tmp_path / "out", "--engine", "dask", "--jobs", "2", seconds=0.05)
    wait_for(lambda: readers(process.pid), process)
    os.kill(readers(process.pid)[0], signal.SIGKILL)
    assert finish(process)[0] == 0
    assert contents(tmp_path / "out") == whole


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Give the address of a scheduler with one worker, both processes of their own."""
    file = tmp_path / "scheduler.json"
    common = ["--scheduler-file", str(file)]
    host = ["--host", "127.0.0.1", "--no-dashboard"]
    commands = [["scheduler", *common, *host, "--port", "0"], ["worker", *common, *host, "--nthreads", "1"]]
    started = []
    try:
        for command in commands:
            full = [sys.executable, "-m", "dask", *command]
            started.append(subprocess.Popen(full, stderr=subprocess.DEVNULL, env=environment(), cwd=tmp_path))
        yield f"file:{file}"
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def test_a_scheduler_in_use_gives_the_same_bytes(
    source: Path, whole: dict[str, bytes], tmp_path: Path, scheduler: str
) -> None:
    file = Path(scheduler.removeprefix("file:"))
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"], text=True)
    wait_for(file.exists, process)
    process.kill()
    process.wait()
    address = json.loads(file.read_text(encoding="utf-8"))["address"]
    assert finish(start(source, tmp_path / "out", "--engine", f"dask={address}"))[0] == 0
    assert contents(tmp_path / "out") == whole


def test_a_scheduler_that_is_not_there_is_one_line(source: Path, tmp_path: Path) -> None:
    code, said = finish(start(source, tmp_path / "out", "--engine", "dask=tcp://127.0.0.1:1"))
    assert code == 1
    assert said.splitlines()[-1].startswith("diplograph: no Dask scheduler answers at tcp://127.0.0.1:1")


def test_an_unknown_engine_is_a_mistake_in_usage(source: Path, tmp_path: Path) -> None:
    code, said = finish(start(source, tmp_path / "out", "--engine", "spark"))
    assert (code, said) == (2, "diplograph: unknown engine 'spark', known: local, dask, dask=ADDRESS\n")
