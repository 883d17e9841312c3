"""A local server: the page at ``/``, the SPARQL 1.1 Protocol at ``/sparql``, graphs at ``/store``, files and health.

Each query runs in a process of its own over a copy of the graph on disk, and is killed when it takes too long. A
build is read only. A store of its own may be written to, if asked: one process holds it and makes a copy after
each change, so that a query sees all of a change or nothing, and never waits for one.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response

from diplograph.errors import BuildError
from diplograph.querying.buildstore import load_quads, owner_of, store_of
from diplograph.querying.copies import Copies
from diplograph.querying.graphs import trig_of
from diplograph.querying.handlers import ROUTES
from diplograph.querying.scribe import Scribe
from diplograph.querying.served import Served
from diplograph.querying.store import back_up, open_store, read_store
from diplograph.version import __version__

LOCAL = "127.0.0.1"
PUSH = "put it into a store of its own with: diplograph push DIR --store FOLDER"
_log = logging.getLogger(__name__)
# The page carries its own script and style; it may talk to this server and nobody else.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src data:; worker-src blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def _finish(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    begin = time.perf_counter()
    response = await call_next(request)
    response.headers.update(_HEADERS)
    response.headers["Content-Security-Policy"] = _PAGE_POLICY
    line = {
        "method": request.method,
        "path": request.url.path,
        "status": response.status_code,
        "ms": round((time.perf_counter() - begin) * 1000),
        "client": request.client.host if request.client else None,
    }
    _log.info(json.dumps(line))
    return response


def _copy(build: Path, folder: Path) -> None:
    """Put a store of a build where nobody will change it: a copy of its own, or one made of the TriG file."""
    kept = store_of(build)
    if kept:
        with suppress(BuildError):
            back_up(kept, folder)
            return
    with open_store(folder) as store:
        load_quads(store, trig_of(build))


Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def _app(lifespan: Lifespan, hosts: tuple[str, ...]) -> Starlette:
    guards = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(BaseHTTPMiddleware, dispatch=_finish),
    ]
    app = Starlette(routes=list(ROUTES), middleware=guards, lifespan=lifespan)
    app.state.version = __version__
    return app


def _reading(copy: Callable[[Path], None], build: Path | None, timeout: float) -> Lifespan:
    """Serve a copy that stays as it is."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with TemporaryDirectory(prefix="diplograph-") as folder:
            copies = Copies(Path(folder))
            place = copies.next_place()
            await asyncio.to_thread(copy, place)
            copies.put(place)
            app.state.served = Served(build=build, copies=copies, timeout=timeout)
            yield

    return lifespan


def _writing(store: Path, timeout: float) -> Lifespan:
    """Serve copies of a store that one process writes to."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        # Beside the store, so that a copy is made of links and takes no room.
        with TemporaryDirectory(prefix=f".{store.name}.", suffix=".part", dir=store.parent) as folder:
            copies = Copies(Path(folder))
            scribe = Scribe(store, copies, timeout)
            await scribe.begin()
            try:
                app.state.served = Served(build=None, copies=copies, scribe=scribe, timeout=timeout)
                yield
            finally:
                await scribe.end()

    return lifespan


def create_app(build: Path, *, timeout: float = 30.0, hosts: tuple[str, ...] = (LOCAL, "localhost")) -> Starlette:
    """Return the server of a build as an ASGI application.

    Args:
        build: a build folder.
        timeout: seconds after which a query is stopped.
        hosts: names by which it may be called; others are refused, so that no web page can reach it by DNS.

    Raises:
        BuildError: if the folder holds no build.
    """
    trig_of(build)
    return _app(_reading(partial(_copy, build), build, timeout), hosts)


def create_store_app(
    store: Path, *, writable: bool = False, timeout: float = 30.0, hosts: tuple[str, ...] = (LOCAL, "localhost")
) -> Starlette:
    """Return the server of a store in a folder of its own as an ASGI application.

    Args:
        store: its folder; one that may be written to is made if need be.
        writable: take updates and graphs; nobody else can write to the store meanwhile.
        timeout: seconds after which a query or a change is stopped.
        hosts: names by which it may be called.

    Raises:
        BuildError: if it is no store, another process writes to it, or it is a build's and was to be written to.
    """
    if not writable:
        with read_store(store):
            pass
        return _app(_reading(partial(back_up, store), None, timeout), hosts)
    build = owner_of(store)
    if build:
        raise BuildError(f"{store}: belongs to the build {build}, which is made from its documents; {PUSH}")
    if not os.access(next(path for path in store.absolute().parents if path.exists()), os.W_OK | os.X_OK):
        raise BuildError(f"{store.parent}: cannot be written, and copies of the store are kept there for readers")
    with open_store(store):
        pass  # whatever is wrong with it is told here and not by the process
    for left in store.parent.glob(f".{store.name}.*.part"):
        shutil.rmtree(left, ignore_errors=True)  # of a server that was killed
    return _app(_writing(store.resolve(), timeout), hosts)


def serve(app: Starlette, *, host: str = LOCAL, port: int = 8080) -> None:
    """Serve until interrupted.

    Args:
        app: of ``create_app`` or ``create_store_app``.
        host: address to listen at; anything but the default opens it to others.
        port: port to listen at.
    """
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
