"""Reports and sightings written in one line, for tests of what happens across documents."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from diplograph.knowledge.reports import Report
from diplograph.knowledge.shelf import Shelf
from diplograph.knowledge.sightings import Sighting
from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
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
    Reading,
    Role,
    Span,
    Status,
)


def _local(document: str, name: str) -> str:
    return f"{hashlib.sha256(document.encode()).hexdigest()[:8]}-{name}"


def party(word: str, document: str) -> tuple[Actor, str | None]:
    """Return an actor and the state it acts for.

    Args:
        word: ``FRA`` a state, ``FRA:ann-lee`` its official, ``FRA:~envoys`` some of its officials, ``ann-lee`` a
            private person, ``~crowd`` people of nowhere.
        document: the one that names it.
    """
    state, colon, name = word.partition(":")
    if not colon and state.isupper():
        return Actor(id=state, name=state, kind=ActorKind.STATE, country=state, linked=True), state
    who = name if colon else word
    country = state if colon else None
    sectors = ("GOV",) if colon else ()
    if who.startswith("~"):
        ident, kind = _local(document, who[1:]), ActorKind.GROUP
    else:
        ident, kind = who, ActorKind.PERSON
    plain = who.removeprefix("~")
    shown = plain if kind is ActorKind.GROUP else plain.replace("-", " ").title()
    return Actor(id=ident, name=shown, kind=kind, country=country, sectors=sectors, linked=colon == ":"), country


def when(text: str, *, stated: bool) -> EventDate:
    """Return ``2021-05-03``, ``2021-05``, ``2021-05-03/2021-05-09``, ``../2021-05-03`` or ``2021-05-03/..``."""
    first, slash, last = text.partition("/")
    earliest = None if first == ".." else _edge(first, last_day=False)
    latest = None if last == ".." else _edge(last or first, last_day=True)
    unit = Granularity.INTERVAL if slash else Granularity.DAY if len(text) == 10 else Granularity.MONTH
    return EventDate(edtf=text, earliest=earliest, latest=latest, granularity=unit, stated=stated, rule="test")


def _edge(text: str, *, last_day: bool) -> date:
    year, month, *day = (int(part) for part in text.split("-"))
    return date(year, month, day[0] if day else monthrange(year, month)[1] if last_day else 1)


def _sides(words: list[str]) -> list[tuple[Role, str]]:
    if "&" in words:
        return [(Role.PARTY, word) for word in words if word != "&"]
    cut = words.index(">")
    return [(Role.SOURCE, word) for word in words[:cut]] + [(Role.TARGET, word) for word in words[cut + 1 :]]


def report(line: str, at: int = 0) -> Report:
    """Return what one line tells.

    Args:
        line: ``DOCUMENT@DAY Class parties options``; parties are ``A & B`` or ``A > B``; options are ``day=`` (stated),
            ``open=`` (inherited), ``modality=``, ``place=COUNTRY:Name``, ``copy=DOCUMENT``, ``says=words_of_it``.
        at: place in the document, by which two events of one document are told apart.
    """
    head, name, *rest = line.split()
    document, _, day = head.partition("@")
    options = dict(word.split("=", 1) for word in rest if "=" in word)
    sides = _sides([word for word in rest if "=" not in word])
    modality = Modality(options.get("modality", "asserted"))
    text = options.get("says", f"{name}-{at}").replace("_", " ")
    start = 100 * at
    sentence = Span(document=document, start=start, end=start + len(text), text=text)
    trigger = Span(document=document, start=start, end=start + 1, text=text[:1])
    claim = Claim(
        document=document,
        sentence=sentence,
        trigger=trigger,
        source_spans=(),
        target_spans=(),
        modality=modality,
        polarity=Polarity.POSITIVE,
        cues=(),
        attribution=Attribution(),
        rule="test",
        grade=Grade.B,
        based_on=options.get("copy"),
    )
    known = [(role, *party(word, document)) for role, word in sides]
    country, _, place = options.get("place", "").partition(":")
    event = Event(
        id=hashlib.sha256(f"{document} {name} {at}".encode()).hexdigest()[:16],
        event_class=name,
        plover=None,
        mode=None,
        cameo=None,
        goldstein=None,
        quad=None,
        contexts=(),
        participations=tuple(
            Participation(actor=actor, role=role, acts_for=state, spans=(trigger,)) for role, actor, state in known
        ),
        date=_date(options),
        place=Place(name=place, country=country) if place else None,
        status=Status(modality.value),
        claims=(claim,),
    )
    published = date.fromisoformat(day) if day else None
    return Report(event=event, document=document, origin=options.get("copy", document), published=published)


def _date(options: dict[str, str]) -> EventDate | None:
    if "day" in options:
        return when(options["day"], stated=True)
    return when(options["open"], stated=False) if "open" in options else None


def reports(lines: Iterable[str]) -> list[Report]:
    """Return a report for each line."""
    return [report(line, at) for at, line in enumerate(lines)]


def sighting(line: str) -> Sighting:
    """Return an actor of a document: ``DOCUMENT@DAY Name_of_it COUNTRY office,office``; ``-`` stands for nothing."""
    head, name, country, offices = line.split()
    document, _, day = head.partition("@")
    shown = name.replace("_", " ")
    words = tuple(shown.lower().replace(".", "").split())
    ident = "-".join(words) if len(words) > 1 else _local(document, words[0])
    code = None if country == "-" else country
    actor = Actor(id=ident, name=shown, kind=ActorKind.PERSON, country=code, linked=code is not None)
    held = frozenset() if offices == "-" else frozenset(offices.split(","))
    published = date.fromisoformat(day) if day else None
    span = Span(document=document, start=0, end=len(shown), text=shown)
    return Sighting(
        actor=actor, document=document, name=words, country=code, offices=held, day=published, evidence=span
    )


def shelved(told: Iterable[Report]) -> Shelf:
    """Return the reports as they stand in documents on a shelf."""
    shelf = Shelf()
    ordered = sorted(told, key=lambda one: (one.document, one.order))
    for name, some in groupby(ordered, lambda one: one.document):
        reports = list(some)
        origin = None if reports[0].origin == name else reports[0].origin
        document = Document(id=name, text="", published=reports[0].published, based_on=origin)
        shelf.put(Reading(document=document, events=tuple(one.event for one in reports)), "")
    shelf.flush()
    return shelf
