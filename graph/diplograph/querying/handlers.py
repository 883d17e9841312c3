"""What a server answers on each of its paths."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from diplograph.errors import QueryError
from diplograph.querying.editor import editor_page
from diplograph.querying.graphstore import LARGEST_GRAPH, graph_address, new_graph_name, read_form, read_graph_name
from diplograph.querying.guard import check_query, check_update, with_data_set
from diplograph.querying.negotiate import GRAPH_TYPES, RESULT_TYPES, choose
from diplograph.querying.protocol import FORM, LARGEST_BODY, Question, RequestError, Update, read_request
from diplograph.querying.scribe import Scribe
from diplograph.querying.served import Served, read
from diplograph.vocabulary import BASE, PREFIXES

_FILES = {"graph.ttl": "text/turtle", "graph.trig": "application/trig"}


def _forms(accept: str) -> dict[str, str]:
    result_form, graph_form = choose(accept, RESULT_TYPES), choose(accept, GRAPH_TYPES)
    if result_form is None and graph_form is None:
        raise RequestError(406, f"one of {', '.join((*RESULT_TYPES.values(), *GRAPH_TYPES.values()))} is served")
    return {"result_form": result_form or "json", "graph_form": graph_form or "ttl"}


async def _answer(served: Served, question: Question, accept: str) -> Response:
    # A data set that the protocol names goes before one in the query, which may then stand there.
    check_query(question.text, data_set=bool(question.default_graphs or question.named_graphs))
    graphs = {"default_graphs": question.default_graphs, "named_graphs": question.named_graphs}
    return await read(served, query=question.text, **graphs, **_forms(accept))


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
    return await read(served, graph=name, graph_form=form)


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


_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
ROUTES = (
    Route("/", page),
    # The paths of Oxigraph's server beside ours, so that its clients find their way.
    *(Route(path, sparql, methods=_METHODS) for path in ("/sparql", "/sparql/", "/query", "/update")),
    *(Route(path, graph, methods=_METHODS) for path in ("/store", "/store/{path:path}")),
    Route("/health", health),
    Route("/{name}", file),
)
