"""Who held which office on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TypeVar

from diplograph.codebook.offices import OFFICES, Offices, read_offices
from diplograph.codebook.personnames import is_one_slip, name_key, name_keys
from diplograph.errors import OntologyError
from diplograph.model import Actor, ActorKind
from diplograph.resources import read_table

PERSONS = "actors/holders-persons.tsv"
HOLDINGS = (
    "actors/holders-africa.tsv",
    "actors/holders-americas.tsv",
    "actors/holders-asia.tsv",
    "actors/holders-before-1990.tsv",
    "actors/holders-bodies.tsv",
    "actors/holders-europe.tsv",
    "actors/holders-figures.tsv",
    "actors/holders-middle-east.tsv",
    "actors/holders-ministers.tsv",
    "actors/holders-officials.tsv",
    "actors/holders-united-states.tsv",
    "actors/holders-1961-1981.tsv",
)

K = TypeVar("K")
V = TypeVar("V")
_PERSON_COLUMNS = ("person", "name", "surname", "country", "aliases", "same_as")
_HOLDING_COLUMNS = ("person", "office", "of", "start", "end", "precision", "source")
# How much of an ISO date is known, by precision.
_KNOWN_LENGTH = {"day": 10, "month": 7, "year": 4}
# A bare surname means whoever bore it in office about then; two years cover candidates and the just retired.
_NEAR_DAYS = 731
# Where a person has the surnames of both parents, and news may leave out the second.
_TWO_SURNAMES = frozenset(
    {
        *("ARG", "BOL", "BRA", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GNQ", "GTM", "HND", "MEX", "NIC"),
        *("PAN", "PER", "PHL", "PRT", "PRY", "SLV", "URY", "VEN"),
    }
)
# A surname of fewer letters is too easily another one with one letter changed.
_LONG = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One person's time in one office.

    Args:
        person: country is the person's own, sectors those of all the offices held, without regard to a day.
        of: code of the state or body whose office it is.
        end: none = still in office as far as the row knows.
        source: where the row was read or checked.
    """

    person: Actor
    office: str
    of: str
    start: date
    end: date | None
    source: str

    def covers(self, day: date) -> bool:
        """Return whether the office is held on ``day``; the days of taking and leaving it count."""
        return self.start <= day and (self.end is None or day <= self.end)

    def distance(self, day: date) -> int:
        """Return how many days ``day`` lies outside the holding; 0 within."""
        if day < self.start:
            return (self.start - day).days
        return 0 if self.end is None else max(0, (day - self.end).days)


class Holders:
    """Who held which office when, found by name, office or person."""

    def __init__(self, *, offices: Offices, persons: Iterable[_Person], holdings: Iterable[Holding]) -> None:
        """Index the holdings; the names of ``persons`` are indexed when the first is asked for."""
        self._offices = offices
        in_time = sorted(holdings, key=lambda held: held.start)
        self._by_person = _grouped((held.person.id, held) for held in in_time)
        self._by_office = _grouped(((held.office, held.of), held) for held in in_time)
        self._persons = tuple(persons)

    def named(self, name: str, day: date | None = None, country: str | None = None) -> tuple[Holding, ...]:
        """Return the holdings of all called ``name``, those in office on ``day`` first, then the nearest.

        Args:
            name: full name, alias or surname; capitals, diacritics and hyphens do not matter. Where several
                bear it, it means the only one in office within two years of ``day``, if there is just one.
            day: none = the latest first.
            country: keeps its nationals and the holders of its offices, or of a body's with that code.
        """
        key = name_key(name)
        persons = self._full_names.get(key) or self._surnames.get(key) or self._nearly_named(key)
        held = [one for person in persons for one in self._by_person[person] if _concerns(one, country)]
        if day is None:
            return tuple(sorted(held, key=lambda one: (-one.start.toordinal(), one.person.id, one.office)))
        return tuple(sorted(_of_the_near_one(held, day), key=lambda one: _nearness(one, day)))

    def _nearly_named(self, key: str) -> tuple[str, ...]:
        """Return the one person whose full name differs from a long one by middle names or a slip of the pen."""
        if " " not in key:
            return ()
        first, *middle, last = key.split(" ")
        persons = self._full_names.get(f"{first} {last}") or self._with_mothers_name(first, middle)
        if persons:
            return persons
        if len(last) < _LONG:
            return ()
        near = {
            person
            for other, persons in self._by_given_name.get(first, ())
            if is_one_slip(last, other)
            for person in persons
        }
        return tuple(near) if len(near) == 1 else ()

    def _with_mothers_name(self, first: str, middle: list[str]) -> tuple[str, ...]:
        """Return who is called by the words but the last, where a mother's name may follow: "Mariano Rajoy Brey"."""
        persons = self._full_names.get(" ".join((first, *middle)), ()) if middle else ()
        ends = (self._by_person[person][0].person for person in persons)
        fits = (one.country in _TWO_SURNAMES and name_key(one.name).endswith(f" {middle[-1]}") for one in ends)
        return persons if all(fits) else ()

    def holder(self, office: str, of: str, day: date) -> Actor | None:
        """Return who held ``office`` of ``of`` on ``day``; none if unknown, or if several may hold it and do.

        The day of a change belongs to the successor.
        """
        for name in self._offices.filling(office, of):
            held = [one for one in self._by_office.get((name, of), ()) if one.covers(day)]
            if held and self._offices[name].plural:
                return held[0].person if len({one.person.id for one in held}) == 1 else None
            if held:
                return held[-1].person
        return None

    def holdings(self, person_id: str) -> tuple[Holding, ...]:
        """Return all that is known of a person's offices, in order of time."""
        return self._by_person.get(person_id, ())

    def office_named(self, words: str, of: str | None = None) -> str | None:
        """Return the office that ``words`` mean in ``of``; none if unknown, or if it depends on the state.

        Args:
            words: such as "foreign secretary"; "the", "acting", "former" and the like before it do not count.
        """
        return self._offices.named(words, of)

    def sectors(self, person_id: str, day: date | None) -> tuple[str, ...]:
        """Return the sectors of the offices held on ``day``, ELI if an earlier one had ended, else nothing.

        Args:
            day: none asks for the offices that have no end.
        """
        known = self.holdings(person_id)
        held = [one for one in known if (one.end is None if day is None else one.covers(day))]
        if held:
            return self._offices.sectors(one.office for one in held)
        left = day is not None and any(one.end is not None and one.end < day for one in known)
        return ("ELI",) if left else ()

    def full_names(self) -> Iterator[str]:
        """Yield the names and aliases of several words, and each name without what stands between first and last."""
        for person in self._persons:
            for name in (person.actor.name, *person.actor.aliases):
                if " " in name:
                    yield name
            surname, name = person.surnames[0], person.actor.name
            if name.endswith(f" {surname}") and len(first := name.split(" ")[0]) > 2:
                yield f"{first} {surname}"

    @cached_property
    def _full_names(self) -> dict[str, tuple[str, ...]]:
        return _grouped((key, person.actor.id) for person in self._persons for key in person.full_keys())

    @cached_property
    def _by_given_name(self) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """The last name and the bearers of every full name, by given name."""
        pairs = ((key.split(" "), persons) for key, persons in self._full_names.items())
        return _grouped((words[0], (words[-1], persons)) for words, persons in pairs if len(words) > 1)

    @cached_property
    def _surnames(self) -> dict[str, tuple[str, ...]]:
        # The "II" of a king, alone in capitals, names nobody.
        named = (
            (name_key(name), person.actor.id)
            for person in self._persons
            for name in person.surnames
            if not name.isupper()
        )
        return _grouped(named)


@cache
def load_holders() -> Holders:
    """Read the offices, persons and holdings below ``ontology/actors/``.

    Raises:
        OntologyError: if a row is wrong, or two persons hold one office of one state at a time.
    """
    offices = read_offices()
    rows = [row for file in HOLDINGS for row in _read_rows(file, offices)]
    _refuse_overlaps(rows, offices)
    persons = _read_persons(_sectors_held(rows, offices))
    holdings = [_holding(row, persons) for row in rows]
    return Holders(offices=offices, persons=persons.values(), holdings=holdings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    actor: Actor
    surnames: tuple[str, ...]

    def full_keys(self) -> set[str]:
        """Return what the full name and the aliases are found by."""
        written = name_keys(self.actor.name, self.surnames[0], country=self.actor.country)
        return {*written, *map(name_key, self.actor.aliases)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    file: str
    line: int
    person: str
    office: str
    of: str
    start: date
    end: date | None
    precision: str
    source: str


def _read_rows(file: str, offices: Offices) -> Iterator[_Row]:
    for line, row in read_table(file, _HOLDING_COLUMNS):
        _refuse_cells(file, line, row, offices)
        start, end = _day(file, line, row["start"]), _day(file, line, row["end"]) if row["end"] else None
        if end is not None and end < start:
            raise OntologyError(file, line, f"the end {end} lies before the start {start}")
        yield _Row(
            file=file,
            line=line,
            person=row["person"],
            office=row["office"],
            of=row["of"],
            start=start,
            end=end,
            precision=row["precision"],
            source=row["source"],
        )


def _refuse_cells(file: str, line: int, row: dict[str, str], offices: Offices) -> None:
    if row["office"] not in offices:
        raise OntologyError(file, line, f"the office {row['office']!r} is not in {OFFICES}")
    if row["precision"] not in _KNOWN_LENGTH:
        raise OntologyError(file, line, f"precision {row['precision']!r} found, day, month or year expected")
    if not (row["person"] and row["of"] and row["source"]):
        raise OntologyError(file, line, "a holding needs a person, a state or body, and a source")


def _day(file: str, line: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise OntologyError(file, line, f"{text!r} found, a day such as 2009-01-20 expected") from None


def _read_persons(sectors: dict[str, tuple[str, ...]]) -> dict[str, _Person]:
    persons: dict[str, _Person] = {}
    for line, row in read_table(PERSONS, _PERSON_COLUMNS):
        person = row["person"]
        if person in persons:
            raise OntologyError(PERSONS, line, f"the person {person!r} stands twice")
        if not (person and row["name"] and row["surname"]):
            raise OntologyError(PERSONS, line, "a person needs an id, a name and a surname")
        if person not in sectors:
            raise OntologyError(PERSONS, line, f"the person {person!r} holds no office")
        actor = _actor(row, sectors[person])
        persons[person] = _Person(actor=actor, surnames=_listed(row["surname"]))
    return persons


def _actor(row: dict[str, str], sectors: tuple[str, ...]) -> Actor:
    return Actor(
        id=row["person"],
        name=row["name"],
        kind=ActorKind.PERSON,
        country=row["country"] or None,
        sectors=sectors,
        aliases=_listed(row["aliases"]),
        same_as=_listed(row["same_as"]),
        linked=True,
    )


def _holding(row: _Row, persons: dict[str, _Person]) -> Holding:
    if row.person not in persons:
        raise OntologyError(row.file, row.line, f"the person {row.person!r} is not in {PERSONS}")
    return Holding(
        person=persons[row.person].actor,
        office=row.office,
        of=row.of,
        start=row.start,
        end=row.end,
        source=row.source,
    )


def _refuse_overlaps(rows: Iterable[_Row], offices: Offices) -> None:
    latest: dict[tuple[str, str], _Row] = {}
    for row in sorted(rows, key=lambda row: (row.start, row.end or date.max)):
        before = latest.get((row.office, row.of))
        latest[row.office, row.of] = row
        if before is None or offices[row.office].plural or not _overlap(before, row):
            continue
        where = f"{before.file}:{before.line}"
        reason = f"{row.person} and {before.person} ({where}) are both {row.office} of {row.of} on {row.start}"
        raise OntologyError(row.file, row.line, reason)


def _overlap(before: _Row, after: _Row) -> bool:
    if before.end is None:
        return True
    # The day of a change belongs to both, and so does its month or year where no day is known.
    known = min(_KNOWN_LENGTH[before.precision], _KNOWN_LENGTH[after.precision])
    return after.start.isoformat()[:known] < before.end.isoformat()[:known]


def _sectors_held(rows: Iterable[_Row], offices: Offices) -> dict[str, tuple[str, ...]]:
    held = _grouped((row.person, row.office) for row in rows)
    return {person: offices.sectors(every) for person, every in held.items()}


def _of_the_near_one(held: list[Holding], day: date) -> list[Holding]:
    near = {one.person.id for one in held if one.distance(day) <= _NEAR_DAYS}
    return [one for one in held if one.person.id in near] if len(near) == 1 else held


def _nearness(held: Holding, day: date) -> tuple[int, int, str, str]:
    return held.distance(day), -held.start.toordinal(), held.person.id, held.office


def _concerns(held: Holding, country: str | None) -> bool:
    return country is None or country in (held.of, held.person.country)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    return {key: tuple(group) for key, group in groups.items()}
