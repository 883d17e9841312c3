"""Places: cities and regions that tell in which state something happens, never who does it."""

from __future__ import annotations

from collections.abc import Container, Iterator

from diplograph.codebook.names import Name, read_spellings
from diplograph.errors import OntologyError
from diplograph.model import MentionKind
from diplograph.resources import read_table

PLACES = "actors/places.tsv"
COLUMNS = ("state", "kind", "name")
KINDS = frozenset({"city", "region"})


def read_places(states: Container[str]) -> Iterator[Name]:
    """Yield the names of the places in the table.

    Args:
        states: ids of the known states, which each place must lie in one of.

    Raises:
        OntologyError: if a row is wrong.
    """
    for line, row in read_table(PLACES, COLUMNS):
        if row["state"] not in states:
            raise OntologyError(PLACES, line, f"the state {row['state']!r} is unknown")
        if row["kind"] not in KINDS:
            raise OntologyError(PLACES, line, f"the kind {row['kind']!r} is none of {sorted(KINDS)}")
        if not row["name"]:
            raise OntologyError(PLACES, line, "the column name is empty")
        for spelling in read_spellings(row["name"]):
            yield Name(
                text=spelling.text,
                actor=row["state"],
                kind=MentionKind.NAME,
                cased=spelling.cased,
                place=True,
                city=True,
                ambiguous=spelling.ambiguous,
            )
