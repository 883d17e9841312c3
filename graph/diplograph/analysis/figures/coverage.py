"""What the build was made of: how many documents of which day."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from diplograph.analysis.dyads import PERIODS, check
from diplograph.analysis.figures.canvas import (
    NEITHER,
    Graph,
    axes_of,
    bare,
    counted,
    write_caption,
    write_title,
)
from diplograph.analysis.figures.ticks import places_of, set_periods, whole_range
from diplograph.analysis.frames import days_of


def coverage(graph: Graph, *, period: str = "D", ax: Axes | None = None) -> Axes:
    """Draw how many documents were published on each day, so that a silence of the sources is not taken for peace.

    Args:
        graph: a build.
        period: ``D``, ``W``, ``M``, ``Q`` or ``Y``.
        ax: axes to draw on; none for a new figure.

    Raises:
        UsageError: if there is no such period.
    """
    check(period, "count", "certain")
    published = [reading.document.published for reading in graph.records.readings]
    index = pd.PeriodIndex(pd.DatetimeIndex(days_of(published)), freq=period)
    whole = whole_range(index, period)
    found = Counter(at for at in places_of(index, whole) if at is not None)
    ax = axes_of(ax, 8.0, 2.6)
    places = np.array(sorted(found), dtype=int)
    # The outline keeps one day of many years visible.
    ax.bar(places, [found[at] for at in places.tolist()], width=0.8, color=NEITHER, edgecolor=NEITHER, linewidth=1)
    below = set_periods(ax, whole, period)
    bare(ax)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel("documents", fontsize=8)
    ax.set_ylim(bottom=0)
    write_title(ax, f"Documents by {PERIODS[period]} of publication")
    empty = len(whole) - len(found)
    sentences = [f"{counted(sum(found.values()), 'document')}; {counted(empty, PERIODS[period])} between without any."]
    unknown = sum(day is None for day in published)
    write_caption(ax, [*sentences, f"Not drawn: {unknown} without a day." if unknown else ""], below=below)
    return ax
