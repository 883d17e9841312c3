"""What the page's scripts know: actors and events as nodes, roles as edges, and the evidence behind them."""

from __future__ import annotations

import textwrap
from array import array
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import Any
from urllib.parse import urlsplit

from diplograph.external import Spool
from diplograph.model import Actor, ActorKind, Claim, Document, Event, Participation, Records, Span, Status
from diplograph.outputs.page.blocks import json_block
from diplograph.outputs.page.cast import Cast, actor_labels, side_names, told_by
from diplograph.outputs.page.layout import Points, actor_places, event_place
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
from diplograph.stored import Reordered, Stored
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


class _Listed:
    """Takes values one by one and gives the items of a JSON list back; more than a little of it lies on disk."""

    def __init__(self) -> None:
        self._spool, self._comma = Spool(), ""

    def add(self, value: Any) -> None:
        """Take a value."""
        self._spool.write(self._comma + json_block(value))
        self._comma = ","

    def read(self) -> Iterator[str]:
        """Yield the items, in pieces."""
        return self._spool.read()


def _separated(texts: Iterable[str]) -> Iterator[str]:
    comma = ""
    for text in texts:
        yield comma + text
        comma = ","


class _Ties:
    """Who stands in events together, who tells of whom, and which classes and rules there are: from one pass.

    What is found:
        related: how many pairs each actor has in the view that the page opens with.
        neighbours: for each actor, with whom it stands in events; decides places only, never what is drawn as relation.
        side_neighbours: the events between every two sides, as the page's lines between sides show them.
        told: the documents that tell of each actor.
    """

    def __init__(self, cast: Cast, events: Iterable[Event]) -> None:
        self._cast, self._side = cast, {code: at for at, code in enumerate(cast.sides)}
        self.related: Counter[str] = Counter()
        self.neighbours: list[Counter[int]] = [Counter() for _ in cast.actors]
        self.side_neighbours: list[Counter[int]] = [Counter() for _ in cast.sides]
        self.told: dict[str, set[str]] = {actor.id: set() for actor in cast.actors}
        self.classes: set[str] = set()
        self.rules: set[str] = set()
        for event in events:
            self._note(event)
            if counts(event):
                self._note_pairs(event, list(actor_pairs(event)))

    def _note(self, event: Event) -> None:
        self.classes.add(event.event_class)
        self.rules.update(claim.rule for claim in event.claims)
        documents = {claim.document for claim in event.claims}
        for part in event.participations:
            self.told[part.actor.id] |= documents
        together = sorted({self._cast.index[part.actor.id] for part in event.participations})
        _count(self.neighbours, combinations(together[:_CROWD], 2))

    def _note_pairs(self, event: Event, pairs: list[tuple[str, str, bool]]) -> None:
        if event.status is not Status.DENIED:
            self.related.update(name for a, b, _ in pairs for name in (a, b))
        sides = {tuple(sorted(self._side[self._cast.side_of[name]] for name in (a, b))) for a, b, _ in pairs}
        _count(self.side_neighbours, ((one, other) for one, other in sorted(sides) if one != other))

    def busiest(self) -> list[int]:
        """Return the rows of all actors, those with most relations and events first."""
        actors, busy = self._cast.actors, self._cast.busy
        return sorted(range(len(actors)), key=lambda at: (-self.related[actors[at].id], -busy[actors[at].id], at))


def _count(found: Sequence[Counter[int]], pairs: Iterable[tuple[int, int]]) -> None:
    for one, other in pairs:
        found[one][other] += 1
        found[other][one] += 1


def _sides(neighbours: Sequence[Counter[int]], cast: Cast) -> list[Json]:
    names = side_names(cast)
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
        self.rows = _Listed()
        self._documents = documents
        self._index: dict[tuple[str, int, int], int] = {}

    def add(self, span: Span) -> int:
        """Return the number of the sentence that ``span`` covers."""
        key = (span.document, span.start, span.end)
        if key not in self._index:
            self._index[key] = len(self._index)
            self.rows.add([self._documents.get(span.document, -1), span.start, span.text])
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


def _event_node(event: Event, at: int, cast: Cast, place: Points, sentences: Sentences) -> Json:
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


def _when(event: Event) -> tuple[Any, ...]:
    date = event.date
    first = date and (date.earliest or date.latest)
    last = date and (date.latest or date.earliest)
    told = min(((claim.document, claim.trigger.start) for claim in event.claims), default=("", 0))
    return first is None, (first and first.isoformat()) or "", (last and last.isoformat()) or "", *told, event.id


class Chronology:
    """Orders events by date, as far as it is known, and then as the texts tell them; the undated stand last."""

    def __init__(self, events: Sequence[Event]) -> None:
        """Look at no event yet."""
        self._events, self._keyed = events, list[tuple[Any, int]]()

    def noted(self) -> Iterator[Event]:
        """Yield every event and note where it belongs: on disk, to look at events takes longer than to order them."""
        for at, event in enumerate(self._events):
            self._keyed.append((_when(event), at))
            yield event

    def in_order(self) -> Sequence[Event]:
        """Return the events, all of which were noted, in their order."""
        places = array("Q", (at for _, at in sorted(self._keyed)))
        return (
            Reordered(self._events, places) if isinstance(self._events, Stored) else [self._events[at] for at in places]
        )


def in_order(events: Sequence[Event]) -> Sequence[Event]:
    """Return events in the order of a ``Chronology``."""
    chronology = Chronology(events)
    deque(chronology.noted(), maxlen=0)
    return chronology.in_order()


def payload_chunks(records: Records, cast: Cast, events: Sequence[Event]) -> Iterator[str]:
    """Yield the pieces of the payload as JSON for a script element, in bounded memory.

    Args:
        records: the build.
        cast: its actors.
        events: by date.
    """
    ties = _Ties(cast, events)
    documents = {document.id: at for at, document in enumerate(documents_of(records.readings))}
    sentences, edges = Sentences(documents), _Listed()
    labels = actor_labels(cast.actors, told_by(ties.told, documents_of(records.readings)))
    places = actor_places([wrapped(label) for label in labels.values()], ties.neighbours, ties.busiest())
    yield '{"nodes":['
    nodes = chain(_actor_nodes(cast, labels, places, ties), _event_nodes(events, cast, places, sentences, edges))
    yield from _separated(map(json_block, nodes))
    yield '],"edges":['
    yield from edges.read()
    yield '],"sentences":['
    yield from sentences.rows.read()
    yield '],"documents":['
    yield from _separated(json_block(_document(document)) for document in documents_of(records.readings))
    rest = {
        "sides": _sides(ties.side_neighbours, cast),
        "classes": {name: class_label(name) for name in sorted(ties.classes)},
        "statuses": [status.value for status in Status],
        "kinds": [kind.value for kind in ActorKind],
        "rules": rule_words(ties.rules),
        "prefixes": dict(sorted(PREFIXES.items())),
        "version": records.run.version,
    }
    yield f"],{json_block(rest)[1:]}"


def _actor_nodes(cast: Cast, labels: Mapping[str, str], places: Points, ties: _Ties) -> Iterator[Json]:
    ranks = {at: rank for rank, at in enumerate(ties.busiest())}
    for at, actor in enumerate(cast.actors):
        yield _actor_node(actor, labels[actor.id], cast, places[at]) | {"rank": ranks[at]}


def _event_nodes(
    events: Iterable[Event], cast: Cast, places: Points, sentences: Sentences, edges: _Listed
) -> Iterator[Json]:
    """Yield the node of each event, and put the edges of its parts down."""
    for at, event in enumerate(events):
        members = sorted({cast.index[part.actor.id] for part in event.participations})
        for part in event.participations:
            edges.add(_role_edge(part, at, cast))
        yield _event_node(event, at, cast, event_place(places, members, at), sentences)
