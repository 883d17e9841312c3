"""Every format of ``diplograph export``: it is complete, it parses elsewhere, and it tells no plan as a fact."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx
import pytest

from commands import Terminal
from diplograph.cli.looking import FORMATS
from diplograph.codebook import plover
from diplograph.errors import OntologyError, UsageError
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Event, Records, Role, Status
from diplograph.outputs.coding import code_events, left_out, sectors_of
from diplograph.outputs.exports import CODED, EXPORTS, export, not_exported
from diplograph.outputs.polecat import FORM
from diplograph.records import by_role
from sample import DANILOFF, EISENHOWER, nasty_records, part, sample_records

pytest_plugins = ("commands",)

TEXT_FORMATS = sorted(set(FORMATS) - {"parquet"})
RDF = ("ttl", "trig", "nt", "nq", "jsonld", "rdfxml")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "out"
    KnowledgeGraph(records=as_read(sample_records())).save(folder)
    return folder


def as_read(records: Records) -> Records:
    """Return records in the order in which every reading has them; the hand-built ones are freer."""

    def ordered(events: tuple[Event, ...]) -> tuple[Event, ...]:
        return tuple(replace(event, participations=by_role(event.participations)) for event in events)

    readings = tuple(replace(reading, events=ordered(reading.events)) for reading in records.readings)
    return replace(records, readings=readings, events=ordered(records.events))


def text_of(records: Records, format_: str, *include: Status) -> str:
    contents = export(records, format_, include=include)
    assert not isinstance(contents, bytes)
    return "".join(contents)


def polecat_rows(records: Records, *include: Status) -> dict[str, dict[str, str]]:
    lines = io.StringIO(text_of(records, "polecat", *include))
    return {row["Event ID"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def plover_objects(records: Records, *include: Status) -> dict[str, dict[str, object]]:
    objects = map(json.loads, text_of(records, "plover-json", *include).splitlines())
    return {one["id"]: one for one in objects}


def by_id(name: str) -> Event:
    return next(event for event in sample_records().events if event.id == name)


def with_status(name: str, status: Status) -> Records:
    records = sample_records()
    return replace(records, events=(replace(by_id(name), status=status),))


# ---------------------------------------------------------------- all formats


def test_the_command_offers_what_there_is() -> None:
    assert tuple(EXPORTS) == FORMATS


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_the_same_records_give_the_same_text(format_: str, sample: Path, terminal: Terminal) -> None:
    answer = terminal("export", sample, "--format", format_)
    assert answer.code == 0
    assert answer.out.replace("\r\n", "\n") == text_of(as_read(sample_records()), format_).replace("\r\n", "\n")


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_nasty_records_are_utf_8_in_every_format(format_: str) -> None:
    assert text_of(nasty_records(), format_, *sorted(CODED.get(format_, ()))).encode("utf-8")


@pytest.mark.parametrize("format_", [*RDF, "graphml", "csv", "jsonl"])
def test_formats_with_a_status_leave_nothing_out(format_: str) -> None:
    assert not not_exported(sample_records(), format_)


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"'docx', known: ttl, trig"):
        export(sample_records(), "docx")


def test_the_python_twin_returns_text(sample: Path) -> None:
    graph = KnowledgeGraph.load(sample)
    assert graph.export("ttl") == graph.to_turtle() == (sample / "graph.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["file/below.csv", "folder"])
def test_what_cannot_be_written_is_one_line(place: str, sample: Path, tmp_path: Path, terminal: Terminal) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    answer = terminal("export", sample, "--format", "csv", "-o", tmp_path / place, "--force")
    assert answer.code == 1
    assert f"{tmp_path / place}: cannot be written" in answer.err
    assert len(answer.err.splitlines()) == 1


# ---------------------------------------------------------------- networks


@pytest.mark.parametrize("records", [sample_records(), nasty_records()], ids=["sample", "nasty"])
def test_gexf_is_read_by_networkx_and_has_no_clock(records: Records) -> None:
    text = text_of(records, "gexf")
    graph = networkx.read_gexf(io.BytesIO(text.encode("utf-8")))
    assert sum(node.startswith("event:") for node in graph) == len(records.events)
    assert graph.number_of_edges() == sum(len(event.participations) for event in records.events)
    assert "lastmodified" not in text


def test_gexf_keeps_the_status_and_the_days() -> None:
    graph = networkx.read_gexf(io.BytesIO(text_of(sample_records(), "gexf").encode("utf-8")))
    assert graph.nodes["event:meeting-11"]["status"] == "planned"
    assert graph.nodes["event:arrest-03"]["start"] == "1986-08-01"


@pytest.mark.parametrize("records", [sample_records(), nasty_records()], ids=["sample", "nasty"])
def test_node_link_comes_back_as_the_network(records: Records) -> None:
    from diplograph.outputs.network import event_network

    value = json.loads(text_of(records, "node-link"))
    found = networkx.node_link_graph(value, edges="edges")
    network = event_network(records)
    assert dict(found.nodes(data=True)) == dict(network.nodes(data=True))
    assert list(found.edges(keys=True, data=True)) == list(network.edges(keys=True, data=True))


# ---------------------------------------------------------------- Parquet


def test_parquet_without_pyarrow_says_what_to_install(
    sample: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = terminal("export", sample, "--format", "parquet", "-o", sample / "x.parquet")
    assert answer.code == 2
    assert "pip install pyarrow" in answer.err
    assert not (sample / "x.parquet").exists()


def test_parquet_holds_the_table_with_numbers_and_nulls() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    contents = export(sample_records(), "parquet")
    assert isinstance(contents, bytes)
    rows = {row["event"]: row for row in parquet.read_table(io.BytesIO(contents)).to_pylist()}
    assert len(rows) == len(sample_records().events)
    assert (rows["arrest-03"]["goldstein"], rows["arrest-03"]["claims"]) == (-5.0, 2)
    assert rows["espionage-06"]["date"] is None


def test_binary_data_is_not_written_to_a_terminal(
    sample: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diplograph.outputs.tables.table_parquet", lambda *_: b"PAR1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    answer = terminal("export", sample, "--format", "parquet")
    assert (answer.code, answer.out) == (2, "")
    assert "-o FILE" in answer.err


# ---------------------------------------------------------------- POLECAT and PLOVER


def test_polecat_has_its_forty_columns_and_one_row_an_event() -> None:
    rows = polecat_rows(sample_records())
    assert len(FORM.columns) == len(set(FORM.columns)) == 40
    assert all(tuple(row) == FORM.columns and None not in row.values() for row in rows.values())


@pytest.mark.parametrize(
    ("event", "cells"),
    [
        (
            "arrest-03",
            {
                "Event Type": "COERCE",
                "Event Mode": "arrest",
                "Event Date": "",
                "Quad Code": "MATERIAL CONFLICT",
                "Contexts": "intelligence; legal",
                "Recipient Name": "Nicholas Daniloff",
                "Primary Recipient Sector": "JRN",
                "Publication Date": "1986-10-01",
                "Latitude": "",
                "Actor COW": "",
            },
        ),
        (
            "meeting-01",
            {
                "Event Type": "CONSULT",
                "Event Date": "1986-10-11",
                "Actor Country": "USA; SUN",
                "Recipient Name": "",
                "Placename": "Reykjavik",
                "Country": "ISL",
            },
        ),
        ("meeting-11", {"Event Type": "AGREE", "Event Mode": "", "Event Date": "", "Quad Code": "VERBAL COOPERATION"}),
        ("summit-13", {"Event Type": "REJECT", "Event Mode": "meet", "Event Date": ""}),
        ("mediation-12", {"Actor Name": "Algeria", "Recipient Country": "USA; IRN", "Event Mode": "third-party"}),
        ("refusal-09", {"Actor Name": "Mikhail Gorbachev", "Recipient Name": ""}),
    ],
)
def test_polecat_says_what_is_known_and_no_more(event: str, cells: dict[str, str]) -> None:
    row = polecat_rows(sample_records())[event]
    assert {column: row[column] for column in cells} == cells


PLANNED = [
    ("meeting-11", "AGREE"),
    ("aid-15", "AGREE"),
    ("endorsement-10", "AGREE"),
    ("release-04", "CONCEDE"),
    ("arrest-03", "THREATEN"),
    ("sanction-08", "THREATEN"),
    ("protest-14", "THREATEN"),
]


@pytest.mark.parametrize(("name", "root"), PLANNED)
def test_what_is_only_planned_is_filed_across_the_boundary(name: str, root: str) -> None:
    (coding,) = code_events(with_status(name, Status.PLANNED).events, told=())
    assert (coding.root, coding.crossed) == (root, True)
    assert coding.quad == {"AGREE": 1, "CONCEDE": 1, "THREATEN": 3}[root]


def test_a_planned_arrest_keeps_the_mode_that_threats_have() -> None:
    (coding,) = code_events(with_status("arrest-03", Status.PLANNED).events, told=())
    assert coding.mode == "arrest"
    (coding,) = code_events(with_status("protest-14", Status.PLANNED).events, told=())
    assert coding.mode is None


@pytest.mark.parametrize("status", [Status.DENIED, Status.HYPOTHETICAL, Status.REQUESTED, Status.CANCELLED])
@pytest.mark.parametrize("format_", sorted(CODED))
def test_what_did_not_happen_is_left_out_and_counted(status: Status, format_: str) -> None:
    records = with_status("arrest-03", status)
    assert "arrest-03" not in text_of(records, format_)
    assert not_exported(records, format_) == {status.value: 1}


def test_a_planned_accusation_has_no_root_and_is_left_out() -> None:
    assert left_out(with_status("accusation-05", Status.PLANNED).events, told=()) == {"planned": 1}


def test_polecat_leaves_out_what_is_alleged_unless_it_is_asked_for() -> None:
    assert "accusation-05" not in polecat_rows(sample_records())
    assert "accusation-05" in polecat_rows(sample_records(), Status.ALLEGED)
    assert not_exported(sample_records(), "polecat", include=[Status.ALLEGED]) == {"denied": 1}


def test_plover_json_says_on_whose_word_an_allegation_stands() -> None:
    accusation = plover_objects(sample_records())["accusation-05"]
    assert accusation["comment"] == "Accusation; alleged; date ../1986-10-01; asserted, indirect: George Shultz"
    assert accusation["date"] is None


def test_plover_json_marks_a_denied_event_by_its_auxiliary_mode() -> None:
    assert "espionage-06" not in plover_objects(sample_records())
    denied = plover_objects(sample_records(), Status.DENIED)["espionage-06"]
    assert denied["mode"] == ["negation"]


def test_plover_json_has_what_plover_requires() -> None:
    for one in plover_objects(sample_records()).values():
        assert {"id", "date", "actor", "event"} <= set(one)
        assert None not in [value for name, value in one.items() if name != "date"]


def test_equals_all_act_and_a_material_tie_needs_a_recipient() -> None:
    meeting = by_id("meeting-01")
    (coding,) = code_events([meeting], told=())
    assert (len(coding.actors), coding.recipients) == (2, ())
    (coding,) = code_events([replace(meeting, plover="COOPERATE")], told=())
    assert (len(coding.actors), len(coding.recipients)) == (1, 1)


def test_sectors_are_plovers_own() -> None:
    assert sectors_of(part(Role.TARGET, DANILOFF)) == ("JRN",)
    assert sectors_of(part(Role.PARTY, EISENHOWER)) == ("GOV",)


def test_statements_are_outside_plover() -> None:
    said = replace(by_id("meeting-01"), event_class="Statement", plover=None)
    assert left_out([said], told=()) == {"outside PLOVER": 1}


def test_export_says_on_stderr_what_it_left_out(sample: Path, terminal: Terminal) -> None:
    answer = terminal("export", sample, "--format", "polecat")
    assert answer.code == 0
    assert "left out: 2 alleged, 1 denied" in answer.err
    assert terminal("export", sample, "--format", "polecat", "-q").err == ""
    more = terminal("export", sample, "--format", "polecat", "--include", "alleged")
    assert "left out: 1 denied" in more.err
    assert len(more.out.splitlines()) == len(answer.out.splitlines()) + 2


@pytest.mark.parametrize(
    ("format_", "status", "reason"),
    [("polecat", "denied", "has no column"), ("csv", "denied", "holds every event with its status")],
)
def test_a_status_that_a_format_cannot_include_is_refused(
    format_: str, status: str, reason: str, sample: Path, terminal: Terminal
) -> None:
    answer = terminal("export", sample, "--format", format_, "--include", status)
    assert (answer.code, answer.out) == (2, "")
    assert reason in answer.err


def test_nasty_names_break_no_row_and_no_cell_is_a_formula() -> None:
    rows = polecat_rows(nasty_records(), Status.ALLEGED)
    assert len(rows) == len(nasty_records().events)
    for row in rows.values():
        cells = [cell for column, cell in row.items() if column != "Intensity"]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert not [cell for cell in cells if any(ord(character) < 32 for character in cell)]


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str, str, str]]]:
    table: list[tuple[str, str, str, str]] = []

    def read(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
        assert name == plover.FILE
        return ((number, dict(zip(columns, row, strict=True))) for number, row in enumerate(table, start=2))

    monkeypatch.setattr(plover, "read_table", read)
    plover.load_plover.cache_clear()
    yield table
    plover.load_plover.cache_clear()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("promised", "AID", "AGREE", ""), "'promised' is neither a status"),
        (("planned", "HELP", "AGREE", ""), "'HELP' is no PLOVER root"),
        (("planned", "AID", "PROMISE", ""), "'PROMISE' is no PLOVER root"),
        (("planned", "ASSAULT", "THREATEN", "shouting"), "THREATEN has no mode 'shouting'"),
        (("planned", "CONSULT", "AGREE", ""), "stands twice"),
    ],
)
def test_a_wrong_row_of_the_table_stops_the_load(
    row: tuple[str, str, str, str], reason: str, rows: list[tuple[str, str, str, str]]
) -> None:
    rows += [("planned", "CONSULT", "AGREE", ""), row]
    with pytest.raises(OntologyError, match=reason) as caught:
        plover.load_plover()
    assert (caught.value.file, caught.value.line) == ("plover.tsv", 3)


def test_every_rule_leads_from_one_root_to_another_that_is_known() -> None:
    rules = plover.load_plover()
    planned = {root for kind, root in rules if kind == "planned"}
    assert planned == {
        *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"),
        *("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
    }
