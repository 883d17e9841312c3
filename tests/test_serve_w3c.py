"""The W3C's own tests of the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol, where they are at hand."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from diplograph.querying.store import open_store
from httpworld import Client, Reply, running

pytest.importorskip("uvicorn", reason="the server needs uvicorn and starlette")
pytest.importorskip("starlette", reason="the server needs uvicorn and starlette")
create_store_app = importlib.import_module("diplograph.querying.serve").create_store_app

TESTS = Path(__file__).parents[2] / "shared" / "conformance"
PROTOCOL = TESTS / "protocol" / "manifest.ttl"
GRAPHS = TESTS / "http-rdf-update" / "manifest.ttl"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")


@cache
def manifest(path: Path) -> Graph:
    return Graph().parse(path)


def named(path: Path, kind: URIRef) -> list[str]:
    """Return the names of the tests of a manifest in its order; none where it is not at hand."""
    if not path.is_file():
        return []
    graph = manifest(path)
    entries = Collection(graph, next(graph.objects(None, MF.entries)))  # type: ignore[arg-type]  # a list's node
    listed = [test for test in entries if (test, RDF.type, kind) in graph]
    return [str(test).rsplit("#", 1)[-1] for test in listed]


# ---- protocol ----------------------------------------------------------------------------------------


def _fill(folder: Path) -> None:
    graph = manifest(PROTOCOL)
    with open_store(folder) as store:
        for data in set(graph.objects(None, UT.graphData)):
            path = PROTOCOL.parent / str(graph.value(data, UT.graph)).rsplit("/", 1)[-1]
            inner = path.read_text("utf-8")
            store.update(f"INSERT DATA {{ GRAPH <{graph.value(data, RDFS.label)}> {{ {inner} }} }}")


@contextmanager
def served(folder: Path) -> Iterator[Client]:
    """Serve a store with the data of all protocol tests, open for writing."""
    _fill(folder / "kept")
    with running(create_store_app(folder / "kept", writable=True, timeout=10.0)) as client:
        yield client


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("w3c")) as client:
        yield client


def _send(client: Client, graph: Graph, request: Any) -> Reply:
    body = graph.value(request, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8") if body else "UTF-8"
    data = str(graph.value(body, CNT.chars)).encode(encoding) if body else None
    headers = graph.value(request, HT.headers)
    pairs = {
        str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue))
        for one in (Collection(graph, headers) if headers else ())
    }
    method, path = graph.value(request, HT.methodName), graph.value(request, HT.absolutePath)
    return client.ask(str(method), str(path), data, pairs)


def _check(client: Client, name: str) -> None:
    graph = manifest(PROTOCOL)
    test = URIRef(f"http://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/manifest#{name}")
    requests = graph.value(graph.value(test, MF.action), HT.requests)
    for request in Collection(graph, requests):  # type: ignore[arg-type]  # a list's node
        reply, wanted = _send(client, graph, request), graph.value(request, HT.resp)
        classes = {str(status)[-3] for status in graph.objects(wanted, MF.expectedStatus)}
        assert str(reply.status)[0] in classes, reply.body
        expected = graph.value(wanted, MF.expectedBoolean)
        if expected is not None:
            assert json.loads(reply.body)["boolean"] is (str(expected) == "true")


@pytest.mark.parametrize("name", [name for name in named(PROTOCOL, MF.ProtocolTest) if name.startswith("update")])
def test_protocol_update(name: str, tmp_path: Path) -> None:
    """Each begins with the same data."""
    with served(tmp_path) as client:
        _check(client, name)


@pytest.mark.parametrize("name", [name for name in named(PROTOCOL, MF.ProtocolTest) if not name.startswith("update")])
def test_protocol(name: str, asked: Client) -> None:
    _check(asked, name)


# ---- graph store -------------------------------------------------------------------------------------

# What is not passed, and why.
EXCEPTIONS = {
    "post__existing_graph": "the body that is sent is no Turtle: its full stop is missing",
    "get_of_post__existing_graph": "the graph that is expected is that of before the second PUT",
    "post__multipart_formdata": "files in a form are not read, and the bodies lack their full stops",
    "get_of_post__multipart_formdata": "goes with the one before",
}


@cache
def graph_store_tests() -> dict[str, str]:
    """Return the text of each test by its name."""
    names = named(GRAPHS, MF.GraphStoreProtocolTest)
    graph, base = (manifest(GRAPHS), "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/manifest")
    return {name: "\n".join(map(str, graph.objects(URIRef(f"{base}#{name}"), RDFS.comment))) for name in names}


def _part(text: str, heading: str) -> tuple[list[str], str]:
    """Return the lines of the head of a request or response that a test describes, and its body."""
    found = re.search(rf"#### {heading}\n(.*?)(?=####|\Z)", text, re.DOTALL)
    assert found, heading
    lines = [line.removeprefix("    ") for line in found[1].strip("\n").split("\n")]
    head, _, body = "\n".join(lines).strip().partition("\n\n")
    return head.split("\n"), body


def _run(client: Client, text: str, new: str) -> str:
    """Run a test; return the path of the graph that it made, if it did."""
    host = f"127.0.0.1:{client.port}"
    for what, put in (("$NEWPATH$", new), ("$HOST$", host), ("/$GRAPHSTORE$", "/store"), ("$GRAPHSTORE$", "/store")):
        text = text.replace(what, put)
    (first, *fields), body = _part(text, "Request")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in fields)
    reply = client.ask(method, path, body.encode() if body else None, headers)
    (status, *_), wanted = _part(text, "Response")
    # Which of the 200s it is, the standard leaves to the server, but for what was made.
    assert str(reply.status)[0] == status[0], reply.body
    assert (reply.status == 201) == status.startswith("201")
    if wanted:
        address = f"http://{host}{path}"
        assert isomorphic(*(Graph().parse(data=one, format="turtle", publicID=address) for one in (reply.body, wanted)))
    return reply.headers.get("location", "").removeprefix(f"http://{host}") or new


@pytest.mark.skipif(not GRAPHS.is_file(), reason="the W3C's manifest is not here")
def test_graph_store(tmp_path: Path) -> None:
    """They build on each other, so that all are one test."""
    failed, new = {}, ""
    with running(create_store_app(tmp_path / "kept", writable=True, timeout=10.0)) as client:
        # It is to be deleted, and no test makes it.
        client.ask(
            "PUT",
            "/store/person/2.ttl",
            b"<http://a.example/> a <http://b.example/> .",
            {"Content-Type": "text/turtle"},
        )
        for name, text in graph_store_tests().items():
            try:
                new = _run(client, text, new)
            except AssertionError as error:
                failed[name] = str(error)
    assert failed.keys() == EXCEPTIONS.keys(), failed


def test_the_tests_were_run() -> None:
    if not PROTOCOL.is_file():
        pytest.skip("the W3C's manifests are not here")
    assert len(named(PROTOCOL, MF.ProtocolTest)) == 34
    assert len(graph_store_tests()) == 18
