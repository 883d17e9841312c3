"""SPARQL 1.1 Protocol: what a request asks, read by the book."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from diplograph.errors import QueryError

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
LARGEST_BODY = 1 << 20


class RequestError(QueryError):
    """A request is not as the protocol wants it.

    Args:
        status: the HTTP status that says so.
    """

    def __init__(self, status: int, message: str) -> None:  # the class says it
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query with the graphs that it is to be asked of; none means all of them as one."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


Pairs = list[tuple[str, str]]


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, "the body is not UTF-8") from error


def _media_type(header: str) -> str:
    name, *parameters = (piece.strip().lower() for piece in header.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key == "charset" and value.strip('"') not in {"utf-8", "utf8"}:
            raise RequestError(415, f"the character set {value} is not UTF-8")
    return name


def _pairs(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise RequestError(400, "the parameters cannot be read") from error


def _body_pairs(content_type: str, body: bytes) -> Pairs:
    if len(body) > LARGEST_BODY:
        raise RequestError(413, "the body is too large")
    media_type = _media_type(content_type)
    if media_type == FORM:
        return _pairs(_decoded(body))
    if media_type == DIRECT:
        return [("query", _decoded(body))]
    raise RequestError(415, f"a body of type {FORM} or {DIRECT} is expected")


def read_request(method: str, query_string: str, content_type: str, body: bytes) -> Question | None:
    """Return what a request asks; none for a GET without a query.

    Raises:
        RequestError: if it is not as the protocol wants it, or would change something.
    """
    if method not in {"GET", "HEAD", "POST"}:
        raise RequestError(405, "GET or POST is expected")
    pairs = _pairs(query_string)
    if method == "POST":
        pairs += _body_pairs(content_type, body)
    if any(name == "update" for name, _ in pairs):
        raise RequestError(403, "this server is for reading only")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise RequestError(400, "more than one query")
    if not queries:
        if method != "POST":
            return None
        raise RequestError(400, "no query")
    return Question(
        text=queries[0],
        default_graphs=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in pairs if name == "named-graph-uri"),
    )
