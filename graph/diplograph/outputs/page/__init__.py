"""The page an analyst keeps open: one HTML file without any request, and a card for notebooks."""

from __future__ import annotations

from diplograph.outputs.page.card import card, embed
from diplograph.outputs.page.page import WORDS, page_chunks, render_page

__all__ = ["WORDS", "card", "embed", "page_chunks", "render_page"]
