"""A graph that another server keeps: the SPARQL 1.1 Graph Store Protocol, Query and Update over HTTP.

Each document has a graph of its own, which is replaced as a whole; what is equal already is not sent. A server
that fails half-way holds whole graphs of the old or the new kind, and doing the same again completes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from diplograph.errors import BuildError, QueryError, UsageError
from diplograph.model import Records
from diplograph.outputs.rdf import document_blocks, trig_chunks
from diplograph.outputs.rdf.writer import trig_text
from diplograph.querying.exchange import Address, Reply, exchange, read_address
from diplograph.querying.guard import check_query, tokens
from diplograph.querying.solutions import Row, Solutions, Value
from diplograph.querying.store import Change, contents_of, loaded, triples_of
from diplograph.querying.store import graph_names as local_names
from diplograph.vocabulary import BASE, DOCUMENTS, GRAPH, PREFIXES, document_graph_iri, graph_iri

ROW_LIMIT = 100_000
_FORM = "application/x-www-form-urlencoded"
_RESULTS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_TURTLE = "text/turtle"
_FORMATS = {_TRIPLES: ox.RdfFormat.N_TRIPLES, "text/plain": ox.RdfFormat.N_TRIPLES, _TURTLE: ox.RdfFormat.TURTLE}
_PROLOGUE = f"BASE <{BASE}>\n" + "".join(f"PREFIX {name}: <{address}>\n" for name, address in sorted(PREFIXES.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """At which paths a kind of server listens.

    Args:
        union: parameters of a query with which all graphs are its default graph.
    """

    query: str
    update: str
    graphs: str
    union: str = ""


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "oxigraph": Layout(query="/query", update="/update", graphs="/store", union="union-default-graph="),
        "fuseki": Layout(
            query="/query", update="/update", graphs="/data", union="default-graph-uri=urn%3Ax-arq%3AUnionGraph"
        ),
        "graphdb": Layout(query="", update="/statements", graphs="/rdf-graphs/service"),
        "virtuoso": Layout(query="/sparql", update="/sparql", graphs="/sparql-graph-crud"),
        "qlever": Layout(query="", update="", graphs=""),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A store on a server.

    Args:
        seconds: within which each request must be done.
    """

    address: Address
    layout: Layout
    seconds: float

    def __str__(self) -> str:
        """Return the address as it may be shown."""
        return str(self.address)


def is_remote(text: str) -> bool:
    """Return whether ``text`` means a server and not a folder."""
    return "://" in text


def read_remote(text: str, *, seconds: float = 60.0) -> Remote:
    """Return the store that an address such as ``fuseki+https://host/data-set`` means.

    Args:
        text: an address; a kind of server and ``+`` may stand before it, Oxigraph is meant without.
        seconds: within which each request must be done.

    Raises:
        UsageError: if it is no http or https address, or the kind is unknown.
    """
    scheme, _, rest = text.partition("://")
    kind, plus, plain = scheme.rpartition("+")
    if plus and kind not in LAYOUTS:
        raise UsageError(f"unknown kind of store {kind!r}: one of {', '.join(sorted(LAYOUTS))}")
    address = read_address(f"{plain}://{rest}" if rest else text)
    return Remote(address=address, layout=LAYOUTS[kind or "oxigraph"], seconds=seconds)


def _refused(remote: Remote, reply: Reply, doing: str) -> BuildError:
    if 300 <= reply.status < 400:
        return BuildError(f"{remote}: {doing} is answered by a redirection, which is not followed; name its target")
    login = "; it wants a login" if reply.status in {401, 403} else ""
    return BuildError(f"{remote}: {doing} is refused with status {reply.status}{login} ({reply.reason})")


def _graph(remote: Remote, method: str, name: str, *, body: bytes | None = None) -> Reply:
    headers = {"Accept": f"{_TRIPLES}, {_TURTLE};q=0.5" if method == "GET" else "*/*"}
    if body is not None:
        # N-Triples are Turtle, and every server takes that.
        headers["Content-Type"] = f"{_TURTLE}; charset=utf-8"
    target = f"{remote.layout.graphs}?graph={quote(name, safe='')}"
    return exchange(remote.address, method, target, body=body, headers=headers, seconds=remote.seconds)


def read_graph(remote: Remote, name: str) -> frozenset[ox.Triple]:
    """Return what a server holds in a graph; nothing if it has no such graph.

    Raises:
        BuildError: if the server fails or its answer is no RDF.
    """
    reply = _graph(remote, "GET", name)
    if reply.status == 404:
        return frozenset()
    if reply.status not in {200, 204}:
        raise _refused(remote, reply, f"reading the graph {name}")
    form = _FORMATS.get(reply.type.partition(";")[0].strip().lower(), ox.RdfFormat.TURTLE)
    store = ox.Store()
    try:
        # Numbers are compared by value, as in a store of our own.
        store.bulk_load(reply.body, format=form)
    except SyntaxError as error:
        raise BuildError(f"{remote}: the graph {name} cannot be read ({error})") from error
    return frozenset(quad.triple for quad in store)


def write_graph(remote: Remote, name: str, triples: Iterable[ox.Triple]) -> None:
    """Put ``triples`` in the place of whatever a graph holds; an empty graph is deleted.

    Raises:
        BuildError: if the server fails or refuses.
    """
    lines = sorted(f"{triple} .\n" for triple in triples)
    method, body = ("PUT", "".join(lines).encode("utf-8")) if lines else ("DELETE", None)
    reply = _graph(remote, method, name, body=body)
    if not (200 <= reply.status < 300 or (reply.status == 404 and not lines)):
        raise _refused(remote, reply, f"writing the graph {name}")


def update(remote: Remote, text: str) -> None:
    """Send an update of our own making.

    Raises:
        BuildError: if the server fails or refuses.
    """
    body, headers = urlencode({"update": text}).encode(), {"Content-Type": _FORM}
    target = remote.layout.update
    reply = exchange(remote.address, "POST", target, body=body, headers=headers, seconds=remote.seconds)
    if not 200 <= reply.status < 300:
        raise _refused(remote, reply, "the update")


def _accept(text: str) -> str:
    # A server may give a graph as a table, if it may choose.
    forms = (characters.upper() for kind, characters in tokens(text) if kind == "word")
    first = next((form for form in forms if form in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}), "")
    return f"{_TRIPLES}, {_TURTLE};q=0.8" if first in {"CONSTRUCT", "DESCRIBE"} else _RESULTS


def _ask(remote: Remote, text: str, *, union: bool) -> Reply:
    parameters = f"?{remote.layout.union}" if union and remote.layout.union else ""
    return exchange(
        remote.address,
        "POST",
        remote.layout.query + parameters,
        body=urlencode({"query": text}).encode(),
        headers={"Content-Type": _FORM, "Accept": _accept(text)},
        seconds=remote.seconds,
    )


def graph_names(remote: Remote) -> tuple[str, ...]:
    """Return the names of a server's graphs that are diplograph's, sorted.

    Raises:
        BuildError: if the server fails.
    """
    text = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{GRAPH}")) }}'
    reply = _ask(remote, text, union=False)
    if reply.status != 200:
        raise _refused(remote, reply, "the list of graphs")
    return tuple(sorted(value.text for row in _solutions(remote, reply).rows for value in row if value))


def _last(name: str) -> tuple[int, str]:
    # Codes and actors first, then who speaks of them; an event comes when its claims are there.
    return (2 if name == graph_iri("events") else 1 if name.startswith(DOCUMENTS) else 0), name


def _put(remote: Remote, wanted: Callable[[str], frozenset[ox.Triple]], names: Iterable[str]) -> Change:
    ordered, added, removed, graphs = sorted(set(names), key=_last), 0, 0, 0
    for done, name in enumerate(ordered):
        held, new = read_graph(remote, name), wanted(name)
        if held == new:
            continue
        try:
            write_graph(remote, name, new)
        except BuildError as error:
            raise BuildError(f"{error}; {done} of {len(ordered)} graphs are done, do it again for the rest") from error
        added, removed, graphs = added + len(new - held), removed + len(held - new), graphs + 1
    return Change(added=added, removed=removed, graphs=graphs)


def save_records(remote: Remote, records: Records) -> Change:
    """Make a server say what the records say, and of diplograph's graphs nothing else.

    Raises:
        BuildError: if the server fails, is too slow or refuses; the same again completes it.
    """
    return save_text(remote, "".join(trig_chunks(records)))


def save_text(remote: Remote, text: str) -> Change:
    """Make a server say what a TriG text says, and of diplograph's graphs nothing else.

    Raises:
        BuildError: if the text is not well-formed, or the server fails, is too slow or refuses.
    """
    store = loaded(text)
    return _put(remote, lambda name: triples_of(store, name), {*local_names(store), *graph_names(remote)})


def save_document(remote: Remote, records: Records, document: str) -> Change:
    """Make a server say of one document what the records say; its other documents stay as they are.

    Raises:
        BuildError: if the server fails, is too slow or refuses; the same again completes it.
    """
    fresh = contents_of("".join(trig_text(document_blocks(records, document))))
    own = str(document_graph_iri(document))
    wanted = {name: _merged(read_graph(remote, name), fresh[name]) for name in fresh if name != own}
    wanted[own] = fresh.get(own, frozenset())
    change = _put(remote, wanted.__getitem__, wanted)
    update(remote, ORPHANS)
    return change


def _merged(held: frozenset[ox.Triple], fresh: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
    subjects = {triple.subject for triple in fresh}
    return fresh | {triple for triple in held if triple.subject not in subjects}


def remove_document(remote: Remote, document: str) -> Change:
    """Take out what a server says by a document, and events that no claim is left for, with all that is theirs.

    Events that others tell of stay as they are; if a status is to follow from the claims that are left, drop the
    document from the records and save these.

    Raises:
        BuildError: if the server fails, is too slow or refuses; the same again completes it.
    """
    name = str(document_graph_iri(document))
    change = _put(remote, lambda _: frozenset(), {name})
    update(remote, ORPHANS)
    return change


_EVENTS = graph_iri("events")
_CLAIMLESS = f"""DELETE {{ GRAPH <{_EVENTS}> {{ ?event ?p ?o }} }} WHERE {{
  GRAPH <{_EVENTS}> {{ ?event a dg:Event ; ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH ?any {{ ?claim dg:about ?event }} }}
}}"""
_UNUSED = f"""DELETE {{ GRAPH <{_EVENTS}> {{ ?part ?p ?o }} }} WHERE {{
  GRAPH <{_EVENTS}> {{ ?part ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH <{_EVENTS}> {{ ?part a dg:Event }} }}
  FILTER NOT EXISTS {{ GRAPH <{_EVENTS}> {{ ?user ?uses ?part }} }}
}}"""
# An event without a claim; then its parts and time, then their offices and its place, then what the offices are.
ORPHANS = f"PREFIX dg: <{PREFIXES['dg']}>\n" + " ;\n".join((_CLAIMLESS, _UNUSED, _UNUSED, _UNUSED))


def load_remote(remote: Remote) -> ox.Store:
    """Return a store in memory with all of diplograph's graphs that a server holds.

    Raises:
        BuildError: if the server fails.
    """
    store = ox.Store()
    for name in graph_names(remote):
        graph = ox.NamedNode(name)
        store.extend(ox.Quad(one.subject, one.predicate, one.object, graph) for one in read_graph(remote, name))
    return store


def _value(term: Mapping[str, str] | None) -> Value | None:
    if term is None:
        return None
    # Virtuoso still says typed-literal, as SPARQL 1.0 did.
    kind = term["type"].removeprefix("typed-")
    language = term.get("xml:lang")
    datatype = None if language or kind != "literal" else term.get("datatype", PREFIXES["xsd"] + "string")
    return Value(kind=kind, text=term["value"], language=language, datatype=datatype)


def _table(found: Mapping[str, Any]) -> Solutions:
    if "boolean" in found:
        return Solutions(boolean=bool(found["boolean"]))
    names = tuple(found["head"]["vars"])
    rows = (tuple(_value(binding.get(name)) for name in names) for binding in found["results"]["bindings"])
    if names == ("__ASK_RETVAL",):
        # Virtuoso 7 makes a table of a yes.
        return Solutions(boolean=any(value and value.text == "1" for row in rows for value in row))
    return Solutions(variables=names, rows=tuple(rows), is_graph=False)


def _of_term(term: Any) -> Value:
    if isinstance(term, ox.Literal):
        datatype = None if term.language else term.datatype.value
        return Value(kind="literal", text=term.value, language=term.language, datatype=datatype)
    return Value(kind="bnode" if isinstance(term, ox.BlankNode) else "uri", text=term.value)


def _triples(body: bytes, form: ox.RdfFormat) -> Solutions:
    rows: list[Row] = [tuple(map(_of_term, one.triple)) for one in ox.parse(body, format=form)]
    return Solutions(variables=("subject", "predicate", "object"), rows=tuple(rows), is_graph=True)


def _solutions(remote: Remote, reply: Reply) -> Solutions:
    kind = reply.type.partition(";")[0].strip().lower()
    try:
        if kind.endswith("json"):
            return _table(json.loads(reply.body))
        if kind in _FORMATS:
            return _triples(reply.body, _FORMATS[kind])
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        raise BuildError(f"{remote}: the answer cannot be read ({error})") from error
    raise BuildError(f"{remote}: the answer is {kind or 'of no type'}, which is neither a table nor a graph")


def query_remote(remote: Remote, text: str, *, row_limit: int = ROW_LIMIT) -> Solutions:
    """Return the answer to a query over all graphs of a server.

    Args:
        text: SPARQL, in which our prefixes need not be declared.
        row_limit: how many rows an answer may have.

    Raises:
        QueryError: if the query is refused, wrong or its answer too large.
        BuildError: if the server fails or is too slow.
    """
    check_query(text)
    reply = _ask(remote, _PROLOGUE + text, union=True)
    if reply.status == 400:
        raise QueryError(f"{remote}: {reply.reason}")
    if reply.status != 200:
        raise _refused(remote, reply, "the query")
    found = _solutions(remote, reply)
    if len(found.rows) > row_limit:
        raise QueryError(f"the query has more than {row_limit} rows; add a LIMIT")
    return found
