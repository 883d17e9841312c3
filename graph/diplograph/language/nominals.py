"""Actors that a text describes instead of naming: bodies of states, groups, offices without a holder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from diplograph.codebook.agents import load_bodies
from diplograph.codebook.registry import Registry
from diplograph.codebook.words import word_list
from diplograph.language.gazetteer import Hit
from diplograph.language.people import slug
from diplograph.language.phrase import Phrase
from diplograph.language.phrases import Phrases
from diplograph.model import Actor, ActorKind, MentionKind, Tenure

# Sectors of agents whom no sentence gives a country by itself.
ABROAD = frozenset({"IGO", "NGO", "MED", "BUS"})
# Whoever has left such an office is of the elite, no longer of what he served.
OFFICES = frozenset({"GOV", "LEG", "JUD", "SPY"})
# Codes that follow from whose people they are, and what they are of a body that is no state's.
OWNED = (("GOV",), ("MIL",))
# Armed men of whom nothing is known, unless a group's name stands before them.
UNKNOWN_GUNMEN = ("UAF",)
OWNER_SECTORS = {
    ActorKind.ARMED_GROUP: ("REB",),
    ActorKind.NGO: ("NGO",),
    ActorKind.COMPANY: ("BUS",),
    ActorKind.PARTY: ("PTY",),
    ActorKind.MEDIA: ("MED",),
}
QUANTIFIERS = frozenset({"the", "a", "an", "some", "several", "many", "no"})
TAILS = frozenset({"of", "in", "from"})
# No longer "of ..." or "in ..." than this belongs to a nominal's name.
LONGEST_TAIL = 6
JOINTS = frozenset({"and", ",", ", and", "-", "/"})
SECTORS = {
    ActorKind.COMPANY: ("BUS",),
    ActorKind.MEDIA: ("MED",),
    ActorKind.GOVERNMENT: ("GOV",),
    ActorKind.PARTY: ("PTY",),
}


class Nominals:
    """Makes the described actors of one document; the same words give the same actor."""

    def __init__(self, phrases: Phrases, registry: Registry, prefix: str) -> None:
        self.phrases = phrases
        self.tree = phrases.tree
        self.registry = registry
        self.prefix = prefix
        self._known: dict[str, Actor] = {}

    def body(self, phrase: Phrase, country: str) -> Actor:
        """Return the ministry, army or court of a state; the same body whatever the spelling of its name."""
        agent, state = phrase.agent, self.registry.actors.get(country)
        suffix = (agent.body or slug(agent.lemma)) if agent else "government"
        known = self.registry.actors.get(f"{country}-{suffix}")
        if known is not None:
            return known
        body = load_bodies().get(suffix)
        name = body.name if body else suffix.replace("-", " ").capitalize()
        return Actor(
            id=f"{country}-{suffix}",
            name=f"{name} of {state.name if state else country}",
            kind=agent.kind if agent else ActorKind.GOVERNMENT,
            country=country,
            sectors=agent.sectors if agent else (),
            aliases=self._national_name(country, agent.lemma if agent else suffix),
            linked=True,
        )

    def _national_name(self, country: str, words: str) -> tuple[str, ...]:
        """Return a body's name with the nation before it, as this text says it: "Mexican foreign ministry"."""
        names = self.phrases.names_of.get(country, ())
        adjective = next((name.text for name in names if name.kind is MentionKind.DEMONYM), None)
        return (f"{adjective} {words}",) if adjective else ()

    def nearby_country(self, phrase: Phrase) -> str | None:
        """Return the only country that the sentence of a nominal speaks of, else the only one that it puts "in".

        "Rebels shelled the capital of Chad": whoever they are, they are in Chad. Nobody is acting for it thereby,
        and what works across borders (media, companies, international bodies) stays without a country.
        """
        agent = phrase.agent
        if agent is None or ABROAD & set(agent.sectors[:1]) or agent.kind in {ActorKind.COMPANY, ActorKind.MEDIA}:
            return None
        hits = self._sentence_hits(phrase)
        if agent.lemma in word_list("sent-abroad"):
            doers = {hit.name.actor for hit in hits if self._is_doer(hit, phrase.head)}
            hits = [hit for hit in hits if hit.name.actor not in doers]
        return self._country_among(hits)

    def _is_doer(self, hit: Hit, head: int) -> bool:
        """Return whether a name is the subject of the verb around ``head``: whose envoys are expelled is another."""
        tree = self.tree
        verb = next((one for one in tree.ancestors(head) if tree.is_verb(one)), None)
        own = tree.heads[head] == verb and tree.deps[head] in {"dobj", "nsubjpass"}
        by = [kid for agent in tree.kids(verb, "agent") for kid in tree.kids(agent, "pobj")] if verb is not None else []
        doers = [*tree.kids(verb, "nsubj"), *by] if verb is not None and own else []
        return any(hit.start <= doer < hit.end for doer in doers)

    def _country_among(self, hits: list[Hit]) -> str | None:
        inside = [hit for hit in hits if hit.is_place and hit.start and self.tree.lowered[hit.start - 1] == "in"]
        return self._only_country(hits) or self._only_country(inside)

    def _only_country(self, hits: Iterable[Hit]) -> str | None:
        found = {country for hit in hits if (country := self.country_of(hit.name.actor))}
        only = next(iter(found)) if len(found) == 1 else None
        return only if only in self.registry.states else None

    def group(self, phrase: Phrase, country: str | None, *, of: str | None = None, near: str | None = None) -> Actor:
        """Return the actor of a nominal such as "US troops" or "a court in Guyana".

        Args:
            near: the country where the context puts one without a country; such an actor is not linked.
            of: the one of several joint owners whose people are meant ("UK and EU negotiators").
        """
        agent = phrase.agent
        kind = agent.kind if agent else ActorKind.GROUP
        if agent and phrase.plural and kind is ActorKind.PERSON and agent.plural_is_group:
            kind = ActorKind.GROUP
        sectors = self._sectors(phrase)
        name = self._name(phrase) if of is None else self._name_of_one(phrase, of)
        ident = f"{self.prefix}-{slug(name) or phrase.head}"
        if self.tree.lowered[phrase.start] == "no":
            # "No minister was ever arrested" speaks of nobody told of elsewhere.
            ident = f"{ident}-none-{phrase.head}"
        linked = country is not None
        place = self._ruled_by(country or near) if sectors[:1] == ("REB",) else country or near
        actor = Actor(id=ident, name=name, kind=kind, country=place, sectors=sectors, linked=linked)
        return self._known.setdefault(ident, actor)

    def _ruled_by(self, country: str | None) -> str | None:
        """Return the state that rebels of a place rise against: Abkhaz separatists are rebels of Georgia."""
        return self.registry.sovereign(country) if country else None

    def _sectors(self, phrase: Phrase) -> tuple[str, ...]:
        """Return the codes of a nominal: by its noun, by whose it is, by whether the office is still held."""
        sectors = phrase.agent.sectors if phrase.agent else ()
        if phrase.office and phrase.title and set(sectors) <= set(phrase.title.sectors):
            sectors = phrase.title.sectors
        if phrase.tenure is Tenure.FORMER and (phrase.office or OFFICES & set(sectors)):
            return ("ELI",)
        owner = self.registry.actors.get(phrase.owners[0]) if len(phrase.owners) == 1 else None
        if owner is not None and sectors[:1] == UNKNOWN_GUNMEN and owner.kind is ActorKind.ARMED_GROUP:
            return owner.sectors or sectors
        if owner is None or sectors[:1] not in OWNED:
            return sectors
        # The fighters of a rebel group are rebels, the officials of the Red Cross no government.
        return OWNER_SECTORS.get(owner.kind, sectors)

    def _name(self, phrase: Phrase) -> str:
        """Return the words of a nominal without article, with a short "of ..." or "in ..." after it."""
        tree, start, end = self.tree, phrase.start, phrase.end
        while start < phrase.head and tree.lowered[start] in QUANTIFIERS:
            start += 1
        for prep in tree.kids(phrase.head, "prep"):
            below = tree.subtree(prep)
            # "accused the president of jailing them": what he is accused of is no name.
            named = tree.lowered[prep] in TAILS and tree.kid(prep, "pcomp") is None
            if prep == end and named and len(below) <= LONGEST_TAIL:
                end = below[-1] + 1
        return tree.slice(start, end)

    def _name_of_one(self, phrase: Phrase, country: str) -> str:
        leading = _leading(phrase)
        hits = [hit for hit in leading if self.country_of(hit.name.actor) == country]
        start = phrase.start + (self.tree.lowered[phrase.start] in QUANTIFIERS)
        if hits and hits[0].start > phrase.head:
            return f"{self.tree.slice(start, phrase.head + 1)} of {self.tree.slice(hits[0].start, hits[0].end)}"
        rest = self.tree.slice(max(hit.end for hit in leading), phrase.end)
        return f"{self.tree.slice(hits[0].start, hits[0].end)} {rest}" if hits else rest

    def country_of(self, actor_id: str) -> str | None:
        """Return the country of a registered actor."""
        actor = self.registry.actors.get(actor_id)
        return actor.country if actor else None

    def joint_owners(self, phrase: Phrase) -> tuple[str, ...]:
        """Return the countries of "Nigerian and British forces", or of "the ministers of Iraq, Syria and Egypt"."""
        hits = _leading(phrase)
        owners = phrase.owners if hits == phrase.owner_hits else [hit.name.actor for hit in hits if hit.name.actor]
        countries = tuple(dict.fromkeys(one for owner in owners if (one := self.country_of(owner))))
        betweens = (" ".join(self.tree.lowered[one.end : other.start]) for one, other in pairwise(hits))
        joined = all(between.removesuffix(" the") in JOINTS for between in betweens)
        return countries if joined and len(hits) > 1 and len(countries) == len(hits) else ()

    def people_of(self, state: Actor) -> Actor:
        """Return the people of a state: "Israelis", "the French"."""
        name = f"people of {state.name}"
        people = Actor(id=f"{state.id}-people", name=name, kind=ActorKind.GROUP, country=state.country)
        return replace(people, sectors=("CVL",), linked=True)

    def ethnic(self, phrase: Phrase, hit: Hit) -> Actor:
        """Return "ethnic Albanians": people of a nation, whose state is another one."""
        name = self.tree.slice(hit.start - 1, hit.end)
        others = [other for other in self._sentence_hits(phrase) if other is not hit]
        near = self._country_among(others)
        return Actor(id=slug(name), name=name, kind=ActorKind.GROUP, country=near, sectors=("CVL",))

    def _sentence_hits(self, phrase: Phrase) -> list[Hit]:
        start, end = self.tree.sentences[self.tree.sentence_of[phrase.head]]
        return [hit for hit in self.phrases.hits if start <= hit.start < end and self.phrases.is_owner(hit)]

    def organisation(self, phrase: Phrase, name: str, country: str | None) -> Actor:
        """Return an organisation that only its capitals and its last word tell."""
        kind = organisation_kind(self.tree.lowered[phrase.head].rstrip("."))
        # "The Golani Brigade" is a brigade, whatever it is called.
        sectors = phrase.agent.sectors if phrase.agent else SECTORS.get(kind, ())
        return Actor(
            id=slug(name) or f"{self.prefix}-{phrase.head}",
            name=name,
            kind=kind,
            country=country,
            sectors=sectors,
            linked=country is not None,
        )


def _leading(phrase: Phrase) -> tuple[Hit, ...]:
    """Return the names before a noun if there are several, else all: two of "Thai and Lao monks in Vientiane"."""
    before = tuple(hit for hit in phrase.owner_hits if hit.start < phrase.head)
    return before if len(before) > 1 else phrase.owner_hits


def organisation_kind(word: str) -> ActorKind:
    """Return what kind of organisation a name's last word tells; an NGO if it tells nothing."""
    kinds = (ActorKind.COMPANY, ActorKind.PARTY, ActorKind.MEDIA, ActorKind.GOVERNMENT)
    return next((kind for kind in kinds if word in word_list(f"names of a {kind.value}")), ActorKind.NGO)
