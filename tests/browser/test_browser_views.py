"""The page in a real browser: views, filters, selection, address, exports, keyboard, sizes, themes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote
from xml.etree import ElementTree

import pytest
import rdflib

from crowds import crowded, mixed, tangled
from diplograph.outputs.page import render_page
from diplograph.outputs.phrasing import document_title, event_title, one_line
from sample import sample_records

pytestmark = pytest.mark.browser

VIEWS = ("relations", "timeline", "events", "table")
SIZES = {"wide": (1400, 900), "narrow": (375, 800)}
SVG_G, SVG_PATH = "{http://www.w3.org/2000/svg}g", "{http://www.w3.org/2000/svg}path"
TITLES = {event.id: event_title(event) for event in sample_records().events}
ARREST = {"selected": json.dumps(["event", "arrest-03"])}
INSIDE = {
    "relations": "#view canvas",
    "timeline": "#view .quad .event",
    "events": "#view svg.ladder .event",
    "table": "#view table.events tbody tr",
}


def count_text(page: Any) -> str:
    return str(page.inner_text("#count"))


def state_of(page: Any) -> dict[str, str]:
    # The browser's own word: the driver's page.url may lag behind on a busy machine.
    return dict(parse_qsl(page.evaluate("location.hash.slice(1)")))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("view", VIEWS)
def test_each_view_draws(
    visit: Callable[..., Any], shoot: Callable[..., None], view: str, size: str, dark: bool
) -> None:
    open_page = visit(state={"view": view}, size=SIZES[size], dark=dark)
    page = open_page.page
    assert page.locator(INSIDE[view]).count() >= 1
    assert page.get_attribute(f"#tab-{view}", "aria-selected") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert page.get_attribute("html", "data-theme") == ("dark" if dark else "light")
    shoot(page, f"{view}-{size}-{'dark' if dark else 'light'}")
    open_page.check()


def test_relations_draw_something_on_the_canvas(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "relations"}).page
    inked = """(() => {
      const canvas = document.querySelector("#view canvas");
      const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels.filter((value, at) => at % 4 === 3 && value > 0).length;
    })()"""
    assert page.evaluate(inked) > 5000


def test_a_corpus_opens_as_an_overview(visit: Callable[..., Any], files: dict[str, Path]) -> None:
    """Never as a hairball: at most 40 actors and 60 pairs, and it says so."""
    name = "corpus"
    files[name] = files["sample"].with_name("corpus.html")
    files[name].write_text(render_page(crowded()), encoding="utf-8")
    open_page = visit(name)
    said = open_page.page.inner_text("#left-out")
    assert said.startswith("the busiest: ")
    actors, pairs = (int(number) for number in re.findall(r"(\d+) of [\d,]+ (?:actor|pair)s", said))
    assert 30 <= actors <= 40
    assert 30 <= pairs <= 60
    open_page.check()


def test_denied_is_off_and_can_be_switched_on(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "table"}).page
    assert count_text(page) == "14 of 15 events"
    assert TITLES["espionage-06"] not in page.inner_text("#view")
    page.check("input[data-group=status][data-key=denied]")
    assert count_text(page) == "all 15 events"
    assert page.locator("#view tr.off", has_text=TITLES["espionage-06"]).count() == 1


def test_filters_combine_and_reset(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "table"}).page
    page.uncheck("input[data-group=tone][data-key=co-operative]")
    assert count_text(page) == "5 of 15 events"
    page.uncheck("input[data-group=status][data-key=alleged]")
    assert count_text(page) == "4 of 15 events"
    page.fill("#day-from", "1986-09-01")
    page.press("#day-from", "Tab")
    page.uncheck("#undated")
    assert page.locator("#view tbody tr").count() == 2
    page.click("text=Reset all filters")
    assert count_text(page) == "14 of 15 events"


def test_counts_beside_filters_are_those_of_the_other_filters(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "table", "off-tone": '["conflictual"]'}).page
    number = page.locator("label.choice", has=page.locator("input[data-key=arrest i], input[data-key=Arrest]")).locator(
        ".number"
    )
    assert number.inner_text() == "0"
    assert (
        page.locator("label.choice", has=page.locator("input[data-key=conflictual]")).locator(".number").inner_text()
        == "5"
    )


def test_search_finds_words_names_and_accents(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "table"}).page
    page.keyboard.press("/")
    page.keyboard.type("DANILÓFF")
    page.locator("#count", has_text="3 of 15").wait_for()
    assert page.inner_text("#found").startswith("Nicholas Daniloff")
    page.click("#found button")
    assert page.inner_text("#panel h2") == "Nicholas Daniloff"


def test_a_date_keeps_what_overlaps_it(visit: Callable[..., Any]) -> None:
    state = {"view": "table", "from": "1986-08-10", "to": "1986-08-12", "undated": "no"}
    rows = visit(state=state).page.locator("#view tbody tr").all_inner_texts()
    assert [row for row in rows if TITLES["arrest-03"] in row]
    assert not [row for row in rows if TITLES["visit-02"] in row]


def test_dragging_over_the_strip_chooses_a_period(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "table"}).page
    box = page.locator("#strip svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 6, box["y"] + 30)
    page.mouse.up()
    assert {"from", "to"} <= set(state_of(page))
    assert page.input_value("#day-to") == "1986-11-30"


@pytest.mark.parametrize("view", ["timeline", "events", "table"])
def test_a_click_shows_the_evidence(visit: Callable[..., Any], view: str) -> None:
    page = visit(state={"view": view}).page
    target = page.locator("#view [data-event]").first
    (target if view == "table" else target.locator(".target")).click(force=True)
    assert page.locator("#panel blockquote").count() >= 1
    assert json.loads(state_of(page)["selected"])[0] == "event"


def test_the_evidence_is_complete(visit: Callable[..., Any]) -> None:
    panel = visit(state=ARREST).page.locator("#panel")
    text = panel.inner_text()
    for words in (
        TITLES["arrest-03"],
        "asserted",
        "Aug 1986",
        "to the month",
        "Example Wire",
        "Example Herald",
        "arrested (verb)",
        "COERCE / arrest",
        "id/event/arrest-03",
        "194 – 266",
    ):
        assert words in text
    assert panel.locator("blockquote").count() == 2
    marked = {
        mark.get_attribute("class"): mark.inner_text()
        for mark in panel.locator("blockquote").first.locator("mark").all()
    }
    assert marked == {"s": "KGB officers", "t": "arrested", "o": "Nicholas Daniloff", "d": "August"}


def test_a_cue_of_modality_and_a_source_are_marked(visit: Callable[..., Any]) -> None:
    page = visit(state={"selected": json.dumps(["event", "meeting-11"])}).page
    assert page.locator("#panel blockquote mark.c").inner_text() == "will"
    page = visit(state={"selected": json.dumps(["event", "accusation-05"])}).page
    assert page.locator("#panel blockquote mark.w").inner_text() == "said"
    assert "George Shultz (in the document's words)" in page.inner_text("#panel")


def test_status_grade_and_roles_are_told_in_plain_words(visit: Callable[..., Any]) -> None:
    text = visit(state={"selected": json.dumps(["event", "meeting-11"])}).page.inner_text("#panel")
    assert "planned: announced or expected; not done yet" in text
    assert "Ronald Reagan · party" in text
    text = visit(state=ARREST).page.inner_text("#panel")
    assert "asserted: told as something that happened" in text
    assert "KGB officers · doer" in text
    assert "Nicholas Daniloff · target" in text
    assert re.search("A, strong: |B, fair: |C, weak: ", text)


def test_each_sentence_stands_with_its_own_document(visit: Callable[..., Any]) -> None:
    records = sample_records()
    titles = {reading.document.id: document_title(reading.document) for reading in records.readings}
    page = visit().page
    for event in records.events:
        page.goto(page.url.split("#")[0] + "#selected=" + quote(json.dumps(["event", event.id])))
        page.locator("#panel h2", has_text=event_title(event)).wait_for()
        shown = [one_line(block.inner_text()) for block in page.locator("#panel .claim blockquote").all()]
        named = page.locator("#panel .claim").all_inner_texts()
        assert shown == [one_line(claim.sentence.text) for claim in event.claims]
        assert all(titles[claim.document] in text for claim, text in zip(event.claims, named, strict=True))


INSIDE_VIEW = """(mark) => {
  const [own, view] = [mark.getBoundingClientRect(), document.getElementById("view").getBoundingClientRect()];
  return own.left >= view.left && own.right <= view.right && own.bottom > view.top + 30 && own.top < view.bottom - 30;
}"""


@pytest.mark.parametrize(("view", "mark"), [("timeline", ".picked .stem"), ("table", "tr.picked")])
def test_a_link_to_an_event_brings_it_into_sight(
    visit: Callable[..., Any], files: dict[str, Path], view: str, mark: str
) -> None:
    files["mixed"] = files["sample"].with_name("mixed.html")
    files["mixed"].write_text(render_page(mixed()), encoding="utf-8")
    for key in ("event-099", "event-204"):
        page = visit("mixed", {"view": view, "selected": json.dumps(["event", key])}, size=(1000, 600)).page
        assert page.locator(f"#view {mark}").evaluate(INSIDE_VIEW)


def test_a_narrow_page_goes_to_the_evidence_and_back(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "table"}, size=SIZES["narrow"]).page
    page.locator("#view [data-event]").first.click()
    top = "document.getElementById('panel').getBoundingClientRect().top"
    assert 0 <= page.evaluate(top) < 400
    page.click("#panel >> text=Overview")
    assert 0 <= page.evaluate(top.replace("panel", "main")) < 100


LABELS = """[...document.querySelectorAll("text")].map((text) => {
  const { x, y, width, height } = text.getBoundingClientRect();
  return { name: [...text.childNodes].map((line) => line.textContent).join(" "), x, y, width, height };
}).filter((label) => label.name)"""


def labels_of(visit: Callable[..., Any], state: dict[str, str], name: str = "sample") -> list[dict[str, Any]]:
    """Return every text of the drawing that the page saves, with the box that the browser gives it."""
    page = visit(name, state).page
    drawing = download(page, "#save-svg")
    page.goto(drawing.rename(drawing.with_suffix(".svg")).as_uri())
    found: list[dict[str, Any]] = page.evaluate(LABELS)
    return found


def covered(labels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the pairs of labels of which one covers the other by more than the edge of a letter."""
    return [
        (a["name"], b["name"])
        for at, a in enumerate(labels)
        for b in labels[:at]
        if min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"]) > 4
        and min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"]) > 5
    ]


def test_no_label_covers_another(visit: Callable[..., Any], files: dict[str, Path]) -> None:
    files["crowd"] = files["sample"].with_name("crowd.html")
    files["crowd"].write_text(render_page(crowded()), encoding="utf-8")
    files["tangle"] = files["sample"].with_name("tangle.html")
    files["tangle"].write_text(render_page(tangled()), encoding="utf-8")
    host = json.dumps(["actor", "host-1"])
    for name, state in (
        ("sample", {"view": "relations"}),
        ("sample", {"view": "relations", "level": "states"}),
        ("sample", {"view": "events", "focus": json.dumps(["actor", "USA"]), "off-status": "[]"}),
        ("crowd", {"view": "relations"}),
        ("tangle", {"view": "relations"}),
        ("crowd", {"view": "events", "focus": host}),
        ("crowd", {"view": "events", "focus": host, "page": "5"}),
    ):
        labels = labels_of(visit, state, name)
        assert len(labels) > 8
        assert not covered(labels)


def test_one_actor_finds_the_others_where_relations_has_them(visit: Callable[..., Any]) -> None:
    """Left stays left and above stays above, as far as the two are a name apart."""
    everyone = {"off-status": "[]", "view": "relations"}
    there = {label["name"]: label for label in labels_of(visit, everyone)}
    focus = {"view": "events", "focus": json.dumps(["actor", "USA"]), "off-status": "[]"}
    here = {label["name"]: label for label in labels_of(visit, focus) if label["name"] in there}
    assert len(here) >= 5
    for first in here:
        for second in here:
            for axis, size in (("x", "width"), ("y", "height")):
                apart = [
                    where[first][axis] + where[first][size] / 2 - where[second][axis] - where[second][size] / 2
                    for where in (there, here)
                ]
                if min(abs(step) for step in apart) > here[first][size] + 30:
                    assert apart[0] * apart[1] > 0, (first, second, axis)


def test_all_events_of_one_actor_can_be_leafed_through(visit: Callable[..., Any]) -> None:
    records = sample_records()
    own = [event for event in records.events if any(part.actor.id == "USA" for part in event.participations)]
    once = replace(records, events=tuple(replace(own[0], id=f"event-{at:02}") for at in range(30)))
    assert len(once.events) == 30
    page = visit(state={"view": "events", "focus": json.dumps(["actor", "USA"])}).page
    page.set_content(render_page(once))
    page.wait_for_selector("html[data-ready]", state="attached")
    page.click("#tab-events")
    page.select_option("#focus", json.dumps(["actor", "USA"], separators=(",", ":")))
    assert "events 1–12 of 30" in page.inner_text("#controls")
    page.click("#controls [aria-label='Last events']")
    assert "events 25–30 of 30" in page.inner_text("#controls")


@pytest.mark.parametrize(
    "state",
    [
        {"view": "table", "q": "moscow", "sort": "status"},
        {"view": "timeline", "off-status": '["denied", "planned"]', "theme": "dark"},
        {"view": "events", "focus": '["sides", "USA", "SUN"]', "selected": '["event", "arrest-03"]'},
        {"view": "events", "focus": '["actor", "USA"]', "from": "1940-01-01", "undated": "no"},
        {"level": "states", "min": "2", "selected": '["sides", "USA", "SUN"]'},
    ],
)
def test_the_address_brings_back_the_view(visit: Callable[..., Any], state: dict[str, str]) -> None:
    first = visit(state=state)
    first.page.click("#theme")
    first.page.click("#theme")
    found = state_of(first.page)
    again = visit(state=found)
    again.page.evaluate("document.getElementById('theme').click()")
    again.page.evaluate("document.getElementById('theme').click()")
    assert state_of(again.page) == found
    assert {
        name: json.loads(value) if value.startswith("[") else value for name, value in found.items() if name != "theme"
    } == {
        name: json.loads(value) if value.startswith("[") else value for name, value in state.items() if name != "theme"
    }
    assert again.page.inner_text("#panel") == first.page.inner_text("#panel")
    first.check()


@pytest.mark.parametrize(
    "state",
    [
        {"selected": '["event", "gone"]'},
        {"focus": "{"},
        {"view": "x"},
        {"min": "-4"},
        {"off-type": "3"},
        {"from": "soon"},
    ],
)
def test_an_address_that_makes_no_sense_is_passed_over(visit: Callable[..., Any], state: dict[str, str]) -> None:
    open_page = visit(state=state)
    assert open_page.page.locator("#view canvas").count() == 1
    open_page.check()


def download(page: Any, button: str) -> Path:
    with page.expect_download() as waiting:
        page.click(button)
    return Path(waiting.value.path())


@pytest.mark.parametrize("view", ["relations", "timeline", "events"])
def test_pictures_can_be_taken_along(visit: Callable[..., Any], view: str) -> None:
    open_page = visit(state={"view": view})
    drawing = download(open_page.page, "#save-svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(drawing)
    assert root.tag.endswith("svg")
    assert len(list(root.iter())) > 30
    assert "var(" not in drawing
    assert "Events in 3 documents · 14 of 15 events · without denied" in drawing
    picture = download(open_page.page, "#save-png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(picture) > 10_000
    open_page.check()


def test_the_csv_holds_what_is_shown(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "table", "off-tone": '["co-operative"]'}).page
    rows = list(csv.DictReader(io.StringIO(download(page, "#save-csv").read_text(encoding="utf-8-sig"))))
    assert {row["id"] for row in rows} == {
        "arrest-03",
        "accusation-05",
        "sanction-08",
        "refusal-09",
        "protest-14",
    }
    assert {row["status"] for row in rows} == {"asserted", "alleged"}
    assert [row["when"] for row in rows if row["id"] == "protest-14"] == ["undated"]


def test_a_csv_cell_starts_no_formula(visit: Callable[..., Any]) -> None:
    page = visit("nasty", {"view": "table"}).page
    rows = csv.reader(io.StringIO(download(page, "#save-csv").read_text(encoding="utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]


@pytest.mark.parametrize("name", ["sample", "nasty"])
def test_the_turtle_is_part_of_the_graph(visit: Callable[..., Any], name: str) -> None:
    rdf = pytest.importorskip("diplograph.outputs.rdf")
    from sample import nasty_records

    whole = rdflib.Graph().parse(
        data="".join(rdf.turtle_chunks({"sample": sample_records, "nasty": nasty_records}[name]()))
    )
    page = visit(name, {"view": "table", "off-status": "[]"}).page
    taken = rdflib.Graph().parse(data=download(page, "#save-ttl").read_text(encoding="utf-8"), format="turtle")
    assert len(taken) > 100
    labels = rdflib.RDFS.label
    assert not [triple for triple in taken if triple not in whole and triple[1] != labels]


@pytest.mark.parametrize(
    ("selected", "kept"),
    [
        (["event", "arrest-03"], {"arrest-03"}),
        (["sides", "ZAF", "EUR"], {"sanction-08"}),
        (["actor", "nicholas-daniloff"], {"arrest-03", "accusation-05", "release-04"}),
    ],
)
def test_the_turtle_and_the_csv_hold_what_is_selected(
    visit: Callable[..., Any], selected: list[str], kept: set[str]
) -> None:
    page = visit(state={"view": "table", "selected": json.dumps(selected)}).page
    taken = rdflib.Graph().parse(data=download(page, "#save-ttl").read_text(encoding="utf-8"), format="turtle")
    about = rdflib.URIRef("https://w3id.org/diplograph/ontology#about")
    events = {str(event).rpartition("/")[2] for event in taken.objects(None, about)}
    assert events == kept
    rows = csv.DictReader(io.StringIO(download(page, "#save-csv").read_text(encoding="utf-8-sig")))
    assert {row["id"] for row in rows} == kept


def test_all_works_with_the_keyboard_alone(visit: Callable[..., Any]) -> None:
    open_page = visit()
    page = open_page.page
    page.focus("#tab-relations")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-timeline"
    page.locator("#view .event[tabindex='0']").focus()
    seen = {page.evaluate("document.activeElement.dataset.event")}
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        seen.add(page.evaluate("document.activeElement.dataset.event"))
    assert len(seen) == 14
    page.keyboard.press("Enter")
    assert page.locator("#panel blockquote").count() == 1
    assert page.evaluate("document.activeElement.dataset.event") in seen
    page.keyboard.press("Escape")
    assert page.locator("#panel blockquote").count() == 0
    page.keyboard.press("4")
    assert page.get_attribute("#tab-table", "aria-selected") == "true"
    page.keyboard.press("j")
    assert page.locator("#view tr.picked").count() == 1
    open_page.check()


def test_every_event_is_announced(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "timeline"}).page
    labels = [mark.get_attribute("aria-label") for mark in page.locator("#view .event").all()]
    assert "Nov 1986, planned: Meeting: Ronald Reagan – Margaret Thatcher" in labels
    page.keyboard.press("j")
    page.locator("#announce", has_text="Evidence: ").wait_for(state="attached")


def test_planned_alleged_and_denied_look_different_from_fact(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "timeline", "off-status": "[]"}).page
    looks: dict[str, set[tuple[Any, ...]]] = {}
    for mark in page.locator("#view .event").all():
        status = mark.get_attribute("aria-label").split(", ", 1)[1].split(":")[0]
        dashes = mark.locator("line").first.get_attribute("stroke-dasharray")
        looks.setdefault(status.split(", ")[-1], set()).add(
            (dashes, mark.locator(".cross").count(), mark.locator(".filled").count() > 0)
        )
    fact = looks.pop("asserted")
    assert set(looks) == {"alleged", "cancelled", "denied", "planned"}
    assert all(not look & fact for look in looks.values())


def test_coarse_dates_are_bars_and_undated_events_stand_apart(visit: Callable[..., Any]) -> None:
    page = visit(state={"view": "timeline"}).page
    assert "no date:" in page.locator("#view .head").text_content()
    assert page.locator("#view .head rect.filled").count() == 5
    assert page.locator("#strip rect.coarse").count() == 2


def test_without_scripts_the_table_is_there(visit: Callable[..., Any]) -> None:
    page = visit(scripts=False).page
    assert page.locator("table.events tbody tr").count() == 15
    assert page.locator("text=Scripts are off").is_visible()
    assert not page.locator("#filters").is_visible()


def test_a_notebook_frame_works_in_its_sandbox(visit: Callable[..., Any]) -> None:
    open_page = visit("frame")
    frame = open_page.page.frame_locator("iframe")
    frame.locator("html[data-ready].embedded").wait_for(state="attached")
    frame.locator("#tab-timeline").click()
    frame.locator("#view .event").first.wait_for()
    assert not open_page.requests
    assert not open_page.errors


def test_paper_gets_the_view_and_the_evidence(visit: Callable[..., Any]) -> None:
    open_page = visit(state={"view": "relations", **ARREST})
    pdf = open_page.page.pdf(print_background=True)
    assert len(pdf) > 10_000
    open_page.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    open_page.page.emulate_media(media="print")
    assert open_page.page.locator("#view svg.on-paper").is_visible()
    assert not open_page.page.locator("#view canvas").is_visible()
    assert "without denied" in open_page.page.inner_text("#narrowed")
    assert not open_page.page.locator("#filters").is_visible()
    assert open_page.page.locator("#panel blockquote").first.is_visible()


def test_arrow_keys_keep_the_event_in_sight(visit: Callable[..., Any], files: dict[str, Path]) -> None:
    files["mixed"] = files["sample"].with_name("mixed.html")
    files["mixed"].write_text(render_page(mixed()), encoding="utf-8")
    page = visit("mixed", {"view": "timeline"}, size=(1000, 600)).page
    page.locator("#view .event[tabindex='0']").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert page.locator("#view .event:focus .stem").evaluate(INSIDE_VIEW)


def test_of_a_selected_pair_only_its_own_line_is_lit(visit: Callable[..., Any], files: dict[str, Path]) -> None:
    files["crowd"] = files["sample"].with_name("crowd.html")
    files["crowd"].write_text(render_page(crowded()), encoding="utf-8")
    page = visit("crowd", {"view": "relations", "selected": json.dumps(["pair", "host-1", "guest-100"])}).page
    drawing = ElementTree.fromstring(download(page, "#save-svg").read_text(encoding="utf-8"))
    lines = [group for group in drawing.iter(SVG_G) if [child.tag for child in group][:1] == [SVG_PATH]]
    lit = [line for line in lines if line.get("opacity") in {None, "1"} and line[0].get("stroke-width")]
    assert len(lines) > 30
    assert len(lit) == 1


def test_the_narrow_page_hides_its_filters_behind_a_button(visit: Callable[..., Any]) -> None:
    page = visit(size=SIZES["narrow"]).page
    assert not page.locator("#search").is_visible()
    page.click("#show-filters")
    assert page.locator("#search").is_visible()
