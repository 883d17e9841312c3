"""The documents say what is true: commands run as printed, Python runs, lists are complete, links lead somewhere."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import click
import pytest

from diplograph.cli import cli
from diplograph.cli.talking import Settings
from diplograph.querying import NamedQuery, list_queries
from docpages import blocks, check, pipeline, printed, prose

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
DOCUMENTS = (
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "ontology" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
MOST_BYTES = 250_000

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


# ---------------------------------------------------------------- commands


def commands_of(path: Path) -> list[list[str]]:
    """Return the arguments of every ``diplograph ...`` of a document, in blocks and in running text."""
    lines = [one.line for body in blocks(path, "console") for one in printed(body)]
    lines += [line for body in blocks(path, "sh") for line in body.splitlines()]
    lines += re.findall(r"`(diplograph [a-z][^`]*)`", prose(path))
    parts = [part for line in lines if "diplograph " in line for part in pipeline(line)]
    return [part[1:] for part in parts if part and part[0] == "diplograph"]


ALL_COMMANDS = [
    pytest.param(arguments, id=f"{path.name}: {' '.join(arguments)}")
    for path in DOCUMENTS
    for arguments in commands_of(path)
]


def test_the_readme_names_commands() -> None:
    named = {arguments[0] for arguments in commands_of(README)}
    assert named >= set(cli.commands) - {"demo"}


@pytest.mark.parametrize("arguments", ALL_COMMANDS)
def test_a_command_parses(arguments: list[str]) -> None:
    name, *rest = arguments
    if name in {"COMMAND", "--version"}:
        return
    assert name in cli.commands
    if not rest:
        return
    with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")):
        try:
            cli.commands[name].make_context(name, rest, obj=Settings())
        except click.exceptions.Exit:
            # --help and --list have answered.
            return


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder that has the examples, as in the README."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.model
def test_the_readme_prints_what_commands_print(workplace: Path) -> None:
    shown = [one for body in blocks(README, "console") for one in printed(body)]
    assert len(shown) >= 5
    for one in shown:
        check(one)


@pytest.mark.model
def test_the_python_runs(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *more = blocks(README, "python")
    assert len(first.splitlines()) <= 10
    known: dict[str, object] = {}
    for code in (first, *more):
        exec(compile(code, "README.md", "exec"), known)
    assert Path("tension.png").read_bytes().startswith(b"\x89PNG")
    told = capsys.readouterr().out.splitlines()
    assert any(line.startswith("asserted | ") for line in told)
    assert any(line.startswith("denied | ") for line in told)
    assert any("[planned]" in line for line in told)
    assert (workplace / "out" / "graph.html").is_file()


# ---------------------------------------------------------------- lists


def row_of(query: NamedQuery) -> str:
    settings = ", ".join(f"`{one.name}`" for one in query.parameters)
    return f"| `{query.name}` | {query.help} | {settings} |"


def test_the_list_of_queries_is_that_of_the_ontology() -> None:
    section = README.read_text(encoding="utf-8").partition("\n## Questions with names\n")[2].partition("\n## ")[0]
    listed = [line for line in section.splitlines() if line.startswith("| `")]
    names = {query.name for query in list_queries()}
    wanted = [row_of(query) for query in list_queries()]
    assert listed == wanted, "the table of named queries should be:\n" + "\n".join(wanted)
    assert {path.stem for path in (ROOT / "ontology" / "queries").glob("*.rq")} == names


def test_the_list_of_files_is_that_of_a_build() -> None:
    from diplograph.outputs.folder import FILES

    text = README.read_text(encoding="utf-8")
    assert [name for name in FILES if f"\n| `{name}` |" not in text] == []


@each_document
def test_a_make_target_is_there(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    lines = re.findall(r"^make (.+)$|`make ([^`]+)`", text, re.MULTILINE)
    named = {name for either in lines for name in "".join(either).split()}
    assert named <= targets


# ---------------------------------------------------------------- links and pictures


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as web hosts make them."""
    headings = HEADING.findall(prose(path))
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@each_document
def test_a_link_leads_somewhere(path: Path) -> None:
    broken = []
    for link in LINK.findall(prose(path)):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_the_readme_shows_the_page() -> None:
    assert [link for link in LINK.findall(README.read_text(encoding="utf-8")) if link.endswith(".png")]


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "images").iterdir()), ids=lambda path: path.name)
def test_a_picture_is_a_small_png_in_use(path: Path) -> None:
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    assert len(content) < MOST_BYTES
    assert any(path.name in document.read_text(encoding="utf-8") for document in DOCUMENTS)


@each_document
def test_a_document_names_no_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|Users)/", text)
    assert not re.search(r"pypi\.|files\.pythonhosted|index-url https", text)


# ---------------------------------------------------------------- decisions


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_gives_its_reasons(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Context", "Decision", "Reason", "Consequences"]


def test_the_changelog_has_the_version() -> None:
    from diplograph import __version__

    assert f"## [{__version__}] - " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
