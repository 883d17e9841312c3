"""The graph in Python, and the folder that it lives in: what is saved comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from diplograph.building import build
from diplograph.errors import BuildError, OutputError, UsageError
from diplograph.knowledge.merging import merge_actors
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Records
from diplograph.outputs.folder import (
    DOCUMENTS,
    EVENTS,
    FILES,
    REPORT,
    documents_jsonl,
    events_jsonl,
    is_build,
    write_folder,
)
from diplograph.outputs.report import report_text
from diplograph.reading.failure import Failure
from rdfworld import rdflib_triples
from sample import USA, nasty_records, sample_records

pytest_plugins = ("commands",)


@pytest.fixture
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(records=sample_records())


@pytest.mark.parametrize("records", [sample_records(), nasty_records()], ids=["sample", "nasty"])
def test_what_is_saved_comes_back(records: Records, tmp_path: Path) -> None:
    failures = (Failure(source="a.txt", reason="the file is empty"),)
    saved = KnowledgeGraph(records=records, failures=failures).save(tmp_path)
    loaded = KnowledgeGraph.load(tmp_path)
    assert loaded.failures == saved.failures == failures
    assert (loaded.records.run, loaded.actors) == (records.run, records.actors)
    assert [*events_jsonl(loaded.records)] == [*events_jsonl(records)]
    assert [*documents_jsonl(loaded.records)] == [*documents_jsonl(records)]


def test_an_actor_of_two_documents_comes_back_with_all_its_names(tmp_path: Path) -> None:
    records = sample_records()
    one, *others = records.readings
    called = replace(USA, aliases=("America",))
    other = replace(others[0], actors=tuple(called if actor == USA else actor for actor in others[0].actors))
    readings = (one, other, *others[1:])
    actors = merge_actors(actor for reading in readings for actor in reading.actors)
    assert {actor.id: actor.aliases for actor in actors}["USA"] == ("America", "Washington")
    saved = KnowledgeGraph(records=replace(records, readings=readings, actors=actors)).save(tmp_path)
    assert KnowledgeGraph.load(tmp_path).actors == saved.actors


@pytest.mark.model
def test_the_examples_come_back_as_they_were_built(tmp_path: Path) -> None:
    built = build(Path(__file__).parents[1] / "examples").save(tmp_path)
    loaded = KnowledgeGraph.load(tmp_path)
    assert loaded.records == built.records
    for format_, name in (("ttl", "graph.ttl"), ("trig", "graph.trig"), ("csv", "events.csv")):
        assert loaded.export(format_) == (tmp_path / name).read_bytes().decode("utf-8")


def test_saving_twice_gives_the_same_bytes(graph: KnowledgeGraph, tmp_path: Path) -> None:
    for name in ("one", "two"):
        graph.save(tmp_path / name)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_graph_knows_its_size(graph: KnowledgeGraph) -> None:
    sizes = f"3 documents, {len(graph.actors)} actors, {len(graph.events)} events"
    assert repr(graph) == f"<KnowledgeGraph: {sizes}>"


def test_the_network_holds_every_event(graph: KnowledgeGraph) -> None:
    assert {f"event:{event.id}" for event in graph.events} <= set(graph.network().nodes)
    assert len(graph.network(view="dyads")) > 2


def test_turtle_is_what_is_saved(graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.save(tmp_path)
    assert graph.to_turtle() == (tmp_path / "graph.ttl").read_text(encoding="utf-8")


def test_a_notebook_shows_a_card_without_script(graph: KnowledgeGraph) -> None:
    bundle = graph._repr_mimebundle_()
    assert bundle["text/plain"] == repr(graph)
    assert "Reagan" in bundle["text/html"]
    assert "<script" not in bundle["text/html"]


def test_show_puts_the_page_into_a_sandboxed_frame(graph: KnowledgeGraph) -> None:
    pytest.importorskip("IPython", reason="IPython is not installed")
    html = graph.show(height=450).data
    assert "sandbox=" in html
    assert "450" in html


@pytest.mark.parametrize("saved", [True, False])
def test_a_graph_answers_sparql_in_memory_and_on_disk(saved: bool, graph: KnowledgeGraph, tmp_path: Path) -> None:
    asked = graph.save(tmp_path) if saved else graph
    (row,) = asked.query("SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e dg:status [] }")
    assert row == {"n": str(len(graph.events))}


def test_a_graph_as_of_a_day_answers_from_memory(graph: KnowledgeGraph, tmp_path: Path) -> None:
    earlier = graph.save(tmp_path).as_of(date(1986, 10, 2))
    (row,) = earlier.query("SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e dg:status [] }")
    assert row == {"n": str(len(earlier.events))}
    assert 0 < len(earlier.events) < len(graph.events)


# rdflib 7.6 warns of what its own reader of TriG does.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_has_all_that_turtle_has(graph: KnowledgeGraph) -> None:
    dataset = graph.to_rdflib()
    assert rdflib_triples(Graph().parse(data=graph.to_turtle())) == {
        ox.Triple(quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(dataset.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS)
    }
    assert len(dataset.query("SELECT ?g { GRAPH ?g { ?claim <https://w3id.org/diplograph/ontology#about> ?e } }")) > 2
    assert dataset.query("ASK { ?c <https://w3id.org/diplograph/ontology#about>/rdfs:label ?label }").askAnswer


def test_a_graph_in_memory_is_validated(graph: KnowledgeGraph) -> None:
    assert graph.validate() == ()


def test_a_folder_is_a_build_by_its_report(graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert not is_build(tmp_path)
    (tmp_path / REPORT).write_text('{"software": "other"}', encoding="utf-8")
    assert not is_build(tmp_path)
    with pytest.raises(OutputError, match=r"report\.json not made by diplograph"):
        graph.save(tmp_path)
    graph.save(tmp_path, force=True)
    assert is_build(tmp_path)


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        (EVENTS, "{broken\n", r"events\.jsonl:1: not JSON"),
        (EVENTS, "[]\n", r"events\.jsonl:1: not a JSON object"),
        (EVENTS, "{}\n", "of another version or damaged .the field '[a-z_]+' is missing"),
        (EVENTS, '{"source": 1, "target": [], "others": []}\n', "of another version or damaged"),
        (DOCUMENTS, "\ufffd", "not JSON"),
        (REPORT, "{}", "not a build"),
    ],
)
def test_a_damaged_build_is_named(file: str, content: str, reason: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.save(tmp_path)
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(BuildError, match=reason):
        KnowledgeGraph.load(tmp_path)


def test_a_missing_file_is_named(graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.save(tmp_path)
    (tmp_path / EVENTS).unlink()
    with pytest.raises(BuildError, match=r"events\.jsonl: cannot be read"):
        KnowledgeGraph.load(tmp_path)


def test_the_report_lists_failures() -> None:
    failures = [Failure(source="a.txt", reason="the file is empty")]
    text = report_text(sample_records(), failures)
    assert '"failures": 1' in text
    assert '"reason": "the file is empty"' in text


def test_nothing_is_written_when_one_output_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(records: Records, **_: object) -> list[str]:
        raise ValueError("no")

    monkeypatch.setattr("diplograph.outputs.page.page_chunks", broken)
    with pytest.raises(ValueError, match="no"):
        write_folder(sample_records(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("fake_reading")
def test_build_takes_one_path_or_several(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("Reagan met Gorbachev.", encoding="utf-8")
    two.write_text("Thatcher met Mitterrand.", encoding="utf-8")
    counted: list[int] = []
    assert len(build(one).events) == 1
    assert len(build([one, str(two)], on_progress=counted.append).events) == 2
    assert counted == [1, 2]


@pytest.mark.usefixtures("fake_reading")
def test_build_keeps_what_failed(tmp_path: Path) -> None:
    graph = build(tmp_path / "absent.txt")
    assert (graph.events, len(graph.failures)) == ((), 1)


def test_build_wants_a_process() -> None:
    with pytest.raises(UsageError, match="at least 1"):
        build("x.txt", jobs=0)
