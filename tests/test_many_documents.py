"""Five short articles read by the real model: copies, who is who, events that several of them report."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from commands import Terminal
from diplograph.building import build
from diplograph.knowledge.corrections import COLUMNS
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Event, Role, Status, Verdict
from diplograph.outputs.folder import FILES, write_folder
from diplograph.outputs.rdf.spans import Spans
from diplograph.outputs.rdf.writer import Subjects
from diplograph.pipeline import build_records
from diplograph.querying import named_query
from diplograph.records import reading_from_json, reading_line
from diplograph.stored import Stored
from pagedata import page_payload

pytest_plugins = ("commands",)
pytestmark = pytest.mark.model

ARTICLES = Path(__file__).parent / "data" / "merging" / "articles"


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return build(sorted(ARTICLES.glob("*.txt")))


@pytest.fixture(scope="module")
def folder(graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "out"
    graph.save(path)
    return path


def of_class(graph: KnowledgeGraph, name: str) -> Event:
    (event,) = (event for event in graph.events if event.event_class == name)
    return event


def names(graph: KnowledgeGraph) -> dict[str, str]:
    """Return the file that each document was read from, by the document's id."""
    return {one.document.id: Path(one.document.source or "").stem for one in graph.records.readings}


def told(graph: KnowledgeGraph, event: Event) -> dict[str, str]:
    """Return how each document presents the event."""
    return {names(graph)[claim.document]: claim.modality.value for claim in event.claims}


def test_what_lies_on_disk_gives_the_same_files(
    graph: KnowledgeGraph, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diplograph.knowledge.joining._MOST_EVENTS", 2)
    monkeypatch.setattr("diplograph.external._SPOOLED", 200)
    for kept in (Subjects, Spans):
        monkeypatch.setitem(kept.__init__.__kwdefaults__, "most", 3)
    lines = (reading_line(reading).encode() for reading in graph.records.readings)
    records = build_records(Stored(lines, reading_from_json), graph.records.run)
    assert isinstance(records.events, Stored)
    write_folder(records, tmp_path)
    written, whole = ({name: (place / name).read_bytes() for name in FILES} for place in (tmp_path, folder))
    assert written == whole


def test_the_reprint_is_a_copy_of_the_wire(graph: KnowledgeGraph) -> None:
    known = names(graph)
    copies = {known[one.document.id]: one.document.based_on for one in graph.records.readings if one.document.based_on}
    assert {name: known[original] for name, original in copies.items()} == {"reprint": "wire"}


def test_announced_in_may_and_done_in_june_is_one_event(graph: KnowledgeGraph) -> None:
    meeting = of_class(graph, "Meeting")
    assert told(graph, meeting) == {"announced": "planned", "met": "asserted"}
    assert (meeting.status, meeting.independent_sources) == (Status.ASSERTED, 2)
    assert meeting.date is not None
    assert meeting.date.edtf == "2021-06-12"
    assert [actor.id for actor in meeting.actors(Role.PARTY)] == ["ine-eriksen-soreide", "andres-allamand"]


def test_as_of_may_it_is_planned_under_the_same_id(graph: KnowledgeGraph) -> None:
    then = graph.as_of(date(2021, 5, 31))
    meeting = of_class(then, "Meeting")
    assert (meeting.status, meeting.independent_sources, meeting.merged_by) == (Status.PLANNED, 1, ())
    assert meeting.id == of_class(graph, "Meeting").id
    changes = {(one.kind.value, one.before, one.after) for one in then.diff(graph) if one.id == meeting.id}
    assert ("status", "planned", "asserted") in changes


def test_asserted_and_denied_is_disputed_and_a_copy_is_no_second_word(graph: KnowledgeGraph) -> None:
    expulsion = of_class(graph, "DiplomatExpulsion")
    assert told(graph, expulsion) == {"wire": "asserted", "reprint": "asserted", "met": "denied"}
    assert (expulsion.status, expulsion.independent_sources) == (Status.DISPUTED, 2)
    assert len(expulsion.actors(Role.TARGET)) == 1


def test_us_and_united_states_are_one_and_an_undated_report_finds_the_day(graph: KnowledgeGraph) -> None:
    recall = of_class(graph, "EnvoyRecall")
    assert told(graph, recall) == {"wire": "asserted", "reprint": "asserted", "other": "asserted"}
    assert recall.merged_by == ("copy", "same parties, undated report near the day")
    assert [actor.id for actor in recall.actors(Role.SOURCE)] == ["USA"]
    assert recall.independent_sources == 2


def test_two_ministers_named_wang_are_two(graph: KnowledgeGraph) -> None:
    assert {"wang-wenxi", "wang-haoran"} <= {actor.id for actor in graph.actors}


def test_two_of_one_name_are_two(graph: KnowledgeGraph) -> None:
    lees = {actor.id: actor.country for actor in graph.actors if actor.name == "Ann Lee"}
    assert len(lees) == 2
    (apart,) = (one for one in graph.records.merges if one.verdict is Verdict.DIFFERENT)
    assert "ann lee" in apart.reason


def test_queries_and_page_know_of_several_documents(graph: KnowledgeGraph, folder: Path) -> None:
    disputed = graph.query(named_query("contradictions"))
    pairs = {(row["one"], row["other"]) for row in disputed}
    assert {("asserted", "denied"), ("asserted", "planned")} <= pairs
    (became,) = (row for row in graph.query(named_query("announced-and-then")) if row["became"] == "asserted")
    assert (str(became["announced"]), str(became["reported"])) == ("2021-05-04", "2021-06-13")
    reports = {row["label"]: row for row in graph.query(named_query("first-and-last-report"))}
    (meeting,) = (row for label, row in reports.items() if str(label).startswith("Meeting"))
    assert (str(meeting["first"]), str(meeting["last"]), int(str(meeting["articles"]))) == (
        "2021-05-04",
        "2021-06-13",
        2,
    )
    alone = {str(row["label"]) for row in graph.query(named_query("single-source"))}
    assert not any(label.startswith(("Meeting", "Recall")) for label in alone)
    nodes = [node for node in page_payload(graph.records)["nodes"] if node.get("class") == "EnvoyRecall"]
    assert [(node["independent"], len(node["claims"])) for node in nodes] == [(2, 3)]


def test_a_folder_gives_back_what_was_joined(graph: KnowledgeGraph, folder: Path) -> None:
    loaded = KnowledgeGraph.load(folder)
    assert loaded.events == graph.events
    assert loaded.records.merges == graph.records.merges
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert [len(group) for group in report["copies"]] == [2]
    assert report["counts"]["copies"] == 1
    assert not [finding for finding in loaded.validate() if finding.severity.value == "violation"]


def test_the_actors_command_shows_doubts_with_sentences(folder: Path, terminal: Terminal) -> None:
    shown = terminal("actors", folder, "--all")
    assert shown.code == 0
    assert "'ann lee': countries NZL, USA" in shown.out
    assert "New Zealand lawyer [Ann Lee] criticised Peru." in shown.out
    rows = [json.loads(line) for line in terminal("actors", folder, "--all", "--format", "json").out.splitlines()]
    assert all(len(row["sentences"]) == len(row["evidence"]) for row in rows)
    assert shown.err == f"{len(rows)} decisions\n"


def test_corrections_in_the_folder_are_replayed(folder: Path, tmp_path: Path, terminal: Terminal) -> None:
    table = tmp_path / "fixes.tsv"
    table.write_text("\t".join(COLUMNS) + "\nsame\twang-wenxi\twang-haoran\tan error of the wire\n", encoding="utf-8")
    out = tmp_path / "out"
    made = terminal("build", ARTICLES, "-o", out, "--corrections", table)
    assert made.code == 0, made.err
    actors = {actor.id for actor in KnowledgeGraph.load(out).actors}
    assert "wang-wenxi" in actors
    assert "wang-haoran" not in actors


def test_a_bad_correction_stops_the_build(tmp_path: Path, terminal: Terminal) -> None:
    table = tmp_path / "fixes.tsv"
    table.write_text("\t".join(COLUMNS) + "\nmerge\ta\tb\n", encoding="utf-8")
    made = terminal("build", ARTICLES, "-o", tmp_path / "out", "--corrections", table)
    assert made.code == 1
    assert f"{table}:2: operation 'merge' found" in made.err
    assert not (tmp_path / "out").exists()
