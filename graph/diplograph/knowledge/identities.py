"""Who is who across documents: named actors that the registry does not hold become one by name, country and office.

Nothing here depends on the order of documents: actors of one name are parted by country, then by office, and what is
left is joined to a longer name only if exactly one fits. Whatever is open stays apart and is listed as doubtful.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise

from diplograph.knowledge.grouping import Groups
from diplograph.knowledge.personmatch import (
    Name,
    clash,
    has_initials,
    is_surname_of,
    leaves_out_middle,
    same_time,
    surnames,
)
from diplograph.knowledge.sightings import Sighting
from diplograph.model import Merge, Verdict

# How long a bare surname with country and office stays the same person's, as for the office-holders of the registry.
SURNAME_DAYS = 731
# From this score on a merge is not listed among the doubtful ones.
SURE = 0.8
# Rule, score, words.
Reason = tuple[str, float, str]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Sightings that are one actor.

    Args:
        sightings: sorted by document.
        rule: what put them together, with its score and its reason; of a single sighting the name alone.
    """

    sightings: tuple[Sighting, ...]
    rule: str = "one document"
    score: float = 1.0
    reason: str = ""

    @cached_property
    def name(self) -> Name:
        """Return the longest name, of several the first by letters."""
        return min((one.name for one in self.sightings), key=lambda name: (-len(name), name))

    @cached_property
    def country(self) -> str | None:
        """Return the country; of all that are known there is only one."""
        return next((one.country for one in self.sightings if one.country), None)

    @cached_property
    def offices(self) -> frozenset[str]:
        """Return every office held."""
        return frozenset().union(*(one.offices for one in self.sightings))

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """Return what it was put together from."""
        return tuple(sorted(one.ref for one in self.sightings))


def block_key(sighting: Sighting) -> tuple[str, ...]:
    """Return the key within which alone sightings can be of one name; an engine can take one block at a time."""
    return ("person" if sighting.is_person else "body", *sighting.name)


def identities(sightings: Iterable[Sighting]) -> tuple[tuple[Identity, ...], tuple[Merge, ...]]:
    """Return who is who, and what was doubtfully or firmly kept apart; sorted, whatever the order."""
    blocks: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        blocks[block_key(sighting)].append(sighting)
    found: list[Identity] = []
    doubts: list[Merge] = []
    for key in sorted(blocks):
        parts = identify_block(blocks[key])
        found += parts
        doubts += _apart(parts)
    joined, more = join_shorter(found)
    return tuple(sorted(joined, key=lambda one: one.refs)), (*doubts, *more)


def identify_block(sightings: Iterable[Sighting]) -> list[Identity]:
    """Return who is who among sightings of one block key."""
    group = sorted(sightings, key=lambda one: one.ref)
    bare = group[0].is_person and len(group[0].name) == 1
    return _by_surname(group) if bare else _by_full_name(group)


# -------------------------------------------------------------- one full name


def _by_full_name(group: list[Sighting]) -> list[Identity]:
    """Part sightings of one full name by country, and those of a country by office."""
    countries: dict[str | None, list[Sighting]] = defaultdict(list)
    for sighting in group:
        countries[sighting.country].append(sighting)
    known = sorted(country for country in countries if country)
    if len(known) < 2:
        return _by_office(group)
    alone = [Identity(sightings=(sighting,)) for sighting in countries[None]]
    return [one for country in known for one in _by_office(countries[country])] + alone


def _by_office(group: list[Sighting]) -> list[Identity]:
    """Part sightings of one name and country if two of them hold clashing offices at one time, else join them."""
    if not any(_clashing(one, other) for one, other in _near(group)):
        return [_same_name(group)]
    shared: Groups[int] = Groups(range(len(group)))
    holders: dict[str, int] = {}
    for at, sighting in enumerate(group):
        for office in sorted(sighting.offices):
            shared.join(holders.setdefault(office, at), at)
    return [_same_name([group[at] for at in members]) for members in shared.all()]


def _clashing(one: Sighting, other: Sighting) -> bool:
    return clash(one.offices, other.offices) and same_time(one.day, other.day)


def _near(group: list[Sighting]) -> Iterator[tuple[Sighting, Sighting]]:
    """Yield the pairs in which offices may clash: neighbours in time, one for each two sets of offices."""
    held = [one for one in group if one.offices]
    undated = {one.offices: one for one in held if one.day is None}
    every = {one.offices: one for one in held}
    yield from ((one, other) for one in undated.values() for other in every.values())
    latest: dict[frozenset[str], Sighting] = {}
    for sighting in sorted((one for one in held if one.day), key=lambda one: (one.day, one.ref)):
        yield from ((other, sighting) for other in latest.values())
        latest[sighting.offices] = sighting


def _same_name(group: list[Sighting]) -> Identity:
    countries, offices = {one.country for one in group}, {one.offices for one in group if one.offices}
    common = frozenset.intersection(*offices) if offices else frozenset()
    name = " ".join(group[0].name)
    if len(countries) > 1:
        known = next(country for country in sorted(filter(None, countries)))
        score, why = 0.7, f"some texts give the country {known}, the others none"
    elif None in countries:
        score, why = 0.6 if group[0].is_person else SURE, "no text gives a country"
    elif len(offices) > 1 and not common:
        score, why = 0.75, f"country {group[0].country}, but different offices: {_told(offices)}"
    elif common:
        score, why = 1.0, f"country {group[0].country}, office {', '.join(sorted(common))}"
    else:
        score, why = 0.95, f"country {group[0].country}"
    rule = "same name and country" if None not in countries else "same name"
    return Identity(sightings=tuple(group), rule=rule, score=score, reason=f"all are called {name!r}; {why}")


def _told(offices: Iterable[frozenset[str]]) -> str:
    return ", ".join(sorted({office for held in offices for office in held}))


# -------------------------------------------------------------- a bare surname


def _by_surname(group: list[Sighting]) -> list[Identity]:
    """Join bare surnames of one country and office while no more than two years lie between first and last."""
    posts: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    alone: list[Identity] = []
    for sighting in group:
        if sighting.country and sighting.day and len(sighting.offices) == 1:
            posts[sighting.country, min(sighting.offices)].append(sighting)
        else:
            alone.append(Identity(sightings=(sighting,)))
    return [_same_post(term) for post in sorted(posts) for term in _terms(posts[post])] + alone


def _terms(group: list[Sighting]) -> Iterator[list[Sighting]]:
    """Yield runs in order of time, none longer than ``SURNAME_DAYS``."""
    term: list[Sighting] = []
    for sighting in sorted(group, key=lambda one: (one.day, one.ref)):
        first = term[0].day if term else None
        if first and sighting.day and sighting.day - first > timedelta(days=SURNAME_DAYS):
            yield term
            term = []
        term.append(sighting)
    yield term


def _same_post(term: list[Sighting]) -> Identity:
    first = term[0]
    told = f"the only word is {first.name[0]!r}; country {first.country}, office {_told([first.offices])}, two years"
    ordered = tuple(sorted(term, key=lambda one: one.ref))
    return Identity(sightings=ordered, rule="surname, country and office", score=0.8, reason=told)


# -------------------------------------------------------------- a shorter form of a longer name


def join_shorter(found: Iterable[Identity]) -> tuple[list[Identity], list[Merge]]:
    """Join each identity to the only one whose longer name it may shorten; list those that fit several or half."""
    every = list(found)
    persons = [one for one in every if one.sightings[0].is_person]
    by_surname = _by_surnames(persons)
    groups: Groups[int] = Groups(range(len(persons)))
    reasons: dict[int, Reason] = {}
    doubts: list[Merge] = []
    for at, short in enumerate(persons):
        longer = [persons[to] for to in by_surname[short.name[-1]] if _shortens(short, persons[to])]
        fitting = {one.refs: reason for one in longer if (reason := _fits(short, one))}
        if len(fitting) == 1:
            refs, reasons[at] = fitting.popitem()
            groups.join(next(to for to in by_surname[short.name[-1]] if persons[to].refs == refs), at)
        elif longer:
            doubts.append(_doubt(short, longer, several=len(fitting) > 1))
    joined = [
        _united([persons[at] for at in group], [reasons[at] for at in group if at in reasons]) for group in groups.all()
    ]
    return [*joined, *(one for one in every if not one.sightings[0].is_person)], doubts


def _by_surnames(persons: list[Identity]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(persons):
        for word in sorted(surnames(one.name, one.country)):
            found[word].append(at)
    return found


def _shortens(short: Identity, long: Identity) -> bool:
    if short.country and long.country and short.country != long.country:
        return False
    name, other = short.name, long.name
    if len(name) == 1 and not (short.country and long.country):
        return False
    return leaves_out_middle(name, other) or has_initials(name, other) or is_surname_of(name, other, long.country)


def _fits(short: Identity, long: Identity) -> Reason | None:
    """Return the rule by which a shorter name is the longer one's, with score and reason; none if it is open."""
    told = f"{' '.join(short.name)!r} shortens {' '.join(long.name)!r} of {long.country}"
    if not short.country or not long.country or _at_odds(short, long):
        return None
    office = short.offices & long.offices
    if leaves_out_middle(short.name, long.name):
        return "name without middle name", 0.85, told
    if office and has_initials(short.name, long.name):
        return "initials, country and office", 0.75, f"{told}; both are {_told([office])}"
    if office and _within(short, long):
        return "surname, country and office", 0.75, f"{told}; both are {_told([office])}"
    return None


def _at_odds(one: Identity, other: Identity) -> bool:
    return any(_clashing(first, second) for first, second in _near([*one.sightings, *other.sightings]))


def _within(short: Identity, long: Identity) -> bool:
    """Return whether some text of each lie no further apart than a term."""
    days = sorted((one.day, one in short.sightings) for one in (*short.sightings, *long.sightings) if one.day)
    limit = timedelta(days=SURNAME_DAYS)
    return any(one[1] != other[1] and other[0] - one[0] <= limit for one, other in pairwise(days))


def _united(group: list[Identity], reasons: list[Reason]) -> Identity:
    if len(group) == 1:
        return group[0]
    weakest = min([*reasons, *((one.rule, one.score, one.reason) for one in group)], key=lambda one: (one[1], one))
    every = sorted((one for identity in group for one in identity.sightings), key=lambda one: one.ref)
    reason = "; ".join(sorted({reason for _, _, reason in reasons}))
    return Identity(sightings=tuple(every), rule=weakest[0], score=weakest[1], reason=reason)


# -------------------------------------------------------------- what is said of it


def _first(identity: Identity) -> Sighting:
    return identity.sightings[0]


def _apart(parted: list[Identity]) -> Iterator[Merge]:
    """Yield why actors of one full name were kept apart; a text that gives no country leaves it open."""
    first = _first(parted[0])
    if len(parted) < 2 or (first.is_person and len(first.name) == 1):
        return
    firm = [one for one in parted if one.country] or parted
    name = " ".join(_first(parted[0]).name)
    countries = sorted({one.country for one in firm if one.country})
    if len(firm) > 1:
        why = f"countries {', '.join(countries)}" if len(countries) > 1 else f"offices {_told(o.offices for o in firm)}"
        yield _listed(firm, Verdict.DIFFERENT, "same name, different country or office", 0.9, f"{name!r}: {why}")
    for one in parted:
        if one not in firm:
            why = f"{name!r} without a country may be one of {', '.join(countries)}"
            yield _listed([one, *firm], Verdict.DOUBTFUL, "same name, several known", 0.5, why)


def _doubt(short: Identity, longer: list[Identity], *, several: bool) -> Merge:
    names = ", ".join(f"{' '.join(one.name)!r} ({one.country or 'no country'})" for one in longer)
    why = "more than one fits" if several else "country and office do not settle it"
    reason = f"{' '.join(short.name)!r} ({short.country or 'no country'}) may be {names}: {why}"
    return _listed([short, *longer], Verdict.DOUBTFUL, "shorter form of a name", 0.4, reason)


def _listed(apart: list[Identity], verdict: Verdict, rule: str, score: float, reason: str) -> Merge:
    firsts = [_first(one) for one in apart]
    return Merge(
        subject="actor",
        verdict=verdict,
        id=firsts[0].ref,
        members=tuple(sorted(one.ref for one in firsts)),
        rule=rule,
        score=score,
        reason=reason,
        evidence=tuple(one.evidence for one in sorted(firsts, key=lambda one: one.ref) if one.evidence),
    )


def identity_merge(identity: Identity, ident: str) -> Merge:
    """Return the decision that made ``identity`` one actor, called ``ident``."""
    return Merge(
        subject="actor",
        verdict=Verdict.SAME,
        id=ident,
        members=identity.refs,
        rule=identity.rule,
        score=identity.score,
        reason=identity.reason,
        evidence=tuple(one.evidence for one in identity.sightings if one.evidence),
    )
