"""A server in a thread of the test's own process, and a client that speaks plain HTTP to it."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from starlette.applications import Starlette


@dataclass(frozen=True)
class Reply:
    status: int
    type: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)


class Client:
    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            found = connection.getresponse()
            text = found.read().decode("utf-8", "replace")
            pairs = {name.lower(): value for name, value in found.getheaders()}
            return Reply(found.status, found.getheader("content-type") or "", text, pairs)
        finally:
            connection.close()

    def update(self, text: str, path: str = "/sparql", **headers: str) -> Reply:
        told = {"Content-Type": "application/sparql-update", **headers}
        return self.ask("POST", path, text.encode("utf-8"), told)

    def query(self, text: str, accept: str = "application/sparql-results+json") -> Reply:
        return self.ask("GET", f"/sparql?query={quote(text)}", headers={"Accept": accept})


@contextmanager
def running(app: Starlette) -> Iterator[Client]:
    """Run a server in a thread for as long as the block lasts."""
    uvicorn = pytest.importorskip("uvicorn", reason="the server needs uvicorn and starlette")
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield Client(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
