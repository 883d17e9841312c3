"""Larger worlds than the sample, made of its events: for what only numbers bring out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

from diplograph.model import Event, EventDate, Grade, Granularity, Records, Role, Status
from sample import sample_records

_CLASSES = (("Meeting", "CONSULT", 1), ("Aid", "AID", 2), ("Criticism", "ACCUSE", 3), ("Arrest", "COERCE", 4))


def _meeting(records: Records) -> Event:
    return next(event for event in records.events if event.id == "meeting-01")


def crowded() -> Records:
    """Return three hundred meetings, each of one of three people with another guest."""
    records = sample_records()
    meeting = _meeting(records)
    hub, other = meeting.participations
    hosts = [replace(hub, actor=replace(hub.actor, id=f"host-{at}", name=f"Host {at}")) for at in range(3)]

    def met(at: int) -> Event:
        guest = replace(other, actor=replace(other.actor, id=f"guest-{at:03}", name=f"Guest {at}"))
        return replace(meeting, id=f"meeting-{at:03}", participations=(hosts[at % 3], guest))

    return replace(records, events=tuple(met(at) for at in range(300)))


def tangled() -> Records:
    """Return the meetings of thirty people with long names, so many that lines run through most of the drawing."""
    records, chance = sample_records(), Random(4)
    meeting = _meeting(records)
    one, two = meeting.participations
    names = [f"Delegate {chr(65 + at % 26)}{'aeiou'[at % 5]}ndresson-{at}" for at in range(30)]
    guests = [replace(two, actor=replace(two.actor, id=f"delegate-{at:02}", name=names[at])) for at in range(30)]
    pairs = [chance.sample(guests, 2) for _ in range(60)]
    met = [replace(meeting, id=f"meeting-{at:03}", participations=(a, b)) for at, (a, b) in enumerate(pairs)]
    held = [replace(meeting, id=f"visit-{at:03}", participations=(one, guest)) for at, guest in enumerate(guests)]
    return replace(records, events=(*met, *held))


def _when(at: int) -> EventDate | None:
    first = date(1986, 1, 1) + timedelta(days=(at * 53) % 900)
    if at % 7 == 0:
        return None
    if at % 7 == 1:
        return EventDate(edtf=f"../{first}", earliest=None, latest=first, granularity=Granularity.INTERVAL)
    if at % 7 == 2:
        year = first.year
        return EventDate(
            edtf=str(year), earliest=date(year, 1, 1), latest=date(year, 12, 31), granularity=Granularity.YEAR
        )
    return EventDate(edtf=first.isoformat(), earliest=first, latest=first, granularity=Granularity.DAY)


def mixed() -> Records:
    """Return hundreds of events of a dozen actors of four countries: every status, tone, grade and precision."""
    records = sample_records()
    meeting = _meeting(records)
    actors = [
        replace(meeting.participations[0].actor, id=f"envoy-{at}", name=f"Envoy {at}", country=country)
        for at, country in enumerate(["USA", "SUN", "GBR", "ISL"] * 3)
    ]
    pairs = [pair for pair in combinations(actors, 2) for _ in range(1 + len(pair[0].id + pair[1].name) % 6)]

    def event(at: int) -> Event:
        one, two = pairs[(at * 37) % len(pairs)]
        name, plover, quad = _CLASSES[(at // 3) % 4]
        roles = (Role.PARTY, Role.PARTY) if name == "Meeting" else (Role.SOURCE, Role.TARGET)
        parts = tuple(
            replace(meeting.participations[0], actor=actor, role=role)
            for actor, role in zip((one, two), roles, strict=True)
        )
        claims = tuple(replace(claim, grade=Grade.C if at % 11 == 0 else Grade.A) for claim in meeting.claims)
        spoken = at % 13 == 0
        return replace(
            meeting,
            id=f"event-{at:03}",
            event_class="Statement" if spoken else name,
            plover=None if spoken else plover,
            quad=None if spoken else quad,
            status=list(Status)[(at // 2) % len(Status)] if at % 3 else Status.ASSERTED,
            participations=parts,
            date=_when(at),
            claims=claims,
        )

    return replace(records, events=tuple(event(at) for at in range(260)))
