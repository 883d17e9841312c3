"""PLOVER's JSON: one object a line and event, with the fields of its manual; what is not known is left out.

An event that did not plainly happen carries PLOVER's auxiliary mode for it (future, hypothetical, negation), and
``comment`` says on whose word each claim stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from diplograph.model import Claim, Document, Event, Participation, Records, Status
from diplograph.outputs.coding import Coding, code_events, coded_country_of, sectors_of
from diplograph.outputs.fields import Field, Form
from diplograph.outputs.tables.actors import wikidata
from diplograph.outputs.tables.columns import word_of
from diplograph.records import documents_of, dump_line

FORM = Form(
    name="plover-json",
    source="PLOVER manual, draft 0.8 (Open Event Data Alliance); it requires id, date, actor and event",
    fields=(
        Field("id", "id of the event", "id, the same in all outputs"),
        Field("has_event", "whether the text has an event"),
        Field("date", "day of the event, YYYY-MM-DD", "first day that is possible; null if it is not known"),
        Field("time", "time of day"),
        Field("enddate", "last day of the event", "last day that is possible, if it is another"),
        Field("endtime", "time of day"),
        Field("actor", "who acts: code, sector, entity_text, identifier_id, identifier_text, office, ...", "the same"),
        Field("recipient", "who is acted on, with the same fields", "the same"),
        Field("event", "PLOVER roots", "one root"),
        Field("event_loc", "place: extracted_place, resolved_place, country_code, ...", "these three"),
        Field("event_text", "words that tell of the event", "trigger of each claim"),
        Field("quad_code", "quad class, 1 to 4", "the same"),
        Field("event_scale", "score of root and mode, -10 to 10", "the same"),
        Field(
            "mode", "modes, with the auxiliary ones", "mode; future, hypothetical or negation for what did not happen"
        ),
        Field("context", "contexts", "the same"),
        Field("link", "ids of linked events"),
        Field("text", "text of the report", "sentence of the first claim"),
        Field("text_info", "where the text stands: start, end, ...", "first character and the one behind the last"),
        Field("cite_info", "citation, url, title, publication, ...", "these four; citation is the document's id"),
        Field("coder", "who or what coded it", "diplograph and its version"),
        Field("coded_date", "day of the coding; outputs hold no clock"),
        Field("coded_time", "time of the coding; outputs hold no clock"),
        Field("comment", "anything", "class, status, date in EDTF, and modality and voice of each claim"),
    ),
)
"""The fields of an event, in the manual's order."""

AUXILIARY: Mapping[Status, str] = MappingProxyType(
    {
        Status.PLANNED: "future",
        Status.REQUESTED: "hypothetical",
        Status.HYPOTHETICAL: "hypothetical",
        Status.DENIED: "negation",
        Status.CANCELLED: "negation",
    }
)
"""The auxiliary mode of a status, where the event keeps the root that it would have if it had happened."""


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _entity(part: Participation) -> dict[str, Any]:
    return _known(
        {
            "code": coded_country_of(part),
            "sector": list(sectors_of(part)),
            "entity_text": part.spans[0].text if part.spans else None,
            "identifier_id": wikidata(part.actor),
            "identifier_text": part.actor.name,
            "office": part.capacity.office if part.capacity else None,
        }
    )


def _modes(coding: Coding) -> list[str]:
    auxiliary = None if coding.crossed else AUXILIARY.get(coding.event.status)
    return [mode for mode in (coding.mode, auxiliary) if mode]


def _location(event: Event) -> dict[str, Any] | None:
    place = event.place
    if place is None:
        return None
    words = place.span.text if place.span else None
    return _known({"extracted_place": words, "resolved_place": place.name, "country_code": place.country})


def _cited(document: Document | None) -> dict[str, Any]:
    if document is None:
        return {}
    return _known(
        {
            "citation": document.id,
            "url": document.url,
            "title": document.title,
            "publication": document.publisher,
        }
    )


def _dates(coding: Coding) -> dict[str, str | None]:
    # The day that something is planned for is not the day of the announcement that is coded.
    when = None if coding.crossed else coding.event.date
    first = when.earliest.isoformat() if when and when.earliest else None
    last = when.latest.isoformat() if when and when.latest else None
    return {"date": first, "enddate": last if last != first else None}


def _comment(event: Event) -> str:
    words = dict.fromkeys(f"{claim.modality.value}, {word_of(claim)}" for claim in event.claims)
    when = f"date {event.date.edtf}; " if event.date else "undated; "
    return f"{event.event_class}; {event.status.value}; {when}{'; '.join(words)}"


def _offsets(claim: Claim) -> dict[str, Any]:
    return {"start": claim.sentence.start, "end": claim.sentence.end}


def _object(coding: Coding, documents: Mapping[str, Document], version: str) -> dict[str, Any]:
    event = coding.event
    first = event.claims[0] if event.claims else None
    # PLOVER requires these four; an undated event has none to give.
    required = {
        "id": event.id,
        "date": _dates(coding)["date"],
        "actor": [_entity(part) for part in coding.actors],
        "event": [coding.root],
    }
    return required | _known(
        {
            "enddate": _dates(coding)["enddate"],
            "recipient": [_entity(part) for part in coding.recipients],
            "mode": _modes(coding),
            "context": list(event.contexts),
            "quad_code": coding.quad,
            "event_scale": coding.score,
            "event_text": [claim.trigger.text for claim in event.claims],
            "event_loc": _location(event),
            "text": first.sentence.text if first else None,
            "text_info": _offsets(first) if first else None,
            "cite_info": _cited(documents.get(first.document)) if first else None,
            "coder": f"diplograph {version}",
            "comment": _comment(event),
        }
    )


def plover_json(records: Records, told: Collection[Status] = ()) -> Iterator[str]:
    """Yield PLOVER's JSON line by line, sorted by event id.

    Args:
        records: a build.
        told: statuses that go along although PLOVER has no root for them, such as denied.
    """
    documents = {document.id: document for document in documents_of(records.readings)}
    for coding in code_events(records.events, told):
        yield dump_line(_object(coding, documents, records.run.version)) + "\n"
