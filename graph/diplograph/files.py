"""Whole files or none: the one door through which every output is written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from diplograph.errors import OutputError


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
