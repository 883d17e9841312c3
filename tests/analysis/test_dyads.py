"""Acts between countries by period: what is counted, once, in which period, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.analysis.acts import country_pairs
from diplograph.analysis.dyads import QUADS, dyads
from diplograph.errors import UsageError
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Actor, Event, EventDate, Grade, Granularity, Participation, Records, Role, Status
from diplograph.outputs.coding import country_of
from diplograph.outputs.projection import actor_pairs
from sample import (
    GORBACHEV,
    ICELAND,
    REAGAN,
    SDI,
    SHEVARDNADZE,
    SHULTZ,
    SOVIET,
    THATCHER,
    USA,
    part,
    sample_records,
)


def by_id(name: str) -> Event:
    return next(event for event in sample_records().events if event.id == name)


def world(*events: Event) -> Records:
    return replace(sample_records(), events=tuple(sorted(events, key=lambda event: event.id)))


def days(first: date | None, last: date | None, unit: Granularity = Granularity.DAY) -> EventDate:
    return EventDate(edtf="test", earliest=first, latest=last, granularity=unit)


def cells(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(map(str, row)) for row in frame[list(columns)].itertuples(index=False)]


# ---------------------------------------------------------------- what a row is


def test_the_sample_by_month() -> None:
    frame = dyads(sample_records())
    assert cells(frame, "period", "source", "target", "status", "events", "weight") == [
        ("1986-08", "SUN", "USA", "asserted", "1", "-5.0"),
        ("1986-09", "EUR", "ZAF", "asserted", "1", "-8.0"),
        ("1986-09", "SUN", "USA", "asserted", "2", "8.9"),
        ("1986-10", "SUN", "USA", "asserted", "1", "1.0"),
        ("1986-10", "USA", "SUN", "asserted", "1", "1.0"),
    ]


def test_what_is_left_out_is_counted_by_the_reason() -> None:
    assert dyads(sample_records()).attrs["left_out"] == {
        "alleged": 2,
        "cancelled": 1,
        "denied": 1,
        "longer than a month": 2,
        "not between two countries": 1,
        "planned": 1,
        "statements, or of one actor only": 1,
        "undated": 1,
    }


def test_every_event_is_counted_or_left_out() -> None:
    records = sample_records()
    frame = dyads(records, directed=False)
    assert frame["events"].sum() + sum(frame.attrs["left_out"].values()) == len(records.events)


def test_quad_classes_add_up_to_the_events() -> None:
    frame = dyads(sample_records(), include=list(Status))
    assert (frame[list(QUADS.values())].sum(axis=1) == frame["events"]).all()


def test_a_meeting_of_equals_stands_in_both_directions_and_says_so() -> None:
    frame = dyads(world(by_id("meeting-01")))
    assert cells(frame, "source", "target", "mutual") == [("SUN", "USA", "1"), ("USA", "SUN", "1")]


def test_undirected_it_stands_once_under_the_smaller_code() -> None:
    frame = dyads(world(by_id("meeting-01"), by_id("visit-02")), period="Y", directed=False)
    assert cells(frame, "a", "b", "events", "mutual", "weight", "mean") == [("SUN", "USA", "2", "1", "2.9", "1.45")]


def test_several_people_of_two_countries_are_one_act() -> None:
    meeting = by_id("meeting-01")
    crowd = (*meeting.participations, part(Role.PARTY, SHULTZ, acts_for="USA"), part(Role.PARTY, SHEVARDNADZE))
    assert list(country_pairs(replace(meeting, participations=crowd))) == [("SUN", "USA", True)]


def test_three_equals_are_three_pairs() -> None:
    meeting = by_id("meeting-01")
    three = (*meeting.participations, part(Role.PARTY, THATCHER))
    assert list(country_pairs(replace(meeting, participations=three))) == [
        ("GBR", "SUN", True),
        ("GBR", "USA", True),
        ("SUN", "USA", True),
    ]


def test_who_acts_for_a_country_acts_for_it_whatever_its_own() -> None:
    meeting = by_id("meeting-01")
    parts = (part(Role.PARTY, REAGAN, acts_for="ISL"), part(Role.PARTY, GORBACHEV))
    assert list(country_pairs(replace(meeting, participations=parts))) == [("ISL", "SUN", True)]


def test_fellow_citizens_matters_and_actors_of_no_country_make_no_pair() -> None:
    accusation = by_id("accusation-05")
    bodies = Actor(id="some-bodies", name="Bodies", kind=USA.kind, country="IGO")
    for target in (REAGAN, SDI, bodies):
        parts = (part(Role.SOURCE, USA), part(Role.TARGET, target))
        assert not list(country_pairs(replace(accusation, participations=parts)))


def test_each_acting_on_the_other_in_one_event_is_mutual() -> None:
    exchange = by_id("accusation-05")
    parts = tuple(part(role, actor) for role in (Role.SOURCE, Role.TARGET) for actor in (USA, SOVIET))
    assert list(country_pairs(replace(exchange, participations=parts))) == [("SUN", "USA", True)]


ACTORS = (USA, SOVIET, ICELAND, REAGAN, GORBACHEV, THATCHER, SDI)
PARTS = st.builds(
    Participation,
    actor=st.sampled_from(ACTORS),
    role=st.sampled_from([Role.SOURCE, Role.TARGET, Role.PARTY, Role.MEDIATOR, Role.HOST]),
)


@given(st.lists(PARTS, max_size=6))
def test_countries_are_paired_as_the_page_pairs_actors(parts: list[Participation]) -> None:
    event = replace(by_id("meeting-01"), participations=tuple(parts))
    sides = {one.actor.id: country_of(one) for one in parts}
    pairs = {frozenset((sides[a], sides[b])) for a, b, _ in actor_pairs(event)}
    assert {frozenset(pair[:2]) for pair in country_pairs(event)} == {pair for pair in pairs if len(pair) == 2}


# ---------------------------------------------------------------- periods


def placed(when: EventDate | None, **options: Any) -> list[str]:
    frame = dyads(world(replace(by_id("meeting-01"), date=when)), directed=False, **options)
    return [str(period) for period in frame["period"]]


@pytest.mark.parametrize(
    ("period", "expected"),
    [("D", "1986-10-11"), ("W", "1986-10-06/1986-10-12"), ("M", "1986-10"), ("Q", "1986Q4"), ("Y", "1986")],
)
def test_a_day_is_in_every_period(period: str, expected: str) -> None:
    assert placed(days(date(1986, 10, 11), date(1986, 10, 11)), period=period) == [expected]


@pytest.mark.parametrize(
    ("period", "expected"), [("D", []), ("W", []), ("M", ["1986-08"]), ("Q", ["1986Q3"]), ("Y", ["1986"])]
)
def test_a_month_is_in_no_shorter_period(period: str, expected: list[str]) -> None:
    august = days(date(1986, 8, 1), date(1986, 8, 31), Granularity.MONTH)
    assert placed(august, period=period) == expected


def test_an_event_of_two_periods_is_left_out_and_counted() -> None:
    talks = replace(by_id("meeting-01"), date=days(date(1986, 9, 29), date(1986, 10, 2), Granularity.INTERVAL))
    frame = dyads(world(talks))
    assert (len(frame), frame.attrs["left_out"]) == (0, {"longer than a month": 1})
    assert len(dyads(world(talks), period="Y", directed=False)) == 1


def test_an_event_of_many_pairs_is_left_out_once() -> None:
    three = (*by_id("meeting-01").participations, part(Role.PARTY, THATCHER))
    frame = dyads(world(replace(by_id("meeting-01"), participations=three, date=None)))
    assert frame.attrs["left_out"] == {"undated": 1}


def test_what_is_over_by_the_day_of_the_report_can_be_put_on_it() -> None:
    over = days(None, date(1986, 10, 1))
    assert placed(over) == []
    assert placed(over, dating="report") == ["1986-10"]
    assert placed(days(date(1986, 10, 1), None), dating="report") == []


@pytest.mark.parametrize("year", [1, 1648, 9998])
def test_old_and_far_periods_are_kept(year: int) -> None:
    day = date(year, 10, 24)
    assert [text[-7:] for text in placed(days(day, day))] in ([f"{year:04}-10"], [f"{year}-10"])


def test_without_a_period_dates_do_not_matter() -> None:
    frame = dyads(world(replace(by_id("meeting-01"), date=None)), period=None)
    assert "period" not in frame
    assert frame["events"].tolist() == [1, 1]


# ---------------------------------------------------------------- status and weight


def test_what_is_planned_has_a_row_of_its_own() -> None:
    done = replace(by_id("meeting-01"), id="done")
    planned = replace(done, id="planned", status=Status.PLANNED)
    frame = dyads(world(done, planned), directed=False, include=["planned"])
    assert cells(frame, "status", "events") == [("asserted", "1"), ("planned", "1")]
    assert dyads(world(planned)).attrs["left_out"] == {"planned": 1}


def test_grade_c_never_counts() -> None:
    weak = replace(by_id("meeting-01"), claims=tuple(replace(c, grade=Grade.C) for c in by_id("meeting-01").claims))
    assert dyads(world(weak)).empty


@pytest.mark.parametrize(("weight", "expected"), [("goldstein", -8.0), ("plover", -6.0), ("count", 1.0)])
def test_weights_are_those_of_the_scales(weight: Any, expected: float) -> None:
    assert dyads(world(by_id("sanction-08")), weight=weight)["weight"].tolist() == [expected]


def test_an_event_without_a_value_is_counted_but_not_weighed() -> None:
    one, other = by_id("visit-02"), replace(by_id("visit-02"), id="visit-x", goldstein=None)
    row = dyads(world(one, other)).iloc[0]
    assert (row["events"], row["scored"], row["weight"], row["mean"]) == (2, 1, 1.9, 1.9)
    alone = dyads(world(other)).iloc[0]
    assert pd.isna(alone["weight"])
    assert pd.isna(alone["mean"])


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"period": "H"}, "unknown period 'H', known: D, W, M, Q, Y, None"),
        ({"weight": "tone"}, "unknown weight 'tone', known: goldstein, plover, count"),
        ({"dating": "guess"}, "unknown dating 'guess', known: certain, report"),
        ({"include": ["rumoured"]}, "unknown status 'rumoured', known: asserted, alleged"),
    ],
)
def test_an_unknown_option_is_named_with_the_known_ones(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        dyads(sample_records(), **options)


def test_no_events_give_an_empty_table_with_its_types() -> None:
    frame = dyads(replace(sample_records(), events=()))
    assert frame.empty
    assert str(frame["period"].dtype) == "period[M]"
    assert str(frame["events"].dtype) == "int64"


def orders() -> Iterable[tuple[Event, ...]]:
    events = sample_records().events
    return events, events[::-1], events[5:] + events[:5]


def test_the_order_of_the_events_does_not_matter() -> None:
    first, *others = (dyads(replace(sample_records(), events=events)) for events in orders())
    for other in others:
        pd.testing.assert_frame_equal(first, other)


def test_the_method_is_the_function() -> None:
    graph = KnowledgeGraph(records=sample_records())
    pd.testing.assert_frame_equal(graph.dyads("Y", "plover"), dyads(graph.records, period="Y", weight="plover"))
