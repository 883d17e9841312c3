"""Which stretches of a paragraph are no report: the patterns of ``ontology/reading/boilerplate.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from diplograph.errors import OntologyError
from diplograph.model import SegmentKind
from diplograph.resources import read_table

FILE = "reading/boilerplate.tsv"
_COLUMNS = ("id", "kind", "where", "pattern", "example")
_KINDS = (SegmentKind.CAPTION, SegmentKind.CREDIT, SegmentKind.BOILERPLATE)
_MAX_TAIL = 500
_STOP = re.compile(r"(?:[.!?…:][\"'”’)\]]*|[\"”’)\]])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One row: what a paragraph, its start or its tail looks like, and what it then is."""

    id: str
    kind: SegmentKind
    where: str
    regex: re.Pattern[str]
    example: str


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return all rows in their order.

    Raises:
        OntologyError: if a row has an unknown kind or place, or a broken pattern.
    """
    return tuple(_pattern(number, row) for number, row in read_table(FILE, _COLUMNS))


def _pattern(number: int, row: dict[str, str]) -> Pattern:
    if row["kind"] not in _KINDS:
        raise OntologyError(FILE, number, f"kind {row['kind']!r} found, one of {', '.join(_KINDS)} expected")
    if row["where"] not in ("whole", "start", "tail"):
        raise OntologyError(FILE, number, f"where {row['where']!r} found, whole, start or tail expected")
    ends = {"whole": r"\s*\Z", "start": "", "tail": r"[.\s]*\Z"}[row["where"]]
    before = r"\b" if row["pattern"][0].isalpha() else ""
    try:
        regex = re.compile(f"{before}(?:{row['pattern']}){ends}", re.IGNORECASE)
    except re.error as error:
        raise OntologyError(FILE, number, f"broken pattern: {error}") from error
    kind = SegmentKind(row["kind"])
    return Pattern(id=row["id"], kind=kind, where=row["where"], regex=regex, example=row["example"])


@cache
def _placed(*places: str) -> tuple[Pattern, ...]:
    return tuple(pattern for pattern in patterns() if pattern.where in places)


def whole_kind(paragraph: str) -> SegmentKind | None:
    """Return what the whole of ``paragraph`` is, none if it is part of the report."""
    stripped = paragraph.strip()
    found = (pattern.kind for pattern in _placed("whole", "start") if pattern.regex.match(stripped))
    return next(found, None)


def tail_of(paragraph: str) -> tuple[int, SegmentKind] | None:
    """Return where a tail that is no report begins in ``paragraph``, and what it is.

    A tail must come after the end of a sentence, else "readers read more" would lose its end.
    """
    window = max(0, len(paragraph) - _MAX_TAIL)
    starts = [match.end() for match in _STOP.finditer(paragraph, window)]
    for start in starts if window else [0, *starts]:
        for pattern in _placed("tail"):
            if pattern.regex.match(paragraph, start):
                return start, pattern.kind
    return None
