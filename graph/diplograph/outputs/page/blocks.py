"""Blocks that untrusted text cannot leave: data for scripts, and the policy that names our own blocks."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

SCRIPTS = (
    "core.js",
    "state.js",
    "glyphs.js",
    "filters.js",
    "pages.js",
    "arrange.js",
    "graph.js",
    "relations.js",
    "ego.js",
    "timeline.js",
    "ladder.js",
    "table.js",
    "strip.js",
    "overview.js",
    "panel.js",
    "turtle.js",
    "exports.js",
    "main.js",
)
_UNSAFE = re.compile("[<>&\u2028\u2029\u0085\x7f]")
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_block(value: Any) -> str:
    """Return ``value`` as JSON for a script element: no ``<``, ``>``, ``&`` or line separator is in it."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", _COMPACT.encode(value))


def digest(block: str) -> str:
    """Return the CSP source expression of a block's exact text."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(block.encode("utf-8")).digest()).decode("ascii") + "'"


def policy(*, scripts: Iterable[str], style: str) -> str:
    """Return the Content-Security-Policy that lets exactly these blocks run and nothing be requested."""
    allowed = " ".join(digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {digest(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _asset(name: str) -> str:
    return (files("diplograph.outputs.page") / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def style_block() -> str:
    """Return the page's style sheet."""
    return "\n" + _asset("page.css")


def script_block() -> str:
    """Return all of our scripts as one closure."""
    parts = "\n".join(_asset(name) for name in SCRIPTS)
    return f'\n(() => {{\n"use strict";\n{parts}}})();\n'


def template_text() -> str:
    """Return the page's Jinja template."""
    return _asset("template.html")


def vis_block() -> str:
    """Return vis-network as the installed pyvis brings it, without the pointer to a source map."""
    import pyvis

    found = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    text = found.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return text.partition("//# sourceMappingURL")[0]
