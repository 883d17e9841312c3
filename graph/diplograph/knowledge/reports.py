"""What one document reports of one event, reduced to what reports of several documents are compared by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.registry import load_registry
from diplograph.codebook.words import word_list
from diplograph.language.people import slug
from diplograph.model import Actor, ActorKind, Event, MentionKind, Modality, Participation, Place, Reading, Role

# A party: the side it stands on, the state it counts for, and who it is; none = the state as such.
Party = tuple[str, str, str | None]
Parties = frozenset[Party]
BlockKey = tuple[str, ...]
_OFFICIAL = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
# Modalities that are no word on whether the act took or takes place.
_APART = (Modality.REQUESTED, Modality.HYPOTHETICAL)


@dataclass(frozen=True, kw_only=True)
class Report:
    """An event as one document tells it.

    Args:
        document: the document.
        origin: the document that it is a copy of, or the document itself.
        published: its day, if known.
    """

    event: Event
    document: str
    origin: str
    published: date | None = None

    @cached_property
    def parties(self) -> Parties:
        """Return who takes part, on which side."""
        return frozenset(_parties(self.event))

    @cached_property
    def order(self) -> tuple[date, str, int, str]:
        """Return what reports are sorted by: day of publication, document, place in the text."""
        first = min((claim.trigger.start for claim in self.event.claims), default=0)
        return self.published or date.max, self.document, first, self.event.id


def reports_of(reading: Reading) -> Iterator[Report]:
    """Yield what a document reports."""
    document = reading.document
    for event in reading.events:
        origin = document.based_on or document.id
        yield Report(event=event, document=document.id, origin=origin, published=document.published)


def family(event: Event) -> str:
    """Return the family of an event's class."""
    return load_event_classes()[event.event_class].family


def _sides(event: Event) -> Iterator[tuple[str, Participation]]:
    symmetric = load_event_classes()[event.event_class].symmetric
    for part in event.participations:
        if part.actor.kind is not ActorKind.MATTER:
            yield "with" if symmetric or part.role is Role.PARTY else part.role.value, part


def _parties(event: Event) -> Iterator[Party]:
    for side, part in _sides(event):
        actor = part.actor
        # A private person acts for nobody but himself, whatever his passport.
        state = part.acts_for or (None if actor.kind is ActorKind.PERSON else actor.country)
        yield side, state or _name(actor), who(actor, state)


def _name(actor: Actor) -> str:
    return f"~{slug(actor.name)}" if is_local(actor) else actor.id


def who(actor: Actor, state: str | None) -> str | None:
    """Return who a party is beyond its state: persons and bodies of their own; of groups only what kind of people."""
    if actor.kind in {ActorKind.STATE, ActorKind.GOVERNMENT} or state in {None, actor.id}:
        return None
    if not is_local(actor):
        return actor.id
    if actor.kind is ActorKind.PERSON and actor.name[:1].isupper():
        return actor.id
    return None if set(actor.sectors) & _OFFICIAL else f"~{''.join(actor.sectors) or slug(actor.name)}"


def is_local(actor: Actor) -> bool:
    """Return whether an actor's id holds for its document only: it begins with eight digits of a hash."""
    head, dash, _ = actor.id.partition("-")
    return bool(dash) and len(head) == 8 and all(digit in "0123456789abcdef" for digit in head)


def key(event: Event) -> BlockKey:
    """Return the key within which alone reports can be of one event: family, kind of modality, states by side.

    What is done to one named person is kept under that person, whoever is said to have done it.
    """
    about = (family(event), _modality(event))
    targets = [part.actor for side, part in _sides(event) if side == Role.TARGET.value]
    done_to = family(event) in word_list("done-to-persons")
    if done_to and len(targets) == 1 and targets[0].kind is ActorKind.PERSON and not is_local(targets[0]):
        return (*about, "person", targets[0].id)
    return (*about, *sorted({f"{side} {state}" for side, state, _ in _parties(event)}))


def _modality(event: Event) -> str:
    modes = {claim.modality for claim in event.claims}
    return next((mode.value for mode in _APART if modes == {mode}), "act")


def place_of(event: Event) -> tuple[str, str] | None:
    """Return country and name of the place, if it is narrower than a country."""
    place = event.place
    return (place.country or "", slug(place.name)) if place and not _is_country(place) else None


def _is_country(place: Place) -> bool:
    return (place.country or "", slug(place.name)) in _country_names()


@cache
def _country_names() -> frozenset[tuple[str, str]]:
    names = (name for name in load_registry().names if name.kind is MentionKind.NAME and not name.city)
    return frozenset((name.actor, slug(name.text)) for name in names if name.actor in load_registry().states)
