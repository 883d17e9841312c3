"""What the formats of others hold, field by field: the documentation prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Field(NamedTuple):
    """A field of somebody else's format.

    Args:
        name: as in the header.
        meaning: what its owner puts there, in our words.
        ours: what stands there here; empty where the field is always empty.
    """

    name: str
    meaning: str
    ours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Somebody else's format.

    Args:
        source: who defined the fields, and where.
    """

    name: str
    source: str
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the fields in order."""
        return tuple(field.name for field in self.fields)
