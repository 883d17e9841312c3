"""WARC, the archives of web crawls such as CC-NEWS, by warcio: one document a web page."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.failure import Failure, one_line, too_long
from diplograph.reading.webpage import MAX_PAGE, read_page

# It says of every address with a blank that it mends it.
logging.getLogger("warcio").addHandler(logging.NullHandler())
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
_PIECE = 1 << 16
_MAX_LINE = 1 << 16
_MAX_HEAD = 1 << 22


def read_warc(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield the article of each page that was fetched with success, or why it could not be read.

    Other records (requests, pictures, pages not found) are passed over.

    Raises:
        InputError: if the archive is broken or cut short; what stands before that is read.
    """
    from warcio.exceptions import ArchiveLoadFailed

    number, pages = 0, 0
    records = _records(stream)
    try:
        for record in records:
            number += 1
            if _is_page(record):
                pages += 1
                yield from _page(record, source)
            _check_whole(records, record)
    except (ArchiveLoadFailed, zlib.error, ValueError, AttributeError, AssertionError) as error:
        # The last two are how warcio fails on a record without an address, or with a broken one.
        raise InputError(f"the archive is broken after {number} records; what follows was not read") from error
    if not pages:
        raise InputError("there is no web page in this archive" if number else "the file is empty")


def _records(stream: BinaryIO) -> Any:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.bufferedreaders import DecompressingBufferedReader

    class Reader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio ships no types
        """Reads lines that are bounded, and not too many for one record: warcio takes quadratic time over long ones."""

        taken = 0

        def readline(self, length: int | None = None) -> bytes:
            line: bytes = super().readline(min(length or _MAX_LINE, _MAX_LINE))
            self.taken += len(line)
            if self.taken > _MAX_HEAD:
                raise ValueError("a record whose head does not end")
            return line

    class Records(ArchiveIterator):  # type: ignore[misc]  # warcio ships no types
        INC_RECORD = ""  # what it would print to stderr; ``_check_whole`` says it

        def __init__(self, stream: object) -> None:
            super().__init__(stream, arc2warc=True)
            self.reader = Reader(self.fh)

        def _next_record(self, next_line: bytes | None) -> Any:
            self.reader.taken = 0
            return super()._next_record(next_line)

    return Records(_AsItComes(stream))


class _AsItComes:
    """A stream that gives what it has: in waiting for a whole block, all of it would be lost to an error."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast("io.BufferedReader", stream)
        self._at = 0

    def read(self, size: int) -> bytes:
        piece = self._stream.read1(size)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        return self._at


def _check_whole(records: Any, record: Any) -> None:
    """Go to the end of ``record``; warcio takes the end of the file for that of the record."""
    records.read_to_end()
    if records.err_count or getattr(record.raw_stream, "limit", 0) > 0:
        name = one_line(record.rec_headers.get_header("WARC-Target-URI") or "a record")
        raise InputError(f"the archive is cut short or broken in {name[:200]}; what follows was not read")


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return str(status).startswith("2") and _media_type(record).startswith(_PAGES)


def _media_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "").strip().lower()


def _page(record: Any, source: str) -> Iterator[Document | Failure]:
    url = record.rec_headers.get_header("WARC-Target-URI")
    name = f"{source}: {one_line(url or 'a page')[:200]}"
    charset = _CHARSET.search(_media_type(record))
    try:
        yield from read_page(_content(record), name, charset=charset[1] if charset else None, url=url)
    except InputError as error:
        yield Failure(source=name, reason=str(error))


def _content(record: Any) -> bytes:
    """Return what was sent, unpacked, up to the size that a page may have."""
    stream, pieces, size = record.content_stream(), list[bytes](), 0
    try:
        while piece := stream.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_PAGE:
                raise InputError(too_long())
    except (zlib.error, EOFError) as error:
        raise InputError("the page was packed in a way that is broken") from error
    return b"".join(pieces)
