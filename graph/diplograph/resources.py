"""Where the ontology, the examples and other packaged files lie."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from diplograph.errors import OntologyError


def _folder(name: str) -> Traversable:
    installed = files("diplograph") / name
    if installed.is_dir():
        return installed
    return Path(__file__).parents[2] / name


@cache
def ontology_dir() -> Traversable:
    """Return the folder of the ontology: that of the wheel, in a checkout the one beside ``graph/``."""
    return _folder("ontology")


@cache
def examples_dir() -> Traversable:
    """Return the folder of the example articles, found as the ontology is."""
    return _folder("examples")


def ontology_file(name: str) -> Traversable:
    """Return the file ``name`` (slashes allowed) below ``ontology/``.

    Raises:
        OntologyError: if it is missing.
    """
    path = ontology_dir()
    for part in name.split("/"):
        path = path / part
    if not path.is_file():
        raise OntologyError(name, 0, "the file is missing")
    return path


def read_table(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a tab-separated table below ``ontology/``.

    Lines that are empty or start with ``#`` are passed over; cells are stripped.

    Args:
        name: file name, such as ``actors/states.tsv``.
        columns: the header that the table must have, in this order.

    Raises:
        OntologyError: if the header or the number of cells is not as expected.
    """
    with ontology_file(name).open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        header: tuple[str, ...] | None = None
        for number, cells in enumerate(rows, start=1):
            if not cells or cells[0].startswith("#"):
                continue
            if header is None:
                header = tuple(cell.strip() for cell in cells)
                if header != columns:
                    raise OntologyError(name, number, f"header {header} found, {columns} expected")
            elif len(cells) != len(columns):
                raise OntologyError(name, number, f"{len(cells)} cells found, {len(columns)} expected")
            else:
                yield number, dict(zip(columns, (cell.strip() for cell in cells), strict=True))
