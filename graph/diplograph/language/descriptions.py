"""Which person a description without a name means: "the president", "the senior US diplomat", "the general"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from diplograph.language.cast import Cast
from diplograph.language.history import REACH, History
from diplograph.language.people import Person
from diplograph.language.phrase import Phrase
from diplograph.model import Actor, ActorKind, Tenure

# What a loose description can mean, by the ends of the offices' names; a title means its own office only.
LOOSE = {
    "diplomat": ("foreign-minister", "ambassador", "ambassador-un", "envoy", "consul", "diplomat", "negotiator"),
    "leader": ("head-of-state", "head-of-government", "monarch", "leader", "president"),
    "premier": ("head-of-government",),
    "president": ("head-of-state", "president"),
    "envoy": ("envoy", "ambassador", "ambassador-un"),
    "minister": ("minister",),
    "secretary": ("minister", "secretary", "secretary-general"),
    "chief": ("chief", "director-general", "secretary-general"),
    "spokesman": ("spokesperson",),
    "spokeswoman": ("spokesperson",),
    "spokesperson": ("spokesperson",),
    "general": ("military-officer", "army-chief"),
    "commander": ("military-officer", "army-chief", "commander"),
    "king": ("monarch",),
    "prosecutor": ("prosecutor", "attorney-general"),
}
# Words for whoever holds some office.
ANY_OFFICIAL = frozenset({"official", "politician", "statesman"})
# Sectors so wide that they tell no person from another.
WIDE = frozenset({"GOV", "CVL"})
# Offices that are understood to be those of the country a text speaks of.
UNDERSTOOD = frozenset({"head-of-state", "head-of-government", "vice-president"})
# Sectors of those who speak of the president of their own state.
POLITICIANS = frozenset({"LEG", "OPP", "PTY"})
# How many sentences back the holder of an office may have been named.
OFFICE_REACH = 8
# What share of a text's names, and how many at least, must be of one country for that.
HOME_SHARE, HOME_NAMES = 0.5, 3


class Descriptions:
    """The descriptions of one text."""

    def __init__(self, cast: Cast, history: History) -> None:
        self.cast = cast
        self.history = history
        self.home = _home(cast)

    def of(self, phrase: Phrase) -> tuple[Actor, ...]:
        """Return whom a description means: who holds that office there, or who was spoken of and suits it."""
        if phrase.agent is None and phrase.office is None:
            return ()
        of = "VAT" if phrase.office == "pope" else self._state_of_politicians(phrase)
        found = self.cast.holder_of(phrase, of)
        found = found or next(self._suiting(phrase), None) or self._at_home(phrase)
        return (found,) if found else ()

    def _state_of_politicians(self, phrase: Phrase) -> str | None:
        """Return the state of the lawmakers or party that act on "the president": they mean their own."""
        if not phrase.definite or phrase.office not in UNDERSTOOD or phrase.owners:
            return None
        doer = self.history.doer(phrase.head)
        actor = doer.actors[0] if doer and doer.actors else None
        political = actor is not None and (actor.kind is ActorKind.PARTY or bool(POLITICIANS & set(actor.sectors[:1])))
        return actor.country if actor is not None and political else None

    def _suiting(self, phrase: Phrase) -> Iterator[Actor]:
        """Yield those spoken of before whom the words suit, the nearest first."""
        is_person = phrase.office is not None or (phrase.agent is not None and phrase.agent.kind is ActorKind.PERSON)
        if not phrase.definite or phrase.plural or not is_person:
            return
        country, persons = self.cast.country(phrase), self.cast.persons()
        for reference in self.history.before(phrase.head, reach=REACH if phrase.office is None else OFFICE_REACH):
            for actor in reference.actors if len(reference.actors) == 1 else ():
                person = persons.get(actor.id)
                if person and country in {None, actor.country} and self._suits(phrase, person, actor):
                    yield actor

    def _suits(self, phrase: Phrase, person: Person, actor: Actor) -> bool:
        offices, lemma = self.cast.offices_of(person), self.cast.tree.lemmas[phrase.head]
        if lemma in ANY_OFFICIAL:
            return bool(offices) and "GOV" in actor.sectors
        if phrase.office in offices:
            return True
        if lemma in LOOSE:
            plain = phrase.title_span is None or phrase.title_span[1] - phrase.title_span[0] == 1
            return plain and any(office.endswith(LOOSE[lemma]) for office in offices)
        sectors = phrase.agent.sectors[:1] if phrase.agent and phrase.office is None else ()
        return bool(set(sectors) - WIDE) and set(sectors) <= set(actor.sectors)

    def office_test(self, phrase: Phrase) -> Callable[[Actor], bool]:
        """Return what tells whether somebody can be one of a set: no minister is one of "the two presidents"."""
        lemma, persons = self.cast.tree.lemmas[phrase.head], self.cast.persons()
        before = f"{self.cast.tree.lowered[phrase.head - 1]} {lemma}" if phrase.head else lemma
        title = self.cast.phrases.vocabulary.titles.get(before)
        endings = (title.office,) if title else LOOSE.get(lemma)

        def holds(actor: Actor) -> bool:
            person = persons.get(actor.id)
            if endings is None:
                return True
            if person is None:
                return actor.name.lower().endswith(lemma)
            offices = self.cast.offices_of(person)
            return not offices or any(office.endswith(endings) for office in offices)

        return holds

    def _at_home(self, phrase: Phrase) -> Actor | None:
        """Return who holds the office in the country that the whole text speaks of, by name where it is known."""
        office = phrase.office
        bare = phrase.definite and not phrase.plural and not phrase.owners and phrase.tenure is Tenure.CURRENT
        if self.home is None or not bare or office not in UNDERSTOOD:
            return None
        known = self.cast.holder(office, self.home)
        return known or self.cast.nominals.group(phrase, None, near=self.home)


def _home(cast: Cast) -> str | None:
    """Return the state that most names of the text belong to."""
    countries = (cast.country_of(hit.name.actor) for hit in cast.phrases.hits if hit.name.actor)
    counts = Counter(country for country in countries if country)
    (country, count), *_ = counts.most_common(1) or [("", 0)]
    most = count >= HOME_NAMES and count > HOME_SHARE * sum(counts.values())
    return country if most and country in cast.registry.states else None
