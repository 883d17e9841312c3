"""The page as one file, through pyvis with our own template.

pyvis is the container: it brings vis-network and fills our template. Its stock template, its physics and its nodes and
edges are not used; it does not escape, so all goes through an escaping environment here, and the data, which may be
more than memory should hold, are put in piece by piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from diplograph.model import Event, Records
from diplograph.outputs.page.blocks import (
    policy,
    script_block,
    style_block,
    template_text,
    vis_block,
)
from diplograph.outputs.page.cast import Votes
from diplograph.outputs.page.nodes import NodeTexts, node_texts
from diplograph.outputs.page.payload import Calendar, Scene, Ties, payload_chunks
from diplograph.outputs.page.rows import MOST_ROWS, PAGE_ROWS, table_pages
from diplograph.outputs.page.seen import Seen, acting_in, seen_of
from diplograph.outputs.page.summary import SummaryCounts, page_title
from diplograph.outputs.wordings import Wordings
from diplograph.records import actor_from_json, in_id_order
from diplograph.stored import Stored

if TYPE_CHECKING:
    from pyvis.network import Network

# Where the data come in: no text that is autoescaped can hold it.
_PAYLOAD = "<payload/>"
WORDS: Mapping[str, Callable[[Event], Any]] = MappingProxyType(
    {"seen": seen_of, "actors": acting_in, "node": node_texts}
)
"""What the page has to know of each event."""
VIEWS = (
    ("relations", "Relations", "Who has dealings with whom"),
    ("timeline", "Timeline", "Who took part in what, by date"),
    ("events", "Events", "One pair or one actor, event by event"),
    ("table", "Table", "Every event with its sentence"),
)


def _environment(variables: dict[str, Any]) -> Any:
    from jinja2 import DictLoader, Environment, StrictUndefined

    loader = DictLoader({"template.html": template_text()})
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals.update(variables)
    return environment


def _network() -> Network:
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    net.options = {"physics": {"enabled": False}}
    net.path = "template.html"
    return net


def _variables(records: Records, scene: Scene, title: str | None) -> dict[str, Any]:
    from markupsafe import Markup

    style, vis, script = style_block(), vis_block(), script_block()
    return {
        "page_title": page_title(records, title),
        "summary": scene.counts.summary(len(records.readings)),
        "views": VIEWS,
        "pages": table_pages(records, _at(records.events, scene.order[:MOST_ROWS])),
        "per_page": PAGE_ROWS,
        "all_rows": len(records.events),
        "more": max(len(records.events) - MOST_ROWS, 0),
        "csp": policy(scripts=(vis, script), style=style),
        "style": Markup(style),
        "vis": Markup(vis),
        "script": Markup(script),
        "payload": Markup(_PAYLOAD),
        "version": records.run.version,
    }


def _at(events: Sequence[Event], places: Sequence[int]) -> list[Event]:
    """Return the events at some places in the order of their ids."""
    ordered = events if isinstance(events, Stored) else list(in_id_order(events))
    return [ordered[at] for at in places]


def _texts(words: Wordings, order: Sequence[int]) -> Iterator[tuple[Seen, NodeTexts]]:
    for at in order:
        seen, texts = words.one(at, "seen", "node")
        yield Seen(*seen), NodeTexts(*texts)


def _scene(words: Wordings) -> Scene:
    """Return what there is to show, from two passes over the events and a look at each of them by date."""
    actors: dict[str, Any] = {}

    def seen() -> Iterator[Seen]:
        for one, acting in words.several("seen", "actors"):
            actors.update((value["id"], value) for value in acting)
            yield Seen(*one)

    calendar = Calendar()
    votes = Votes(calendar.noted(seen()))
    cast = votes.cast({name: actor_from_json(value) for name, value in actors.items()})
    counts = SummaryCounts(cast)
    ties = Ties(cast, counts.noted(Seen(*one) for one in words.all("seen")))
    order = calendar.order()
    return Scene(cast=cast, ties=ties, counts=counts, order=order, texts=partial(_texts, words, order))


def payload_of(records: Records) -> Iterator[str]:
    """Yield the pieces of the data that the page of ``records`` holds, as JSON."""
    words = Wordings(records.events, WORDS)
    return payload_chunks(records, _scene(words))


def page_chunks(records: Records, *, title: str | None = None, words: Wordings | None = None) -> Iterator[str]:
    """Yield the pieces of the whole page, one HTML text that makes no request.

    Args:
        records: the build.
        title: heading; by default the only document's title, or the number of documents.
        words: for its events, if they are there already, at least those of ``WORDS``.
    """
    scene = _scene(words or Wordings(records.events, WORDS))
    net = _network()
    net.templateEnv = _environment(_variables(records, scene, title))
    before, _, after = net.generate_html().partition(_PAYLOAD)
    # Escaped by json_block against leaving its script element; everything else is autoescaped.
    for text in chain([before], payload_chunks(records, scene), [after]):
        # JSON input may hold half a surrogate pair, which no UTF-8 file can.
        yield text.encode("utf-8", "replace").decode("utf-8")


def render_page(records: Records, *, title: str | None = None) -> str:
    """Return the whole page as one text: what ``page_chunks`` yields."""
    return "".join(page_chunks(records, title=title))
