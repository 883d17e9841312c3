"""Persons of one document: names that belong together, their offices, their link to the registry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from types import MappingProxyType

from diplograph.codebook.agents import Title
from diplograph.codebook.holders import Holders, Holding
from diplograph.model import Actor, ActorKind, Tenure

# In these countries the family name stands first: "Xi" is Xi Jinping.
FAMILY_NAME_FIRST = frozenset({"CHN", "PRK", "KOR", "VNM", "TWN", "HKG", "KHM", "SGP", "JPN"})

# Days after which a bare surname no longer means a former holder by itself: ten years.
LONG_AGO = 3653
# Days before an office from which on not even the full name means its holder, but a namesake: 35 years.
LONG_BEFORE = 12784

# How like two spellings of one given name are, from 0 to 1: "mohamed" and "muhammad", not "deogratias" and "domitien".
ALIKE = 0.6

# For so many days after the end of an office, words that give it to a person tell of acts done in it.
JUST_LEFT = 14

NO_BODIES: Mapping[str, str] = MappingProxyType({})


def slug(text: str) -> str:
    """Return ``text`` in lower-case ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def fold(text: str) -> str:
    """Return ``text`` without case and diacritics, for comparing names."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


@dataclass(slots=True, kw_only=True)
class Person:
    """One person of a document, under all the names it is called by.

    Args:
        mark: what tells its id from that of another person of the document who bears the same name.
    """

    names: list[str]
    words: tuple[str, ...]
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    tenure: Tenure = Tenure.CURRENT
    registered: Actor | None = None
    mentions: list[int] = field(default_factory=list)
    mark: str = ""

    def actor(self, prefix: str) -> Actor:
        """Return the actor; a person known by one name only gets an id of its document."""
        aliases = tuple(sorted(set(self.names[1:]) - {self.names[0]}))
        if self.registered:
            sectors = self._sectors(())
            known = tuple(sorted({*self.registered.aliases, *aliases}))
            return replace(self.registered, aliases=known, sectors=sectors, country=self.country)
        name = self.names[0]
        ident = (slug(name) if len(self.words) > 1 else f"{prefix}-{slug(name)}") + self.mark
        return Actor(
            id=ident or f"{prefix}-person",
            name=name,
            kind=ActorKind.PERSON,
            country=self.country,
            sectors=self._sectors(()),
            aliases=aliases,
            linked=self.country is not None,
        )

    def _sectors(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """Return the codes on the day: whoever has left office is no longer government."""
        if self.tenure is Tenure.FORMER:
            return ("ELI",)
        return self.sectors or known


class People:
    """Every person of one document."""

    def __init__(self, holders: Holders, day: date | None, bodies: Mapping[str, str] = NO_BODIES) -> None:
        self.holders = holders
        self.bodies = bodies
        self.day = day
        self.persons: list[Person] = []

    def find(self, words: Sequence[str], country: str | None) -> Person | None:
        """Return the person that ``words`` name, the one mentioned last if several fit."""
        folded = tuple(fold(word) for word in words)
        fitting = [person for person in self.persons if _fits(person, folded, country)]
        return max(fitting, key=lambda person: person.mentions[-1:] or [-1], default=None)

    def meet(self, words: Sequence[str], *, country: str | None, title: Title | None = None) -> Person:
        """Return the person named, made if need be.

        Args:
            title: what stands before the name; of several of one surname it means the one who holds that office.
        """
        person = self.find(words, country)
        if person is None:
            folded = tuple(fold(word) for word in words)
            namesakes = [one for one in self.persons if one.words == folded]
            mark = f"-{slug(country) if country else len(namesakes) + 1}" if namesakes else ""
            person = Person(names=[], words=folded, mark=mark)
            self.persons.append(person)
        if person.registered is None:
            known = self._registered(words, country or person.country, title)
            person.registered = known if known is None or _can_be(person, words, known) else None
            self._adopt(person)
        if person.registered is None and person.country is None:
            person.country = country or self.shared_country(words)
        self._rename(person, words)
        if country and person.country is None:
            person.country = country
        return person

    def recognise(self, words: Sequence[str], country: str | None, title: Title | None = None) -> Person | None:
        """Return the office-holder of that name, whatever the tagger took it for; none if the name is nobody's.

        In a text without a day a bare word that the tagger takes for no person, such as "May", names only those who
        are in office as far as the tables go.
        """
        known = self._registered(words, country, title)
        if known is None:
            return None
        if len(words) == 1 and self.day is None and all(one.end for one in self.holders.holdings(known.id)):
            return None
        return self.meet(words, country=country, title=title)

    def serves(self, words: Sequence[str]) -> bool:
        """Return whether ``words`` name somebody who is in office on the day."""
        known = self._registered(words, None, None)
        return known is not None and any(self._in_office(held) for held in self.holders.holdings(known.id))

    def _adopt(self, person: Person) -> None:
        if person.registered:
            person.country = self._serves(person.registered.id) or person.registered.country
            person.sectors = self.holders.sectors(person.registered.id, self.day)
            if self.day is None:
                person.sectors = person.sectors or person.registered.sectors

    def shared_country(self, words: Sequence[str], *, least: int = 2) -> str | None:
        """Return the country of all who are called so: whichever President Bush it is, he is an American.

        Args:
            least: how many must bear the name.
        """
        holdings = self.holders.named(" ".join(words).replace(" - ", "-"), self.day)
        persons = {one.person for one in holdings if self.day is None or one.distance(self.day) <= LONG_AGO}
        countries = {person.country for person in persons}
        return countries.pop() if len(persons) >= least and len(countries) == 1 else None

    def held(self, person: Person) -> tuple[Holding, ...]:
        """Return the offices that a registered person holds on the day; of an undated text all."""
        if person.registered is None:
            return ()
        every = self.holders.holdings(person.registered.id)
        return tuple(one for one in every if self.day is None or self._in_office(one))

    def has_just_left(self, person: Person, title: Title) -> bool:
        """Return whether a person left the office of ``title`` so lately that a text tells of what was done in it."""
        if person.registered is None or self.day is None:
            return False
        left = [
            one for one in self.holders.holdings(person.registered.id) if one.end is not None and _holds(one, title)
        ]
        return any(0 < (self.day - one.end).days <= JUST_LEFT for one in left if one.end is not None)

    def _serves(self, person_id: str) -> str | None:
        """Return the body whose official a person is on the day: its secretary-general acts for it, not for home."""
        holdings = self.holders.holdings(person_id)
        held = [holding.of for holding in holdings if self.day is None or self._in_office(holding)]
        codes = [self.bodies[of] for of in held if of in self.bodies]
        return codes[0] if held and len(codes) == len(held) else None

    def _rename(self, person: Person, words: Sequence[str]) -> None:
        name, folded = " ".join(words).replace(" - ", "-"), tuple(fold(word) for word in words)
        if len(folded) > len(person.words):
            person.words = folded
            person.names.insert(0, name)
        elif name not in person.names:
            person.names.append(name)

    def _registered(self, words: Sequence[str], country: str | None, title: Title | None) -> Actor | None:
        """Return the office-holder of that name; of several of one surname the one in office on the day."""
        holdings = self.holders.named(" ".join(words).replace(" - ", "-"), self.day, country)
        if not holdings and len(words) > 1 and all(map(_is_initials, words[:-1])):
            surname = self.holders.named(words[-1], self.day, country)
            holdings = self._meant([one for one in surname if _abbreviates(words[0], one.person)], title)
        if len(words) == 1:
            holdings = self._meant(holdings, title)
        elif self.day is not None:
            holdings = tuple(one for one in holdings if (one.start - self.day).days <= LONG_BEFORE)
        persons = list(dict.fromkeys(holding.person for holding in holdings))
        if len(persons) == 1 or (holdings and len(words) > 1 and self._in_office(holdings[0])):
            return persons[0]
        serving = list(dict.fromkeys(holding.person for holding in holdings if self._in_office(holding)))
        return serving[0] if len(serving) == 1 else None

    def _meant(self, holdings: Sequence[Holding], title: Title | None) -> tuple[Holding, ...]:
        """Return those whom a bare surname can mean: in public life about that day, and of the office before the name.

        A title that goes with none of their offices means somebody else: "Senator Kennedy" is not the president.
        """
        day = self.day
        if title is not None and title.of != "state":
            # "Dr." and "Chairman" say nothing of an office of state.
            title = None
        near = tuple(one for one in holdings if day is None or one.distance(day) <= LONG_AGO)
        if title is None or day is None:
            return near
        of_the_office = [one for one in near if _holds(one, title)]
        if of_the_office:
            return tuple(one for one in of_the_office if one.covers(day)) or tuple(of_the_office)
        fitting = {one.person.id for one in near if set(title.sectors) & set(self.holders.sectors(one.person.id, day))}
        return tuple(one for one in near if one.person.id in fitting or not title.sectors)

    def _in_office(self, holding: Holding) -> bool:
        if self.day is None:
            return False
        return holding.start <= self.day and (holding.end is None or self.day <= holding.end)


def _can_be(person: Person, words: Sequence[str], known: Actor) -> bool:
    """Return whether a surname can mean a known namesake: Alan Gross, once so named, is not Stanislav Gross."""
    longer = len(person.words) > len(words)
    return not longer or any(_same_given(person.words[0], fold(name)) for name in (known.name, *known.aliases))


def _same_given(word: str, name: str) -> bool:
    """Return whether ``word`` is, shortens or spells otherwise the given name at the head of ``name``, both folded."""
    plain, given = word.rstrip("."), name.split(" ")[0].rstrip(".")
    short = given.startswith(plain) or plain.startswith(given)
    return short or SequenceMatcher(None, plain, given).ratio() >= ALIKE


def _is_initials(word: str) -> bool:
    """Return whether a word shortens a given name: "J.", "J.F.", "JF", "Wm."."""
    return word.endswith(".") or (word.isupper() and len(word) <= 2)


def _abbreviates(word: str, person: Actor) -> bool:
    """Return whether initials, or the beginning of a name with a stop, can stand for a person's given name."""
    plain, given = word.rstrip("."), fold(person.name)
    return given.startswith(plain.lower()) or (plain.replace(".", "").isupper() and given.startswith(plain[0].lower()))


def _holds(holding: Holding, title: Title) -> bool:
    """Return whether a title is that of the office: "Secretary" is any minister's."""
    is_minister = title.office == "minister" and holding.office.endswith("-minister")
    return is_minister or title.office == holding.office


def _fits(person: Person, words: tuple[str, ...], country: str | None) -> bool:
    """Return whether ``words`` can name ``person``: same name, surname, or family name first."""
    if country and person.country and country != person.country:
        return False
    known, shared = person.words, min(len(person.words), len(words))
    if known[-shared:] == words[-shared:]:
        return True
    if len(words) == 1 and words[0] == known[0] and person.country in FAMILY_NAME_FIRST:
        return True
    # "Andres Manuel Lopez Obrador" and "Andres Lopez Obrador": same first and last name.
    return shared > 1 and known[0] == words[0] and known[-1] == words[-1]
