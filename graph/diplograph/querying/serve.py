"""A local server: the page at ``/``, the SPARQL 1.1 Protocol at ``/sparql``, files and health beside them.

It reads only. Each query runs in a process of its own over a copy of the graph on disk, and is killed when it
takes too long.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from diplograph.errors import BuildError, QueryError
from diplograph.querying import worker
from diplograph.querying.buildstore import store_of
from diplograph.querying.editor import editor_page
from diplograph.querying.graphs import GRAPH_FILE, trig_of
from diplograph.querying.guard import check_query
from diplograph.querying.negotiate import GRAPH_TYPES, RESULT_TYPES, choose
from diplograph.querying.protocol import Question, RequestError, read_request
from diplograph.querying.store import back_up
from diplograph.version import __version__
from diplograph.vocabulary import BASE, PREFIXES

LOCAL = "127.0.0.1"
MOST_BYTES = 64 << 20
AT_ONCE = 4
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
_FILES = {"graph.ttl": "text/turtle", "graph.trig": "application/trig"}
_STATUS = {"syntax": 400, "large": 413, "engine": 500}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a server needs to know.

    Args:
        build: the build folder.
        store: folder of the copy that the queries read.
        timeout: seconds after which a query is stopped.
    """

    build: Path
    store: Path
    timeout: float
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


async def _work(served: Served, task: Mapping[str, Any]) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(Path(worker.__file__))),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        out, _ = await asyncio.wait_for(process.communicate(json.dumps(task).encode()), served.timeout)
    except TimeoutError as error:
        raise RequestError(503, f"the query took longer than {served.timeout:g} s and was stopped") from error
    finally:
        # Also when the client has gone: nobody waits for the answer.
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise RequestError(500, "the query broke its process down: it is too large or too deep")
    answer: dict[str, Any] = json.loads(out)
    return answer


def _task(served: Served, question: Question, accept: str) -> dict[str, Any]:
    result_form, graph_form = choose(accept, RESULT_TYPES), choose(accept, GRAPH_TYPES)
    if result_form is None and graph_form is None:
        raise RequestError(406, f"one of {', '.join((*RESULT_TYPES.values(), *GRAPH_TYPES.values()))} is served")
    return {
        "store": str(served.store),
        "trig": str(served.build / GRAPH_FILE),
        "query": question.text,
        "base": BASE,
        "prefixes": dict(PREFIXES),
        "default_graphs": question.default_graphs,
        "named_graphs": question.named_graphs,
        "result_form": result_form or "json",
        "graph_form": graph_form or "ttl",
        "bytes": MOST_BYTES,
        "timeout": served.timeout,
    }


async def _answer(served: Served, question: Question, accept: str) -> Response:
    # A data set that the protocol names goes before one in the query, which may then stand there.
    check_query(question.text, data_set=bool(question.default_graphs or question.named_graphs))
    task = _task(served, question, accept)
    async with served.slots:
        answer = await _work(served, task)
    if "error" in answer:
        raise RequestError(_STATUS[answer["code"]], answer["error"])
    media_type = {**RESULT_TYPES, **GRAPH_TYPES}[answer["form"]]
    return Response(answer["body"], media_type=media_type, headers={"Vary": "Accept"})


async def sparql(request: Request) -> Response:
    """Answer a request by the SPARQL 1.1 Protocol; without a query, show the editor."""
    served: Served = request.app.state.served
    try:
        question = read_request(
            request.method,
            request.url.query,
            request.headers.get("content-type", ""),
            await request.body(),
        )
        if question is None:
            return HTMLResponse(editor_page())
        return await _answer(served, question, request.headers.get("accept", ""))
    except RequestError as error:
        return PlainTextResponse(f"{error}\n", status_code=error.status)
    except QueryError as error:
        return PlainTextResponse(f"{error}\n", status_code=400)


async def page(request: Request) -> Response:
    """Show the graph's page, or the query editor where the build has none."""
    path = request.app.state.served.build / "graph.html"
    return FileResponse(path) if path.is_file() else HTMLResponse(editor_page())


async def editor(_: Request) -> Response:
    """Show the query editor."""
    return HTMLResponse(editor_page())


async def file(request: Request) -> Response:
    """Send one of the build's files."""
    name = request.path_params["name"]
    path = request.app.state.served.build / name
    if name not in _FILES or not path.is_file():
        return PlainTextResponse("no such file\n", status_code=404)
    return FileResponse(path, media_type=_FILES[name])


async def health(request: Request) -> Response:
    """Say that the server answers, and which version it is."""
    return JSONResponse({"status": "ok", "software": "diplograph", "version": request.app.state.version})


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


_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
ROUTES = (
    Route("/", page),
    Route("/query", editor),
    Route("/sparql", sparql, methods=_METHODS),
    Route("/sparql/", sparql, methods=_METHODS),
    Route("/health", health),
    Route("/{name}", file),
)


def _copy(build: Path, folder: Path) -> None:
    """Put a store of a build where nobody will change it: a copy of its own, or one made of the TriG file."""
    kept = store_of(build)
    if kept:
        with suppress(BuildError):
            back_up(kept, folder)
            return
    try:
        store = ox.Store(str(folder))
        store.bulk_load(path=str(trig_of(build)), format=ox.RdfFormat.TRIG)
        store.flush()
    except (SyntaxError, OSError) as error:
        raise BuildError(f"{build}: the graph cannot be read ({error})") from error


def create_app(build: Path, *, timeout: float = 30.0, hosts: tuple[str, ...] = (LOCAL, "localhost")) -> Starlette:
    """Return the server as an ASGI application.

    Args:
        build: a build folder.
        timeout: seconds after which a query is stopped.
        hosts: names by which it may be called; others are refused, so that no web page can reach it by DNS.

    Raises:
        BuildError: if the folder holds no build.
    """
    trig_of(build)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with TemporaryDirectory(prefix="diplograph-") as folder:
            await asyncio.to_thread(_copy, build, Path(folder) / "store")
            app.state.served = Served(build=build, store=Path(folder) / "store", timeout=timeout)
            yield

    guards = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(BaseHTTPMiddleware, dispatch=_finish),
    ]
    app = Starlette(routes=list(ROUTES), middleware=guards, lifespan=lifespan)
    app.state.version = __version__
    return app


def serve(build: Path, *, host: str = LOCAL, port: int = 8080, timeout: float = 30.0) -> None:
    """Serve a build until interrupted.

    Args:
        build: a build folder.
        host: address to listen at; anything but the default opens it to others.
        port: port to listen at.
        timeout: seconds after which a query is stopped.

    Raises:
        BuildError: if the folder holds no build.
    """
    app = create_app(build, timeout=timeout, hosts=(host, LOCAL, "localhost"))
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False)
