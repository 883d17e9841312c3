"""Figures that are tables: which kinds of events when, and who acts on whom."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from diplograph.analysis.acts import NO_STATISTIC
from diplograph.analysis.dyads import PERIODS, QUADS, Dating, check, dyads, periods_of
from diplograph.analysis.figures.canvas import (
    AGAINST,
    FAINT,
    QUAD_LABELS,
    TOGETHER,
    Graph,
    axes_of,
    counted,
    country_names,
    not_drawn,
    plain,
    shortened,
    write_caption,
    write_title,
)
from diplograph.analysis.figures.ticks import places_of, set_periods, whole_range
from diplograph.codebook.codes import quad_class
from diplograph.codebook.eventclasses import PLOVER_ROOTS
from diplograph.errors import UsageError
from diplograph.model import Event, Records, Status
from diplograph.outputs.projection import counts

_COUNTS = LinearSegmentedColormap.from_list("counts", ["#FFFFFF", "#9ECAE1", "#08306B"])
_TONES = LinearSegmentedColormap.from_list("tones", [AGAINST, "#FFFFFF", TOGETHER])
_READABLE = 36
ROOTS = tuple(sorted(PLOVER_ROOTS, key=lambda root: (quad_class(root), root)))
"""The PLOVER roots by quad class."""


def event_types(graph: Graph, *, period: str = "M", dating: Dating = "certain", ax: Axes | None = None) -> Axes:
    """Draw how many asserted events of each PLOVER root there were in each period.

    One row a root, in the order of the quad classes; the darker a cell, the more events. Roots and periods without
    events between the first and the last are there and empty. Up to 36 periods, the numbers stand in the cells; else
    a scale stands beside them. Statements and events of grade C are left out, as everywhere in statistics.

    Args:
        graph: a build.
        period: ``D``, ``W``, ``M``, ``Q`` or ``Y``; an event must lie in one of them.
        dating: see ``KnowledgeGraph.dyads``.
        ax: axes to draw on; none for a new figure.

    Raises:
        UsageError: if an option does not exist.
    """
    check(period, "count", dating)
    events, left_out = _facts(graph.records)
    index, reasons = periods_of(events, period, dating)
    left_out.update(reason for reason in reasons if reason)
    whole = whole_range(index, period)
    cells = np.zeros((len(ROOTS), len(whole)), dtype=int)
    for event, at in zip(events, places_of(index, whole), strict=True):
        if at is not None:
            cells[ROOTS.index(event.plover or ""), at] += 1
    ax = axes_of(ax, max(6.0, min(14.0, 2.6 + 0.3 * len(whole))), 4.8)
    _draw_counts(ax, cells)
    ax.set_yticks(range(len(ROOTS)), ROOTS, fontsize=8)
    _part_quads(ax)
    below = set_periods(ax, whole, period)
    ax.set_xlim(-0.5, max(len(whole), 1) - 0.5)
    _frame(ax, f"Asserted events by type and {PERIODS[period]}")
    write_caption(ax, [f"{counted(int(cells.sum()), 'event')}.", not_drawn(left_out)], below=below)
    return ax


def _facts(records: Records) -> tuple[list[Event], Counter[str]]:
    left_out: Counter[str] = Counter()
    facts = []
    for event in records.events:
        if not counts(event):
            left_out[NO_STATISTIC] += 1
        elif event.status is not Status.ASSERTED:
            left_out[event.status.value] += 1
        else:
            facts.append(event)
    return facts, left_out


def _draw_counts(ax: Axes, cells: np.ndarray) -> None:
    if not cells.size:
        return
    most = max(int(cells.max()), 4)
    image = ax.imshow(cells, cmap=_COUNTS, vmin=0, vmax=most, aspect="auto", interpolation="none")
    if cells.shape[1] <= _READABLE:
        _write_numbers(ax, cells, dark=cells > most * 0.55)
    else:
        ax.figure.colorbar(image, ax=ax, label="events", shrink=0.6, pad=0.02, ticks=MaxNLocator(integer=True))


def _write_numbers(ax: Axes, cells: np.ndarray, dark: np.ndarray) -> None:
    for row, at in np.argwhere(cells > 0):
        colour = "white" if dark[row, at] else "black"
        ax.text(at, row, str(cells[row, at]), ha="center", va="center", fontsize=7, color=colour)


def _part_quads(ax: Axes) -> None:
    """Draw a line between the quad classes and write their names at the right."""
    classes = [quad_class(root) for root in ROOTS]
    for quad, label in QUAD_LABELS.items():
        rows = [row for row, found in enumerate(classes) if found == quad]
        middle = (1, sum(rows) / len(rows))
        ax.annotate(
            label,
            middle,
            xytext=(5, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=7,
            color="#444444",
        )
        if rows[0]:
            ax.axhline(rows[0] - 0.5, color="#999999", linewidth=0.8)


def _frame(ax: Axes, title: str) -> None:
    write_title(ax, title)
    ax.tick_params(length=0, labelsize=8)
    for spine in ax.spines.values():
        spine.set_color(FAINT)


def who_to_whom(graph: Graph, *, most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw how many asserted acts each country directs at each other.

    Rows act, columns are acted on; an event of equals stands in both directions. The number is that of the events, the
    colour their balance: (co-operation - conflict) / both, from vermilion (conflict alone) over white to blue
    (co-operation alone). The countries with most events are shown, the busiest first; the diagonal is empty by rule.
    Dates do not matter here.

    Args:
        graph: a build.
        most: how many countries to show.
        ax: axes to draw on; none for a new figure.

    Raises:
        UsageError: if there are no acts between countries, or ``most`` is less than 2.
    """
    if most < 2:
        raise UsageError(f"most is {most}, at least 2 countries expected")
    frame = dyads(graph.records, period=None, weight="count")
    if frame.empty:
        raise UsageError("no asserted act between two countries")
    busy = _busiest(frame)
    shown = busy[:most]
    numbers, balance = _matrix(frame, shown)
    ax = axes_of(ax, 3.2 + 0.42 * len(shown), 2.4 + 0.36 * len(shown))
    image = ax.imshow(np.ma.masked_invalid(balance), cmap=_TONES, vmin=-1, vmax=1, interpolation="none")
    _write_numbers(ax, numbers, dark=np.abs(np.nan_to_num(balance)) > 0.7)
    _cross_out(ax, len(shown))
    names = country_names(graph.records)
    labels = [f"{shortened(plain(names.get(code, code)), 24)}  {code}" for code in shown]
    ax.set_yticks(range(len(shown)), labels)
    ax.set_xticks(range(len(shown)), shown, rotation=90)
    bar = ax.figure.colorbar(image, ax=ax, shrink=0.6, ticks=[-1, 0, 1])
    bar.ax.set_yticklabels(["conflict alone", "as much of both", "co-operation alone"], fontsize=7)
    ax.set_ylabel("who acts", fontsize=8)
    ax.set_xlabel("who is acted on", fontsize=8)
    _frame(ax, "Who acts on whom: asserted events")
    others = len(busy) - len(shown)
    rest = f"{others} more countries have fewer events." if others else ""
    sentences = ["An event of equals stands in both directions.", rest, not_drawn(frame.attrs["left_out"])]
    write_caption(ax, sentences, below=54)
    return ax


def _busiest(frame: pd.DataFrame) -> list[str]:
    out, into = (frame.groupby(side)["events"].sum() for side in ("source", "target"))
    total = out.add(into, fill_value=0)
    return [str(code) for code in sorted(total.index, key=lambda code: (-total[code], code))]


def _matrix(frame: pd.DataFrame, shown: list[str]) -> tuple[Any, Any]:
    """Return the numbers of events and their balance, missing where there is none, as rows on columns."""
    place = {code: at for at, code in enumerate(shown)}
    numbers = np.zeros((len(shown), len(shown)), dtype=int)
    balance = np.full((len(shown), len(shown)), np.nan)
    for source, target, events, *quads in frame[["source", "target", "events", *QUADS.values()]].to_numpy().tolist():
        if source in place and target in place:
            at = place[source], place[target]
            together, against = quads[0] + quads[1], quads[2] + quads[3]
            numbers[at] = events
            balance[at] = (together - against) / (together + against) if together + against else 0.0
    return numbers, balance


def _cross_out(ax: Axes, number: int) -> None:
    for at in range(number):
        ax.add_patch(Rectangle((at - 0.5, at - 0.5), 1, 1, facecolor="#EEEEEE", edgecolor="none", gid="diagonal"))
