"""Constructs of English, each with the whole record that a reader would write down for every sentence.

A case lists every event but bare statements. ``A|B`` means that either name is right, a trailing ``?`` that a
party may be missing. A party is named by id, country, name or words. An event marked ``optional`` may be read
or not. A case with a ``gap`` is one that we know to get wrong; it must go on failing until the mark is removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.language.parsing import load_nlp
from diplograph.model import Actor, ActorKind, Claim, Document, Event, Modality, Participation, Role
from diplograph.pipeline import read

DATA = Path(__file__).parent / "data" / "constructs"
FIELDS = {"class", "source", "target", "date", "modality", "attribution", "speaker", "optional"}
ATTRIBUTIONS = {"own-voice", "direct", "indirect", "unnamed"}
SAYING = {"Statement", "Denial"}
COUNTRY_LIKE = {ActorKind.STATE, ActorKind.GOVERNMENT}
# A thing that an act is about, such as the treaty left, may be wanted as its target.
AFFECTED = {Role.TARGET, Role.TOPIC}
PARTIES = {Role.SOURCE, Role.PARTY, *AFFECTED}
Expected = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Case:
    id: str
    text: str
    published: date | None
    gap: str | None
    events: tuple[Expected, ...]


def load_cases() -> Iterator[Case]:
    """Yield every case of every file, in the order of the files' names."""
    for path in sorted(DATA.glob("*.yaml")):
        for number, row in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
            day = row.get("published")
            yield Case(
                id=f"{path.stem}-{number:02}",
                text=row["text"],
                published=date.fromisoformat(day) if day else None,
                gap=row.get("gap"),
                events=tuple(row["events"]),
            )


CASES = tuple(load_cases())


# ------------------------------------------------------------------ is it the same?


def plain(text: str) -> str:
    """Return ``text`` without case, article and outer punctuation."""
    words = re.sub(r"[’']", "'", text).casefold().strip(" .,;:\"'")
    return re.sub(r"^(the|a|an|its|their|his|her) ", "", words).removesuffix("'s")


def fits(wanted: str, part: Participation | Actor) -> bool:
    """Return whether one of the names in ``wanted`` is the actor's."""
    actor = part if isinstance(part, Actor) else part.actor
    spans = () if isinstance(part, Actor) else part.spans
    known = {plain(name) for name in (actor.id, actor.name, *actor.aliases, *(span.text for span in spans))}
    if actor.country and actor.kind in COUNTRY_LIKE:
        known.add(plain(actor.country))
    names = {plain(name) for name in wanted.removesuffix("?").split("|")}
    longer = [one for one in known for name in names if " " in name and one.startswith(f"{name} ")]
    return bool(names & known or longer)


def same_side(wanted: Sequence[str], got: Sequence[Participation]) -> bool:
    """Return whether the parties pair off; things that are not wanted do not matter, actors do."""
    if not wanted:
        return all(part.actor.kind is ActorKind.MATTER for part in got)
    first, rest = wanted[0], wanted[1:]
    for part in got:
        if fits(first, part) and same_side(rest, [other for other in got if other.actor.id != part.actor.id]):
            return True
    return first.endswith("?") and same_side(rest, got)


def same_parties(wanted: Expected, event: Event) -> bool:
    parts = [part for part in event.participations if part.role in PARTIES]
    if load_event_classes()[event.event_class].symmetric:
        return same_side([*wanted["source"], *wanted["target"]], parts)
    sources = [part for part in parts if part.role is Role.SOURCE]
    affected = [part for part in parts if part.role in AFFECTED]
    return same_side(wanted["source"], sources) and same_side(wanted["target"], affected)


def same_voice(wanted: Expected, claim: Claim) -> bool:
    speaker, kinds = claim.attribution.speaker, wanted["attribution"].split("|")
    if claim.modality.value != wanted["modality"] or claim.attribution.kind.value not in kinds:
        return False
    return "speaker" not in wanted or (speaker is not None and fits(wanted["speaker"], speaker))


def same_date(wanted: str | None, event: Event) -> bool:
    if event.date is None or wanted is None:
        return event.date is None and wanted is None
    return event.date.edtf in wanted.split("|")


def same(wanted: Expected, event: Event) -> bool:
    """Return whether ``event`` is the wanted record; of several claims one must speak as wanted."""
    return (
        event.event_class in wanted["class"].split("|")
        and same_parties(wanted, event)
        and same_date(wanted["date"], event)
        and any(same_voice(wanted, claim) for claim in event.claims)
    )


def difference(wanted: Sequence[Expected], got: Sequence[Event]) -> tuple[list[Expected], list[Event]]:
    """Return the wanted events that are missing and the read ones that nobody wanted."""
    missing, left = [], list(got)
    for record in sorted(wanted, key=lambda one: "optional" in one):
        match = next((event for event in left if same(record, event)), None)
        if match is not None:
            left.remove(match)
        elif "optional" not in record:
            missing.append(record)
    named = {name for record in wanted for name in record["class"].split("|")}
    return missing, [event for event in left if event.event_class not in SAYING - named]


# ------------------------------------------------------------------ what a failure says


def told(record: Expected) -> str:
    sides = f"{', '.join(record['source'])} -> {', '.join(record['target'])}"
    voice = f"{record['attribution']} {record.get('speaker', '')}".strip()
    return f"{record['class']}: {sides} [{record['date']}, {record['modality']}, {voice}]"


def shown(event: Event) -> str:
    sides = [
        ", ".join(f"{part.actor.id}={part.actor.name}" for part in event.participations if part.role in roles)
        for roles in ({Role.SOURCE, Role.PARTY}, AFFECTED)
    ]
    day = event.date.edtf if event.date else None
    return f"{event.event_class}: {sides[0]} -> {sides[1]} [{day}, {'; '.join(map(_voice, event.claims))}]"


def _voice(claim: Claim) -> str:
    speaker = f" {claim.attribution.speaker.name}" if claim.attribution.speaker else ""
    return f"{claim.modality.value}, {claim.attribution.kind.value}{speaker} by {claim.rule}"


def report(missing: Iterable[Expected], extra: Iterable[Event]) -> str:
    lines = [f"missing  {told(record)}" for record in missing]
    return "\n".join(lines + [f"unwanted {shown(event)}" for event in extra])


# ------------------------------------------------------------------ the tests


@pytest.fixture(scope="session")
def read_events() -> Mapping[str, tuple[Event, ...]]:
    """Return the events of every case; all texts are read in one batch."""
    documents = (Document(id=case.id, text=case.text, published=case.published) for case in CASES)
    return {reading.document.id: reading.events for reading in read(documents, nlp=load_nlp())}


def _param(case: Case) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=case.gap)] if case.gap else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.model
@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_whole_record(case: Case, read_events: Mapping[str, tuple[Event, ...]]) -> None:
    missing, extra = difference(case.events, read_events[case.id])
    assert (missing, extra) == ([], []), f"{case.text}\n{report(missing, extra)}"


def test_there_are_enough() -> None:
    assert len(CASES) >= 500
    assert len({case.text for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_an_expectation_is_whole(case: Case) -> None:
    for record in case.events:
        assert FIELDS - {"speaker", "optional"} <= record.keys() <= FIELDS
        assert set(record["class"].split("|")) <= load_event_classes().keys()
        assert record["modality"] in {mode.value for mode in Modality}
        assert set(record["attribution"].split("|")) <= ATTRIBUTIONS
