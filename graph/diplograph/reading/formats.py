"""Documents in: whatever the inputs name becomes a stream of documents and failures."""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from diplograph.errors import InputError, UsageError
from diplograph.model import Document
from diplograph.reading.failure import MAX_CHARS, Failure, one_line
from diplograph.reading.readers import FORMATS, PEEKED, is_unknown, sniffed
from diplograph.reading.sources import Source, find_sources
from diplograph.reading.unpacking import unpacked

__all__ = ["FORMATS", "MAX_CHARS", "Failure", "read_documents"]

_LOGGER = logging.getLogger(__name__)


def read_documents(
    inputs: Sequence[str],
    *,
    format: str | None = None,  # noqa: A002  # the command line's word
    stdin: BinaryIO | None = None,
) -> Iterator[Document | Failure]:
    """Yield every document of ``inputs``, or why it could not be read; one bad document stops nothing.

    Args:
        inputs: files, folders, patterns, or ``-`` for standard input.
        format: how to read them; by default the suffix says it, and in folders it picks the files.
        stdin: read in the place of standard input.

    Raises:
        UsageError: if the format is unknown.
    """
    if format is not None and format not in FORMATS:
        raise UsageError(f"unknown format {one_line(format)!r}, known: {', '.join(FORMATS)}")
    found = (
        result
        for source in find_sources(inputs, format=format)
        for result in ([source] if isinstance(source, Failure) else _read_source(source, stdin))
    )
    return _without_duplicates(found)


def _read_source(source: Source, stdin: BinaryIO | None) -> Iterator[tuple[str, Document] | Failure]:
    try:
        if source.path is None:
            yield from _read_stream(stdin or sys.stdin.buffer, source)
        else:
            with _opened(source.path) as stream:
                yield from _read_stream(stream, source)
    except InputError as error:
        yield Failure(source=source.name, reason=str(error))
    except OSError as error:
        yield Failure(source=source.name, reason=f"cannot be read ({error.strerror or error})")


def _opened(path: Path) -> BinaryIO:
    if path.is_char_device() or path.is_block_device() or path.is_socket():
        raise InputError("this is a device, not a file")
    return path.open("rb")


def _read_stream(stream: BinaryIO, source: Source) -> Iterator[tuple[str, Document] | Failure]:
    reader = unpacked(stream)
    format_ = source.format or _sniffed(reader.peek(PEEKED), source)
    for result in FORMATS[format_].read(cast(BinaryIO, reader), source.name):
        yield result if isinstance(result, Failure) else (source.name, replace(result, source=source.name))


def _sniffed(start: bytes, source: Source) -> str:
    """Return what the first bytes say; what says nothing is text, unless its name promised something else."""
    found = sniffed(start)
    if found is None and source.path and is_unknown(source.path):
        known = ", ".join(FORMATS)
        raise InputError(
            f"unknown kind of file {one_line(source.path.suffix)}; known: {known}; save it as one of these"
        )
    return found or "txt"


def _without_duplicates(found: Iterable[tuple[str, Document] | Failure]) -> Iterator[Document | Failure]:
    """Pass each document once: the same again is noted, another text under the same id fails."""
    seen: dict[str, bytes] = {}
    for result in found:
        if isinstance(result, Failure):
            yield result
            continue
        name, document = result
        digest = hashlib.sha256(document.text.encode("utf-8")).digest()
        known = seen.setdefault(document.id, digest)
        if known is digest:
            yield document
        elif known == digest:
            _LOGGER.info("%s: document %s was read before; taken once", name, one_line(document.id))
        else:
            reason = f'id "{one_line(document.id)}" was given to another text before; give each its own'
            yield Failure(source=name, reason=reason)
