"""diplograph: from news texts to a knowledge graph of who did what to whom, when, and on whose word."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from diplograph.version import __version__

if TYPE_CHECKING:
    from diplograph.building import build
    from diplograph.knowledgegraph import KnowledgeGraph
    from diplograph.language.parsing import load_nlp

__all__ = ["KnowledgeGraph", "__version__", "build", "load_nlp"]

# Importing is free: what needs spaCy or networkx is loaded when it is first asked for.
_HOMES = {
    "KnowledgeGraph": "diplograph.knowledgegraph",
    "build": "diplograph.building",
    "load_nlp": "diplograph.language.parsing",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'diplograph' has no attribute {name!r}")
