"""From a text that means harm to the page that shows it: the whole way, with the language model."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rdflib

import diplograph
from payloads import PAYLOADS

pytestmark = [pytest.mark.browser, pytest.mark.model]

TEXT = (
    "PARIS - France recalled its ambassador to {0} Australia on Friday. President Joe Biden met {0} Emmanuel Macron in "
    "Rome, said {0} Jean Martin, the minister of {0}. {0} accused Russia of {0}. "
    "Russia denied that it had arrested {0}."
)


def documents() -> str:
    """Return one document for each payload, with it in every field that an input has, and between the words."""
    rows = [
        {
            # An id with control characters is refused as it comes in.
            "id": f"doc-{at} " + "".join(filter(str.isprintable, payload)),
            "text": TEXT.format(payload),
            "title": f"Talks {payload}",
            "url": payload if at % 2 else f"https://wire.example/{payload}",
            "publisher": payload,
            "date": "2021-10-29",
        }
        for at, payload in enumerate(PAYLOADS)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> diplograph.KnowledgeGraph:
    source = tmp_path_factory.mktemp("harm") / "news.jsonl"
    source.write_text(documents(), encoding="utf-8")
    return diplograph.build(source)


def test_the_texts_give_events_whose_words_hold_the_payloads(graph: diplograph.KnowledgeGraph) -> None:
    said = "".join(claim.sentence.text for event in graph.events for claim in event.claims)
    assert len(graph.records.readings) == len(PAYLOADS)
    assert len(graph.events) > len(PAYLOADS)
    assert sum(payload.splitlines()[0] in said for payload in PAYLOADS) > len(PAYLOADS) / 2


def test_nothing_runs_and_nothing_is_asked_for(
    graph: diplograph.KnowledgeGraph, visit: Callable[..., Any], files: dict[str, Path], tmp_path: Path
) -> None:
    graph.save(tmp_path / "out")
    files["harm"] = tmp_path / "out" / "graph.html"
    open_page = visit("harm")
    page = open_page.page
    for view in ("relations", "timeline", "events", "table"):
        page.click(f"#tab-{view}")
        for _ in range(6):
            page.keyboard.press("j")
        if view != "table":
            for button in ("#save-svg", "#save-png"):
                with page.expect_download():
                    page.click(button)
    assert (
        page.locator("#panel img, #view img, body script[src], a[href^='javascript' i], [onerror], [onload]").count()
        == 0
    )
    open_page.check()


def test_what_is_taken_along_is_sound(
    graph: diplograph.KnowledgeGraph, visit: Callable[..., Any], files: dict[str, Path], tmp_path: Path
) -> None:
    graph.save(tmp_path / "out")
    files["harm"] = tmp_path / "out" / "graph.html"
    page = visit("harm", {"view": "table", "off-status": "[]"}).page
    with page.expect_download() as waiting:
        page.click("#save-ttl")
    taken = rdflib.Graph().parse(data=Path(waiting.value.path()).read_text(encoding="utf-8"), format="turtle")
    whole = rdflib.Graph().parse(tmp_path / "out" / "graph.ttl")
    assert len(taken) > 100
    assert not [triple for triple in taken if triple not in whole and triple[1] != rdflib.RDFS.label]
