"""SPARQL servers that tests start on this machine, each in a process of its own over an empty folder."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

LOCAL = "127.0.0.1"
VIRTUOSO_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 2000
MaxDirtyBuffers = 1500
ServerThreads = 8
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 4
[SPARQL]
"""
# By default nobody may write over HTTP.
VIRTUOSO_GRANTS = """GRANT SPARQL_UPDATE TO "SPARQL";
GRANT SELECT, INSERT, DELETE, UPDATE ON DB.DBA.RDF_QUAD TO "SPARQL";
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind((LOCAL, 0))
        port: int = one.getsockname()[1]
        return port


def answers(port: int, path: str) -> bool:
    """Return whether somebody answers at a port of this machine."""
    connection = http.client.HTTPConnection(LOCAL, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def _process(command: list[str], port: int, path: str, env: Mapping[str, str] | None = None) -> Iterator[int]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    try:
        late = time.monotonic() + 60
        while not answers(port, path):
            if server.poll() is not None or time.monotonic() > late:
                pytest.fail(f"{command[0]} did not start")
            time.sleep(0.05)
        yield server.pid
    finally:
        server.kill()
        server.wait()


def _program(name: str, variable: str = "") -> str | None:
    beside = shutil.which(name, path=str(Path(sys.executable).parent))
    return os.environ.get(variable) or beside or shutil.which(name)


@contextmanager
def oxigraph(folder: Path, port: int | None = None) -> Iterator[tuple[str, int]]:
    """Run Oxigraph's own server (PyPI ``oxigraph``); give its address and process."""
    program, port = _program("oxigraph"), port or free_port()
    if program is None:
        pytest.skip("Oxigraph's server is not installed (PyPI: oxigraph)")
    command = [program, "serve", "--location", str(folder), "--bind", f"{LOCAL}:{port}"]
    with _process(command, port, "/query?query=ASK%7B%7D") as pid:
        yield f"http://{LOCAL}:{port}", pid


@contextmanager
def virtuoso(folder: Path) -> Iterator[tuple[str, int]]:
    """Run Virtuoso (Debian ``virtuoso-opensource-7-bin``, or what VIRTUOSO and VIRTUOSO_ISQL name)."""
    program, client = _program("virtuoso-t", "VIRTUOSO"), _program("isql-vt", "VIRTUOSO_ISQL")
    if program is None or client is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    port, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(folder=folder, port=port, sql=sql), encoding="utf-8")
    (folder / "grants.sql").write_text(VIRTUOSO_GRANTS, encoding="utf-8")
    command = [program, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    with _process(command, port, "/sparql?query=ASK%7B%7D") as pid:
        login = [client, f"{LOCAL}:{sql}", "dba", "dba", str(folder / "grants.sql")]
        subprocess.run(login, check=True, capture_output=True)
        yield f"virtuoso+http://{LOCAL}:{port}", pid


@contextmanager
def diplograph(folder: Path) -> Iterator[tuple[str, int]]:
    """Run our own server over a new store, open for writing."""
    port = free_port()
    command = [sys.executable, "-m", "diplograph", "serve", "--store", str(folder / "kept"), "--writable"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "graph")}
    with _process([*command, "--port", str(port)], port, "/health", environment) as pid:
        yield f"http://{LOCAL}:{port}", pid
