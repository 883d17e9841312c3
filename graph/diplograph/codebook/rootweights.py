"""What words speak for which PLOVER root: the weights of the typer, from ``ontology/typer.tsv``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from diplograph.codebook.eventclasses import PLOVER_ROOTS
from diplograph.errors import OntologyError
from diplograph.resources import read_table

FILE = "typer.tsv"
ROOTS = tuple(sorted(PLOVER_ROOTS))
COLUMNS = ("feature", *ROOTS)
BIAS = "bias"


@dataclass(frozen=True, slots=True, kw_only=True)
class RootWeights:
    """A multinomial logistic regression over ``ROOTS``.

    Args:
        bias: what speaks for each root before a word is read, in the order of ``ROOTS``.
        of: by feature, what it adds for each root.
    """

    bias: tuple[float, ...]
    of: Mapping[str, tuple[float, ...]]


def _weights(line: int, row: Mapping[str, str]) -> tuple[float, ...]:
    try:
        found = tuple(float(row[root]) for root in ROOTS)
    except ValueError as error:
        raise OntologyError(FILE, line, f"feature {row['feature']!r}: {error}, a number expected") from error
    if not all(map(math.isfinite, found)):
        raise OntologyError(FILE, line, f"feature {row['feature']!r}: a weight is not finite")
    return found


@cache
def load_root_weights() -> RootWeights:
    """Return the weights of every feature.

    Raises:
        OntologyError: if the file is missing, a row is wrong or stands twice, or there is no bias.
    """
    found: dict[str, tuple[float, ...]] = {}
    for line, row in read_table(FILE, COLUMNS):
        if row["feature"] in found:
            raise OntologyError(FILE, line, f"feature {row['feature']!r} stands twice")
        found[row["feature"]] = _weights(line, row)
    if BIAS not in found:
        raise OntologyError(FILE, 0, f"no row {BIAS!r}; make the file anew with `make typer`")
    return RootWeights(bias=found.pop(BIAS), of=found)
