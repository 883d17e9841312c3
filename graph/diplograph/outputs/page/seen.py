"""What the page counts of single events: all that its overviews are made of, without an event's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from diplograph.model import Event
from diplograph.outputs.phrasing import tone
from diplograph.outputs.projection import actor_pairs, counts
from diplograph.records import actor_to_json, format_day, parse_day


class Ends(NamedTuple):
    """The date of an event, without its words."""

    edtf: str
    earliest: date | None
    latest: date | None


class Seen(NamedTuple):
    """An event as the overviews see it.

    Args:
        told: document and place in it of the first claim, by their order.
        date: EDTF, first and last day that are possible; none if it is undated.
        pairs: of actors, source first, each with whether they are equals; none if the event does not count.
        rules: of the claims.
        documents: of the claims.
        actors: of the parts, in their order, with the state acted for.
    """

    id: str
    told: Sequence[Any]
    date: Sequence[str | None] | None
    event_class: str
    status: str
    tone: str
    pairs: Sequence[Sequence[Any]]
    rules: Sequence[str]
    documents: Sequence[str]
    actors: Sequence[Sequence[str | None]]

    @property
    def ends(self) -> Ends | None:
        """Return the date; none if it is undated."""
        if self.date is None:
            return None
        edtf, earliest, latest = self.date
        return Ends(edtf or "", parse_day(earliest), parse_day(latest))


def seen_of(event: Event) -> Seen:
    """Return what the overviews see of an event."""
    when = event.date
    return Seen(
        id=event.id,
        told=min(((claim.document, claim.trigger.start) for claim in event.claims), default=("", 0)),
        date=(when.edtf, format_day(when.earliest), format_day(when.latest)) if when else None,
        event_class=event.event_class,
        status=event.status.value,
        tone=tone(event).value,
        pairs=tuple(actor_pairs(event)) if counts(event) else (),
        rules=sorted({claim.rule for claim in event.claims}),
        documents=sorted({claim.document for claim in event.claims}),
        actors=tuple((part.actor.id, part.acts_for) for part in event.participations),
    )


def acting_in(event: Event) -> list[Mapping[str, Any]]:
    """Return the actors of an event as JSON, each once; of those of one id the last."""
    return [actor_to_json(actor) for actor in {part.actor.id: part.actor for part in event.participations}.values()]
