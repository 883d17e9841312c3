"""Bytes from a file: unpacked with care, and never more than a bound."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO, cast

from diplograph.errors import InputError
from diplograph.reading.failure import MAX_CHARS, too_long

MAX_RATIO = 150
RATIO_FREE = 4 * MAX_CHARS
_GZIP = b"\x1f\x8b"


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
            # What stands before a break is handed out before the break is told.
            piece = self._plain.read1(len(buffer))
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
