"""What two TriG files of a build say differently, found without parsing what they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import IO

from diplograph.querying.pieces import GRAPH_ENDS, LONG, SUBJECT_ENDS

_BETWEEN = (b"\n", b"    #", b"<", b"}")
_PIECE = 1 << 20
Extent = tuple[int, int]
"""Where the text of a graph stands in a file: its start and its length, in bytes."""


def statements(file: IO[bytes], extent: Extent) -> Iterator[bytes]:
    """Yield what a graph of a build's TriG file says, a subject at a time."""
    held: list[bytes] = []
    in_text = False
    for part in _parts(file, extent):
        held.append(part)
        in_text ^= bool(part.count(LONG) % 2)
        if not in_text:
            yield _without_headings(b"".join(held))
            held = []


def _parts(file: IO[bytes], extent: Extent) -> Iterator[bytes]:
    """Yield a graph cut after each line that ends as a subject does, be it one of an article; its end is left out."""
    start, left = extent
    file.seek(start)
    rest = b""
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        left -= len(piece)
        *found, rest = (rest + piece).split(SUBJECT_ENDS)
        yield from (part + SUBJECT_ENDS for part in found)


def _without_headings(text: bytes) -> bytes:
    while text.startswith(_BETWEEN):
        text = text.partition(b"\n")[2]
    return text


def _digest(statement: bytes) -> bytes:
    return blake2b(statement, digest_size=16).digest()


def _subject(statement: bytes) -> bytes:
    return statement.split(None, 1)[0]


def _fresh(found: Iterable[bytes], was: set[bytes], now: set[bytes]) -> Iterator[bytes]:
    """Yield the statements that were not made before, and put the digests of all into ``now``."""
    for one in found:
        digest = _digest(one)
        now.add(digest)
        if digest not in was:
            yield one


class TooDifferentError(Exception):
    """So much is different that it is not worth the while to look at it piece by piece."""


@dataclass(slots=True)
class Difference:
    """Statements by graph.

    Args:
        room: how many bytes may be lost or fresh.
        lost: of the old file alone.
        fresh: of the new file alone.
        kept: of both, about subjects of which others are lost or fresh: what these say is said still.
    """

    room: int
    lost: dict[str, list[bytes]] = field(default_factory=dict)
    fresh: dict[str, list[bytes]] = field(default_factory=dict)
    kept: dict[str, list[bytes]] = field(default_factory=dict)

    def note(self, name: str, old: tuple[IO[bytes], Extent], new: tuple[IO[bytes], Extent]) -> None:
        """Take in a graph; nothing but checksums is kept of what does not differ.

        Raises:
            TooDifferentError: if there is no room left.
        """
        was, now = set(map(_digest, statements(*old))), set[bytes]()
        fresh = self._taken(_fresh(statements(*new), was, now))
        lost = self._taken(one for one in statements(*old) if _digest(one) not in now)
        subjects = set(map(_subject, (*lost, *fresh)))
        kept = (one for one in statements(*new) if _subject(one) in subjects and _digest(one) in was)
        self.lost[name], self.fresh[name], self.kept[name] = lost, fresh, list(kept)

    def _taken(self, found: Iterable[bytes]) -> list[bytes]:
        taken = []
        for one in found:
            self.room -= len(one)
            if self.room < 0:
                raise TooDifferentError
            taken.append(one)
        return taken


def as_trig(prefixes: bytes, graphs: Iterable[tuple[str, Iterable[bytes]]]) -> str:
    """Return statements by graph as a TriG text."""
    texts = (b"<" + name.encode("utf-8") + b"> {\n" + b"".join(found) + GRAPH_ENDS for name, found in graphs)
    return (prefixes + b"".join(texts)).decode("utf-8")
