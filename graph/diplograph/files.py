"""Whole files or none: the one door through which every output is written."""

from __future__ import annotations

import fcntl
import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import IO

from diplograph.errors import OutputError

PART = ".part"
_PIECE = 1 << 20
_NONE: Mapping[Path, int] = MappingProxyType({})
_ours: ContextVar[Mapping[Path, int]] = ContextVar("folders that are being written to from here", default=_NONE)


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
        token = _ours.set({**_ours.get(), place: handle})
        try:
            yield
        finally:
            _ours.reset(token)
    finally:
        os.close(handle)


def leave_to_others() -> None:
    """Give up all folders that are being written to from here: for the copy of a process, whose other keeps them."""
    for handle in _ours.get().values():
        os.close(handle)
    _ours.set(_NONE)


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
def no_empty_folder(folder: Path) -> Iterator[None]:
    """Remove ``folder`` at the end if nothing was put into it."""
    try:
        yield
    finally:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _begin(path: Path) -> tuple[int, Path]:
    """Return a handle for a file beside ``path`` that is to take its place, and its name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    return handle, Path(name)


def _fill(handle: int, pieces: Iterable[str | bytes]) -> None:
    try:
        for piece in pieces:
            data = piece if isinstance(piece, bytes) else piece.encode("utf-8")
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
        os.fsync(handle)
        os.fchmod(handle, 0o644)
    finally:
        os.close(handle)


class Publication:
    """Files that are written beside their places and take them all together."""

    def __init__(self) -> None:
        """Begin with none."""
        self._waiting: list[tuple[Path, Path]] = []

    def add(self, path: Path, chunks: str | bytes | Iterable[str | bytes]) -> Path:
        """Write what is to stand at ``path``, and return where it is meanwhile; what stands there now stays as yet.

        Raises:
            OutputError: if it cannot be written.
        """
        temporary = self.reserve(path)
        self.fill(path, chunks)
        return temporary

    def reserve(self, path: Path) -> Path:
        """Make an empty file of what is to stand at ``path``, to be filled later, and return where it is.

        Raises:
            OutputError: if it cannot be written.
        """
        handle, temporary = _begin(path)
        os.close(handle)
        self._waiting.append((temporary, path))
        return temporary

    def fill(self, path: Path, chunks: str | bytes | Iterable[str | bytes]) -> None:
        """Write what is to stand at ``path``, which was reserved, in the place of what was written of it before.

        Raises:
            OutputError: if it cannot be written.
        """
        temporary = next(place for place, wanted in self._waiting if wanted == path)
        try:
            _fill(os.open(temporary, os.O_WRONLY | os.O_TRUNC), _in_pieces(chunks))
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror})") from error

    def publish(self) -> None:
        """Put every file in its place, in the order in which they were added."""
        while self._waiting:
            temporary, path = self._waiting[0]
            try:
                temporary.replace(path)
            except OSError as error:
                raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
            self._waiting.pop(0)

    def give_up(self) -> None:
        """Remove what was not published."""
        for temporary, _ in self._waiting:
            temporary.unlink(missing_ok=True)
        self._waiting.clear()


def _in_pieces(chunks: str | bytes | Iterable[str | bytes]) -> Iterable[str | bytes]:
    """Return ``chunks`` in pieces that are worth a call of the system each."""
    if isinstance(chunks, str | bytes):
        return [chunks]
    return _joined(chunks)


def _joined(chunks: Iterable[str | bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        data = chunk if isinstance(chunk, bytes) else chunk.encode("utf-8")
        waiting.append(data)
        size += len(data)
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


@contextmanager
def publishing() -> Iterator[Publication]:
    """Give a publication whose files take their places at the end, if all went well; else none does."""
    publication = Publication()
    try:
        yield publication
        publication.publish()
    finally:
        publication.give_up()


def atomic_write(path: Path, chunks: str | bytes | Iterable[str | bytes]) -> None:
    """Write ``chunks``, texts as UTF-8, to ``path`` so that a reader sees the old file or the new, never a part.

    Args:
        path: where to; its folder is made if need be.
        chunks: a text, bytes, or pieces of them in order.

    Raises:
        OutputError: if the folder or the file cannot be written.
    """
    with publishing() as publication:
        publication.add(path, chunks)


def scratch_file(owner: object, folder: Path | None = None) -> IO[bytes]:
    """Return a file without a name, to write and read, which goes when ``owner`` goes or the process does.

    Args:
        owner: whoever keeps the file open.
        folder: on the disk of which it lies; by default where temporary files go.

    Raises:
        OutputError: if none can be made there.
    """
    try:
        file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed with its owner
    except OSError as error:
        raise OutputError(f"{folder or tempfile.gettempdir()}: cannot be written ({error.strerror})") from error
    closed_with(owner, file)
    return file


def closed_with(owner: object, file: IO[bytes]) -> None:
    """Close ``file`` when ``owner`` goes."""
    weakref.finalize(owner, _close, file)


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # of what could not be written to a full disk, the writer was told
        file.close()


@contextmanager
def told_of(place: Path | None) -> Iterator[None]:
    """Turn what a full disk raises into one of our errors, which names ``place``."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{place or tempfile.gettempdir()}: cannot be written ({error.strerror})") from error


def clear_parts(folder: Path) -> None:
    """Remove the files that processes which were killed had begun in ``folder``; nobody may be writing to it."""
    for part in folder.glob(f".*{PART}"):
        if part.is_file():
            part.unlink(missing_ok=True)
