"""Persons of one document: names that belong together, their offices, their link to the registry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from diplograph.codebook.holders import Holders, Holding
from diplograph.model import Actor, ActorKind, Tenure

# In these countries the family name stands first: "Xi" is Xi Jinping.
FAMILY_NAME_FIRST = frozenset({"CHN", "PRK", "KOR", "VNM", "TWN", "HKG", "KHM", "SGP", "JPN"})

# Days after which a bare surname no longer means a former holder by itself: ten years.
LONG_AGO = 3653

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
    """One person of a document, under all the names it is called by."""

    names: list[str]
    words: tuple[str, ...]
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    tenure: Tenure = Tenure.CURRENT
    registered: Actor | None = None
    mentions: list[int] = field(default_factory=list)

    def actor(self, prefix: str) -> Actor:
        """Return the actor; a person known by one name only gets an id of its document."""
        aliases = tuple(sorted(set(self.names[1:]) - {self.names[0]}))
        if self.registered:
            sectors = self._sectors(self.registered.sectors)
            known = tuple(sorted({*self.registered.aliases, *aliases}))
            return replace(self.registered, aliases=known, sectors=sectors, country=self.country)
        name = self.names[0]
        ident = slug(name) if len(self.words) > 1 else f"{prefix}-{slug(name)}"
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

    def meet(self, words: Sequence[str], *, country: str | None) -> Person:
        """Return the person named, made if need be."""
        person = self.find(words, country)
        if person is None:
            registered = self._registered(words, country)
            person = Person(names=[], words=tuple(fold(word) for word in words), registered=registered)
            self._adopt(person)
            if registered is None:
                person.country = country or self._shared_country(words)
            self.persons.append(person)
        self._rename(person, words)
        if country and person.country is None:
            person.country = country
        return person

    def recognise(self, words: Sequence[str], country: str | None) -> Person | None:
        """Return the office-holder of that name, whatever the tagger took it for; none if the name is nobody's."""
        if self._registered(words, country) is None:
            return None
        return self.meet(words, country=country)

    def _adopt(self, person: Person) -> None:
        if person.registered:
            person.country = self._serves(person.registered.id) or person.registered.country
            person.sectors = self.holders.sectors(person.registered.id, self.day)

    def _shared_country(self, words: Sequence[str]) -> str | None:
        """Return the country of all who are called so: whichever President Bush it is, he is an American."""
        holdings = self.holders.named(" ".join(words).replace(" - ", "-"))
        countries = {holding.person.country for holding in holdings}
        return countries.pop() if len(countries) == 1 else None

    def held(self, person: Person) -> tuple[Holding, ...]:
        """Return the offices that a registered person holds on the day; of an undated text all."""
        if person.registered is None:
            return ()
        every = self.holders.holdings(person.registered.id)
        return tuple(one for one in every if self.day is None or self._in_office(one))

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

    def _registered(self, words: Sequence[str], country: str | None) -> Actor | None:
        """Return the office-holder of that name; of several of one surname the one in office on the day."""
        name = " ".join(words).replace(" - ", "-")
        holdings = self.holders.named(name, self.day, country)
        if len(words) == 1:
            # Who has long left office is called by the surname only after the full name.
            holdings = tuple(one for one in holdings if self.day is None or one.distance(self.day) <= LONG_AGO)
        persons = list(dict.fromkeys(holding.person for holding in holdings))
        if len(persons) == 1 or (holdings and len(words) > 1 and self._in_office(holdings[0])):
            return persons[0]
        serving = list(dict.fromkeys(holding.person for holding in holdings if self._in_office(holding)))
        return serving[0] if len(serving) == 1 else None

    def _in_office(self, holding: Holding) -> bool:
        if self.day is None:
            return False
        return holding.start <= self.day and (holding.end is None or self.day <= holding.end)


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
