"""Small word lists that rules share, from ``ontology/lexicon/words.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from diplograph.errors import OntologyError
from diplograph.resources import read_table

FILE = "lexicon/words.tsv"


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line, row in read_table(FILE, ("list", "words", "used for")):
        words = frozenset(word.strip() for word in row["words"].split(",")) - {""}
        if not words or row["list"] in found:
            raise OntologyError(FILE, line, f"list {row['list']!r} is empty or stands twice")
        found[row["list"]] = words
    return found


@cache
def word_list(*names: str) -> frozenset[str]:
    """Return the words of one list, or of several together.

    Raises:
        OntologyError: if there is no such list.
    """
    missing = [name for name in names if name not in _lists()]
    if missing:
        raise OntologyError(FILE, 0, f"the list {missing[0]!r} is missing")
    return frozenset().union(*(_lists()[name] for name in names))
