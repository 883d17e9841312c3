"""Words that change what a following act is, from ``ontology/lexicon/operators.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from diplograph.errors import OntologyError
from diplograph.resources import read_table

FILE = "lexicon/operators.tsv"
COLUMNS = ("lemma", "pos", "over", "kind", "example")
OVER = {
    "noun": ("noun",),
    "clause": ("clause",),
    "infinitive": ("infinitive",),
    "object": ("object",),
    "both": ("noun", "clause"),
}


class OperatorKind(StrEnum):
    """What an operator does to the act that it stands over."""

    LIGHT = "light"
    ASSERTED = "asserted"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    REQUESTED = "requested"
    DENIED = "denied"
    CANCELLED = "cancelled"
    ALLEGED = "alleged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One word over a noun ("cancel the visit"), only as its object ("end the siege"), or a clause ("plan to go")."""

    lemma: str
    pos: str
    over: str
    kind: OperatorKind


Operators = Mapping[tuple[str, str, str], Operator]


@cache
def load_operators() -> Operators:
    """Return every operator by lemma, part of speech, and what it stands over.

    Raises:
        OntologyError: if a row is wrong or stands twice.
    """
    found: dict[tuple[str, str, str], Operator] = {}
    for line, row in read_table(FILE, COLUMNS):
        if row["kind"] not in set(OperatorKind) or row["over"] not in OVER or row["pos"] not in {"verb", "noun", "adj"}:
            raise OntologyError(
                FILE, line, f"kind {row['kind']!r}, over {row['over']!r} or pos {row['pos']!r} is unknown"
            )
        for over in OVER[row["over"]]:
            key = (row["lemma"], row["pos"], over)
            if key in found:
                raise OntologyError(FILE, line, f"operator {row['lemma']!r} over a {over} stands twice")
            found[key] = Operator(lemma=row["lemma"], pos=row["pos"], over=over, kind=OperatorKind(row["kind"]))
    return found
