"""Kinds of office, and the words that texts use for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diplograph.codebook.personnames import fold
from diplograph.errors import OntologyError
from diplograph.resources import read_table

OFFICES = "actors/offices.tsv"

_COLUMNS = ("office", "label", "sectors", "plural", "stands_for", "words")
_TENURE_WORDS = re.compile(r"^(?:(?:the|acting|caretaker|former|ex|incumbent|interim|outgoing|then) )+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A kind of office.

    Args:
        plural: whether several persons may hold it for one state at a time.
        stands_for: (state or none, office) that its holder fills too, such as a monarch the head of state's.
        words: (state or none, words); none where they mean this office everywhere.
    """

    id: str
    label: str
    sectors: tuple[str, ...]
    plural: bool
    stands_for: tuple[tuple[str | None, str], ...]
    words: tuple[tuple[str | None, str], ...]


class Offices:
    """The offices by name and by the words for them."""

    def __init__(self, offices: Iterable[Office]) -> None:
        """Take the offices in the order of their table."""
        self._offices = {office.id: office for office in offices}
        self._ranks = {office: rank for rank, office in enumerate(self._offices)}
        self._words: dict[str, dict[str | None, str]] = defaultdict(dict)
        for office in self._offices.values():
            for of, words in office.words:
                self._words[fold(words)].setdefault(of, office.id)

    def __contains__(self, office: str) -> bool:
        """Return whether ``office`` is known."""
        return office in self._offices

    def __getitem__(self, office: str) -> Office:
        """Return the office of that name."""
        return self._offices[office]

    def named(self, words: str, of: str | None) -> str | None:
        """Return the office that ``words`` mean in ``of``; none if unknown, or if it depends on the state."""
        meanings = self._words.get(_TENURE_WORDS.sub("", fold(words)), {})
        if of in meanings or None in meanings:
            return meanings.get(of) or meanings[None]
        offices = set(meanings.values())
        return offices.pop() if of is None and len(offices) == 1 else None

    def sectors(self, offices: Iterable[str]) -> tuple[str, ...]:
        """Return the sectors of all ``offices`` together, in the order of the table."""
        ranked = sorted(set(offices), key=self._ranks.__getitem__)
        return tuple(dict.fromkeys(sector for office in ranked for sector in self._offices[office].sectors))

    def filling(self, office: str, of: str) -> Iterator[str]:
        """Yield ``office``, then the others whose holder fills it in ``of``."""
        yield office
        for other in self._offices.values():
            if (None, office) in other.stands_for or (of, office) in other.stands_for:
                yield other.id


def read_offices() -> Offices:
    """Read the offices of ``ontology/actors/offices.tsv``.

    Raises:
        OntologyError: if a row is wrong.
    """
    offices: dict[str, Office] = {}
    for line, row in read_table(OFFICES, _COLUMNS):
        if row["office"] in offices:
            raise OntologyError(OFFICES, line, f"the office {row['office']!r} stands twice")
        if row["plural"] not in ("", "yes"):
            raise OntologyError(OFFICES, line, f"plural {row['plural']!r} found, 'yes' or nothing expected")
        offices[row["office"]] = _office(row)
        _refuse_second_meaning(line, offices[row["office"]], offices)
    return Offices(offices.values())


def _office(row: dict[str, str]) -> Office:
    return Office(
        id=row["office"],
        label=row["label"],
        sectors=tuple(row["sectors"].split()),
        plural=row["plural"] == "yes",
        stands_for=tuple(map(_scoped, filter(None, row["stands_for"].split("|")))),
        words=tuple(map(_scoped, filter(None, row["words"].split("|")))),
    )


def _refuse_second_meaning(line: int, office: Office, offices: dict[str, Office]) -> None:
    for other in offices.values():
        both = set(office.words) & set(other.words)
        if other.id != office.id and both:
            words = ", ".join(sorted(words for _, words in both))
            raise OntologyError(OFFICES, line, f"{words}: words of {other.id!r} already")


def _scoped(text: str) -> tuple[str | None, str]:
    of, colon, words = text.partition(":")
    return (of, words) if colon else (None, text)
