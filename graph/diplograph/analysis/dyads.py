"""Acts between countries by period, as the literature on event data counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
import pandas as pd

from diplograph.analysis.acts import Act, acts_of, ordered, told_statuses
from diplograph.analysis.frames import days_of
from diplograph.codebook.codes import root_score
from diplograph.errors import UsageError
from diplograph.model import Event, Records, Status

Weight = Literal["goldstein", "plover", "count"]
Dating = Literal["certain", "report"]

QUADS: Mapping[int, str] = MappingProxyType(
    {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
)
PERIODS: Mapping[str, str] = MappingProxyType({"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"})
UNDATED, OPEN = "undated", "open at one end"


def _count(event: Event) -> float | None:
    return 1.0


def _goldstein(event: Event) -> float | None:
    return event.goldstein


def _plover(event: Event) -> float | None:
    return root_score(event.plover, event.mode) if event.plover else None


WEIGHTS: Mapping[str, Callable[[Event], float | None]] = MappingProxyType(
    {"goldstein": _goldstein, "plover": _plover, "count": _count}
)


def check(period: str | None, weight: str, dating: str) -> None:
    """Stop if an option is none of those that exist.

    Raises:
        UsageError: naming those that exist.
    """
    for name, value, known in (
        ("period", period, [*PERIODS, None]),
        ("weight", weight, list(WEIGHTS)),
        ("dating", dating, list(get_args(Dating))),
    ):
        if value not in known:
            raise UsageError(f"unknown {name} {value!r}, known: {', '.join(map(str, known))}")


def longer_than(period: str) -> str:
    """Return the reason for which an event that does not fit into one period is left out."""
    return f"longer than a {PERIODS[period]}"


def periods_of(events: Sequence[Event], period: str, dating: Dating) -> tuple[pd.PeriodIndex, list[str | None]]:
    """Return the period of each event, NaT where it has none, and the reason why it has none.

    Args:
        events: any.
        period: ``D``, ``W`` (weeks end on Sunday), ``M``, ``Q`` or ``Y``.
        dating: ``certain`` puts an event into a period only if all its possible days lie in it; ``report`` puts
            besides an event of which only the latest possible day is known on that day. In news, that is the day
            of the report, which event data sets commonly take for the day of the event.
    """
    latest = days_of([event.date and event.date.latest for event in events])
    earliest = days_of([event.date and event.date.earliest for event in events])
    if dating == "report":
        earliest = np.where(np.isnat(earliest), latest, earliest)
    first, last = (pd.PeriodIndex(pd.DatetimeIndex(days), freq=period) for days in (earliest, latest))
    reasons = np.where(first == last, None, longer_than(period))  # type: ignore[call-overload]
    reasons[np.isnat(earliest) | np.isnat(latest)] = OPEN
    reasons[np.isnat(earliest) & np.isnat(latest)] = UNDATED
    return pd.PeriodIndex(first.where(first == last)), list(reasons)


def dyads(
    records: Records,
    *,
    period: str | None = "M",
    weight: Weight = "goldstein",
    directed: bool = True,
    include: Iterable[Status | str] = (),
    dating: Dating = "certain",
) -> pd.DataFrame:
    """Count and weigh the acts between countries by period; see ``KnowledgeGraph.dyads``.

    Raises:
        UsageError: if an option or a status does not exist.
    """
    check(period, weight, dating)
    left_out: Counter[str] = Counter()
    acts = list(acts_of(records.events, told_statuses(include), left_out))
    periods: pd.PeriodIndex | None = None
    if period is not None:
        acts, periods = _placed(acts, period, dating, left_out)
    frame = _grouped(_rows(acts, periods, weight, directed), weight)
    frame.attrs.update(left_out=ordered(left_out), period=period, weight=weight, dating=dating)
    return frame


def _placed(acts: list[Act], period: str, dating: Dating, left_out: Counter[str]) -> tuple[list[Act], pd.PeriodIndex]:
    """Return the acts whose period is known, with it, and count the events that have none."""
    index, reasons = periods_of([act.event for act in acts], period, dating)
    for _, reason in {(act.event.id, reason) for act, reason in zip(acts, reasons, strict=True) if reason}:
        left_out[reason] += 1
    kept = [at for at, reason in enumerate(reasons) if reason is None]
    return [acts[at] for at in kept], index[kept]


def _rows(acts: list[Act], periods: pd.PeriodIndex | None, weight: str, directed: bool) -> pd.DataFrame:
    """Return one row an act; of a directed table, an act of equals stands in either direction."""
    value = WEIGHTS[weight]
    frame = pd.DataFrame(
        {
            **({} if periods is None else {"period": periods}),
            "source": [act.source for act in acts],
            "target": [act.target for act in acts],
            "status": pd.Categorical([act.event.status.value for act in acts], categories=[s.value for s in Status]),
            "event": [act.event.id for act in acts],
            "quad": [act.event.quad or 0 for act in acts],
            "mutual": [act.mutual for act in acts],
            "value": np.array([value(act.event) for act in acts], dtype="float64"),
        }
    )
    return _both_ways(frame) if directed else _one_way(frame)


def _both_ways(frame: pd.DataFrame) -> pd.DataFrame:
    back = frame[frame["mutual"]].rename(columns={"source": "target", "target": "source"})
    return pd.concat([frame, back], ignore_index=True)


def _one_way(frame: pd.DataFrame) -> pd.DataFrame:
    turned = frame["source"] > frame["target"]
    a, b = frame["source"].where(~turned, frame["target"]), frame["target"].where(~turned, frame["source"])
    return frame.drop(columns=["source", "target"]).assign(a=a, b=b)


def _grouped(rows: pd.DataFrame, weight: str) -> pd.DataFrame:
    keys = [name for name in ("period", "a", "b", "source", "target", "status") if name in rows]
    measured = rows.assign(events=1, **{name: (rows["quad"] == quad).astype("int64") for quad, name in QUADS.items()})
    counted = dict.fromkeys(("events", *QUADS.values(), "mutual"), "sum")
    groups = measured.groupby(keys, observed=True, sort=True)
    frame = groups.agg(counted).astype("int64")
    frame["weight"] = groups["value"].sum(min_count=1)
    frame["scored"] = groups["value"].count()
    frame["mean"] = frame["weight"] / frame["scored"].where(frame["scored"] > 0)
    return frame.reset_index()
