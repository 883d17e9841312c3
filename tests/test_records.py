"""Records to JSON and back: nothing is lost, one event is one line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    AttributionKind,
    Capacity,
    Claim,
    Document,
    Event,
    EventDate,
    Grade,
    Granularity,
    Mention,
    MentionKind,
    Modality,
    Participation,
    Place,
    Polarity,
    Reading,
    Records,
    Role,
    Segment,
    SegmentKind,
    Span,
    Status,
    Tenure,
    TyperAnswer,
)
from diplograph.records import (
    by_role,
    dump_line,
    event_from_json,
    event_to_json,
    reading_from_json,
    reading_to_json,
)
from sample import nasty_records, sample_records

T = TypeVar("T")

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
DOCUMENT = "doc ü/1"
COUNTRIES = st.one_of(st.none(), st.sampled_from(["KEN", "TCD", "EUR"]))
SECTORS = st.lists(st.sampled_from(["GOV", "MIL", "CVL"]), max_size=2, unique=True).map(tuple)
WORDS = st.lists(TEXT, max_size=2).map(tuple)


def _spans(document: st.SearchStrategy[str]) -> st.SearchStrategy[Span]:
    return st.builds(Span, document=document, start=st.integers(0, 99), end=st.integers(99, 199), text=TEXT)


OWN_SPANS = _spans(st.just(DOCUMENT))
ANY_SPANS = _spans(st.sampled_from([DOCUMENT, "other"]))


def _some(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


def _maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.one_of(st.none(), strategy)


ACTORS = st.builds(
    Actor,
    id=TEXT,
    name=TEXT,
    kind=st.sampled_from(ActorKind),
    country=COUNTRIES,
    sectors=SECTORS,
    aliases=WORDS,
    same_as=WORDS,
    linked=st.booleans(),
)
CAPACITIES = st.builds(
    Capacity,
    holder=TEXT,
    office=TEXT,
    of=_maybe(TEXT),
    tenure=st.sampled_from(Tenure),
    as_of=_maybe(DAYS),
    span=_maybe(ANY_SPANS),
)
DATES = st.builds(
    EventDate,
    edtf=TEXT,
    earliest=_maybe(DAYS),
    latest=_maybe(DAYS),
    granularity=st.sampled_from(Granularity),
    expression=_maybe(ANY_SPANS),
    anchor=_maybe(DAYS),
    stated=st.booleans(),
    rule=TEXT,
)
PARTICIPATIONS = st.builds(
    Participation,
    actor=ACTORS,
    role=st.sampled_from(Role),
    acts_for=COUNTRIES,
    spans=_some(ANY_SPANS),
    capacity=_maybe(CAPACITIES),
)
CLAIMS = st.builds(
    Claim,
    document=st.just(DOCUMENT),
    sentence=OWN_SPANS,
    trigger=OWN_SPANS,
    source_spans=_some(OWN_SPANS),
    target_spans=_some(OWN_SPANS),
    modality=st.sampled_from(Modality),
    polarity=st.sampled_from(Polarity),
    cues=_some(OWN_SPANS),
    attribution=st.builds(
        Attribution, kind=st.sampled_from(AttributionKind), speaker=_maybe(ACTORS), cue=_maybe(OWN_SPANS)
    ),
    rule=TEXT,
    grade=st.sampled_from(Grade),
    date=_maybe(OWN_SPANS),
    typer=_maybe(st.builds(TyperAnswer, root=TEXT, probability=st.floats(0, 1), rules=TEXT)),
)
EVENTS = st.builds(
    Event,
    id=TEXT,
    event_class=TEXT,
    plover=_maybe(TEXT),
    mode=_maybe(TEXT),
    cameo=_maybe(TEXT),
    goldstein=_maybe(st.floats(-10, 10)),
    quad=_maybe(st.integers(1, 4)),
    contexts=WORDS,
    participations=st.lists(PARTICIPATIONS, max_size=4).map(by_role),
    date=_maybe(DATES),
    place=_maybe(st.builds(Place, name=TEXT, country=COUNTRIES, span=_maybe(ANY_SPANS))),
    status=st.sampled_from(Status),
    claims=_some(CLAIMS),
)


def _through_json(event: Event) -> Event:
    return event_from_json(json.loads(dump_line(event_to_json(event))))


@given(EVENTS)
@settings(deadline=None)
def test_event_comes_back_as_it_went(event: Event) -> None:
    assert _through_json(event) == event


@given(EVENTS)
@settings(deadline=None)
def test_an_event_is_one_line_for_every_reader(event: Event) -> None:
    line = dump_line(event_to_json(event))
    assert len(line.splitlines()) == 1


def _ordered(event: Event) -> Event:
    return replace(event, participations=by_role(event.participations))


@pytest.mark.parametrize("records", [sample_records(), nasty_records()], ids=["sample", "nasty"])
def test_known_worlds_come_back(records: Records) -> None:
    for event in records.events:
        assert _through_json(event) == _ordered(event)
    for reading in records.readings:
        back = reading_from_json(json.loads(dump_line(reading_to_json(reading))))
        assert back == replace(reading, events=tuple(map(_ordered, reading.events)))


@given(
    st.builds(
        Reading,
        document=st.builds(
            Document,
            id=st.just(DOCUMENT),
            text=TEXT,
            published=_maybe(DAYS),
            published_from=_maybe(TEXT),
            title=_maybe(TEXT),
            url=_maybe(TEXT),
            publisher=_maybe(TEXT),
            place=_maybe(TEXT),
            segments=_some(
                st.builds(Segment, kind=st.sampled_from(SegmentKind), start=st.integers(0, 9), end=st.integers(9, 19))
            ),
        ),
        mentions=_some(
            st.builds(Mention, span=OWN_SPANS, kind=st.sampled_from(MentionKind), actor=_maybe(TEXT), rule=TEXT)
        ),
        actors=_some(ACTORS),
        capacities=_some(CAPACITIES),
        dates=_some(DATES),
        events=_some(EVENTS),
    )
)
@settings(deadline=None, max_examples=50)
def test_reading_comes_back_as_it_went(reading: Reading) -> None:
    assert reading_from_json(json.loads(dump_line(reading_to_json(reading)))) == reading


def _parts(*roles: Role) -> tuple[Participation, ...]:
    actors = (Actor(id=f"actor-{number}", name="x", kind=ActorKind.STATE) for number in range(len(roles)))
    return tuple(Participation(actor=actor, role=role) for actor, role in zip(actors, roles, strict=True))


@pytest.mark.parametrize(
    ("roles", "order"),
    [
        ([Role.SOURCE, Role.TARGET], [0, 1]),
        ([Role.TARGET, Role.SOURCE], [1, 0]),
        ([Role.SOURCE, Role.TARGET, Role.SOURCE], [0, 2, 1]),
        ([Role.PARTY, Role.PARTY, Role.PARTY], [0, 1, 2]),
        ([Role.MEDIATOR, Role.PARTY, Role.PARTY], [1, 2, 0]),
        ([Role.HOST, Role.TARGET, Role.MEDIATOR], [1, 0, 2]),
    ],
)
def test_order_of_roles(roles: list[Role], order: list[int]) -> None:
    parts = _parts(*roles)
    assert by_role(parts) == tuple(parts[index] for index in order)


@given(st.lists(st.sampled_from(Role), max_size=6).map(lambda roles: _parts(*roles)))
def test_order_of_roles_is_stable(parts: tuple[Participation, ...]) -> None:
    ordered = by_role(parts)
    assert by_role(ordered) == ordered
    assert sorted(ordered, key=parts.index) == list(parts)


def test_first_party_is_the_source_in_json() -> None:
    event = next(event for event in sample_records().events if event.actors(Role.PARTY))
    told = event_to_json(event)
    parties = [actor.id for actor in event.actors(Role.PARTY)]
    assert [part["id"] for part in told["source"]] == parties[:1]
    assert [part["id"] for part in told["target"]] == parties[1:]


def test_contract_fields_are_there() -> None:
    """The keys that architecture promises to readers of ``events.jsonl``."""
    for event in sample_records().events:
        told = event_to_json(event)
        assert set(told) == {
            *("id", "class", "plover", "mode", "cameo", "goldstein", "quad", "contexts"),
            *("source", "target", "others", "date", "place", "status", "claims"),
            *("independent_sources", "merged_by"),
        }
        for part in (*told["source"], *told["target"]):
            assert {"id", "name", "kind", "country", "code", "acts_for"} <= set(part)
        for claim in told["claims"]:
            assert {"document", "sentence", "trigger", "source_spans", "target_spans"} <= set(claim)
            assert {"modality", "polarity", "attribution", "grade", "rule"} <= set(claim)
            assert claim["attribution"]["kind"]
        if told["date"]:
            assert {"edtf", "earliest", "latest", "granularity", "stated", "text"} <= set(told["date"])
