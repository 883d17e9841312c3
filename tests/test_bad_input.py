"""Whatever is given: one clear line each on stderr, the right exit code, the rest done, no half file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Terminal
from diplograph.knowledge.shelf import REPORTS
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.outputs.folder import FILES
from diplograph.outputs.page import render_page
from diplograph.outputs.rdf.lengths import LENGTHS
from diplograph.outputs.wordings import WORDINGS
from diplograph.outputs.written import SUMS as WRITTEN
from diplograph.querying.buildstore import STORE, SUMS
from diplograph.running.shards import SHARDS
from sample import NASTY_NAMES, nasty_records

pytest_plugins = ("commands",)

GOOD = "Reagan met Gorbachev."


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def report(folder: Path) -> dict[str, list[dict[str, str]]]:
    value: dict[str, list[dict[str, str]]] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return value


def unreadable(folder: Path) -> Path:
    """Return a file that nobody can read, not even root: a link to itself."""
    path = folder / "loop.txt"
    path.symlink_to(path)
    return path


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda folder: folder / "absent.txt", "no such file"),
    "unreadable": (unreadable, "loop.txt"),
    "empty": (lambda folder: write(folder / "empty.txt", ""), "empty"),
    "blank": (lambda folder: write(folder / "blank.txt", " \n\n"), "empty"),
    "invalid UTF-8": (
        lambda folder: write(folder / "latin.txt", b"Zo\xeb met \xff\xfe\xfd Ana."),
        "latin.txt",
    ),
    "binary": (
        lambda folder: write(folder / "photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 50),
        "photo.txt",
    ),
    "ten megabytes": (lambda folder: write(folder / "long.txt", "A met B. " * 1_200_000), "longer than"),
    "unknown suffix": (lambda folder: write(folder / "talk.docx", GOOD), "docx"),
    "empty folder": (lambda folder: _made(folder / "nothing"), "no document"),
}


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.usefixtures("fake_reading")
@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_named_in_one_line_and_the_others_are_read(
    name: str,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    make, reason = BAD[name]
    bad, out = make(tmp_path), tmp_path / "out"
    answer = terminal("build", bad, write(tmp_path / "good.txt", GOOD), "-o", out)
    assert answer.code == 3, answer.err
    (complaint,) = answer.complaints
    assert reason in complaint
    assert bad.name in complaint
    assert "Traceback" not in answer.err
    (failure,) = report(out)["failures"]
    assert f"diplograph: {failure['source']}: {failure['reason']}" == complaint
    assert len((out / "events.jsonl").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.usefixtures("fake_reading")
@pytest.mark.parametrize("name", BAD)
def test_nothing_but_bad_input_fails_and_writes_nothing(
    name: str,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    make, reason = BAD[name]
    answer = terminal("build", make(tmp_path), "-o", tmp_path / "out")
    assert answer.code == 1
    assert reason in answer.complaints[0]
    assert "nothing was written" in answer.complaints[-1]
    assert not (tmp_path / "out").exists()


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.mark.usefixtures("fake_reading")
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (lines({"id": "a", "text": GOOD}) + "{broken\n" + lines({"id": "b", "text": GOOD}), 2),
        (lines({"id": "a", "text": GOOD}, {"id": "b", "text": GOOD}, {"id": "c"}), 3),
        (lines({"id": "a", "text": GOOD}, ["no", "object"], {"id": "b", "text": GOOD}), 2),
        (lines({"id": "a", "text": GOOD}, {"id": "b", "text": GOOD}, {"id": "c", "text": 7}), 3),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_read(
    content: str,
    line: int,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    out = tmp_path / "out"
    answer = terminal("build", write(tmp_path / "news.jsonl", content), "-o", out)
    assert answer.code == 3
    (complaint,) = answer.complaints
    assert "news.jsonl" in complaint
    assert str(line) in complaint
    assert [document["id"] for document in report(out)["documents"]] == ["a", "b"]


@pytest.mark.usefixtures("fake_reading")
def test_an_id_given_twice_to_different_texts_is_an_error(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    content = lines({"id": "a", "text": GOOD}, {"id": "a", "text": "Other met Others."})
    answer = terminal("build", write(tmp_path / "news.jsonl", content), "-o", tmp_path / "out")
    assert answer.code == 3
    assert '"a"' in answer.complaints[0]


@pytest.mark.usefixtures("fake_reading")
def test_the_same_document_twice_is_read_once(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    one, two = write(tmp_path / "one.txt", GOOD), write(tmp_path / "two.txt", GOOD)
    answer = terminal("build", one, two, "-o", tmp_path / "out")
    assert answer.code == 0
    assert len(report(tmp_path / "out")["documents"]) == 1


@pytest.mark.usefixtures("fake_reading")
def test_a_text_without_a_date_is_read_and_its_events_are_undated(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    answer = terminal("build", write(tmp_path / "good.txt", GOOD), "-o", tmp_path / "out")
    assert answer.code == 0
    assert "of unknown day" in answer.err
    (event,) = (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(event)["date"] is None


@pytest.mark.usefixtures("fake_reading")
@pytest.mark.parametrize("command", ["build", "export", "query"])
def test_an_unknown_format_is_a_usage_error(
    command: str,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    answer = terminal(command, tmp_path, *(["-o", tmp_path / "o"] if command == "build" else []), "--format", "odf")
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1
    assert "odf" in answer.err


def blocked(folder: Path) -> Path:
    return write(folder / "file", "in the way") / "out"


@pytest.mark.usefixtures("fake_reading")
@pytest.mark.parametrize("make", [blocked, lambda folder: write(folder / "out", "a file")])
def test_an_output_that_cannot_be_written_fails_before_any_work(
    make: Callable[[Path], Path],
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    answer = terminal("build", write(tmp_path / "good.txt", GOOD), "-o", make(tmp_path))
    assert answer.code == 1
    assert "is a file, not a folder" in answer.err
    assert len(answer.err.splitlines()) == 1


@pytest.mark.usefixtures("fake_reading")
def test_other_peoples_files_are_not_written_over(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    source, out = write(tmp_path / "good.txt", GOOD), _made(tmp_path / "out")
    mine = write(out / "graph.ttl", "# years of work\n")
    answer = terminal("build", source, "-o", out)
    assert (answer.code, mine.read_text(encoding="utf-8")) == (1, "# years of work\n")
    assert "--force" in answer.err
    assert terminal("build", source, "-o", out, "--force").code == 0
    assert "# years of work" not in mine.read_text(encoding="utf-8")


@pytest.mark.usefixtures("fake_reading")
def test_a_corrected_article_takes_the_place_of_the_first_without_asking(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    source, out = write(tmp_path / "good.txt", GOOD), tmp_path / "out"
    assert terminal("build", source, "-o", out).code == 0
    write(source, "Thatcher met Mitterrand.")
    assert terminal("build", source, "-o", out).code == 0
    events = (out / "events.jsonl").read_text(encoding="utf-8")
    assert "Thatcher" in events
    assert "Gorbachev" not in events


@pytest.mark.usefixtures("fake_reading")
def test_no_part_of_a_file_is_left_behind(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    out = tmp_path / "out"
    terminal("build", write(tmp_path / "good.txt", GOOD), "-o", out)
    assert sorted(path.name for path in out.iterdir()) == sorted(
        (*FILES, LENGTHS, REPORTS, WORDINGS, SHARDS, STORE, SUMS, WRITTEN)
    )


@pytest.mark.usefixtures("fake_reading")
def test_a_failing_writer_leaves_the_earlier_build_as_it_was(
    tmp_path: Path,
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source, out = write(tmp_path / "good.txt", GOOD), tmp_path / "out"
    terminal("build", source, "-o", out)
    before = {name: (out / name).read_bytes() for name in FILES}
    write(source, "Thatcher met Mitterrand.")

    def interrupted(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("diplograph.outputs.tables.events_csv_of", interrupted)
    answer = terminal("build", source, "-o", out)
    assert answer.code == 130
    assert {name: (out / name).read_bytes() for name in FILES} == before
    assert not list(out.glob(".*"))


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nasty") / "out"
    KnowledgeGraph(records=nasty_records()).save(folder)
    return folder


def test_nasty_names_are_harmless_in_turtle_and_trig(nasty: Path) -> None:
    import pyoxigraph

    for name, syntax in (
        ("graph.ttl", pyoxigraph.RdfFormat.TURTLE),
        ("graph.trig", pyoxigraph.RdfFormat.TRIG),
    ):
        quads = list(pyoxigraph.parse(path=str(nasty / name), format=syntax))
        literals = {quad.object.value for quad in quads if isinstance(quad.object, pyoxigraph.Literal)}
        assert {name for name in NASTY_NAMES if "\x00" not in name and "\x07" not in name} <= literals


def test_nasty_names_are_harmless_in_graphml(nasty: Path) -> None:
    import networkx

    graph = networkx.read_graphml(nasty / "graph.graphml")
    assert graph.number_of_nodes() == len(NASTY_NAMES) * 2


def test_nasty_names_are_harmless_in_csv(nasty: Path) -> None:
    text = (nasty / "events.csv").read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(NASTY_NAMES)
    assert not [row for row in rows if row["sources"].startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_nasty_names_are_harmless_in_html() -> None:
    page = render_page(nasty_records())
    for payload in ("<script>alert(2)", "<b onclick", 'href="javascript:', "href=javascript:"):
        assert payload not in page


def test_nasty_records_come_back_from_the_folder_as_they_were(nasty: Path) -> None:
    assert KnowledgeGraph.load(nasty).events == nasty_records().events
