"""E-mail: a message (.eml) or a folder of them (.mbox), by the standard library."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.apart import Task, read_apart
from diplograph.reading.decoding import likely_decoded
from diplograph.reading.failure import MAX_CHARS, Failure
from diplograph.reading.fields import found_document, header_day
from diplograph.reading.webpage import plain_text, titled

if TYPE_CHECKING:
    from email.message import EmailMessage

MAX_MESSAGE = 32 * MAX_CHARS
"""Bytes of one message with what is attached to it."""

_SECONDS = 10
_MAX_LINE = 1_000_000
_MAX_HEADER = 2_000
_LOGGER = logging.getLogger(__name__)
_QUOTED_FROM = re.compile(rb">+From ")
_NAMED = re.compile(r'\s*"?([^"<>]*)"?\s*<([^<>\s]*)>.*')
_WROTE = re.compile(r"On .{4,200} wrote:|-{2,} ?Original Message ?-{2,}")


def read_mail(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield each message of a file, or why it could not be read.

    Raises:
        InputError: if a file of a single message cannot be read.
    """
    first = stream.readline(_MAX_LINE)
    while first and not first.strip():
        first = stream.readline(_MAX_LINE)
    if not first:
        raise InputError("the file is empty")
    if not first.startswith(b"From "):
        yield from _message(b"".join([first, stream.read(MAX_MESSAGE)]), source)
        return
    for number, content in enumerate(_messages(stream), start=1):
        name = f"{source}: message {number}"
        try:
            yield from _message(content, name)
        except InputError as error:
            yield Failure(source=name, reason=str(error))


def _message(content: bytes, source: str) -> Iterator[Document | Failure]:
    if len(content) > MAX_MESSAGE:
        raise InputError(f"the message is larger than {MAX_MESSAGE:,} bytes; save its text without what is attached")
    yield from read_apart(content, Task(reader="message", source=source, seconds=_SECONDS))


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the messages of an mbox (RFC 4155): each begins with "From " after a blank line."""
    lines: list[bytes] = []
    size, is_blank = 0, False
    while line := stream.readline(_MAX_LINE):
        if is_blank and line.startswith(b"From "):
            yield b"".join(lines)
            lines, size = [], 0
        elif size <= MAX_MESSAGE:
            lines.append(line[1:] if _QUOTED_FROM.match(line) else line)
            size += len(line)
        is_blank = not line.strip()
    yield b"".join(lines)


def message_document(content: bytes) -> Document:
    """Return subject and text of a message, without what it quotes from others and without its signature.

    Raises:
        InputError: if there is no text in it.
    """
    from email import message_from_bytes, policy

    message = message_from_bytes(content, policy=policy.default)
    subject = _header(message, "Subject")
    return found_document(
        titled(subject, _own_paragraphs(_text_of(message))),
        header_day(_header(message, "Date")),
        title=subject,
        url=_address(_header(message, "Archived-At")),
        publisher=_header(message, "Organization"),
        author=_sender(_header(message, "From")),
    )


def _header(message: EmailMessage, name: str) -> str | None:
    """Return a header as text.

    The standard parser of addresses and dates is passed by: over headers made to harm it takes minutes, or breaks.
    """
    from email.errors import MessageError
    from email.header import decode_header, make_header

    written = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), None)
    if written is None:
        return None
    try:
        return str(make_header(decode_header(" ".join(written[:_MAX_HEADER].split()))))
    except (MessageError, LookupError, ValueError):
        return written[:_MAX_HEADER]


def _sender(value: str | None) -> str | None:
    """Return the name before an address, or the address if there is none."""
    match = _NAMED.fullmatch(value or "")
    return ((match[1].strip() or match[2]) if match else (value or "").strip()) or None


def _address(value: str | None) -> str | None:
    found = (value or "").strip().strip("<>")
    return found if found.startswith(("http://", "https://")) else None


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    names = [one.get_filename() or one.get_content_type() for one in message.iter_attachments()] if part else []
    if names:
        _LOGGER.info("%d attachments were not read", len(names))
    content = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(content, bytes):
        raise InputError("there is no text in this message; if it is in an attachment, save that as a file of its own")
    text, _ = likely_decoded(content, declared=part.get_content_charset())
    return plain_text(text) if part.get_content_subtype() == "html" else text


def _own_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a message, up to the line that begins the signature, without quoted lines."""
    kept: list[str] = []
    for line in text.splitlines():
        if line == "-- ":
            break
        if line.startswith(">"):
            while kept and (not kept[-1].strip() or _WROTE.fullmatch(kept[-1].strip())):
                kept.pop()
            line = ""
        kept.append(line)
    return re.split(r"\n\s*\n", "\n".join(kept))
