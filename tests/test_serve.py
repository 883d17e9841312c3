"""The server by HTTP: the protocol's own tests where they are at hand, and everything that could go wrong."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import Graph

from diplograph.errors import BuildError
from diplograph.querying.negotiate import GRAPH_TYPES, RESULT_TYPES, choose
from diplograph.vocabulary import graph_iri
from httpworld import Client, running
from rdfworld import write_build
from sample import sample_records

pytest.importorskip("uvicorn", reason="the server needs uvicorn and starlette")
pytest.importorskip("starlette", reason="the server needs uvicorn and starlette")
create_app = importlib.import_module("diplograph.querying.serve").create_app

COUNT = "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a dg:Event }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = write_build(tmp_path_factory.mktemp("serve"), sample_records())
    (folder / "graph.ttl").write_text("# turtle\n", encoding="utf-8")
    (folder / "graph.html").write_text("<!doctype html><title>the page</title>", encoding="utf-8")
    with running(create_app(folder, timeout=3.0)) as found:
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
    assert client.ask("POST", "/sparql", b"DROP ALL", direct).status == 403
    for method in ("PUT", "POST", "DELETE"):
        turtle = {"Content-Type": "text/turtle"}
        assert client.ask(method, "/store?default", b"<http://a> a <http://b> .", turtle).status == 403


def test_graphs_are_given_one_by_one(client: Client) -> None:
    name = quote(graph_iri("events"), safe="")
    reply = client.ask("GET", f"/store?graph={name}", headers={"Accept": "application/n-triples"})
    assert (reply.status, reply.type) == (200, "application/n-triples")
    assert len(Graph().parse(data=reply.body, format="nt")) > 100
    assert client.ask("HEAD", f"/store?graph={name}").status == 200
    assert client.ask("GET", "/store?default").status == 200
    assert client.ask("GET", "/store?graph=http://x.example/none").status == 404
    for wrong in ("", "?graph=", "?graph=a%20b", "?graph=http://a&default", "?query=x"):
        assert client.ask("GET", f"/store{wrong}").status == 400
    assert client.ask("GET", f"/store?graph={name}", headers={"Accept": "image/png"}).status == 406


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
