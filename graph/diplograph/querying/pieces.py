"""A large TriG file as small ones, so that a store can be filled within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

# What Oxigraph loads at once takes it some twenty times as much memory.
MOST_BYTES = 4_000_000
LONG = b'"""'
SUBJECT_ENDS, GRAPH_ENDS = b" .\n", b"}\n"


def pieces(trig: Iterable[bytes], most: int = MOST_BYTES) -> Iterator[bytes]:
    """Yield files that together say what a TriG file says, each cut where a subject ends.

    Args:
        trig: the lines of a build's file, in which each graph begins with its name in a line.
        most: bytes from which on a piece is cut.
    """
    prefixes, graph, held, size, in_text = b"", b"", list[bytes](), 0, False
    for line in trig:
        begins = line.startswith(b"<") and not in_text
        if begins and not graph:
            prefixes, held = b"".join(held), []
        graph = line if begins else graph
        held.append(line)
        size += len(line)
        in_text ^= bool(line.count(LONG) % 2)
        if graph and size >= most and line.endswith(SUBJECT_ENDS) and not in_text:
            yield b"".join((prefixes, *held, GRAPH_ENDS))
            held, size = [graph], 0
    yield b"".join((prefixes, *held))
