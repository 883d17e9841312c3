"""The command line from outside: exit codes, what goes where, and what is not imported."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from commands import Terminal
from diplograph import __version__
from diplograph.cli import cli, run
from diplograph.cli.talking import program_name
from diplograph.knowledge.shelf import REPORTS
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.outputs.folder import FILES
from diplograph.outputs.rdf.lengths import LENGTHS
from diplograph.outputs.wordings import WORDINGS
from diplograph.outputs.written import SUMS as WRITTEN
from diplograph.querying.buildstore import STORE, SUMS
from diplograph.running.shards import SHARDS
from sample import nasty_records, sample_records

pytest_plugins = ("commands",)

HEAVY = (
    *("spacy", "pyvis", "IPython", "networkx", "rdflib", "pyoxigraph", "pyshacl", "trafilatura"),
    *("starlette", "uvicorn", "pyarrow"),
)
SOURCE_ROOT = Path(__file__).parents[1] / "graph"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCE_ROOT)}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a build of the sample records."""
    folder = tmp_path_factory.mktemp("sample") / "out"
    KnowledgeGraph(records=sample_records()).save(folder)
    return folder


def imported_by(*arguments: str) -> set[str]:
    """Return which heavy packages a command imports."""
    code = (
        "import sys; from diplograph.cli import run; run(sys.argv[1:]); "
        f"print('\\nIMPORTED', *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    command = [sys.executable, "-c", code, *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return set(answer.stdout.split("IMPORTED")[1].split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], *([name, "--help"] for name in sorted(cli.commands))])
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    assert imported_by(*arguments) == set()


def test_a_table_is_exported_without_a_model(sample: Path) -> None:
    assert imported_by("export", str(sample), "--format", "csv").isdisjoint({"spacy", "pyvis", "IPython"})


def test_the_version_is_that_of_the_package(terminal: Terminal) -> None:
    answer = terminal("--version")
    assert (answer.code, answer.out) == (0, f"diplograph {__version__}\n")


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_shows_an_example_before_its_options(
    name: str,
    terminal: Terminal,
) -> None:
    answer = terminal(name, "--help")
    assert answer.code == 0
    assert 0 < answer.out.index(f"diplograph {name} ") < answer.out.index("Options:")
    assert "--quiet" in answer.out
    assert "--debug" in answer.out


USAGE_ERRORS = [
    (),
    ("nonsense",),
    ("build",),
    ("build", "x.txt"),
    ("build", "x.txt", "-o", "out", "--jobs", "0"),
    ("build", "x.txt", "-o", "out", "--jobs", "many"),
    ("query",),
    ("explain",),
    ("export", "out"),
    ("export", "out", "--format", "docx"),
    ("export", "out", "--format", "csv", "--as-of", "2021-02-30"),
    ("view", "out", "--as-of", "yesterday"),
    ("query", "out", "-n", "x", "--as-of", "20211008"),
    ("query", "out", "-n", "x", "--format", "xlsx"),
    ("diff", "out"),
    ("diff", "out", "out", "--format", "html"),
    ("serve", "out", "--port", "70000"),
    ("serve", "out", "--timeout", "0"),
    ("--nonsense",),
]


@pytest.mark.parametrize("arguments", USAGE_ERRORS, ids=" ".join)
def test_mistakes_in_usage_are_code_2(
    arguments: tuple[str, ...],
    terminal: Terminal,
) -> None:
    answer = terminal(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "Traceback" not in answer.err
    if arguments:
        assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("command", ["view", "validate", "query", "explain", "export", "serve", "diff"])
def test_a_folder_that_is_no_build_is_named(
    command: str,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    more = {"query": ["-n", "x"], "explain": ["x"], "export": ["--format", "csv"], "diff": [tmp_path]}.get(command, [])
    answer = terminal(command, tmp_path, *more)
    assert answer.code == 1
    assert f"diplograph: {tmp_path}: not a build" in answer.err
    assert len(answer.err.splitlines()) == 1


@pytest.mark.usefixtures("fake_reading")
def test_build_writes_every_file_and_says_so_on_stderr(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    (tmp_path / "a.txt").write_text("Reagan met Gorbachev.", encoding="utf-8")
    answer = terminal("build", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.endswith("1 documents, 1 events\n")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        (*FILES, LENGTHS, REPORTS, WORDINGS, SHARDS, STORE, SUMS, WRITTEN)
    )


@pytest.mark.usefixtures("fake_reading")
@pytest.mark.parametrize("place", ["before", "after"])
def test_quiet_is_quiet(place: str, tmp_path: Path, terminal: Terminal) -> None:
    (tmp_path / "a.txt").write_text("Reagan met Gorbachev.", encoding="utf-8")
    command = ["build", tmp_path / "a.txt", "-o", tmp_path / "out"]
    answer = terminal("--quiet", *command) if place == "before" else terminal(*command, "-q")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


@pytest.mark.usefixtures("fake_reading")
def test_standard_input_is_read(
    tmp_path: Path,
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Reagan met Gorbachev.", encoding="utf-8")
    with source.open(encoding="utf-8") as piped:
        monkeypatch.setattr("sys.stdin", piped)
        assert terminal("build", "-", "-o", tmp_path / "out").code == 0
    assert "Gorbachev" in (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8")


@pytest.mark.usefixtures("fake_reading")
def test_the_report_counts_and_names_and_has_no_clock(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    (tmp_path / "a.txt").write_text("Reagan met Gorbachev.", encoding="utf-8")
    reports = []
    for name in ("one", "two"):
        terminal("build", tmp_path / "a.txt", "-o", tmp_path / name)
        reports.append((tmp_path / name / "report.json").read_text(encoding="utf-8"))
    assert reports[0] == reports[1]
    report = json.loads(reports[0])
    assert report["software"] == "diplograph"
    assert report["counts"]["events_by_class"] == {"Meeting": 1}
    (document,) = report["documents"]
    assert document["sha256"].startswith(document["id"])
    assert document["events"] == 1
    assert document["source"] == str(tmp_path / "a.txt")


@pytest.mark.usefixtures("fake_reading")
def test_a_document_is_named_as_it_was_given(
    tmp_path: Path,
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for name in ("a", "b"):
        text = f"Mister {name} met Gorbachev."
        (tmp_path / "news" / f"{name}.txt").write_text(text, encoding="utf-8")
    terminal("build", "news", "-o", "out")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert {document["source"] for document in report["documents"]} == {"news/a.txt", "news/b.txt"}
    assert str(tmp_path) not in (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8")


@pytest.mark.usefixtures("fake_reading")
def test_debug_shows_the_traceback_and_otherwise_nobody_sees_it(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    command = ("export", tmp_path, "--format", "csv")
    assert "Traceback" not in terminal(*command).err
    answer = terminal(*command, "--debug")
    assert answer.code == 1
    assert "Traceback" in answer.err
    assert answer.err.splitlines()[-1].startswith("diplograph: ")


def test_export_hands_out_data_on_stdout(sample: Path, terminal: Terminal) -> None:
    for format_, name in (("csv", "events.csv"), ("jsonl", "events.jsonl"), ("graphml", "graph.graphml")):
        answer = terminal("export", sample, "--format", format_)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.splitlines() == (sample / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("format_", ["ttl", "trig", "nt", "jsonld", "rdfxml"])
def test_every_rdf_syntax_is_parsed_by_another_program(
    format_: str,
    sample: Path,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    import pyoxigraph

    names = {"ttl": "TURTLE", "trig": "TRIG", "nt": "N_TRIPLES", "jsonld": "JSON_LD", "rdfxml": "RDF_XML"}
    file = tmp_path / f"graph.{format_}"
    assert terminal("export", sample, "--format", format_, "-o", file).code == 0
    syntax = getattr(pyoxigraph.RdfFormat, names[format_])
    assert len(list(pyoxigraph.parse(path=str(file), format=syntax))) > 500


def test_export_asks_before_it_replaces_a_file(
    sample: Path,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("mine", encoding="utf-8")
    answer = terminal("export", sample, "--format", "csv", "-o", file)
    assert (answer.code, file.read_text(encoding="utf-8")) == (1, "mine")
    assert terminal("export", sample, "--format", "csv", "-o", file, "--force").code == 0
    assert file.read_text(encoding="utf-8").startswith("event,class")


def test_explain_shows_marks_rule_date_and_who_says_it(sample: Path, terminal: Terminal) -> None:
    out = terminal("explain", sample, "accusation-05").out
    assert "[S Moscow] had [E accused] [T Daniloff] without proof." in out
    assert "rule accused (verb)" in out
    assert "on whose word: indirect, George Shultz" in out
    assert "inferred" in out
    assert "Soviet Union" in out


def test_explain_takes_the_beginning_of_an_id(sample: Path, terminal: Terminal) -> None:
    assert "Arrest arrest-03" in terminal("explain", sample, "arrest").out


@pytest.mark.parametrize("name", ["nonesuch", "a"])
def test_explain_names_an_unknown_or_ambiguous_id(
    name: str,
    sample: Path,
    terminal: Terminal,
) -> None:
    answer = terminal("explain", sample, name)
    assert answer.code == 2
    assert repr(name) in answer.err


def test_explain_lets_no_control_character_through(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    folder = tmp_path / "nasty"
    graph = KnowledgeGraph(records=nasty_records()).save(folder)
    for event in graph.events:
        out = terminal("explain", folder, event.id).out
        assert all(char.isprintable() or char == "\n" for char in out)


def test_view_makes_the_page_anew_with_a_title(sample: Path, terminal: Terminal) -> None:
    (sample / "graph.html").unlink()
    assert terminal("view", sample, "--title", "Reykjavik & after").code == 0
    assert "Reykjavik &amp; after" in (sample / "graph.html").read_text(encoding="utf-8")


def test_view_opens_what_it_has_made(sample: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: bool(opened.append(address)) or True)
    (sample / "graph.html").write_text("old", encoding="utf-8")
    assert terminal("view", sample, "--open").code == 0
    assert opened == [(sample / "graph.html").resolve().as_uri()]
    assert "Reykjavik" in (sample / "graph.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["-x", "a b#c?d%20", "Überblick & Co", "--help"])
def test_view_opens_pages_in_folders_with_odd_names(
    sample: Path, tmp_path: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: bool(opened.append(address)) or True)
    shutil.copytree(sample, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert terminal("view", "--open", "--", name).code == 0
    assert opened[0].startswith("file:///")
    assert not set(opened[0].removeprefix("file:///")) & set("#? ")
    assert Path(unquote(urlsplit(opened[0]).path)).samefile(tmp_path / name / "graph.html")


def test_view_says_so_where_there_is_no_browser(
    sample: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    answer = terminal("view", sample, "--open", "--quiet")
    assert answer.code == 0
    address = (sample / "graph.html").resolve().as_uri()
    assert answer.err == f"diplograph: no browser could be started on this machine; open {address} yourself\n"


def test_a_page_that_cannot_be_written_is_one_line(sample: Path, tmp_path: Path, terminal: Terminal) -> None:
    folder = tmp_path / "out"
    shutil.copytree(sample, folder)
    (folder / "graph.html").unlink(missing_ok=True)
    (folder / "graph.html").mkdir()
    answer = terminal("view", folder)
    assert answer.code == 1
    assert f"{folder / 'graph.html'}: cannot be written" in answer.err
    assert len(answer.err.splitlines()) == 1


def test_validate_is_silent_about_a_sound_build(sample: Path, terminal: Terminal) -> None:
    answer = terminal("validate", sample)
    assert (answer.code, answer.out) == (0, "")


def test_validate_finds_a_quotation_that_does_not_stand_where_it_says(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    KnowledgeGraph(records=sample_records()).save(tmp_path / "out")
    for name in ("graph.ttl", "graph.trig"):
        graph = tmp_path / "out" / name
        graph.write_text(graph.read_text(encoding="utf-8").replace('"accused"', '"praised"'), encoding="utf-8")
    answer = terminal("validate", tmp_path / "out")
    assert answer.code == 1
    assert "praised" in answer.out


def test_every_named_query_runs(sample: Path, terminal: Terminal) -> None:
    listing = terminal("query", "--list")
    assert listing.code == 0
    names = [line.split()[0] for line in listing.out.splitlines()]
    assert len(names) >= 12
    for name in names:
        answer = terminal("query", sample, "-n", name)
        assert answer.code == 0, answer.err
        assert answer.out


BAD_QUESTIONS = [
    (("-n", "nonesuch"), "no query is named 'nonesuch'; there are acts-by-month"),
    (("-n", "events-of", "--set", "colour=red"), "query events-of has no parameter 'colour'; it has actor"),
    (("-n", "events-of", "-p", "actor"), "'actor' sets nothing; expected --set NAME=VALUE"),
    (("-n", "who-met-whom", "--set", "from=soon"), "from='soon' is not a day, such as 2021-10-08"),
    (("absent.rq", "-n", "events-of"), "name one query"),
    ((), "name one query"),
]


@pytest.mark.parametrize(("arguments", "reason"), BAD_QUESTIONS)
def test_a_question_that_cannot_be_asked_is_code_2(
    arguments: tuple[str, ...], reason: str, sample: Path, terminal: Terminal
) -> None:
    answer = terminal("query", sample, *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert reason in answer.err
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("option", ["--set", "-p"])
def test_a_parameter_is_set_by_either_name(option: str, sample: Path, terminal: Terminal) -> None:
    answer = terminal("query", sample, "-n", "events-of", option, "actor=nicholas-daniloff", "--format", "csv")
    assert answer.code == 0, answer.err
    assert "Arrest: KGB officers" in answer.out
    assert "Greece" not in answer.out


def test_a_parameter_is_no_way_into_the_query(sample: Path, terminal: Terminal) -> None:
    answer = terminal("query", sample, "-n", "events-of", "--set", "actor=x> } # {", "--format", "csv")
    assert (answer.code, len(answer.out.splitlines())) == (0, 1)


COUNT = "PREFIX dg: <{}> SELECT (COUNT(DISTINCT ?event) AS ?events) WHERE {{ ?event a dg:Event }}"


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_a_query_of_ones_own_is_read_from_a_file(
    format_: str,
    sample: Path,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    from diplograph.vocabulary import DG

    file = tmp_path / "count.rq"
    file.write_text(COUNT.format(str(DG)), encoding="utf-8")
    answer = terminal("query", sample, file, "--format", format_)
    assert answer.code == 0, answer.err
    assert str(len(sample_records().events)) in answer.out


def test_a_query_that_does_not_parse_is_one_line(
    sample: Path,
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    file = tmp_path / "bad.rq"
    file.write_text("SELECT WHERE {", encoding="utf-8")
    answer = terminal("query", sample, file)
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 1


def test_an_interrupt_is_code_130(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("diplograph.outputs.folder.read_folder", interrupted)
    answer = terminal("export", "out", "--format", "csv")
    assert (answer.code, len(answer.complaints)) == (130, 1)


def writing_end(pipe: Path, process: subprocess.Popen[str]) -> int:
    """Open ``pipe`` as soon as ``process`` reads from it."""
    while process.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"ended with {process.returncode} before it read anything")


@pytest.mark.model
def test_sigterm_ends_a_build_cleanly(tmp_path: Path) -> None:
    pipe = tmp_path / "slow.txt"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "diplograph", "build", str(pipe), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    writer = writing_end(pipe, process)
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    os.close(writer)
    assert process.returncode == 130
    assert "interrupted" in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_a_reader_that_had_enough_is_no_error(sample: Path) -> None:
    command = [sys.executable, "-m", "diplograph", "export", str(sample), "--format", "jsonl"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.usefixtures("fake_reading")
def test_evaluate_scores_a_gold_folder_and_lists_misses(
    tmp_path: Path,
    terminal: Terminal,
) -> None:
    gold = Path(__file__).parent / "data" / "evaluation"
    misses = tmp_path / "misses.jsonl"
    answer = terminal("evaluate", gold, "--sets", "duets,quiet", "--misses", misses, "--json")
    assert answer.code == 0, answer.err
    value = json.loads(answer.out)
    assert [one["name"] for one in value["sets"]] == ["duets", "quiet"]
    assert len(misses.read_text(encoding="utf-8").splitlines()) == 4


@pytest.mark.usefixtures("fake_reading")
def test_evaluate_says_what_it_does_not_score(tmp_path: Path, terminal: Terminal) -> None:
    gold = tmp_path / "strange.jsonl"
    gold.write_text('{"id": "1", "text": "Norway left.", "events": [], "mood": "blue"}\n', encoding="utf-8")
    answer = terminal("evaluate", gold)
    assert answer.code == 0
    assert "strange: not scored" in answer.err
    assert answer.out == "nothing scored\n"


def test_evaluate_names_what_is_not_gold(tmp_path: Path, terminal: Terminal) -> None:
    assert terminal("evaluate", tmp_path / "none.jsonl").code == 2


@pytest.mark.model
def test_two_processes_give_the_bytes_of_one(tmp_path: Path, terminal: Terminal) -> None:
    examples = Path(__file__).parents[1] / "examples"
    for jobs in (1, 2):
        answer = terminal("build", examples, "-o", tmp_path / str(jobs), "--jobs", jobs)
        assert answer.code == 0, answer.err
    for name in FILES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_the_program_is_called_by_what_leads_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / ".venv" / "bin" / "diplograph"
    program.parent.mkdir(parents=True)
    program.write_text("", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [str(program)])
    monkeypatch.setenv("PATH", "")
    assert program_name() == ".venv/bin/diplograph"
    monkeypatch.setenv("PATH", str(program.parent))
    assert program_name() == "diplograph"
    monkeypatch.setattr("sys.argv", [str(tmp_path / "diplograph" / "__main__.py")])
    monkeypatch.setattr("sys.executable", str(tmp_path / "my python"))
    assert program_name() == "'my python' -m diplograph"


def test_another_program_of_the_same_name_is_not_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mine", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "diplograph").write_text("", encoding="utf-8")
        (tmp_path / name / "diplograph").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["mine/diplograph"])
    monkeypatch.setenv("PATH", str(tmp_path / "other"))
    assert program_name() == "mine/diplograph"


@pytest.mark.model
def test_the_demo_says_what_to_open(
    tmp_path: Path,
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = terminal("demo")
    assert answer.code == 0, answer.err
    assert "diplograph-demo/graph.html" in answer.out
    command = answer.out.split("diplograph query ")[1].splitlines()[0].split()
    assert run(["query", *command]) == 0
    assert terminal("query", *command, "--format", "csv").out.count("\n") > 5
    report = json.loads((tmp_path / "diplograph-demo" / "report.json").read_text(encoding="utf-8"))
    assert all(document["source"].startswith("examples/") for document in report["documents"])


@pytest.mark.model
def test_explain_says_why_a_text_gives_an_event_or_none(terminal: Terminal) -> None:
    answer = terminal("explain", "--text", "Norway recalled its ambassador to Chile on Friday.")
    assert answer.code == 0, answer.err
    assert "EnvoyRecall" in answer.out
    assert "[E recalled" in answer.out
    assert "no event" in terminal("explain", "--text", "The sea was calm.").out
