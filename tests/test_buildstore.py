"""The store of a build: in step with its files, made anew when it is not, never asked when it lags behind."""

from __future__ import annotations

import dataclasses
import fcntl
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from diplograph.errors import BuildError, OutputError
from diplograph.files import writing
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Records
from diplograph.outputs.folder import TRIG
from diplograph.querying import Severity, buildstore, validate_build
from diplograph.querying.buildstore import STORE, SUMS, store_of, write_build
from diplograph.querying.store import open_store
from rdfworld import small_records
from sample import GAZETTE, HERALD, WIRE, nasty_records, records_of, sample_records
from storedump import dump_store
from test_store import quads, without

TESTS = Path(__file__).parent
COUNT = "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a dg:Event }"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    KnowledgeGraph(records=sample_records()).save(tmp_path / "out")
    return tmp_path / "out"


def save(records: Records, folder: Path) -> None:
    KnowledgeGraph(records=records).save(folder)


def count(folder: Path) -> str | None:
    value = KnowledgeGraph.load(folder).query(COUNT).rows[0][0]
    return value.text if value else None


def said(folder: Path) -> str:
    """Return what the store says; it must be in step."""
    store = store_of(folder)
    assert store is not None
    return dump_store(store)


@pytest.mark.parametrize("make", [sample_records, small_records, nasty_records])
def test_a_build_has_a_store_that_says_the_same(make: Callable[[], Records], tmp_path: Path) -> None:
    save(make(), tmp_path)
    assert said(tmp_path) == quads(make())


def test_the_same_build_again_changes_nothing(build: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (build / STORE).iterdir()}
    assert not write_build(sample_records(), build)
    assert {path: path.stat().st_mtime_ns for path in (build / STORE).iterdir()} == before


def test_only_what_differs_is_written(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buildstore, "_remade", None)
    title = dataclasses.replace(GAZETTE, title="A new title")
    records = records_of((WIRE, HERALD, title), sample_records().events)
    change = write_build(records, build)
    assert (change.added, change.removed, change.graphs) == (1, 1, 1)


@pytest.mark.parametrize("gone", [event.id for event in sample_records().events])
def test_what_others_still_say_is_not_taken_out(gone: str, build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buildstore, "_remade", None)
    fewer = tuple(event for event in sample_records().events if event.id != gone)
    before, records = said(build), records_of((WIRE, HERALD, GAZETTE), fewer)
    change = write_build(records, build)
    assert said(build) == quads(records)
    lost, new = (len(set(one.splitlines()) - set(other.splitlines())) for one, other in pairs(before, said(build)))
    assert (change.removed, change.added) == (lost, new)


def pairs(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one, other), (other, one)


@pytest.mark.parametrize("document", [WIRE, HERALD, GAZETTE], ids=lambda one: one.id)
def test_a_document_comes_and_goes(document: object, build: Path) -> None:
    fewer = without(document)  # type: ignore[arg-type]
    save(fewer, build)
    assert said(build) == quads(fewer)
    save(sample_records(), build)
    assert said(build) == quads(sample_records())


def test_a_store_that_lags_behind_is_not_asked(build: Path) -> None:
    with_store = count(build)
    assert with_store == "15"
    shutil.copy(build / TRIG, build.parent / TRIG)
    save(without(GAZETTE), build)
    fewer = count(build)
    assert fewer != with_store
    shutil.move(build.parent / TRIG, build / TRIG)
    assert store_of(build) is None
    assert count(build) == with_store


@pytest.mark.parametrize("text", ["", "\n", "nonsense", "\xff", "0" * 64 + "  graph.trig\n"])
def test_sums_that_say_nothing_are_not_believed(text: str, build: Path) -> None:
    (build / SUMS).write_text(text, encoding="latin-1")
    assert store_of(build) is None
    assert count(build) == "15"
    save(sample_records(), build)
    assert said(build) == quads(sample_records())


def test_a_store_that_others_wrote_to_is_not_asked_and_made_anew(build: Path) -> None:
    with open_store(build / STORE) as store:
        store.add(ox.Quad(*(ox.NamedNode(f"http://other.example/{name}") for name in "spog")))
        del store
    assert store_of(build) is None
    save(sample_records(), build)
    assert said(build) == quads(sample_records())


def test_a_build_can_be_moved(build: Path) -> None:
    shutil.copytree(build, build.parent / "elsewhere")
    assert said(build.parent / "elsewhere") == quads(sample_records())


def lose_current(store: Path) -> None:
    (store / "CURRENT").unlink()


def lose_tables(store: Path) -> None:
    for path in store.glob("*.sst"):
        path.unlink()


def turn_bits(store: Path) -> None:
    for path in store.glob("*.sst"):
        path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


def lose_all(store: Path) -> None:
    shutil.rmtree(store)


@pytest.mark.parametrize("damage", [lose_current, lose_tables, turn_bits, lose_all])
@pytest.mark.parametrize("make", [sample_records, lambda: without(GAZETTE)], ids=["same", "other"])
def test_a_broken_store_loses_nothing(damage: Callable[[Path], None], make: Callable[[], Records], build: Path) -> None:
    assert validate_build(build) == ()
    damage(build / STORE)
    (finding,) = validate_build(build)
    assert (finding.severity, finding.focus) == (Severity.WARNING, str(build / STORE))
    assert count(build) == "15"
    save(make(), build)
    assert said(build) == quads(make())


def test_the_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / STORE).mkdir()
    (tmp_path / STORE / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"not made by diplograph.*--force"):
        save(small_records(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [STORE]
    KnowledgeGraph(records=small_records()).save(tmp_path, force=True)
    assert said(tmp_path) == quads(small_records())


def test_a_store_that_somebody_has_open_is_named_and_the_files_are_written(build: Path) -> None:
    with open_store(build / STORE), pytest.raises(BuildError, match="another process writes to it"):
        save(without(GAZETTE), build)
    assert store_of(build) is None
    assert count(build) != "15"
    save(without(GAZETTE), build)
    assert said(build) == quads(without(GAZETTE))


HOLDER = """
import sys, time
from pathlib import Path
from diplograph.files import writing
with writing(Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(60)
"""


def run_beside(code: str, *arguments: Path) -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "graph"), *sys.path])
    command = [sys.executable, "-c", code, *map(str, arguments)]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    return process


def killed(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()


def test_a_second_writer_is_refused_and_a_dead_one_is_no_hindrance(build: Path) -> None:
    before = {path.name: path.read_bytes() for path in build.iterdir() if path.is_file()}
    holder = run_beside(HOLDER, build)
    try:
        with pytest.raises(OutputError, match="another process writes to it"):
            save(without(GAZETTE), build)
        assert {path.name: path.read_bytes() for path in build.iterdir() if path.is_file()} == before
        assert count(build) == "15"
    finally:
        killed(holder)
    save(without(GAZETTE), build)


def test_where_there_are_no_locks_one_writes_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(handle: int, how: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", none)
    with writing(tmp_path / "new"):
        assert (tmp_path / "new").is_dir()


KILLED = """
import sys, itertools
from pathlib import Path
from sample import GAZETTE, sample_records
from test_store import without
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.querying.buildstore import SUMS
folder = Path(sys.argv[1])
worlds = [sample_records(), without(GAZETTE)]
print("ready", flush=True)
for turn in itertools.count():
    if turn % 3 == 2:
        (folder / SUMS).unlink()  # the next is made anew
    KnowledgeGraph(records=worlds[turn % 2]).save(folder)
"""


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 20)] + [0, 1])
def test_a_kill_leaves_a_store_that_is_right_or_not_asked(seed: int, build: Path) -> None:
    process = run_beside(KILLED, build)
    time.sleep(random.Random(seed).uniform(0.0, 2.0))
    killed(process)
    store = store_of(build)
    if store is not None:
        text = (build / TRIG).read_text(encoding="utf-8")
        assert dump_store(store) == normal(text)
    assert count(build) in {str(len(sample_records().events)), str(len(without(GAZETTE).events))}
    save(sample_records(), build)
    assert said(build) == quads(sample_records())
    assert not list(build.glob(".store*"))


def normal(trig: str) -> str:
    store = ox.Store()
    store.bulk_load(trig, format=ox.RdfFormat.TRIG)
    data = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    return "".join(f"{line}\n" for line in sorted(data.decode().split("\n")) if line)
