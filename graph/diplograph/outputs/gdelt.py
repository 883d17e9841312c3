"""A table with the 61 columns of GDELT 2.0: tabs, no header, one row for each pair of actors in an event.

What GDELT has and the records do not know is empty, not invented: no tone, no co-ordinates, no FIPS codes, and a date
only as exactly as the text gives it. GDELT has no column for a status, so asserted events alone are told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import combinations, product

from diplograph.codebook.states import read_states
from diplograph.model import Document, Event, EventDate, Participation, Records, SegmentKind, Status
from diplograph.outputs.coding import Parts, country_of, event_sides
from diplograph.outputs.fields import Field, Form
from diplograph.outputs.polecat import clean, day_of
from diplograph.outputs.tables import safe_cell
from diplograph.outputs.tables.columns import sorted_events
from diplograph.records import documents_of

OUTSIDE = "outside CAMEO"


def _actor_fields(number: int, which: str) -> Iterator[Field]:
    name = f"Actor{number}"
    yield Field(f"{name}Code", f"CAMEO code of {which}, whole", "country and types, joined")
    yield Field(f"{name}Name", "name", "name as it is known here, not in capitals")
    yield Field(f"{name}CountryCode", "CAMEO code of the country", "ISO 3166-1 alpha-3 of a state; bodies have none")
    yield Field(f"{name}KnownGroupCode", "code of a known organisation")
    yield Field(f"{name}EthnicCode", "CAMEO code of an ethnic group")
    yield Field(f"{name}Religion1Code", "CAMEO code of a religion")
    yield Field(f"{name}Religion2Code", "second code of a religion")
    for at, word in enumerate(("first", "second", "third"), start=1):
        yield Field(f"{name}Type{at}Code", f"{word} CAMEO role code, such as GOV", f"{word} sector")


def _place_fields(name: str, whose: str, told: str = "") -> Iterator[Field]:
    yield Field(f"{name}Geo_Type", f"resolution of the place of {whose}, 1 to 5")
    yield Field(f"{name}Geo_FullName", "name of the place", told)
    yield Field(f"{name}Geo_CountryCode", "FIPS 10-4 code of the country")
    yield Field(f"{name}Geo_ADM1Code", "FIPS 10-4 code of country and division")
    yield Field(f"{name}Geo_ADM2Code", "code of the second division")
    yield Field(f"{name}Geo_Lat", "latitude")
    yield Field(f"{name}Geo_Long", "longitude")
    yield Field(f"{name}Geo_FeatureID", "id of the place in a gazetteer")


FORM = Form(
    name="gdelt",
    source="GDELT Event Database, data format codebook 2.0 (19 February 2015), and the CAMEO manual 1.1b3",
    fields=(
        Field("GLOBALEVENTID", "number of the event", "id of the event, with -1, -2, ... where it has several pairs"),
        Field("SQLDATE", "day of the event, YYYYMMDD", "the day, if it is known to the day"),
        Field("MonthYear", "month, YYYYMM", "the month, if all possible days lie in one"),
        Field("Year", "year, YYYY", "the year, if all possible days lie in one"),
        Field("FractionDate", "year and its part gone by, in months of 30 days", "the same, if it is known to the day"),
        *_actor_fields(1, "who acts"),
        *_actor_fields(2, "who is acted on"),
        Field("IsRootEvent", "1 if told in the lead paragraph, else 0", "the same, by the first claim"),
        Field("EventCode", "CAMEO code", "the same"),
        Field("EventBaseCode", "its three digits", "the same"),
        Field("EventRootCode", "its two digits", "the same"),
        Field(
            "QuadClass", "quad class of the root, 1 to 4", "the same, as GDELT assigns roots, which is not PLOVER's way"
        ),
        Field("GoldsteinScale", "Goldstein value of the code, -10 to 10", "the same"),
        Field("NumMentions", "number of mentions", "number of claims"),
        Field("NumSources", "number of sources", "number of publishers, if all are known"),
        Field("NumArticles", "number of articles", "number of documents"),
        Field("AvgTone", "mean tone of the articles, -100 to 100"),
        *_place_fields("Actor1", "who acts"),
        *_place_fields("Actor2", "who is acted on"),
        *_place_fields("Action", "the event", "place as named in the text"),
        Field("DATEADDED", "when the event came into the database, YYYYMMDDHHMMSS, UTC"),
        Field("SOURCEURL", "address of the first article", "the same, if it is known"),
    ),
)
"""The 61 columns, in GDELT's order."""


@cache
def _states() -> frozenset[str]:
    return frozenset(state.id for state in read_states())


def _actor(name: str, part: Participation | None) -> dict[str, str]:
    if part is None:
        return {}
    country = country_of(part) or ""
    state = country if country in _states() else ""
    types = part.actor.sectors[:3]
    return {
        f"{name}Code": "".join((state, *types)),
        f"{name}Name": clean(part.actor.name),
        f"{name}CountryCode": state,
        **{f"{name}Type{at}Code": code for at, code in enumerate(types, start=1)},
    }


def _within(when: EventDate | None, form: str) -> str:
    """Return a date cut to month or year, if the first and the last day possible are the same so."""
    if when is None or when.earliest is None or when.latest is None:
        return ""
    first, last = (_cut(day, form) for day in (when.earliest, when.latest))
    return first if first == last else ""


def _cut(day: date, form: str) -> str:
    return f"{day.year:04}{day.month:02}" if form == "month" else f"{day.year:04}"


def _fraction(day: date) -> str:
    # The codebook prints month x 30, and says that the result stays below 1: the months that are over are meant.
    return f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}"


def _times(when: EventDate | None) -> dict[str, str]:
    day = date.fromisoformat(known) if (known := day_of(when)) else None
    return {
        "SQLDATE": known.replace("-", ""),
        "MonthYear": _within(when, "month"),
        "Year": _within(when, "year"),
        "FractionDate": _fraction(day) if day else "",
    }


def quad_of(cameo: str) -> str:
    """Return the quad class that GDELT gives to a CAMEO code: roots 01 to 05, 06 to 08, 09 to 13, 14 to 20."""
    root = int(cameo[:2])
    return str(1 + sum(root > last for last in (5, 8, 13)))


def _codes(event: Event) -> dict[str, str]:
    cameo = event.cameo or ""
    return {
        "EventCode": cameo,
        "EventBaseCode": cameo[:3],
        "EventRootCode": cameo[:2],
        "QuadClass": quad_of(cameo),
        "GoldsteinScale": "" if event.goldstein is None else str(event.goldstein),
    }


def _is_lead(event: Event, document: Document | None) -> str:
    """Return whether the first claim stands in the first paragraph of the report; empty if there is no telling."""
    bodies = [segment for segment in (document.segments if document else ()) if segment.kind is SegmentKind.BODY]
    if not bodies or not event.claims:
        return ""
    return str(int(event.claims[0].sentence.start < bodies[0].end))


def _reports(event: Event, documents: Mapping[str, Document]) -> dict[str, str]:
    names = dict.fromkeys(claim.document for claim in event.claims)
    publishers = [document.publisher if (document := documents.get(name)) else None for name in names]
    first = documents.get(event.claims[0].document) if event.claims else None
    return {
        "IsRootEvent": _is_lead(event, first),
        "NumMentions": str(len(event.claims)),
        "NumSources": str(len(set(publishers))) if publishers and all(publishers) else "",
        "NumArticles": str(len(names)),
        "SOURCEURL": clean(first.url or "") if first else "",
    }


def _pairs(event: Event) -> list[tuple[Participation | None, Participation | None]]:
    """Return who acts on whom: each doer on each target, of equals each two, and one actor alone."""
    actors, recipients = event_sides(event)
    if actors and recipients:
        return list(product(actors, recipients))
    if len(actors) > 1:
        return list(combinations(actors, 2))
    return [(_first(actors), _first(recipients))]


def _first(parts: Parts) -> Participation | None:
    return parts[0] if parts else None


def _reason(event: Event, told: Collection[Status]) -> str | None:
    if event.cameo is None:
        return OUTSIDE
    return None if event.status is Status.ASSERTED or event.status in told else event.status.value


def not_in_gdelt(events: Iterable[Event], told: Collection[Status]) -> Mapping[str, int]:
    """Return how many events the table leaves out, by status, or for having no CAMEO code."""
    reasons = Counter(_reason(event, told) for event in events)
    return {reason: reasons[reason] for reason in sorted(filter(None, reasons))}


def _rows(event: Event, documents: Mapping[str, Document]) -> Iterator[dict[str, str]]:
    shared = {
        **_times(event.date),
        **_codes(event),
        **_reports(event, documents),
        "ActionGeo_FullName": clean(event.place.name) if event.place else "",
    }
    pairs = _pairs(event)
    for number, (first, second) in enumerate(pairs, start=1):
        name = clean(event.id) if len(pairs) == 1 else f"{clean(event.id)}-{number}"
        yield {"GLOBALEVENTID": name, **shared, **_actor("Actor1", first), **_actor("Actor2", second)}


def gdelt(records: Records, told: Collection[Status] = ()) -> Iterator[str]:
    """Yield GDELT's table line by line, sorted by event id; like GDELT's own files it has no header.

    Args:
        records: a build.
        told: statuses that go along although no column says so, such as alleged.
    """
    documents = {document.id: document for document in documents_of(records.readings)}
    for event in sorted_events(records):
        if _reason(event, told) is None:
            for row in _rows(event, documents):
                yield "\t".join(_cell(column, row) for column in FORM.columns) + "\n"


def _cell(column: str, row: Mapping[str, str]) -> str:
    # A negative number begins with a minus sign and is no formula.
    value = row.get(column, "")
    return value if column == "GoldsteinScale" else safe_cell(value)
