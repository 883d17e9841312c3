"""Builds in processes of their own, with a reader that needs no model: to start, to disturb, and to compare."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from diplograph.outputs.folder import FILES
from diplograph.running.shards import SHARDS

TESTS = Path(__file__).parent
NAMES = ("Ann", "Bob", "Cem", "Dora", "Eve")
DOCUMENTS = 96


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def write_source(path: Path) -> Path:
    """Write 96 documents, which make six batches."""
    draw = random.Random(7)
    lines = ({"id": f"d{at:03}", "text": " met ".join(draw.choices(NAMES, k=3))} for at in range(DOCUMENTS))
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def start(source: Path, out: Path, *options: str, seconds: float = 0.0) -> subprocess.Popen[str]:
    """Start a build whose reader takes ``seconds`` for a document."""
    command = [sys.executable, str(TESTS / "fakebuild.py"), str(seconds), "build", str(source), "-o", str(out), "-q"]
    return subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, env=environment())


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=240)
    return process.returncode, said


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def shards(folder: Path) -> list[Path]:
    return sorted((folder / SHARDS).glob("*.gz"))


def wait_for(happened: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait until ``happened`` returns something true."""
    until = time.monotonic() + 120
    while not happened():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """Return the processes that any thread of a process started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*")]
