"""The table of participants: one row for each actor's part in an event."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from diplograph.model import ActorKind, Capacity, Event, Participation, Records, Role, Tenure
from diplograph.outputs.coding import country_of
from diplograph.outputs.tables.columns import (
    CAMEO,
    OF_THE_EVENT,
    Column,
    Dtype,
    Table,
    joined,
    located,
    sorted_events,
    unknown,
    values_of,
)

_NO_OFFICE: Capacity = unknown(Capacity)


class _Taken(NamedTuple):
    event: Event
    number: int
    part: Participation
    capacity: Capacity


def _participant_rows(records: Records) -> list[_Taken]:
    return [
        _Taken(event, number, part, part.capacity or _NO_OFFICE)
        for event in sorted_events(records)
        for number, part in enumerate(event.participations, start=1)
    ]


PARTICIPANTS = Table(
    name="participants",
    row="an actor's part in an event",
    key=("event", "number"),
    rows=_participant_rows,
    columns=(
        Column("event", Dtype.TEXT, "id of the event", attrgetter("event.id")),
        Column("number", Dtype.INTEGER, "place among the participants of the event, from 1", attrgetter("number")),
        *OF_THE_EVENT,
        Column("role", Dtype.CATEGORY, "part that the actor plays", attrgetter("part.role"), "", values_of(Role)),
        Column("actor", Dtype.TEXT, "id of the actor", attrgetter("part.actor.id")),
        Column("name", Dtype.TEXT, "name of the actor", attrgetter("part.actor.name")),
        Column(
            "kind",
            Dtype.CATEGORY,
            "what the actor is",
            attrgetter("part.actor.kind"),
            values=values_of(ActorKind),
        ),
        Column(
            "country", Dtype.CATEGORY, "country it acts for here, or else belongs to", lambda row: country_of(row.part)
        ),
        Column("acts_for", Dtype.CATEGORY, "country it acts for here; empty if not said", attrgetter("part.acts_for")),
        Column("code", Dtype.TEXT, "code such as USAGOV", attrgetter("part.actor.code"), CAMEO),
        Column(
            "office",
            Dtype.TEXT,
            "office in which it takes part",
            attrgetter("capacity.office"),
        ),
        Column(
            "tenure",
            Dtype.CATEGORY,
            "whether the office was held then",
            attrgetter("capacity.tenure"),
            values=values_of(Tenure),
        ),
        Column("linked", Dtype.FLAG, "whether the actor is known, or its country is", attrgetter("part.actor.linked")),
        Column(
            "words",
            Dtype.TEXT,
            "how the text names it first",
            lambda row: row.part.spans[0].text if row.part.spans else None,
        ),
        Column(
            "evidence",
            Dtype.TEXT,
            "document#char=start,end of each mention",
            lambda row: joined([located(span) for span in row.part.spans]) if row.part.spans else None,
        ),
    ),
)
