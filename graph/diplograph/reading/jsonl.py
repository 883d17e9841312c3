"""JSON Lines: one document a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.decoding import MAX_LINE, byte_lines, decoded
from diplograph.reading.failure import Failure, too_long
from diplograph.reading.fields import document_of


def read_jsonl(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield the document of each line, or why it could not be read; blank lines are passed over."""
    empty = True
    for number, offset, line in byte_lines(stream):
        if line.strip():
            empty = False
            yield _document(line, offset, f"{source}:{number}")
    if empty:
        yield Failure(source=source, reason="the file is empty")


def _document(line: bytes, offset: int, source: str) -> Document | Failure:
    try:
        return document_of(_fields(line, offset))
    except InputError as error:
        return Failure(source=source, reason=str(error))


def _fields(line: bytes, offset: int) -> dict[str, object]:
    if len(line) > MAX_LINE:
        raise InputError(too_long())
    try:
        fields = json.loads(decoded(line, start=offset))
    except json.JSONDecodeError as error:
        raise InputError(f"broken JSON at column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise InputError("broken JSON: a number too long or brackets nested too deep") from error
    if not isinstance(fields, dict):
        raise InputError(f"a JSON object was expected, {type(fields).__name__} found")
    return fields
