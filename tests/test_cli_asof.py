"""``--as-of`` and ``diff``: the graph as it could be known on a day, and what has changed since."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from commands import Terminal
from diplograph.knowledgegraph import KnowledgeGraph
from sample import sample_records

pytest_plugins = ("commands",)

BEFORE = "1986-10-02"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "out"
    KnowledgeGraph(records=sample_records()).save(folder)
    return folder


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("earlier") / "out"
    KnowledgeGraph(records=sample_records()).as_of(date.fromisoformat(BEFORE)).save(folder)
    return folder


STATUS = "SELECT ?s { ?e dg:identifier 'meeting-01' ; dg:status/skos:notation ?s }"


@pytest.mark.parametrize(("day", "status"), [(BEFORE, "planned"), ("1986-10-14", "asserted")])
def test_a_query_is_answered_as_of_a_day(
    day: str, status: str, sample: Path, tmp_path: Path, terminal: Terminal
) -> None:
    file = tmp_path / "status.rq"
    file.write_text(STATUS, encoding="utf-8")
    answer = terminal("query", sample, file, "--as-of", day, "--format", "csv")
    assert answer.code == 0, answer.err
    assert answer.out.split() == ["s", status]


def test_an_export_as_of_a_day_is_that_of_the_earlier_build(sample: Path, earlier: Path, terminal: Terminal) -> None:
    for format_ in ("csv", "ttl", "polecat"):
        now = terminal("export", sample, "--format", format_, "--as-of", BEFORE)
        then = terminal("export", earlier, "--format", format_)
        assert (now.code, now.out) == (0, then.out)
    assert f"2 of 3 documents by {BEFORE}" in now.err


def test_the_page_as_of_a_day_stands_beside_the_other(sample: Path, terminal: Terminal) -> None:
    whole = (sample / "graph.html").read_bytes()
    assert terminal("view", sample, "--as-of", BEFORE).code == 0
    page = (sample / f"graph-as-of-{BEFORE}.html").read_text(encoding="utf-8")
    assert f"As reported by {BEFORE}" in page
    assert "Hofdi" not in page
    assert (sample / "graph.html").read_bytes() == whole


def test_nothing_was_known_before_the_first_document(sample: Path, terminal: Terminal) -> None:
    answer = terminal("export", sample, "--format", "jsonl", "--as-of", "1900-01-01")
    assert (answer.code, answer.out) == (0, "")
    assert "0 of 3 documents" in answer.err


def test_diff_tells_in_lines_what_has_changed(sample: Path, earlier: Path, terminal: Terminal) -> None:
    answer = terminal("diff", earlier, sample)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert [line for line in lines if line.startswith("event status: planned -> asserted") and "meeting-01" in line]
    assert answer.err == f"{len(lines)} differences\n"


def test_diff_as_json_is_one_object_a_line(sample: Path, earlier: Path, terminal: Terminal) -> None:
    objects = [json.loads(line) for line in terminal("diff", earlier, sample, "--format", "json").out.splitlines()]
    changed = {(one["kind"], one["id"]): one for one in objects}
    assert changed["status", "meeting-01"]["after"] == "asserted"
    assert ("added", "refusal-09") in changed


def test_diff_as_rdf_is_a_patch(sample: Path, earlier: Path, tmp_path: Path, terminal: Terminal) -> None:
    file = tmp_path / "changes.rdfp"
    assert terminal("diff", earlier, sample, "--format", "rdf", "-o", file).code == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    assert {line[0] for line in lines[1:-1]} == {"A", "D"}


def test_a_build_does_not_differ_from_itself(sample: Path, terminal: Terminal) -> None:
    answer = terminal("diff", sample, sample)
    assert (answer.code, answer.out, answer.err) == (0, "", "0 differences\n")


def test_the_python_twin_of_diff(sample: Path, earlier: Path) -> None:
    graph = KnowledgeGraph.load(sample)
    assert graph.diff(graph) == ()
    assert len(KnowledgeGraph.load(earlier).diff(graph)) > 3
