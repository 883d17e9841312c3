"""When acts happened: stated by their clause, else inherited by a named rule, else not known."""

from __future__ import annotations

import pytest

from diplograph.model import Event, EventDate
from trees import Case, cases_of
from world import account_of


def _dates(case: Case) -> dict[str, EventDate | None]:
    events: tuple[Event, ...] = account_of(case).reading.events
    return {event.claims[0].trigger.text: event.date for event in events}


@pytest.mark.parametrize("case", cases_of("dating", "dates"))
def test_date_of_each_act(case: Case) -> None:
    dates = _dates(case)
    for word, edtf, *more in case["dates"]:
        when = dates[word]
        assert (when.edtf if when else "-") == edtf
        if when and more:
            assert when.stated is more[0]
        if when and len(more) > 1:
            assert when.rule == more[1]


@pytest.mark.parametrize("case", cases_of("dating", "dates", test="stated"))
def test_stated_means_that_words_say_it(case: Case) -> None:
    for event in account_of(case).reading.events:
        if event.date is not None:
            assert event.date.stated == (event.date.expression is not None)
            assert event.date.expression == event.claims[0].date
            assert event.date.rule
        else:
            assert event.claims[0].date is None


@pytest.mark.parametrize("case", cases_of("dating", "day"))
def test_without_a_day_nothing_is_inherited_from_it(case: Case) -> None:
    undated = {key: value for key, value in case.items() if key != "day"}
    for when in _dates(undated).values():
        assert when is None or "day of the text" not in when.rule


@pytest.mark.parametrize("case", cases_of("dating", "dates", test="bounds"))
def test_bounds_fit_the_expression(case: Case) -> None:
    for when in _dates(case).values():
        if when and when.earliest and when.latest:
            assert when.earliest <= when.latest
        if when:
            assert when.edtf.startswith("..") == (when.earliest is None)
            assert when.edtf.endswith("..") == (when.latest is None)
