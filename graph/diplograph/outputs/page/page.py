"""The page as one file, through pyvis with our own template.

pyvis is the container: it holds nodes and edges and brings vis-network. Its stock template, its physics and
its add_edge (quadratic) are not used; it does not escape, so all goes through an escaping environment here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplograph.model import Records
from diplograph.outputs.page.blocks import (
    json_block,
    policy,
    script_block,
    style_block,
    template_text,
    vis_block,
)
from diplograph.outputs.page.payload import page_payload
from diplograph.outputs.page.rows import MOST_ROWS, PAGE_ROWS, table_pages
from diplograph.outputs.page.summary import page_title, summary

if TYPE_CHECKING:
    from pyvis.network import Network

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


def _network(payload: dict[str, Any]) -> Network:
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    net.nodes, net.edges = payload["nodes"], payload["edges"]
    net.options = {"physics": {"enabled": False}}
    net.path = "template.html"
    return net


def _variables(records: Records, payload: dict[str, Any], title: str | None) -> dict[str, Any]:
    from markupsafe import Markup

    style, vis, script = style_block(), vis_block(), script_block()

    def data(nodes: list[Any], edges: list[Any]) -> Markup:
        # Escaped by json_block against leaving its script element; everything else is autoescaped.
        return Markup(json_block(payload | {"nodes": nodes, "edges": edges}))

    return {
        "page_title": page_title(records, title),
        "summary": summary(records),
        "views": VIEWS,
        "pages": table_pages(records),
        "per_page": PAGE_ROWS,
        "all_rows": len(records.events),
        "more": max(len(records.events) - MOST_ROWS, 0),
        "csp": policy(scripts=(vis, script), style=style),
        "style": Markup(style),
        "vis": Markup(vis),
        "script": Markup(script),
        "data": data,
        "version": records.run.version,
    }


def render_page(records: Records, *, title: str | None = None) -> str:
    """Return the whole page as one HTML text that makes no request.

    Args:
        records: the build.
        title: heading; by default the only document's title, or the number of documents.
    """
    payload = page_payload(records)
    net = _network(payload)
    net.templateEnv = _environment(_variables(records, payload, title))
    html: str = net.generate_html()
    # JSON input may hold half a surrogate pair, which no UTF-8 file can.
    return html.encode("utf-8", "replace").decode("utf-8")
