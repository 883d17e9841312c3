"""Coding schemes, from ``ontology/codes.tsv``: PLOVER and CAMEO with their scores, and our own small ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from diplograph.errors import OntologyError
from diplograph.resources import read_table

FILE = "codes.tsv"
COLUMNS = ("scheme", "code", "broader", "score", "quad", "match", "label", "definition")
SCHEMES = frozenset(
    {
        *("plover", "plover-context", "cameo", "quad", "modality", "role", "tenure"),
        *("attribution", "polarity", "grade", "granularity"),
    }
)
QUADS = frozenset({"", "1", "2", "3", "4"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of a coding scheme.

    Args:
        scheme: ``plover`` (roots and modes), ``plover-context``, ``cameo`` or a small one of ours.
        broader: the code above it; none at the top.
        score: from -10 (conflict) to 10 (cooperation); PLOVER and CAMEO only.
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        match: for a CAMEO code the nearest PLOVER code.
    """

    scheme: str
    code: str
    broader: str | None
    score: float | None
    quad: int | None
    match: str | None
    label: str
    definition: str


def _score(line: int, text: str) -> float | None:
    if not text:
        return None
    try:
        score = float(text)
    except ValueError as error:
        raise OntologyError(FILE, line, f"score is {text!r}, a number expected") from error
    if not -10 <= score <= 10:
        raise OntologyError(FILE, line, f"score is {text}, -10 to 10 expected")
    return score


def _code(line: int, row: Mapping[str, str]) -> Code:
    if row["scheme"] not in SCHEMES:
        raise OntologyError(FILE, line, f"{row['scheme']!r} is no scheme, one of {', '.join(sorted(SCHEMES))}")
    if row["quad"] not in QUADS:
        raise OntologyError(FILE, line, f"quad is {row['quad']!r}, 1 to 4 or nothing expected")
    return Code(
        scheme=row["scheme"],
        code=row["code"],
        broader=row["broader"] or None,
        score=_score(line, row["score"]),
        quad=int(row["quad"]) if row["quad"] else None,
        match=row["match"] or None,
        label=row["label"],
        definition=row["definition"],
    )


def _lines() -> Iterator[tuple[int, Code]]:
    for line, row in read_table(FILE, COLUMNS):
        yield line, _code(line, row)


def _check_links(line: int, code: Code, known: Mapping[tuple[str, str], Code]) -> None:
    if code.broader and (code.scheme, code.broader) not in known:
        raise OntologyError(FILE, line, f"{code.code}: broader {code.broader!r} is not in the table")
    if code.match and ("plover", code.match) not in known:
        raise OntologyError(FILE, line, f"{code.code}: match {code.match!r} is no PLOVER code")


@cache
def load_codes() -> Mapping[tuple[str, str], Code]:
    """Return every code by scheme and notation.

    Raises:
        OntologyError: if a row is wrong, doubled, or points to a code that is not there.
    """
    lines = list(_lines())
    known: dict[tuple[str, str], Code] = {}
    for line, code in lines:
        if (code.scheme, code.code) in known:
            raise OntologyError(FILE, line, f"{code.code} stands twice")
        known[code.scheme, code.code] = code
    for line, code in lines:
        _check_links(line, code, known)
    return MappingProxyType(known)


def goldstein(cameo: str) -> float | None:
    """Return the Goldstein score of a CAMEO code, or of the longest code of the table that begins it."""
    codes = load_codes()
    for length in range(len(cameo), 1, -1):
        code = codes.get(("cameo", cameo[:length]))
        if code:
            return code.score
    return None


def quad_class(root: str) -> int | None:
    """Return the quad class (1 to 4) of a PLOVER root; none for what is no root."""
    code = load_codes().get(("plover", root))
    return code.quad if code else None


def root_score(root: str, mode: str | None = None) -> float | None:
    """Return PLOVER's own score of a root, or of its mode where the mode has one."""
    codes = load_codes()
    code = codes.get(("plover", f"{root}-{mode}")) or codes.get(("plover", root))
    return code.score if code else None
