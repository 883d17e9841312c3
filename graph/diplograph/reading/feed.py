"""RSS and Atom, by feedparser: one document an entry, from bytes; nothing is ever fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.apart import Task, read_apart
from diplograph.reading.calendar import day_or_none
from diplograph.reading.failure import MAX_CHARS, Failure
from diplograph.reading.fields import found_document, header_day
from diplograph.reading.unpacking import read_bytes
from diplograph.reading.webpage import plain_text, titled

MAX_FEED = 32 * MAX_CHARS
_SECONDS = 20
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d|\w+;)")


def read_feed(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield each entry of a feed, or why it could not be read.

    Raises:
        InputError: if it is no feed.
    """
    content = read_bytes(stream, MAX_FEED)
    if not content.strip():
        raise InputError("the file is empty")
    yield from read_apart(content, Task(reader="feed", source=source, seconds=_SECONDS))


def feed_documents(content: bytes, source: str) -> Iterator[Document | Failure]:
    """Yield each entry of a feed, or why it could not be read.

    Raises:
        InputError: if it is no feed, or declares entities, which may swell without end.
    """
    import feedparser

    if _ENTITY.search(content.replace(b"\0", b"")):
        raise InputError("the feed declares entities of its own, which no feed needs; it was not read")
    # A stream, not bytes: what has no "read" is tried as an address and as the name of a file.
    try:
        found = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, OverflowError, AttributeError, AssertionError) as error:
        # What feedparser itself fails with on broken declarations and references; fuzzing found them.
        raise InputError(f"the feed is broken ({type(error).__name__}); fetch it again") from error
    if not found.get("version"):
        raise InputError("no RSS or Atom feed was found in it")
    for number, entry in enumerate(found.entries, start=1):
        yield _document(entry, found.feed, f"{source}: entry {number}")
    if not found.entries:
        yield Failure(source=source, reason="the feed has no entries")
    elif problem := _problem(found):
        yield Failure(source=source, reason=f"{problem}; {len(found.entries)} entries were read, others may be missing")


def _problem(found: Any) -> str | None:
    """Return what is wrong with the XML; a wrong declaration of its encoding is mended and does no harm."""
    error = found.get("bozo_exception")
    if not found.bozo or not hasattr(error, "getLineNumber"):
        return None
    return f"the XML is broken at line {error.getLineNumber()} ({error.getMessage()})"


def _document(entry: Any, feed: Any, source: str) -> Document | Failure:
    try:
        title = _text(entry.get("title"))
        body = max((_text(value) for value in _bodies(entry)), key=len, default="")
        origin = entry.get("source") or {}
        return found_document(
            titled(title, body.split("\n\n")),
            _published(entry),
            title=title,
            url=entry.get("link"),
            publisher=_text(origin.get("title") or entry.get("publisher") or feed.get("title")),
            author=_text(entry.get("author")),
        )
    except InputError as error:
        return Failure(source=source, reason=str(error))


def _bodies(entry: Any) -> list[Any]:
    """Return the full text and the summary of an entry, whichever it has."""
    return [content.get("value") for content in entry.get("content") or ()] + [entry.get("summary")]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        return ""
    return plain_text(value) if _MARKUP.search(value) else value.strip()


def _published(entry: Any) -> date | None:
    """Return the day as the publisher wrote it: in other time zones it may be the next one."""
    name = "published" if entry.get("published") else "updated"
    written, parsed = str(entry.get(name) or ""), entry.get(f"{name}_parsed")
    if match := _ISO.match(written):
        return day_or_none(*(int(part) for part in match.groups()))
    return header_day(written) or (day_or_none(*parsed[:3]) if parsed else None)
