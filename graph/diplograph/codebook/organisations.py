"""Organisations: bodies, groups, parties, media and companies, and who is a member of the main ones."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date

from diplograph.codebook.names import Name, listed, read_day, read_spelling, read_spellings
from diplograph.errors import OntologyError
from diplograph.model import Actor, ActorKind, MentionKind
from diplograph.resources import read_table

ORGANISATIONS = "actors/organisations.tsv"
ORGANISATION_COLUMNS = ("id", "kind", "country", "sectors", "name", "aliases", "source")
MEMBERS = "actors/members.tsv"
MEMBER_COLUMNS = ("organisation", "begin", "end", "states", "source")
# What stands in place of a country for bodies that belong to none, after CAMEO and PLOVER.
PSEUDO_COUNTRIES = frozenset({"EUR", "UNO", "IGO", "NGO", "IMG", "MNC"})
_SECTOR_CODES = "AGR BUS COP CRM CVL EDU ELI ENV GOV HLH HRI JUD LAB LEG MED MIL OPP PRE PTY REB REF REL SET SPY UAF"
SECTORS = frozenset(_SECTOR_CODES.split())
KINDS = {
    "organisation": ActorKind.ORGANISATION,
    "government": ActorKind.GOVERNMENT,
    "armed": ActorKind.ARMED_GROUP,
    "party": ActorKind.PARTY,
    "company": ActorKind.COMPANY,
    "media": ActorKind.MEDIA,
    "NGO": ActorKind.NGO,
    "group": ActorKind.GROUP,
}
_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """States that were members of an organisation from a day to a day (none: open)."""

    organisation: str
    states: tuple[str, ...]
    begin: date | None
    end: date | None

    def holds(self, day: date | None) -> bool:
        """Return whether it holds on ``day``; without a day, whether it holds until today."""
        if day is None:
            return self.end is None
        return (self.begin or date.min) <= day <= (self.end or date.max)


def read_organisations(states: Container[str]) -> Iterator[tuple[Actor, tuple[Name, ...]]]:
    """Yield each organisation of the table with its names.

    Args:
        states: ids of the known states, which ``country`` must be one of.

    Raises:
        OntologyError: if a row is wrong.
    """
    seen: set[str] = set()
    for line, row in read_table(ORGANISATIONS, ORGANISATION_COLUMNS):
        _check(row, line, states)
        if row["id"] in seen or row["id"] in states:
            raise OntologyError(ORGANISATIONS, line, f"the id {row['id']} is there twice")
        seen.add(row["id"])
        yield _actor(row, line), tuple(_names(row, line))


def read_memberships(organisations: Container[str], states: Container[str]) -> Iterator[Membership]:
    """Yield the memberships of the table in its order.

    Raises:
        OntologyError: if a row is wrong or names an unknown actor.
    """
    for line, row in read_table(MEMBERS, MEMBER_COLUMNS):
        if row["organisation"] not in organisations:
            raise OntologyError(MEMBERS, line, f"the organisation {row['organisation']!r} is unknown")
        members = tuple(row["states"].split())
        for member in members:
            if member not in states:
                raise OntologyError(MEMBERS, line, f"the state {member!r} is unknown")
        if not members or not row["source"]:
            raise OntologyError(MEMBERS, line, "states or source are empty")
        begin, end = (read_day(row[column], MEMBERS, line) for column in ("begin", "end"))
        if begin and end and end < begin:
            raise OntologyError(MEMBERS, line, f"it ends on {end}, before it begins on {begin}")
        yield Membership(organisation=row["organisation"], states=members, begin=begin, end=end)


def read_sectors(cell: str, file: str, line: int) -> tuple[str, ...]:
    """Return the sector codes of a cell, separated by spaces.

    Raises:
        OntologyError: if one is unknown.
    """
    sectors = tuple(cell.split())
    for sector in sectors:
        if sector not in SECTORS:
            raise OntologyError(file, line, f"the sector {sector!r} is none of {' '.join(sorted(SECTORS))}")
    return sectors


def _check(row: dict[str, str], line: int, states: Container[str]) -> None:
    if not _ID.fullmatch(row["id"]):
        raise OntologyError(ORGANISATIONS, line, f"the id {row['id']!r} does not begin with capital letters")
    if row["kind"] not in KINDS:
        raise OntologyError(ORGANISATIONS, line, f"the kind {row['kind']!r} is none of {sorted(KINDS)}")
    if row["country"] not in PSEUDO_COUNTRIES and row["country"] not in states:
        raise OntologyError(ORGANISATIONS, line, f"the country {row['country']!r} is unknown")
    for column in ("name", "source"):
        if not row[column]:
            raise OntologyError(ORGANISATIONS, line, f"the column {column} is empty")


def _actor(row: dict[str, str], line: int) -> Actor:
    return Actor(
        id=row["id"],
        name=read_spelling(row["name"]).text,
        kind=KINDS[row["kind"]],
        country=row["country"],
        sectors=read_sectors(row["sectors"], ORGANISATIONS, line),
        aliases=tuple(read_spelling(alias).text for alias in listed(row["aliases"])),
        linked=True,
    )


def _names(row: dict[str, str], line: int) -> Iterator[Name]:
    seen: set[str] = set()
    for spelling in read_spellings(f"{row['name']}|{row['aliases']}"):
        if spelling.text in seen:
            raise OntologyError(ORGANISATIONS, line, f"the name {spelling.text!r} is there twice")
        seen.add(spelling.text)
        yield Name(
            text=spelling.text,
            actor=row["id"],
            kind=MentionKind.NAME,
            cased=spelling.cased,
            ambiguous=spelling.ambiguous,
        )
