"""Sightings: the actors that single documents name and the registry does not hold, with what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from diplograph.codebook.holders import load_holders
from diplograph.codebook.personnames import fold, name_key
from diplograph.codebook.registry import load_registry
from diplograph.model import Actor, ActorKind, Capacity, MentionKind, Reading, Span, Tenure

# Whoever has no name of its own belongs to its document alone.
_NAMELESS = frozenset({ActorKind.STATE, ActorKind.GROUP, ActorKind.MATTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One actor in one document.

    Args:
        name: the words of its longest name, folded.
        country: of a state; none if unknown, or if only a body is known.
        offices: the offices that it holds there, by id where the table knows them, else in folded words.
        day: when the document was published.
        evidence: where the document first names it.
    """

    actor: Actor
    document: str
    name: tuple[str, ...]
    country: str | None = None
    offices: frozenset[str] = frozenset()
    day: date | None = None
    evidence: Span | None = None

    @property
    def ref(self) -> str:
        """Return how corrections name this actor of this document."""
        return f"{self.actor.id}@{self.document}"

    @property
    def is_person(self) -> bool:
        """Return whether it is a human being."""
        return self.actor.kind is ActorKind.PERSON


def state_of(country: str | None) -> str | None:
    """Return the sovereign state that a country code stands for; none for bodies and unknown ones."""
    registry = load_registry()
    return registry.sovereign(country) if country and country in registry.states else None


def is_registered(actor: Actor) -> bool:
    """Return whether the registry holds ``actor``, and not only one of its name in another country."""
    registry = load_registry()
    if actor.id in registry.actors or actor.id.partition("-")[0] in registry.states:
        return True
    held = load_holders().holdings(actor.id)
    country = state_of(actor.country)
    homes = {state_of(code) for one in held for code in (one.of, one.person.country)}
    return bool(held) and (country is None or country in homes)


def _offices(capacities: Iterable[Capacity]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for capacity in capacities:
        if capacity.tenure is Tenure.CURRENT:
            known = load_holders().office_named(capacity.office, capacity.of)
            found[capacity.holder].add(known or fold(capacity.office))
    return {holder: frozenset(offices) for holder, offices in found.items()}


def _named(reading: Reading) -> Mapping[str, Span]:
    """Return where each actor is first called by a name."""
    names = (mention for mention in reading.mentions if mention.kind is MentionKind.NAME and mention.actor)
    ordered = sorted(names, key=lambda mention: mention.span, reverse=True)
    return {mention.actor: mention.span for mention in ordered if mention.actor}


def sightings(reading: Reading) -> Iterator[Sighting]:
    """Yield the named actors of a reading that the registry does not hold."""
    named, offices = _named(reading), _offices(reading.capacities)
    for actor in reading.actors:
        if actor.id not in named or actor.kind in _NAMELESS or is_registered(actor):
            continue
        name = tuple(name_key(actor.name).split())
        if name:
            yield Sighting(
                actor=actor,
                document=reading.document.id,
                name=name,
                country=state_of(actor.country),
                offices=offices.get(actor.id, frozenset()),
                day=reading.document.published,
                evidence=named[actor.id],
            )
