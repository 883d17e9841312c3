"""What a validation finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from diplograph.vocabulary import PREFIXES


class Severity(StrEnum):
    """How bad a finding is: a violation is wrong, a warning may be meant."""

    VIOLATION = "violation"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """One thing that is wrong, or may be.

    Args:
        focus: IRI of the thing, or a file of the build.
        message: what is expected of it.
        value: what was found there, where that can be said.
    """

    severity: Severity
    focus: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        """Return one line, with short IRIs."""
        value = f" (found {shorten(self.value)})" if self.value else ""
        return f"{self.severity}: {shorten(self.focus)}: {self.message}{value}"


def shorten(address: str) -> str:
    """Return an IRI with a prefix where one fits, printable and no longer than a line bears."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if address.startswith(namespace):
            address = f"{prefix}:{address[len(namespace) :]}"
            break
    clean = "".join(character if character.isprintable() else "\ufffd" for character in address)
    return clean if len(clean) <= 160 else f"{clean[:157]}..."
