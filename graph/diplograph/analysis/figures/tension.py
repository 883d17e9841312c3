"""How two countries deal with each other over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from diplograph.analysis.acts import acts_of, told_statuses
from diplograph.analysis.dyads import PERIODS, Dating, check, periods_of
from diplograph.analysis.figures.canvas import (
    BROKEN,
    QUAD_COLOURS,
    QUAD_LABELS,
    Graph,
    axes_of,
    bare,
    counted,
    country_names,
    not_drawn,
    plain,
    write_caption,
    write_title,
)
from diplograph.analysis.figures.ticks import places_of, set_periods, whole_range
from diplograph.errors import UsageError
from diplograph.model import Event, Records, Status

_UP, _DOWN = (1, 2), (3, 4)


def tension(
    graph: Graph,
    a: str,
    b: str,
    *,
    period: str = "M",
    include: Iterable[Status | str] = (Status.PLANNED, Status.ALLEGED),
    dating: Dating = "certain",
    ax: Axes | None = None,
) -> Axes:
    """Draw the events between two countries by period: co-operation upwards, conflict downwards.

    Full bars are asserted events, light for words and dark for deeds. What is only planned has a dashed outline and no
    filling, what is alleged a dotted one; they stand beyond the asserted ones and never add to them. A diamond
    is the net of a period: asserted co-operation minus asserted conflict. Periods without events are empty places,
    not gaps. The caption counts what is not drawn.

    Args:
        graph: a build.
        a: code of a country, such as ``USA``.
        b: another.
        period: ``D``, ``W``, ``M``, ``Q`` or ``Y``; an event must lie in one of them.
        include: planned, alleged or neither.
        dating: see ``KnowledgeGraph.dyads``.
        ax: axes to draw on; none for a new figure.

    Raises:
        UsageError: if there is no event between the two, or an option does not exist.
    """
    check(period, "count", dating)
    told = told_statuses(include)
    if told - {Status.ASSERTED} - set(BROKEN):
        raise UsageError(f"a tension plot can include {' and '.join(BROKEN)} besides asserted")
    events, left_out = _between(graph.records, a, b, told)
    index, reasons = periods_of(events, period, dating)
    left_out.update(reason for reason in reasons if reason)
    ax = axes_of(ax, 8.0, 3.6)
    whole = whole_range(index, period)
    placed = [(event, at) for event, at in zip(events, places_of(index, whole), strict=True) if at is not None]
    legend = [*_draw(ax, placed, len(whole)), *_mark_net(ax, placed, len(whole))]
    below = set_periods(ax, whole, period)
    _finish(ax, graph.records, (a, b), period, legend)
    shown = counted(sum(event.status is Status.ASSERTED for event, _ in placed), "asserted event")
    write_caption(ax, [f"{shown}.", not_drawn(left_out)], below=below)
    return ax


def _between(records: Records, a: str, b: str, told: frozenset[Status]) -> tuple[list[Event], Counter[str]]:
    """Return the events between two that are told, and how many more there are, by status."""
    acts = acts_of(records.events, frozenset(Status), Counter())
    found = {act.event.id: act.event for act in acts if {act.source, act.target} == {a, b}}
    if not found:
        raise UsageError(f"no event between {a!r} and {b!r}; dyads() lists the pairs")
    left_out = Counter(event.status.value for event in found.values() if event.status not in told)
    return [found[name] for name in sorted(found) if found[name].status in told], left_out


def _heights(placed: Sequence[tuple[Event, int]], number: int, status: Status, quad: int) -> np.ndarray:
    heights = np.zeros(number)
    for event, at in placed:
        heights[at] += event.status is status and event.quad == quad
    return heights


def _draw(ax: Axes, placed: Sequence[tuple[Event, int]], number: int) -> list[Patch]:
    """Draw the bars, asserted ones first, and return what the legend shows."""
    tops = {1: np.zeros(number), -1: np.zeros(number)}
    legend = []
    for status in (Status.ASSERTED, *BROKEN):
        for quad in (*_UP, *_DOWN):
            heights = _heights(placed, number, status, quad)
            if heights.any():
                way = 1 if quad in _UP else -1
                _bars(ax, heights * way, tops[way], quad, status)
                tops[way] = tops[way] + heights * way
                legend.append(_patch(quad, status))
    return legend


def _bars(ax: Axes, heights: np.ndarray, bottom: np.ndarray, quad: int, status: Status) -> None:
    filled = status is Status.ASSERTED
    (places,) = heights.nonzero()
    ax.bar(
        places,
        heights[places],
        bottom=bottom[places],
        width=0.8,
        facecolor=QUAD_COLOURS[quad] if filled else "none",
        edgecolor=QUAD_COLOURS[quad],
        linestyle=BROKEN.get(status, "-"),
        linewidth=0.8 if filled else 1.2,
        label=_label(quad, status),
    )


def _label(quad: int, status: Status) -> str:
    return QUAD_LABELS[quad] if status is Status.ASSERTED else f"{QUAD_LABELS[quad]}, {status.value}"


def _patch(quad: int, status: Status) -> Patch:
    filled = status is Status.ASSERTED
    return Patch(
        facecolor=QUAD_COLOURS[quad] if filled else "none",
        edgecolor=QUAD_COLOURS[quad],
        linestyle=BROKEN.get(status, "-"),
        label=_label(quad, status),
    )


def _mark_net(ax: Axes, placed: Sequence[tuple[Event, int]], number: int) -> list[Line2D]:
    up, down = (sum(_heights(placed, number, Status.ASSERTED, quad) for quad in quads) for quads in (_UP, _DOWN))
    (places,) = np.nonzero(np.asarray(up + down))
    style = {"marker": "D", "color": "black", "markerfacecolor": "white", "markersize": 4.5, "linestyle": "none"}
    return ax.plot(places, np.asarray(up - down)[places], **style, label="net, asserted")  # type: ignore[arg-type]


def _finish(ax: Axes, records: Records, pair: tuple[str, str], period: str, legend: list[Artist]) -> None:
    names = country_names(records)
    first, second = (plain(names.get(code, code)) for code in sorted(pair, key=lambda code: names.get(code, code)))
    write_title(ax, f"{first} and {second}: events by {PERIODS[period]}")
    bare(ax)
    ax.spines["bottom"].set_visible(False)
    ax.axhline(0, color="black", linewidth=0.8)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):.0f}"))
    ax.grid(axis="y", color="#EEEEEE", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.set_ylabel("← conflict   events   co-operation →", fontsize=8)
    if legend:
        ax.legend(handles=legend, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=8)
