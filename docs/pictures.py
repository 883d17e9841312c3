"""Take the pictures of the page that the README shows, from the bundled examples.

Run: PYTHONPATH=graph python docs/pictures.py [--browser /usr/bin/chromium] [--to docs/images]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import diplograph
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Event, Role
from diplograph.outputs.page import render_page

EXAMPLES = Path(__file__).parents[1] / "examples"
ARTICLE = EXAMPLES / "2021-09-18-france-recalls-envoys.txt"
COLOURS = 256


@dataclass(frozen=True)
class Picture:
    """One state of one page.

    Args:
        graph: whose page.
        picked: tells the event that is selected.
        state: the rest of the address.
    """

    name: str
    graph: KnowledgeGraph
    picked: Callable[[Event], bool]
    state: dict[str, str] = field(default_factory=dict)
    size: tuple[int, int] = (1400, 900)
    dark: bool = False


def _recall(source: str) -> Callable[[Event], bool]:
    return lambda event: (
        event.event_class == "EnvoyRecall" and source in {actor.id for actor in event.actors(Role.SOURCE)}
    )


def _call(event: Event) -> bool:
    return event.event_class == "Call" and {"barack-obama", "hassan-rouhani"} <= {
        p.actor.id for p in event.participations
    }


def pictures() -> Iterator[Picture]:
    """Yield what the README shows."""
    corpus, article = diplograph.build(EXAMPLES), diplograph.build(ARTICLE)
    yield Picture("page", corpus, _recall("SRB"), {"view": "relations"})
    yield Picture("timeline", article, _recall("FRA"), {"view": "timeline", "off-status": "[]"}, dark=True)
    yield Picture("ladder", corpus, _call, {"view": "events", "focus": '["sides", "USA", "IRN"]'})
    yield Picture("phone", article, lambda event: False, {"view": "relations", "off-status": "[]"}, size=(390, 844))


def _shot(browser: Any, picture: Picture, page_file: Path) -> bytes:
    page_file.write_text(render_page(picture.graph.records), encoding="utf-8")
    picked = next((event.id for event in picture.graph.events if picture.picked(event)), None)
    state = picture.state | ({"selected": json.dumps(["event", picked])} if picked else {})
    context = browser.new_context(
        viewport={"width": picture.size[0], "height": picture.size[1]},
        color_scheme="dark" if picture.dark else "light",
        offline=True,
    )
    page = context.new_page()
    page.goto(page_file.as_uri() + "#" + "&".join(f"{name}={quote(value)}" for name, value in state.items()))
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(400)
    taken: bytes = page.screenshot()
    context.close()
    return taken


def main() -> None:
    """Write the pictures, in few colours so that they stay small."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent / "images")
    options = parser.parse_args()
    with sync_playwright() as driver, TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=options.browser, args=["--no-sandbox", "--disable-gpu"])
        for picture in pictures():
            taken = Image.open(BytesIO(_shot(browser, picture, Path(folder) / "page.html"))).convert("RGB")
            file = options.to / f"{picture.name}.png"
            taken.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
