"""``diplograph serve`` as a process: it answers, it says where, it ends when told, and its mistakes are one line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

from commands import Terminal
from diplograph.knowledgegraph import KnowledgeGraph
from sample import sample_records

pytest_plugins = ("commands",)
pytest.importorskip("uvicorn", reason="the server needs uvicorn and starlette")

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "graph")}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "out"
    KnowledgeGraph(records=sample_records()).save(folder)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return str(answer.read().decode("utf-8"))


def wait_for(address: str, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail(f"ended with {process.returncode}")
        try:
            fetch(address)
            return
        except URLError:
            time.sleep(0.05)
    pytest.fail("does not answer")


@contextmanager
def served(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    command = [sys.executable, "-m", "diplograph", "serve", "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/health", process)
        yield address, process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_interrupted(number: signal.Signals, sample: Path) -> None:
    with served(str(sample)) as (address, process):
        assert "<html" in fetch(f"{address}/")
        answer = json.loads(fetch(f"{address}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"))
        assert answer["boolean"] is True
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert f"SPARQL at {address}/sparql" in err
    requests = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert {"/", "/sparql", "/health"} <= {request["path"] for request in requests}
    assert "Traceback" not in err


def test_a_quiet_server_logs_nothing(sample: Path) -> None:
    with served(str(sample), "--quiet") as (_, process):
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert err.strip() == "diplograph: interrupted; nothing was left half-written"


def test_a_port_that_is_taken_is_named(sample: Path, terminal: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = terminal("serve", sample, "--port", port)
    assert answer.code == 1
    assert f"127.0.0.1:{port}: cannot listen there" in answer.err
    assert len(answer.err.splitlines()) == 1


def test_an_address_that_is_not_ours_is_named(sample: Path, terminal: Terminal) -> None:
    answer = terminal("serve", sample, "--host", "192.0.2.1", "--port", free_port())
    assert answer.code == 1
    assert "192.0.2.1" in answer.err


def test_a_broken_graph_is_one_line(sample: Path, tmp_path: Path, terminal: Terminal) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(sample, broken)
    (broken / "graph.trig").write_text("no graph", encoding="utf-8")
    answer = terminal("serve", broken, "--port", free_port())
    assert answer.code == 1
    assert "graph.trig: cannot be read" in answer.err
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "DIR or --store FOLDER is expected"),
        (("out", "--store", "kept"), "one of them"),
        (("--store", "http://127.0.0.1:7878"), "a server answers by itself"),
        (("out", "--writable"), "diplograph push out --store FOLDER"),
        (("--store", "kept", "--writable", "--host", "0.0.0.0"), "this machine only"),
    ],
)
def test_what_cannot_be_served_so_is_wrong_usage(options: tuple[str, ...], words: str, terminal: Terminal) -> None:
    answer = terminal("serve", *options)
    assert answer.code == 2
    assert words in answer.err


def test_a_store_of_a_build_is_not_opened_for_writing(sample: Path, terminal: Terminal) -> None:
    answer = terminal("serve", "--store", sample / "store", "--writable", "--port", free_port())
    assert answer.code == 1
    assert "belongs to the build" in answer.err
    assert len(answer.err.splitlines()) == 1


def test_a_store_of_its_own_is_served(sample: Path, tmp_path: Path, terminal: Terminal) -> None:
    assert terminal("push", sample, "--store", tmp_path / "kept").code == 0
    with served("--store", str(tmp_path / "kept")) as (address, process):
        answer = json.loads(fetch(f"{address}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"))
        assert answer["boolean"] is True
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert "page at" not in err
