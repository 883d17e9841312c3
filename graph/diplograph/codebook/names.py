"""Names: the ways in which a text can name a registered actor, and how tables write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diplograph.errors import OntologyError
from diplograph.model import MentionKind

CASED_MARK = "="
AMBIGUOUS_MARK = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way in which a text can name a registered actor, or a phrase that names none.

    Args:
        text: as written, without article.
        actor: id of the actor; empty for a phrase that matches and denotes no actor ("Latin American").
        kind: NAME, DEMONYM (adjective or people) or METONYM (a capital or seat for its state).
        cased: whether it matches only as written; else also in capitals or lower case.
        place: whether it is also a place where things happen.
        city: whether the place is a capital, city or region, not the state itself.
        people: whether it is a noun for people ("Britons"), never an adjective.
        ambiguous: whether it commonly means something else too ("Georgia", "Washington").
        matter: whether it names an agreement or process, which events are about.
        earliest: first day on which it is meant so; none if always.
        latest: last day on which it is meant so; none if still so. Dates are given only where the same text
            means another actor, or another way, at other times; the dated name then goes first.
    """

    text: str
    actor: str
    kind: MentionKind
    cased: bool = False
    place: bool = False
    city: bool = False
    people: bool = False
    ambiguous: bool = False
    matter: bool = False
    earliest: date | None = None
    latest: date | None = None

    @property
    def sort_key(self) -> tuple[str, str, str, date]:
        """Return what orders the names of a registry."""
        return (self.text, self.actor, self.kind.value, self.earliest or date.min)

    @property
    def blocks(self) -> bool:
        """Return whether the phrase denotes no actor and only keeps its parts from doing so."""
        return not self.actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One item of a cell that lists names: the words and their marks."""

    text: str
    cased: bool
    ambiguous: bool


def read_spelling(item: str) -> Spelling:
    """Read one name with its mark: "=" cased, "?" ambiguous and cased; pure capitals are cased."""
    ambiguous = item.startswith(AMBIGUOUS_MARK)
    text = item.lstrip(CASED_MARK + AMBIGUOUS_MARK).strip()
    capitals = not any(letter.islower() for letter in text)
    return Spelling(text=text, cased=ambiguous or capitals or item.startswith(CASED_MARK), ambiguous=ambiguous)


def listed(cell: str) -> tuple[str, ...]:
    """Return the items of a cell that lists them with "|"."""
    return tuple(item.strip() for item in cell.split("|") if item.strip())


def read_spellings(cell: str) -> Iterator[Spelling]:
    """Yield the names that a cell lists with "|"."""
    for item in listed(cell):
        yield read_spelling(item)


def read_day(cell: str, file: str, line: int) -> date | None:
    """Return the day of an ISO date cell, none if it is empty.

    Raises:
        OntologyError: if it is no date.
    """
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise OntologyError(file, line, f"the date {cell!r} is not of the form YYYY-MM-DD") from None
