from __future__ import annotations

import dataclasses
import json
from datetime import date

import pyoxigraph as ox
import pytest

from diplograph.model import Event, Records, Role, Status
from diplograph.outputs.rdf import export_graph, turtle_chunks
from diplograph.querying.asof import as_of
from diplograph.querying.diff import Kind, diff_json, diff_records, diff_text, rdf_patch
from diplograph.querying.validate import validate_text
from sample import GAZETTE, HERALD, REAGAN, WIRE, nasty_records, part, records_of, sample_records

EVENTS = {event.id: event for event in sample_records().events}


def with_events(*changed: Event, without: str = "") -> Records:
    events = EVENTS | {event.id: event for event in changed}
    events.pop(without, None)
    return records_of((WIRE, HERALD, GAZETTE), events.values())


def of_events(first: Records, second: Records) -> list[tuple[Kind, str, str, str]]:
    found = diff_records(first, second)
    return [(one.kind, one.id, one.before, one.after) for one in found if one.subject == "event"]


@pytest.mark.parametrize("make", [sample_records, nasty_records])
def test_a_build_does_not_differ_from_itself(make: object) -> None:
    assert callable(make)
    assert diff_records(make(), make()) == ()
    assert rdf_patch(make(), make()) == "TX .\nTC .\n"


def test_added_and_removed_events() -> None:
    fewer = with_events(without="aid-15")
    assert of_events(sample_records(), fewer) == [(Kind.REMOVED, "aid-15", "", "")]
    assert of_events(fewer, sample_records()) == [(Kind.ADDED, "aid-15", "", "")]


def test_two_events_that_became_one_were_merged_and_the_other_way_round_split() -> None:
    one, other = EVENTS["meeting-11"], EVENTS["meeting-01"]
    both = dataclasses.replace(one, claims=(*one.claims, *other.claims))
    apart, merged = sample_records(), with_events(both, without="meeting-01")
    assert (Kind.MERGED, "meeting-11", "meeting-01", "meeting-11") in of_events(apart, merged)
    assert (Kind.SPLIT, "meeting-11", "meeting-11", "meeting-01") in of_events(merged, apart)
    assert not {Kind.ADDED, Kind.REMOVED} & {kind for kind, *_ in of_events(apart, merged)}


def test_a_changed_status() -> None:
    done = dataclasses.replace(EVENTS["meeting-11"], status=Status.ASSERTED)
    found = of_events(sample_records(), with_events(done))
    assert found == [(Kind.STATUS, "meeting-11", "planned", "asserted")]


def test_a_changed_date_and_a_lost_one() -> None:
    when = EVENTS["arrest-03"].date
    assert when is not None
    exact = dataclasses.replace(EVENTS["arrest-03"], date=dataclasses.replace(when, edtf="1986-08-30"))
    undated = dataclasses.replace(EVENTS["aid-15"], date=None)
    assert of_events(sample_records(), with_events(exact, undated)) == [
        (Kind.DATE, "aid-15", "1947", ""),
        (Kind.DATE, "arrest-03", "1986-08", "1986-08-30"),
    ]


def test_changed_parties() -> None:
    parts = (*EVENTS["protest-14"].participations, part(Role.TARGET, REAGAN))
    found = of_events(sample_records(), with_events(dataclasses.replace(EVENTS["protest-14"], participations=parts)))
    (difference,) = found
    assert difference[0] is Kind.PARTIES
    assert difference[3] == "source gazette-1960-05-18-crowds, target ronald-reagan"


def test_an_event_with_a_new_id_is_known_by_its_words() -> None:
    renamed = dataclasses.replace(EVENTS["arrest-03"], id="new", event_class="Arrest", status=Status.ALLEGED)
    found = of_events(sample_records(), with_events(renamed, without="arrest-03"))
    assert found == [(Kind.STATUS, "new", "asserted", "alleged")]


def relinked(links: dict[str, str]) -> Records:
    records = sample_records()
    readings = tuple(
        dataclasses.replace(
            reading,
            mentions=tuple(
                dataclasses.replace(mention, actor=links.get(mention.actor or "", mention.actor))
                for mention in reading.mentions
            ),
        )
        for reading in records.readings
    )
    return dataclasses.replace(records, readings=readings)


def test_merged_split_and_renamed_actors() -> None:
    merged = diff_records(sample_records(), relinked({"nikita-khrushchev": "mikhail-gorbachev"}))
    assert [(one.kind, one.id, one.before) for one in merged if one.subject == "actor"] == [
        (Kind.MERGED, "mikhail-gorbachev", "mikhail-gorbachev, nikita-khrushchev")
    ]
    split = diff_records(relinked({"nikita-khrushchev": "mikhail-gorbachev"}), sample_records())
    assert [(one.kind, one.id, one.after) for one in split if one.subject == "actor"] == [
        (Kind.SPLIT, "mikhail-gorbachev", "mikhail-gorbachev, nikita-khrushchev")
    ]
    renamed = diff_records(sample_records(), relinked({"nikita-khrushchev": "khrushchev"}))
    assert [(one.kind, one.before, one.after) for one in renamed if one.subject == "actor"] == [
        (Kind.RENAMED, "nikita-khrushchev", "khrushchev")
    ]


def test_text_and_json_have_one_line_a_difference() -> None:
    found = diff_records(sample_records(), nasty_records())
    assert len(diff_text(found).splitlines()) == len(found) == 30
    assert [json.loads(line)["id"] for line in diff_json(found).splitlines()] == [one.id for one in found]


def test_the_patch_makes_the_one_of_the_other() -> None:
    first, second = sample_records(), with_events(without="aid-15")
    store = ox.Store()
    store.bulk_load(export_graph(first, "nq"), format=ox.RdfFormat.N_QUADS)
    for line in rdf_patch(first, second).split("\n"):
        for quad in ox.parse(line[2:], format=ox.RdfFormat.N_QUADS) if line[:2] in {"A ", "D "} else ():
            (store.add if line.startswith("A") else store.remove)(quad)
    wanted = ox.Store()
    wanted.bulk_load(export_graph(second, "nq"), format=ox.RdfFormat.N_QUADS)
    assert set(store) == set(wanted)


def test_as_of_a_day_only_what_was_out_is_known() -> None:
    early = as_of(sample_records(), date(1986, 10, 1))
    assert {reading.document.id for reading in early.readings} == {WIRE.id, GAZETTE.id}
    events = {event.id: event for event in early.events}
    assert events["meeting-01"].status is Status.PLANNED
    assert len(events["arrest-03"].claims) == 1
    assert "mediation-12" not in events
    assert "margaret-thatcher" not in {actor.id for actor in early.actors}
    assert of_events(early, sample_records())[-1] == (Kind.STATUS, "meeting-01", "planned", "asserted")


def test_as_of_knows_no_date_that_only_a_later_document_gives() -> None:
    late = dataclasses.replace(WIRE, published=date(1986, 12, 1))
    records = records_of((late, HERALD, GAZETTE), EVENTS.values())
    events = {event.id: event for event in as_of(records, date(1986, 11, 1)).events}
    assert events["meeting-01"].place is None
    assert all(not part.capacity for part in events["meeting-01"].participations)
    spans = [span for part in events["arrest-03"].participations for span in part.spans]
    assert {span.document for span in spans} <= {HERALD.id, GAZETTE.id}


@pytest.mark.parametrize(("day", "documents"), [(date(1950, 1, 1), 0), (date(1970, 1, 1), 1), (date(2000, 1, 1), 3)])
def test_the_graph_of_any_day_is_valid(day: date, documents: int) -> None:
    records = as_of(sample_records(), day)
    assert len(records.readings) == documents
    assert validate_text("".join(turtle_chunks(records))) == ()


def test_a_document_without_a_day_is_not_out() -> None:
    assert as_of(nasty_records(), date(2100, 1, 1)).events == ()
