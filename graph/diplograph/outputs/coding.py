"""Events as PLOVER codes them: what is only announced, called off or denied is not filed under what happened.

The formats of PLOVER and POLECAT have no column for a status. What they cannot tell apart from a fact is left out,
unless it is asked for, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from diplograph.codebook.codes import quad_class, root_score
from diplograph.codebook.plover import Rule, has_mode, load_plover, plover_country, plover_sector
from diplograph.model import ActorKind, Event, Participation, Role, Status

Parts = tuple[Participation, ...]

OUTSIDE = "outside PLOVER"
_NEEDS_RECIPIENT = frozenset({"COOPERATE", "AID", "SANCTION"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What PLOVER says of an event.

    Args:
        event: as it is known here.
        crossed: whether PLOVER files it under another root, because it is not done.
        actors: who acts; of equals all.
        recipients: whom it is done to, or with.
    """

    event: Event
    root: str
    mode: str | None
    crossed: bool
    actors: Parts
    recipients: Parts

    @property
    def score(self) -> float | None:
        """Return PLOVER's score of root and mode."""
        return root_score(self.root, self.mode)

    @property
    def quad(self) -> int | None:
        """Return the quad class of the root."""
        return quad_class(self.root)


def code_events(events: Iterable[Event], told: Collection[Status]) -> Iterator[Coding]:
    """Yield the coding of every event that can be told, sorted by id.

    Args:
        events: of a build.
        told: statuses that go along as they are, besides asserted.
    """
    for event in sorted(events, key=lambda event: event.id):
        if _reason(event, told) is None:
            yield _coded(event)


def left_out(events: Iterable[Event], told: Collection[Status]) -> Mapping[str, int]:
    """Return how many events ``code_events`` leaves out, by status, or for being outside PLOVER."""
    reasons = Counter(_reason(event, told) for event in events)
    return {reason: reasons[reason] for reason in sorted(filter(None, reasons))}


def _rule(event: Event) -> Rule | None:
    return load_plover().get((event.status.value, event.plover or ""))


def _reason(event: Event, told: Collection[Status]) -> str | None:
    if event.plover is None:
        return OUTSIDE
    if event.status is Status.ASSERTED or event.status in told or _rule(event):
        return None
    return event.status.value


def _coded(event: Event) -> Coding:
    rule, root, mode = _rule(event), event.plover or "", event.mode
    if rule:
        root, mode = rule.to, rule.mode or mode
    actors, recipients = event_sides(event, root)
    return Coding(
        event=event,
        root=root,
        mode=mode if has_mode(root, mode) else None,
        crossed=rule is not None and root != event.plover,
        actors=actors,
        recipients=recipients,
    )


def _with_role(event: Event, *roles: Role) -> Parts:
    parts = (part for part in event.participations if part.role in roles)
    return tuple(part for part in parts if part.actor.kind is not ActorKind.MATTER)


def event_sides(event: Event, root: str = "") -> tuple[Parts, Parts]:
    """Return who acts and who receives: equals all act, a mediator acts on them, a guest on the host.

    Args:
        event: any.
        root: PLOVER's; of some roots it demands a recipient, who is then the second of several equals.
    """
    parties = _with_role(event, Role.PARTY)
    actors, recipients = _with_role(event, Role.SOURCE, Role.MEDIATOR), _with_role(event, Role.TARGET, Role.HOST)
    if _with_role(event, Role.MEDIATOR):
        return actors, recipients + parties
    if root in _NEEDS_RECIPIENT and not recipients:
        return actors + parties[:1], parties[1:]
    return actors + parties, recipients


def country_of(part: Participation) -> str | None:
    """Return the country that a participant acts for, or else belongs to."""
    return part.acts_for or part.actor.country


def coded_country_of(part: Participation) -> str | None:
    """Return PLOVER's code for the country of a participant: a partly recognised state is under its parent's."""
    country = country_of(part)
    return plover_country(country)[0] if country else None


def sectors_of(part: Participation) -> tuple[str, ...]:
    """Return PLOVER's codes for the sectors of a participant, and its mark of a partly recognised state."""
    codes = (plover_sector(sector) for sector in part.actor.sectors)
    mark = plover_country(country_of(part) or "")[1]
    return tuple(dict.fromkeys(code for code in (*codes, mark) if code))
