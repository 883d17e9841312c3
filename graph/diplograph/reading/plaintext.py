"""Plain text: one document a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.decoding import likely_decoded, note_likely
from diplograph.reading.failure import MAX_CHARS, Failure
from diplograph.reading.fields import checked_text, text_hash
from diplograph.reading.unpacking import read_bytes

_MAX_BYTES = 4 * MAX_CHARS


def read_text(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield the one document of a text file.

    Raises:
        InputError: if it is empty, too long, or no text.
    """
    content = read_bytes(stream, _MAX_BYTES)
    if not content.strip():
        raise InputError("the file is empty")
    text, likely = likely_decoded(content)
    checked_text(text)
    note_likely(source, likely)
    yield Document(id=text_hash(text), text=text)
