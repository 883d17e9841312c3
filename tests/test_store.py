from __future__ import annotations

import dataclasses
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from diplograph.errors import BuildError
from diplograph.model import Document, Records
from diplograph.outputs.rdf import document_blocks, export_graph, records_to_blocks
from diplograph.outputs.rdf.blocks import Block
from diplograph.querying.store import (
    BrokenStoreError,
    back_up,
    graph_names,
    open_store,
    read_store,
    remove_document,
    save_document,
    save_records,
    save_text,
)
from diplograph.vocabulary import DOCUMENTS, document_graph_iri
from rdfworld import small_records
from sample import GAZETTE, HERALD, WIRE, nasty_records, records_of, sample_records
from storedump import dump_store

TESTS = Path(__file__).parent


def quads(records: Records) -> str:
    store = ox.Store()
    store.bulk_load(export_graph(records, "nq"), format=ox.RdfFormat.N_QUADS)
    data = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    return "".join(f"{line}\n" for line in sorted(data.decode().split("\n")) if line)


def statements(blocks: Iterable[Block]) -> set[tuple[str, str, str, str]]:
    rows = ((one, row) for one in blocks for row in one.rows)
    return {(one.graph, one.subject, row[0], term) for one, row in rows for term in row[1]}


def without(document: Document) -> Records:
    kept = [one for one in (WIRE, HERALD, GAZETTE) if one is not document]
    names = {one.id for one in kept}
    events = []
    for event in sample_records().events:
        claims = tuple(claim for claim in event.claims if claim.document in names)
        if claims:
            events.append(dataclasses.replace(event, claims=claims))
    return records_of(kept, events)


@pytest.mark.parametrize("make", [sample_records, small_records, nasty_records])
def test_a_store_says_what_the_records_say(make: object, tmp_path: Path) -> None:
    assert callable(make)
    records = make()
    assert save_records(tmp_path / "store", records)
    assert dump_store(tmp_path / "store") == quads(records)


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    save_records(tmp_path / "store", sample_records())
    change = save_records(tmp_path / "store", sample_records())
    assert not change
    assert (change.added, change.removed, change.graphs) == (0, 0, 0)


def test_other_records_take_the_place_of_the_first(tmp_path: Path) -> None:
    save_records(tmp_path / "store", small_records())
    change = save_records(tmp_path / "store", nasty_records())
    assert change.removed
    assert dump_store(tmp_path / "store") == quads(nasty_records())


def test_a_document_is_added_and_changed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    save_records(store, without(GAZETTE))
    assert save_document(store, sample_records(), GAZETTE.id)
    assert dump_store(store) == quads(sample_records())
    assert not save_document(store, sample_records(), GAZETTE.id)
    title = dataclasses.replace(GAZETTE, title="A new title")
    changed = records_of((WIRE, HERALD, title), sample_records().events)
    change = save_document(store, changed, GAZETTE.id)
    assert (change.added, change.removed, change.graphs) == (1, 1, 1)


def test_a_document_is_removed_with_its_events(tmp_path: Path) -> None:
    store = tmp_path / "store"
    save_records(store, sample_records())
    assert remove_document(store, GAZETTE.id).removed
    left = dump_store(store)
    assert str(document_graph_iri(GAZETTE.id)) not in left
    assert "summit-13" not in left
    assert "meeting-01" in left
    assert not remove_document(store, GAZETTE.id)


def test_an_event_of_two_documents_outlives_one(tmp_path: Path) -> None:
    store = tmp_path / "store"
    save_records(store, sample_records())
    remove_document(store, WIRE.id)
    left = dump_store(store)
    assert "arrest-03" in left
    assert "release-04" not in left


def test_documents_one_by_one_are_the_whole(tmp_path: Path) -> None:
    store = tmp_path / "store"
    for document in (HERALD, GAZETTE, WIRE):
        save_document(store, sample_records(), document.id)
    assert dump_store(store) == quads(sample_records())


def test_nothing_of_its_events_outlives_the_last_document(tmp_path: Path) -> None:
    store = tmp_path / "store"
    save_records(store, sample_records())
    for document in (WIRE, HERALD, GAZETTE):
        assert remove_document(store, document.id)
    with read_store(store) as left:
        assert {name.rsplit("/", 1)[-1] for name in graph_names(left)} == {"registry", "schemes"}


def test_an_event_that_is_told_no_more_goes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    save_records(store, sample_records())
    fewer = records_of((WIRE, HERALD, GAZETTE), [one for one in sample_records().events if one.id != "summit-13"])
    save_document(store, fewer, GAZETTE.id)
    assert "summit-13" not in dump_store(store)
    assert dump_store(store).count("meeting-01") == quads(fewer).count("meeting-01")


def test_a_document_is_saved_without_looking_at_the_others() -> None:
    blocks = document_blocks(sample_records(), GAZETTE.id)
    graphs = {str(one.graph) for one in blocks if one.graph.startswith(DOCUMENTS)}
    assert graphs == {str(document_graph_iri(GAZETTE.id))}
    assert statements(blocks) < statements(records_to_blocks(sample_records()))


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "store"), pytest.raises(BuildError, match="another process writes"):
        save_records(tmp_path / "store", small_records())
    save_records(tmp_path / "store", small_records())


def test_a_broken_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no store"):
        dump_store(tmp_path / "store")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be opened"):
        save_records(tmp_path / "file", small_records())
    save_records(tmp_path / "store", small_records())
    (tmp_path / "store" / "CURRENT").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(BrokenStoreError, match="is broken"):
        save_records(tmp_path / "store", small_records())


def test_a_store_that_lost_its_file_current_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    store = tmp_path / "store"
    save_records(store, small_records())
    (store / "CURRENT").rename(tmp_path / "CURRENT")
    for look in (dump_store, lambda path: save_records(path, small_records())):
        with pytest.raises(BrokenStoreError, match="CURRENT"):
            look(store)
    (tmp_path / "CURRENT").rename(store / "CURRENT")
    assert dump_store(store) == quads(small_records())


def test_a_damaged_block_is_no_other_writer(tmp_path: Path) -> None:
    save_records(tmp_path / "store", sample_records())
    for path in (tmp_path / "store").glob("*.sst"):
        path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))
    with pytest.raises(BrokenStoreError, match="is broken"):
        save_records(tmp_path / "store", small_records())


def test_what_was_saved_does_not_hang_on_the_log(tmp_path: Path) -> None:
    save_records(tmp_path / "store", without(GAZETTE))
    save_records(tmp_path / "store", sample_records())
    for path in (tmp_path / "store").glob("*.log"):
        path.write_bytes(b"")
    assert dump_store(tmp_path / "store") == quads(sample_records())


def test_a_copy_is_a_store(tmp_path: Path) -> None:
    save_records(tmp_path / "store", small_records())
    back_up(tmp_path / "store", tmp_path / "copy")
    assert dump_store(tmp_path / "copy") == quads(small_records())
    with pytest.raises(BuildError, match="there already"):
        back_up(tmp_path / "store", tmp_path / "copy")


def test_the_store_answers_queries(tmp_path: Path) -> None:
    save_records(tmp_path / "store", small_records())
    with read_store(tmp_path / "store") as store:
        assert len(graph_names(store)) == 5
        query = "ASK { GRAPH ?g { ?claim <https://w3id.org/diplograph/ontology#reportedIn> ?article } }"
        assert bool(store.query(query))


KILLED = """
import sys, itertools
from pathlib import Path
from sample import GAZETTE, sample_records
from test_store import without
from diplograph.querying.store import remove_document, save_document, save_records
store = Path(sys.argv[1])
worlds = [sample_records(), without(GAZETTE)]
print("ready", flush=True)
for turn in itertools.count():
    save_records(store, worlds[turn % 2])
"""


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 20)] + [0, 1])
def test_a_kill_leaves_the_store_before_or_after(seed: int, tmp_path: Path) -> None:
    store = tmp_path / "store"
    save_records(store, sample_records())
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "graph"), *sys.path])
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store)],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.6))
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert dump_store(store) in {quads(sample_records()), quads(without(GAZETTE))}
    save_records(store, sample_records())
    assert dump_store(store) == quads(sample_records())


LOADED = """
import sys
from pathlib import Path
from diplograph.querying.store import save_text
text = Path(sys.argv[2]).read_text(encoding="utf-8")
print("ready", flush=True)
save_text(Path(sys.argv[1]), text)
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a TriG file that takes a while to load: 300 graphs of 200 statements."""
    path = tmp_path_factory.mktemp("many") / "many.trig"
    with path.open("w", encoding="utf-8") as file:
        for graph in range(300):
            triples = "".join(f"<x:s{graph}> <x:p{number}> {number} . " for number in range(200))
            file.write(f"<x:g{graph}> {{ {triples} }}\n")
    return path


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 20)] + [0])
def test_a_kill_in_the_middle_of_a_first_load_leaves_nothing_or_all(seed: int, many: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    command = [sys.executable, "-c", LOADED, str(store), str(many)]
    path = os.pathsep.join([str(TESTS.parent / "graph"), *sys.path])
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.4))
    process.kill()
    process.wait()
    process.stdout.close()
    if store.exists():
        with open_store(store) as found:
            assert len(found) in {0, 60_000}
            del found
    save_text(store, many.read_text(encoding="utf-8"))
    assert dump_store(store).count("\n") == 60_000


def test_no_name_ends_a_statement_early(tmp_path: Path) -> None:
    """The text of an update is made of statements; a literal full of SPARQL stays a literal."""
    title = '" } } ; DROP ALL ; INSERT DATA { <x:a> <x:b> "'
    nasty = dataclasses.replace(WIRE, title=title)
    save_records(tmp_path / "store", without(WIRE))
    events = sample_records().events
    save_records(tmp_path / "store", records_of((nasty, HERALD, GAZETTE), events))
    with read_store(tmp_path / "store") as store:
        found = {quad.object for quad in store if isinstance(quad.object, ox.Literal)}
    assert ox.Literal(title, language="en") in found
