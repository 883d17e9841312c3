"""``push``, ``remove`` and ``--store``: graphs that are kept elsewhere, documents that go."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import Terminal
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.outputs.folder import FILES
from diplograph.querying.buildstore import STORE, store_of
from diplograph.querying.remote import read_remote, update
from diplograph.querying.store import open_store
from sample import GAZETTE, WIRE, sample_records
from servers import LOCAL, free_port, oxigraph
from storedump import dump_store
from test_remote import dump
from test_store import quads, without

pytest_plugins = ("commands",)

QUERY = ("-n", "who-met-whom", "--format", "csv")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as (address, _):
        yield address


@pytest.fixture
def address(server: str) -> str:
    update(read_remote(server), "DROP ALL")
    return server


@pytest.fixture
def build(tmp_path: Path) -> Path:
    KnowledgeGraph(records=sample_records()).save(tmp_path / "out")
    return tmp_path / "out"


def test_a_build_is_pushed_to_a_server_and_asked_there(build: Path, address: str, terminal: Terminal) -> None:
    pushed = terminal("push", build, "--store", address)
    assert (pushed.code, pushed.out) == (0, "")
    said = len(quads(sample_records()).splitlines())
    assert pushed.err == f"{address}: 6 graphs written, {said} statements added, 0 removed\n"
    assert terminal("push", build, "--store", address).err == f"{address}: says the same already\n"
    here, there = terminal("query", build, *QUERY), terminal("query", "--store", address, *QUERY)
    assert (there.code, there.out) == (0, here.out)


def test_a_build_is_pushed_to_a_folder_and_asked_there(build: Path, tmp_path: Path, terminal: Terminal) -> None:
    kept = tmp_path / "kept"
    assert terminal("push", build, "--store", kept).code == 0
    assert dump_store(kept) == quads(sample_records())
    here, there = terminal("query", build, *QUERY), terminal("query", "--store", kept, *QUERY)
    assert (there.code, there.out) == (0, here.out)


def test_a_query_of_ones_own_is_asked_elsewhere(build: Path, tmp_path: Path, address: str, terminal: Terminal) -> None:
    file = tmp_path / "count.rq"
    file.write_text("SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a dg:Event }", encoding="utf-8")
    for place in (address, tmp_path / "kept"):
        terminal("push", build, "--store", place)
        answer = terminal("query", "--store", place, file, "--format", "csv")
        assert (answer.code, answer.out.split()) == (0, ["n", "15"])


def test_a_document_is_removed_from_everything(build: Path, address: str, tmp_path: Path, terminal: Terminal) -> None:
    fewer = KnowledgeGraph.load(build).without([GAZETTE.id])
    terminal("push", build, "--store", address)
    answer = terminal("remove", build, GAZETTE.id, "--store", address)
    assert (answer.code, answer.out) == (0, ""), answer.err
    expected = fewer.save(tmp_path / "expected").folder
    assert expected is not None
    for name in FILES:
        assert (build / name).read_bytes() == (expected / name).read_bytes(), name
    store = store_of(build)
    assert store is not None
    assert dump_store(store) == dump(read_remote(address)) == quads(fewer.records)


def test_a_document_goes_by_the_name_of_its_file(tmp_path: Path, fake_reading: None, terminal: Terminal) -> None:
    for name, text in (("a", "Reagan met Gorbachev."), ("b", "Thatcher met Mitterrand.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert terminal("build", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out").code == 0
    assert terminal("remove", tmp_path / "out", tmp_path / "a.txt").code == 0
    sources = [one["source"] for one in json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["documents"]]
    assert sources == [str(tmp_path / "b.txt")]


def test_a_build_goes_into_a_store_too(tmp_path: Path, address: str, fake_reading: None, terminal: Terminal) -> None:
    (tmp_path / "a.txt").write_text("Reagan met Gorbachev.", encoding="utf-8")
    answer = terminal("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--store", address)
    assert answer.code == 0, answer.err
    assert dump(read_remote(address)) == dump_store(tmp_path / "out" / STORE)


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["push", "{build}", "--store", "ftp://host/x"], 2, "begins with http"),
        (["push", "{build}", "--store", "http://me:secret@host.example/"], 2, "over https"),
        (["push", "{build}", "--store", f"http://{LOCAL}:1"], 1, "nobody answers there"),
        (["push", "{tmp}", "--store", "{tmp}/kept"], 1, "not a build"),
        (["push", "{build}", "--store", "{build}"], 1, "the store is broken, or the folder is none"),
        (["query", "--store", "{tmp}/absent", "-n", "who-met-whom"], 1, "absent: no store"),
        (["query", "--store", "{build}", "-n", "who-met-whom"], 1, "the folder is none"),
        (["query", "--store", f"http://{LOCAL}:1", "-n", "who-met-whom"], 1, "nobody answers there"),
        (["query", "--store", "{tmp}/kept", "-n", "nonesuch"], 2, "no query is named"),
        (["query", "--store", "{tmp}/kept", "-n", "who-met-whom", "--as-of", "2021-01-01"], 2, "--as-of needs"),
        (["query", "{build}", "x.rq", "--store", "{tmp}/kept"], 2, "2 places named"),
        (["query", "{build}", "x.rq", "y.rq"], 2, "3 places named"),
        (["query", "-n", "who-met-whom"], 2, "0 places named"),
        (["remove", "{build}", "nonesuch"], 2, "no document 'nonesuch'; ids and files are in report.json"),
        (["remove", "{build}", WIRE.id, "nonesuch"], 2, "no document 'nonesuch'"),
        (["remove", "{build}", *sorted(one.document.id for one in sample_records().readings)], 2, "no document would"),
        (["remove", "{build}"], 2, "Missing argument"),
        (["build", "x.txt", "-o", "{tmp}/new", "--store", "gopher://host"], 2, "begins with http"),
    ],
)
def test_mistakes_are_one_line_and_change_nothing(
    arguments: list[str], code: int, reason: str, build: Path, tmp_path: Path, terminal: Terminal
) -> None:
    before = {path.name: path.read_bytes() for path in build.iterdir() if path.is_file()}
    answer = terminal(*(one.format(build=build, tmp=tmp_path) for one in arguments))
    assert (answer.code, answer.out) == (code, "")
    assert reason in answer.err
    assert "secret" not in answer.err
    assert len(answer.err.splitlines()) == 1
    assert {path.name: path.read_bytes() for path in build.iterdir() if path.is_file()} == before
    assert not (tmp_path / "new").exists()


def test_a_kept_store_that_is_open_elsewhere_is_named(build: Path, tmp_path: Path, terminal: Terminal) -> None:
    with open_store(tmp_path / "kept"):
        answer = terminal("push", build, "--store", tmp_path / "kept")
    assert (answer.code, answer.err.strip().rsplit(": ", 1)[-1]) == (1, "another process writes to it")


def test_a_server_that_dies_under_a_push_is_completed_by_the_next(
    build: Path, tmp_path: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diplograph.querying import remote

    port, sent, write = free_port(), [], remote.write_graph
    with oxigraph(tmp_path / "server", port) as (address, process):

        def dying(where: remote.Remote, name: str, triples: object) -> None:
            sent.append(name)
            if len(sent) == 3:
                os.kill(process, signal.SIGKILL)
            write(where, name, triples)  # type: ignore[arg-type]

        monkeypatch.setattr(remote, "write_graph", dying)
        answer = terminal("push", build, "--store", address)
        monkeypatch.undo()
    assert answer.code == 1
    assert "2 of 6 graphs are done, do it again for the rest" in answer.err
    assert len(answer.err.splitlines()) == 1
    with oxigraph(tmp_path / "server", port) as (address, _):
        assert terminal("push", build, "--store", address).err.startswith(f"{address}: 4 graphs written")
        assert dump(read_remote(address)) == quads(sample_records())


def test_what_is_removed_can_come_back(build: Path) -> None:
    graph = KnowledgeGraph.load(build).without([GAZETTE.id])
    graph.save(build)
    assert len(graph.events) == len(without(GAZETTE).events)
    KnowledgeGraph(records=sample_records()).save(build)
    store = store_of(build)
    assert store is not None
    assert dump_store(store) == quads(sample_records())
