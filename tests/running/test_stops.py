"""Builds that are cut short - killed, interrupted, out of disk - leave what was there, and go on where they stood."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from builds import children, contents, finish, left_over, shards, start, wait_for
from diplograph.outputs.folder import FILES

ENDS = {signal.SIGKILL: -9, signal.SIGINT: 130, signal.SIGTERM: 130}


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
def test_a_build_that_is_stopped_keeps_what_it_read_and_goes_on(
    number: signal.Signals, source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = start(source, out, seconds=0.05)
    wait_for(lambda: shards(out), process)
    process.send_signal(number)
    code, said = finish(process)
    assert code == ENDS[number]
    assert "Traceback" not in said
    assert not [name for name in FILES if (out / name).exists()]
    kept = {path.name: path.stat().st_mtime_ns for path in shards(out)}
    assert finish(start(source, out)) == (0, "")
    assert contents(out) == whole
    assert kept.items() <= {path.name: path.stat().st_mtime_ns for path in shards(out)}.items()
    assert not left_over(out)


def test_a_build_that_is_stopped_leaves_the_earlier_one_as_it_was(source: Path, tmp_path: Path) -> None:
    out, first = tmp_path / "out", tmp_path / "first.jsonl"
    first.write_text(source.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    assert finish(start(first, out)) == (0, "")
    before = contents(out)
    process = start(source, out, seconds=0.05)
    wait_for(lambda: len(shards(out)) > 1, process)
    process.kill()
    finish(process)
    assert contents(out) == before


def disturb(source: Path, out: Path, draw: random.Random) -> None:
    """Build with 2 processes, and kill one of them, or the build itself, at some moment."""
    process = start(source, out, "--jobs", "2", seconds=0.01)
    wait_for(lambda: children(process.pid), process)
    time.sleep(draw.uniform(0.0, 2.0))
    found = children(process.pid) if process.poll() is None else []
    with suppress(ProcessLookupError):  # it may be done already
        os.kill(draw.choice([process.pid, *found]), signal.SIGKILL)
    finish(process)


def _lost_and_doubled_nothing(source: Path, whole: dict[str, bytes], folder: Path, runs: int) -> None:
    for run in range(runs):
        out, draw = folder / str(run), random.Random(run)
        disturb(source, out, draw)
        assert finish(start(source, out)) == (0, ""), run
        assert contents(out) == whole, run


def test_processes_killed_at_random_lose_and_double_nothing(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    _lost_and_doubled_nothing(source, whole, tmp_path, runs=3)


@pytest.mark.slow
def test_twenty_runs_with_processes_killed_at_random_lose_and_double_nothing(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    _lost_and_doubled_nothing(source, whole, tmp_path, runs=20)


def test_a_second_build_into_the_folder_is_refused(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = start(source, out, seconds=0.05)
    wait_for(lambda: shards(out), first)
    code, said = finish(start(source, out))
    assert code == 1
    assert "another process writes to it" in said
    assert finish(first) == (0, "")
    assert contents(out) == whole


# -------------------------------------------------------------- a full disk


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted only by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("kilobytes", [8, 40, 400], ids=["backlog", "shards", "outputs"])
def test_a_full_disk_is_one_line_and_no_half_file(
    kilobytes: int, source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", kilobytes) as disk:
        code, said = finish(start(source, disk / "out"))
        assert code == 1
        assert len(said.splitlines()) == 1
        assert "No space left on device" in said
        assert not [name for name in FILES if (disk / "out" / name).exists()]
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert finish(start(source, disk / "out")) == (0, "")
        assert contents(disk / "out") == whole


def test_a_disk_that_fills_up_leaves_the_earlier_build_whole(source: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.jsonl"
    first.write_text(source.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    with small_disk(tmp_path / "disk", 64_000) as disk:
        assert finish(start(first, disk / "out")) == (0, "")
        before = contents(disk / "out")
        room = os.statvfs(disk)
        (disk / "full").write_bytes(bytes(room.f_bavail * room.f_frsize - 100_000))
        assert finish(start(source, disk / "out"))[0] == 1
        assert contents(disk / "out") == before
