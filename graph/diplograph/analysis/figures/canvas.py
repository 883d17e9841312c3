"""What all figures share: axes without global state, colours, safe text, captions, SVG with the same bytes."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, Protocol

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

from diplograph.codebook.states import read_states
from diplograph.model import Records, Status
from diplograph.outputs.phrasing import one_line

# Okabe and Ito's colours, told apart with any colour vision: light for words, dark for deeds.
QUAD_COLOURS: Mapping[int, str] = MappingProxyType({1: "#56B4E9", 2: "#0072B2", 3: "#E69F00", 4: "#D55E00"})
QUAD_LABELS: Mapping[int, str] = MappingProxyType(
    {1: "verbal co-operation", 2: "material co-operation", 3: "verbal conflict", 4: "material conflict"}
)
TOGETHER, AGAINST, NEITHER, FAINT = "#0072B2", "#D55E00", "#666666", "#DDDDDD"
# The page's way too: what is no fact has a broken outline.
BROKEN: Mapping[Status, Literal["--", ":"]] = MappingProxyType({Status.PLANNED: "--", Status.ALLEGED: ":"})
_CAPTION_SIZE = 8.0
_UNKNOWN_GLYPH = "\N{WHITE SQUARE}"


class Graph(Protocol):
    """Anything with records, such as a ``KnowledgeGraph``."""

    @property
    def records(self) -> Records:
        """Return the records."""


def axes_of(ax: Axes | None, width: float, height: float) -> Axes:
    """Return ``ax``, or the axes of a new figure that nobody else knows of.

    Args:
        ax: axes to draw on.
        width: of a new figure, in inches.
        height: of a new figure, in inches.
    """
    if ax is not None:
        return ax
    return Figure(figsize=(width, height), layout="constrained").add_subplot()


@lru_cache(maxsize=4)
def _glyphs(file: str) -> frozenset[int]:
    return frozenset(get_font(file).get_charmap())


def plain(text: str) -> str:
    """Return foreign text for a figure: on one line, no formula, with a square for what the font has not."""
    glyphs = _glyphs(str(findfont(FontProperties())))
    shown = "".join(letter if ord(letter) in glyphs else _UNKNOWN_GLYPH for letter in one_line(text))
    return shown.replace("$", r"\$")


def shortened(text: str, most: int = 32) -> str:
    """Return ``text`` cut to ``most`` letters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def country_names(records: Records) -> dict[str, str]:
    """Return a name for each code of a state, and of each actor of the build that has a code of its own."""
    taking = (part.actor for event in records.events for part in event.participations)
    named = {actor.id: actor.name for actor in taking if actor.country == actor.id}
    return {state.id: state.name for state in read_states()} | named


def counted(number: int, word: str) -> str:
    """Return a number with its word: 1 event, 2 events."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def not_drawn(left_out: Mapping[str, int]) -> str:
    """Return what a figure does not show, for its caption; empty if it shows all."""
    parts = [f"{number:,} {reason}" for reason, number in sorted(left_out.items()) if number]
    return f"Not drawn: {', '.join(parts)}." if parts else ""


def write_title(ax: Axes, title: str) -> None:
    """Write the title at the left, where one begins to read."""
    ax.set_title(title, loc="left", fontsize=11)


def write_caption(ax: Axes, sentences: Iterable[str], *, below: float = 34) -> None:
    """Write the caption below the axes.

    Args:
        ax: the axes.
        sentences: those that are empty are skipped.
        below: how far under the axes, in points.
    """
    # Where the axes begin is known only when all is drawn; names at the left take about two inches and a half.
    inches = ax.figure.get_figwidth() - 2.5  # type: ignore[union-attr]
    text = " ".join(sentence for sentence in sentences if sentence)
    lines = textwrap.fill(text, max(32, int(inches * 72 / (_CAPTION_SIZE * 0.55))))
    place = {"xy": (0, 0), "xycoords": "axes fraction", "xytext": (0, -below), "textcoords": "offset points"}
    ax.annotate(lines, **place, va="top", ha="left", fontsize=_CAPTION_SIZE, color="#444444", gid="caption")  # type: ignore[arg-type]


def bare(ax: Axes) -> None:
    """Take the frame away, but for the line that the marks stand on."""
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0, labelsize=8)


def to_svg(ax: Axes) -> str:
    """Return the figure of ``ax`` as SVG, the same bytes for the same figure: no clock, no chance, text as text."""
    out = io.BytesIO()
    with rc_context({"svg.hashsalt": "diplograph", "svg.fonttype": "none"}):
        ax.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "diplograph"})  # type: ignore[union-attr]
    return out.getvalue().decode("utf-8")
