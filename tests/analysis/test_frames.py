"""The four tables as DataFrames: real types, honest days, every column documented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from diplograph.analysis.frames import days_of, table_frame
from diplograph.errors import UsageError
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import EventDate, Granularity, Records, Status
from diplograph.outputs.tables import TABLES, Dtype, table_csv
from sample import nasty_records, sample_records

each_table = pytest.mark.parametrize("name", list(TABLES))
WORLDS = {"sample": sample_records, "nasty": nasty_records}
each_world = pytest.mark.parametrize("world", sorted(WORLDS))


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(records=sample_records())


def dated(when: EventDate | None) -> Records:
    records = sample_records()
    return replace(records, events=(replace(records.events[0], date=when),))


@each_table
@each_world
def test_every_column_has_the_type_that_is_documented(name: str, world: str) -> None:
    frame, table = table_frame(WORLDS[world](), name), TABLES[name]
    assert list(frame) == [column.name for column in table.columns]
    assert {str(name): dtype.name for name, dtype in frame.dtypes.items()} == {
        c.name: c.dtype.value for c in table.columns
    }


@each_table
def test_every_column_is_documented_in_one_line(name: str) -> None:
    for column in TABLES[name].columns:
        assert column.meaning
        assert "\n" not in column.meaning + column.source
    assert set(TABLES[name].key) <= {column.name for column in TABLES[name].columns}


@each_table
@each_world
def test_the_key_names_every_row(name: str, world: str) -> None:
    frame = table_frame(WORLDS[world](), name)
    assert len(frame) > 1
    assert not frame.duplicated(list(TABLES[name].key)).any()


@each_table
def test_no_events_give_the_columns_alone(name: str) -> None:
    empty = replace(sample_records(), readings=(), actors=(), events=())
    frame = table_frame(empty, name)
    assert (len(frame), list(frame)) == (0, [column.name for column in TABLES[name].columns])
    assert {str(key): dtype.name for key, dtype in frame.dtypes.items()} == {
        column.name: column.dtype.value for column in TABLES[name].columns
    }


def test_an_unknown_table_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="'dyads', known: events, participants, actors, claims"):
        table_frame(sample_records(), "dyads")


def test_the_methods_are_the_tables(graph: KnowledgeGraph) -> None:
    frames = {
        "events": graph.events_df(),
        "participants": graph.participants_df(),
        "actors": graph.actors_df(),
        "claims": graph.claims_df(),
    }
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, table_frame(graph.records, name))


def test_an_event_is_a_row_with_numbers_days_and_categories(graph: KnowledgeGraph) -> None:
    arrest = graph.events_df().set_index("event").loc["arrest-03"]
    assert (arrest["class"], arrest["plover"], arrest["mode"]) == ("Arrest", "COERCE", "arrest")
    assert (arrest["goldstein"], arrest["plover_score"], arrest["quad"], arrest["claims"]) == (-5.0, -7.0, 4, 2)
    assert (arrest["earliest"], arrest["latest"]) == (pd.Timestamp("1986-08-01"), pd.Timestamp("1986-08-31"))
    assert (arrest["date"], arrest["granularity"]) == ("1986-08", "month")
    assert bool(arrest["date_stated"])


def test_an_open_or_missing_date_stays_so(graph: KnowledgeGraph) -> None:
    frame = graph.events_df().set_index("event")
    assert pd.isna(frame.loc["accusation-05", "earliest"])
    assert frame.loc["accusation-05", "latest"] == pd.Timestamp("1986-10-01")
    assert frame.loc["espionage-06", ["date", "earliest", "latest", "granularity", "date_stated"]].isna().all()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1648, 10, 24), date(1677, 9, 20), date(9999, 12, 31)])
def test_days_beyond_nanoseconds_are_kept(day: date) -> None:
    when = EventDate(edtf=day.isoformat(), earliest=day, latest=day, granularity=Granularity.DAY)
    found = table_frame(dated(when), "events")["earliest"].iloc[0]
    assert (found.year, found.month, found.day) == (day.year, day.month, day.day)


def test_days_of_keeps_the_order_and_the_gaps() -> None:
    days = days_of([None, date(1986, 10, 11), None, date(1947, 1, 1), date(1986, 10, 11)])
    assert [None if pd.isna(day) else str(day)[:10] for day in days] == [
        None,
        "1986-10-11",
        None,
        "1947-01-01",
        "1986-10-11",
    ]
    assert days_of([]).dtype == "datetime64[s]"


def test_closed_lists_are_whole_whatever_occurs(graph: KnowledgeGraph) -> None:
    one = table_frame(dated(None), "events")
    assert list(one["status"].cat.categories) == [status.value for status in Status]
    together = pd.concat([one, graph.events_df()], ignore_index=True)
    assert together["status"].dtype == "category"


def test_a_participant_repeats_the_status_of_its_event(graph: KnowledgeGraph) -> None:
    parts, events = graph.participants_df(), graph.events_df()
    joined = parts.merge(events, on="event", suffixes=("", "_of_event"))
    assert len(joined) == len(parts)
    assert (joined["status"].astype(str) == joined["status_of_event"].astype(str)).all()


def test_an_office_is_told_with_its_tenure(graph: KnowledgeGraph) -> None:
    visitor = graph.participants_df().query("event == 'visit-02' and role == 'source'").iloc[0]
    assert (visitor["office"], visitor["tenure"], visitor["country"], visitor["words"]) == (
        "minister of foreign affairs",
        "current",
        "SUN",
        "Eduard Shevardnadze",
    )


def test_actors_are_counted_with_what_is_asserted_of_them(graph: KnowledgeGraph) -> None:
    actors = graph.actors_df().set_index("actor")
    assert tuple(actors.loc["ronald-reagan", ["events", "asserted", "wikidata"]]) == (2, 1, "Q9960")
    assert tuple(actors.loc["george-shultz", ["events", "asserted"]]) == (0, 0)


def test_a_claim_can_be_found_in_its_text(graph: KnowledgeGraph) -> None:
    texts = {reading.document.id: reading.document.text for reading in graph.records.readings}
    claims = graph.claims_df()
    for row in claims.itertuples():
        assert texts[row.document][row.sentence_start : row.sentence_end] == row.sentence
        assert texts[row.document][row.trigger_start : row.trigger_end] == row.trigger
    assert set(claims["speaker"].dropna()) == {"George Shultz", "Soviet Union"}


@each_table
def test_csv_and_frame_say_the_same(name: str) -> None:
    import io

    records = sample_records()
    frame = table_frame(records, name)
    read = pd.read_csv(
        io.StringIO("".join(table_csv(records, TABLES[name])), newline=""),
        dtype="string",
        keep_default_na=False,
        na_values=[""],
    )
    for column in TABLES[name].columns:
        ours, theirs = frame[column.name], read[column.name]
        assert (ours.isna() == theirs.isna()).all(), column.name
        if column.dtype is Dtype.NUMBER:
            assert (ours.dropna() == theirs.dropna().astype("float64")).all()
        if column.dtype is Dtype.TEXT:
            assert list(ours.dropna().str.lstrip("'")) == list(theirs.dropna().str.lstrip("'"))
