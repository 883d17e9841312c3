"""Events as lines across their actors: a PAOH timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from diplograph.analysis.acts import NO_STATISTIC
from diplograph.analysis.figures.canvas import (
    AGAINST,
    FAINT,
    NEITHER,
    TOGETHER,
    Graph,
    axes_of,
    counted,
    not_drawn,
    plain,
    shortened,
    write_caption,
    write_title,
)
from diplograph.errors import UsageError
from diplograph.model import Actor, ActorKind, Event, Records, Role, Status
from diplograph.outputs.coding import country_of
from diplograph.outputs.phrasing import Tone, class_label, date_text, tone
from diplograph.outputs.projection import counts

_COLOURS = {Tone.COOPERATIVE: TOGETHER, Tone.CONFLICTUAL: AGAINST, Tone.NEUTRAL: NEITHER}
_TONES = {Tone.COOPERATIVE: "co-operation", Tone.CONFLICTUAL: "conflict", Tone.NEUTRAL: "neither"}
_OPEN = frozenset({Role.TARGET, Role.MEDIATOR, Role.HOST})


def paoh(
    graph: Graph,
    *,
    among: Collection[str] = (),
    actors: int = 16,
    most: int = 40,
    ax: Axes | None = None,
) -> Axes:
    """Draw events in the order of time as vertical lines, with a mark at each actor that takes part.

    After the hypergraphs of Valdivia et al. (2021), Analyzing Dynamic Hypergraphs with Parallel Aggregated Ordered
    Hypergraph Visualization, IEEE TVCG 27(1): 1-13. One row an actor, grouped by country; one column an event. A full
    mark acts or is party, an open one is acted on, a mediator or a host. The colour is co-operation or conflict; what
    is not asserted has a broken line. Columns are equally wide whatever lies between them: the labels say the days.

    Args:
        graph: a build.
        among: codes of countries; then only events between actors of two of them.
        actors: how many of the busiest actors have a row.
        most: how many events to draw at most, the first in time.
        ax: axes to draw on; none for a new figure. ``to_svg`` makes SVG of it.

    Raises:
        UsageError: if no dated event has two actors to show.
    """
    drawn, rows, left_out = _laid_out(graph.records, frozenset(among), actors=actors, most=most)
    ax = axes_of(ax, 3.6 + 0.24 * len(drawn), 0.8 + 0.24 * len(rows) + _below(drawn) / 72)
    people = {part.actor.id: part.actor for event in drawn for part in event.participations}
    _draw_rows(ax, [people[name] for name in rows], len(drawn))
    for at, event in enumerate(drawn):
        _draw_event(ax, at, event, rows)
    _finish(ax, drawn)
    told = [f"{counted(len(drawn), 'event')}, {counted(len(rows), 'actor')}.", not_drawn(left_out)]
    write_caption(ax, told, below=_below(drawn))
    return ax


def _laid_out(
    records: Records, among: frozenset[str], *, actors: int, most: int
) -> tuple[list[Event], dict[str, int], Counter[str]]:
    """Return the events to draw, the row of each actor that has a part in one, and how many events are left out."""
    chosen, left_out = _chosen(records, among)
    rows = _rows(chosen, actors)
    drawn = [event for event in chosen if len(_parts(event, rows)) > 1]
    left_out["with fewer than two of these actors"] = len(chosen) - len(drawn)
    left_out["later"] = max(len(drawn) - most, 0)
    drawn = drawn[:most]
    if not drawn:
        raise UsageError("no dated event between two actors to draw")
    names = {name for event in drawn for name in _parts(event, rows)}
    return drawn, {name: at for at, name in enumerate(name for name in rows if name in names)}, left_out


def _chosen(records: Records, among: frozenset[str]) -> tuple[list[Event], Counter[str]]:
    """Return the dated events that count, the earliest first, and how many are left out."""
    left_out: Counter[str] = Counter()
    chosen = []
    for event in records.events:
        sides = {country_of(part) for part in event.participations} & among
        if among and len(sides) < 2:
            continue
        if not counts(event):
            left_out[NO_STATISTIC] += 1
        elif _first(event) is None:
            left_out["undated"] += 1
        else:
            chosen.append(event)
    return sorted(chosen, key=lambda event: (_first(event), event.id)), left_out


def _first(event: Event) -> date | None:
    return (event.date.earliest or event.date.latest) if event.date else None


def _rows(events: list[Event], number: int) -> dict[str, int]:
    """Return the row of each of the busiest actors: countries by their business, within a country likewise."""
    actors = {part.actor.id: part.actor for event in events for part in event.participations}
    people = {name: actor for name, actor in actors.items() if actor.kind is not ActorKind.MATTER}
    busy = Counter(name for event in events for name in {part.actor.id for part in event.participations})
    chosen = sorted(people, key=lambda name: (-busy[name], name))[:number]
    sides: Counter[str] = Counter()
    for name in chosen:
        sides[people[name].country or ""] += busy[name]

    def place(name: str) -> tuple[bool, int, str, int, str]:
        side = people[name].country or ""
        return (not side, -sides[side], side, -busy[name], name)

    return {name: at for at, name in enumerate(sorted(chosen, key=place))}


def _parts(event: Event, rows: dict[str, int]) -> dict[str, Role]:
    return {part.actor.id: part.role for part in event.participations if part.actor.id in rows}


def _draw_rows(ax: Axes, actors: list[Actor], width: int) -> None:
    for at, actor in enumerate(actors):
        ax.axhline(at, color=FAINT, linewidth=0.6, zorder=0)
        if at and actor.country != actors[at - 1].country:
            ax.axhline(at - 0.5, color="#999999", linewidth=0.6, zorder=0)
    ax.set_yticks(range(len(actors)), [_label(actor) for actor in actors])
    ax.set_ylim(len(actors) - 0.5, -0.5)
    ax.set_xlim(-0.7, width - 0.3)


def _label(actor: Actor) -> str:
    side = f" ({actor.country})" if actor.country and actor.id != actor.country else ""
    return plain(shortened(actor.name)) + side


def _draw_event(ax: Axes, at: int, event: Event, rows: dict[str, int]) -> None:
    parts = _parts(event, rows)
    places = sorted(rows[name] for name in parts)
    colour, style = _COLOURS[tone(event)], "-" if event.status is Status.ASSERTED else (0, (2, 1.5))
    ax.plot([at, at], [places[0], places[-1]], color=colour, linestyle=style, linewidth=1.6, gid=f"event-{at}")
    for name, role in parts.items():
        face = "white" if role in _OPEN else colour
        ax.plot(at, rows[name], "o", markersize=5.5, markeredgecolor=colour, markerfacecolor=face, markeredgewidth=1.3)


def _finish(ax: Axes, events: list[Event]) -> None:
    ax.set_xticks(range(len(events)), [_what(event) for event in events], rotation=90)
    ax.tick_params(length=0, labelsize=8)
    for spine in ax.spines.values():
        spine.set_visible(False)
    write_title(ax, "Who took part in what, in order of time")
    tones = [kind for kind in _COLOURS if any(tone(event) is kind for event in events)]
    handles = [Line2D([], [], color=_COLOURS[kind], linewidth=1.6, label=_TONES[kind]) for kind in tones]
    if any(event.status is not Status.ASSERTED for event in events):
        handles.append(Line2D([], [], color=NEITHER, linestyle=(0, (2, 1.5)), linewidth=1.6, label="not asserted"))
    circle = {"color": "none", "marker": "o", "markersize": 5.5, "markeredgecolor": NEITHER}
    handles.append(Line2D([], [], **circle, markerfacecolor=NEITHER, label="acts, or is party"))  # type: ignore[arg-type]
    handles.append(Line2D([], [], **circle, markerfacecolor="white", label="acted on, mediates, hosts"))  # type: ignore[arg-type]
    ax.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, fontsize=8)


def _what(event: Event) -> str:
    return f"{shortened(plain(class_label(event.event_class)), 28)}, {date_text(event.date)}"


def _below(events: list[Event]) -> float:
    """Return how far under the axes the labels end, in points."""
    return 14 + max(len(_what(event)) for event in events) * 8 * 0.56
