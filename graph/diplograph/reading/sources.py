"""Files, folders, patterns and standard input: where documents come from."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from diplograph.reading.failure import Failure, one_line
from diplograph.reading.readers import FORMATS, format_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read, or standard input.

    Args:
        name: how messages call it.
        path: none for standard input.
        format: none if its content has to say it.
    """

    name: str
    path: Path | None
    format: str | None


def find_sources(inputs: Sequence[str], *, format: str | None) -> Iterator[Source | Failure]:  # noqa: A002  # contract
    """Yield every file that ``inputs`` name: in the order given, within folders and patterns sorted."""
    for name in inputs:
        yield from _expanded(name, format)


def _expanded(name: str, format_: str | None) -> Iterator[Source | Failure]:
    if name == "-":
        yield Source(name="standard input", path=None, format=format_)
    elif _exists(Path(name)):
        yield from _path_sources(Path(name), format_)
    elif glob.has_magic(name):
        yield from _matching(name, format_)
    else:
        yield Failure(source=one_line(name), reason="no such file or folder")


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)  # a link that leads nowhere is there, and fails when it is opened
    except (OSError, ValueError):
        return False  # a name too long, or with a NUL


def _matching(pattern: str, format_: str | None) -> Iterator[Source | Failure]:
    path, found = Path(pattern), False
    for match in _matches(Path(path.anchor), path.relative_to(path.anchor).parts):
        found = True
        yield from (
            _folder_sources(match, format_) if match.is_dir() else [_plain_file(match, format_ or format_of(match))]
        )
    if not found:
        yield Failure(source=one_line(pattern), reason="no file matches this pattern")


def _matches(folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    """Yield what is below ``folder`` and matches a pattern, sorted; ``**`` follows no links, so that none can loop.

    The standard library follows them, and reads a folder with a few loops for ever.
    """
    if not parts or parts == ("**",):
        yield folder
    elif parts[0] == "**":
        for below in (folder, *_folders(folder)):
            yield from _matches(below, parts[1:])
    elif glob.has_magic(parts[0]):
        names = (name for name in _names(folder) if fnmatch.fnmatchcase(name, parts[0]))
        for name in names:
            if not name.startswith(".") or parts[0].startswith("."):
                yield from _matches(folder / name, parts[1:])
    elif _exists(folder / parts[0]):
        yield from _matches(folder / parts[0], parts[1:])


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []  # as a shell does: what cannot be looked into holds no match


def _folders(folder: Path) -> Iterator[Path]:
    for path, is_folder in _walk(folder, []):
        if is_folder:
            yield path


def _path_sources(path: Path, format_: str | None) -> Iterator[Source | Failure]:
    if path.is_dir():
        yield from _folder_sources(path, format_)
    else:
        yield Source(name=one_line(str(path)), path=path, format=format_ or format_of(path))


def _plain_file(path: Path, format_: str | None) -> Source | Failure:
    """Return a file that was come upon; only a pipe that is named itself is waited for."""
    if path.exists() and not path.is_file():
        reason = "this is a pipe or a device, not a file; name it itself to read it"
        return Failure(source=one_line(str(path)), reason=reason)
    return Source(name=one_line(str(path)), path=path, format=format_)


def _folder_sources(folder: Path, format_: str | None) -> Iterator[Source | Failure]:
    failures: list[Failure] = []
    is_empty = True
    for path, is_folder in _walk(folder, failures):
        yield from _taken(failures)
        found = None if is_folder else format_of(path)
        if found and format_ in (None, found):
            is_empty = False
            yield _plain_file(path, found)
    is_empty = is_empty and not failures
    yield from _taken(failures)
    if is_empty:
        kinds = format_ or ", ".join(FORMATS)
        yield Failure(source=one_line(str(folder)), reason=f"no document in this folder (looked for {kinds})")


def _taken(failures: list[Failure]) -> Iterator[Failure]:
    while failures:
        yield failures.pop(0)


def _walk(folder: Path, failures: list[Failure]) -> Iterator[tuple[Path, bool]]:
    """Yield what is below ``folder``, sorted, and whether it is a folder; links to folders are not followed."""
    waiting = _entries(folder, failures)
    while waiting:
        path, is_folder = waiting.pop()
        yield path, is_folder
        if is_folder:
            waiting += _entries(path, failures)


def _entries(folder: Path, failures: list[Failure]) -> list[tuple[Path, bool]]:
    """Return what is in a folder, the last name first; hidden names are passed over."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        failures.append(Failure(source=one_line(str(folder)), reason=f"cannot be read ({error.strerror})"))
        return []
    found.sort(key=lambda entry: entry.name, reverse=True)
    return [(Path(entry.path), entry.is_dir(follow_symlinks=False)) for entry in found]
