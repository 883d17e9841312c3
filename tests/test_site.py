"""The site: built strictly, complete against the program, and nothing in it asks another server for anything."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

from diplograph.cli import cli
from diplograph.codebook.eventclasses import load_event_classes
from diplograph.outputs.tables import TABLES
from diplograph.querying import list_queries

pytest.importorskip("mkdocs", reason="MkDocs is not installed (requirements/dev.in)")
pytest.importorskip("pylode", reason="pylode is not installed (requirements/dev.in)")

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# What a browser fetches by itself; a link that a reader may follow is no such thing.
FETCHED = {
    "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "embed": "src",
    "object": "data", "link": "href",
}  # fmt: skip
NAMED_ONLY = {"canonical", "next", "prev", "search"}
ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


class Fetches(HTMLParser):
    """Collects what a page makes a browser fetch, its headings and its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.ids.add(attributes.get("id") or "")
        address = attributes.get(FETCHED.get(tag, ""))
        if address and attributes.get("rel") not in NAMED_ONLY:
            self.addresses.append(address)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(path: Path) -> Fetches:
    page = Fetches()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def words(path: Path) -> str:
    return " ".join(" ".join(read(path).words).split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return folder


def pages(site: Path) -> Iterator[Path]:
    yield from sorted(site.rglob("*.html"))


def test_every_page_of_the_folder_is_in_the_site(site: Path) -> None:
    wanted = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert wanted <= {path.relative_to(site) for path in pages(site)}


def test_every_page_is_in_the_menu(site: Path) -> None:
    html = (site / "index.html").read_text(encoding="utf-8")
    named = [path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md")]
    assert [name for name in named if f'href="{name}"' not in html] == []
    assert 'href="ontology/index.html"' in html


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    found = {(path.name, address) for path in pages(site) for address in read(path).addresses}
    assert any(address.endswith(".css") for _, address in found)
    assert sorted(one for one in found if ELSEWHERE.match(one[1])) == []


def test_no_style_fetches_from_elsewhere(site: Path) -> None:
    sheets = sorted(site.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", text) + re.findall(r"@import\s+['\"]([^'\"]+)", text)
        assert [one for one in addresses if ELSEWHERE.match(one)] == [], sheet.name


def test_what_is_fetched_is_there(site: Path) -> None:
    missing = []
    for path in pages(site):
        # The page for wrong addresses is shown from anywhere, so it names its files from the root of the server.
        if path.name == "404.html":
            continue
        missing += [
            (path.name, address)
            for address in read(path).addresses
            if not address.startswith("data:")
            and not (path.parent / address.partition("?")[0].partition("#")[0]).exists()
        ]
    assert missing == []


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_a_command_is_described_with_all_its_options(site: Path, name: str) -> None:
    text = words(site / "reference" / "cli.html")
    command = cli.commands[name]
    context = command.make_context(name, [], resilient_parsing=True)
    assert f"diplograph {name}" in text
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option):
            assert parameter.opts[-1] in text
            assert " ".join((parameter.help or "").split()) in text


def test_every_query_and_class_and_column_is_listed(site: Path) -> None:
    queries = read(site / "reference" / "queries.html").ids
    classes, tables = words(site / "reference" / "event-classes.html"), words(site / "reference" / "tables.html")
    assert {query.name for query in list_queries()} <= queries
    assert [one.name for one in load_event_classes().values() if one.definition not in classes] == []
    columns = [column for one in TABLES.values() for column in one.columns]
    assert [column.name for column in columns if " ".join(column.meaning.split()) not in tables] == []


def test_nothing_is_left_to_be_made(site: Path) -> None:
    assert [path.name for path in pages(site) if "<!-- made:" in path.read_text(encoding="utf-8")] == []


def test_the_python_page_shows_what_the_package_offers(site: Path) -> None:
    import diplograph
    from diplograph import KnowledgeGraph
    from diplograph.analysis import figures, measures

    text = words(site / "reference" / "python.html")
    public = [name for name in vars(KnowledgeGraph) if not name.startswith("_")]
    offered = {*public, *diplograph.__all__, *figures.__all__, *measures.__all__} - {"__version__"}
    assert sorted(name for name in offered if name not in text) == []
