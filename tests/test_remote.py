"""Stores on servers: two real ones, and many that misbehave."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from diplograph.errors import BuildError, QueryError, UsageError
from diplograph.querying import store
from diplograph.querying.exchange import read_address
from diplograph.querying.named import list_queries
from diplograph.querying.remote import (
    LAYOUTS,
    Remote,
    graph_names,
    is_remote,
    load_remote,
    query_remote,
    read_graph,
    read_remote,
    remove_document,
    save_document,
    save_records,
    write_graph,
)
from diplograph.querying.sparql import run_query
from diplograph.vocabulary import document_graph_iri, graph_iri
from rdfworld import small_records, write_build
from sample import GAZETTE, HERALD, WIRE, nasty_records, sample_records
from servers import LOCAL, diplograph, oxigraph, virtuoso
from storedump import dump_store
from test_store import quads, without

SERVERS = {"oxigraph": oxigraph, "diplograph": diplograph, "virtuoso": virtuoso}


def slow_unless_light(name: str) -> Any:
    return name if name == "oxigraph" else pytest.param(name, marks=pytest.mark.slow)


@pytest.fixture(scope="module", params=[slow_unless_light(name) for name in SERVERS])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as (address, _):
        yield read_remote(address)


@pytest.fixture
def remote(server: Remote) -> Remote:
    for name in graph_names(server):
        write_graph(server, name, ())
    assert not graph_names(server)
    return server


def dump(remote: Remote) -> str:
    data = load_remote(remote).dump(format=ox.RdfFormat.N_QUADS) or b""
    return "".join(f"{line}\n" for line in sorted(data.decode().split("\n")) if line)


@pytest.mark.parametrize("make", [sample_records, small_records, nasty_records])
def test_a_server_says_what_the_records_say(make: Any, remote: Remote) -> None:
    assert save_records(remote, make())
    assert dump(remote) == quads(make())
    assert not save_records(remote, make())


def test_other_records_take_the_place_of_the_first(remote: Remote) -> None:
    save_records(remote, nasty_records())
    assert save_records(remote, small_records()).removed
    assert dump(remote) == quads(small_records())


def test_a_document_is_added_replaced_and_removed(remote: Remote) -> None:
    save_records(remote, without(GAZETTE))
    assert save_document(remote, sample_records(), GAZETTE.id)
    assert dump(remote) == quads(sample_records())
    assert not save_document(remote, sample_records(), GAZETTE.id)
    assert remove_document(remote, GAZETTE.id).graphs == 1
    assert "summit-13" not in dump(remote)
    assert "meeting-01" in dump(remote)
    assert not remove_document(remote, GAZETTE.id)


def test_what_is_left_of_a_server_is_what_is_left_of_a_folder(remote: Remote, tmp_path: Path) -> None:
    save_records(remote, sample_records())
    store.save_records(tmp_path / "store", sample_records())
    for document in (WIRE, HERALD, GAZETTE):
        remove_document(remote, document.id)
        store.remove_document(tmp_path / "store", document.id)
        assert dump(remote) == dump_store(tmp_path / "store")
    assert {name.rsplit("/", 1)[-1] for name in graph_names(remote)} == {"registry", "schemes"}


def test_documents_one_by_one_are_the_whole(remote: Remote) -> None:
    for document in (HERALD, GAZETTE, WIRE):
        save_document(remote, sample_records(), document.id)
    assert dump(remote) == quads(sample_records())


def test_graphs_of_others_are_left_alone(remote: Remote) -> None:
    other = "http://other.example/graph"
    triple = ox.Triple(*(ox.NamedNode(f"http://other.example/{name}") for name in "spo"))
    write_graph(remote, other, [triple])
    save_records(remote, small_records())
    assert other not in graph_names(remote)
    assert read_graph(remote, other) == {triple}
    write_graph(remote, other, ())
    assert read_graph(remote, other) == frozenset()


@pytest.mark.parametrize("name", [one.name for one in list_queries()])
def test_named_queries_have_the_same_answers(name: str, server: Remote, tmp_path: Path) -> None:
    save_records(server, sample_records())
    question = next(one for one in list_queries() if one.name == name)
    ours = run_query(write_build(tmp_path / "build", sample_records()), question)
    theirs = query_remote(server, question.bind({}))
    assert theirs.variables == ours.variables
    assert len(theirs.rows) == len(ours.rows)
    assert set(theirs.rows) == set(ours.rows)


def test_a_query_sees_all_graphs_and_knows_our_prefixes(remote: Remote) -> None:
    save_records(remote, small_records())
    assert query_remote(remote, "ASK { ?claim dg:about ?event . ?event a dg:Meeting . ?a schema:headline ?h }").boolean
    graph = query_remote(remote, "CONSTRUCT { ?e a dg:Meeting } WHERE { ?e a dg:Meeting }")
    assert graph.is_graph
    assert len(graph.rows) == 1
    with pytest.raises(QueryError, match="more than 2 rows"):
        query_remote(remote, "SELECT * { ?s ?p ?o }", row_limit=2)
    with pytest.raises((QueryError, BuildError), match=str(remote.address.port)):
        query_remote(remote, "SELECT nonsense {")


@pytest.mark.parametrize("text", ["DROP ALL", "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }"])
def test_a_query_that_is_refused_is_not_sent(text: str) -> None:
    with pytest.raises(QueryError, match="refused"):
        query_remote(read_remote(f"http://{LOCAL}:1"), text)


def test_a_killed_server_is_completed_by_a_repeat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = quads(sample_records())
    from diplograph.querying import remote as module

    with oxigraph(tmp_path / "store") as (address, pid):
        store, done = read_remote(address), []

        def write(remote: Remote, name: str, triples: Any) -> None:
            done.append(name)
            if len(done) == 4:
                os.kill(pid, signal.SIGKILL)
            write_graph(remote, name, triples)

        monkeypatch.setattr(module, "write_graph", write)
        with pytest.raises(BuildError, match=r"3 of 6 graphs are done, do it again"):
            save_records(store, sample_records())
        monkeypatch.undo()
    with oxigraph(tmp_path / "store", store.address.port):
        assert set(dump(store).splitlines()) < set(wanted.splitlines())
        assert save_records(store, sample_records()).graphs == 3
        assert dump(store) == wanted


class Strange(BaseHTTPRequestHandler):
    """Answers by the first part of its path."""

    def _answer(self) -> None:
        kind = self.path.split("/")[1]
        if kind == "elsewhere":
            self.send_response(307)
            self.send_header("Location", f"http://{LOCAL}:1/stolen")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif kind == "closed":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif kind == "drip":
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            with ExitStack() as stack:
                stack.callback(self.connection.close)
                for _ in range(200):
                    self.wfile.write(b" ")
                    time.sleep(0.05)
        else:
            status, media, body = {
                "login": (401, "text/html", b"<html><script>x</script>\x1b[31mno\x1b[0m</html>"),
                "nonsense": (200, "text/turtle", b"<a b"),
                "json": (200, "application/sparql-results+json", b'{"head": 1}'),
                "page": (200, "text/html", b"<html>"),
                "cut": (200, "text/turtle", b""),
            }[kind]
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body) + 10 * (kind == "cut")))
            self.end_headers()
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815  (so the library has it)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name is the library's)
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are what is tested."""


@contextmanager
def strange_server() -> Iterator[str]:
    server = Quiet((LOCAL, 0), Strange)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://{LOCAL}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def strange() -> Iterator[str]:
    with strange_server() as address:
        yield address


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("elsewhere", "redirection, which is not followed"),
        ("closed", "the server broke off"),
        ("cut", "the server broke off"),
        ("login", r"status 401; it wants a login \(x.*no"),
        ("nonsense", "cannot be read"),
        ("drip", "no answer within 1 s"),
    ],
)
def test_a_server_that_misbehaves_is_named(kind: str, message: str, strange: str) -> None:
    begin = time.monotonic()
    with pytest.raises(BuildError, match=message) as caught:
        read_graph(read_remote(f"{strange}/{kind}", seconds=1.0), graph_iri("events"))
    assert strange in str(caught.value)
    assert str(caught.value).isprintable()
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize(("kind", "message"), [("json", "cannot be read"), ("page", "neither a table nor a graph")])
def test_an_answer_of_another_kind_is_named(kind: str, message: str, strange: str) -> None:
    with pytest.raises(BuildError, match=message):
        query_remote(read_remote(f"{strange}/{kind}"), "ASK {}")


def test_a_redirection_is_not_followed_when_writing(strange: str) -> None:
    triple = ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o"))
    with pytest.raises(BuildError, match="redirection"):
        write_graph(read_remote(f"{strange}/elsewhere"), graph_iri("events"), [triple])


def test_nobody_there_is_said() -> None:
    with pytest.raises(BuildError, match="nobody answers there"):
        graph_names(read_remote(f"http://{LOCAL}:1"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file:///etc/passwd", "begins with http"),
        ("ftp://host/x", "begins with http"),
        ("http://", "begins with http"),
        ("http://host:99999/", "no address"),
        ("http://ho st/", "characters"),
        ("http://host/\r\nX: y", "characters"),
        ("http://host/?a=b", r"no \? and no #"),
        ("nonsense+http://host/", "unknown kind"),
        ("fuseki+file:///x", "begins with http"),
        ("http://me:secret@host.example/", "over https"),
        ("gopher://me:secret@host/", "begins with http"),
    ],
)
def test_bad_addresses_are_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        read_remote(text)
    assert "secret" not in str(caught.value)


def test_a_password_is_never_shown() -> None:
    remote = read_remote("graphdb+https://me:se%20cret@host.example:7200/repositories/news/")
    assert remote.address.login == "me:se cret"
    assert str(remote) == "https://host.example:7200/repositories/news"
    assert "cret" not in repr(remote)


@pytest.mark.parametrize("kind", LAYOUTS)
def test_every_kind_of_server_can_be_named(kind: str) -> None:
    assert read_remote(f"{kind}+http://{LOCAL}:1/data").layout is LAYOUTS[kind]
    assert is_remote(f"{kind}+http://{LOCAL}")
    assert not is_remote("some/folder")


def test_an_address_of_six_is_shown_as_it_was() -> None:
    assert str(read_address("http://[::1]:7878/")) == "http://[::1]:7878"


def test_the_graph_of_a_strange_document_is_a_graph(remote: Remote) -> None:
    records = nasty_records()
    save_records(remote, records)
    for reading in records.readings:
        assert str(document_graph_iri(reading.document.id)) in graph_names(remote)
