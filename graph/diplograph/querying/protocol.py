"""SPARQL 1.1 Protocol: what a request asks, read by the book."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from diplograph.errors import QueryError

FORM = "application/x-www-form-urlencoded"
_DIRECT = {"application/sparql-query": "query", "application/sparql-update": "update"}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An update with the graphs that its patterns are to look at; none leaves that to its text."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


Pairs = list[tuple[str, str]]


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(400, "the body is not UTF-8") from error


def media_type_of(header: str) -> str:
    """Return the media type that a Content-Type header names.

    Raises:
        RequestError: if it names another character set than UTF-8.
    """
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
    media_type = media_type_of(content_type)
    if media_type == FORM:
        return _pairs(_decoded(body))
    if media_type in _DIRECT:
        return [(_DIRECT[media_type], _decoded(body))]
    raise RequestError(415, f"a body of type {' or '.join((FORM, *_DIRECT))} is expected")


def _named(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)


def _update(pairs: Pairs, text: str) -> Update:
    if _named(pairs, "default-graph-uri") or _named(pairs, "named-graph-uri"):
        raise RequestError(400, "of an update, graphs are named by using-graph-uri and using-named-graph-uri")
    default_graphs, named_graphs = _named(pairs, "using-graph-uri"), _named(pairs, "using-named-graph-uri")
    return Update(text=text, default_graphs=default_graphs, named_graphs=named_graphs)


def read_request(method: str, query_string: str, content_type: str, body: bytes) -> Question | Update | None:
    """Return what a request asks or changes; none for a GET without a query.

    Raises:
        RequestError: if it is not as the protocol wants it.
    """
    if method not in {"GET", "HEAD", "POST"}:
        raise RequestError(405, "GET or POST is expected")
    pairs = _pairs(query_string)
    if _named(pairs, "update"):
        raise RequestError(400, "an update is sent by POST, in the body")
    if method == "POST":
        pairs += _body_pairs(content_type, body)
    said = _named(pairs, "query") + _named(pairs, "update")
    if len(said) > 1:
        raise RequestError(400, "more than one query or update")
    if not said:
        if method != "POST":
            return None
        raise RequestError(400, "no query or update")
    if _named(pairs, "update"):
        return _update(pairs, said[0])
    default_graphs, named_graphs = _named(pairs, "default-graph-uri"), _named(pairs, "named-graph-uri")
    return Question(text=said[0], default_graphs=default_graphs, named_graphs=named_graphs)
