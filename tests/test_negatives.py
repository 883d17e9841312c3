"""No event is an answer: sport, art, trade, weather and figures of speech put no fact between two states."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from diplograph.language.parsing import load_nlp
from diplograph.model import Document, Event, Participation, Reading, Role, Status
from diplograph.pipeline import knowledge_for, read

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

CASES = Path(__file__).parent / "data" / "negatives"
COLUMNS = ["group", "sentence", "note", "gap"]
LEAST = 240
MOST_GAPS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence of news that tells nothing between states.

    Args:
        note: what could mislead a reader of events.
        gap: why it still misleads ours; empty if it does not.
    """

    id: str
    group: str
    sentence: str
    note: str
    gap: str


def _cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            assert rows.fieldnames == COLUMNS, path.name
            for row in rows:
                yield Case(id=f"{path.stem}-{rows.line_num}", **row)


EVERY = tuple(_cases())


def _countries(parts: tuple[Participation, ...], *roles: Role) -> set[str]:
    found = (part.acts_for or part.actor.country for part in parts if part.role in roles)
    return {country for country in found if country}


def _is_between_states(event: Event) -> bool:
    """Return whether an event is told as a fact with different countries on its two sides."""
    if event.plover is None or event.status is not Status.ASSERTED:
        return False
    doers = _countries(event.participations, Role.SOURCE, Role.PARTY)
    others = _countries(event.participations, Role.TARGET, Role.PARTY)
    return any(doer != other for doer in doers for other in others)


def _fault(case: Case, reading: Reading) -> str | None:
    told = [
        f"{event.event_class} ({claim.rule} at {claim.trigger.text!r})"
        for event in reading.events
        if _is_between_states(event)
        for claim in event.claims
    ]
    return f"{case.id} [{case.group}] {case.sentence} -> {'; '.join(told)}" if told else None


@pytest.fixture(scope="module")
def faults() -> Mapping[str, str | None]:
    """Return what is wrong with the reading of every case, all read in one batch."""
    nlp = load_nlp()
    documents = [Document(id=case.id, text=case.sentence) for case in EVERY]
    readings = read(documents, nlp=nlp, knowledge=knowledge_for(nlp), batch_size=64)
    return {case.id: _fault(case, reading) for case, reading in zip(EVERY, readings, strict=True)}


def test_enough_cases_all_different_and_few_gaps() -> None:
    assert len({case.sentence for case in EVERY}) == len(EVERY) >= LEAST
    assert all(case.group and case.sentence and case.note for case in EVERY)
    assert sum(bool(case.gap) for case in EVERY) <= MOST_GAPS


@pytest.mark.model
@pytest.mark.parametrize("text", ["France condemned Brazil on Tuesday.", "Turkish and Spanish ministers met in Rome."])
def test_a_fact_between_two_states_would_be_noticed(text: str) -> None:
    nlp = load_nlp()
    reading = next(read([Document(id="fact", text=text)], nlp=nlp))
    assert any(_is_between_states(event) for event in reading.events)


def _marked(case: Case) -> ParameterSet:
    marks = [pytest.mark.xfail(reason=case.gap, strict=True)] if case.gap else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.model
@pytest.mark.parametrize("case", [_marked(case) for case in EVERY])
def test_nothing_between_two_states(case: Case, faults: Mapping[str, str | None]) -> None:
    assert faults[case.id] is None, faults[case.id]
