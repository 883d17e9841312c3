"""A store that is served for writing: what is taken, what is refused, and what a kill in the middle leaves."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from diplograph.errors import BuildError, QueryError
from diplograph.outputs.rdf import trig_chunks
from diplograph.querying.guard import with_data_set
from diplograph.querying.kept import push_build, query_kept, read_kept
from diplograph.querying.store import open_store, save_records
from httpworld import Client, running
from rdfworld import small_records, write_build
from sample import sample_records
from servers import answers, free_port
from storedump import dump_store

pytest.importorskip("uvicorn", reason="the server needs uvicorn and starlette")
pytest.importorskip("starlette", reason="the server needs uvicorn and starlette")
create_store_app = importlib.import_module("diplograph.querying.serve").create_store_app

TURTLE = {"Content-Type": "text/turtle"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GRAPH = "/store?graph=http%3A%2F%2Fours.example%2Fg"
TRIPLE = b"<http://ours.example/a> <http://ours.example/b> 1 ."
INSERT = "INSERT DATA { GRAPH <http://ours.example/g> { <http://ours.example/a> <http://ours.example/b> 1 } }"
IS_THERE = "ASK { GRAPH <http://ours.example/g> { <http://ours.example/a> <http://ours.example/b> 1 } }"
SLOW = (
    "INSERT { GRAPH <http://ours.example/g> { ?a ?b ?l } } "
    "WHERE { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }"
)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    save_records(folder, sample_records())
    return folder


@pytest.fixture
def client(kept: Path) -> Iterator[Client]:
    with running(create_store_app(kept, writable=True, timeout=2.0)) as found:
        yield found


def says(client: Client, ask: str = IS_THERE) -> bool:
    reply = client.query(ask)
    assert reply.status == 200, reply.body
    return "true" in reply.body


def test_an_update_is_seen_when_it_is_answered_and_stays(kept: Path) -> None:
    with running(create_store_app(kept, writable=True)) as client:
        assert not says(client)
        assert client.update(INSERT).status == 204
        assert says(client)
        body = f"update={quote(INSERT.replace(' 1 ', ' 2 '))}".encode()
        assert client.ask("POST", "/update", body, FORM).status == 204
        assert says(client, IS_THERE.replace(" 1 ", " 2 "))
        assert client.update("DELETE WHERE { GRAPH ?g { ?s <http://ours.example/b> 2 } }").status == 204
    assert dump_store(kept).count("http://ours.example/b") == 1


def test_our_prefixes_are_known(client: Client) -> None:
    assert client.update("INSERT DATA { GRAPH <mine> { ev:mine a dg:Meeting } }").status == 204
    assert says(client, "ASK { ev:mine a dg:Meeting }")


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("INSERT DATA {", 400, "cannot be read"),
        ("SELECT * { ?s ?p ?o }", 400, "cannot be read"),
        ("LOAD <http://127.0.0.1:9/x>", 400, "LOAD is refused"),
        ("LOAD SILENT <file:///etc/passwd>", 400, "LOAD is refused"),
        ("L\\u004fAD <file:///etc/passwd>", 400, "LOAD is refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("INSERT { ?s ?p ?o } WHERE { FILTER EXISTS { \\u0053ERVICE ?x { ?s ?p ?o } } }", 400, "SERVICE is refused"),
        ("INSERT DATA { <http://a> <http://b> " + "(" * 70 + ")" * 70 + " }", 400, "nested deeper"),
        ("CREATE GRAPH <http://ours.example/g> ; CREATE GRAPH <http://ours.example/g>", 409, "already exists"),
        ("DROP ALL #" + "x" * (1 << 20), 413, "more than"),
    ],
)
def test_what_is_refused_changes_nothing(client: Client, kept: Path, text: str, status: int, words: str) -> None:
    reply = client.update(f"{INSERT} ; {text}" if status != 413 else text)
    assert (reply.status, words in reply.body) == (status, True), reply.body
    assert not says(client)
    assert says(client, "ASK { ?e a dg:Event }")


def test_an_update_is_posted(client: Client) -> None:
    assert client.ask("GET", f"/sparql?update={quote(INSERT)}").status == 400
    assert client.ask("POST", f"/sparql?update={quote(INSERT)}", b"", FORM).status == 400
    assert client.ask("POST", "/sparql?default-graph-uri=http://a", INSERT.encode(), FORM).status == 400
    assert not says(client)


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null", "https://127.0.0.1:1"])
def test_pages_of_others_may_not_write(client: Client, origin: str) -> None:
    body = f"update={quote(INSERT)}".encode()
    assert client.ask("POST", "/sparql", body, {**FORM, "Origin": origin}).status == 403
    for method in ("PUT", "POST", "DELETE"):
        assert client.ask(method, GRAPH, TRIPLE, {**TURTLE, "Origin": origin}).status == 403
    assert client.ask("POST", "/sparql", body, {**FORM, "Host": "evil.example"}).status == 400
    assert not says(client)


def test_a_page_of_its_own_may_write(client: Client) -> None:
    assert client.update(INSERT, Origin=f"http://127.0.0.1:{client.port}").status == 204
    assert says(client)


# ---- graphs ------------------------------------------------------------------------------------------


def test_a_graph_is_put_extended_and_deleted(client: Client) -> None:
    more = b"<http://ours.example/a> <http://ours.example/b> 2 ."
    assert client.ask("PUT", GRAPH, TRIPLE, TURTLE).status == 201
    assert client.ask("POST", GRAPH, more, TURTLE).status == 204
    assert client.ask("GET", GRAPH, headers={"Accept": "application/n-triples"}).body.count("\n") == 2
    assert client.ask("PUT", GRAPH, more, TURTLE).status == 204
    assert client.ask("GET", GRAPH, headers={"Accept": "application/n-triples"}).body.count("\n") == 1
    assert client.ask("PUT", GRAPH, b"", TURTLE).status == 204
    assert client.ask("GET", GRAPH).status == 200
    assert client.ask("DELETE", GRAPH).status == 204
    assert client.ask("DELETE", GRAPH).status == 404
    assert says(client, "ASK { ?e a dg:Event }")


def test_a_graph_without_a_name_gets_one_of_its_content(client: Client) -> None:
    first, again = (client.ask("POST", "/store", TRIPLE, TURTLE) for _ in range(2))
    assert (first.status, again.status) == (201, 204)
    assert first.headers["location"] == again.headers["location"]
    place = first.headers["location"].removeprefix(f"http://127.0.0.1:{client.port}")
    assert client.ask("GET", place).status == 200


@pytest.mark.parametrize(
    ("media_type", "body", "status", "words"),
    [
        ("text/turtle", b"<http://a> <http://b> ", 400, "cannot be read"),
        ("text/turtle", b"\xff", 400, "not UTF-8"),
        ("text/turtle; charset=latin-1", b"", 415, "character set"),
        ("text/html", b"", 415, "one of these types"),
        ("", b"", 415, "one of these types"),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:9/c", "a": 1}', 400, "cannot be read"),
        (
            "application/ld+json",
            b'{"@id": "http://g", "@graph": [{"@id": "http://a", "http://b": 1}]}',
            400,
            "one graph",
        ),
        ("application/rdf+xml", b"<rdf:RDF", 400, "cannot be read"),
    ],
)
def test_a_graph_that_cannot_be_read_changes_nothing(
    client: Client, media_type: str, body: bytes, status: int, words: str
) -> None:
    assert client.ask("PUT", GRAPH, TRIPLE, TURTLE).status == 201
    reply = client.ask("PUT", GRAPH, body, {"Content-Type": media_type})
    assert (reply.status, words in reply.body) == (status, True), reply.body
    assert says(client)


def test_entities_that_grow_without_end_are_stopped(client: Client) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9))
    name = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    inner = '<rdf:Description rdf:about="http://a"><e:p xmlns:e="http://e/">&e8;</e:p></rdf:Description>'
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "ha">{entities}]><rdf:RDF xmlns:rdf="{name}">{inner}</rdf:RDF>'
    begin = time.monotonic()
    assert client.ask("PUT", GRAPH, bomb.encode(), {"Content-Type": "application/rdf+xml"}).status >= 400
    assert time.monotonic() - begin < 10
    assert client.update(INSERT).status == 204


@pytest.mark.parametrize("path", ["/store?graph=a%20b", "/store?graph=%3Ehttp://a", "/store?graph=http://a&default"])
def test_a_graph_needs_one_name(client: Client, path: str) -> None:
    assert client.ask("PUT", path, TRIPLE, TURTLE).status == 400
    assert client.ask("PATCH", GRAPH, TRIPLE, TURTLE).status == 405
    assert client.ask("PUT", "/store", TRIPLE, TURTLE).status == 400


def test_a_server_is_a_target_of_our_own_client(client: Client, kept: Path, tmp_path: Path) -> None:
    build, store = write_build(tmp_path / "out", small_records()), read_kept(f"http://127.0.0.1:{client.port}")
    assert push_build(build, store)
    assert not push_build(build, store)
    solutions = query_kept(store, "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a dg:Event }", {}, seconds=10)
    assert [[str(value.text) for value in row if value] for row in solutions.rows] == [["3"]]
    expected = tmp_path / "expected"
    save_records(expected, small_records())
    assert client.ask("POST", "/update", b"DELETE DATA {}", {"Content-Type": "application/sparql-update"}).status == 204
    names = {line.rsplit(" ", 2)[-2] for line in dump_store(expected).splitlines()}
    for name in sorted(names):
        reply = client.ask("GET", f"/store?graph={quote(name[1:-1], safe='')}", headers={"Accept": "text/turtle"})
        assert reply.status == 200


# ---- one writer, and kills ---------------------------------------------------------------------------


def test_nobody_else_writes_meanwhile(client: Client, kept: Path) -> None:
    with pytest.raises(BuildError, match="another process writes to it"), open_store(kept):
        pass
    with pytest.raises(BuildError, match="another process writes to it"):
        create_store_app(kept, writable=True)


def test_a_change_that_takes_too_long_is_stopped(client: Client, kept: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(client.update, SLOW)
        time.sleep(0.3)
        # Whoever asks does not wait for it.
        begin = time.monotonic()
        assert says(client, "ASK { ?e a dg:Event }")
        assert time.monotonic() - begin < 1.5
        reply = slow.result()
    assert (reply.status, "took longer than 2 s" in reply.body) == (503, True)
    assert not says(client, "ASK { GRAPH <http://ours.example/g> { ?s ?p ?o } }")
    assert client.update(INSERT).status == 204
    assert says(client)


def test_who_waits_too_long_for_others_is_told(kept: Path) -> None:
    with running(create_store_app(kept, writable=True, timeout=1.0)) as client, ThreadPoolExecutor(3) as pool:
        replies = [one.result() for one in [pool.submit(client.update, SLOW) for _ in range(3)]]
    assert {reply.status for reply in replies} == {503}
    assert any("their turn is not over" in reply.body for reply in replies)


def opened(process: Path) -> set[Path]:
    """Return what a process has open; files come and go meanwhile."""
    found = set()
    with suppress(OSError):
        for handle in (process / "fd").iterdir():
            with suppress(OSError):
                found.add(handle.readlink())
    return found


def writer_of(store: Path) -> int:
    """Return the process that has a store open for writing."""
    for process in Path("/proc").glob("[0-9]*"):
        if store / "LOCK" in opened(process):
            return int(process.name)
    raise AssertionError("nobody writes")


def gone(process: int) -> None:
    """Wait until a process that was killed is no more."""
    late = time.monotonic() + 10
    while Path(f"/proc/{process}").exists() and time.monotonic() < late:
        time.sleep(0.01)


def statements(count: int, mark: str) -> bytes:
    return "".join(f"<http://ours.example/{mark}{n}> <http://ours.example/p> {n} .\n" for n in range(count)).encode()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc to find the process")
@pytest.mark.parametrize("rounds", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_a_writer_that_is_killed_leaves_all_or_nothing(rounds: int, kept: Path) -> None:
    """It is killed earlier and later in the course of a change of some tenths of a second, or just after it."""
    with running(create_store_app(kept, writable=True)) as client:
        assert client.ask("PUT", GRAPH, statements(100, "old"), TURTLE).status == 201
        statuses = set()
        for number in range(rounds):
            writer = writer_of(kept.resolve())
            timer = threading.Timer(0.4 * number / rounds, os.kill, (writer, signal.SIGKILL))
            timer.start()
            reply = client.ask("PUT", GRAPH, statements(20_000, f"new{number}-"), TURTLE)
            timer.join()
            gone(writer)
            statuses.add(reply.status)
            count = client.ask("GET", GRAPH, headers={"Accept": "application/n-triples"}).body.count("\n")
            assert count in {100, 20_000}
            assert (count == 20_000) or reply.status == 500
            assert client.ask("PUT", GRAPH, statements(100, "old"), TURTLE).status == 204
    assert 500 in statuses
    assert dump_store(kept).count("ours.example/old") == 100


def test_changes_and_questions_at_once(client: Client) -> None:
    """Each change adds two statements: nobody ever sees one of them."""

    def change(number: int) -> int:
        pair = f"<http://ours.example/{number}> <http://ours.example/p> 1, 2"
        return client.update(f"INSERT DATA {{ GRAPH <http://ours.example/g> {{ {pair} }} }}").status

    def count(_: int) -> int:
        text = "SELECT (COUNT(*) AS ?n) { ?s <http://ours.example/p> ?o }"
        return int(client.query(text, "text/csv").body.split()[1])

    with ThreadPoolExecutor(6) as pool:
        changes, counts = pool.map(change, range(12)), pool.map(count, range(12))
        assert {number % 2 for number in counts} == {0}
        assert set(changes) == {204}
    assert count(0) == 24


def serve(store: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "diplograph", "serve", "--store", str(store), "--writable", *options]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "graph")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def free(store: Path) -> bool:
    try:
        with open_store(store):
            return True
    except BuildError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_server_that_ends_gives_the_store_free(number: signal.Signals, kept: Path) -> None:
    port, held = free_port(), dump_store(kept)
    process = serve(kept, "--port", str(port))
    try:
        while not answers(port, "/health"):
            assert process.poll() is None
            time.sleep(0.05)
        assert Client(port).update(INSERT).status == 204
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
        process.communicate()
    assert "Traceback" not in err
    late = time.monotonic() + 20
    while not free(kept) and time.monotonic() < late:
        time.sleep(0.05)
    assert len(dump_store(kept).splitlines()) == len(held.splitlines()) + 1
    left = list(kept.parent.glob(".kept.*"))
    assert bool(left) == (number == signal.SIGKILL)
    create_store_app(kept, writable=True)
    assert not list(kept.parent.glob(".kept.*"))


# ---- what may be served ------------------------------------------------------------------------------


def test_a_store_may_be_served_for_reading(kept: Path) -> None:
    held = dump_store(kept)
    with running(create_store_app(kept)) as client:
        assert says(client, "ASK { ?e a dg:Event }")
        assert client.ask("GET", "/").status == 200
        assert client.ask("GET", "/graph.ttl").status == 404
        assert client.update(INSERT).status == 403
        assert client.ask("PUT", GRAPH, TRIPLE, TURTLE).status == 403
    assert dump_store(kept) == held


def test_a_build_is_not_written_to(tmp_path: Path) -> None:
    build = write_build(tmp_path / "out", small_records())
    save_records(build / "store", small_records())
    with pytest.raises(BuildError, match="belongs to the build"):
        create_store_app(build / "store", writable=True)
    with pytest.raises(BuildError, match="the folder is none"):
        create_store_app(build, writable=True)
    with pytest.raises(BuildError, match="no store"):
        create_store_app(tmp_path / "nothing")


def test_a_new_store_is_made(tmp_path: Path) -> None:
    with running(create_store_app(tmp_path / "new" / "kept", writable=True)) as client:
        body = "".join(trig_chunks(small_records()))
        assert client.ask("PUT", GRAPH, body.encode(), TURTLE).status == 400
        assert client.ask("PUT", GRAPH, TRIPLE, TURTLE).status == 201
        assert says(client)


# ---- data sets of updates ----------------------------------------------------------------------------


def test_graphs_beside_an_update_stand_before_each_where() -> None:
    nested = "{ ?s ?p ?o . { SELECT * WHERE { ?s ?p ?o } } }"
    text = f"INSERT {{ ?s ?p 'WHERE' }} WHERE {nested} ; DELETE {{ ?s ?p 1 }} where {{ ?s ?p ?o }}"
    found = with_data_set(text, ["http://a"], ["http://b"])
    assert found.count("USING <http://a> USING NAMED <http://b> WHERE") == 1
    assert found.count("USING <http://a> USING NAMED <http://b> where") == 1
    assert found.replace("USING <http://a> USING NAMED <http://b> ", "") == text


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "http://a"),
        ("INSERT { ?s ?p ?o } \\u0057HERE { ?s ?p ?o }", "http://a"),
        ("WITH <http://b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "http://a"),
        ("DELETE { ?s ?p ?o } USING <http://b> WHERE { ?s ?p ?o }", "http://a"),
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "http://a> } ; DROP ALL #"),
    ],
)
def test_graphs_that_have_no_place_are_refused(text: str, graph: str) -> None:
    with pytest.raises(QueryError):
        with_data_set(text, [graph], [])
