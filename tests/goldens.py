"""The exports of the sample as they are meant to be, in ``tests/data/exports``.

After a change on purpose, ``PYTHONPATH=graph:tests python tests/goldens.py`` writes them anew; read the difference.
"""

from __future__ import annotations

from pathlib import Path

from diplograph.outputs.exports import export
from sample import sample_records

FOLDER = Path(__file__).parent / "data" / "exports"
GOLDENS: dict[str, tuple[str, str | None]] = {
    "events.csv": ("csv", "events"),
    "participants.csv": ("csv", "participants"),
    "actors.csv": ("csv", "actors"),
    "claims.csv": ("csv", "claims"),
    "polecat.tsv": ("polecat", None),
    "gdelt.tsv": ("gdelt", None),
    "plover.jsonl": ("plover-json", None),
    "network.gexf": ("gexf", None),
    "network.graphml": ("graphml", None),
    "network.json": ("node-link", None),
}
"""Each file with its format and table."""


def made(name: str) -> bytes:
    """Return the bytes of an export as it is now."""
    format_, table = GOLDENS[name]
    contents = export(sample_records(), format_, table=table)
    return contents if isinstance(contents, bytes) else "".join(contents).encode("utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in GOLDENS:
        (FOLDER / name).write_bytes(made(name))
