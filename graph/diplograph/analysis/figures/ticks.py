"""An axis of periods: every period has its place, the empty ones too."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST = 13
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def whole_range(periods: pd.PeriodIndex, period: str) -> pd.PeriodIndex:
    """Return every period from the first to the last, sorted; empty if there is none."""
    known = periods.dropna()
    if not len(known):
        return pd.PeriodIndex([], freq=period)
    return pd.period_range(known.min(), known.max(), freq=period)


def places_of(periods: pd.PeriodIndex, whole: pd.PeriodIndex) -> list[int | None]:
    """Return where each period stands in the whole range; none if it is not known."""
    places = whole.get_indexer_for(periods)
    return [int(place) if place >= 0 else None for place in places]


def _text(period: pd.Period, kind: str) -> str:
    """Return a period in words, on at most two lines, whatever the locale."""
    if kind == "Y":
        return str(period.year)
    if kind == "Q":
        return f"Q{period.quarter}\n{period.year}"
    month = MONTHS[period.month - 1]
    return f"{month}\n{period.year}" if kind == "M" else f"{period.day} {month}\n{period.year}"


def _every(places: list[int]) -> list[int]:
    """Return as many of the places, at equal steps, as can be read."""
    return places[:: -(-len(places) // _MOST)] if places else []


def _round_years(firsts: list[int], years: list[int]) -> list[int]:
    """Return the first places of as many years as can be read, of round ones if not of all."""
    step = next((step for step in _STEPS if len(firsts) <= step * _MOST), _STEPS[-1])
    return [place for place, year in zip(firsts, years, strict=True) if not year % step]


def ticks_of(periods: pd.PeriodIndex, kind: str) -> dict[int, str]:
    """Return the places that get a label: of single periods, else of months, else of years, whatever can be read."""
    starts = periods.asfreq("D", how="S") if kind == "W" else periods
    number, years = len(starts), np.asarray(starts.year)
    if kind != "Y" and number > _MOST and len(set(years.tolist())) > 3:
        firsts = [at for at in range(number) if at and years[at] != years[at - 1]]
        return {at: str(years[at]) for at in _round_years(firsts, [int(years[at]) for at in firsts])}
    if kind in "DW" and number > 5 * _MOST:
        firsts = [at for at in range(1, number) if starts[at].month != starts[at - 1].month]
        return {at: _text(starts[at], "M") for at in _every(firsts)}
    if kind == "Y":
        return {at: str(years[at]) for at in _round_years(list(range(number)), years.tolist())}
    return {at: _text(starts[at], kind) for at in _every(list(range(number)))}


def set_periods(ax: Axes, periods: pd.PeriodIndex, kind: str) -> float:
    """Give the x axis a place for each of ``periods``, and labels for as many as can be read.

    Returns:
        How far under the axes the labels end, in points.
    """
    ticks = ticks_of(periods, kind) if len(periods) else {}
    ax.set_xticks(list(ticks), list(ticks.values()))
    margin = 0.6 + len(periods) * 0.004
    ax.set_xlim(-margin, max(len(periods), 1) - 1 + margin)
    return 34 if any("\n" in label for label in ticks.values()) else 24
