"""Articles that report the same acts of the same people, one a copy of another: in any order they give one graph."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import SETTINGS
from diplograph.building import build_into
from diplograph.language.parsing import load_nlp
from diplograph.model import Document, Reading
from diplograph.outputs.folder import FILES
from diplograph.pipeline import build_records, read
from diplograph.querying.buildstore import store_of
from diplograph.reading.formats import read_documents

pytest_plugins = ("commands",)
pytestmark = [pytest.mark.model, pytest.mark.usefixtures("known_readings")]

TESTS = Path(__file__).parents[1]
ARTICLES = sorted(
    [*(TESTS / "data" / "merging" / "articles").glob("*.txt"), *(TESTS.parent / "examples").glob("2013-*.txt")]
)


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """Return what the model reads in each article, by its text."""
    documents = [one for one in read_documents(list(map(str, ARTICLES))) if isinstance(one, Document)]
    return dict(zip((one.text for one in documents), read(documents, nlp=load_nlp()), strict=True))


@pytest.fixture
def known_readings(readings: dict[str, Reading], fake_reading: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every article once for all tests, and join them as ever."""

    def known(documents: Iterable[Document], **_: object) -> Iterator[Reading]:
        return (readings[document.text] for document in documents)

    monkeypatch.setattr("diplograph.running.reader.read", known)
    monkeypatch.setattr("diplograph.running.corpus.build_records", build_records)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


SPLITS = st.lists(st.sets(st.sampled_from(ARTICLES), min_size=1), min_size=2, max_size=4)


@given(runs=SPLITS, seed=st.integers())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12)
def test_what_was_known_and_what_is_new_give_the_bytes_of_a_build_from_scratch(
    runs: list[set[Path]], seed: int
) -> None:
    with TemporaryDirectory() as name:
        folder, chance = Path(name), random.Random(seed)
        for run in runs:
            build_into(folder / "grown", chance.sample(sorted(run), len(run)))
        build_into(folder / "scratch", sorted(set().union(*runs)))
        assert contents(folder / "grown") == contents(folder / "scratch")
        assert store_of(folder / "grown")


def test_the_articles_have_what_joining_is_about(tmp_path: Path) -> None:
    graph = build_into(tmp_path, ARTICLES)
    assert {merge.subject for merge in graph.records.merges} >= {"document", "actor", "event"}
    assert SETTINGS.run == graph.records.run
