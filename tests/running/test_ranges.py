"""Reports of many documents, merged by key ranges in other processes: the events are those that are merged here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from diplograph.errors import EngineError
from diplograph.knowledge.eventmerge import merge_events, merge_shelf
from diplograph.knowledge.reports import Report
from diplograph.running.backlog import Backlog
from diplograph.running.engines import Work
from diplograph.running.outcomes import Outcome, given_up
from diplograph.running.ranges import load_merger, merging_by
from diplograph.running.settings import Settings, settings_for
from reportworld import reports, shelved

pytestmark = pytest.mark.model
STATES = ("NOR", "CHL", "PER", "MEX", "FRA")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """Return twenty-four reports of two papers, which make twelve events in several ranges."""
    monkeypatch.setattr("diplograph.knowledge.eventranges._FULL", 3)
    days = [(at, f"2021-{at + 1:02}-04", STATES[at % 2], STATES[at % 3 + 2]) for at in range(12)]
    return reports(
        f"{paper}{at}@{day} Meeting {one} & {other}:luz day={day}" for at, day, one, other in days for paper in "ab"
    )


def merged_by(engine: str, told: list[Report]) -> object:
    """Return what an engine makes of reports of which more than two are many."""
    elsewhere = merging_by(Work(engine=engine, jobs=2), settings_for())
    events, merges = merge_shelf(shelved(told), most=2, elsewhere=elsewhere)
    return tuple(events), merges


def test_processes_of_this_machine_merge_what_is_merged_here(told: list[Report]) -> None:
    events, merges = merge_events(told)
    assert (len(events), len(merges)) == (12, 12)
    assert merged_by("local", told) == (events, merges)


def test_a_cluster_merges_what_is_merged_here(told: list[Report]) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    assert merged_by("dask", told) == merge_events(told)


def test_a_range_that_nobody_can_merge_stops_the_build(told: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(backlog: Backlog) -> Iterator[Outcome]:
        batch = backlog.take()
        assert batch
        yield given_up(batch.singly()[0], "its process was ended by signal 9")

    monkeypatch.setattr("diplograph.running.ranges.engine_for", lambda work, make: failing)
    with pytest.raises(EngineError, match=r"events could not be merged: .*signal 9"):
        merged_by("local", told)


def test_a_machine_with_another_program_merges_nothing() -> None:
    here = settings_for()
    with pytest.raises(EngineError, match="another version"):
        load_merger(Settings(model=here.model, run=here.run, key="0" * 64))
