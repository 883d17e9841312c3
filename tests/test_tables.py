"""The table of events: one row each, every column from the records, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest

from diplograph.model import Records
from diplograph.outputs.tables import TABLES, events_csv, safe_cell
from sample import NASTY_NAMES, nasty_records, sample_records

COLUMNS = [column.name for column in TABLES["events"].columns]


def table(records: Records) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(events_csv(records)), newline="")))


def row_of(event: str) -> dict[str, str]:
    return next(row for row in table(sample_records()) if row["event"] == event)


def test_one_row_an_event_sorted_by_id_with_every_column() -> None:
    rows = table(sample_records())
    assert [row["event"] for row in rows] == sorted(event.id for event in sample_records().events)
    assert all(list(row) == COLUMNS for row in rows)


def test_among_equals_the_party_named_first_is_the_source() -> None:
    meeting = row_of("meeting-01")
    assert (meeting["sources"], meeting["targets"]) == ("Ronald Reagan", "Mikhail Gorbachev")
    assert (meeting["source_countries"], meeting["target_codes"]) == ("USA", "SUNGOV")
    assert meeting["modality"] == "planned | asserted"
    assert meeting["documents"] == "wire-1986-10-01 | herald-1986-10-13"
    assert (meeting["date"], meeting["granularity"], meeting["date_stated"]) == ("1986-10-11", "day", "yes")
    assert (meeting["place"], meeting["place_country"]) == ("Reykjavik", "ISL")


def test_numbers_stay_numbers() -> None:
    arrest = row_of("arrest-03")
    assert (arrest["goldstein"], arrest["quad"], arrest["claims"]) == ("-5.0", "4", "2")


def test_an_allegation_says_on_whose_word_and_keeps_open_ends_open() -> None:
    accusation = row_of("accusation-05")
    assert accusation["status"] == "alleged"
    assert accusation["on_whose_word"] == "indirect: George Shultz"
    assert (accusation["earliest"], accusation["latest"], accusation["date_stated"]) == (
        "",
        "1986-10-01",
        "no",
    )


def test_an_undated_event_is_undated() -> None:
    spying = row_of("espionage-06")
    assert [spying[column] for column in ("date", "earliest", "latest", "granularity")] == [""] * 4


def test_evidence_points_at_the_trigger() -> None:
    texts = {reading.document.id: reading.document.text for reading in sample_records().readings}
    for row in table(sample_records()):
        document, _, place = row["evidence"].split(" | ")[0].partition("#char=")
        start, end = (int(offset) for offset in place.split(","))
        assert texts[document][start:end] == row["trigger"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1-2", "a=b", "Saudi-led"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_nasty_names_come_back_whole_and_harmless() -> None:
    rows = table(nasty_records())
    assert len(rows) == len(NASTY_NAMES)
    names = {row["sources"] for row in rows}
    assert names == {safe_cell(name) for name in NASTY_NAMES}
    for row in rows:
        texts = [cell for column, cell in row.items() if column not in ("goldstein", "plover_score")]
        assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_lines_end_as_rfc_4180_wants_them_and_are_utf_8() -> None:
    text = "".join(events_csv(nasty_records()))
    assert text.endswith("\r\n")
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\x00" not in text


def test_the_same_records_give_the_same_bytes() -> None:
    assert list(events_csv(sample_records())) == list(events_csv(sample_records()))


def test_no_events_give_the_header_alone() -> None:
    records = sample_records()
    empty = Records(run=records.run, readings=(), actors=(), events=())
    assert list(events_csv(empty)) == [",".join(COLUMNS) + "\r\n"]
