"""What the page's scripts know: actors and events as nodes, roles as edges, and the evidence behind them."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

from diplograph.model import Actor, ActorKind, Claim, Document, Event, Participation, Records, Span, Status
from diplograph.outputs.page.cast import Cast, actor_labels, cast_of, related, side_names, told_by
from diplograph.outputs.page.layout import actor_places, event_places
from diplograph.outputs.page.rules import rule_words
from diplograph.outputs.phrasing import (
    class_label,
    date_text,
    document_title,
    event_title,
    one_line,
    precision,
    tone,
)
from diplograph.outputs.projection import actor_pairs, best_grade, counts
from diplograph.outputs.rdf.sayings import claim_terms
from diplograph.outputs.rdf.terms import Term, iri
from diplograph.records import documents_of
from diplograph.vocabulary import PREFIXES, actor_iri, article_iri, event_iri

Json = dict[str, Any]
_CROWD = 12


def safe_url(url: str | None) -> str | None:
    """Return ``url`` if it is a plain web address, else none."""
    if not url or any(ord(char) <= 32 or char in '<>"\\' for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def wrapped(name: str, width: int = 20) -> str:
    """Return a name on at most three short lines."""
    lines = textwrap.wrap(one_line(name), width=width, break_long_words=True) or ["?"]
    return "\n".join(lines[:2] + ([lines[2] + "…"] if len(lines) > 3 else lines[2:3]))


def _neighbours(events: Iterable[Event], cast: Cast) -> list[Counter[int]]:
    """Count who stands in events together; this decides places only, never what is drawn as a relation."""
    found: list[Counter[int]] = [Counter() for _ in cast.actors]
    for event in events:
        together = sorted({cast.index[part.actor.id] for part in event.participations})
        for first, second in combinations(together[:_CROWD], 2):
            found[first][second] += 1
            found[second][first] += 1
    return found


def _side_neighbours(events: Iterable[Event], cast: Cast) -> list[Counter[int]]:
    """Count the events between every two sides, as the page's lines between sides show them."""
    number = {code: at for at, code in enumerate(cast.sides)}
    found: list[Counter[int]] = [Counter() for _ in cast.sides]
    for event in filter(counts, events):
        pairs = {(number[cast.side_of[a]], number[cast.side_of[b]]) for a, b, _ in actor_pairs(event)}
        for first, second in sorted({(min(pair), max(pair)) for pair in pairs}):
            if first != second:
                found[first][second] += 1
                found[second][first] += 1
    return found


def _sides(events: Sequence[Event], cast: Cast) -> list[Json]:
    names = side_names(cast)
    neighbours = _side_neighbours(events, cast)
    busiest = sorted(range(len(names)), key=lambda at: (-sum(neighbours[at].values()), at))
    places = actor_places([wrapped(name) for name in names.values()], neighbours, busiest)
    sides: list[Json] = [
        {"code": code, "name": name, "x": round(place[0]), "y": round(place[1])}
        for (code, name), place in zip(names.items(), places, strict=True)
    ]
    for rank, at in enumerate(busiest):
        sides[at]["rank"] = rank
    return sides


def _actor_node(actor: Actor, label: str, cast: Cast, place: Sequence[float]) -> Json:
    node: Json = {"id": f"a{cast.index[actor.id]}", "key": actor.id, "label": label}
    node |= {"kind": actor.kind.value, "side": cast.sides.index(cast.side_of[actor.id])}
    node |= {"x": round(place[0]), "y": round(place[1])}
    state = actor.kind is ActorKind.STATE
    name = one_line(actor.name)
    optional = {"country": actor.country, "code": actor.code, "linked": 1 if actor.linked else None}
    optional["name"] = name if name and name != label else None
    node["term"] = iri(actor_iri(actor.id, state=state))
    return node | {name: value for name, value in optional.items() if value}


class Sentences:
    """Every sentence once, however many events it tells of."""

    def __init__(self, documents: Mapping[str, int]) -> None:
        """Take the number of each document by its id."""
        self.rows: list[list[Any]] = []
        self._documents = documents
        self._index: dict[tuple[str, int, int], int] = {}

    def add(self, span: Span) -> int:
        """Return the number of the sentence that ``span`` covers."""
        key = (span.document, span.start, span.end)
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append([self._documents.get(span.document, -1), span.start, span.text])
        return self._index[key]


def _marks(claim: Claim, event: Event) -> list[list[Any]]:
    """Return [kind, start, end] of everything to mark, counted from the start of the sentence."""
    base, end = claim.sentence.start, claim.sentence.end
    spans = [("t", claim.trigger)]
    spans += [("s", span) for span in claim.source_spans] + [("o", span) for span in claim.target_spans]
    spans += [("c", span) for span in claim.cues]
    spans += [("d", claim.date)] if claim.date else []
    spans += [("w", claim.attribution.cue)] if claim.attribution.cue else []
    marked = {(span.start, span.end) for _, span in spans}
    others = [span for part in event.participations for span in part.spans]
    spans += [
        ("p", span) for span in others if span.document == claim.document and (span.start, span.end) not in marked
    ]
    inside = [(kind, span) for kind, span in spans if base <= span.start < span.end <= end]
    return [[kind, span.start - base, span.end - base] for kind, span in inside]


def _claim(claim: Claim, term: Term, event: Event, sentences: Sentences) -> Json:
    speaker = claim.attribution.speaker
    told: Json = {
        "term": term,
        "s": sentences.add(claim.sentence),
        "marks": _marks(claim, event),
        "modality": claim.modality.value,
        "by": claim.attribution.kind.value,
        "grade": claim.grade.value,
        "rule": one_line(claim.rule),
    }
    return told | ({"speaker": one_line(speaker.name)} if speaker else {})


def _date(event: Event) -> Json:
    when = event.date
    found: Json = {"when": date_text(when), "precision": str(precision(when))}
    if when is None:
        return found
    found |= {"edtf": when.edtf, "rule": when.rule, "stated": int(when.stated)}
    optional = {
        "earliest": when.earliest and when.earliest.isoformat(),
        "latest": when.latest and when.latest.isoformat(),
        "words": when.expression and one_line(when.expression.text),
        "anchor": when.anchor and when.anchor.isoformat(),
    }
    return found | {name: value for name, value in optional.items() if value}


def _codes(event: Event) -> Json:
    place = one_line(event.place.name) if event.place else None
    optional = {
        "plover": event.plover,
        "mode": event.mode,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "quad": event.quad,
        "place": place,
        "contexts": list(event.contexts) or None,
    }
    return {name: value for name, value in optional.items() if value is not None}


def _event_node(event: Event, at: int, cast: Cast, place: Sequence[float], sentences: Sentences) -> Json:
    pairs = [[cast.index[a], cast.index[b], int(both)] for a, b, both in actor_pairs(event)] if counts(event) else []
    node: Json = {"id": f"e{at}", "key": event.id, "label": event_title(event), "class": event.event_class}
    node |= {
        "term": iri(event_iri(event.id)),
        "status": event.status.value,
        "tone": tone(event).value,
        "grade": best_grade(event).value,
        "independent": event.independent_sources,
    }
    node |= {"merged": list(event.merged_by)} if event.merged_by else {}
    node |= {
        "date": _date(event),
        "claims": [_claim(claim, term, event, sentences) for claim, term in claim_terms(event)],
    }
    return node | _codes(event) | {"pairs": pairs, "x": round(place[0]), "y": round(place[1])}


def _role_edge(part: Participation, at: int, cast: Cast) -> Json:
    edge: Json = {"from": f"e{at}", "to": f"a{cast.index[part.actor.id]}", "role": part.role.value}
    office = part.capacity
    held = (
        f"{office.tenure.value} {office.office}"
        if office and office.tenure.value != "unknown"
        else office and office.office
    )
    optional = {"for": part.acts_for, "office": held and one_line(held)}
    return edge | {name: value for name, value in optional.items() if value}


def _document(document: Document) -> Json:
    published = document.published.isoformat() if document.published else None
    optional = {
        "published": published,
        "based_on": document.based_on,
        "publisher": document.publisher and one_line(document.publisher),
    }
    named = {"key": document.id, "term": iri(article_iri(document.id)), "title": document_title(document)}
    return named | {name: value for name, value in (optional | {"url": safe_url(document.url)}).items() if value}


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return events by date, as far as it is known, and then as the texts tell them; the undated stand last."""

    def when(event: Event) -> tuple[Any, ...]:
        date = event.date
        first = date and (date.earliest or date.latest)
        last = date and (date.latest or date.earliest)
        told = min(((claim.document, claim.trigger.start) for claim in event.claims), default=("", 0))
        return first is None, (first and first.isoformat()) or "", (last and last.isoformat()) or "", *told, event.id

    return sorted(events, key=when)


def page_payload(records: Records) -> Json:
    """Return nodes and edges for pyvis and everything else that the page's scripts read."""
    cast, events = cast_of(records), in_order(records.events)
    relations = related(records.events)
    busiest = sorted(
        range(len(cast.actors)),
        key=lambda at: (-relations[cast.actors[at].id], -cast.busy[cast.actors[at].id], at),
    )
    documents = list(documents_of(records.readings))
    labels = actor_labels(cast.actors, told_by(events, documents))
    places = actor_places([wrapped(label) for label in labels.values()], _neighbours(records.events, cast), busiest)
    members = [sorted({cast.index[part.actor.id] for part in event.participations}) for event in events]
    spots = event_places(places, members)
    sentences = Sentences({document.id: at for at, document in enumerate(documents)})
    nodes = [_actor_node(actor, labels[actor.id], cast, places[at]) for at, actor in enumerate(cast.actors)]
    for rank, at in enumerate(busiest):
        nodes[at]["rank"] = rank
    nodes += [_event_node(event, at, cast, spots[at], sentences) for at, event in enumerate(events)]
    edges = [_role_edge(part, at, cast) for at, event in enumerate(events) for part in event.participations]
    return {
        "nodes": nodes,
        "edges": edges,
        "sentences": sentences.rows,
        "documents": [_document(document) for document in documents],
        "sides": _sides(events, cast),
        "classes": {name: class_label(name) for name in sorted({event.event_class for event in events})},
        "statuses": [status.value for status in Status],
        "kinds": [kind.value for kind in ActorKind],
        "rules": rule_words(claim.rule for event in events for claim in event.claims),
        "prefixes": dict(sorted(PREFIXES.items())),
        "version": records.run.version,
    }
