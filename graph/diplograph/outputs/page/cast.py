"""Who stands on the page: the actors of the events, grouped by side, in the order of the rows."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diplograph.codebook.states import read_states
from diplograph.model import Actor, ActorKind, Document, Event
from diplograph.outputs.page.seen import Seen, seen_of
from diplograph.outputs.phrasing import day_text, document_title, one_line

UNKNOWN_SIDE = ""
# CAMEO's codes for actors of no country.
NO_COUNTRY_NAMES = {
    "IGO": "international organisations",
    "IMG": "international armed groups",
    "INT": "international actors",
    "MNC": "multinational companies",
    "NGO": "non-governmental organisations",
}
_KIND_ORDER = {kind: at for at, kind in enumerate((ActorKind.STATE, ActorKind.GOVERNMENT))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The actors of a page in the order of its rows.

    Args:
        actors: grouped by side, the busiest side first; matters last.
        index: row of each actor id.
        sides: country codes, the busiest first; "" where no country is known.
        busy: number of events of each actor id.
    """

    actors: tuple[Actor, ...]
    index: Mapping[str, int]
    sides: tuple[str, ...]
    side_of: Mapping[str, str]
    busy: Mapping[str, int]


def _side(actor: Actor, acted: Mapping[str, Counter[str]]) -> str:
    if actor.kind is ActorKind.MATTER:
        return UNKNOWN_SIDE
    if actor.country:
        return actor.country
    votes = acted.get(actor.id)
    return min(votes, key=lambda code: (-votes[code], code)) if votes else UNKNOWN_SIDE


def cast_of(events: Iterable[Event]) -> Cast:
    """Return the actors that take part in events, grouped by side."""
    taking: dict[str, Actor] = {}

    def noted() -> Iterator[Seen]:
        for event in events:
            taking.update((part.actor.id, part.actor) for part in event.participations)
            yield seen_of(event)

    votes = Votes(noted())
    return votes.cast(taking)


class Votes:
    """In how many events each actor takes part, and for which states."""

    def __init__(self, events: Iterable[Seen]) -> None:
        """Count them."""
        self._busy: Counter[str] = Counter()
        self._acted: defaultdict[str, Counter[str]] = defaultdict(Counter)
        # In the order of their first parts.
        self._names: dict[str, None] = {}
        for event in events:
            self._busy.update({name: 1 for name, _ in event.actors if name})
            for name, acts_for in event.actors:
                self._names[name or ""] = None
                if name and acts_for:
                    self._acted[name][acts_for] += 1

    def cast(self, known: Mapping[str, Actor]) -> Cast:
        """Return the cast of these events.

        Args:
            known: all actors that take part, by id.
        """
        return _cast({name: known[name] for name in self._names}, self._busy, self._acted)


def _cast(taking: Mapping[str, Actor], busy: Counter[str], acted: Mapping[str, Counter[str]]) -> Cast:
    side_of = {name: _side(actor, acted) for name, actor in taking.items()}
    weight: Counter[str] = Counter()
    for name in taking:
        weight[side_of[name]] += busy[name]
    sides = sorted(weight, key=lambda code: (code == UNKNOWN_SIDE, -weight[code], code))
    rank = {code: at for at, code in enumerate(sides)}

    def row(actor: Actor) -> tuple[Any, ...]:
        matter = actor.kind is ActorKind.MATTER
        return (
            matter,
            rank[side_of[actor.id]],
            _KIND_ORDER.get(actor.kind, 9),
            -busy[actor.id],
            actor.name,
            actor.id,
        )

    actors = tuple(sorted(taking.values(), key=row))
    index = {actor.id: at for at, actor in enumerate(actors)}
    return Cast(actors=actors, index=index, sides=tuple(sides), side_of=side_of, busy=busy)


def side_names(cast: Cast) -> dict[str, str]:
    """Return a name for each side: that of its state or body, else its code."""
    named = {actor.id: one_line(actor.name) for actor in cast.actors if actor.country == actor.id}
    listed = {state.id: state.name for state in read_states()}
    known = listed | NO_COUNTRY_NAMES | named
    return {code: known.get(code) or code or "no country known" for code in cast.sides}


def told_by(found: Mapping[str, set[str]], documents: Iterable[Document]) -> dict[str, str]:
    """Return where each actor of one document alone is told of: the day of the document, else its title.

    Args:
        found: the documents that tell of each actor.
        documents: all there are.
    """
    single = {name: min(told) for name, told in found.items() if len(told) == 1}
    wanted = set(single.values())
    words = {document.id: _told(document) for document in documents if document.id in wanted}
    return {name: words[document] for name, document in single.items() if document in words}


def _told(document: Document) -> str:
    if document.published:
        return day_text(document.published)
    return textwrap.shorten(document_title(document), 40, placeholder="…")


def actor_labels(actors: Sequence[Actor], told_by: Mapping[str, str]) -> dict[str, str]:
    """Return a label for each actor; where several bear one name, as "the president", it says of which document."""
    names = {actor.id: one_line(actor.name) or "?" for actor in actors}
    shared = Counter(names.values())
    return {
        actor.id: f"{name} ({told_by[actor.id]})"
        if shared[name] > 1 and not actor.linked and actor.id in told_by
        else name
        for actor, name in zip(actors, names.values(), strict=True)
    }
