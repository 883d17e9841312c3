"""Corrections: what people decided about actors, kept in a table and replayed on every build."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from diplograph.errors import CorrectionsError
from diplograph.knowledge.grouping import Groups

FILE = "corrections.tsv"
COLUMNS = ("operation", "actor", "other", "note")


class Operation(StrEnum):
    """What a row asks for."""

    SAME = "same"
    DIFFERENT = "different"
    RENAME = "rename"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One row.

    Args:
        actor: an id of a build, or ``ID@DOCUMENT`` for the actor of that id in one document.
        other: the other actor, or the new name, or nothing, as the operation needs it.
        where: file and line.
    """

    operation: Operation
    actor: str
    other: str
    note: str
    where: str


def corrections_for(folder: Path, file: Path | None = None) -> tuple[Correction, ...]:
    """Return the rows of ``file``, or of the corrections that lie in the folder of a build; none if there are none.

    Raises:
        CorrectionsError: if a row is wrong.
    """
    kept = folder / FILE
    if file is None and not kept.is_file():
        return ()
    return read_corrections(file or kept)


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Return the rows of a tab-separated table with the header ``operation, actor, other, note``.

    Empty lines and lines that begin with ``#`` are passed over; the note may be left out.

    Raises:
        CorrectionsError: if a row is wrong, or contradicts one before it.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise CorrectionsError(str(path), 0, f"cannot be read ({reason})") from error
    found = tuple(_corrections(path, lines))
    _refuse_contradictions(path, found)
    return found


def _corrections(path: Path, lines: Iterable[str]) -> Iterator[Correction]:
    header: tuple[str, ...] | None = None
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, cells in enumerate(rows, start=1):
        row = tuple(cell.strip() for cell in cells)
        if not any(row) or row[0].startswith("#"):
            continue
        if header is None:
            header = row
            if header != COLUMNS:
                raise CorrectionsError(
                    str(path), number, f"header {', '.join(row)} found, {', '.join(COLUMNS)} expected"
                )
        else:
            yield _correction(path, number, row)


def _correction(path: Path, number: int, row: tuple[str, ...]) -> Correction:
    if not 2 <= len(row) <= len(COLUMNS):
        raise CorrectionsError(str(path), number, f"{len(row)} cells found, at most {len(COLUMNS)} expected")
    name, actor, other, note = (*row, "", "")[: len(COLUMNS)]
    if name not in set(Operation):
        raise CorrectionsError(str(path), number, f"operation {name!r} found, {', '.join(Operation)} expected")
    operation = Operation(name)
    if not actor:
        raise CorrectionsError(str(path), number, "no actor given")
    if operation is Operation.DROP and other:
        raise CorrectionsError(str(path), number, f"drop takes one actor, {other!r} found beside it")
    if operation is not Operation.DROP and not other:
        wanted = "the new name" if operation is Operation.RENAME else "the other actor"
        raise CorrectionsError(str(path), number, f"{operation} needs {wanted} in the column other")
    if actor == other and operation is not Operation.RENAME:
        raise CorrectionsError(str(path), number, f"{actor!r} stands on both sides")
    return Correction(operation=operation, actor=actor, other=other, note=note, where=f"{path}:{number}")


def _refuse_contradictions(path: Path, rows: tuple[Correction, ...]) -> None:
    groups: Groups[str] = Groups()
    names: dict[str, str] = {}
    dropped = {row.actor for row in rows if row.operation is Operation.DROP}
    for row in rows:
        if row.operation is Operation.SAME:
            groups.join(row.actor, row.other)
    for row in rows:
        number = int(row.where.rsplit(":", 1)[1])
        if row.operation is Operation.DIFFERENT and groups.together(row.actor, row.other):
            raise CorrectionsError(str(path), number, f"other rows say that {row.actor} and {row.other} are the same")
        if row.operation is Operation.RENAME and names.setdefault(row.actor, row.other) != row.other:
            raise CorrectionsError(str(path), number, f"{row.actor} was named {names[row.actor]!r} before")
        if row.operation is not Operation.DROP and row.actor in dropped:
            raise CorrectionsError(str(path), number, f"{row.actor} is dropped by another row")
