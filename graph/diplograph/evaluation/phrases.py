"""Score phrases that name an actor: its country and sector, or all who are joined in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from diplograph.codebook.plover import plover_country, plover_sector
from diplograph.evaluation.goldsets import GoldSet, JsonObject
from diplograph.evaluation.measures import Cause, Measure, Miss, SetScore, measures_of
from diplograph.evaluation.texts import same_words
from diplograph.model import Actor, ActorKind, MentionKind, Reading


def main_actor(reading: Reading) -> Actor | None:
    """Return the actor of the longest mention, the first of those; a state named by its seat is its government."""
    actors = {actor.id: actor for actor in reading.actors}
    known = [mention for mention in reading.mentions if mention.actor in actors]
    longest = max(known, key=lambda mention: mention.span.end - mention.span.start, default=None)
    if longest is None or longest.actor is None:
        return None
    actor = actors[longest.actor]
    is_seat = longest.kind is MentionKind.METONYM and actor.kind is ActorKind.STATE
    return replace(actor, sectors=("GOV",)) if is_seat else actor


def _coded_row(record: JsonObject, actor: Actor | None) -> tuple[bool | None, bool | None]:
    expected = record["expected"]
    country = sector = None
    if isinstance(expected.get("country"), str):
        own = actor.country if actor else None
        # Kosovo is XKX in one code of the trade and KOS in the other.
        country = expected["country"] in ({own, plover_country(own)[0]} if own else {""})
    if expected.get("code_1"):
        # The set's codes are PLOVER's, whose MED is medical: ours are told as our exports tell them.
        sector = actor is not None and expected["code_1"] in {plover_sector(code) or code for code in actor.sectors}
    return country, sector


def _coded_miss(name: str, record: JsonObject, actor: Actor | None) -> Miss:
    expected = record["expected"]
    return Miss(
        set=name,
        id=record["id"],
        cause=Cause.MENTION.value,
        gold=f"{expected.get('country', '?')} {expected.get('code_1', '?')}",
        found=f"{actor.name}: {actor.country} {' '.join(actor.sectors)}" if actor else "",
        text=record["text"],
    )


def score_actors(gold: GoldSet, readings: Mapping[str, Reading]) -> SetScore:
    """Return for how many phrases the country and the first sector are right."""
    actors = {record["id"]: main_actor(readings[record["id"]]) for record in gold.records}
    rows = {record["id"]: _coded_row(record, actors[record["id"]]) for record in gold.records}
    return SetScore(
        name=gold.name,
        measures=measures_of(("country right", "sector right"), rows.values()),
        misses=tuple(
            _coded_miss(gold.name, record, actors[record["id"]])
            for record in gold.records
            if False in rows[record["id"]]
        ),
    )


def _names_all(record: JsonObject, reading: Reading) -> bool:
    texts = {mention.span: mention.span.text for mention in reading.mentions}
    found = [
        {span for span, text in texts.items() if same_words(expected, text)} for expected in record["expected_actors"]
    ]
    return all(found) and len(set().union(*found)) >= len(found)


def score_coactors(gold: GoldSet, readings: Mapping[str, Reading]) -> SetScore:
    """Return in how many sentences every one of several joined actors is mentioned by itself."""
    missed = [record for record in gold.records if not _names_all(record, readings[record["id"]])]
    total = len(gold.records)
    return SetScore(
        name=gold.name,
        measures=(Measure(name="all joined actors found", hits=total - len(missed), total=total),),
        misses=tuple(
            Miss(
                set=gold.name,
                id=record["id"],
                cause=Cause.MENTION.value,
                gold="; ".join(record["expected_actors"]),
                found="; ".join(mention.span.text for mention in readings[record["id"]].mentions),
                text=record["text"],
            )
            for record in missed
        ),
    )
