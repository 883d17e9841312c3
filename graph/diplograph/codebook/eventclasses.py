"""Event classes: what each means in PLOVER and CAMEO, from ``ontology/events.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from diplograph.errors import OntologyError
from diplograph.resources import read_table

FILE = "events.tsv"
COLUMNS = ("class", "parent", "plover", "mode", "cameo", "symmetric", "family", "label", "definition")
PLOVER_ROOTS = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClass:
    """A kind of event.

    Args:
        plover: PLOVER root; none outside PLOVER.
        symmetric: whether all parties stand on one level, as in a meeting.
        family: reports of one family about the same parties and dates may be one event.
    """

    name: str
    parent: str
    plover: str | None
    mode: str | None
    cameo: str | None
    symmetric: bool
    family: str
    label: str
    definition: str


def _event_class(line: int, row: dict[str, str]) -> EventClass:
    if row["plover"] and row["plover"] not in PLOVER_ROOTS:
        raise OntologyError(FILE, line, f"{row['plover']!r} is no PLOVER root")
    if row["symmetric"] not in {"yes", "no"}:
        raise OntologyError(FILE, line, f"symmetric is {row['symmetric']!r}, yes or no expected")
    return EventClass(
        name=row["class"],
        parent=row["parent"],
        plover=row["plover"] or None,
        mode=row["mode"] or None,
        cameo=row["cameo"] or None,
        symmetric=row["symmetric"] == "yes",
        family=row["family"],
        label=row["label"],
        definition=row["definition"],
    )


@cache
def load_event_classes() -> Mapping[str, EventClass]:
    """Return every event class by name, in the table's order.

    Raises:
        OntologyError: if a row is wrong or a class stands twice.
    """
    classes: dict[str, EventClass] = {}
    for line, row in read_table(FILE, COLUMNS):
        if row["class"] in classes:
            raise OntologyError(FILE, line, f"class {row['class']!r} stands twice")
        classes[row["class"]] = _event_class(line, row)
    return classes
