"""Score the actor names of ICEWS: its country names and sector labels against our codes.

ICEWS writes unnamed actors as "Label / Other Label (Country)"; they are read as "the other label of Country".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from diplograph.codebook.registry import load_registry
from diplograph.evaluation.goldsets import GoldSet, JsonObject, phrase_of
from diplograph.evaluation.measures import Cause, Miss, SetScore, measures_of
from diplograph.evaluation.phrases import main_actor
from diplograph.model import Actor, ActorKind, MentionKind, Reading

# Labels that say no more than that somebody is important, or that tell belief and opinion, not what someone does.
_NO_SECTOR = frozenset({"Social", "Elite", "Ideological", "Secular", "Nationalist", "Regional", "Global", "Centrist"})
# Words of the labels by code, as PLOVER and CAMEO (MED: media there, medicine here) have them.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "GOV": ("Government", "Executive", "Ministry", "Cabinet", "Elite", "Municipal", "Provincial", "Local"),
    "MIL": ("Military", "Army", "Navy", "Air Force", "Marines", "Defense"),
    "COP": ("Police", "Border"),
    "JUD": ("Judicial", "Legal", "Court"),
    "LEG": ("Legislative", "House", "Unicameral"),
    "SPY": ("Intelligence",),
    "PTY": ("Part",),
    "OPP": ("Opposition", "Dissident"),
    "REB": ("Insurgent", "Rebel", "Separatist", "Dissident", "Radical", "Organized Violent"),
    "UAF": ("Unidentified", "Dissident"),
    "CRM": ("Criminal",),
    "MED": ("Media", "News"),
    "BUS": ("Business", "Corporation", "Enterprise"),
    "EDU": ("Education",),
    "LAB": ("Labor",),
    "AGR": ("Agricult",),
    "HLH": ("Medical", "Health"),
    "HRI": ("Human Rights", "Activists"),
    "ENV": ("Environment",),
    "REF": ("Refugee", "Civilian"),
    "REL": ("Religio", "Muslim", "Sunni", "Shia", "Hindu", "Sikh", "Buddhist", "Catholic", "Christian", "Jew"),
    "CVL": ("Civilian", "Ethnic", "Minority", "Protestors", "Activists"),
    "IGO": ("International Government Organization",),
    "ELI": ("Elite", "Executive", "Government"),
}
_NON_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "IMG", "MNC"})


@cache
def _state(name: str) -> str | None:
    """Return the code of a country by its name in ICEWS."""
    plain = name.removeprefix("the ")
    found = (one.actor for one in load_registry().names if one.text == plain and one.kind is MentionKind.NAME)
    return next(found, None)


def _has_country(actor: Actor | None, name: str | None) -> bool:
    country = actor.country if actor else None
    if name is None:
        return country is None or country in _NON_STATES
    return country is not None and country == _state(name)


def _codes(sectors: str) -> frozenset[str]:
    """Return every code that the labels can mean."""
    labels = [label for label in sectors.split(",") if label not in _NO_SECTOR]
    return frozenset(code for code, words in _WORDS.items() if any(word in label for label in labels for word in words))


def _main_actor(phrase: str, reading: Reading) -> Actor | None:
    """Return whom the phrase is about: of "the police of Chad" the police, not the longer name that follows."""
    actors = {actor.id: actor for actor in reading.actors}
    of_label = [one for one in reading.mentions if one.actor in actors and one.span.start <= len("the ")]
    if not phrase.startswith("the ") or not of_label:
        return main_actor(reading)
    longest = max(of_label, key=lambda mention: mention.span.end)
    return actors[longest.actor or ""]


def _row(record: JsonObject, actor: Actor | None) -> tuple[bool, bool | None]:
    expected = record["expected"]
    codes = _codes(expected["sectors"] or "")
    sector = bool(actor and codes & sectors_of(actor)) if codes else None
    return _has_country(actor, expected["country"]), sector


def sectors_of(actor: Actor) -> frozenset[str]:
    """Return the codes of an actor; of an unregistered one its kind."""
    kinds = {ActorKind.PARTY: "PTY", ActorKind.COMPANY: "BUS", ActorKind.MEDIA: "MED", ActorKind.ORGANISATION: "IGO"}
    return frozenset(actor.sectors) | ({kinds[actor.kind]} if actor.kind in kinds else frozenset())


def score_labels(gold: GoldSet, readings: Mapping[str, Reading]) -> SetScore:
    """Return for how many ICEWS names the country is right, and at least one of their sectors."""
    actors = {record["id"]: _main_actor(phrase_of(record["text"]), readings[record["id"]]) for record in gold.records}
    rows = {record["id"]: _row(record, actors[record["id"]]) for record in gold.records}
    return SetScore(
        name=gold.name,
        measures=measures_of(("country right", "some sector right"), rows.values()),
        misses=tuple(_misses(gold, rows, actors)),
        note='"Label (Country)" is read as "the label of Country"; a sector label counts by what our codes can mean',
    )


def _misses(
    gold: GoldSet, rows: Mapping[str, tuple[bool, bool | None]], actors: Mapping[str, Actor | None]
) -> Iterable[Miss]:
    for record in gold.records:
        actor, expected = actors[record["id"]], record["expected"]
        if False in rows[record["id"]]:
            yield Miss(
                set=gold.name,
                id=record["id"],
                cause=Cause.MENTION.value,
                gold=f"{expected['country']}: {expected['sectors']}",
                found=f"{actor.name}: {actor.country} {' '.join(actor.sectors)}" if actor else "",
                text=phrase_of(record["text"]),
            )
