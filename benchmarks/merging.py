"""How the time of merging reports across documents grows with their number.

usage: python benchmarks/merging.py [--reports N ...]
Reports are made up, seeded: twenty states, ten classes, as many reports a day whatever their number. Prints processor
seconds, so that a busy machine disturbs little.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.knowledge.eventmerge import merge_events
from diplograph.knowledge.reports import Report
from diplograph.language.recording import event_id
from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    Claim,
    Event,
    EventDate,
    Grade,
    Granularity,
    Modality,
    Participation,
    Polarity,
    Role,
    Span,
    Status,
)

STATES = [
    *("NOR", "CHL", "PER", "BOL", "FRA"),
    *("USA", "CHN", "RUS", "KEN", "IND"),
    *("BRA", "MEX", "DEU", "GBR", "ISR"),
    *("EGY", "TUR", "IRN", "PAK", "JPN"),
]
CLASSES = [
    *("Meeting", "Visit", "EnvoyRecall", "Attack", "AgreementSigning"),
    *("Call", "Sanction", "Criticism", "Negotiation", "Arrest"),
]
A_DAY, A_DOCUMENT = 40, 5


def party(chance: random.Random) -> tuple[Actor, str]:
    state = chance.choice(STATES)
    if chance.random() < 0.5:
        return Actor(id=state, name=state, kind=ActorKind.STATE, country=state, linked=True), state
    name = f"{state} official {chance.randrange(3)}"
    ident = name.lower().replace(" ", "-")
    return Actor(id=ident, name=name, kind=ActorKind.PERSON, country=state, sectors=("GOV",), linked=True), state


def dated(day: date, chance: random.Random) -> EventDate | None:
    kind = chance.randrange(4)
    if kind == 0:
        return None
    first, last = (day, day) if kind == 1 else (day - timedelta(days=6), day) if kind == 2 else (None, day)
    return EventDate(edtf="", earliest=first, latest=last, granularity=Granularity.DAY, stated=kind < 3, rule="made up")


def made_up(number: int) -> Iterator[Report]:
    chance = random.Random(3)
    for at in range(number):
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(max(1, number // A_DAY)))
        name, document = chance.choice(CLASSES), f"document-{at // A_DOCUMENT}"
        span = Span(document=document, start=at, end=at + 1, text="x")
        claim = Claim(
            document=document, sentence=span, trigger=span, source_spans=(), target_spans=(),
            modality=Modality.ASSERTED, polarity=Polarity.POSITIVE, cues=(), attribution=Attribution(),
            rule="made up", grade=Grade.B,
        )  # fmt: skip
        level = load_event_classes()[name].symmetric
        roles = (Role.PARTY, Role.PARTY) if level else (Role.SOURCE, Role.TARGET)
        parties = [(role, *party(chance)) for role in roles]
        event = Event(
            id=event_id(claim, name), event_class=name, plover=None, mode=None, cameo=None, goldstein=None, quad=None,
            contexts=(), date=dated(day, chance), place=None, status=Status.ASSERTED, claims=(claim,),
            participations=tuple(Participation(actor=who, role=role, acts_for=state) for role, who, state in parties),
        )  # fmt: skip
        yield Report(event=event, document=document, origin=document, published=day)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[12_500, 25_000, 50_000, 100_000])
    options = parser.parse_args()
    merge_events(made_up(100))
    print(f"{'reports':>10} {'events':>10} {'merged':>8} {'seconds':>8} {'microseconds a report':>22}")
    for number in options.reports:
        told = list(made_up(number))
        start = time.process_time()
        events, merges = merge_events(told)
        seconds = time.process_time() - start
        print(f"{number:10} {len(events):10} {len(merges):8} {seconds:8.2f} {1e6 * seconds / number:22.0f}")


if __name__ == "__main__":
    main()
