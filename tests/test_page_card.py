"""The card for notebooks: small, static, escaped, honest about status."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from diplograph.model import Records
from diplograph.outputs.page import card, embed
from diplograph.outputs.page.summary import summary
from sample import nasty_records, sample_records

LIMIT = 50_000


class Tags(HTMLParser):
    """Collects the names of elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


@pytest.mark.parametrize("records", [sample_records(), nasty_records()], ids=["sample", "nasty"])
def test_a_card_has_no_script_and_asks_for_nothing(records: Records) -> None:
    found = Tags()
    found.feed(card(records))
    plain = "div p b s bdi span svg title rect text table tr th td"
    assert set(found.tags) <= set(plain.split())
    assert not {"src", "href", "onload", "onclick", "onerror"} & set(found.attributes)
    assert not [name for name in found.attributes if name.startswith("on")]


@pytest.mark.parametrize("times", [1, 200])
def test_a_card_stays_small(times: int) -> None:
    records = sample_records()
    long_names = tuple(
        replace(
            event,
            id=f"{event.id}-{turn}",
            claims=tuple(
                replace(claim, sentence=replace(claim.sentence, text=claim.sentence.text * 50))
                for claim in event.claims
            ),
        )
        for event in records.events
        for turn in range(times)
    )
    assert len(card(replace(records, events=long_names)).encode()) <= LIMIT


def test_a_card_says_the_sentence_and_draws_the_pairs() -> None:
    html = card(sample_records())
    assert summary(sample_records()) in html
    assert "United States – Soviet Union" in html
    assert html.count("<tr>") == 11
    assert "4 more events" in html


def test_denied_events_are_left_out_and_plans_are_dashed() -> None:
    html = card(sample_records())
    assert "Espionage" not in html
    assert re.search(r"1px dashed #888[^>]*>(planned|alleged|cancelled)<", html)
    assert "<s>Summit" in html


def test_the_frame_is_sandboxed_and_followed_by_the_card() -> None:
    html = embed(sample_records(), 480)
    assert 'sandbox="allow-scripts allow-downloads"' in html
    assert "allow-same-origin" not in html
    assert "height:480px" in html
    assert html.endswith(f"{card(sample_records())}</details>")
