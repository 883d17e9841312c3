"""Two actors over time, and the words on which an event stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import NamedTuple

import pandas as pd

from diplograph.analysis.frames import frame_of
from diplograph.errors import UsageError
from diplograph.model import Actor, Event, Granularity, Records, Status
from diplograph.outputs.coding import country_of
from diplograph.outputs.phrasing import event_title
from diplograph.outputs.projection import Counting, actor_pairs, best_grade
from diplograph.outputs.tables import TABLES, Column, Dtype
from diplograph.outputs.tables.columns import values_of

_ALL = Counting(outside_plover=True, grade_c=True)


class _Step(NamedTuple):
    event: Event
    direction: str


def _when(row: _Step) -> tuple[date, date, str]:
    when = row.event.date
    first = when and (when.earliest or when.latest)
    last = when and (when.latest or when.earliest)
    return first or date.max, last or date.max, row.event.id


TIMELINE = (
    Column("event", Dtype.TEXT, "id of the event", attrgetter("event.id")),
    Column("date", Dtype.TEXT, "when, in EDTF; empty if undated", lambda row: row.event.date and row.event.date.edtf),
    Column("earliest", Dtype.DAY, "first day possible", lambda row: row.event.date and row.event.date.earliest),
    Column("latest", Dtype.DAY, "last day possible", lambda row: row.event.date and row.event.date.latest),
    Column(
        "granularity",
        Dtype.CATEGORY,
        "finest unit that the text determines",
        lambda row: row.event.date and row.event.date.granularity,
        values=values_of(Granularity),
    ),
    Column(
        "direction",
        Dtype.CATEGORY,
        "who acts: a to b, b to a, or both",
        attrgetter("direction"),
        values=("a to b", "b to a", "both"),
    ),
    Column("status", Dtype.CATEGORY, "status of the event", attrgetter("event.status"), values=values_of(Status)),
    Column("class", Dtype.CATEGORY, "class of the event", attrgetter("event.event_class")),
    Column("plover", Dtype.CATEGORY, "PLOVER root; empty for statements", attrgetter("event.plover")),
    Column("quad", Dtype.INTEGER, "quad class, 1 to 4", attrgetter("event.quad")),
    Column("goldstein", Dtype.NUMBER, "Goldstein value, -10 to 10", attrgetter("event.goldstein")),
    Column("title", Dtype.TEXT, "who did what to whom, in one line", lambda row: event_title(row.event)),
    Column("grade", Dtype.CATEGORY, "best grade of a claim", lambda row: best_grade(row.event)),
    Column("claims", Dtype.INTEGER, "number of claims", lambda row: len(row.event.claims)),
    Column(
        "sentence",
        Dtype.TEXT,
        "sentence of the first claim",
        lambda row: row.event.claims[0].sentence.text if row.event.claims else None,
    ),
)
"""The columns of a timeline."""


def timeline(records: Records, a: str, b: str) -> pd.DataFrame:
    """Return what passed between two, the earliest first; see ``KnowledgeGraph.timeline``.

    Raises:
        UsageError: if ``a`` is ``b``, or one of them takes part in nothing.
    """
    if a == b:
        raise UsageError(f"a timeline needs two, {a!r} stands twice")
    for name in (a, b):
        if not any(
            _is(name, part.actor, country_of(part)) for event in records.events for part in event.participations
        ):
            raise UsageError(f"no country or actor {name!r} takes part in an event; actors_df() lists the ids")
    steps = [_Step(event, way) for event in records.events if (way := _direction(event, a, b))]
    return frame_of(sorted(steps, key=_when), TIMELINE)


def _is(name: str, actor: Actor, country: str | None) -> bool:
    return name in (actor.id, country)


def _direction(event: Event, a: str, b: str) -> str | None:
    ways = set(_ways(event, a, b))
    if not ways:
        return None
    return ways.pop() if len(ways) == 1 else "both"


def _ways(event: Event, a: str, b: str) -> Iterator[str]:
    named = {part.actor.id: {part.actor.id, country_of(part)} for part in event.participations}
    for source, target, mutual in actor_pairs(event, _ALL):
        for first, second, way in ((a, b, "a to b"), (b, a, "b to a")):
            if first in named[source] and second in named[target]:
                yield "both" if mutual else way


def event_named(records: Records, name: str) -> Event:
    """Return the event whose id is ``name``, or begins with it and no other does.

    Raises:
        UsageError: if there is none, or more than one.
    """
    found = [event for event in records.events if event.id == name]
    found = found or [event for event in records.events if event.id.startswith(name)]
    if len(found) != 1:
        reason = f"{len(found)} events begin with {name!r}" if found else f"no event {name!r}"
        raise UsageError(f"{reason}; events_df() lists the ids")
    return found[0]


def who_claims(records: Records, name: str) -> pd.DataFrame:
    """Return the claims of an event; see ``KnowledgeGraph.who_claims``.

    Raises:
        UsageError: if there is no such event, or more than one.
    """
    event = event_named(records, name)
    claims = TABLES["claims"]
    alone = Records(run=records.run, readings=records.readings, actors=records.actors, events=(event,))
    return frame_of(list(claims.rows(alone)), claims.columns)
