"""The server by HTTP: the protocol's own tests where they are at hand, and everything that could go wrong."""

from __future__ import annotations

import http.client
import importlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection

from diplograph.errors import BuildError
from diplograph.querying.negotiate import GRAPH_TYPES, RESULT_TYPES, choose
from rdfworld import write_build
from sample import sample_records

uvicorn = pytest.importorskip("uvicorn", reason="the server needs uvicorn and starlette")
pytest.importorskip("starlette", reason="the server needs uvicorn and starlette")
create_app = importlib.import_module("diplograph.querying.serve").create_app

MANIFEST = Path(__file__).parents[2] / "shared" / "conformance" / "protocol" / "manifest.ttl"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
COUNT = "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a dg:Event }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"


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

    def query(self, text: str, accept: str = "application/sparql-results+json") -> Reply:
        return self.ask("GET", f"/sparql?query={quote(text)}", headers={"Accept": accept})


@contextmanager
def running(build: Path, timeout: float) -> Iterator[Client]:
    """Run a server in a thread for as long as the block lasts."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(build, timeout=timeout), log_level="warning", lifespan="on")
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


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = write_build(tmp_path_factory.mktemp("serve"), sample_records())
    (folder / "graph.ttl").write_text("# turtle\n", encoding="utf-8")
    (folder / "graph.html").write_text("<!doctype html><title>the page</title>", encoding="utf-8")
    with running(folder, 3.0) as found:
        yield found


def test_the_page_the_editor_and_the_files_are_there(client: Client) -> None:
    assert "the page" in client.ask("GET", "/").body
    for path in ("/query", "/sparql"):
        editor = client.ask("GET", path)
        assert editor.status == 200
        assert "who-met-whom" in editor.body
        assert "http" not in editor.headers["content-security-policy"]
    turtle = client.ask("GET", "/graph.ttl")
    assert (turtle.status, turtle.body) == (200, "# turtle\n")
    assert turtle.type.startswith("text/turtle")
    assert json.loads(client.ask("GET", "/health").body)["status"] == "ok"


@pytest.mark.parametrize("path", ["/nothing", "/report.json", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/x"])
def test_other_files_are_not_served(client: Client, path: str) -> None:
    assert client.ask("GET", path).status == 404


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/xml;q=0.8", "application/sparql-results+xml"),
    ],
)
def test_a_select_comes_in_the_form_asked_for(client: Client, accept: str, media_type: str) -> None:
    reply = client.query(COUNT, accept)
    assert reply.status == 200
    assert reply.type.startswith(media_type)
    assert "15" in reply.body


# rdflib 7.6 warns of what its own parser of JSON-LD does.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("form", "media_type"), GRAPH_TYPES.items())
def test_a_construct_comes_in_the_form_asked_for(client: Client, form: str, media_type: str) -> None:
    reply = client.query("CONSTRUCT { ?e a dg:Event } WHERE { ?e a dg:Event }", media_type.split(";")[0])
    assert reply.type == media_type
    parser = {"ttl": "turtle", "nt": "nt", "rdfxml": "xml", "jsonld": "json-ld"}[form]
    assert len(Graph().parse(data=reply.body, format=parser)) == 15


def test_what_nobody_serves_is_refused(client: Client) -> None:
    assert client.query(COUNT, "image/png").status == 406


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("SELECT * {", 400, "not SPARQL"),
        ("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400, "FROM is refused"),
        ("DROP ALL", 400, "DROP is refused"),
        (SLOW, 503, "took longer than 3 s"),
        ("SELECT * { ?s ?p ?o . ?a ?b ?c }", 503, "took longer|more than"),
    ],
)
def test_a_bad_query_gets_a_clear_error(client: Client, text: str, status: int, words: str) -> None:
    reply = client.query(text)
    assert reply.status in {status, 413 if status == 503 else status}
    assert any(word in reply.body for word in words.split("|"))
    assert client.query(COUNT).status == 200


def test_updates_are_refused(client: Client) -> None:
    body = b"update=" + quote("DROP ALL").encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.ask("POST", "/sparql", body, form).status == 403
    direct = {"Content-Type": "application/sparql-update"}
    assert client.ask("POST", "/sparql", b"DROP ALL", direct).status == 415


def test_a_large_body_is_refused(client: Client) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    assert client.ask("POST", "/sparql", b"#" * (2 << 20), direct).status == 413


def test_only_its_own_names_are_answered(client: Client) -> None:
    assert client.ask("GET", "/health", headers={"Host": "evil.example"}).status == 400
    assert client.ask("GET", "/health", headers={"Host": f"localhost:{client.port}"}).status == 200


def test_every_answer_has_its_guards(client: Client) -> None:
    for path in ("/", "/health", "/nothing", "/sparql?query=nonsense"):
        headers = client.ask("GET", path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("requests", [24, pytest.param(1000, marks=pytest.mark.slow)])
def test_many_clients_at_once(requests: int, client: Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: client.query(COUNT), range(requests)))
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 1


def test_a_folder_without_a_build_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError):
        create_app(tmp_path)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/html, */*;q=0.1", "json"),
        ("text/*", "csv"),
        ("application/sparql-results+xml;q=0, text/csv", "csv"),
        ("text/csv;q=much", None),
        ("image/png", None),
        (" , ", "json"),
    ],
)
def test_negotiation(accept: str, form: str | None) -> None:
    assert choose(accept, RESULT_TYPES) == form


# ---- the W3C's own tests -----------------------------------------------------------------------------

# This server reads only and refuses what changes the graph. Each test that is not about reading is named.
EXCEPTIONS = {
    **dict.fromkeys(
        (
            *("update_dataset_default_graph", "update_dataset_default_graphs"),
            *("update_dataset_named_graphs", "update_dataset_full"),
            *("update_post_form", "update_post_direct", "update_base_uri"),
        ),
        "the server is for reading only and refuses every update",
    ),
}


def manifest() -> Graph:
    return Graph().parse(MANIFEST)


def w3c_tests() -> list[str]:
    if not MANIFEST.is_file():
        return []
    return sorted(str(test).rsplit("#", 1)[-1] for test in manifest().subjects(RDF.type, MF.ProtocolTest))


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Graph]]:
    graph, pieces = manifest(), []
    for data in set(graph.objects(None, UT.graphData)):
        path = MANIFEST.parent / str(graph.value(data, UT.graph)).rsplit("/", 1)[-1]
        pieces.append(f"GRAPH <{graph.value(data, RDFS.label)}> {{ {path.read_text('utf-8')} }}")
    folder = tmp_path_factory.mktemp("w3c")
    (folder / "graph.trig").write_text("\n".join(sorted(pieces)), encoding="utf-8")
    with running(folder, 10.0) as found:
        yield found, graph


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


@pytest.mark.parametrize("name", w3c_tests())
def test_w3c_protocol(name: str, w3c: tuple[Client, Graph]) -> None:
    client, graph = w3c
    test = URIRef(f"http://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/manifest#{name}")
    requests = graph.value(graph.value(test, MF.action), HT.requests)
    for request in Collection(graph, requests):  # type: ignore[arg-type]  # a list's node
        reply, wanted = _send(client, graph, request), graph.value(request, HT.resp)
        classes = {str(status)[-3] for status in graph.objects(wanted, MF.expectedStatus)}
        if name in EXCEPTIONS:
            assert reply.status in {200, 403, 415}, EXCEPTIONS[name]
            continue
        assert str(reply.status)[0] in classes, reply.body
        expected = graph.value(wanted, MF.expectedBoolean)
        if expected is not None:
            assert json.loads(reply.body)["boolean"] is (str(expected) == "true")


def test_the_w3c_tests_were_run() -> None:
    if not MANIFEST.is_file():
        pytest.skip("the W3C's manifest is not here")
    assert len(w3c_tests()) == 33 + 1
    assert set(EXCEPTIONS) <= set(w3c_tests())
