"""Every block of code in the documentation runs: Python, shell, console, SPARQL; all pages share one demo build."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from diplograph import KnowledgeGraph
from diplograph.cli import run
from docpages import Block, answer, blocks, check, code_blocks, is_shown, printed, unindented
from servers import oxigraph

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts)
RUN = {"console", "sh", "python", "sparql", "json", "tsv"}
# What is shown and cannot be run here, such as the set-up of other people's servers.
SHOWN = {"text", "sql", "turtle"}
# Run by hand with files that are not in the repository, or told of another machine. A server goes on until it is
# stopped: that one and what is sent to it are the matter of test_serve_writable.
ELSEWHERE = re.compile(r"^(make |diplograph evaluate |diplograph serve |curl )")
EXTEND = DOCS / "how-to" / "extend.md"
STORES = DOCS / "how-to" / "stores.md"
PORTS = re.compile(r"127\.0\.0\.1:(7878|8080)")

# The page that changes the ontology has a test of its own.
RUNNING = [path for path in PAGES if path != EXTEND and any(block.language in RUN for block in code_blocks(path))]

each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
pytestmark = pytest.mark.model


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder that has the examples, and the build of them that ``make demo`` makes."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "examples").symlink_to(ROOT / "examples")
    with redirect_stdout(io.TextIOWrapper(io.BytesIO())), redirect_stderr(io.TextIOWrapper(io.BytesIO())):
        assert run(["demo", "--quiet", "-o", str(folder / "diplograph-demo")]) == 0
    return folder


def run_lines(text: str) -> None:
    for line in text.splitlines():
        if not ELSEWHERE.match(line):
            answer(line)


def run_block(block: Block, names: dict[str, object], name: str) -> None:
    """Run a block of a page; blocks of Python know the names of those before."""
    if block.language == "console":
        for one in printed(block.text):
            check(one)
    elif block.language == "sh":
        run_lines(block.text)
    elif block.language == "python":
        with redirect_stdout(io.StringIO()):
            exec(compile(block.text, name, "exec"), names)
    elif block.language == "sparql":
        assert KnowledgeGraph.load("diplograph-demo").query(block.text), f"no answer to\n{block.text}"
    elif block.language == "json":
        json.loads(block.text)
    elif block.language == "tsv":
        Path(block.title).write_text(block.text, encoding="utf-8")


@contextmanager
def server_for(path: Path, folder: Path) -> Iterator[str]:
    """Give the address that a page's server has here; start one for the page about servers."""
    with oxigraph(folder) if path == STORES else nullcontext(("http://127.0.0.1:7878", 0)) as (address, _):
        yield address.removeprefix("http://")


@each_page
def test_every_language_is_known(path: Path) -> None:
    unknown = {block.language for block in code_blocks(path)} - RUN - SHOWN
    assert not unknown
    fences = re.findall(r"^```\S*", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(fences) == 2 * len(code_blocks(path)), "a block without a language, or one that is not closed"


@pytest.mark.parametrize("path", RUNNING, ids=lambda path: path.stem)
def test_the_blocks_of_a_page_run(path: Path, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    names: dict[str, object] = {"__name__": "docs"}
    with server_for(path, tmp_path) as address:
        for block in code_blocks(path):
            served = Block(language=block.language, title=block.title, text=PORTS.sub(address, block.text))
            run_block(served, names, path.name)


# ---------------------------------------------------------------- the page that changes the ontology


def _copy_of_the_program(folder: Path) -> Path:
    for name in ("graph", "ontology"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _answer_of(program: Path, line: str) -> list[str]:
    words = line.replace("diplograph", f"{sys.executable} -m diplograph", 1)
    done = subprocess.run(
        words, shell=True, cwd=program, env={"PYTHONPATH": "graph", "PYTHONHASHSEED": "0"},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return unindented(done.stdout.splitlines())


def test_what_is_added_to_the_ontology_is_known_afterwards(tmp_path: Path) -> None:
    program = _copy_of_the_program(tmp_path)
    done = {"tsv": 0, "console": 0}
    for block in code_blocks(EXTEND):
        if block.language == "tsv":
            with (program / block.title).open("a", encoding="utf-8") as table:
                table.write(block.text)
        elif block.language == "console":
            for one in printed(block.text):
                found = _answer_of(program, one.line)
                assert is_shown(unindented(one.output), found), f"{one.line}\nprints\n" + "\n".join(found)
        else:
            continue
        done[block.language] += 1
    assert done == {"tsv": 3, "console": 3}


# ---------------------------------------------------------------- what a page lists is all there is


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def test_every_field_of_events_jsonl_is_explained(demo: Path) -> None:
    text = (DOCS / "reference" / "files.md").read_text(encoding="utf-8")
    lines = (demo / "diplograph-demo" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    found = {key for line in lines for key in _keys(json.loads(line))}
    assert sorted(key for key in found if f"`{key}`" not in text) == []


def test_every_format_is_explained_with_its_suffixes() -> None:
    from diplograph.reading.readers import FORMATS

    text = (DOCS / "how-to" / "inputs.md").read_text(encoding="utf-8")
    rows = {name: next(row for row in text.splitlines() if row.startswith(f"| `{name}` |")) for name in FORMATS}
    assert [one for name, row in rows.items() for one in FORMATS[name].suffixes if f"`{one}`" not in row] == []


def test_every_file_of_a_build_is_explained() -> None:
    from diplograph.outputs.folder import FILES

    text = (DOCS / "reference" / "files.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"\n| `{name}` |" not in text] == []


def test_every_column_of_dyads_is_explained(demo: Path) -> None:
    text = (DOCS / "reference" / "tables.md").read_text(encoding="utf-8")
    graph = KnowledgeGraph.load(demo / "diplograph-demo")
    columns = {*graph.dyads().columns, *graph.dyads(directed=False).columns}
    assert sorted(name for name in columns if f"`{name}`" not in text) == []


def test_every_dating_rule_is_explained() -> None:
    text = (DOCS / "explanation" / "dates.md").read_text(encoding="utf-8")
    source = (ROOT / "graph" / "diplograph" / "language" / "dating.py").read_text(encoding="utf-8")
    rules = set(re.findall(r"\"((?:past tense|present \w+|statement|narrative|plan)[^\"]*: [^\"]*)\"", source))
    assert rules
    assert sorted(rule for rule in rules if f"`{rule}`" not in text) == []


def test_the_tutorial_can_be_followed_without_python() -> None:
    assert blocks(DOCS / "tutorial.md", "console")
