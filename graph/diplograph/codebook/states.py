"""States: what ``ontology/actors/states.tsv`` says of each, as actors and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from diplograph.codebook.names import Name, Spelling, listed, read_day, read_spelling, read_spellings
from diplograph.errors import OntologyError
from diplograph.model import Actor, ActorKind, MentionKind
from diplograph.resources import read_table

STATES = "actors/states.tsv"
COLUMNS = (
    *("id", "wikidata", "name", "status", "aliases", "adjectives", "people", "capitals", "seats"),
    *("begin", "end", "successors", "sovereign", "source"),
)
STATUSES = frozenset({"member", "observer", "partial", "territory", "former"})
WIKIDATA = "http://www.wikidata.org/entity/"
_ALPHA3 = re.compile(r"[A-Z]{3}")
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state, territory or former state.

    Args:
        status: member or observer of the United Nations, partial, territory or former.
        begin: first day of its existence; none if unknown or of no use.
        end: last day of its existence; none if it exists.
        successors: ids of the states that came after it.
        sovereign: id of the state that a territory belongs to, or that is generally held to own it.
        names: every name in the table, the official short name first.
    """

    id: str
    wikidata: str
    name: str
    status: str
    begin: date | None
    end: date | None
    successors: tuple[str, ...]
    sovereign: str | None
    names: tuple[Name, ...]

    @property
    def actor(self) -> Actor:
        """Return the state as an actor of the registry."""
        aliases = tuple(name.text for name in self.names if name.kind is MentionKind.NAME and not name.city)[1:]
        return Actor(
            id=self.id,
            name=self.name,
            kind=ActorKind.STATE,
            country=self.id,
            # PLOVER's mark of a state that few recognise.
            sectors=("PRE",) if self.status == "partial" and self.sovereign else (),
            aliases=aliases,
            same_as=(WIKIDATA + self.wikidata,),
            linked=True,
        )


def read_states() -> Iterator[State]:
    """Yield the states of the table in its order.

    Raises:
        OntologyError: if a row is wrong.
    """
    seen: set[str] = set()
    for line, row in read_table(STATES, COLUMNS):
        _check(row, line, seen)
        seen.add(row["id"])
        yield _state(row, line)


def _check(row: dict[str, str], line: int, seen: set[str]) -> None:
    if not _ALPHA3.fullmatch(row["id"]):
        raise OntologyError(STATES, line, f"the id {row['id']!r} is not three capital letters")
    if row["id"] in seen:
        raise OntologyError(STATES, line, f"the state {row['id']} is there twice")
    if not _WIKIDATA_ID.fullmatch(row["wikidata"]):
        raise OntologyError(STATES, line, f"{row['wikidata']!r} is no Wikidata id")
    if row["status"] not in STATUSES:
        raise OntologyError(STATES, line, f"the status {row['status']!r} is none of {sorted(STATUSES)}")
    for column in ("name", "source"):
        if not row[column]:
            raise OntologyError(STATES, line, f"the column {column} is empty")


def _state(row: dict[str, str], line: int) -> State:
    begin, end = (read_day(row[column], STATES, line) for column in ("begin", "end"))
    if begin and end and end < begin:
        raise OntologyError(STATES, line, f"it ends on {end}, before it begins on {begin}")
    names = tuple(_names(row))
    _refuse_twice(names, line)
    return State(
        id=row["id"],
        wikidata=row["wikidata"],
        name=read_spelling(row["name"]).text,
        status=row["status"],
        begin=begin,
        end=end,
        successors=listed(row["successors"]),
        sovereign=row["sovereign"] or None,
        names=names,
    )


def _refuse_twice(names: tuple[Name, ...], line: int) -> None:
    seen: set[str] = set()
    for name in names:
        if name.text in seen:
            raise OntologyError(STATES, line, f"the name {name.text!r} is there twice")
        seen.add(name.text)


def _names(row: dict[str, str]) -> Iterator[Name]:
    own = {spelling.text for spelling in read_spellings(f"{row['name']}|{row['aliases']}")}
    for spelling in read_spellings(f"{row['name']}|{row['aliases']}"):
        yield _name(spelling, row["id"], MentionKind.NAME, place=True)
    # "New Zealand" serves as an adjective, "Singapore" as a capital: the state's own name goes before.
    for spelling in read_spellings(row["adjectives"]):
        if spelling.text not in own:
            yield _name(spelling, row["id"], MentionKind.DEMONYM)
    for spelling in read_spellings(row["people"]):
        yield _name(spelling, row["id"], MentionKind.DEMONYM, people=True)
    yield from _capitals(row, own)
    for spelling in read_spellings(row["seats"]):
        yield _name(spelling, row["id"], MentionKind.METONYM)


def _capitals(row: dict[str, str], own: set[str]) -> Iterator[Name]:
    for capital in listed(row["capitals"]):
        spelling = read_spelling(capital.strip("()"))
        kind = MentionKind.NAME if capital.startswith("(") else MentionKind.METONYM
        if spelling.text not in own:
            yield replace(_name(spelling, row["id"], kind, place=True), city=True)


def _name(spelling: Spelling, actor: str, kind: MentionKind, *, place: bool = False, people: bool = False) -> Name:
    return Name(
        text=spelling.text,
        actor=actor,
        kind=kind,
        cased=spelling.cased,
        place=place,
        people=people,
        ambiguous=spelling.ambiguous,
    )
