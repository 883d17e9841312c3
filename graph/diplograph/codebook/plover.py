"""PLOVER's rules for what did not plainly happen, its sector codes and countries, from ``ontology/plover.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from diplograph.codebook.codes import load_codes
from diplograph.codebook.eventclasses import PLOVER_ROOTS
from diplograph.errors import OntologyError
from diplograph.model import Status
from diplograph.resources import read_table

FILE = "plover.tsv"
COLUMNS = ("kind", "from", "to", "mode")
SECTOR = "sector"
COUNTRY = "country"
_STATUSES = frozenset(status.value for status in Status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What PLOVER makes of something of ours.

    Args:
        to: its root, its sector code, or its country code.
        mode: its mode; none if the event's own mode stays where ``to`` has it.
    """

    to: str
    mode: str | None


def _check(line: int, row: Mapping[str, str]) -> None:
    if row["kind"] in {SECTOR, COUNTRY}:
        return
    if row["kind"] not in _STATUSES:
        raise OntologyError(FILE, line, f"{row['kind']!r} is neither a status nor {SECTOR!r} nor {COUNTRY!r}")
    for root in (row["from"], row["to"]):
        if root not in PLOVER_ROOTS:
            raise OntologyError(FILE, line, f"{root!r} is no PLOVER root")
    if row["mode"] and not has_mode(row["to"], row["mode"]):
        raise OntologyError(FILE, line, f"{row['to']} has no mode {row['mode']!r}")


def has_mode(root: str, mode: str | None) -> bool:
    """Return whether a PLOVER root has a mode of this name."""
    return ("plover", f"{root}-{mode}") in load_codes()


@cache
def load_plover() -> Mapping[tuple[str, str], Rule]:
    """Return every rule by kind and what it applies to.

    Raises:
        OntologyError: if a row is wrong or stands twice.
    """
    rules: dict[tuple[str, str], Rule] = {}
    for line, row in read_table(FILE, COLUMNS):
        key = row["kind"], row["from"]
        if key in rules:
            raise OntologyError(FILE, line, f"{' '.join(key)} stands twice")
        _check(line, row)
        rules[key] = Rule(to=row["to"], mode=row["mode"] or None)
    return MappingProxyType(rules)


def plover_sector(sector: str) -> str | None:
    """Return PLOVER's code for a sector; none if it has none."""
    rule = load_plover().get((SECTOR, sector))
    return rule.to if rule else None


def plover_country(country: str) -> tuple[str, str | None]:
    """Return PLOVER's code for a country, and the sector that marks those it files under another state."""
    rule = load_plover().get((COUNTRY, country))
    return (rule.to, rule.mode) if rule else (country, None)
