"""Events come back out of RDF as they went in."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplograph.codebook.codes import goldstein, load_codes
from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.rootweights import ROOTS
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
    Modality,
    Participation,
    Place,
    Polarity,
    Role,
    Span,
    Status,
    Tenure,
    TyperAnswer,
)
from diplograph.outputs.rdf import trig_chunks, turtle_chunks
from diplograph.querying.rebuild import claim_order, events_from_text
from sample import DANILOFF, KGB, REAGAN, SHULTZ, USA, nasty_records, records_of, sample_records

TEXT = (
    'Officials said on 3 May that Ronald \u2028 Reagan\'s "envoy" would meet them.\r\n\tTwice, \\n perhaps \U0001f54a.'
)
DOCUMENTS = tuple(Document(id=name, text=TEXT, published=date(1986, 5, 4)) for name in ("one", "t/w o.2"))
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
BODY = Actor(id="NATO", name="NATO", kind=ActorKind.ORGANISATION, country="IGO", sectors=("MIL", "GOV"))
ACTORS = (REAGAN, USA, KGB, DANILOFF, SHULTZ, BODY)
CAMEO = sorted(code.code for code in load_codes().values() if code.scheme == "cameo")
CONTEXTS = sorted(code.code for code in load_codes().values() if code.scheme == "plover-context")
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def spans(draw: st.DrawFn, document: Document | None = None) -> Span:
    source = document or draw(st.sampled_from(DOCUMENTS))
    start = draw(st.integers(0, len(TEXT) - 2))
    end = draw(st.integers(start + 1, len(TEXT)))
    return Span(document=source.id, start=start, end=end, text=TEXT[start:end])


def several(document: Document | None = None) -> st.SearchStrategy[tuple[Span, ...]]:
    return st.lists(spans(document), max_size=3, unique=True).map(sorted).map(tuple)


@st.composite
def dates(draw: st.DrawFn) -> EventDate:
    first = draw(st.none() | DAYS)
    last = draw(st.none() | st.just(first + timedelta(draw(st.integers(0, 400))))) if first else None
    return EventDate(
        edtf=draw(st.sampled_from(["1986", "1986-05", "1986-05-03", "../1986", "1986?", "[1986..1988]"])),
        earliest=first,
        latest=last,
        granularity=draw(st.sampled_from(Granularity)),
        expression=draw(st.none() | spans()),
        anchor=draw(st.none() | DAYS),
        stated=draw(st.booleans()),
        rule=draw(st.just("") | WORDS),
    )


@st.composite
def parts(draw: st.DrawFn) -> Participation:
    actor = draw(st.sampled_from(ACTORS))
    office = Capacity(
        holder=actor.id,
        office=draw(WORDS),
        of=draw(st.sampled_from([None, "USA", "EUR", "NATO", "some body"])),
        tenure=draw(st.sampled_from(Tenure)),
        as_of=draw(st.none() | DAYS),
        span=draw(st.none() | spans()),
    )
    return Participation(
        actor=actor,
        role=draw(st.sampled_from(Role)),
        acts_for=draw(st.sampled_from([None, "USA", "SUN", "EUR", "IGO"])),
        spans=draw(several()),
        capacity=office if actor.kind is ActorKind.PERSON and draw(st.booleans()) else None,
    )


TYPER_ANSWERS = st.builds(
    TyperAnswer,
    root=st.sampled_from(ROOTS),
    probability=st.integers(0, 1000).map(lambda share: share / 1000),
    rules=st.sampled_from(ROOTS),
)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    document = draw(st.sampled_from(DOCUMENTS))
    kind = draw(st.sampled_from(AttributionKind))
    named = kind in {AttributionKind.DIRECT, AttributionKind.INDIRECT}
    said = Attribution(
        kind=kind, speaker=draw(st.sampled_from(ACTORS)) if named else None, cue=draw(st.none() | spans(document))
    )
    return Claim(
        document=document.id,
        sentence=draw(spans(document)),
        trigger=draw(spans(document)),
        source_spans=draw(several(document)),
        target_spans=draw(several(document)),
        modality=draw(st.sampled_from(Modality)),
        polarity=draw(st.sampled_from(Polarity)),
        cues=draw(several(document)),
        attribution=said,
        rule=draw(WORDS),
        grade=draw(st.sampled_from(Grade)),
        date=draw(st.none() | spans(document)),
        typer=draw(st.none() | TYPER_ANSWERS),
    )


def by_trigger(claim: Claim) -> tuple[str, int, int]:
    return claim.document, claim.trigger.start, claim.trigger.end


@st.composite
def events(draw: st.DrawFn) -> Event:
    known = load_event_classes()[draw(st.sampled_from(sorted(load_event_classes())))]
    cameo = draw(st.none() | st.sampled_from(CAMEO))
    place = Place(name=draw(WORDS), country=draw(st.sampled_from([None, "FRA", "SUN"])), span=draw(st.none() | spans()))
    return Event(
        id=draw(WORDS),
        event_class=known.name,
        plover=known.plover,
        mode=known.mode,
        cameo=cameo,
        goldstein=goldstein(cameo) if cameo else None,
        quad=draw(st.none() | st.integers(1, 4)),
        contexts=tuple(sorted(draw(st.sets(st.sampled_from(CONTEXTS), max_size=3)))),
        participations=tuple(
            draw(st.lists(parts(), min_size=1, max_size=4, unique_by=lambda part: (part.role, part.actor.id)))
        ),
        date=draw(st.none() | dates()),
        place=draw(st.none() | st.just(place)),
        status=draw(st.sampled_from(Status)),
        claims=tuple(sorted(draw(st.lists(claims(), min_size=1, max_size=3, unique_by=by_trigger)), key=claim_order)),
    )


def plain(actor: Actor) -> Actor:
    return dataclasses.replace(actor, aliases=tuple(sorted(actor.aliases)), same_as=tuple(sorted(actor.same_as)))


def in_order(event: Event) -> Event:
    """Return an event with sorted what RDF has no order for."""
    told = tuple(
        dataclasses.replace(
            one,
            attribution=dataclasses.replace(
                one.attribution, speaker=plain(one.attribution.speaker) if one.attribution.speaker else None
            ),
        )
        for one in sorted(event.claims, key=claim_order)
    )
    taking_part = tuple(dataclasses.replace(part, actor=plain(part.actor)) for part in event.participations)
    return dataclasses.replace(event, claims=told, participations=taking_part)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events(), min_size=1, max_size=3, unique_by=lambda event: event.id))
def test_events_come_back_as_they_went_in(made: list[Event]) -> None:
    records = records_of(DOCUMENTS, made)
    wanted = tuple(sorted(map(in_order, made), key=lambda event: event.id))
    assert events_from_text("".join(turtle_chunks(records))) == wanted


def test_the_sample_comes_back_from_either_file() -> None:
    records = sample_records()
    wanted = tuple(map(in_order, records.events))
    assert events_from_text("".join(turtle_chunks(records))) == wanted
    assert events_from_text("".join(trig_chunks(records)), trig=True) == wanted


def test_nasty_events_come_back_but_for_addresses_that_are_none() -> None:
    found = events_from_text("".join(turtle_chunks(nasty_records())))
    assert [event.id for event in found] == [event.id for event in nasty_records().events]
    names = [[part.actor.name for part in event.participations] for event in found]
    assert names == [[part.actor.name for part in event.participations] for event in nasty_records().events]


@pytest.mark.parametrize("name", ["valid.ttl"])
def test_the_example_can_be_read(name: str) -> None:
    text = (Path(__file__).parents[1] / "ontology" / "examples" / name).read_text(encoding="utf-8")
    assert [event.id for event in events_from_text(text)] == ["accusation-05", "arrest-03", "meeting-01"]
