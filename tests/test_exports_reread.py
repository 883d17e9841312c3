"""What is exported is what was meant, byte for byte, and other programs read it back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import networkx
import pandas as pd
import pytest
from lxml import etree

from commands import Terminal
from diplograph.analysis.frames import table_frame
from diplograph.cli.looking import TABLES as OFFERED
from diplograph.errors import UsageError
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Event, EventDate, Granularity, Records, Role, Segment, SegmentKind, Status
from diplograph.outputs import gdelt, ploverjson, polecat
from diplograph.outputs.exports import export, not_exported
from diplograph.outputs.fields import Form
from diplograph.outputs.graphml import xml_text
from diplograph.outputs.network import event_network
from diplograph.outputs.tables import TABLES
from goldens import FOLDER, GOLDENS, made
from sample import COMMUNITY, SHULTZ, SOVIET, USA, nasty_records, part, sample_records

pytest_plugins = ("commands",)

WORLDS = {"sample": sample_records, "nasty": nasty_records}
each_world = pytest.mark.parametrize("world", sorted(WORLDS))
each_table = pytest.mark.parametrize("name", list(TABLES))
FORMS = (polecat.FORM, gdelt.FORM, ploverjson.FORM)


def text_of(records: Records, format_: str, *include: Status, table: str | None = None) -> str:
    contents = export(records, format_, include=include, table=table)
    assert not isinstance(contents, bytes)
    return "".join(contents)


def by_id(name: str) -> Event:
    return next(event for event in sample_records().events if event.id == name)


def world_of(*events: Event) -> Records:
    return replace(sample_records(), events=events)


@pytest.mark.parametrize("name", list(GOLDENS))
def test_an_export_is_what_was_meant(name: str) -> None:
    assert made(name) == (FOLDER / name).read_bytes()


# ---------------------------------------------------------------- the four tables


def test_the_command_offers_the_tables_there_are() -> None:
    assert tuple(TABLES) == OFFERED


@each_table
def test_a_table_is_written_by_the_command(name: str, tmp_path: Path, terminal: Terminal) -> None:
    KnowledgeGraph(records=sample_records()).save(tmp_path / "out")
    answer = terminal("export", tmp_path / "out", "--format", "csv", "--table", name)
    assert answer.code == 0
    assert answer.out.splitlines()[0] == ",".join(column.name for column in TABLES[name].columns)


def test_a_format_without_tables_says_so(tmp_path: Path, terminal: Terminal) -> None:
    KnowledgeGraph(records=sample_records()).save(tmp_path / "out")
    answer = terminal("export", tmp_path / "out", "--format", "nt", "--table", "claims")
    assert (answer.code, answer.out) == (2, "")
    assert "nt has no tables; csv and parquet have" in answer.err


def test_an_unknown_table_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="'people', known: events, participants, actors, claims"):
        export(sample_records(), "csv", table="people")


@each_world
@each_table
def test_parquet_comes_back_as_the_frame(name: str, world: str) -> None:
    records = WORLDS[world]()
    contents = export(records, "parquet", table=name)
    assert isinstance(contents, bytes)
    read, ours = pd.read_parquet(io.BytesIO(contents)), table_frame(records, name)
    assert list(read) == list(ours)
    for column in TABLES[name].columns:
        found = [None if pd.isna(value) else value for value in read[column.name]]
        meant = [None if pd.isna(value) else value for value in ours[column.name]]
        if column.dtype == "datetime64[s]":
            meant = [value and value.date() for value in meant]
        assert found == meant, column.name


@each_table
def test_no_cell_of_a_csv_is_a_formula(name: str) -> None:
    rows = list(csv.reader(io.StringIO(text_of(nasty_records(), "csv", table=name), newline="")))
    numbers = {"goldstein", "plover_score"}
    assert len(rows) > 1
    for row in rows[1:]:
        for column, cell in zip(rows[0], row, strict=True):
            assert column in numbers or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@each_table
def test_every_csv_has_a_row_for_each_row_of_the_frame(name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(text_of(nasty_records(), "csv", table=name), newline="")))
    assert len(rows) == len(table_frame(nasty_records(), name))


# ---------------------------------------------------------------- networks


SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "data" / "gexf" / "gexf-1.3.rng"))


@each_world
def test_gexf_keeps_to_its_schema(world: str) -> None:
    SCHEMA.assertValid(etree.fromstring(text_of(WORLDS[world](), "gexf").encode("utf-8")))


def test_the_schema_refuses_what_networkx_writes_by_itself() -> None:
    lines = networkx.generate_gexf(event_network(sample_records()), version="1.3")
    assert not SCHEMA.validate(etree.fromstring("\n".join(lines)))


def test_gexf_gives_times_to_events_and_to_roles() -> None:
    root = etree.fromstring(text_of(sample_records(), "gexf").encode("utf-8"))
    graph = root.find("{*}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    lives = {node.get("id"): (node.get("start"), node.get("end")) for node in root.iter("{*}node")}
    assert lives["event:release-04"] == ("1986-09-12", "1986-09-29")
    assert lives["event:accusation-05"] == (None, "1986-10-01")
    assert lives["event:espionage-06"] == lives["actor:USA"] == (None, None)
    for edge in root.iter("{*}edge"):
        (event,) = (end for end in (edge.get("source"), edge.get("target")) if end.startswith("event:"))
        assert (edge.get("start"), edge.get("end")) == lives[event]


def test_parallel_edges_of_gexf_differ_in_kind() -> None:
    meeting = by_id("meeting-01")
    twice = replace(meeting, participations=(*meeting.participations, meeting.participations[0]))
    root = etree.fromstring(text_of(world_of(twice), "gexf").encode("utf-8"))
    edges = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in root.iter("{*}edge")]
    assert len(edges) == len(set(edges)) == 3


@each_world
def test_gexf_comes_back_as_the_network(world: str) -> None:
    network = event_network(WORLDS[world]())
    again = networkx.read_gexf(io.BytesIO(text_of(WORLDS[world](), "gexf").encode("utf-8")))
    assert set(again) == {xml_text(node) for node in network}
    assert sorted(again.edges()) == sorted((xml_text(start), xml_text(end)) for start, end in network.edges())
    for node, attributes in network.nodes(data=True):
        assert again.nodes[xml_text(node)].get("status") == attributes.get("status")


def test_graphml_has_the_days_on_nodes_and_edges() -> None:
    graph = networkx.parse_graphml(text_of(sample_records(), "graphml"), force_multigraph=True)
    edge = graph.edges["event:release-04", "actor:nicholas-daniloff", "target"]
    assert (edge["start"], edge["end"]) == ("1986-09-12", "1986-09-29")
    assert "start" not in graph.edges["event:espionage-06", "actor:USA", "target"]


# ---------------------------------------------------------------- the formats of others


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_field_is_documented_once(form: Form) -> None:
    assert form.source
    assert len(form.columns) == len(set(form.columns))
    assert all(field.meaning for field in form.fields)


def rows_of(form: Form, lines: str, *, header: bool) -> list[dict[str, str]]:
    rows = [line.split("\t") for line in lines.splitlines()]
    assert all(len(row) == len(form.columns) for row in rows)
    return [dict(zip(form.columns, row, strict=True)) for row in rows[1 if header else 0 :]]


def objects(records: Records) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text_of(records, "plover-json", *Status).splitlines()]


def test_a_field_that_is_said_to_be_empty_is_empty_and_others_are_not() -> None:
    polecat_rows = rows_of(polecat.FORM, text_of(rich(), "polecat", Status.ALLEGED), header=True)
    gdelt_rows = rows_of(gdelt.FORM, text_of(rich(), "gdelt", Status.ALLEGED), header=False)
    for form, rows in ((polecat.FORM, polecat_rows), (gdelt.FORM, gdelt_rows), (ploverjson.FORM, objects(rich()))):
        filled = {name for row in rows for name, value in row.items() if value not in ("", None)}
        assert filled == {field.name for field in form.fields if field.ours}, form.name


def rich() -> Records:
    """Return the sample with something in every field that can be filled."""
    records = sample_records()
    known = replace(SOVIET, same_as=("https://en.wikipedia.org/wiki/Soviet_Union",), sectors=("GOV", "MIL", "SPY"))
    meant = replace(USA, same_as=("https://en.wikipedia.org/wiki/United_States",), sectors=("GOV", "MIL", "SPY"))
    visit = by_id("visit-02")
    office = visit.participations[0].capacity
    parts = (part(Role.SOURCE, known, capacity=office), part(Role.TARGET, meant, capacity=office))
    readings = tuple(
        replace(
            reading,
            document=replace(
                reading.document,
                segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(reading.document.text)),),
            ),
        )
        for reading in records.readings
    )
    events = tuple(
        replace(event, participations=parts, contexts=("diplomatic",)) if event.id == "visit-02" else event
        for event in records.events
    )
    return replace(records, readings=readings, events=events)


def gdelt_rows(*events: Event, include: tuple[Status, ...] = ()) -> list[dict[str, str]]:
    return rows_of(gdelt.FORM, text_of(world_of(*events), "gdelt", *include), header=False)


def test_gdelt_has_sixty_one_columns_and_no_header() -> None:
    assert len(gdelt.FORM.columns) == 61
    assert (gdelt.FORM.columns[0], gdelt.FORM.columns[-1]) == ("GLOBALEVENTID", "SOURCEURL")
    assert "GLOBALEVENTID" not in text_of(sample_records(), "gdelt")


@pytest.mark.parametrize(
    ("event", "cells"),
    [
        (
            "visit-02",
            {
                "SQLDATE": "19860919",
                "MonthYear": "198609",
                "Year": "1986",
                "FractionDate": "1986.7096",
                "Actor1Code": "SUNGOV",
                "Actor1CountryCode": "SUN",
                "Actor1Type1Code": "GOV",
                "Actor2Code": "USA",
                "EventCode": "042",
                "EventBaseCode": "042",
                "EventRootCode": "04",
                "QuadClass": "1",
                "GoldsteinScale": "1.9",
                "NumArticles": "1",
                "AvgTone": "",
                "ActionGeo_FullName": "Washington",
                "ActionGeo_CountryCode": "",
                "DATEADDED": "",
                "SOURCEURL": "https://wire.example/1986/10/01/iceland",
            },
        ),
        (
            "arrest-03",
            {"SQLDATE": "", "MonthYear": "198608", "FractionDate": "", "NumMentions": "2", "NumSources": "2"},
        ),
        ("aid-15", {"MonthYear": "", "Year": "1947", "SOURCEURL": ""}),
        ("sanction-08", {"Actor1CountryCode": "", "Actor1Code": "IGO", "Actor1Name": "European Community"}),
        ("protest-14", {"Actor1Name": "Crowds", "Actor2Name": "", "SQLDATE": "", "Year": ""}),
    ],
)
def test_gdelt_says_what_is_known_and_no_more(event: str, cells: dict[str, str]) -> None:
    (row,) = gdelt_rows(by_id(event))
    assert {column: row[column] for column in cells} == cells


@pytest.mark.parametrize(
    ("day", "fraction"),
    [(date(2015, 2, 18), "2015.1315"), (date(2014, 1, 1), "2014.0027"), (date(2013, 12, 31), "2013.9890")],
)
def test_the_fraction_of_a_year_stays_below_the_next(day: date, fraction: str) -> None:
    when = EventDate(edtf=day.isoformat(), earliest=day, latest=day, granularity=Granularity.DAY)
    (row,) = gdelt_rows(replace(by_id("visit-02"), date=when))
    assert row["FractionDate"] == fraction


@pytest.mark.parametrize(
    ("cameo", "quad"),
    [("010", "1"), ("057", "1"), ("060", "2"), ("084", "2"), ("090", "3"), ("138", "3"), ("141", "4"), ("200", "4")],
)
def test_quad_classes_are_gdelts(cameo: str, quad: str) -> None:
    assert gdelt.quad_of(cameo) == quad


def test_an_event_of_several_pairs_has_a_row_for_each() -> None:
    meeting = by_id("meeting-01")
    three = replace(meeting, participations=(*meeting.participations, part(Role.PARTY, COMMUNITY)))
    rows = gdelt_rows(three)
    assert [row["GLOBALEVENTID"] for row in rows] == ["meeting-01-1", "meeting-01-2", "meeting-01-3"]
    assert [(row["Actor1Name"], row["Actor2Name"]) for row in rows] == [
        ("Ronald Reagan", "Mikhail Gorbachev"),
        ("Ronald Reagan", "European Community"),
        ("Mikhail Gorbachev", "European Community"),
    ]


def test_several_who_do_something_together_act_on_each_target() -> None:
    visit = by_id("visit-02")
    both = replace(visit, participations=(*visit.participations, part(Role.SOURCE, SHULTZ)))
    assert len(gdelt_rows(both)) == 2


def test_gdelt_leaves_out_and_counts_what_it_cannot_mark() -> None:
    assert not_exported(sample_records(), "gdelt") == {"alleged": 2, "cancelled": 1, "denied": 1, "planned": 1}
    assert gdelt_rows(by_id("accusation-05")) == []
    assert len(gdelt_rows(by_id("accusation-05"), include=(Status.ALLEGED,))) == 1
    said = replace(by_id("visit-02"), cameo=None)
    assert not_exported(world_of(said), "gdelt") == {"outside CAMEO": 1}
    with pytest.raises(UsageError, match="no column to say that an event is planned"):
        export(sample_records(), "gdelt", include=[Status.PLANNED])


@pytest.mark.parametrize(("end", "expected"), [(190, "1"), (93, "0"), (None, "")])
def test_an_event_of_the_lead_paragraph_is_a_root_event(end: int | None, expected: str) -> None:
    records = sample_records()
    segments = () if end is None else (Segment(kind=SegmentKind.BODY, start=0, end=end),)
    readings = tuple(replace(one, document=replace(one.document, segments=segments)) for one in records.readings)
    lines = text_of(replace(records, readings=readings, events=(by_id("visit-02"),)), "gdelt")
    (row,) = rows_of(gdelt.FORM, lines, header=False)
    assert row["IsRootEvent"] == expected


def test_gdelt_is_read_by_pandas_with_nasty_names() -> None:
    lines = text_of(nasty_records(), "gdelt", Status.ALLEGED)
    frame = pd.read_csv(
        io.StringIO(lines), sep="\t", header=None, names=gdelt.FORM.columns, dtype="string", quoting=csv.QUOTE_NONE
    )
    assert len(frame) == len(nasty_records().events)
    for column in set(frame) - {"GoldsteinScale"}:
        assert not frame[column].dropna().str.startswith(("=", "+", "-", "@")).any()
