"""Whole files or none: the one door through which every output is written."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from diplograph.errors import OutputError

_ours: ContextVar[frozenset[Path]] = ContextVar("folders that are being written to from here", default=frozenset())


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep everybody else from writing to ``folder`` meanwhile, if they ask in this way; it is made if need be.

    Inside itself it does nothing. A process that dies gives the folder free.

    Raises:
        OutputError: if another process writes to it, or it cannot be made.
    """
    place = folder.resolve()
    if place in _ours.get():
        yield
        return
    handle = _opened(folder)
    try:
        _lock(handle, folder)
        token = _ours.set(_ours.get() | {place})
        try:
            yield
        finally:
            _ours.reset(token)
    finally:
        os.close(handle)


def _opened(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from error


def _lock(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise OutputError(f"{folder}: another process writes to it; wait for it and do it again") from error
    except OSError:
        return  # some network drives have no locks: there nobody can tell


@contextmanager
def _replacing(path: Path) -> Iterator[int]:
    """Give a file descriptor whose bytes take the place of ``path`` when all went well."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    temporary = Path(name)
    try:
        try:
            yield handle
            os.fsync(handle)
            os.fchmod(handle, 0o644)
        finally:
            os.close(handle)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        temporary.unlink(missing_ok=True)


def atomic_write(path: Path, chunks: str | bytes | Iterable[str]) -> None:
    """Write ``chunks`` as UTF-8 to ``path`` so that a reader sees the old file or the new, never a part.

    Args:
        path: where to; its folder is made if need be.
        chunks: a text, bytes, or pieces of text in order.

    Raises:
        OutputError: if the folder or the file cannot be written.
    """
    pieces = [chunks] if isinstance(chunks, str | bytes) else chunks
    with _replacing(path) as handle:
        for piece in pieces:
            data = piece if isinstance(piece, bytes) else piece.encode("utf-8")
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
