"""The actors of one document: every noun phrase is given whom it means, with the rule that said so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from diplograph.codebook.holders import Holders
from diplograph.codebook.registry import Registry
from diplograph.language.gazetteer import Hit
from diplograph.language.matters import Matters
from diplograph.language.people import People, Person, slug
from diplograph.language.phrases import Phrase, Phrases
from diplograph.language.tree import Tree
from diplograph.model import Actor, ActorKind, MentionKind, Tenure

ORGANISATION_KINDS = (
    (ActorKind.COMPANY, frozenset("inc corp corporation company ltd bank airlines airways plc group industries".split())),
    (ActorKind.PARTY, frozenset("party congress-party movement coalition alliance front".split())),
    (ActorKind.MEDIA, frozenset("times post news agency herald tribune television tv radio gazette journal".split())),
    (
        ActorKind.GOVERNMENT,
        frozenset(
            "ministry department court police army navy force forces parliament senate assembly council commission "
            "government office bureau directorate command guard guards administration".split()
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A noun phrase and the actors that it means.

    Args:
        head: head token; ``start`` and ``end`` are the tokens that count as the mention.
        rule: gazetteer kind or sieve that linked it, or why none did.
    """

    head: int
    start: int
    end: int
    kind: MentionKind
    actors: tuple[Actor, ...]
    rule: str


Sieve = Callable[[Phrase], "Reference | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office that the text gives to a person, at tokens ``start`` to ``end``."""

    person: Person
    office: str
    of: str | None
    tenure: Tenure
    start: int
    end: int


class Cast:
    """Everyone in one document, met in the order of the text."""

    def __init__(self, phrases: Phrases, *, registry: Registry, holders: Holders, document: str, day: date | None) -> None:
        self.phrases = phrases
        self.tree: Tree = phrases.tree
        self.registry = registry
        self.holders = holders
        self.day = day
        self.prefix = hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        self.people = People(holders, day, registry.states)
        self.matters = Matters(self.tree, self.prefix)
        self.references: dict[int, Reference] = {}
        self.offices: list[Office] = []
        self._persons: dict[int, Person] = {}
        self._nominals: dict[str, Actor] = {}

    # -------------------------------------------------------------- who is called by a name

    def meet_named(self) -> None:
        """Gather every named person first, so that a headline's surname finds the name that comes later."""
        heads = [head for head in self.phrases.heads() if self.phrases.at(head).name]
        for head in sorted(heads, key=lambda head: -self._name_length(head)):
            self._meet(self.phrases.at(head))

    def _name_length(self, head: int) -> int:
        first, last = self.phrases.at(head).name or (0, 0)
        return last - first

    def _name_words(self, phrase: Phrase) -> list[str]:
        first, last = phrase.name or (0, 0)
        words = " ".join(self.tree.words[first:last]).replace(" - ", "-").replace(" '", "'")
        return words.split()

    def _meet(self, phrase: Phrase) -> None:
        words = self._name_words(phrase)
        country = self.country(phrase)
        if phrase.person:
            person: Person | None = self.people.meet(words, country=country)
        else:
            person = self.people.find(words, country) or self.people.recognise(words, country)
        if person is None:
            return
        phrase.person = True
        self._persons[phrase.head] = person
        person.mentions.append(phrase.head)
        for holder in (phrase, *self._appositions(phrase)):
            self._take_office(person, holder)

    def _appositions(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases that stand beside a name and describe the same person."""
        tree = self.tree
        beside = tree.kids(phrase.head, "appos")
        if tree.deps[phrase.head] == "appos":
            beside.append(tree.heads[phrase.head])
        described = [self.phrases.at(token) for token in beside if tree.is_nominal(token)]
        return [other for other in described if not other.person and (other.agent or other.title)]

    def _take_office(self, person: Person, phrase: Phrase) -> None:
        """Note the office, country and codes that a phrase gives to a person."""
        if phrase.title is None and phrase.agent is None:
            return
        of = phrase.owners[0] if phrase.owners else None
        country = self.country(phrase)
        person.country = person.country or country
        if phrase.title and phrase.title_span:
            person.office = person.office or phrase.title.office
            person.tenure = phrase.tenure if phrase.tenure is not Tenure.CURRENT else person.tenure
            start, end = phrase.title_span
            words = self.tree.slice(start, end)
            self.offices.append(
                Office(person=person, office=words, of=of or country, tenure=phrase.tenure, start=start, end=end)
            )
        if person.registered is None and not person.sectors:
            sectors = (phrase.title.sectors if phrase.title else ()) or (phrase.agent.sectors if phrase.agent else ())
            person.sectors = sectors

    def country(self, phrase: Phrase) -> str | None:
        """Return the country that the phrase's modifiers give, the last state named before the head."""
        codes = [code for code in map(self.country_of, phrase.owners) if code]
        return codes[0] if codes else None

    def country_of(self, actor_id: str) -> str | None:
        """Return the country of a registered actor."""
        actor = self.registry.actors.get(actor_id)
        return actor.country if actor else None

    # -------------------------------------------------------------- one phrase after the other

    def refer(self, phrase: Phrase) -> Reference | None:
        """Return whom ``phrase`` means by a name; none if it has none."""
        return self._first(phrase, (self._by_matter_name, self._by_registry, self._by_person))

    def describe(self, phrase: Phrase) -> Reference | None:
        """Return whom ``phrase`` means by what it says about them: kind of agent, country, capitals."""
        return self._first(phrase, (self._by_agent, self._by_organisation))

    def _first(self, phrase: Phrase, rules: Iterable[Sieve]) -> Reference | None:
        for rule in rules:
            reference = rule(phrase)
            if reference is not None:
                return reference
        return None

    def _reference(self, phrase: Phrase, actors: tuple[Actor, ...], rule: str, kind: MentionKind | None = None) -> Reference:
        start, end = phrase.start, phrase.end
        if phrase.person and phrase.name:
            start, end = phrase.name
        return Reference(head=phrase.head, start=start, end=end, kind=kind or phrase.kind, actors=actors, rule=rule)

    def _by_matter_name(self, phrase: Phrase) -> Reference | None:
        if phrase.hit is None or phrase.hit.name.actor:
            return None
        if not phrase.hit.name.matter:
            return self._reference(phrase, (), "gazetteer: names no actor")
        matter = self.matters.named(self.tree.slice(phrase.hit.start, phrase.hit.end), phrase.head)
        return self._reference(phrase, (matter,), "gazetteer: agreement")

    def _by_registry(self, phrase: Phrase) -> Reference | None:
        hit = phrase.hit
        if hit is None or self._is_foreign(phrase, hit):
            return None
        actor = self.registry.actor(hit.name.actor)
        start, end = hit.start, hit.end
        if hit.name.kind is MentionKind.DEMONYM and phrase.head >= hit.start:
            if self.tree.tags[phrase.head] in {"NNPS", "NNS", "JJ", "NNP", "NN"}:
                actor = self._people_of(actor)
        return Reference(
            head=phrase.head, start=start, end=end, kind=hit.name.kind, actors=(actor,), rule=f"gazetteer: {hit.name.kind.value}"
        )

    def _is_foreign(self, phrase: Phrase, hit: Hit) -> bool:
        """Return whether a name that several states share is given to another one: "the Nigerian Senate"."""
        country = self.country(phrase)
        return hit.name.ambiguous and country is not None and country != self.country_of(hit.name.actor)

    def _people_of(self, state: Actor) -> Actor:
        return Actor(
            id=f"{state.id}-people", name=f"people of {state.name}", kind=ActorKind.GROUP,
            country=state.country, sectors=("CVL",), linked=True,
        )  # fmt: skip

    def _by_person(self, phrase: Phrase) -> Reference | None:
        person = self._persons.get(phrase.head)
        if person is not None:
            return self._reference(phrase, (person.actor(self.prefix),), "name", MentionKind.NAME)
        for other in self._named_beside(phrase):
            person = self._persons.get(other)
            if person is not None:
                return self._reference(phrase, (person.actor(self.prefix),), "apposition", MentionKind.NOMINAL)
        return None

    def _named_beside(self, phrase: Phrase) -> list[int]:
        tree = self.tree
        if phrase.agent is None and phrase.title is None:
            return []
        beside = tree.kids(phrase.head, "appos")
        # "the president of Kenya, William Ruto": the parser hangs the name on Kenya.
        owners = [owner for prep in tree.kids(phrase.head, "prep") for owner in tree.kids(prep, "pobj")]
        beside += [name for owner in owners for name in tree.kids(owner, "appos")]
        if tree.deps[phrase.head] == "appos":
            beside.append(tree.heads[phrase.head])
        return beside

    def _by_agent(self, phrase: Phrase) -> Reference | None:
        agent = phrase.agent
        if agent is None or phrase.kind is MentionKind.PRONOUN:
            return None
        owner = self._owner(phrase)
        if agent.kind is ActorKind.GOVERNMENT and owner is not None:
            owners = self._joint_owners(phrase) or (owner,)
            return self._reference(phrase, tuple(self._body(phrase, one) for one in owners), "body of a state")
        if owner is None and self._is_bare(phrase):
            return None
        owners = self._joint_owners(phrase)
        if owners:
            return self._reference(phrase, tuple(self.nominal(phrase, one, of=one) for one in owners), "agent noun")
        return self._reference(phrase, (self.nominal(phrase, owner),), "agent noun")

    def _joint_owners(self, phrase: Phrase) -> tuple[str, ...]:
        """Return the countries of "Nigerian and British forces", which are two forces."""
        if len(phrase.owner_hits) != 2:
            return ()
        first, second = phrase.owner_hits
        between = " ".join(self.tree.lowered[first.end : second.start])
        countries = [self.country_of(owner) for owner in phrase.owners]
        if between not in {"and", ",", "-", "/"} or None in countries or len(set(countries)) != 2:
            return ()
        return tuple(country for country in countries if country)

    def _is_bare(self, phrase: Phrase) -> bool:
        """Return whether a definite phrase names nobody by itself and needs an antecedent."""
        return phrase.definite and not phrase.owners

    def _owner(self, phrase: Phrase) -> str | None:
        """Return the country whose body or person the phrase is: by a nation, or by a leader's name."""
        country = self.country(phrase)
        if country:
            return country
        for token in range(phrase.start, phrase.head):
            if self.tree.pos[token] == "PROPN" and token not in self.phrases.hit_of:
                person = self.people.find([self.tree.words[token]], None)
                if person and person.country:
                    return person.country
                registered = self.people.recognise([self.tree.words[token]], None)
                if registered and registered.country:
                    return registered.country
        return None

    def _body(self, phrase: Phrase, country: str) -> Actor:
        """Return the ministry, army or court of a state; the same body whatever the spelling of its name."""
        agent = phrase.agent
        assert agent is not None
        state = self.registry.actors.get(country)
        known = self.registry.actors.get(f"{country}-{agent.body}")
        if known is not None:
            return known
        suffix = agent.body or slug(agent.lemma)
        name = f"{suffix.replace('-', ' ')} of {state.name if state else country}"
        return Actor(
            id=f"{country}-{suffix}", name=name[0].upper() + name[1:], kind=agent.kind, country=country,
            sectors=agent.sectors, aliases=self._body_aliases(country, agent.lemma), linked=True,
        )  # fmt: skip

    def _body_aliases(self, country: str, words: str) -> tuple[str, ...]:
        """Return the body's name with the nation before it: "Mexican foreign ministry"."""
        adjectives = [name.text for name in self.phrases.names_of.get(country, ()) if name.kind is MentionKind.DEMONYM]
        return tuple(sorted({f"{adjective} {words}" for adjective in adjectives[:1]}))

    def nominal(self, phrase: Phrase, owner: str | None, *, of: str | None = None) -> Actor:
        """Return the actor of a nominal such as "US troops" or "a court in Guyana"; same words, same actor.

        Args:
            of: the one of several joint owners whose people are meant ("UK and EU negotiators").
        """
        agent = phrase.agent
        assert agent is not None
        name = self.nominal_name(phrase) if of is None else self._name_of_one(phrase, of)
        group = phrase.plural and agent.kind is ActorKind.PERSON and agent.plural_is_group
        sectors = ("ELI",) if phrase.tenure is Tenure.FORMER and "GOV" in agent.sectors else agent.sectors
        actor = Actor(
            id=f"{self.prefix}-{slug(name)}" if slug(name) else f"{self.prefix}-{phrase.head}", name=name,
            kind=ActorKind.GROUP if group else agent.kind, country=owner, sectors=sectors, linked=owner is not None,
        )  # fmt: skip
        return self._nominals.setdefault(actor.id, actor)

    def _name_of_one(self, phrase: Phrase, country: str) -> str:
        hits = [hit for hit in phrase.owner_hits if self.country_of(hit.name.actor) == country]
        first = min(hit.start for hit in phrase.owner_hits)
        rest = self.tree.slice(max(hit.end for hit in phrase.owner_hits), phrase.end)
        return f"{self.tree.slice(hits[0].start, hits[0].end) if hits else self.tree.words[first]} {rest}"

    def nominal_name(self, phrase: Phrase) -> str:
        """Return the words of a nominal without article, with "of ..." or "in ..." after it."""
        tree, start = self.tree, phrase.start
        while start < phrase.head and tree.lowered[start] in {"the", "a", "an", "some", "several", "many"}:
            start += 1
        end = phrase.end
        for prep in tree.kids(phrase.head, "prep"):
            below = tree.subtree(prep)
            if prep == end and tree.lowered[prep] in {"of", "in", "from"} and len(below) <= 6:
                end = below[-1] + 1
        return tree.slice(start, end)

    def _by_organisation(self, phrase: Phrase) -> Reference | None:
        """Take a capitalised name that nothing else explains as an organisation."""
        tree = self.tree
        if phrase.name is None or phrase.kind is MentionKind.PRONOUN:
            return None
        entity = tree.entity_of.get(phrase.head, (phrase.name[0], phrase.head + 1, "ORG"))
        if entity[2] not in {"ORG", "NORP", "GPE", "FAC", "LOC"}:
            return None
        start = min(entity[0], phrase.head) if entity[0] >= phrase.start else phrase.start
        name = tree.slice(start, phrase.head + 1).removeprefix("the ").removeprefix("The ")
        if self.matters.is_agreement_name(phrase.head):
            matter = self.matters.named(name, phrase.head)
            return self._reference(phrase, (matter,), "name of an agreement")
        kind = _organisation_kind(tree.lowered[phrase.head])
        country = self.country(phrase)
        actor = Actor(
            id=slug(name) or f"{self.prefix}-{phrase.head}", name=name, kind=kind, country=country,
            sectors=_organisation_sectors(kind), linked=country is not None,
        )  # fmt: skip
        return self._reference(phrase, (actor,), f"named entity: {entity[2]}")

    # -------------------------------------------------------------- office-holders

    def holder_of(self, phrase: Phrase) -> tuple[Actor, str] | None:
        """Return who "the Mexican president" is: a person of the document, else the office-holder of the day."""
        country = self.country(phrase)
        if country is None or phrase.plural or phrase.tenure is not Tenure.CURRENT:
            return None
        office = phrase.title.office if phrase.title else None
        known = [one for one in self.people.persons if one.country == country and one.office and one.office == office]
        if known:
            return max(known, key=lambda one: one.mentions[-1:]).actor(self.prefix), "role description"
        if office and phrase.definite and self.day:
            found = self.holders.holder(office, country, self.day)
            if found:
                return replace(found, sectors=self.holders.sectors(found.id, self.day)), "office-holder of the day"
        return None


def _organisation_kind(word: str) -> ActorKind:
    return next((kind for kind, words in ORGANISATION_KINDS if word in words), ActorKind.NGO)


def _organisation_sectors(kind: ActorKind) -> tuple[str, ...]:
    sectors = {ActorKind.COMPANY: ("BUS",), ActorKind.MEDIA: ("MED",), ActorKind.GOVERNMENT: ("GOV",), ActorKind.PARTY: ("PTY",)}
    return sectors.get(kind, ())
