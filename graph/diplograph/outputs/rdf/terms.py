"""RDF terms as text in Turtle syntax: the fastest form in which they can be sorted, compared and written."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NewType

from diplograph.vocabulary import PREFIXES

Term = NewType("Term", str)

_NAMESPACES = {namespace: prefix for prefix, namespace in PREFIXES.items()}
# A local name that every Turtle parser reads alike: no full stop at its end, no hyphen at its start.
_LOCAL = re.compile(r"(?:[A-Za-z0-9_]|%[0-9A-F]{2})(?:[A-Za-z0-9_.-]|%[0-9A-F]{2})*(?<![.])")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Control, format and separator characters are written as numbers: they may not turn a reader's line around.
HIDDEN = "\x00-\x1f\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb"
_UNSAFE = re.compile(f'[\\\\"{HIDDEN}\ud800-\udfff]')
_REPLACEMENT = "\\uFFFD"
_EDTF_DAY = r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?"
_EDTF_LEVEL0 = re.compile(rf"{_EDTF_DAY}(/{_EDTF_DAY})?")
_EDTF_LEVEL1 = re.compile(rf"(\.\.|{_EDTF_DAY}[?~%]?|\d{{3}}X|\d{{2}}XX)?(/(\.\.|{_EDTF_DAY}[?~%]?)?)?|\d{{4}}-2[1-4]")


@lru_cache(maxsize=262144)
def iri(address: str) -> Term:
    """Return an IRI, with a prefix where one fits."""
    cut = max(address.rfind("/"), address.rfind("#")) + 1
    prefix, local = _NAMESPACES.get(address[:cut]), address[cut:]
    if prefix and _LOCAL.fullmatch(local):
        return Term(f"{prefix}:{local}")
    return Term(f"<{address}>")


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in _ESCAPES:
        return _ESCAPES[character]
    # A lone surrogate is no character; no encoding of Unicode can carry it.
    return _REPLACEMENT if "\ud800" <= character <= "\udfff" else f"\\u{ord(character):04X}"


def string(text: str) -> Term:
    """Return a plain string."""
    return Term(f'"{_UNSAFE.sub(_escape, text)}"')


def english(text: str) -> Term:
    """Return a string in English."""
    return Term(f'"{_UNSAFE.sub(_escape, text)}"@en')


def paragraphs(text: str) -> Term:
    """Return a plain string over several lines, as it would be read."""
    lines = text.split("\n")
    return Term('"""' + "\n".join(_UNSAFE.sub(_escape, line) for line in lines) + '"""')


def integer(number: int) -> Term:
    """Return a whole number."""
    return Term(str(number))


def decimal(number: float) -> Term:
    """Return a decimal number with at least one digit behind the point."""
    return Term(f"{number:.6f}".rstrip("0").ljust(len(str(int(number))) + 2, "0"))


def boolean(value: bool) -> Term:
    """Return a truth value."""
    return Term("true" if value else "false")


def day(value: date) -> Term:
    """Return a calendar day."""
    return Term(f'"{value.isoformat()}"^^xsd:date')


def any_uri(text: str) -> Term:
    """Return an address as it was given, which need not be a sound IRI."""
    return Term(f"{string(text)}^^xsd:anyURI")


def edtf(text: str) -> Term:
    """Return an EDTF string typed by the level of the standard that it needs."""
    level = 0 if _EDTF_LEVEL0.fullmatch(text) else 1 if _EDTF_LEVEL1.fullmatch(text) else 2
    return Term(f"{string(text)}^^edtf:EDTF-level{level}")
