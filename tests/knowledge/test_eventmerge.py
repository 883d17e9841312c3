"""Reports of several documents: which are one event, by which rule; and that order never matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.knowledge.eventblocks import merge_block
from diplograph.knowledge.eventmerge import merge_events, merge_shelf
from diplograph.knowledge.eventranges import merge_range
from diplograph.knowledge.eventrules import SCORES
from diplograph.knowledge.merging import status_of
from diplograph.knowledge.reports import Report, key
from diplograph.model import Event, Role
from diplograph.records import event_from_json, event_to_json
from reportworld import report, reports, shelved

DATA = Path(__file__).parents[1] / "data" / "merging"
CASES: list[dict[str, Any]] = yaml.safe_load((DATA / "reports.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Load the registry before any property is timed."""
    merge_events([report("a@2021-05-04 Meeting NOR & CHL place=NOR:Oslo")])


def _groups(events: Iterable[Event]) -> set[frozenset[tuple[str, int]]]:
    return {frozenset((claim.document, claim.trigger.start) for claim in event.claims) for event in events}


def _expected(case: dict[str, Any], told: list[Report]) -> set[frozenset[tuple[str, int]]]:
    places = [(one.document, one.event.claims[0].trigger.start) for one in told]
    grouped = {at for group in case["one"] for at in group}
    alone = [[at] for at in range(len(told)) if at not in grouped]
    return {frozenset(places[at] for at in group) for group in [*case["one"], *alone]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_which_reports_are_one_event(case: dict[str, Any]) -> None:
    told = reports(case["lines"])
    for ordered in (told, told[::-1]):
        events, merges = merge_events(ordered)
        assert _groups(events) == _expected(case, told)
        assert len(merges) == len(case["one"])
        if "rule" in case:
            assert {merge.rule for merge in merges} == {case["rule"]}
        if "status" in case:
            assert [event.status.value for event in events if len(event.claims) > 1] == [case["status"]]


def test_the_first_report_gives_the_id_and_the_class() -> None:
    later = report("a@2021-06-13 Summit NOR & CHL day=2021-06-12")
    first = report("z@2021-05-20 Meeting NOR & CHL day=2021-06-12 modality=planned")
    ((event,), (merge,)) = merge_events([later, first])
    assert (event.id, event.event_class) == (first.event.id, "Meeting")
    assert merge.id == event.id
    assert merge.members == tuple(sorted([first.event.id, later.event.id]))
    assert {span.document for span in merge.evidence} == {"a", "z"}


def test_a_copy_is_no_second_source() -> None:
    lines = (
        "a@2021-05-04 EnvoyRecall NOR > CHL day=2021-05-03 says=x",
        "b@2021-05-05 EnvoyRecall NOR > CHL day=2021-05-03 says=x copy=a",
    )
    third = "c@2021-05-05 EnvoyRecall NOR > CHL day=2021-05-03 says=other"
    (event,), _ = merge_events(reports([*lines, third]))
    assert len(event.claims) == 3
    assert event.independent_sources == 2
    assert event.merged_by == ("copy", "same parties, same day")


def test_the_named_official_stands_for_the_state_and_the_described_one() -> None:
    lines = (
        "a@2021-05-04 Meeting NOR:ida & CHL:~counterpart day=2021-05-03",
        "b@2021-05-04 Meeting NOR & CHL day=2021-05-03",
        "c@2021-05-04 Meeting NOR:ida & CHL:luz day=2021-05-03",
    )
    (event,), _ = merge_events(reports(lines))
    assert [actor.id for actor in event.actors(Role.PARTY)] == ["ida", "luz"]
    assert len(event.claims) == 3


def test_envoys_of_two_documents_stand_once() -> None:
    lines = (
        "a@2021-05-04 DiplomatExpulsion NOR > CHL:~envoys day=2021-05-03",
        "b@2021-05-04 DiplomatExpulsion NOR > CHL:~diplomats day=2021-05-03",
    )
    (event,), _ = merge_events(reports(lines))
    assert len(event.actors(Role.TARGET)) == 1


def test_the_narrowest_stated_date_is_kept() -> None:
    lines = (
        "a@2021-05-20 Visit NOR:ida > CHL day=2021-06 modality=planned",
        "b@2021-06-13 Visit NOR:ida > CHL day=2021-06-12",
    )
    (event,), _ = merge_events(reports(lines))
    assert event.date is not None
    assert event.date.edtf == "2021-06-12"


def test_parties_of_equals_stand_on_one_level() -> None:
    equal = report("a@2021-05-04 Meeting NOR & CHL day=2021-05-03")
    parts = tuple(
        replace(part, role=role)
        for part, role in zip(equal.event.participations, (Role.SOURCE, Role.TARGET), strict=True)
    )
    other = report("b@2021-05-04 Meeting NOR & CHL day=2021-05-03")
    sided = replace(other, event=replace(other.event, participations=parts))
    (event,), _ = merge_events([equal, sided])
    assert {part.role for part in event.participations} == {Role.PARTY}
    assert len(event.participations) == 2


def test_every_rule_has_a_case_and_a_score() -> None:
    named = {
        rule
        for case in CASES
        for _, merges in [merge_events(reports(case["lines"]))]
        for m in merges
        for rule in [m.rule]
    }
    assert named == set(SCORES)


# -------------------------------------------------------------- what must hold for any reports

DOCUMENTS = st.sampled_from(["a@2021-05-01", "b@2021-05-02", "c@2021-05-03", "d@2021-05-04", "e@2021-05-20", "f"])
SIDED = st.sampled_from(["EnvoyRecall", "Visit", "Attack", "Arrest", "AirStrike"])
LEVEL = st.sampled_from(["Meeting", "Summit", "Negotiation"])
PARTIES = st.sampled_from(["NOR", "NOR:ida", "NOR:~envoys", "CHL", "CHL:luz", "CHL:eva", "ann-lee", "~crowd"])
DATES = st.sampled_from(
    [
        "",
        "day=2021-05-01",
        "day=2021-05-02",
        "day=2021-05",
        "day=2021-05-01/2021-05-04",
        "open=../2021-05-02",
        "open=2021-05-01/..",
    ]
)
MODES = st.sampled_from(["", "modality=planned", "modality=denied", "modality=requested"])
PLACES = st.sampled_from(["", "", "place=NOR:Oslo", "place=NOR:Bergen"])
COPIES = st.sampled_from(["", "", "copy=a"])
JOINT = st.tuples(DOCUMENTS, LEVEL, st.tuples(PARTIES, PARTIES).map(" & ".join), DATES, MODES, PLACES, COPIES)
ONE_WAY = st.tuples(DOCUMENTS, SIDED, st.tuples(PARTIES, PARTIES).map(" > ".join), DATES, MODES, PLACES, COPIES)
LINES = st.one_of(JOINT, ONE_WAY).map(" ".join)
MANY = st.lists(LINES, max_size=9).map(reports)


@given(MANY, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_order_does_not_matter(told: list[Report], random: Any) -> None:
    shuffled = random.sample(told, len(told))
    assert merge_events(shuffled) == merge_events(told)


@given(MANY)
@settings(max_examples=200)
def test_blocks_can_be_merged_one_by_one(told: list[Report]) -> None:
    """What an engine does that gives each key range to another worker, whatever the split."""
    names = sorted({key(one.event) for one in told})
    ranges = [[one for one in told if key(one.event) == name] for name in names]
    apart = [event for block in ranges for event, _ in merge_block(block)]
    assert sorted(apart, key=lambda event: event.id) == list(merge_events(told)[0])


@given(MANY, st.integers(1, 4), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_ranges_sent_away_as_text_come_back_as_the_same_events(told: list[Report], full: int, random: Any) -> None:
    def elsewhere(ranges: Iterable[bytes]) -> Iterator[bytes]:
        found = [merge_range(text) for text in ranges]
        return iter(random.sample(found, len(found)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("diplograph.knowledge.eventranges._FULL", full)
        events, merges = merge_shelf(shelved(told), most=0, elsewhere=elsewhere)
    assert (tuple(events), merges) == merge_events(told)


@given(MANY)
@settings(deadline=None)
def test_what_lies_on_a_shelf_is_merged_like_what_is_in_memory(told: list[Report]) -> None:
    events, merges = merge_shelf(shelved(told))
    assert (tuple(events), merges) == merge_events(told)


@given(MANY, st.integers(0, 9))
def test_a_second_build_adds_as_if_all_had_come_at_once(told: list[Report], cut: int) -> None:
    """Blocks that no new report touches need no second look; the touched ones are merged from their reports."""
    before, new = told[:cut], told[cut:]
    touched = {key(one.event) for one in new}
    kept = [event for event, _ in _blocks([one for one in before if key(one.event) not in touched])]
    again = [event for event, _ in _blocks([one for one in told if key(one.event) in touched])]
    assert sorted([*kept, *again], key=lambda event: event.id) == list(merge_events(told)[0])


def _blocks(told: list[Report]) -> Iterable[tuple[Event, Any]]:
    for name in {key(one.event) for one in told}:
        yield from merge_block([one for one in told if key(one.event) == name])


@given(MANY)
def test_no_claim_is_lost_or_doubled(told: list[Report]) -> None:
    before = sorted((one.document, one.event.claims[0].trigger.start) for one in told)
    events, _ = merge_events(told)
    assert sorted((claim.document, claim.trigger.start) for event in events for claim in event.claims) == before


@given(MANY)
def test_no_text_tells_one_event_twice_and_status_follows(told: list[Report]) -> None:
    for event in merge_events(told)[0]:
        if event.merged_by and event.merged_by != ("copy",):
            documents = [claim.document for claim in event.claims]
            assert len(documents) == len(set(documents))
        assert event.status is status_of(event.claims)
        assert event_from_json(event_to_json(event)) == event


@given(MANY)
def test_two_known_days_are_never_one_event(told: list[Report]) -> None:
    by_place = {(one.document, one.event.claims[0].trigger.start): one for one in told}
    for event in merge_events(told)[0]:
        own = [by_place[claim.document, claim.trigger.start].event.date for claim in event.claims]
        days = {date.earliest for date in own if date and date.stated and date.earliest == date.latest}
        assert len(days) < 2 or "copy" in event.merged_by
