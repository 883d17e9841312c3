"""A page on which to write queries, without a network: a list of named ones, a text, a table."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files

from diplograph.querying.named import list_queries


@cache
def editor_page() -> str:
    """Return the page; what stands in a script cannot end it."""
    template = (files("diplograph.querying") / "editor.html").read_text(encoding="utf-8")
    queries = list_queries()
    options = "".join(f'<option value="{escape(one.name)}">{escape(one.help)}</option>' for one in queries)
    texts = json.dumps({one.name: one.bind({}) for one in queries}).replace("<", "\\u003c")
    return template.replace("OPTIONS", options).replace("QUERIES", texts, 1)
