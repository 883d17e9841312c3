"""Short words for people: titles of events, days, tones. Nothing here adds what the records do not say."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.model import Document, Event, EventDate, Granularity, Role, SegmentKind

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


def event_title(event: Event) -> str:
    """Return a line such as ``Arrest: KGB officers → Nicholas Daniloff``."""
    label = class_label(event.event_class)
    heading = label[:1].upper() + label[1:]
    source, target = _names(event, Role.SOURCE), _names(event, Role.TARGET)
    parties = " – ".join(one_line(actor.name) for actor in event.actors(Role.PARTY)[:4])
    who = f"{source or '?'} → {target}" if target else source
    both = "; ".join(part for part in (who, parties) if part)
    return f"{heading}: {both}" if both else heading


def day_text(day: date) -> str:
    """Return ``day`` as in ``8 Oct 2021``, whatever the locale."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def _range_text(earliest: date | None, latest: date | None) -> str:
    if earliest is None and latest is None:
        return "undated"
    if earliest is None or latest is None:
        return f"until {day_text(latest)}" if latest else f"from {day_text(earliest)}" if earliest else ""
    if earliest == latest:
        return day_text(earliest)
    start = str(earliest.day) if (earliest.year, earliest.month) == (latest.year, latest.month) else day_text(earliest)
    return f"{start} – {day_text(latest)}"


def _is_month(when: EventDate) -> bool:
    first, last = when.earliest, when.latest
    return bool(first and last and first.day == 1 and (first.year, first.month) == (last.year, last.month))


def _is_year(when: EventDate) -> bool:
    first, last = when.earliest, when.latest
    if not first or not last:
        return False
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year


def date_text(when: EventDate | None) -> str:
    """Return a date as precisely as it is known: a month stays a month, nothing becomes 1 January."""
    if when is None:
        return "undated"
    if when.granularity is Granularity.MONTH and _is_month(when) and when.earliest:
        return day_text(when.earliest).split(" ", 1)[1]
    if when.granularity is Granularity.YEAR and _is_year(when) and when.earliest:
        return str(when.earliest.year)
    return _range_text(when.earliest, when.latest)


def precision(when: EventDate | None) -> str:
    """Return the unit that a date is known to, or ``undated``."""
    if when is None or (when.earliest is None and when.latest is None):
        return "undated"
    if when.earliest is None or when.latest is None:
        return "open"
    return "interval" if when.granularity is Granularity.DAY and when.earliest != when.latest else when.granularity


def document_title(document: Document) -> str:
    """Return the document's title, else its headline, else its id."""
    if document.title:
        return one_line(document.title)
    heads = [segment for segment in document.segments if segment.kind is SegmentKind.HEADLINE]
    headline = one_line(document.text[heads[0].start : heads[0].end]) if heads else ""
    return headline or one_line(document.id)
