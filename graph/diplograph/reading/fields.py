"""What a document must have: the fields of a row that was given, or what was found in a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.failure import MAX_CHARS, one_line, too_long

_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}\S*)?", re.ASCII)
_ISO_MONTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
_MAX_SHOWN = 40
_MAX_FOUND = 1000
_MAX_ID = 300
NAMES = ("id", "text", "date", "title", "url", "publisher", "author")
"""Fields of a row, and columns of a table."""


def text_hash(text: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of ``text``."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def checked_text(text: str) -> str:
    """Return ``text``.

    Raises:
        InputError: if it is empty, too long or no valid Unicode.
    """
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise InputError("the text is empty")
    if len(text) > MAX_CHARS:
        raise InputError(too_long())
    return _valid(text, "text")


def _valid(value: str, name: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{name} has half a character (lone surrogate) at {error.start}") from error
    return value


def document_of(fields: Mapping[str, object]) -> Document:
    """Return the document that ``fields`` (id, text, date, title, url, publisher, author) describe.

    Raises:
        InputError: if the text is missing, or a field is not what it should be.
    """
    if fields.get("text") is None:
        raise InputError('the field "text" is missing')
    if not isinstance(fields["text"], str):
        raise InputError(f'the field "text" is no string but {type(fields["text"]).__name__}')
    text = checked_text(fields["text"])
    published = day_of(_optional(fields, "date"))
    return Document(
        id=_identifier(fields.get("id")) or text_hash(text),
        text=text,
        published=published,
        published_from="metadata" if published else None,
        title=_optional(fields, "title"),
        url=_optional(fields, "url"),
        publisher=_optional(fields, "publisher"),
        author=_optional(fields, "author"),
    )


def found_document(
    text: str,
    published: date | None,
    *,
    published_from: str = "metadata",
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    author: str | None = None,
) -> Document:
    """Return the document of a text that was found in a file, named by its content.

    What else was found is taken as it is, each made one line of valid Unicode.

    Raises:
        InputError: if the text is empty, too long or no valid Unicode.
    """
    checked_text(text)
    return Document(
        id=text_hash(text),
        text=text,
        published=published,
        published_from=published_from if published else None,
        title=_line(title),
        url=_line(url),
        publisher=_line(publisher),
        author=_line(author),
    )


def _line(value: str | None) -> str | None:
    valid = (value or "").encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(char if char.isprintable() else " " for char in valid).split())[:_MAX_FOUND] or None


def _identifier(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise InputError(f'the field "id" is no string but {type(value).__name__}')
    given = _valid(value.strip(), "id")
    if len(given) > _MAX_ID or not given.isprintable():
        shown = one_line(given[:_MAX_SHOWN])
        raise InputError(f'id "{shown}" has control characters or is longer than {_MAX_ID}; give a shorter, plain one')
    return given


def _optional(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f'the field "{name}" is no string but {type(value).__name__}')
    return _valid(value.strip(), name) or None


def day_of(value: str | None) -> date | None:
    """Return the day that ``value`` (ISO day, a time of day may follow) names.

    A year or a month alone is a date but no day to count from: none, as without a date.

    Raises:
        InputError: if it is no ISO date.
    """
    if value is None or _ISO_MONTH.fullmatch(value):
        return None
    match = _ISO_DAY.fullmatch(value)
    try:
        if match:
            return date.fromisoformat(match[1])
    except ValueError:
        pass  # such as 2021-02-30: the message below says it
    raise InputError(f'date "{one_line(value[:_MAX_SHOWN])}" is no ISO day such as 2021-10-08')


def header_day(value: str | None) -> date | None:
    """Return the day of a date as messages and RSS write it (RFC 5322), in the time zone of whoever wrote it."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).date() if value else None
    except (ValueError, IndexError, OverflowError):
        return None
