"""What MkDocs is told while it builds the site: the order of the pages, and what is made from the program itself.

A line ``<!-- made: NAME -->`` in a page is replaced by what ``generated.py`` makes under that name, so that no list of
commands, queries, classes or columns can grow old. A page put into one of the folders is in the site, with its heading.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import ontology_page
from generated import MADE
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from pygments.formatters import HtmlFormatter

DOCS = Path(__file__).parent
MARK = re.compile(r"^<!-- made: ([a-z-]+) -->$", re.MULTILINE)
ONTOLOGY = "ontology/index.html"
FIRST = ({"Start": "index.md"}, {"Tutorial": "tutorial.md"})
FOLDERS = {"How to": "how-to", "Reference": "reference", "Explanation": "explanation"}
LAST = ("accuracy.md", "glossary.md")
DECISIONS = {"Decisions": "decisions"}


def _pages(folder: str) -> list[str]:
    return [path.relative_to(DOCS).as_posix() for path in sorted((DOCS / folder).glob("*.md"))]


def _sections(folders: dict[str, str]) -> list[dict[str, Any]]:
    return [{title: _pages(folder)} for title, folder in folders.items() if _pages(folder)]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages in order; files that stand in a folder need not be named one by one."""
    sections = _sections(FOLDERS)
    menus = {title: pages for section in sections for title, pages in section.items()}
    menus["Reference"].append({"Ontology": ONTOLOGY})
    menus["Explanation"] += _sections(DECISIONS)
    config.nav = [*FIRST, *sections, *LAST]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the ontology's page with its files, and the colours of code."""
    style = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs('[data-bs-theme="dark"] .highlight')
    files.append(File.generated(config, "assets/code.css", content=f"{style}\n{dark}\n"))
    files.append(File.generated(config, ONTOLOGY, content=ontology_page.page()))
    for name in ontology_page.BESIDE:
        path = ontology_page.ONTOLOGY / name
        files.append(File.generated(config, f"ontology/{name}", content=path.read_bytes()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in what is made from the program."""
    return MARK.sub(lambda match: MADE[match[1]](), markdown)
