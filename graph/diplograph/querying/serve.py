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
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial, wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

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
from diplograph.querying.buildstore import load_quads, owner_of, store_of
from diplograph.querying.copies import Copies
from diplograph.querying.editor import editor_page
from diplograph.querying.graphs import GRAPH_FILE, trig_of
from diplograph.querying.graphstore import LARGEST_GRAPH, graph_address, new_graph_name, read_form, read_graph_name
from diplograph.querying.guard import check_query, check_update, with_data_set
from diplograph.querying.negotiate import GRAPH_TYPES, RESULT_TYPES, choose
from diplograph.querying.protocol import FORM, LARGEST_BODY, Question, RequestError, Update, read_request
from diplograph.querying.scribe import Scribe
from diplograph.querying.store import back_up, open_store, read_store
from diplograph.version import __version__
from diplograph.vocabulary import BASE, PREFIXES

LOCAL = "127.0.0.1"
PUSH = "put it into a store of its own with: diplograph push DIR --store FOLDER"
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
_STATUS = {"syntax": 400, "missing": 404, "large": 413, "engine": 500}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a server needs to know.

    Args:
        build: the build folder; none if a store of its own is served.
        copies: what the queries read.
        scribe: who writes; none if nobody may.
        timeout: seconds after which a query is stopped.
    """

    build: Path | None
    copies: Copies
    scribe: Scribe | None = None
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


def _task(served: Served, **more: Any) -> dict[str, Any]:
    return {
        "trig": str(served.build / GRAPH_FILE) if served.build else "",
        "base": BASE,
        "prefixes": dict(PREFIXES),
        "bytes": MOST_BYTES,
        "timeout": served.timeout,
        **more,
    }


def _forms(accept: str) -> dict[str, str]:
    result_form, graph_form = choose(accept, RESULT_TYPES), choose(accept, GRAPH_TYPES)
    if result_form is None and graph_form is None:
        raise RequestError(406, f"one of {', '.join((*RESULT_TYPES.values(), *GRAPH_TYPES.values()))} is served")
    return {"result_form": result_form or "json", "graph_form": graph_form or "ttl"}


async def _read(served: Served, task: Mapping[str, Any]) -> Response:
    async with served.slots:
        with served.copies.reading() as copy:
            answer = await _work(served, {**task, "store": str(copy)})
    if "error" in answer:
        raise RequestError(_STATUS[answer["code"]], answer["error"])
    media_type = {**RESULT_TYPES, **GRAPH_TYPES}[answer["form"]]
    return Response(answer["body"], media_type=media_type, headers={"Vary": "Accept"})


async def _answer(served: Served, question: Question, accept: str) -> Response:
    # A data set that the protocol names goes before one in the query, which may then stand there.
    check_query(question.text, data_set=bool(question.default_graphs or question.named_graphs))
    graphs = {"default_graphs": question.default_graphs, "named_graphs": question.named_graphs}
    return await _read(served, _task(served, query=question.text, **graphs, **_forms(accept)))


def _scribe(request: Request) -> Scribe:
    """Return who writes, if this request may have something written."""
    scribe: Scribe | None = request.app.state.served.scribe
    if scribe is None:
        raise RequestError(403, "this server is for reading only")
    # A page of another site can make a browser here send a form, but not hide where the form is from.
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers["host"]:
        raise RequestError(403, "a page of another site may not write here")
    return scribe


async def _update(scribe: Scribe, update: Update) -> Response:
    await asyncio.to_thread(check_update, update.text)
    text = update.text
    if update.default_graphs or update.named_graphs:
        text = with_data_set(text, update.default_graphs, update.named_graphs)
    return Response(status_code=await scribe.write({"update": text, "base": BASE, "prefixes": dict(PREFIXES)}))


async def _body(request: Request, most: int) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise RequestError(413, f"the body has more than {most} bytes")
        pieces.append(piece)
    return b"".join(pieces)


Handler = Callable[[Request], Awaitable[Response]]


def _told(handler: Handler) -> Handler:
    """Turn our errors into answers."""

    @wraps(handler)
    async def with_answer(request: Request) -> Response:
        try:
            return await handler(request)
        except RequestError as error:
            return PlainTextResponse(f"{error}\n", status_code=error.status)
        except QueryError as error:
            return PlainTextResponse(f"{error}\n", status_code=400)

    return with_answer


@_told
async def sparql(request: Request) -> Response:
    """Answer a request by the SPARQL 1.1 Protocol; without a query, show the editor."""
    # In a form, every other character may take three.
    most = 3 * LARGEST_BODY if request.headers.get("content-type", "").lower().startswith(FORM) else LARGEST_BODY
    asked = read_request(
        request.method,
        request.url.query,
        request.headers.get("content-type", ""),
        await _body(request, most),
    )
    if asked is None:
        return HTMLResponse(editor_page())
    if isinstance(asked, Update):
        return await _update(_scribe(request), asked)
    return await _answer(request.app.state.served, asked, request.headers.get("accept", ""))


@_told
async def graph(request: Request) -> Response:
    """Give, put, extend or delete a graph by the SPARQL 1.1 Graph Store HTTP Protocol."""
    path, host = request.path_params.get("path"), request.headers["host"]
    name = read_graph_name(request.url.query, graph_address(host, f"/store/{path}") if path else "")
    if request.method in {"GET", "HEAD"}:
        if name is None:
            raise RequestError(400, "one graph is expected: ?graph=IRI or ?default")
        return await _given(request, name)
    return await _put(request, name, graph_address(host, "/store"))


async def _given(request: Request, name: str) -> Response:
    form = choose(request.headers.get("accept", ""), GRAPH_TYPES)
    if form is None:
        raise RequestError(406, f"one of {', '.join(GRAPH_TYPES.values())} is served")
    served: Served = request.app.state.served
    return await _read(served, _task(served, graph=name, graph_form=form))


async def _put(request: Request, name: str | None, store: str) -> Response:
    method, scribe = request.method, _scribe(request)
    if method not in {"PUT", "POST", "DELETE"} or (name is None and method != "POST"):
        raise RequestError(405 if name is not None else 400, "GET, PUT, POST or DELETE of one graph is expected")
    body, headers = await _body(request, LARGEST_GRAPH), {}
    form = "" if method == "DELETE" else read_form(request.headers.get("content-type", ""))
    if name is None:
        name = new_graph_name(store, body)
        headers = {"Location": name}
    status = await scribe.write({"method": method, "graph": name, "form": form, "body": _text(body), "base": BASE})
    return Response(status_code=status, headers=headers)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, "the body is not UTF-8") from error


async def page(request: Request) -> Response:
    """Show the graph's page, or the query editor where the build has none."""
    build: Path | None = request.app.state.served.build
    path = build / "graph.html" if build else None
    return FileResponse(path) if path and path.is_file() else HTMLResponse(editor_page())


async def file(request: Request) -> Response:
    """Send one of the build's files."""
    name, build = request.path_params["name"], request.app.state.served.build
    path = build / name if build else None
    if name not in _FILES or path is None or not path.is_file():
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
    # The paths of Oxigraph's server beside ours, so that its clients find their way.
    *(Route(path, sparql, methods=_METHODS) for path in ("/sparql", "/sparql/", "/query", "/update")),
    *(Route(path, graph, methods=_METHODS) for path in ("/store", "/store/{path:path}")),
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
