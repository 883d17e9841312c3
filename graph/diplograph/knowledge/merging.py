"""Reports of one event within a document become one event with several claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.lexicon import load_lexicon
from diplograph.model import (
    Actor,
    ActorKind,
    AttributionKind,
    Claim,
    Event,
    EventDate,
    Modality,
    Participation,
    Role,
    Status,
)
from diplograph.records import by_role

# Families whose acts are each their own: two statements are never one.
SPEAKING = frozenset({"statement"})
OPEN_STATUS = (
    Modality.PLANNED,
    Modality.REQUESTED,
    Modality.HYPOTHETICAL,
    Modality.CANCELLED,
    Modality.DENIED,
)


def status_of(claims: Iterable[Claim]) -> Status:
    """Return what follows from all claims together.

    Asserted needs a document's own voice and no denial; asserted by others only is alleged;
    asserted and denied is disputed.
    """
    claims = tuple(claims)
    modes = [claim.modality for claim in claims]
    asserted = [claim for claim in claims if claim.modality is Modality.ASSERTED]
    if asserted and Modality.DENIED in modes:
        return Status.DISPUTED
    if asserted and Modality.CANCELLED not in modes:
        own = any(claim.attribution.kind is AttributionKind.OWN_VOICE for claim in asserted)
        return Status.ASSERTED if own else Status.ALLEGED
    if Modality.CANCELLED in modes:
        return Status.CANCELLED
    return next((Status(mode.value) for mode in OPEN_STATUS if mode in modes), Status.ALLEGED)


def merge_within(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events of one document with reports of the same event put together, in text order.

    Args:
        events: of one document, each with one claim, in text order.
    """
    merged: list[Event] = []
    for event in events:
        index = _same_event(merged, event)
        if index is None:
            merged.append(replace(event, status=status_of(event.claims)))
        else:
            merged[index] = joined(merged[index], event)
    return tuple(merged)


def _same_event(known: list[Event], event: Event) -> int | None:
    for index in range(len(known) - 1, -1, -1):
        if _compatible(known[index], event):
            return index
    return None


def _compatible(first: Event, second: Event) -> bool:
    classes = load_event_classes()
    family = classes[first.event_class].family
    if family != classes[second.event_class].family or family in SPEAKING:
        return False
    if _told_side_by_side(first, second):
        return False
    return _dates_agree(first, second) and _modes_agree(first, second) and _parties_agree(first, second)


def _told_side_by_side(first: Event, second: Event) -> bool:
    """Return whether two verbs of one sentence tell them, which are two acts ("armed and then trained them")."""
    sentences = {claim.sentence for claim in first.claims} & {claim.sentence for claim in second.claims}
    return bool(sentences) and not _by_noun(first) and not _by_noun(second)


def _modes_agree(first: Event, second: Event) -> bool:
    """Return whether the two can be about one act: a request is not the act, a denial is about an assertion."""
    claims = (*first.claims, *second.claims)
    modes = {claim.modality for claim in claims}
    own = {claim.modality for claim in claims if claim.attribution.kind is AttributionKind.OWN_VOICE}
    # Nobody contradicts herself: "was arrested" and "no minister was ever arrested" are two things.
    contradicts = {Modality.ASSERTED, Modality.DENIED} <= own
    return not contradicts and (Modality.REQUESTED not in modes or len(modes) == 1)


def _dates_agree(first: Event, second: Event) -> bool:
    if first.date is None or second.date is None or not (first.date.stated and second.date.stated):
        return True
    one, two = first.date, second.date
    return not (
        (one.latest and two.earliest and one.latest < two.earliest)
        or (two.latest and one.earliest and two.latest < one.earliest)
    )


def _side(event: Event, *roles: Role) -> set[str]:
    return {
        part.actor.id for part in event.participations if part.role in roles and part.actor.kind is not ActorKind.MATTER
    }


def _parties_agree(first: Event, second: Event) -> bool:
    """Return whether one report's parties are among the other's, side by side."""
    if Role.PARTY in {part.role for event in (first, second) for part in event.participations}:
        one, two = _side(first, *Role), _side(second, *Role)
        return len(one & two) >= 2 or (bool(one and two) and (one <= two or two <= one) and min(len(one), len(two)) > 1)
    sources = _side(first, Role.SOURCE), _side(second, Role.SOURCE)
    targets = _side(first, Role.TARGET), _side(second, Role.TARGET)
    if not _nested(*sources) or not _nested(*targets):
        return False
    if targets[0] & targets[1]:
        return True
    one_sided = bool(targets[0]) != bool(targets[1])
    return bool(sources[0] & sources[1]) and (not one_sided or _by_noun(second))


@cache
def _noun_rules() -> frozenset[str]:
    return frozenset(entry.id for entry in load_lexicon().all_entries() if entry.pos == "noun")


def _by_noun(event: Event) -> bool:
    """Return whether a noun tells the event, which may leave out what was said before ("his visit")."""
    return any(claim.rule.split("+")[0] in _noun_rules() for claim in event.claims)


def _nested(one: set[str], two: set[str]) -> bool:
    return not one or not two or one <= two or two <= one


def joined(first: Event, second: Event) -> Event:
    """Return the first event with everything that the second adds to it."""
    claims = tuple(
        sorted(
            {*first.claims, *second.claims},
            key=lambda claim: (claim.document, claim.trigger.start, claim.rule),
        )
    )
    return replace(
        first,
        participations=by_role(tuple(united_parts(first.participations, second.participations))),
        date=_better_date(first.date, second.date),
        place=first.place or second.place,
        contexts=tuple(sorted({*first.contexts, *second.contexts})),
        status=status_of(claims),
        claims=claims,
    )


def united_parts(first: tuple[Participation, ...], second: tuple[Participation, ...]) -> Iterator[Participation]:
    """Yield the participations of both, one for each actor and role, with all their spans."""
    known = {(part.actor.id, part.role): part for part in first}
    for part in second:
        key = (part.actor.id, part.role)
        if key not in known:
            known[key] = part
            continue
        spans = tuple(sorted({*known[key].spans, *part.spans}))
        known[key] = replace(known[key], spans=spans, capacity=known[key].capacity or part.capacity)
    yield from known.values()


def _better_date(first: EventDate | None, second: EventDate | None) -> EventDate | None:
    """Return the stated date rather than the inherited one, the narrower of two stated ones."""
    known = [date for date in (first, second) if date is not None]
    return min(known, key=lambda date: (not date.stated, _width(date)), default=None)


def _width(date: EventDate) -> int:
    if date.earliest is None or date.latest is None:
        return 10**6
    return (date.latest - date.earliest).days


class ActorTable:
    """One actor an id, out of what many documents say of them."""

    def __init__(self) -> None:
        """Begin without any."""
        self._found: dict[str, Actor] = {}
        self._aliases: dict[str, set[str]] = defaultdict(set)

    def add(self, actors: Iterable[Actor]) -> None:
        """Take in what a document knows of actors."""
        for actor in actors:
            known = self._found.get(actor.id)
            self._aliases[actor.id].update(actor.aliases)
            if known is None or _knows_more(actor, known):
                self._found[actor.id] = actor

    def all(self) -> tuple[Actor, ...]:
        """Return every actor with the aliases of all, sorted by id."""
        return tuple(
            replace(self._found[key], aliases=tuple(sorted(self._aliases[key]))) for key in sorted(self._found)
        )


def merge_actors(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Return one actor an id, with the aliases of all, sorted by id."""
    table = ActorTable()
    table.add(actors)
    return table.all()


def _knows_more(actor: Actor, known: Actor) -> bool:
    """Return whether ``actor`` is linked and ``known`` is not, or else comes with links and it does not."""
    return (actor.linked, bool(actor.same_as)) > (known.linked, bool(known.same_as))
