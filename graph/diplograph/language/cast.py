"""The actors of one document: every noun phrase that names or describes someone is given whom it means."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from diplograph.codebook.holders import Holders
from diplograph.codebook.registry import Registry
from diplograph.codebook.words import word_list
from diplograph.language.acronyms import acronyms
from diplograph.language.gazetteer import Hit
from diplograph.language.matters import Matters
from diplograph.language.nominals import Nominals
from diplograph.language.people import People, Person
from diplograph.language.phrase import Phrase
from diplograph.language.phrases import Phrases
from diplograph.language.references import Reference, refer
from diplograph.language.tree import Tree
from diplograph.model import Actor, ActorKind, MentionKind, Tenure

MONTH_LEADS = frozenset({"in", "since", "until", "last", "this", "next", "early", "late", "mid", "during"})
NAMED_ENTITIES = frozenset({"ORG", "NORP", "GPE", "FAC", "LOC"})
PEOPLE_TAGS = frozenset({"NNPS", "NNS", "JJ", "NNP", "NN"})
# In words.
LONGEST_SIGNATURE = 3
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

    def __init__(
        self, phrases: Phrases, *, registry: Registry, holders: Holders, document: str, day: date | None
    ) -> None:
        self.phrases = phrases
        self.tree: Tree = phrases.tree
        self.registry = registry
        self.holders = holders
        self.day = day
        self.prefix = hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        self.people = People(holders, day, registry.bodies)
        self.matters = Matters(self.tree, self.prefix)
        self.nominals = Nominals(phrases, registry, self.prefix)
        self.offices: list[Office] = []
        self._persons: dict[int, Person] = {}
        self._acronyms = acronyms(self.tree)

    # -------------------------------------------------------------- who is called by a name

    def meet_named(self) -> None:
        """Gather every named person first, so that a headline's surname finds the name that comes later."""
        self._read_signature()
        named = [self.phrases.at(head) for head in self.phrases.heads]
        words = [(self._name_words(phrase), phrase) for phrase in named if phrase.name and not self._is_month(phrase)]
        for name, phrase in sorted(words, key=lambda one: (-len(one[0]), one[1].head)):
            self._meet(name, phrase)

    def _is_month(self, phrase: Phrase) -> bool:
        """Return whether a lone "May" is the month: before a number, or in what was recognised as a date."""
        tree, head = self.tree, phrase.head
        if tree.lowered[head] not in word_list("months-like-names") or phrase.name != (head, head + 1):
            return False
        entity = tree.entity_of.get(head)
        dated = (entity is not None and entity[2] == "DATE") or (head > 0 and tree.lowered[head - 1] in MONTH_LEADS)
        return dated or (head + 1 < len(tree) and tree.pos[head + 1] == "NUM")

    def _read_signature(self) -> None:
        """Take the last line for a name, whatever the tagger thinks, if it is that of somebody in office: "Ball"."""
        tree, text = self.tree, self.tree.text.rstrip()
        first = bisect_left(tree.starts, text.rfind("\n") + 1)
        last = bisect_left(tree.starts, len(text))
        words = tree.words[first:last]
        if not 0 < len(words) <= LONGEST_SIGNATURE or not all(word[:1].isupper() for word in words):
            return
        phrase = self.phrases.at(last - 1)
        if phrase.name is None and phrase.hit is None and self.people.serves(words):
            phrase.name, phrase.kind = (first, last), MentionKind.NAME

    def _name_words(self, phrase: Phrase) -> list[str]:
        first, last = phrase.name or (0, 0)
        return " ".join(self.tree.words[first:last]).replace(" - ", "-").replace(" '", "'").split()

    def _meet(self, words: list[str], phrase: Phrase) -> None:
        country = self.country(phrase)
        if phrase.person:
            person: Person | None = self.people.meet(words, country=country, title=phrase.title)
        else:
            person = self.people.find(words, country) or self.people.recognise(words, country, phrase.title)
        if person is None:
            return
        phrase.person = True
        self._persons[phrase.head] = person
        person.mentions.append(phrase.head)
        for holder in (phrase, *self._descriptions(phrase)):
            self._take_office(person, holder)

    def _descriptions(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases that stand beside a name and describe the same person."""
        beside = [self.phrases.at(token) for token in self._beside(phrase.head) if self.tree.is_nominal(token)]
        described = [other for other in beside if not other.person and (other.agent or other.title)]
        return [other for other in described if not self._is_addressed(phrase, other)]

    def _is_addressed(self, phrase: Phrase, office: Phrase) -> bool:
        """Return whether a name is only called upon: "as you know, Jim, the president will speak"."""
        bare = not office.owners and self.tree.kid(office.head, "prep", "poss", "acl", "relcl") is None
        single = phrase.name is not None and phrase.name[1] - phrase.name[0] == 1 and phrase.title is None
        return single and bare and office.title is not None and self.tree.lowered[office.start] == "the"

    def _beside(self, head: int) -> list[int]:
        """Return what stands in apposition to ``head``, on either side."""
        tree = self.tree
        beside = tree.kids(head, "appos")
        return [*beside, tree.heads[head]] if tree.deps[head] == "appos" else beside

    def _take_office(self, person: Person, phrase: Phrase) -> None:
        """Note the office, country and codes that a phrase gives to a person."""
        country = self.country(phrase)
        if phrase.title or phrase.agent:
            person.country = person.country or country
        if phrase.title and phrase.title_span:
            start, end = phrase.title_span
            person.office = person.office or phrase.title.office
            person.tenure = phrase.tenure if phrase.tenure is not Tenure.CURRENT else person.tenure
            of = phrase.owners[0] if phrase.owners else country
            words = self.tree.slice(start, end)
            held = Office(person=person, office=words, of=of, tenure=phrase.tenure, start=start, end=end)
            self.offices.append(held)
        described = phrase.title or phrase.agent
        person.sectors = person.sectors or (described.sectors if described else ())
        if phrase.title and phrase.tenure is Tenure.CURRENT and self.people.has_just_left(person, phrase.title):
            person.sectors = phrase.title.sectors

    def country(self, phrase: Phrase) -> str | None:
        """Return the country that the phrase's modifiers give."""
        codes = (self.country_of(owner) for owner in phrase.owners)
        return next((code for code in codes if code), None)

    def country_of(self, actor_id: str) -> str | None:
        """Return the country of a registered actor."""
        return self.nominals.country_of(actor_id)

    # -------------------------------------------------------------- one phrase after the other

    def refer(self, phrase: Phrase) -> Reference | None:
        """Return whom ``phrase`` means by a name; none if it has none."""
        return _first(phrase, (self._by_matter_name, self._by_acronym, self._by_registry, self._by_person))

    def describe(self, phrase: Phrase) -> Reference | None:
        """Return whom ``phrase`` means by what it says about them: kind of agent, country, capitals."""
        return _first(phrase, (self._by_agent, self._by_organisation))

    def _by_matter_name(self, phrase: Phrase) -> Reference | None:
        if phrase.hit is None or phrase.hit.name.actor:
            return None
        if not phrase.hit.name.matter:
            return refer(phrase, (), "gazetteer: names no actor")
        matter = self.matters.named(self.tree.slice(phrase.hit.start, phrase.hit.end), phrase.head)
        return refer(phrase, (matter,), "gazetteer: agreement")

    def _by_acronym(self, phrase: Phrase) -> Reference | None:
        """Take an acronym for what the text itself explains it by: "the Dock Workers Union (DWU)"."""
        long = self._acronyms.get(self.tree.words[phrase.head])
        if long is None or phrase.head <= long or phrase.kind is MentionKind.PRONOUN:
            return None
        explained = self.phrases.at(self.phrases.head_of_unit(long))
        known = self.refer(explained) or self.describe(explained)
        return refer(phrase, known.actors, "acronym", MentionKind.NAME) if known else None

    def _by_registry(self, phrase: Phrase) -> Reference | None:
        hit = phrase.hit
        if hit is None or self._is_foreign(phrase, hit):
            return None
        actor, kind = self.registry.actor(hit.name.actor), hit.name.kind
        if hit.start and self.tree.lowered[hit.start - 1] == "ethnic":
            return refer(phrase, (self.nominals.ethnic(phrase, hit),), "ethnic group", MentionKind.NOMINAL)
        if kind is MentionKind.DEMONYM and self.tree.tags[phrase.head] in PEOPLE_TAGS:
            actor = self.nominals.people_of(actor)
        rule = f"gazetteer: {kind.value}"
        start = self._start_with_nation(phrase, hit, actor)
        return Reference(head=phrase.head, start=start, end=hit.end, kind=kind, actors=(actor,), rule=rule)

    def _start_with_nation(self, phrase: Phrase, hit: Hit, actor: Actor) -> int:
        """Return where a body's name begins, with its own nation before it: "Turkey's AKP", "the German CDU"."""
        nations = [one for one in phrase.owner_hits if one.end <= hit.start and one.name.actor == actor.country]
        return phrase.start if nations and actor.id not in self.registry.states else hit.start

    def _is_foreign(self, phrase: Phrase, hit: Hit) -> bool:
        """Return whether a name that several states share is given to another one: "the Nigerian Senate"."""
        country = self.country(phrase)
        return hit.name.ambiguous and country is not None and country != self.country_of(hit.name.actor)

    def _by_person(self, phrase: Phrase) -> Reference | None:
        person = self._persons.get(phrase.head)
        if person is not None:
            return refer(phrase, (person.actor(self.prefix),), "name", MentionKind.NAME)
        named = (self._persons[other] for other in self._named_beside(phrase) if other in self._persons)
        person = next(named, None)
        if person is None:
            return None
        return refer(phrase, (person.actor(self.prefix),), "apposition", MentionKind.NOMINAL)

    def _named_beside(self, phrase: Phrase) -> list[int]:
        """Return the names that may stand in apposition to a description."""
        # "Critics such as Lea Brun" are not her alone.
        if (phrase.agent is None and phrase.title is None) or self.tree.tags[phrase.head] in {"NNS", "NNPS"}:
            return []
        # "the president of Kenya, William Ruto": the parser hangs the name on Kenya.
        tree = self.tree
        owners = [owner for prep in tree.kids(phrase.head, "prep") for owner in tree.kids(prep, "pobj")]
        beside = [one for one in self._beside(phrase.head) if not self._is_addressed(self.phrases.at(one), phrase)]
        return [*beside, *(name for owner in owners for name in tree.kids(owner, "appos"))]

    def _by_agent(self, phrase: Phrase) -> Reference | None:
        agent = phrase.agent
        if agent is None or phrase.kind is MentionKind.PRONOUN:
            return None
        owner, joint = self._owner(phrase), self.nominals.joint_owners(phrase)
        if agent.kind is ActorKind.GOVERNMENT and owner is not None and not _is_local(phrase):
            bodies = tuple(self.nominals.body(phrase, one) for one in joint or (owner,))
            return refer(phrase, bodies, "body of a state")
        if owner is None and phrase.definite and not phrase.owners:
            return None
        if joint:
            return refer(phrase, tuple(self.nominals.group(phrase, one, of=one) for one in joint), "agent noun")
        return refer(phrase, (self.nominals.group(phrase, owner),), "agent noun") if owner else self.described(phrase)

    def described(self, phrase: Phrase) -> Reference:
        """Return the actor of a nominal without a country of its own, with the only one its sentence speaks of."""
        near = self.nominals.nearby_country(phrase)
        rule = "agent noun, country of its sentence" if near else "agent noun, no country"
        return refer(phrase, (self.nominals.group(phrase, None, near=near),), rule)

    def _owner(self, phrase: Phrase) -> str | None:
        """Return the country whose body or person the phrase is: by a nation, or by a leader's name."""
        country = self.country(phrase)
        if country:
            return country
        for token in range(phrase.start, phrase.head):
            if self.tree.pos[token] == "PROPN" and token not in self.phrases.hit_of:
                words = [self.tree.words[token]]
                person = self.people.find(words, None) or self.people.recognise(words, None)
                country = person.country if person else self.people.shared_country(words, least=1)
                if country:
                    return country
        return None

    def _by_organisation(self, phrase: Phrase) -> Reference | None:
        """Take a capitalised name that nothing else explains as an organisation."""
        tree = self.tree
        if phrase.name is None or phrase.kind is MentionKind.PRONOUN:
            return None
        start, _, label = tree.entity_of.get(phrase.head, (phrase.name[0], phrase.head + 1, "ORG"))
        if label not in NAMED_ENTITIES or self._is_water(phrase.head):
            return None
        first = min(start, phrase.head) if start >= phrase.start else phrase.start
        name = tree.slice(first, phrase.head + 1).removeprefix("the ").removeprefix("The ")
        if self.matters.is_agreement_name(phrase.head):
            return refer(phrase, (self.matters.named(name, phrase.head),), "name of an agreement")
        organisation = self.nominals.organisation(phrase, name, self.country(phrase))
        return refer(phrase, (organisation,), f"named entity: {label}")

    def _is_water(self, head: int) -> bool:
        """Return whether a name is that of a gulf or a strait, which does nothing: "in the Gulf of Corinth"."""
        named, over = self.tree.kids(head, "prep", "compound", "amod"), self.tree.heads[self.tree.heads[head]]
        names = self.tree.deps[head] == "pobj" and self.tree.lowered[self.tree.heads[head]] == "of"
        waters = word_list("waters")
        return (self.tree.lowered[head] in waters and bool(named)) or (names and self.tree.lowered[over] in waters)

    # -------------------------------------------------------------- office-holders

    def holder_of(self, phrase: Phrase, state: str | None = None) -> Actor | None:
        """Return who "the Mexican president" is: a person of the document, else the office-holder of the day.

        Args:
            state: whose office is meant where the phrase itself does not say so.
        """
        country = self.country(phrase) or state
        office = self._office_there(phrase, country)
        if country is None or office is None or phrase.plural or phrase.tenure is not Tenure.CURRENT:
            return None
        known = [
            one for one in self.people.persons if one.country == country and office in self.offices_of(one, country)
        ]
        if known:
            return max(known, key=lambda one: one.mentions[-1:]).actor(self.prefix)
        return self.holder(office, country) if phrase.definite else None

    def _office_there(self, phrase: Phrase, country: str | None) -> str | None:
        """Return the office that the words mean in that country: the British chancellor is no German one."""
        if phrase.office is None or phrase.title_span is None:
            return None
        words = self.tree.slice(*phrase.title_span)
        return (self.holders.office_named(words, country) if country else None) or phrase.office

    def holder(self, office: str, country: str) -> Actor | None:
        """Return who holds an office of a country on the day of the text."""
        found = self.holders.holder(office, country, self.day) if self.day else None
        return replace(found, sectors=self.holders.sectors(found.id, self.day)) if found else None

    def persons(self) -> Mapping[str, Person]:
        """Return the persons met so far by the id of their actor."""
        return {person.actor(self.prefix).id: person for person in self.people.persons}

    def offices_of(self, person: Person, country: str | None = None) -> frozenset[str]:
        """Return the offices that the text gives a person, and those held on its day.

        Args:
            country: only offices of this country, and what the text says.
        """
        held = self.people.held(person)
        told = {person.office} if person.office else set()
        return frozenset(told | {one.office for one in held if country in {None, one.of}})


def _is_local(phrase: Phrase) -> bool:
    """Return whether a phrase is of a city or region: "the government of Sindh" is not that of Pakistan."""
    names = [hit.name for hit in phrase.owner_hits]
    return bool(names) and all(name.city and name.kind is MentionKind.NAME for name in names)


def _first(phrase: Phrase, rules: Iterable[Sieve]) -> Reference | None:
    for rule in rules:
        reference = rule(phrase)
        if reference is not None:
            return reference
    return None
