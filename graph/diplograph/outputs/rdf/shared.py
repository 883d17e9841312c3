"""What events speak of that is not theirs alone: actors, countries, offices, places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from diplograph.model import Actor, Capacity, Event, Place
from diplograph.outputs.rdf.blocks import Block
from diplograph.outputs.rdf.facts import place_block
from diplograph.outputs.rdf.sayings import office_seen
from diplograph.records import capacity_from_json, capacity_to_json
from diplograph.vocabulary import country_codes


class Shared(NamedTuple):
    """What one event speaks of that others may speak of too.

    Args:
        actors: ids of those who take part or are quoted.
        countries: codes that it names.
        offices: in which actors take part.
        place: its name and country.
    """

    actors: Sequence[str]
    countries: Sequence[str]
    offices: Sequence[Capacity]
    place: tuple[str, str | None] | None

    def blocks(self) -> Iterator[Block]:
        """Yield what is said about the event of its place, and of offices held in it."""
        if self.place:
            name, country = self.place
            yield place_block(Place(name=name, country=country))
        for office in self.offices:
            if office.span:
                yield from office_seen(office, office.span)

    def to_json(self) -> list[Any]:
        """Return it as JSON."""
        return [self.actors, self.countries, list(map(capacity_to_json, self.offices)), self.place]


def shared_by(event: Event) -> Shared:
    """Return what an event shares with others."""
    parts = event.participations
    return Shared(
        actors=list(dict.fromkeys(actor.id for actor in actors_in(event))),
        countries=sorted(set(filter(None, _countries_named(event)))),
        offices=[part.capacity for part in parts if part.capacity],
        place=(event.place.name, event.place.country) if event.place else None,
    )


def shared_from_json(value: Sequence[Any]) -> Shared:
    """Return what ``value`` describes."""
    actors, countries, offices, place = value
    return Shared(actors, countries, list(map(capacity_from_json, offices)), place)


def actors_in(event: Event) -> Iterator[Actor]:
    """Yield who takes part in an event or is quoted on it."""
    yield from (part.actor for part in event.participations)
    yield from (claim.attribution.speaker for claim in event.claims if claim.attribution.speaker)


def _countries_named(event: Event) -> Iterator[str | None]:
    yield event.place.country if event.place else None
    for part in event.participations:
        yield part.acts_for
        yield part.actor.country
        if part.capacity and part.capacity.of in country_codes():
            yield part.capacity.of
