"""Untrusted text in every field: nothing runs, nothing is asked for, nothing is turned around."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diplograph.model import Event, Records
from diplograph.outputs.page import card, embed, render_page
from payloads import PAYLOADS
from sample import sample_records

pytestmark = pytest.mark.browser

VIEWS = ("relations", "timeline", "events", "table")


def _with(event: Event, text: str) -> Event:
    claims = tuple(
        replace(
            claim,
            rule=text,
            sentence=replace(claim.sentence, text=text),
            attribution=replace(claim.attribution, speaker=replace(event.participations[0].actor, name=text)),
        )
        for claim in event.claims
    )
    parts = tuple(
        replace(
            part,
            acts_for=text,
            actor=replace(
                part.actor, name=text + part.actor.id, id=part.actor.id + text, country=text, sectors=(text,)
            ),
            capacity=replace(part.capacity, office=text) if part.capacity else None,
        )
        for part in event.participations
    )
    place = replace(event.place, name=text) if event.place else None
    when = replace(event.date, edtf=text, rule=text) if event.date else None
    return replace(
        event,
        id=event.id + text,
        event_class="X" + text,
        plover=text,
        mode=text,
        cameo=text,
        contexts=(text,),
        participations=parts,
        place=place,
        date=when,
        claims=claims,
    )


def poisoned(text: str) -> Records:
    """Return the sample with ``text`` in every field that takes one."""
    records = sample_records()
    events = tuple(sorted((_with(event, text) for event in records.events), key=lambda event: event.id))
    readings = tuple(
        replace(reading, document=replace(reading.document, title=text, publisher=text, url=text))
        for reading in records.readings
    )
    run = replace(records.run, version=text, model=text)
    return replace(records, run=run, events=events, readings=readings)


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_payload_in_every_field_stays_text(
    visit: Callable[..., Any], files: dict[str, Path], tmp_path: Path, text: str
) -> None:
    page_file = tmp_path / "poisoned.html"
    page_file.write_text(render_page(poisoned(text), title=text), encoding="utf-8")
    open_page = visit()
    page = open_page.page
    page.goto(page_file.as_uri())
    open_page.requests.clear()
    page.wait_for_selector("html[data-ready]", state="attached")
    for view in VIEWS:
        page.click(f"#tab-{view}")
        page.keyboard.press("j")
        page.wait_for_timeout(60)
    page.fill("#search", text)
    page.wait_for_timeout(200)
    assert page.locator("#panel img, #view img, #panel script, #view script, #panel a[href^='javascript']").count() == 0
    open_page.check()


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_payload_in_a_card_or_frame_stays_text(visit: Callable[..., Any], tmp_path: Path, text: str) -> None:
    page_file = tmp_path / "notebook.html"
    page_file.write_text(f"<meta charset=utf-8><body>{embed(poisoned(text))}{card(poisoned(text))}", encoding="utf-8")
    open_page = visit()
    open_page.page.goto(page_file.as_uri())
    open_page.page.wait_for_timeout(300)
    assert open_page.page.locator("body img, body script, body a").count() == 0
    assert not [url for url in open_page.requests if not url.startswith("file:")]
    assert not open_page.page.evaluate("window.ran")


def test_right_to_left_text_stays_in_its_own_place(visit: Callable[..., Any]) -> None:
    page = visit("nasty", {"view": "table"}).page
    isolated = "getComputedStyle(document.querySelector('#view td bdi')).unicodeBidi"
    assert page.evaluate(isolated) == "isolate"
    assert page.evaluate(
        "[...document.querySelectorAll('#view td:nth-child(2)')].every("
        "(cell) => !/[\\u202a-\\u202e\\u2066-\\u2069]/.test(cell.textContent))"
    )


def test_the_policy_really_bites(visit: Callable[..., Any]) -> None:
    open_page = visit()
    page = open_page.page
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.ran.push(1)'; document.body.append(s)"
    )
    page.evaluate("const i = new Image(); i.src = 'https://evil.example/x.png'; document.body.append(i)")
    page.wait_for_timeout(100)
    assert not page.evaluate("window.ran")
    assert len(open_page.violations()) == 2
