"""One event out of the reports of several documents: under the first one's id, with everybody once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from diplograph.knowledge.merging import joined, united_parts
from diplograph.knowledge.reports import is_local, who
from diplograph.language.people import slug
from diplograph.model import ActorKind, Event, Participation, Role
from diplograph.records import by_role

_LEVEL = frozenset({Role.SOURCE, Role.TARGET, Role.PARTY})


def one_event(events: Sequence[Event], rules: tuple[str, ...]) -> Event:
    """Return one event for reports of several documents, under the id and class of the first.

    Args:
        events: in order of publication.
        rules: names of the rules that put them together.
    """
    first, *others = events
    if not others:
        return first
    merged = first
    for other in others:
        merged = joined(merged, other)
    parts = by_role(tuple(_everybody_once(_on_one_level(merged))))
    return replace(merged, participations=parts, merged_by=rules)


def _on_one_level(event: Event) -> tuple[Participation, ...]:
    """Return the parts of an act of equals as parties, if any report has them so; the first of each actor."""
    roles = {part.role for part in event.participations}
    if Role.PARTY not in roles or roles.isdisjoint({Role.SOURCE, Role.TARGET}):
        return event.participations
    parts = (replace(part, role=Role.PARTY) if part.role in _LEVEL else part for part in event.participations)
    return tuple(united_parts((), tuple(parts)))


def _everybody_once(parts: Iterable[Participation]) -> Iterator[Participation]:
    """Yield the parts without those that another document only describes.

    "Her counterpart" and the state give way to the official who is named for it, the state to its own government too;
    "two diplomats" of one document are those of the other.
    """
    every = tuple(parts)
    named = {(part.role, part.acts_for) for part in every if _is_named_official(part)}
    governed = {(part.role, part.acts_for) for part in every if _is_government(part)}
    homes: dict[tuple[Role, str | None, str | None], str | None] = {}
    for part in every:
        state = part.acts_for or part.actor.country
        is_state, is_described = part.actor.kind is ActorKind.STATE, is_local(part.actor)
        if (is_state or (is_described and part.acts_for)) and (part.role, state) in named:
            continue
        if is_state and (part.role, state) in governed:
            continue
        if is_described:
            home = part.spans[0].document if part.spans else None
            kind = who(part.actor, state) if state else slug(part.actor.name)
            if homes.setdefault((part.role, state, kind), home) != home:
                continue
        yield part


def _is_government(part: Participation) -> bool:
    """Return whether a part is a body through which a state acts: its government, its foreign ministry."""
    return part.actor.kind is ActorKind.GOVERNMENT and part.acts_for is not None and not is_local(part.actor)


def _is_named_official(part: Participation) -> bool:
    return part.actor.kind is ActorKind.PERSON and part.acts_for is not None and not is_local(part.actor)
