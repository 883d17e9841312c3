"""What a store says, to compare."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from diplograph.querying.store import read_store


def dump_store(folder: Path) -> str:
    """Return all that a store says as sorted N-Quads."""
    with read_store(folder) as store:
        data = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    lines = sorted(line for line in data.decode("utf-8").split("\n") if line)
    return "".join(f"{line}\n" for line in lines)
