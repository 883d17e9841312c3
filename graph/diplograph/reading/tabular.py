"""CSV: one document a row, with a header that names the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.decoding import MAX_LINE, byte_lines, likely_decoded, note_likely
from diplograph.reading.failure import Failure, too_long
from diplograph.reading.fields import NAMES, document_of


def read_csv(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield the document of each row, or why it could not be read.

    Commas, semicolons or tabs part the cells: whichever the header has.

    Raises:
        InputError: if there is no header with a column ``text``, or a line is broken so that the rows
            after it cannot be told apart.
    """
    csv.field_size_limit(MAX_LINE)
    lines = _text_lines(stream, source)
    header = next(lines, "")
    if not header.strip():
        raise InputError("the file is empty")
    delimiter = max(",;\t", key=header.count)
    try:
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
    except csv.Error as error:
        raise InputError(f"the header is broken ({error}); save the table anew") from error
    if "text" not in names:
        raise InputError(f'the header has no column "text"; known columns: {", ".join(NAMES)}')
    yield from _rows(csv.reader(lines, delimiter=delimiter, strict=True), names, source)


def _text_lines(stream: BinaryIO, source: str) -> Iterator[str]:
    total = 0
    for number, offset, line in byte_lines(stream):
        if len(line) > MAX_LINE:
            raise InputError(f"line {number}: {too_long()}")
        text, likely = likely_decoded(line, start=offset)
        total += likely
        yield text
    note_likely(source, total)


def _rows(rows: Iterator[list[str]], names: list[str], source: str) -> Iterator[Document | Failure]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(f"row {number} is broken ({error}); the rows after it were not read") from error
        if any(cells):
            yield _document(cells, names, f"{source}: row {number}")


def _document(cells: list[str], names: list[str], source: str) -> Document | Failure:
    if len(cells) != len(names):
        return Failure(source=source, reason=f"{len(cells)} cells found, {len(names)} expected")
    try:
        return document_of({name: cell or None for name, cell in zip(names, cells, strict=True)})
    except InputError as error:
        return Failure(source=source, reason=str(error))
