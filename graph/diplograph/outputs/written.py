"""What a build's files were made of: if that has not changed, and they are still there, they need not be written again.

``files.sha256`` holds the checksum of each file, as ``sha256sum`` writes it, and under the name ``made-of`` the key of
all that decides what is in them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from diplograph.files import atomic_write
from diplograph.outputs.folder import FILES

SUMS = "files.sha256"
_MADE_OF = "made-of"


def _sums(folder: Path) -> dict[str, str]:
    found = {}
    for name in FILES:
        with (folder / name).open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def forget_written(folder: Path) -> None:
    """Say that nobody knows what the files of a build are made of: before they are written."""
    (folder / SUMS).unlink(missing_ok=True)


def note_written(folder: Path, key: str) -> None:
    """Write down what the files of a build, which are all there, were made of.

    Args:
        key: hash of all that decides what is in them.
    """
    lines = {_MADE_OF: key} | _sums(folder)
    atomic_write(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in lines.items()))


def is_written(folder: Path, key: str) -> bool:
    """Return whether the files of a build are all there, as they were made of what ``key`` names."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        noted = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        return noted.pop(_MADE_OF, "") == key and noted == _sums(folder)
    except (OSError, UnicodeDecodeError):
        return False
