"""The ids that actors bear across documents: from identities, corrected by hand."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from diplograph.codebook.holders import load_holders
from diplograph.codebook.registry import load_registry
from diplograph.knowledge.corrections import Correction, Operation
from diplograph.knowledge.grouping import Groups
from diplograph.knowledge.identities import Identity
from diplograph.knowledge.renaming import NewName
from diplograph.knowledge.sightings import Sighting
from diplograph.language.people import slug
from diplograph.model import Merge, Reading, Verdict

Ref = tuple[str, str]
"""An actor of a document: the document's id, and the id that the actor has in it."""


def local(document: str) -> str:
    """Return eight digits that tell a document, as in the ids of actors that belong to it alone."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _taken(ident: str) -> bool:
    return ident in load_registry().actors or bool(load_holders().holdings(ident))


def _registered_name(ident: str) -> str:
    known = load_registry().actors.get(ident)
    return known.name if known else load_holders().holdings(ident)[0].person.name


def _longest(identity: Identity) -> list[Sighting]:
    return [one for one in identity.sightings if one.name == identity.name]


def display_name(identity: Identity) -> str:
    """Return the name most often used among the longest, of several the first by letters."""
    used = Counter(one.actor.name for one in _longest(identity))
    return min(used, key=lambda name: (-used[name], name))


def _choices(identity: Identity) -> Iterator[str]:
    """Yield the ids that an identity may bear, the plainest first; the last is nobody else's."""
    base, country = slug(display_name(identity)), identity.country
    own = min(identity.sightings, key=lambda one: (one.document, one.ref))
    is_full = bool(base) and (len(identity.name) > 1 or not own.is_person)
    several = len({one.document for one in identity.sightings}) > 1
    read_as = {one.actor.id for one in identity.sightings}
    if len(read_as) == 1 and (is_full or not several):
        yield own.actor.id
    if is_full:
        yield base
    if is_full and country:
        yield f"{base}-{country.lower()}"
    if base and country and identity.offices and (several or is_full):
        yield f"{base}-{country.lower()}-{slug(min(identity.offices))}"
    yield f"{local(own.document)}-{base or 'person'}"
    yield f"{local(own.ref)}-{base or 'person'}"


def identity_ids(identities: Iterable[Identity]) -> tuple[str, ...]:
    """Return an id for each identity: its name; where several bear that, with country, then office, then document."""
    choices = [list(dict.fromkeys(_choices(one))) for one in identities]
    found: list[str | None] = [None] * len(choices)
    for rank in range(max(map(len, choices), default=0)):
        open_ = [at for at, given in enumerate(found) if given is None and rank < len(choices[at])]
        wanted = Counter(choices[at][rank] for at in open_)
        given_before = set(filter(None, found))
        for at in open_:
            ident = choices[at][rank]
            last = rank == len(choices[at]) - 1
            if (wanted[ident] == 1 and ident not in given_before and not _taken(ident)) or last:
                found[at] = ident
    return tuple(filter(None, found))


class Roster:
    """What every actor of every document is called; corrections change it row by row."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        """Take the actors of ``identities`` under their ids; all others are called as they are in their documents."""
        self.identities = tuple(identities)
        self.identity_ids = identity_ids(self.identities)
        self.ids: dict[Ref, str | None] = {}
        self.names: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self._own: dict[Ref, tuple[str, str | None]] = {}
        for identity, ident in zip(self.identities, self.identity_ids, strict=True):
            self.names[ident] = display_name(identity)
            if identity.country:
                self.countries[ident] = identity.country
            for one in identity.sightings:
                self._own[one.document, one.actor.id] = one.actor.name, one.actor.country
                self.ids[one.document, one.actor.id] = ident
        self._index()

    def take(self, readings: Iterable[Reading], wanted: Container[str]) -> None:
        """Take the other actors too, of those ids that somebody asks for."""
        for reading in readings:
            for actor in reading.actors:
                if actor.id in wanted:
                    self._own.setdefault((reading.document.id, actor.id), (actor.name, actor.country))
                    self.ids.setdefault((reading.document.id, actor.id), actor.id)
        self._index()

    def _index(self) -> None:
        self._read_as: dict[str, list[Ref]] = defaultdict(list)
        self._called: dict[str, list[Ref]] = defaultdict(list)
        for (document, actor), ident in sorted(self.ids.items()):
            self._read_as[actor].append((document, actor))
            self._called[ident or ""].append((document, actor))

    def find(self, reference: str) -> list[Ref]:
        """Return the actors that a correction names: by their id in this build, in one document, or in any."""
        actor, at, document = reference.partition("@")
        if at and (document, actor) in self.ids:
            return [(document, actor)]
        return self._called.get(reference) or self._read_as.get(reference, [])

    def part(self, one: str, other: str) -> bool:
        """Give ``other`` an id of its own if it has that of ``one``; return whether the two are known and distinct."""
        stay, leave = self.find(one), self.find(other)
        if not stay or not leave or set(stay) & set(leave):
            return False
        taken = {self.ids[ref] for ref in stay}
        going = [ref for ref in leave if self.ids[ref] in taken]
        if going:
            document, actor = min(going)
            base = self.names.get(self.ids[going[0]] or "", actor)
            ident = f"{local(document)}-{slug(base) or 'person'}"
            self.ids |= dict.fromkeys(going, ident)
        return True

    def join(self, pairs: Iterable[tuple[str, str]]) -> list[bool]:
        """Give the actors of each pair one id, a registered one if there is one, else that of the first named."""
        groups: Groups[str] = Groups()
        order: dict[str, int] = {}
        known = []
        for one, other in pairs:
            found = [self._ids_of(side) for side in (one, other)]
            known.append(all(found))
            if not all(found):
                continue
            first, *others = [*sorted(found[0]), *sorted(found[1])]
            for ident in (first, *others):
                order.setdefault(ident, len(order))
                groups.join(first, ident)
        new = {ident: _chosen(group, order) for group in groups.all() for ident in group}
        self.names |= {ident: _registered_name(ident) for ident in new.values() if _taken(ident)}
        self.ids = {ref: new.get(ident or "", ident) for ref, ident in self.ids.items()}
        return known

    def _ids_of(self, reference: str) -> set[str]:
        """Return what the actors are called; one of the registry need not be in the build."""
        found = {ident for ref in self.find(reference) if (ident := self.ids[ref])}
        return found or ({reference} if _taken(reference) else set())

    def rename(self, reference: str, name: str) -> bool:
        """Call the actors another name; return whether there are any."""
        found = {ident for ref in self.find(reference) if (ident := self.ids[ref])}
        self.names |= dict.fromkeys(found, name)
        return bool(found)

    def drop(self, reference: str) -> bool:
        """Take the actors out; return whether there are any."""
        found = self.find(reference)
        self.ids |= dict.fromkeys(found)
        return bool(found)

    def new_names(self) -> Mapping[str, Mapping[str, NewName]]:
        """Return for each document what those of its actors are called now that had another id or name in it."""
        found: dict[str, dict[str, NewName]] = defaultdict(dict)
        for (document, name), ident in self.ids.items():
            own_name, own_country = self._own[document, name]
            new = NewName(id=ident, name=self.names.get(ident or ""), country=self.countries.get(ident or ""))
            if ident != name or new.name not in {None, own_name} or (new.country and not own_country):
                found[document][name] = new
        return found


def _chosen(group: list[str], order: Mapping[str, int]) -> str:
    return min(group, key=lambda ident: (not _taken(ident), order[ident]))


def correct(roster: Roster, corrections: Iterable[Correction], readings: Iterable[Reading]) -> list[Merge]:
    """Replay corrections on ``roster``: parting, joining, naming, dropping; return what came of it.

    Args:
        readings: looked through only if there are corrections.
    """
    corrections = tuple(corrections)
    if corrections:
        names = {side for row in corrections for side in (row.actor, row.other)}
        roster.take(readings, names | {name.partition("@")[0] for name in names})
    by_operation: dict[Operation, list[Correction]] = defaultdict(list)
    for row in corrections:
        by_operation[row.operation].append(row)
    parting, joining = by_operation[Operation.DIFFERENT], by_operation[Operation.SAME]
    done = [(row, roster.part(row.actor, row.other)) for row in parting]
    done += zip(joining, roster.join([(row.actor, row.other) for row in joining]), strict=True)
    done += [(row, roster.rename(row.actor, row.other)) for row in by_operation[Operation.RENAME]]
    done += [(row, roster.drop(row.actor)) for row in by_operation[Operation.DROP]]
    return [_outcome(row, found=found) for row, found in done]


def _outcome(row: Correction, *, found: bool) -> Merge:
    verdict = Verdict.DIFFERENT if row.operation is Operation.DIFFERENT else Verdict.SAME
    told = f"{row.where}: {row.note or row.operation}" if found else f"{row.where}: no such actors in this build"
    is_pair = row.operation in {Operation.SAME, Operation.DIFFERENT}
    return Merge(
        subject="correction",
        verdict=verdict if found else Verdict.DOUBTFUL,
        id=row.actor,
        members=tuple(sorted({row.actor, row.other} if is_pair else {row.actor})),
        rule=f"correction: {row.operation}",
        score=1.0 if found else 0.0,
        reason=told,
    )
