"""Whole corpora of public texts: every document is read, and nothing stops the run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import Terminal

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
FILES = sorted(CORPORA.glob("*.jsonl"))

pytest_plugins = ("commands",)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(not FILES, reason="the corpora beside the repository are not here"),
]


@pytest.mark.parametrize("corpus", FILES, ids=lambda path: path.stem)
def test_every_document_of_a_corpus_is_read(corpus: Path, tmp_path: Path, terminal: Terminal) -> None:
    done = terminal("build", corpus, "-o", tmp_path / "out", "--jobs", "2", "--quiet")
    assert (done.code, done.err) == (0, "")
    wanted = [json.loads(line)["id"] for line in corpus.read_text(encoding="utf-8").splitlines()]
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["failures"] == []
    assert sorted(document["id"] for document in report["documents"]) == sorted(wanted)
    assert report["counts"]["events"] > 0
