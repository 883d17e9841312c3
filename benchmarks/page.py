"""Measure the page against its gates: requests, violations, bytes, and times beside pyvis's own page.

Run: PYTHONPATH=graph:tests python benchmarks/page.py [--browser /usr/bin/chromium] [--sizes 1000,5000,20000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    AttributionKind,
    Claim,
    Document,
    Event,
    EventDate,
    Grade,
    Granularity,
    Modality,
    Participation,
    Polarity,
    Reading,
    Records,
    Role,
    Run,
    Span,
    Status,
)
from diplograph.outputs.page import render_page

STATES = (
    ("USA", "United States"),
    ("RUS", "Russia"),
    ("CHN", "China"),
    ("FRA", "France"),
    ("DEU", "Germany"),
    ("GBR", "United Kingdom"),
    ("IRN", "Iran"),
    ("ISR", "Israel"),
    ("MEX", "Mexico"),
    ("TUR", "Turkey"),
    ("UKR", "Ukraine"),
    ("IND", "India"),
    ("JPN", "Japan"),
    ("EGY", "Egypt"),
    ("BRA", "Brazil"),
)
KINDS = (ActorKind.PERSON, ActorKind.GOVERNMENT, ActorKind.ORGANISATION, ActorKind.GROUP, ActorKind.COMPANY)
CLASSES = (
    ("Meeting", "CONSULT", "040", 1, True, "met"),
    ("Visit", "CONSULT", "042", 1, False, "visited"),
    ("Negotiation", "CONSULT", "046", 1, True, "negotiated with"),
    ("Aid", "AID", "070", 2, False, "gave aid to"),
    ("AgreementSigning", "SUPPORT", "057", 1, True, "signed an agreement with"),
    ("Demand", "REQUEST", "100", 3, False, "called on"),
    ("Criticism", "ACCUSE", "111", 3, False, "criticised"),
    ("Sanction", "SANCTION", "163", 4, False, "imposed sanctions on"),
    ("Arrest", "COERCE", "173", 4, False, "arrested"),
    ("Protest", "PROTEST", "140", 4, False, "protested against"),
    ("Statement", None, None, None, False, "spoke of"),
)
STATUSES = (
    (Status.ASSERTED, Modality.ASSERTED),
    (Status.ASSERTED, Modality.ASSERTED),
    (Status.ASSERTED, Modality.ASSERTED),
    (Status.PLANNED, Modality.PLANNED),
    (Status.ALLEGED, Modality.ASSERTED),
    (Status.DENIED, Modality.DENIED),
)
TAIL = " on that day, and both sides said that further talks about trade and security would follow within weeks."


def _draws(seed: int) -> Iterator[int]:
    """Yield the same sequence of numbers everywhere (a linear congruential generator)."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield seed >> 33


def _actors(number: int) -> list[Actor]:
    states = [Actor(id=c, name=n, kind=ActorKind.STATE, country=c, linked=True) for c, n in STATES]
    others = [
        Actor(
            id=f"actor-{at}",
            name=f"{KINDS[at % 5].value.split()[-1].title()} Number {at}",
            kind=KINDS[at % 5],
            country=STATES[at % 15][0],
            sectors=("GOV",),
            linked=at % 3 > 0,
        )
        for at in range(number)
    ]
    return states + others


def _when(draws: Iterator[int]) -> EventDate | None:
    first = date(2018, 1, 1) + timedelta(days=next(draws) % 1800)
    kind = next(draws) % 10
    if kind == 0:
        return None
    if kind == 1:
        start, end, unit = date(first.year, 1, 1), date(first.year, 12, 31), Granularity.YEAR
        return EventDate(edtf=str(first.year), earliest=start, latest=end, granularity=unit, rule="year-name")
    return EventDate(edtf=first.isoformat(), earliest=first, latest=first, granularity=Granularity.DAY, rule="day")


def _pick(actors: list[Actor], draws: Iterator[int]) -> Actor:
    # The product of two draws leans to the front: few actors are busy, many are rare, as in real news.
    return actors[(next(draws) % 1000) * (next(draws) % 1000) * len(actors) // 1_000_000]


def _event(at: int, actors: list[Actor], draws: Iterator[int], document: str, base: int) -> tuple[Event, str]:
    name, root, cameo, quad, symmetric, verb = CLASSES[next(draws) % len(CLASSES)]
    first, second = _pick(actors, draws), _pick(actors, draws)
    status, modality = STATUSES[next(draws) % len(STATUSES)]
    text = f"{first.name} {verb} {second.name}{TAIL}"
    cut = len(first.name)

    def span(start: int, end: int) -> Span:
        return Span(document=document, start=base + start, end=base + end, text=text[start:end])

    target = span(cut + len(verb) + 2, cut + len(verb) + 2 + len(second.name))
    claim = Claim(
        document=document,
        sentence=span(0, len(text)),
        trigger=span(cut + 1, cut + 1 + len(verb)),
        source_spans=(span(0, cut),),
        target_spans=(target,),
        modality=modality,
        polarity=Polarity.POSITIVE,
        cues=(),
        attribution=Attribution(kind=AttributionKind.OWN_VOICE),
        rule=f"{name} (verb)",
        grade=Grade.A,
    )
    roles = (Role.PARTY, Role.PARTY) if symmetric else (Role.SOURCE, Role.TARGET)
    parts = tuple(
        Participation(actor=actor, role=role, acts_for=actor.country)
        for actor, role in zip((first, second), roles, strict=True)
    )
    event = Event(
        id=f"{name.lower()}-{at:06}",
        event_class=name,
        plover=root,
        mode=None,
        cameo=cameo,
        goldstein=None,
        quad=quad,
        contexts=(),
        participations=parts,
        date=_when(draws),
        place=None,
        status=status,
        claims=(claim,),
    )
    return event, text


def synthetic(size: int) -> Records:
    """Return records with ``size`` events, the same on every machine."""
    draws, actors = _draws(size), _actors(max(size // 4, 20))
    readings, events = [], []
    for number in range(max(size // 10, 1)):
        base, texts, told = 0, [], []
        for at in range(10):
            event, text = _event(number * 10 + at, actors, draws, f"doc-{number:05}", base)
            told.append(event)
            texts.append(text)
            base += len(text) + 1
        document = Document(id=f"doc-{number:05}", text=" ".join(texts), title=f"Report {number}", publisher="Wire")
        readings.append(Reading(document=document, events=tuple(told)))
        events += told
    return Records(
        run=Run(version="0.1.0", model="none", config_hash="0" * 64),
        readings=tuple(readings),
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        events=tuple(sorted(events, key=lambda event: event.id)),
    )


READY = "Number(document.documentElement.dataset.ready)"
FILTER = """async () => {
  const times = [];
  for (const box of [...document.querySelectorAll('input[data-group]')].slice(0, 6)) {
    const start = performance.now();
    box.click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
    box.click();
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}"""
STOCK_READY = """(cap) => new Promise((done) => {
  const late = setTimeout(() => done(-1), cap);
  const finish = () => { clearTimeout(late); done(performance.now()); };
  network.once('stabilizationIterationsDone', finish);
})"""
STOCK_FILTER = """async () => {
  const start = performance.now();
  nodes.update(nodes.getIds().filter((_, at) => at % 3 === 0).map((id) => ({ id, hidden: true })));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def stock_page(records: Records) -> str:
    """Return pyvis's own page of the same actors, events and roles, with its defaults."""
    from pyvis.network import Network

    from diplograph.outputs.network import event_network

    graph = event_network(records)
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = [{"id": node, "label": data["label"], "shape": "dot"} for node, data in graph.nodes(data=True)]
    net.edges = [{"from": a, "to": b, "arrows": "to"} for a, b in graph.edges()]
    page: str = net.generate_html()
    return page


class Bench:
    """Opens pages in one Chromium and reads what they took."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self._browser, self._folder = browser, folder

    def open(self, name: str, html: str, address: str = "") -> tuple[Any, list[str]]:
        """Return the open page and the list of its requests."""
        path = self._folder / f"{name}.html"
        path.write_text(html, encoding="utf-8")
        context = self._browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
        context.add_init_script(
            "window.violations = []; document.addEventListener("
            "'securitypolicyviolation', (e) => violations.push(e.blockedURI));"
        )
        page, requests = context.new_page(), []
        page.on("request", lambda r: requests.append(r.url) if r.url.startswith(("http", "ws")) else None)
        page.goto(path.as_uri() + address, wait_until="commit")
        return page, requests

    def ours(self, size: int, html: str) -> dict[str, Any]:
        """Return ready and filter time in milliseconds, requests and violations over all views."""
        page, requests = self.open(f"ours-{size}", html)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
        ready = page.evaluate(READY)
        times = page.evaluate(FILTER)
        for view in ("timeline", "events", "table", "relations"):
            page.click(f"#tab-{view}")
            for button in (
                "#save-csv",
                "#save-ttl",
                *(("#save-svg", "#save-png") if view != "table" else ()),
            ):
                with page.expect_download(timeout=60_000):
                    page.click(button)
        found = {
            "ready": ready,
            "filter": times,
            "requests": len(requests),
            "violations": len(page.evaluate("violations")),
        }
        page.context.close()
        return found

    def stock(self, size: int, html: str, cap: int) -> dict[str, Any]:
        """Return the same of pyvis's page; -1 where it was not ready within ``cap`` milliseconds."""
        page, requests = self.open(f"stock-{size}", html)
        page.wait_for_function("() => typeof network !== 'undefined' && typeof nodes !== 'undefined'", timeout=60_000)
        ready = page.evaluate(STOCK_READY, cap)
        found = {"ready": ready, "filter": page.evaluate(STOCK_FILTER), "requests": len(requests)}
        page.context.close()
        return found


def _ratio(stock: float, ours: float, cap: int) -> str:
    return f"1 : {stock / ours:.1f}" if stock > 0 else f"1 : more than {cap / ours:.0f}"


# What the page is held to, by number of events; the times are those of a quiet laptop.
BARS = {
    1000: {"bytes": 2_000_000, "ready": 1000, "filter": 150},
    5000: {"written": 5000, "ready": 2000},
}
ARTICLE_BYTES = 700_000


def _held(value: float, bar: float | None) -> str:
    if bar is None:
        return f"{value:,.0f}"
    return f"{value:,.0f} (at most {bar:,.0f}: {'held' if value <= bar else 'MISSED'})"


def measure(bench: Bench, size: int, *, cap: int, compare: bool) -> None:
    """Print one size's gates."""
    records, bars = synthetic(size), BARS.get(size, {})
    start = time.perf_counter()
    html = render_page(records)
    found = {"written": 1000 * (time.perf_counter() - start), "bytes": len(html.encode())}
    found |= bench.ours(size, html)
    again = render_page(records) == html
    print(f"{size:,} events")
    for name, unit in (("written", "ms"), ("bytes", "bytes"), ("ready", "ms"), ("filter", "ms")):
        print(f"  {name:<10} {unit:<6} {_held(found[name], bars.get(name))}")
    for name in ("requests", "violations"):
        print(f"  {name:<17} {_held(found[name], 0)}")
    print(f"  same bytes again  {'yes' if again else 'NO'}")
    if compare:
        stock = bench.stock(size, stock_page(records), cap)
        print(
            f"  beside pyvis's own page: ready {_ratio(stock['ready'], found['ready'], cap)}, "
            f"filter {_ratio(stock['filter'], found['filter'], cap)}; that page asked for {stock['requests']} files"
        )


def main() -> None:
    """Print the gates of the page as measured now."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--sizes", default="300,1000,5000,20000")
    parser.add_argument("--compare", default="300,1000", help="sizes to open as pyvis's own page too")
    parser.add_argument("--cap", type=int, default=60, help="seconds to wait for pyvis's own page")
    parser.add_argument("--article", type=Path, help="a build folder of one article, to weigh its page")
    options = parser.parse_args()
    compared = set(options.compare.split(",")) if options.compare else set()
    if options.article:
        print(f"article\n  bytes             {_held((options.article / 'graph.html').stat().st_size, ARTICLE_BYTES)}")
    with sync_playwright() as driver, TemporaryDirectory() as folder:
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=options.browser, args=flags)
        bench = Bench(browser, Path(folder))
        for size in options.sizes.split(","):
            measure(bench, int(size), cap=options.cap * 1000, compare=size in compared)
        browser.close()


if __name__ == "__main__":
    main()
