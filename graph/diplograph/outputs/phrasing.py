"""Short words for people: titles of events, days, tones. Nothing here adds what the records do not say."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Protocol

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.model import ActorKind, Document, Event, EventDate, Granularity, Role, SegmentKind

# Direction marks and overrides can turn a line of a list around; a name loses nothing without them.
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\ufeff]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Tone(StrEnum):
    """Whether an event brings its parties together or sets them against each other."""

    COOPERATIVE = "co-operative"
    CONFLICTUAL = "conflictual"
    NEUTRAL = "neutral"


def one_line(text: str) -> str:
    """Return ``text`` for display on one line, without control and direction characters."""
    return _SPACE.sub(" ", _BIDI.sub("", text)).strip()


def class_label(event_class: str) -> str:
    """Return the codebook's label of an event class, or its name in words."""
    known = load_event_classes().get(event_class)
    return known.label if known else _CAMEL.sub(" ", event_class).lower()


def tone(event: Event) -> Tone:
    """Return the tone that the event's quad class stands for."""
    if event.quad is None:
        return Tone.NEUTRAL
    return Tone.COOPERATIVE if event.quad <= 2 else Tone.CONFLICTUAL


def _names(event: Event, role: Role) -> str:
    actors = event.actors(role)
    shown = [one_line(actor.name) for actor in actors[:3]]
    return ", ".join(shown) + (f" and {len(actors) - 3} more" if len(actors) > 3 else "")


def _parties(event: Event) -> str:
    """Return the parties; what they meet or agree about is no party, whatever its grammar."""
    parties = event.actors(Role.PARTY)
    people = [one_line(actor.name) for actor in parties if actor.kind is not ActorKind.MATTER]
    matters = [one_line(actor.name) for actor in parties if actor.kind is ActorKind.MATTER]
    who = " – ".join(people[:4]) + (f" and {len(people) - 4} more" if len(people) > 4 else "")
    what = f"about {', '.join(matters[:3])}" if matters else ""
    return ", ".join(part for part in (who, what) if part)


def event_title(event: Event) -> str:
    """Return a line such as ``Arrest: KGB officers → Nicholas Daniloff``."""
    label = class_label(event.event_class)
    heading = label[:1].upper() + label[1:]
    source, target = _names(event, Role.SOURCE), _names(event, Role.TARGET)
    who = f"{source or '?'} → {target}" if target else source
    both = "; ".join(part for part in (who, _parties(event)) if part)
    return f"{heading}: {both}" if both else heading


def day_text(day: date) -> str:
    """Return ``day`` as in ``8 Oct 2021``, whatever the locale."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def _end_text(end: str, day: date | None) -> str:
    """Return one end of a date as exactly as its EDTF gives it: a year stays a year, never 1 January."""
    plain = end.rstrip("?~%")
    if day is None:
        return ""
    if plain == str(day.year):
        return plain
    return day_text(day).split(" ", 1)[1] if re.fullmatch(r"-?\d{4,}-\d\d", plain) else day_text(day)


class Dated(Protocol):
    """What has a date."""

    @property
    def edtf(self) -> str:
        """Return it as EDTF."""

    @property
    def earliest(self) -> date | None:
        """Return the first day that is possible; none if open."""

    @property
    def latest(self) -> date | None:
        """Return the last day that is possible; none if open."""


def date_ends(when: Dated) -> tuple[str, str]:
    """Return the first and the last day that are possible, each in its own precision; "" where a side is open."""
    first, _, last = when.edtf.partition("/")
    ends = _end_text(first, when.earliest), _end_text(last or first, when.latest)
    return ("", ends[1]) if when.earliest is None else ends


def _joined(start: str, end: str) -> str:
    """Return ``12 – 29 Sep 2021`` for two days that share month and year, or year."""
    head, tail = start.split(" "), end.split(" ")
    while len(head) > 1 and len(head) == len(tail) and head[-1] == tail[-1]:
        head, tail = head[:-1], tail[:-1]
    return f"{' '.join(head)} – {end}"


def _is_decade(when: EventDate) -> bool:
    first, last = when.earliest, when.latest
    return bool(first and last and first.year % 10 == 0 and last.year - first.year == 9)


def date_text(when: EventDate | None) -> str:
    """Return a date as precisely as it is known: a month stays a month, nothing becomes 1 January."""
    if when is None:
        return "undated"
    if when.granularity is Granularity.DECADE and when.earliest and _is_decade(when):
        return f"{when.earliest.year}s"
    start, end = date_ends(when)
    if not start:
        return f"until {end}" if end else "undated"
    if not end:
        return f"from {start}"
    return start if start == end else _joined(start, end)


def precision(when: EventDate | None) -> str:
    """Return the unit that a date is known to, or ``undated``."""
    if when is None or (when.earliest is None and when.latest is None):
        return "undated"
    if when.earliest is None or when.latest is None:
        return "open"
    if when.earliest == when.latest:
        return Granularity.DAY.value
    return Granularity.INTERVAL.value if when.granularity is Granularity.DAY else when.granularity.value


def document_title(document: Document) -> str:
    """Return the document's title, else its headline, else its id."""
    if document.title:
        return one_line(document.title)
    heads = [segment for segment in document.segments if segment.kind is SegmentKind.HEADLINE]
    headline = one_line(document.text[heads[0].start : heads[0].end]) if heads else ""
    return headline or one_line(document.id)
