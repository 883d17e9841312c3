"""Figures by what they draw: heights, places, labels, colours, legends, captions; and nothing left behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from diplograph.analysis import figures
from diplograph.analysis.figures.canvas import AGAINST, QUAD_COLOURS, TOGETHER, plain
from diplograph.analysis.figures.tables import ROOTS
from diplograph.analysis.figures.ticks import ticks_of, whole_range
from diplograph.errors import UsageError
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Event, EventDate, Grade, Granularity, Status
from sample import NASTY_NAMES, SOVIET, nasty_records, sample_records

SOURCE = Path(__file__).parents[2] / "graph"


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(records=sample_records())


def by_id(name: str) -> Event:
    return next(event for event in sample_records().events if event.id == name)


def on(event: Event, day: date | None, name: str = "", status: Status = Status.ASSERTED) -> Event:
    when = EventDate(edtf="x", earliest=day, latest=day, granularity=Granularity.DAY) if day else None
    return replace(event, id=name or event.id, date=when, status=status)


def world(*events: Event) -> KnowledgeGraph:
    return KnowledgeGraph(records=replace(sample_records(), events=events))


def relations() -> KnowledgeGraph:
    """Return the United States and the Soviet Union over five months, of which two are silent."""
    visit, arrest, meeting = by_id("visit-02"), by_id("arrest-03"), by_id("meeting-01")
    return world(
        on(visit, date(1986, 6, 3), "a"),
        on(visit, date(1986, 6, 9), "b"),
        on(arrest, date(1986, 6, 20), "c"),
        on(arrest, date(1986, 9, 1), "d"),
        on(meeting, date(1986, 10, 11), "e", Status.PLANNED),
        on(by_id("release-04"), date(1986, 10, 1), "f", Status.ALLEGED),
        on(visit, date(1986, 10, 2), "g"),
        on(visit, date(1986, 10, 5), "h", Status.DENIED),
        on(visit, None, "i"),
    )


def bars(ax: Axes) -> list[tuple[str, float, float, float]]:
    """Return the label, place, foot and height of every bar."""
    found = []
    for container in ax.containers:
        for bar in container:
            assert isinstance(bar, Rectangle)
            middle = bar.get_x() + bar.get_width() / 2
            found.append((str(container.get_label()), round(middle), bar.get_y(), bar.get_height()))
    return found


def caption(ax: Axes) -> str:
    (text,) = [text for text in ax.texts if text.get_gid() == "caption"]
    return text.get_text().replace("\n", " ")


def legend(ax: Axes) -> list[str]:
    shown = ax.get_legend()
    return [text.get_text() for text in shown.get_texts()] if shown else []


def xlabels(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.get_xticklabels()]


DRAWN: dict[str, Callable[..., Axes]] = {
    "tension": lambda graph, **options: figures.tension(graph, "USA", "SUN", **options),
    "event_types": figures.event_types,
    "who_to_whom": figures.who_to_whom,
    "coverage": figures.coverage,
    "paoh": figures.paoh,
}
each_figure = pytest.mark.parametrize("name", sorted(DRAWN))


# ---------------------------------------------------------------- all figures


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from diplograph.analysis import figures
from diplograph.knowledgegraph import KnowledgeGraph
from sample import sample_records

graph = KnowledgeGraph(records=sample_records())
drawn = [figures.tension(graph, "USA", "SUN"), figures.event_types(graph), figures.who_to_whom(graph)]
for ax in (*drawn, figures.coverage(graph), figures.paoh(graph)):
    figures.to_svg(ax)
print("matplotlib.pyplot" in sys.modules)
"""


def test_figures_are_drawn_without_pyplot_and_without_a_warning() -> None:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(Path(__file__).parents[1])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(SOURCE)})
    assert (done.stdout.strip(), done.stderr) == ("False", "")


@each_figure
def test_a_figure_goes_into_axes_that_are_given(name: str, graph: KnowledgeGraph) -> None:
    figure = Figure(figsize=(7, 4))
    mine, other = figure.subplots(1, 2)
    assert DRAWN[name](graph, ax=mine) is mine
    assert mine.get_title(loc="left")
    assert not other.has_data()


@each_figure
def test_settings_stay_as_they_were(name: str, graph: KnowledgeGraph) -> None:
    before = dict(mpl.rcParams)
    figures.to_svg(DRAWN[name](graph))
    assert dict(mpl.rcParams) == before


@each_figure
def test_svg_has_the_same_bytes_and_no_clock(name: str, graph: KnowledgeGraph) -> None:
    one, other = (figures.to_svg(DRAWN[name](graph)) for _ in range(2))
    assert one == other
    assert "dc:date" not in one
    assert "matplotlib.org" not in one
    assert etree.fromstring(one.encode("utf-8")).tag.endswith("svg")


@each_figure
def test_the_order_of_the_records_does_not_matter(name: str, graph: KnowledgeGraph) -> None:
    turned = KnowledgeGraph(records=replace(graph.records, events=graph.records.events[::-1]))
    assert figures.to_svg(DRAWN[name](turned)) == figures.to_svg(DRAWN[name](graph))


@each_figure
def test_labels_of_an_axis_do_not_overlap(name: str, graph: KnowledgeGraph) -> None:
    ax = DRAWN[name](graph)
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]
    for labels in (ax.get_xticklabels(), ax.get_yticklabels()):
        boxes = [label.get_window_extent() for label in labels if label.get_text()]
        for at, box in enumerate(boxes):
            assert not any(box.overlaps(other) for other in boxes[at + 1 :])


@each_figure
def test_a_caption_stays_within_the_figure(name: str, graph: KnowledgeGraph) -> None:
    ax = DRAWN[name](graph)
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]
    (text,) = [text for text in ax.texts if text.get_gid() == "caption"]
    box, whole = text.get_window_extent(), ax.figure.bbox
    assert whole.x0 <= box.x0
    assert box.x1 <= whole.x1
    assert whole.y0 <= box.y0
    below = [label.get_window_extent().y0 for label in ax.get_xticklabels() if label.get_text()]
    assert box.y1 <= min(below)


# ---------------------------------------------------------------- tension


def test_cooperation_stands_up_and_conflict_hangs_down() -> None:
    ax = figures.tension(relations(), "USA", "SUN")
    assert bars(ax) == [
        ("verbal co-operation", 0, 0.0, 2.0),
        ("verbal co-operation", 4, 0.0, 1.0),
        ("material conflict", 0, 0.0, -1.0),
        ("material conflict", 3, 0.0, -1.0),
        ("verbal co-operation, planned", 4, 1.0, 1.0),
        ("material co-operation, alleged", 4, 2.0, 1.0),
    ]


def test_silent_months_have_their_place() -> None:
    ax = figures.tension(relations(), "USA", "SUN")
    assert xlabels(ax) == ["Jun\n1986", "Jul\n1986", "Aug\n1986", "Sep\n1986", "Oct\n1986"]


def test_only_what_is_asserted_is_filled() -> None:
    ax = figures.tension(relations(), "USA", "SUN")
    looks = {}
    for container in ax.containers:
        (bar, *_) = container
        looks[container.get_label()] = (to_hex(bar.get_facecolor(), keep_alpha=True), bar.get_linestyle())
    assert looks["verbal co-operation"] == (f"{QUAD_COLOURS[1].lower()}ff", "-")
    assert looks["verbal co-operation, planned"] == ("#00000000", "--")
    assert looks["material co-operation, alleged"] == ("#00000000", ":")


def test_the_net_is_of_asserted_events_and_only_where_there_are_any() -> None:
    (line,) = [line for line in figures.tension(relations(), "USA", "SUN").lines if line.get_label() == "net, asserted"]
    places, values = (list(map(float, data)) for data in (line.get_xdata(), line.get_ydata()))
    assert (places, values) == ([0.0, 3.0, 4.0], [1.0, -1.0, 1.0])


def test_the_legend_names_what_is_drawn_and_the_caption_what_is_not() -> None:
    ax = figures.tension(relations(), "USA", "SUN")
    assert legend(ax) == [
        "verbal co-operation",
        "material conflict",
        "verbal co-operation, planned",
        "material co-operation, alleged",
        "net, asserted",
    ]
    assert caption(ax) == "5 asserted events. Not drawn: 1 denied, 1 undated."
    assert ax.get_title(loc="left") == "Soviet Union and United States: events by month"


def test_without_plans_they_are_counted_in_the_caption() -> None:
    ax = figures.tension(relations(), "USA", "SUN", include=())
    assert "planned" not in " ".join(legend(ax))
    assert caption(ax) == "5 asserted events. Not drawn: 1 alleged, 1 denied, 1 planned, 1 undated."


def test_the_axis_counts_events_upwards_and_downwards() -> None:
    ax = figures.tension(relations(), "USA", "SUN")
    ax.figure.draw_without_rendering()  # type: ignore[union-attr]
    shown = {label.get_text() for label in ax.get_yticklabels()}
    assert not any(text.startswith(("-", "\u2212")) or "." in text for text in shown)


def test_both_orders_of_a_pair_are_one_figure(graph: KnowledgeGraph) -> None:
    assert figures.to_svg(figures.tension(graph, "USA", "SUN")) == figures.to_svg(figures.tension(graph, "SUN", "USA"))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"b": "ZZZ"}, "no event between 'USA' and 'ZZZ'"),
        ({"b": "SUN", "period": "H"}, "unknown period 'H'"),
        ({"b": "SUN", "include": ["denied"]}, "can include planned and alleged"),
    ],
)
def test_a_tension_that_cannot_be_drawn_says_why(options: dict[str, Any], reason: str, graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match=reason):
        figures.tension(graph, "USA", **options)


def test_events_without_any_period_give_an_empty_axis() -> None:
    ax = figures.tension(world(on(by_id("visit-02"), None)), "USA", "SUN")
    assert bars(ax) == []
    assert caption(ax) == "0 asserted events. Not drawn: 1 undated."


# ---------------------------------------------------------------- types


def test_types_are_counted_by_root_and_month(graph: KnowledgeGraph) -> None:
    ax = figures.event_types(graph)
    (image,) = ax.images
    cells = image.get_array()
    assert cells is not None
    assert cells.shape == (16, 3)
    assert cells[ROOTS.index("CONSULT")].tolist() == [0, 1, 1]
    assert cells[ROOTS.index("COERCE")].tolist() == [1, 0, 0]
    assert int(cells.sum()) == 6
    assert [text.get_text() for text in ax.get_yticklabels()] == list(ROOTS)


def test_roots_stand_by_quad_class() -> None:
    assert ROOTS[:4] == ("AGREE", "CONCEDE", "CONSULT", "SUPPORT")
    assert ROOTS[-1] == "SANCTION"


def test_numbers_stand_in_the_cells_if_they_can_be_read(graph: KnowledgeGraph) -> None:
    ax = figures.event_types(graph)
    numbers = [text.get_text() for text in ax.texts if text.get_text().isdigit()]
    assert numbers == ["1"] * 6
    long = world(on(by_id("visit-02"), date(1980, 1, 1), "a"), on(by_id("visit-02"), date(1986, 1, 1), "b"))
    other = figures.event_types(long)
    assert not [text for text in other.texts if text.get_text().isdigit()]
    assert len(other.figure.axes) == 2


def test_the_caption_of_types_counts_what_is_left_out(graph: KnowledgeGraph) -> None:
    assert caption(figures.event_types(graph)) == (
        "6 events. Not drawn: 2 alleged, 1 cancelled, 1 denied, 2 longer than a month, 1 planned, "
        "1 statements, or of one actor only, 1 undated."
    )


# ---------------------------------------------------------------- who to whom


def test_the_matrix_counts_acts_and_shows_their_balance(graph: KnowledgeGraph) -> None:
    ax = figures.who_to_whom(graph)
    shown = xlabels(ax)
    assert shown[:2] == ["USA", "SUN"]
    balance = ax.images[0].get_array()
    assert balance is not None
    assert balance[shown.index("SUN"), shown.index("USA")] == 0.5
    assert balance[shown.index("EUR"), shown.index("ZAF")] == -1.0
    assert balance.mask[shown.index("ZAF"), shown.index("EUR")]
    numbers = {tuple(map(int, text.get_position())): text.get_text() for text in ax.texts if text.get_text().isdigit()}
    assert numbers[shown.index("USA"), shown.index("SUN")] == "4"
    assert numbers[shown.index("SUN"), shown.index("USA")] == "1"


def test_the_matrix_names_its_rows_and_says_how_many_more_there_are(graph: KnowledgeGraph) -> None:
    ax = figures.who_to_whom(graph, most=2)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["United States  USA", "Soviet Union  SUN"]
    assert "5 more countries have fewer events." in caption(ax)
    assert len([patch for patch in ax.patches if patch.get_gid() == "diagonal"]) == 2


@pytest.mark.parametrize(("graph_", "most"), [(relations(), 1), (world(), 5)])
def test_a_matrix_needs_two_countries(graph_: KnowledgeGraph, most: int) -> None:
    with pytest.raises(UsageError):
        figures.who_to_whom(graph_, most=most)


# ---------------------------------------------------------------- coverage


def test_documents_are_counted_by_day(graph: KnowledgeGraph) -> None:
    ax = figures.coverage(graph)
    last = (date(1986, 10, 13) - date(1960, 5, 18)).days
    assert [(place, height) for _, place, _, height in bars(ax)] == [(0, 1.0), (last - 12, 1.0), (last, 1.0)]
    assert caption(ax) == f"3 documents; {last - 2:,} days between without any."


def test_documents_without_a_day_are_counted_in_the_caption(graph: KnowledgeGraph) -> None:
    first, *others = graph.records.readings
    unknown = replace(first, document=replace(first.document, published=None))
    ax = figures.coverage(KnowledgeGraph(records=replace(graph.records, readings=(unknown, *others))), period="M")
    assert caption(ax).endswith("Not drawn: 1 without a day.")
    assert [height for *_, height in bars(ax)] == [2.0]


# ---------------------------------------------------------------- PAOH


def test_an_event_is_a_line_across_its_actors(graph: KnowledgeGraph) -> None:
    ax = figures.paoh(graph)
    rows = [text.get_text() for text in ax.get_yticklabels()]
    columns = xlabels(ax)
    assert columns[0] == "aid, 1947"
    assert columns[-1] == "meeting, Nov 1986"
    lines = {line.get_gid(): line for line in ax.lines if str(line.get_gid()).startswith("event-")}
    met = lines[f"event-{columns.index('meeting, 11 Oct 1986')}"]
    ends = sorted([rows.index("Ronald Reagan (USA)"), rows.index("Mikhail Gorbachev (SUN)")])
    assert list(map(int, met.get_ydata())) == ends  # type: ignore[arg-type]
    assert (to_hex(met.get_color()), met.get_linestyle()) == (TOGETHER.lower(), "-")
    planned = lines[f"event-{columns.index('meeting, Nov 1986')}"]
    assert planned.get_linestyle() == "--"
    arrested = lines[f"event-{columns.index('arrest, Aug 1986')}"]
    assert to_hex(arrested.get_color()) == AGAINST.lower()


def test_who_acts_has_a_full_mark_and_who_is_acted_on_an_open_one(graph: KnowledgeGraph) -> None:
    ax = figures.paoh(graph)
    rows, columns = [text.get_text() for text in ax.get_yticklabels()], xlabels(ax)
    at = columns.index("arrest, Aug 1986")
    marks = {
        rows[int(line.get_ydata()[0])]: to_hex(line.get_markerfacecolor())  # type: ignore[index, arg-type]
        for line in ax.lines
        if line.get_marker() == "o" and list(line.get_xdata()) == [at]
    }
    assert marks == {"KGB officers (SUN)": AGAINST.lower(), "Nicholas Daniloff (USA)": "#ffffff"}


def test_actors_of_a_country_stand_together(graph: KnowledgeGraph) -> None:
    rows = [text.get_text() for text in figures.paoh(graph).get_yticklabels()]
    sides = ["USA" if row == "United States" else row.rpartition("(")[2].rstrip(")") for row in rows]
    places = [at for at, side in enumerate(sides) if side == "USA"]
    assert places == list(range(places[0], places[0] + len(places)))


def test_what_is_not_drawn_is_in_the_caption(graph: KnowledgeGraph) -> None:
    ax = figures.paoh(graph, actors=6, most=2)
    assert len([line for line in ax.lines if str(line.get_gid()).startswith("event-")]) == 2
    assert "later" in caption(ax)
    assert "undated" in caption(ax)


def test_events_among_some_countries_only(graph: KnowledgeGraph) -> None:
    rows = [text.get_text() for text in figures.paoh(graph, among=["USA", "IRN"]).get_yticklabels()]
    assert rows == ["Algeria", "Iran", "United States"]


def test_a_timeline_without_events_says_so() -> None:
    weak = tuple(replace(claim, grade=Grade.C) for claim in by_id("visit-02").claims)
    for graph in (world(), world(on(by_id("visit-02"), None)), world(replace(by_id("visit-02"), claims=weak))):
        with pytest.raises(UsageError, match="no dated event"):
            figures.paoh(graph)


# ---------------------------------------------------------------- foreign text


def nasty() -> Iterator[KnowledgeGraph]:
    events = tuple(on(event, date(1986, 1, 1)) for event in nasty_records().events)
    yield KnowledgeGraph(records=replace(nasty_records(), events=events))
    formula = replace(by_id("visit-02").participations[0].actor, name=r"$\frac{1}{$ & $x$ 数")
    parts = (replace(by_id("visit-02").participations[0], actor=formula), by_id("visit-02").participations[1])
    yield world(replace(by_id("visit-02"), participations=parts))


@pytest.mark.parametrize("graph_", list(nasty()), ids=["nasty", "formula"])
def test_no_name_breaks_a_figure(graph_: KnowledgeGraph) -> None:
    text = figures.to_svg(figures.paoh(graph_))
    root = etree.fromstring(text.encode("utf-8"))
    assert not [element for element in root.iter() if str(element.tag).endswith(("script", "foreignObject", "image"))]


def test_a_formula_stays_text_and_a_missing_glyph_is_a_square() -> None:
    assert plain("$x$") == r"\$x\$"
    assert plain("数 of\nlines") == "\N{WHITE SQUARE} of lines"
    for name in NASTY_NAMES:
        assert "\n" not in plain(name)


def test_a_state_is_named_in_the_title_as_the_build_names_it() -> None:
    union = replace(SOVIET, name="USSR")
    parts = (replace(by_id("release-04").participations[0], actor=union), by_id("release-04").participations[1])
    ax = figures.tension(world(replace(by_id("release-04"), participations=parts)), "USA", "SUN")
    assert ax.get_title(loc="left") == "USSR and United States: events by month"


# ---------------------------------------------------------------- ticks


@pytest.mark.parametrize(
    ("first", "last", "kind", "expected"),
    [
        ("2021-01", "2021-03", "M", ["Jan\n2021", "Feb\n2021", "Mar\n2021"]),
        ("2021-01-29", "2021-01-31", "D", ["29 Jan\n2021", "30 Jan\n2021", "31 Jan\n2021"]),
        ("2021Q3", "2022Q1", "Q", ["Q3\n2021", "Q4\n2021", "Q1\n2022"]),
        ("2010-05", "2013-02", "M", ["2011", "2012", "2013"]),
        ("2019", "2022", "Y", ["2019", "2020", "2021", "2022"]),
        ("1947", "1990", "Y", ["1950", "1955", "1960", "1965", "1970", "1975", "1980", "1985", "1990"]),
        ("2021-01-04", "2021-01-18", "W", ["4 Jan\n2021", "11 Jan\n2021", "18 Jan\n2021"]),
        ("2021-01-15", "2021-04-20", "D", ["Feb\n2021", "Mar\n2021", "Apr\n2021"]),
        ("1648-10", "1648-11", "M", ["Oct\n1648", "Nov\n1648"]),
    ],
)
def test_labels_are_those_that_can_be_read(first: str, last: str, kind: str, expected: list[str]) -> None:
    whole = whole_range(pd.PeriodIndex([first, last], freq=kind), kind)
    assert list(ticks_of(whole, kind).values()) == expected


@pytest.mark.parametrize("kind", ["D", "W", "M", "Q", "Y"])
@pytest.mark.parametrize("days", [1, 20, 100, 400, 2000, 20000])
def test_there_are_never_too_many_labels_and_always_one(kind: str, days: int) -> None:
    index = pd.PeriodIndex(["1950-03-02", pd.Timestamp("1950-03-02") + pd.Timedelta(days=days)], freq=kind)
    assert 1 <= len(ticks_of(whole_range(index, kind), kind)) <= 14
