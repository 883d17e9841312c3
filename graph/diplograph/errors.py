"""The one family of errors.

DiplographError
├── UsageError        what was asked for does not exist or makes no sense (exit code 2)
├── InputError        a document cannot be read
├── OutputError       a result cannot be written
├── OntologyError     a row or term under ``ontology/`` is wrong: file, line, reason
├── ModelError        the spaCy pipeline is missing or unfit
├── EngineError       the processes or machines that read fail
├── QueryError        a SPARQL query is refused or fails
├── BuildError        a build folder is missing, broken or of another version
└── CorrectionsError  a row of a corrections file is wrong: file, line, reason
"""

from __future__ import annotations


class DiplographError(Exception):
    """Root of all errors that diplograph raises on purpose."""

    exit_code = 1


class UsageError(DiplographError):
    """Something was asked for that does not exist or makes no sense."""

    exit_code = 2


class InputError(DiplographError):
    """A document cannot be read."""


class OutputError(DiplographError):
    """A result cannot be written."""


class OntologyError(DiplographError):
    """A row or term under ``ontology/`` is wrong.

    Args:
        file: name of the file below ``ontology/``.
        line: line number, from 1; 0 for the file as a whole.
        reason: what was found and what was expected.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"ontology/{file}:{line}: {reason}" if line else f"ontology/{file}: {reason}")
        self.file, self.line, self.reason = file, line, reason

    def __reduce__(self) -> tuple[type[OntologyError], tuple[str, int, str]]:
        """Return how to make the error again: the processes that read send theirs to the one that asked."""
        return type(self), (self.file, self.line, self.reason)


class ModelError(DiplographError):
    """The spaCy pipeline is missing or unfit."""


class EngineError(DiplographError):
    """The processes or machines that read fail, not one document."""


class QueryError(DiplographError):
    """A SPARQL query is refused or fails."""


class BuildError(DiplographError):
    """A build folder is missing, broken or of another version."""


class CorrectionsError(DiplographError):
    """A row of a corrections file is wrong.

    Args:
        file: the file as it was named.
        line: line number, from 1.
        reason: what was found and what was expected.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason = file, line, reason
