"""Bytes to text: bounded, unpacked with care, and never guessed at."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from diplograph.errors import InputError
from diplograph.reading.failure import MAX_CHARS, too_long

MAX_LINE = 12 * MAX_CHARS
"""Longest line of a file of many documents, in bytes: JSON may write one character as twelve bytes."""

MAX_RECODED = 64_000_000
"""Most bytes of a UTF-16 file of many documents, which is recoded as a whole."""

MAX_RATIO = 150
RATIO_FREE = 4 * MAX_CHARS
_GZIP = b"\x1f\x8b"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes were read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self.taken += len(piece)
        return piece


class _Unpacked(io.RawIOBase):
    """A gzip stream that gives up when it swells like a bomb."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = _Counted(packed)
        self._plain = gzip.GzipFile(fileobj=cast(BinaryIO, self._packed))
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io passes a memoryview
        try:
            piece = self._plain.read(len(buffer))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise InputError("the gzip file is broken or cut short; copy it again") from error
        self._given += len(piece)
        if self._given > RATIO_FREE and self._given > MAX_RATIO * self._packed.taken:
            reason = f"the gzip file swells more than {MAX_RATIO} times; unpack it first if you trust it"
            raise InputError(reason)
        buffer[: len(piece)] = piece
        return len(piece)


def unpacked(stream: BinaryIO) -> io.BufferedReader:
    """Return a reader of ``stream``, unpacking it if it is gzip."""
    reader = stream if isinstance(stream, io.BufferedReader) else _buffered(stream)
    if reader.peek(2)[:2] == _GZIP:
        return io.BufferedReader(_Unpacked(cast(BinaryIO, reader)))
    return reader


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.RawIOBase):
        return io.BufferedReader(stream)
    return io.BufferedReader(_Readable(stream))


class _Readable(io.RawIOBase):
    """Anything with ``read`` as a raw stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io passes a memoryview
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def read_bytes(stream: BinaryIO, limit: int) -> bytes:
    """Return all that ``stream`` holds.

    Raises:
        InputError: if it holds more than ``limit`` bytes; no more than that is read.
    """
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise InputError(too_long())
    return content


def encoding_of(content: bytes) -> str:
    """Return the encoding that the byte order mark names, else UTF-8."""
    return next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")


def decoded(content: bytes, *, start: int = 0) -> str:
    """Return ``content`` as text.

    Args:
        start: offset of ``content`` in its file, for the message.

    Raises:
        InputError: if it is a binary file or not in the encoding it should be in.
    """
    encoding = encoding_of(content)
    if encoding in ("utf-8", "utf-8-sig") and b"\0" in content:
        raise InputError(f"binary file (NUL at byte {start + content.index(0)}); give it as text")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-SIG")
        raise InputError(f"not valid {name} at byte {start + error.start}; save it as UTF-8") from error


def byte_lines(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield (line number, byte offset, bytes) of each line; a line over the limit comes cut.

    Raises:
        InputError: if the stream is UTF-16 or UTF-32 and broken or very large.
    """
    reader = _recoded(stream)
    offset, number = 0, 0
    while line := reader.readline(MAX_LINE + 1):
        number += 1
        yield number, offset, line
        offset += len(line)
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = reader.readline(MAX_LINE + 1)
            offset += len(line)


def _recoded(stream: BinaryIO) -> BinaryIO:
    reader = unpacked(stream)
    encoding = encoding_of(reader.peek(4)[:4])
    if encoding == "utf-8-sig":
        reader.read(len(codecs.BOM_UTF8))
    if encoding in ("utf-8", "utf-8-sig"):
        return cast(BinaryIO, reader)
    return io.BytesIO(decoded(read_bytes(cast(BinaryIO, reader), MAX_RECODED)).encode("utf-8"))
