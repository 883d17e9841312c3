"""POLECAT's table: forty columns, separated by tabs, one row an event; several values in a cell by "; ".

What is not known is empty: diplograph has no COW numbers, no places finer than a country, no co-ordinates, and it
gives a day only where the text determines one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from diplograph.model import Actor, ActorKind, Event, EventDate, Granularity, Reading, Records, Span, Status
from diplograph.outputs.coding import Coding, Parts, code_events, coded_country_of, sectors_of
from diplograph.outputs.fields import Field, Form
from diplograph.outputs.tables import safe_cell

SEPARATOR = "; "
WIKIPEDIA = re.compile(r"https?://en\.(?:m\.)?wikipedia\.org/wiki/(.+)")
QUADS: Mapping[int, str] = MappingProxyType(
    {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
)
"""The quad classes in POLECAT's words."""


def _party_fields(name: str, who: str) -> Iterator[Field]:
    yield Field(f"{name} Name", f"name of {who}", "names, in order")
    yield Field(f"{name} Country", "code of the country", "ISO 3166-1 alpha-3, and codes of bodies such as EUR and UNO")
    yield Field(f"{name} COW", "number of the country in Correlates of War")
    yield Field(f"Primary {name} Sector", "first PLOVER sector", "the same")
    yield Field(f"{name} Sectors", "all PLOVER sectors", "the same, those of one actor separated by a space")
    yield Field(f"{name} Title", "office or title", "office in which the actor takes part")
    yield Field(f"{name} Name Raw", "words of the text", "how the text names it first")
    yield Field(f"Wikipedia {name} ID", "title of the article in Wikipedia", "the same, if it is known")


FORM = Form(
    name="polecat",
    source="header of the POLECAT files (Harvard Dataverse), as public loaders quote it; PLOVER manual, draft 0.8",
    fields=(
        Field("Event ID", "id of the event", "id, the same in all outputs"),
        Field(
            "Event Date", "day of the event, YYYY-MM-DD", "the day, if it is known to the day and the root is its own"
        ),
        Field("Event Type", "PLOVER root", "the same; what is only planned or called off is filed as PLOVER says"),
        Field("Event Mode", "PLOVER mode", "the same"),
        Field("Intensity", "PLOVER's score of root and mode, -10 to 10", "the same"),
        Field("Quad Code", "quad class in capitals", "the same"),
        Field("Contexts", "PLOVER contexts", "the same"),
        *_party_fields("Actor", "who acts"),
        *_party_fields("Recipient", "who is acted on"),
        Field("Placename", "name of the place", "place as it is known"),
        Field("City", "city"),
        Field("District", "second division"),
        Field("Province", "first division"),
        Field("Country", "code of the country of the place", "ISO 3166-1 alpha-3"),
        Field("Latitude", "latitude"),
        Field("Longitude", "longitude"),
        Field("GeoNames ID", "id in GeoNames"),
        Field("Raw Placename", "words of the text", "the same"),
        Field("Feature Type", "class of the place in GeoNames"),
        Field("Source", "publisher", "the same, of the first claim's document"),
        Field("Publication Date", "day of the report, YYYY-MM-DD", "the same, of the first claim's document"),
        Field("Story People", "persons named in the report", "the same"),
        Field("Story Organizations", "organisations named in the report", "the same"),
        Field("Story Locations", "places named in the report", "states and places of events"),
        Field("Language", "language of the report"),
        Field("Version", "version of the coder", "diplograph and its version"),
    ),
)
"""The forty columns, in POLECAT's order."""

_ORGANISED = frozenset(
    {
        *(ActorKind.GOVERNMENT, ActorKind.ORGANISATION, ActorKind.ARMED_GROUP, ActorKind.PARTY),
        *(ActorKind.COMPANY, ActorKind.MEDIA, ActorKind.NGO),
    }
)
_UNPRINTED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def clean(text: str) -> str:
    """Return ``text`` as one value of a cell: no tab, line break or separator in it."""
    return _UNPRINTED.sub(" ", text).replace(";", ",").strip()


def _joined(values: Iterable[str | None]) -> str:
    cleaned = [clean(value or "") for value in values]
    return SEPARATOR.join(cleaned) if any(cleaned) else ""


def _once(values: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(map(clean, values)))


def day_of(when: EventDate | None) -> str:
    """Return the day of a date that is known to the day, else nothing."""
    if when is None or when.granularity is not Granularity.DAY or when.earliest != when.latest:
        return ""
    return when.earliest.isoformat() if when.earliest else ""


def _wikipedia(actor: Actor) -> str:
    found = (WIKIPEDIA.fullmatch(address) for address in actor.same_as)
    return next((match[1] for match in found if match), "")


def _first_words(spans: tuple[Span, ...]) -> str:
    return spans[0].text if spans else ""


def _side(name: str, parts: Parts) -> dict[str, str]:
    sectors = [sectors_of(part) for part in parts]
    return {
        f"{name} Name": _joined(part.actor.name for part in parts),
        f"{name} Country": _joined(coded_country_of(part) for part in parts),
        f"Primary {name} Sector": _joined(codes[0] if codes else "" for codes in sectors),
        f"{name} Sectors": _joined(" ".join(codes) for codes in sectors),
        f"{name} Title": _joined(part.capacity.office if part.capacity else "" for part in parts),
        f"{name} Name Raw": _joined(_first_words(part.spans) for part in parts),
        f"Wikipedia {name} ID": _joined(_wikipedia(part.actor) for part in parts),
    }


def _place(event: Event) -> dict[str, str]:
    place = event.place
    if place is None:
        return {}
    return {
        "Placename": clean(place.name),
        "Country": place.country or "",
        "Raw Placename": clean(place.span.text) if place.span else "",
    }


def _story(reading: Reading | None) -> dict[str, str]:
    if reading is None:
        return {}
    places = (event.place.name for event in reading.events if event.place)
    states = (actor.name for actor in reading.actors if actor.kind is ActorKind.STATE)
    document = reading.document
    return {
        "Source": clean(document.publisher or ""),
        "Publication Date": document.published.isoformat() if document.published else "",
        "Story People": _once(actor.name for actor in reading.actors if actor.kind is ActorKind.PERSON),
        "Story Organizations": _once(actor.name for actor in reading.actors if actor.kind in _ORGANISED),
        "Story Locations": _once([*states, *places]),
    }


def _row(coding: Coding, readings: Mapping[str, Reading], version: str) -> dict[str, str]:
    event = coding.event
    first = event.claims[0].document if event.claims else ""
    return {
        "Event ID": clean(event.id),
        # The day that something is planned for is not the day of the announcement that is coded.
        "Event Date": "" if coding.crossed else day_of(event.date),
        "Event Type": coding.root,
        "Event Mode": coding.mode or "",
        "Intensity": "" if coding.score is None else str(coding.score),
        "Quad Code": QUADS.get(coding.quad or 0, ""),
        "Contexts": _joined(event.contexts),
        **_side("Actor", coding.actors),
        **_side("Recipient", coding.recipients),
        **_place(event),
        **_story(readings.get(first)),
        "Version": f"diplograph {version}",
    }


def polecat(records: Records, told: Collection[Status] = ()) -> Iterator[str]:
    """Yield POLECAT's table line by line, sorted by event id.

    Args:
        records: a build.
        told: statuses that go along although no column says so, such as alleged.
    """
    readings = {reading.document.id: reading for reading in records.readings}
    yield "\t".join(FORM.columns) + "\n"
    for coding in code_events(records.events, told):
        row = _row(coding, readings, records.run.version)
        yield "\t".join(_cell(column, row) for column in FORM.columns) + "\n"


def _cell(column: str, row: Mapping[str, str]) -> str:
    # A negative intensity begins with a minus sign and is no formula.
    value = row.get(column, "")
    return value if column == "Intensity" else safe_cell(value)
