"""Records to and from JSON: ``events.jsonl`` and ``documents.jsonl``, the stable interface.

An event's JSON names its parties inside the event, so that one line can be read alone; nothing is lost
either way: ``event_from_json(event_to_json(event)) == event`` for participations in the order of ``by_role``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

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
    Role,
    Segment,
    SegmentKind,
    Span,
    Status,
    Tenure,
    TyperAnswer,
)
from diplograph.stored import Stored

JsonObject = dict[str, Any]
_DECODER = json.JSONDecoder()
_LINE_START = '{"document": '


def dump_line(value: Mapping[str, Any]) -> str:
    """Return ``value`` as one line of JSON without a line break, line separators escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def span_to_json(span: Span) -> JsonObject:
    """Return start, end and text of ``span``; the document is named by the claim around it."""
    return {"start": span.start, "end": span.end, "text": span.text}


def span_from_json(value: Mapping[str, Any], document: str) -> Span:
    """Return the span of ``document`` that ``value`` describes."""
    return Span(document=document, start=value["start"], end=value["end"], text=value["text"])


def located(span: Span | None) -> JsonObject | None:
    """Return ``span`` with its document; none for none."""
    return {"document": span.document} | span_to_json(span) if span else None


def unlocated(value: Mapping[str, Any] | None) -> Span | None:
    """Return the span that ``value`` describes; none for none."""
    return span_from_json(value, value["document"]) if value else None


def actor_to_json(actor: Actor) -> JsonObject:
    """Return ``actor`` as JSON, with its CAMEO-style code."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "code": actor.code,
        "sectors": list(actor.sectors),
        "aliases": list(actor.aliases),
        "same_as": list(actor.same_as),
        "linked": actor.linked,
    }


def actor_from_json(value: Mapping[str, Any]) -> Actor:
    """Return the actor that ``value`` describes."""
    return Actor(
        id=value["id"],
        name=value["name"],
        kind=ActorKind(value["kind"]),
        country=value["country"],
        sectors=tuple(value["sectors"]),
        aliases=tuple(value["aliases"]),
        same_as=tuple(value["same_as"]),
        linked=value["linked"],
    )


def capacity_to_json(capacity: Capacity) -> JsonObject:
    """Return ``capacity`` as JSON."""
    return {
        "holder": capacity.holder,
        "office": capacity.office,
        "of": capacity.of,
        "tenure": capacity.tenure.value,
        "as_of": _iso(capacity.as_of),
        "span": located(capacity.span),
    }


def capacity_from_json(value: Mapping[str, Any]) -> Capacity:
    """Return the capacity that ``value`` describes."""
    return Capacity(
        holder=value["holder"],
        office=value["office"],
        of=value["of"],
        tenure=Tenure(value["tenure"]),
        as_of=_day(value["as_of"]),
        span=unlocated(value["span"]),
    )


def date_to_json(when: EventDate) -> JsonObject:
    """Return ``when`` as JSON; ``text`` is the expression's words or none."""
    return {
        "edtf": when.edtf,
        "earliest": _iso(when.earliest),
        "latest": _iso(when.latest),
        "granularity": when.granularity.value,
        "stated": when.stated,
        "text": when.expression.text if when.expression else None,
        "expression": located(when.expression),
        "anchor": _iso(when.anchor),
        "rule": when.rule,
    }


def date_from_json(value: Mapping[str, Any]) -> EventDate:
    """Return the date that ``value`` describes."""
    return EventDate(
        edtf=value["edtf"],
        earliest=_day(value["earliest"]),
        latest=_day(value["latest"]),
        granularity=Granularity(value["granularity"]),
        expression=unlocated(value["expression"]),
        anchor=_day(value["anchor"]),
        stated=value["stated"],
        rule=value["rule"],
    )


def _participation_to_json(part: Participation) -> JsonObject:
    return (
        {"role": part.role.value}
        | actor_to_json(part.actor)
        | {
            "acts_for": part.acts_for,
            "spans": [located(span) for span in part.spans],
            "capacity": capacity_to_json(part.capacity) if part.capacity else None,
        }
    )


def _participation_from_json(value: Mapping[str, Any]) -> Participation:
    spans = [unlocated(span) for span in value["spans"]]
    return Participation(
        actor=actor_from_json(value),
        role=Role(value["role"]),
        acts_for=value["acts_for"],
        spans=tuple(span for span in spans if span),
        capacity=capacity_from_json(value["capacity"]) if value["capacity"] else None,
    )


def _attribution_to_json(attribution: Attribution) -> JsonObject:
    value: JsonObject = {"kind": attribution.kind.value}
    if attribution.speaker:
        value["speaker"] = actor_to_json(attribution.speaker)
    if attribution.cue:
        value["cue"] = span_to_json(attribution.cue)
    return value


def _attribution_from_json(value: Mapping[str, Any], document: str) -> Attribution:
    return Attribution(
        kind=AttributionKind(value["kind"]),
        speaker=actor_from_json(value["speaker"]) if "speaker" in value else None,
        cue=span_from_json(value["cue"], document) if "cue" in value else None,
    )


def _typer_to_json(answer: TyperAnswer) -> JsonObject:
    return {"root": answer.root, "probability": answer.probability, "rules": answer.rules}


def _typer_from_json(value: Mapping[str, Any]) -> TyperAnswer:
    return TyperAnswer(root=value["root"], probability=value["probability"], rules=value["rules"])


def claim_to_json(claim: Claim) -> JsonObject:
    """Return ``claim`` as JSON; ``typer`` is there only if it was asked for."""
    return _claim_to_json(claim) | ({"typer": _typer_to_json(claim.typer)} if claim.typer else {})


def _claim_to_json(claim: Claim) -> JsonObject:
    return {
        "document": claim.document,
        "sentence": span_to_json(claim.sentence),
        "trigger": span_to_json(claim.trigger),
        "source_spans": [span_to_json(span) for span in claim.source_spans],
        "target_spans": [span_to_json(span) for span in claim.target_spans],
        "modality": claim.modality.value,
        "polarity": claim.polarity.value,
        "cues": [span_to_json(span) for span in claim.cues],
        "attribution": _attribution_to_json(claim.attribution),
        "grade": claim.grade.value,
        "rule": claim.rule,
        "date": span_to_json(claim.date) if claim.date else None,
        "based_on": claim.based_on,
    }


def claim_from_json(value: Mapping[str, Any]) -> Claim:
    """Return the claim that ``value`` describes."""
    document = value["document"]
    return Claim(
        document=document,
        sentence=span_from_json(value["sentence"], document),
        trigger=span_from_json(value["trigger"], document),
        source_spans=tuple(span_from_json(span, document) for span in value["source_spans"]),
        target_spans=tuple(span_from_json(span, document) for span in value["target_spans"]),
        modality=Modality(value["modality"]),
        polarity=Polarity(value["polarity"]),
        cues=tuple(span_from_json(span, document) for span in value["cues"]),
        attribution=_attribution_from_json(value["attribution"], document),
        grade=Grade(value["grade"]),
        rule=value["rule"],
        date=span_from_json(value["date"], document) if value["date"] else None,
        based_on=value["based_on"],
        typer=_typer_from_json(value["typer"]) if "typer" in value else None,
    )


def _split_roles(
    parts: Iterable[Participation],
) -> tuple[list[Participation], list[Participation], list[Participation]]:
    """Name the first party of a symmetric event as source and the others as targets."""
    parts = tuple(parts)
    parties = [part for part in parts if part.role is Role.PARTY]
    sources = [part for part in parts if part.role is Role.SOURCE] + parties[:1]
    targets = [part for part in parts if part.role is Role.TARGET] + parties[1:]
    others = [part for part in parts if part.role not in {Role.SOURCE, Role.TARGET, Role.PARTY}]
    return sources, targets, others


def by_role(parts: Iterable[Participation]) -> tuple[Participation, ...]:
    """Return ``parts`` in the order in which JSON holds them: sources, targets, others."""
    sources, targets, others = _split_roles(parts)
    return (*sources, *targets, *others)


def event_to_json(event: Event) -> JsonObject:
    """Return ``event`` as the JSON object of one line of ``events.jsonl``."""
    sources, targets, others = _split_roles(event.participations)
    place = event.place
    return {
        "id": event.id,
        "class": event.event_class,
        "plover": event.plover,
        "mode": event.mode,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "quad": event.quad,
        "contexts": list(event.contexts),
        "source": [_participation_to_json(part) for part in sources],
        "target": [_participation_to_json(part) for part in targets],
        "others": [_participation_to_json(part) for part in others],
        "date": date_to_json(event.date) if event.date else None,
        "place": {"name": place.name, "country": place.country, "span": located(place.span)} if place else None,
        "status": event.status.value,
        "independent_sources": event.independent_sources,
        "merged_by": list(event.merged_by),
        "claims": [claim_to_json(claim) for claim in event.claims],
    }


def event_from_json(value: Mapping[str, Any]) -> Event:
    """Return the event of one line of ``events.jsonl``."""
    parts = [_participation_from_json(part) for part in (*value["source"], *value["target"], *value["others"])]
    place = value["place"]
    return Event(
        id=value["id"],
        event_class=value["class"],
        plover=value["plover"],
        mode=value["mode"],
        cameo=value["cameo"],
        goldstein=value["goldstein"],
        quad=value["quad"],
        contexts=tuple(value["contexts"]),
        participations=tuple(parts),
        date=date_from_json(value["date"]) if value["date"] else None,
        place=Place(name=place["name"], country=place["country"], span=unlocated(place["span"])) if place else None,
        status=Status(value["status"]),
        claims=tuple(claim_from_json(claim) for claim in value["claims"]),
        merged_by=tuple(value["merged_by"]),
    )


def event_line(event: Event) -> str:
    """Return ``event`` as one line of ``events.jsonl``, with its line break."""
    return f"{dump_line(event_to_json(event))}\n"


def document_to_json(document: Document) -> JsonObject:
    """Return ``document`` as JSON."""
    return {
        "id": document.id,
        "published": _iso(document.published),
        "published_from": document.published_from,
        "title": document.title,
        "url": document.url,
        "publisher": document.publisher,
        "author": document.author,
        "place": document.place,
        "source": document.source,
        "based_on": document.based_on,
        "text": document.text,
        "segments": [[segment.kind.value, segment.start, segment.end] for segment in document.segments],
    }


def document_from_json(value: Mapping[str, Any]) -> Document:
    """Return the document that ``value`` describes."""
    return Document(
        id=value["id"],
        text=value["text"],
        published=_day(value["published"]),
        published_from=value["published_from"],
        title=value["title"],
        url=value["url"],
        publisher=value["publisher"],
        author=value["author"],
        place=value["place"],
        source=value["source"],
        based_on=value["based_on"],
        segments=tuple(Segment(kind=SegmentKind(kind), start=start, end=end) for kind, start, end in value["segments"]),
    )


def reading_to_json(reading: Reading) -> JsonObject:
    """Return ``reading`` as one line of ``documents.jsonl``."""
    return {
        "document": document_to_json(reading.document),
        "actors": [actor_to_json(actor) for actor in reading.actors],
        "mentions": [
            {"kind": mention.kind.value, "actor": mention.actor, "rule": mention.rule} | span_to_json(mention.span)
            for mention in reading.mentions
        ],
        "capacities": [capacity_to_json(capacity) for capacity in reading.capacities],
        "dates": [date_to_json(when) for when in reading.dates],
        "events": [event_to_json(event) for event in reading.events],
        "read_as": [{"called": called} | actor_to_json(actor) for called, actor in reading.read_as],
    }


def reading_line(reading: Reading) -> str:
    """Return ``reading`` as one line of ``documents.jsonl``, with its line break."""
    return f"{dump_line(reading_to_json(reading))}\n"


def document_of_line(line: bytes) -> Document:
    """Return the document of a line that ``reading_line`` made, without looking at what was read out of it."""
    value, _ = _DECODER.raw_decode(line.decode("utf-8"), len(_LINE_START))
    return document_from_json(value)


def in_id_order(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events sorted by id; those on disk are that already."""
    return iter(events if isinstance(events, Stored) else sorted(events, key=lambda event: event.id))


def documents_of(readings: Iterable[Reading]) -> Iterator[Document]:
    """Yield the documents of readings; of those on disk, what was read out of them is not looked at."""
    if isinstance(readings, Stored):
        return map(document_of_line, readings.lines())
    return (reading.document for reading in readings)


def without_events(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield readings for somebody who does not look at their events; of those on disk these are not decoded."""
    if isinstance(readings, Stored):
        return (reading_from_json(json.loads(line) | {"events": ()}) for line in readings.lines())
    return iter(readings)


def reading_from_json(value: Mapping[str, Any]) -> Reading:
    """Return the reading of one line of ``documents.jsonl``."""
    document = document_from_json(value["document"])
    return Reading(
        document=document,
        actors=tuple(actor_from_json(actor) for actor in value["actors"]),
        mentions=tuple(
            Mention(
                span=span_from_json(mention, document.id),
                kind=MentionKind(mention["kind"]),
                actor=mention["actor"],
                rule=mention["rule"],
            )
            for mention in value["mentions"]
        ),
        capacities=tuple(capacity_from_json(capacity) for capacity in value["capacities"]),
        dates=tuple(date_from_json(when) for when in value["dates"]),
        events=tuple(event_from_json(event) for event in value["events"]),
        read_as=tuple((actor["called"], actor_from_json(actor)) for actor in value["read_as"]),
    )
