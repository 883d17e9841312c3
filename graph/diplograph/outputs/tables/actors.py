"""The table of actors: one row each."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import NamedTuple

from diplograph.model import Actor, ActorKind, Records, Status
from diplograph.outputs.tables.columns import CAMEO, COUNTRY, Column, Dtype, Table, joined, values_of

_WIKIDATA = "http://www.wikidata.org/entity/"


def wikidata(actor: Actor) -> str | None:
    """Return the Wikidata id of an actor, such as Q9960."""
    found = (address for address in actor.same_as if address.startswith(_WIKIDATA))
    return next((address.removeprefix(_WIKIDATA) for address in found), None)


class _Busy(NamedTuple):
    actor: Actor
    events: int
    asserted: int


def _actor_rows(records: Records) -> list[_Busy]:
    taking = {part.actor.id: part.actor for event in records.events for part in event.participations}
    found = taking | {actor.id: actor for actor in records.actors}
    names: list[str] = []
    facts: list[str] = []
    for event in records.events:
        ids = {part.actor.id for part in event.participations}
        names.extend(ids)
        if event.status is Status.ASSERTED:
            facts.extend(ids)
    busy, asserted = Counter(names), Counter(facts)
    return [_Busy(found[name], busy[name], asserted[name]) for name in sorted(found)]


ACTORS = Table(
    name="actors",
    row="an actor",
    key=("actor",),
    rows=_actor_rows,
    columns=(
        Column("actor", Dtype.TEXT, "id of the actor", attrgetter("actor.id")),
        Column("name", Dtype.TEXT, "its name", attrgetter("actor.name")),
        Column("kind", Dtype.CATEGORY, "what it is", attrgetter("actor.kind"), "", values_of(ActorKind)),
        Column(
            "country",
            Dtype.CATEGORY,
            "state that it belongs to; of a state its own code",
            attrgetter("actor.country"),
            COUNTRY,
        ),
        Column("code", Dtype.TEXT, "code such as USAGOV", attrgetter("actor.code"), CAMEO),
        Column("sectors", Dtype.TEXT, "role codes such as GOV", lambda row: joined(row.actor.sectors), CAMEO),
        Column("aliases", Dtype.TEXT, "other names", lambda row: joined(row.actor.aliases)),
        Column("wikidata", Dtype.TEXT, "Wikidata id", lambda row: wikidata(row.actor), "Wikidata"),
        Column("linked", Dtype.FLAG, "whether it is known, or its country is", attrgetter("actor.linked")),
        Column("events", Dtype.INTEGER, "number of events it takes part in", attrgetter("events")),
        Column("asserted", Dtype.INTEGER, "how many of them are asserted", attrgetter("asserted")),
    ),
)
