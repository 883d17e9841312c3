"""What every score is made of: shares, counts by root, causes of loss, and the list of misses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

JsonObject = dict[str, object]


class Cause(StrEnum):
    """Why a gold event was not read as the gold has it, in the order in which it is looked for."""

    SENSE = "sense"
    MENTION = "mention"
    ROLE = "role"
    TYPE = "type"
    DATE = "date"
    MODALITY = "modality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A share: ``hits`` of ``total``."""

    name: str
    hits: int
    total: int

    @property
    def share(self) -> float | None:
        """Return hits by total; none if there was nothing to hit."""
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RootScore:
    """How well one PLOVER root is found.

    Args:
        gold: gold events of this root.
        found: those of them that were read with it.
        predicted: events read with this root where the gold can judge them.
        right: those of them that the gold agrees with.
    """

    root: str
    gold: int
    found: int
    predicted: int
    right: int

    @property
    def precision(self) -> float | None:
        """Return the share of what was predicted that is right."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Return the share of the gold that was found."""
        return self.found / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall."""
        if self.precision is None or self.recall is None:
            return None
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One thing of the gold that was not read right.

    Args:
        gold: what the gold says, in one line.
        found: what was read in its place, in one line; empty if nothing.
        text: the sentence or the words it is about.
    """

    set: str
    id: str
    cause: str
    gold: str
    found: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetScore:
    """All scores of one gold set."""

    name: str
    measures: tuple[Measure, ...]
    roots: tuple[RootScore, ...] = ()
    budget: Mapping[Cause, int] | None = None
    misses: tuple[Miss, ...] = ()
    note: str = ""

    def measure(self, name: str) -> Measure:
        """Return the measure ``name``."""
        return next(measure for measure in self.measures if measure.name == name)


class RootTally:
    """Counts gold and predictions by root."""

    def __init__(self) -> None:
        """Start from nothing."""
        self._counts: Counter[tuple[str, str]] = Counter()

    def add_gold(self, root: str, *, found: bool) -> None:
        """Count one gold event."""
        self._counts[root, "gold"] += 1
        self._counts[root, "found"] += found

    def add_predicted(self, root: str, *, right: bool) -> None:
        """Count one event that was read."""
        self._counts[root, "predicted"] += 1
        self._counts[root, "right"] += right

    def scores(self) -> tuple[RootScore, ...]:
        """Return the counts, sorted by root."""
        roots = sorted({root for root, _ in self._counts})
        fields = ("gold", "found", "predicted", "right")
        return tuple(RootScore(root=root, **{field: self._counts[root, field] for field in fields}) for root in roots)


def measures_of(names: Iterable[str], rows: Iterable[Iterable[bool | None]]) -> tuple[Measure, ...]:
    """Return one measure for each name from rows of outcomes; none in a row = does not apply."""
    columns = list(names)
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for row in rows:
        for name, outcome in zip(columns, row, strict=True):
            if outcome is not None:
                totals[name] += 1
                hits[name] += outcome
    return tuple(Measure(name=name, hits=hits[name], total=totals[name]) for name in columns)
