"""Every number on the page, counted once more from the records."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from crowds import mixed
from diplograph.model import Event, Records, Status
from diplograph.outputs.page import render_page
from diplograph.outputs.page.summary import top_pairs
from diplograph.outputs.phrasing import Tone, class_label, tone
from diplograph.outputs.projection import actor_pairs, counts
from sample import sample_records

pytestmark = pytest.mark.browser

WORLDS = {"sample": sample_records(), "mixed": mixed()}
worlds = pytest.mark.parametrize("name", sorted(WORLDS))
LOOKS = {
    "asserted": "fact",
    "alleged": "said",
    "disputed": "said",
    "denied": "void",
    "cancelled": "void",
}


@pytest.fixture(autouse=True)
def _mixed_page(files: dict[str, Path]) -> None:
    if "mixed" not in files:
        files["mixed"] = files["sample"].with_name("mixed.html")
        files["mixed"].write_text(render_page(WORLDS["mixed"]), encoding="utf-8")


def shown_at_first(records: Records) -> list[Event]:
    return [event for event in records.events if event.status is not Status.DENIED]


CHOICES = """(group) => [...document.querySelectorAll(`input[data-group=${group}]`)].map((box) => {
  const text = (name) => box.closest("label").querySelector(name).textContent;
  return [box.dataset.key, text(".name"), Number(text(".number").replace(",", ""))];
})"""


def beside_filters(page: Any, group: str) -> dict[str, int]:
    """Return the number beside each choice of a group of filters."""
    return {key: number for key, _, number in page.evaluate(CHOICES, group)}


def of_pairs(events: Iterable[Event]) -> dict[frozenset[str], list[Event]]:
    """Return the events of each two actors, whichever way they went."""
    found: defaultdict[frozenset[str], list[Event]] = defaultdict(list)
    for event in events:
        for pair in {frozenset((a, b)) for a, b, _ in actor_pairs(event)} if counts(event) else set():
            found[pair].append(event)
    return dict(found)


def balance(events: Iterable[Event]) -> tuple[int, int]:
    tones = Counter(tone(event) for event in events)
    return tones[Tone.COOPERATIVE], tones[Tone.CONFLICTUAL]


def listed(page: Any, at: int) -> list[tuple[str, int, int, int]]:
    """Return title, co-operative, conflictual and all events of each row of a list of the overview."""
    rows = []
    for row in page.locator("#panel ol.plain").nth(at).locator("li").all():
        text = row.locator(".number").text_content()
        plus, minus = re.search(r"\+([\d,]+)", text), re.search("−([\\d,]+)", text)
        parts = [int(found[1].replace(",", "")) if found else 0 for found in (plus, minus)]
        rows.append((row.locator("button").inner_text(), *parts, int(row.locator("b").inner_text().replace(",", ""))))
    return rows


@worlds
def test_the_numbers_beside_the_filters(visit: Callable[..., Any], name: str) -> None:
    records = WORLDS[name]
    page, shown = visit(name).page, shown_at_first(records)
    assert page.inner_text("#count") == f"{len(shown)} of {len(records.events)} events"
    assert beside_filters(page, "status") == Counter(event.status.value for event in records.events)
    types = Counter(event.event_class for event in shown)
    assert beside_filters(page, "type") == {event.event_class: types[event.event_class] for event in records.events}
    tones = Counter(tone(event).value for event in shown)
    assert beside_filters(page, "tone") == {key: tones[key] for key in beside_filters(page, "tone")}
    kinds = Counter(actor.kind.value for actor in {part.actor for event in shown for part in event.participations})
    assert all(number == kinds[kind] for kind, number in beside_filters(page, "kind").items())


@worlds
def test_the_busiest_pairs(visit: Callable[..., Any], name: str) -> None:
    records = WORLDS[name]
    page = visit(name).page
    sides = [
        (f"{pair.first} – {pair.second}", pair.cooperative, pair.conflictual, pair.events)
        for pair in top_pairs(records)[:6]
    ]
    assert sorted(listed(page, 0)) == sorted(sides)
    names = {part.actor.id: part.actor.name for event in records.events for part in event.participations}
    pairs = {
        frozenset(names[actor] for actor in pair): (*balance(events), len(events))
        for pair, events in of_pairs(shown_at_first(records)).items()
    }
    told = listed(page, 1)
    assert [row[3] for row in told] == sorted((sizes[2] for sizes in pairs.values()), reverse=True)[: len(told)]
    assert all(pairs[frozenset(title.split(" – "))] == tuple(numbers) for title, *numbers in told)


@worlds
def test_what_stands_behind_a_pair_and_an_actor(visit: Callable[..., Any], name: str) -> None:
    records = WORLDS[name]
    page = visit(name).page
    for at, (_, _, _, number) in enumerate(listed(page, 1)[:3]):
        page.locator("#panel ol.plain").nth(1).locator("li button").nth(at).click()
        assert page.inner_text("#panel h3").startswith(f"{number} event")
        assert page.locator("#panel ol.plain li").count() == number
        page.keyboard.press("Escape")
    events = Counter(actor for event in shown_at_first(records) for actor in {p.actor.id for p in event.participations})
    for actor, number in sorted(events.items())[:6]:
        page.goto(page.url.split("#")[0] + f'#selected=["actor","{actor}"]')
        page.locator("#panel h3", has_text=re.compile(rf"^{number} events? shown$")).wait_for()


@worlds
def test_the_lines_and_what_is_left_out(visit: Callable[..., Any], name: str) -> None:
    records = WORLDS[name]
    open_page = visit(name, {"view": "relations"})
    pairs = of_pairs(shown_at_first(records))
    lines = Counter(
        str(number)
        for events in pairs.values()
        for number in Counter(LOOKS.get(event.status.value, "plan") for event in events).values()
        if number > 1
    )
    with open_page.page.expect_download() as waiting:
        open_page.page.click("#save-svg")
    drawing = Path(waiting.value.path()).read_text(encoding="utf-8")
    drawn = Counter(re.findall(r"<text[^>]*>(\d+)</text>", drawing))
    assert bool(drawn) == bool(lines)
    assert not drawn - lines
    told = open_page.page.inner_text("#left-out")
    if told:
        assert f" of {len({actor for pair in pairs for actor in pair})} actors" in told
        assert f" of {len(pairs)} pairs" in told


@worlds
def test_the_bars_over_time(visit: Callable[..., Any], name: str) -> None:
    records = WORLDS[name]
    strip = visit(name).page.locator("#strip")
    dated = [event for event in shown_at_first(records) if event.date]
    whole = [event for event in dated if event.date and event.date.earliest and event.date.latest]
    months = Counter(
        (event.date.earliest.year, event.date.earliest.month, tone(event))
        for event in whole
        if event.date
        and event.date.earliest
        and event.date.latest
        and (event.date.earliest.year, event.date.earliest.month) == (event.date.latest.year, event.date.latest.month)
        and tone(event) is not Tone.NEUTRAL
    )
    assert f"at most {max(months.values())}, " in strip.locator("svg").get_attribute("aria-label")
    silent = sum(tone(event) is Tone.NEUTRAL for event in whole)
    for number, word in (
        (silent, "neutral"),
        (len(shown_at_first(records)) - len(dated), "undated"),
        (len(dated) - len(whole), "open-ended"),
    ):
        assert (f"{number} {word}" in strip.inner_text()) == (number > 0)


@worlds
def test_the_labels_of_types_are_the_codebooks(visit: Callable[..., Any], name: str) -> None:
    page = visit(name).page
    labels = {key: label for key, label, _ in page.evaluate(CHOICES, "type")}
    assert labels == {key: class_label(key) for key in {event.event_class for event in WORLDS[name].events}}
