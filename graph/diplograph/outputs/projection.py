"""From events to pairs of actors, by rules that invent no fact.

Of four people in one meeting every two met; of an arrest only the one who arrests and the one arrested form a
pair. Events are counted, not sentences. A planned or alleged event never counts as one that took place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from diplograph.model import Actor, ActorKind, Event, Grade, Participation, Role, Status
from diplograph.outputs.phrasing import Tone, tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Which events and actors enter the statistics of pairs.

    Args:
        outside_plover: count events without a PLOVER root, such as statements.
        matters: count agreements and processes as if they were actors.
        grade_c: count events of which only one actor was recognised.
    """

    outside_plover: bool = False
    matters: bool = False
    grade_c: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """All events of one status between two actors, in one direction or between equals.

    Args:
        symmetric: the two were parties; else ``source`` acted on ``target``.
        events: ids, sorted.
    """

    source: str
    target: str
    symmetric: bool
    status: Status
    tone: str
    events: tuple[str, ...]


BY_THE_RULES = Counting()


def best_grade(event: Event) -> Grade:
    """Return the best grade of the event's claims; C without any."""
    return min((claim.grade for claim in event.claims), default=Grade.C)


def counts(event: Event, counting: Counting = BY_THE_RULES) -> bool:
    """Return whether ``event`` enters the statistics of pairs."""
    if event.plover is None and not counting.outside_plover:
        return False
    return counting.grade_c or best_grade(event) is not Grade.C


def _acting(event: Event, role: Role, counting: Counting) -> list[Actor]:
    parts: Iterable[Participation] = (part for part in event.participations if part.role is role)
    return [part.actor for part in parts if counting.matters or part.actor.kind is not ActorKind.MATTER]


def actor_pairs(event: Event, counting: Counting = BY_THE_RULES) -> Iterator[tuple[str, str, bool]]:
    """Yield (source, target, symmetric) for every pair of ids that the event itself relates, each once."""
    parties = sorted({actor.id for actor in _acting(event, Role.PARTY, counting)})
    for first, second in combinations(parties, 2):
        yield first, second, True
    sources = {actor.id for actor in _acting(event, Role.SOURCE, counting)}
    targets = {actor.id for actor in _acting(event, Role.TARGET, counting)}
    for source, target in sorted(product(sources, targets)):
        if source != target:
            yield source, target, False


def _common_tone(events: Iterable[Event]) -> str:
    tones = {tone(event) for event in events} - {Tone.NEUTRAL}
    if len(tones) == 2:
        return "mixed"
    return tones.pop().value if tones else Tone.NEUTRAL.value


def project(events: Iterable[Event], counting: Counting = BY_THE_RULES) -> tuple[Dyad, ...]:
    """Return the dyads of ``events``, sorted; each names the events that it stands for."""
    groups: defaultdict[tuple[str, str, bool, Status], dict[str, Event]] = defaultdict(dict)
    for event in events:
        if counts(event, counting):
            for source, target, symmetric in actor_pairs(event, counting):
                groups[source, target, symmetric, event.status][event.id] = event
    return tuple(
        Dyad(
            source=source,
            target=target,
            symmetric=symmetric,
            status=status,
            tone=_common_tone(group.values()),
            events=tuple(sorted(group)),
        )
        for (source, target, symmetric, status), group in sorted(groups.items())
    )
