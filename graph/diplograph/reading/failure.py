"""What could not be read, and how much can be read at once."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CHARS = 1_000_000
"""The longest text that is taken; spaCy's parser has the same bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One document that was not read.

    Args:
        source: file, and line where there are many documents in it.
        reason: one line: what was found and what to do.
    """

    source: str
    reason: str

    def __str__(self) -> str:
        """Return the line that a reader of stderr sees."""
        return f"{self.source}: {self.reason}"


def one_line(text: str) -> str:
    """Return ``text`` so that it prints as one line: controls and lone surrogates as escapes."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def too_long() -> str:
    """Return the reason that is given for a text over the limit."""
    return f"the text is longer than {MAX_CHARS:,} characters; split it into several documents"
