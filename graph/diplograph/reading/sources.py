"""Files, folders, patterns and standard input: where documents come from."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from diplograph.reading.failure import Failure, one_line

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
FORMATS = ("txt", "html", "jsonl", "csv")


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
        return path.exists()
    except (OSError, ValueError):
        return False  # a name too long, or with a NUL


def _matching(pattern: str, format_: str | None) -> Iterator[Source | Failure]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  # Path.glob refuses absolute patterns
    if not matches:
        yield Failure(source=one_line(pattern), reason="no file matches this pattern")
    for match in matches:
        yield from _path_sources(Path(match), format_)


def _path_sources(path: Path, format_: str | None) -> Iterator[Source | Failure]:
    if path.is_dir():
        yield from _folder_sources(path, format_)
        return
    found = format_ or format_of(path)
    if found is None and path.suffix:
        reason = f"unknown kind of file {one_line(path.suffix)}; known: {', '.join(FORMATS)}"
        yield Failure(source=one_line(str(path)), reason=reason)
    else:
        yield Source(name=one_line(str(path)), path=path, format=found)


def format_of(path: Path) -> str | None:
    """Return the format that the suffix tells (below ``.gz`` if there is one), none if unknown."""
    plain = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return SUFFIXES.get(plain.suffix.lower())


def _folder_sources(folder: Path, format_: str | None) -> Iterator[Source | Failure]:
    failures: list[Failure] = []
    paths = sorted(_walk(folder, failures), key=lambda path: path.parts)
    wanted = [path for path in paths if format_of(path) and format_ in (None, format_of(path))]
    yield from failures
    if not wanted and not failures:
        kinds = format_ or ", ".join(FORMATS)
        yield Failure(source=one_line(str(folder)), reason=f"no document in this folder (looked for {kinds})")
    for path in wanted:
        yield Source(name=one_line(str(path)), path=path, format=format_of(path))


def _walk(folder: Path, failures: list[Failure]) -> Iterator[Path]:
    """Yield the files below ``folder``; links to folders are not followed, hidden names passed over."""

    def note(error: OSError) -> None:
        reason = f"cannot be read ({error.strerror})"
        failures.append(Failure(source=one_line(str(error.filename)), reason=reason))

    for parent, folders, names in os.walk(folder, onerror=note, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if not name.startswith("."))
