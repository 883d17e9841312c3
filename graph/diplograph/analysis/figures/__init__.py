"""Figures for papers and notebooks, drawn by matplotlib: each function draws one and returns its Axes.

They need a build, take ``ax`` to draw into a figure of yours, and leave pyplot alone: in a notebook, ``%matplotlib
inline`` once, and then ``ax.figure`` at the end of a cell, shows a figure. Asserted events are full, others broken;
what is not drawn is counted in the caption. Colours are told apart with any colour vision.
"""

from __future__ import annotations

from diplograph.analysis.figures.canvas import to_svg
from diplograph.analysis.figures.coverage import coverage
from diplograph.analysis.figures.paoh import paoh
from diplograph.analysis.figures.tables import event_types, who_to_whom
from diplograph.analysis.figures.tension import tension

__all__ = ["coverage", "event_types", "paoh", "tension", "to_svg", "who_to_whom"]
