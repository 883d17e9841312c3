"""SPARQL 1.1 Graph Store HTTP Protocol: which graph a request means, and in which form one is sent."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, quote

import pyoxigraph as ox

from diplograph.querying.negotiate import GRAPH_TYPES
from diplograph.querying.protocol import RequestError, media_type_of

LARGEST_GRAPH = 64 << 20
_PLAIN = "/:@!$&'()*+,;=~"
_FORMS = {media_type.partition(";")[0]: form for form, media_type in GRAPH_TYPES.items()}


def read_graph_name(query_string: str, address: str) -> str | None:
    """Return the name of the graph that a request means, empty for the default graph; none if it means the store.

    Args:
        query_string: in which ``graph=IRI`` or ``default`` stands.
        address: IRI of what was requested, which names a graph if it goes on after the store's own path; else empty.

    Raises:
        RequestError: if it means no graph, or several.
    """
    pairs = parse_qsl(query_string, keep_blank_values=True, max_num_fields=100)
    if not pairs:
        return _checked(address) if address else None
    if address or len(pairs) > 1 or pairs[0][0] not in {"graph", "default"}:
        raise RequestError(400, "one graph is expected: ?graph=IRI, ?default, or a path after that of the store")
    name, value = pairs[0]
    return _checked(value) if name == "graph" else ""


def _checked(name: str) -> str:
    try:
        return ox.NamedNode(name).value
    except ValueError as error:
        raise RequestError(400, f"no name of a graph: {error}") from error


def new_graph_name(store: str, body: bytes) -> str:
    """Return a name for a graph that came without one, made of its content: sent twice, it is one graph.

    Args:
        store: address of the store.
    """
    return f"{store}/{hashlib.sha256(body).hexdigest()[:16]}"


def graph_address(host: str, path: str) -> str:
    """Return the IRI of what was requested.

    Args:
        host: with the port.
        path: decoded.
    """
    return f"http://{host}{quote(path, safe=_PLAIN)}"


def read_form(content_type: str) -> str:
    """Return the form of a graph that is sent.

    Raises:
        RequestError: if it is none that is read here.
    """
    form = _FORMS.get(media_type_of(content_type))
    if form is None:
        raise RequestError(415, f"a body of one of these types is expected: {', '.join(_FORMS)}")
    return form
