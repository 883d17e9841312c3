"""Readings in which actors bear the ids that hold across documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    AttributionKind,
    Capacity,
    Claim,
    Event,
    Mention,
    Participation,
    Reading,
)

DROPPED = "dropped by a correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewName:
    """What an actor of a document is called in the whole build.

    Args:
        id: none = the actor is dropped.
        name: none = as the document calls it.
        country: known from another document; none = as the document says.
        own: the actor as the document by itself has it, to go back to.
    """

    id: str | None
    name: str | None = None
    country: str | None = None
    own: Actor | None = None


NewNames = Mapping[str, NewName]


def renamed(reading: Reading, names: NewNames) -> Reading:
    """Return ``reading`` with the actors in ``names``, by the id they have in it, called by their new ones."""
    if not names:
        return reading
    own = {actor.id: actor for actor in reading.actors}
    called = ((new.id, own[name]) for name, new in sorted(names.items()) if new.id and not new.own and name in own)
    actors = {actor.id: actor for actor in (_actor(one, names) for one in reading.actors) if actor}
    return replace(
        reading,
        actors=tuple(actors[key] for key in sorted(actors)),
        mentions=tuple(_mention(mention, names) for mention in reading.mentions),
        capacities=tuple(office for office in (_capacity(one, names) for one in reading.capacities) if office),
        events=tuple(event for event in (_event(one, names) for one in reading.events) if event),
        read_as=tuple(called),
    )


def as_read(reading: Reading) -> Reading:
    """Return ``reading`` with its actors as the document by itself calls them.

    Two that became one cannot be told apart again, and who was dropped is gone.
    """
    counted = Counter(called for called, _ in reading.read_as)
    single = [(called, own) for called, own in reading.read_as if counted[called] == 1]
    return renamed(reading, {called: NewName(id=own.id, own=own) for called, own in single})


def _actor(actor: Actor, names: NewNames) -> Actor | None:
    new = names.get(actor.id)
    if new is None:
        return actor
    if new.id is None or new.own:
        return new.own
    name, country = new.name or actor.name, actor.country or new.country
    aliases = tuple(sorted({*actor.aliases, actor.name} - {name}))
    return replace(actor, id=new.id, name=name, aliases=aliases, country=country, linked=actor.linked or bool(country))


def _mention(mention: Mention, names: NewNames) -> Mention:
    new = names.get(mention.actor or "")
    if new is None:
        return mention
    return replace(mention, actor=new.id, rule=mention.rule if new.id else DROPPED)


def _capacity(capacity: Capacity, names: NewNames) -> Capacity | None:
    new = names.get(capacity.holder)
    if new is None:
        return capacity
    return replace(capacity, holder=new.id) if new.id else None


def _parts(parts: Iterable[Participation], names: NewNames) -> Iterator[Participation]:
    for part in parts:
        actor = _actor(part.actor, names)
        if actor:
            office = _capacity(part.capacity, names) if part.capacity else None
            yield replace(part, actor=actor, capacity=office)


def _attribution(said: Attribution, names: NewNames) -> Attribution:
    if said.speaker is None:
        return said
    speaker = _actor(said.speaker, names)
    # Nobody knows any more who says it; that somebody does still holds.
    return replace(said, speaker=speaker, kind=said.kind if speaker else AttributionKind.UNNAMED)


def _claim(claim: Claim, names: NewNames) -> Claim:
    return replace(claim, attribution=_attribution(claim.attribution, names))


def _event(event: Event, names: NewNames) -> Event | None:
    """Return the event; none if nobody is left who acts in it or is acted on."""
    speakers = (claim.attribution.speaker for claim in event.claims)
    actors = [*(part.actor for part in event.participations), *filter(None, speakers)]
    if not any(actor.id in names for actor in actors):
        return event
    parts = tuple(_parts(event.participations, names))
    if len(parts) < len(event.participations) and all(part.actor.kind is ActorKind.MATTER for part in parts):
        return None
    return replace(event, participations=parts, claims=tuple(_claim(claim, names) for claim in event.claims))
