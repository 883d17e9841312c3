"""What the page's scripts know: actors and events as nodes, roles as edges, and the evidence behind them."""

from __future__ import annotations

import textwrap
from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from diplograph.external import Spool
from diplograph.model import Actor, ActorKind, Document, Event, Records, Status
from diplograph.outputs.page.blocks import json_block
from diplograph.outputs.page.cast import Cast, actor_labels, side_names, told_by
from diplograph.outputs.page.layout import Points, actor_places, event_place
from diplograph.outputs.page.nodes import NodeTexts
from diplograph.outputs.page.rules import rule_words
from diplograph.outputs.page.seen import Seen, seen_of
from diplograph.outputs.page.summary import SummaryCounts
from diplograph.outputs.phrasing import (
    class_label,
    document_title,
    one_line,
)
from diplograph.outputs.rdf.terms import iri
from diplograph.records import documents_of
from diplograph.vocabulary import PREFIXES, actor_iri, article_iri

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
        self.add_text(json_block(value))

    def add_text(self, text: str) -> None:
        """Take a value that is JSON already."""
        self._spool.write(self._comma + text)
        self._comma = ","

    def read(self) -> Iterator[str]:
        """Yield the items, in pieces."""
        return self._spool.read()


def _separated(texts: Iterable[str]) -> Iterator[str]:
    comma = ""
    for text in texts:
        yield comma + text
        comma = ","


class Ties:
    """Who stands in events together, who tells of whom, and which classes and rules there are: from one pass.

    What is found:
        related: how many pairs each actor has in the view that the page opens with.
        neighbours: for each actor, with whom it stands in events; decides places only, never what is drawn as relation.
        side_neighbours: the events between every two sides, as the page's lines between sides show them.
        told: the documents that tell of each actor.
    """

    def __init__(self, cast: Cast, events: Iterable[Seen]) -> None:
        """Go through the events of a cast."""
        self._cast, self._side = cast, {code: at for at, code in enumerate(cast.sides)}
        self.related: Counter[str] = Counter()
        self.neighbours: list[Counter[int]] = [Counter() for _ in cast.actors]
        self.side_neighbours: list[Counter[int]] = [Counter() for _ in cast.sides]
        self.told: dict[str, set[str]] = {actor.id: set() for actor in cast.actors}
        self.classes: set[str] = set()
        self.rules: set[str] = set()
        for event in events:
            self._note(event)
            self._note_pairs(event)

    def _note(self, event: Seen) -> None:
        self.classes.add(event.event_class)
        self.rules.update(event.rules)
        names = {name for name, _ in event.actors if name}
        for name in names:
            self.told[name].update(event.documents)
        together = sorted(self._cast.index[name] for name in names)
        _count(self.neighbours, combinations(together[:_CROWD], 2))

    def _note_pairs(self, event: Seen) -> None:
        if event.status != Status.DENIED:
            self.related.update(name for a, b, _ in event.pairs for name in (a, b))
        sides = {tuple(sorted(self._side[self._cast.side_of[name]] for name in (a, b))) for a, b, _ in event.pairs}
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

    def add(self, document: str, start: int, end: int, text: str) -> int:
        """Return the number of a sentence."""
        key = (document, start, end)
        if key not in self._index:
            self._index[key] = len(self._index)
            self.rows.add([self._documents.get(document, -1), start, text])
        return self._index[key]


def _document(document: Document) -> Json:
    published = document.published.isoformat() if document.published else None
    optional = {
        "published": published,
        "based_on": document.based_on,
        "publisher": document.publisher and one_line(document.publisher),
    }
    named = {"key": document.id, "term": iri(article_iri(document.id)), "title": document_title(document)}
    return named | {name: value for name, value in (optional | {"url": safe_url(document.url)}).items() if value}


def _when(event: Seen) -> tuple[Any, ...]:
    _, earliest, latest = event.date or ("", None, None)
    first, last = earliest or latest, latest or earliest
    return first is None, first or "", last or "", *event.told, event.id


class Calendar:
    """Orders events by date, as far as it is known, and then as the texts tell them; the undated stand last."""

    def __init__(self) -> None:
        """Begin without any."""
        self._keyed: list[tuple[Any, int]] = []

    def noted(self, events: Iterable[Seen]) -> Iterator[Seen]:
        """Yield events and note where they belong."""
        for at, event in enumerate(events):
            self._keyed.append((_when(event), at))
            yield event

    def order(self) -> Sequence[int]:
        """Return the places of the events that were noted, in their order."""
        return array("Q", (at for _, at in sorted(self._keyed)))


def in_order(events: Sequence[Event]) -> Sequence[Event]:
    """Return events in the order of a ``Calendar``."""
    calendar = Calendar()
    deque(calendar.noted(map(seen_of, events)), maxlen=0)
    return [events[at] for at in calendar.order()]


class Scene(NamedTuple):
    """What there is to show.

    Args:
        cast: the actors of the events.
        ties: between them.
        counts: of the events.
        order: places of the events by date.
        texts: begins a pass over the events by date, as overviews see them and as nodes.
    """

    cast: Cast
    ties: Ties
    counts: SummaryCounts
    order: Sequence[int]
    texts: Callable[[], Iterable[tuple[Seen, NodeTexts]]]


def payload_chunks(records: Records, scene: Scene) -> Iterator[str]:
    """Yield the pieces of the payload as JSON for a script element, in bounded memory.

    Args:
        records: the build.
        scene: its actors and events.
    """
    cast, ties = scene.cast, scene.ties
    numbers: dict[str, int] = {}
    labels = actor_labels(cast.actors, told_by(ties.told, _numbered_documents(records, numbers)))
    sentences, edges = Sentences(numbers), _Listed()
    places = actor_places([wrapped(label) for label in labels.values()], ties.neighbours, ties.busiest())
    yield '{"nodes":['
    actors = map(json_block, _actor_nodes(cast, labels, places, ties))
    yield from _separated(chain(actors, _event_nodes(scene, places, sentences, edges)))
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


def _numbered_documents(records: Records, numbers: dict[str, int]) -> Iterator[Document]:
    """Yield the documents and put down their numbers."""
    for at, document in enumerate(documents_of(records.readings)):
        numbers[document.id] = at
        yield document


def _actor_nodes(cast: Cast, labels: Mapping[str, str], places: Points, ties: Ties) -> Iterator[Json]:
    ranks = {at: rank for rank, at in enumerate(ties.busiest())}
    for at, actor in enumerate(cast.actors):
        yield _actor_node(actor, labels[actor.id], cast, places[at]) | {"rank": ranks[at]}


def _event_nodes(scene: Scene, places: Points, sentences: Sentences, edges: _Listed) -> Iterator[str]:
    """Yield the node of each event, and put the edges of its parts down."""
    index = scene.cast.index
    for at, (event, texts) in enumerate(scene.texts()):
        members = sorted({index[name] for name, _ in event.actors if name})
        for name, rest in texts.edges:
            edges.add_text(f'{{"from":"e{at}","to":"a{index[name]}",{rest}')
        pairs = [[index[a], index[b], int(both)] for a, b, both in event.pairs]
        x, y = event_place(places, members, at)
        told = "".join(_numbered(texts, sentences))
        yield f'{{"id":"e{at}",{told},"pairs":{json_block(pairs)},"x":{round(x)},"y":{round(y)}}}'


def _numbered(texts: NodeTexts, sentences: Sentences) -> Iterator[str]:
    """Yield the pieces of a node with the numbers of its sentences between them."""
    first, *others = texts.heads
    yield first
    for (document, start, end, text), piece in zip(texts.sentences, others, strict=True):
        yield str(sentences.add(document, start, end, text))
        yield piece
