"""Articles that report the same acts of the same people, one a copy of another: in any order they give one graph."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import SETTINGS
from diplograph.building import build_into
from diplograph.knowledge.eventranges import merge_range
from diplograph.knowledge.shelf import REPORTS, Shelf
from diplograph.language.parsing import load_nlp
from diplograph.model import Document, Event, Reading
from diplograph.outputs.folder import FILES
from diplograph.outputs.rdf.collecting import _event_said
from diplograph.outputs.rdf.lengths import LENGTHS
from diplograph.outputs.rdf.sayings import Said
from diplograph.outputs.tables import event_row
from diplograph.outputs.wordings import WORDINGS
from diplograph.pipeline import build_records, read
from diplograph.querying.buildstore import store_of
from diplograph.reading.formats import read_documents
from diplograph.records import event_line, reading_line
from diplograph.running.engines import Work, alone

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


def test_on_a_cluster_the_events_of_many_documents_are_merged_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_into(tmp_path / "here", ARTICLES)
    sent: list[bytes] = []

    def there(ranges: Iterable[bytes]) -> Iterator[bytes]:
        sent.extend(ranges)
        return map(merge_range, sent)

    monkeypatch.setattr("diplograph.knowledge.joining._MOST_EVENTS", 2)
    monkeypatch.setattr("diplograph.running.corpus.engine_for", lambda work, make_reader: alone(make_reader))
    monkeypatch.setattr("diplograph.running.corpus.merging_by", lambda work, settings, folder: there)
    build_into(tmp_path / "there", ARTICLES, work=Work(engine="dask"))
    assert sent
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the events that are put into words of RDF, as they are."""
    found: list[str] = []

    def noted(event: Event) -> Iterable[Said]:
        found.append(event.id)
        return _event_said(event)

    monkeypatch.setattr("diplograph.outputs.rdf.collecting._event_said", noted)
    return found


def test_what_stays_as_it_was_is_not_put_into_words_again(tmp_path: Path, told: list[str]) -> None:
    *known, new = ARTICLES
    first = build_into(tmp_path, known)
    assert set(told) == {event.id for event in first.events}
    told.clear()
    second = build_into(tmp_path, [new])
    before = set(map(event_line, first.events))
    changed = [event for event in second.events if event_line(event) not in before]
    touched = {claim.document for event in changed for claim in event.claims}
    assert {event.id for event in changed} <= set(told) < {event.id for event in second.events}
    assert all(touched & {claim.document for claim in event.claims} for event in second.events if event.id in told)


def test_a_document_that_is_taken_out_is_named_nowhere(tmp_path: Path) -> None:
    graph = build_into(tmp_path, ARTICLES)
    name = next(one.document.id for one in graph.records.readings if one.events)

    def naming() -> set[str]:
        return {path.name for path in tmp_path.iterdir() if path.is_file() and name.encode() in path.read_bytes()}

    assert naming() >= {LENGTHS, REPORTS, WORDINGS}
    graph.without([name]).save(tmp_path)
    assert naming() == set()


def _other_program(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplograph.running.settings.program_hash", lambda: "another one")


def _gone(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / LENGTHS).unlink()


def _cut(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / LENGTHS).write_bytes((out / LENGTHS).read_bytes()[:-40])


def _longer(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / LENGTHS).write_bytes((out / LENGTHS).read_bytes().replace(b"[", b"[1", 5))


def _words_gone(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / WORDINGS).unlink()


def _words_changed(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / WORDINGS).write_bytes((out / WORDINGS).read_bytes().replace(b"a", b"b"))


def _reports_cut(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / REPORTS).write_bytes((out / REPORTS).read_bytes()[:-40])


def _documents_changed(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / "documents.jsonl").write_bytes((out / "documents.jsonl").read_bytes().replace(b"minister", b"MINISTER"))


def _turtle_changed(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / "graph.ttl").write_bytes((out / "graph.ttl").read_bytes().replace(b"dg:", b"DG:"))


def _trig_gone(out: Path, _: pytest.MonkeyPatch) -> None:
    (out / "graph.trig").unlink()


@pytest.fixture
def worded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the events that are put into words for page, network and table, as they are."""
    found: list[str] = []

    def noted(event: Event) -> str:
        found.append(event.id)
        return event_row(event)

    monkeypatch.setattr("diplograph.outputs.tables.event_row", noted)
    return found


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the documents that are joined anew, as they are."""
    found: list[str] = []

    def noted(self: Shelf, reading: Reading, *rest: Any) -> None:
        found.append(reading.document.id)
        put(self, reading, *rest)

    put = Shelf.put
    monkeypatch.setattr(Shelf, "put", noted)
    return found


def test_events_and_documents_that_stay_are_not_made_again(
    tmp_path: Path, worded: list[str], joined: list[str]
) -> None:
    *known, new = ARTICLES
    first = build_into(tmp_path, known)
    assert worded == [event.id for event in first.events]
    assert joined == [one.document.id for one in first.records.readings]
    worded.clear()
    joined.clear()
    second = build_into(tmp_path, [new])
    before = {reading_line(one) for one in first.records.readings}
    assert joined == [one.document.id for one in second.records.readings if reading_line(one) not in before]
    told_before = set(map(event_line, first.events))
    assert worded == [event.id for event in second.events if event_line(event) not in told_before]


@pytest.mark.parametrize("change", [_words_gone, _words_changed, _reports_cut, _documents_changed])
def test_words_and_documents_are_not_taken_from_what_is_not_as_it_was_left(
    change: Callable[[Path, pytest.MonkeyPatch], None],
    tmp_path: Path,
    worded: list[str],
    joined: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    build_into(out, ARTICLES[:-1])
    change(out, monkeypatch)
    worded.clear()
    joined.clear()
    graph = build_into(out, ARTICLES)
    made = worded if change in {_words_gone, _words_changed} else joined
    assert len(made) == len(graph.events if made is worded else graph.records.readings)
    build_into(tmp_path / "scratch", ARTICLES)
    assert contents(out) == contents(tmp_path / "scratch")


@pytest.mark.parametrize("change", [_other_program, _gone, _cut, _longer, _turtle_changed, _trig_gone])
def test_nothing_is_copied_from_what_is_not_as_it_was_left(
    change: Callable[[Path, pytest.MonkeyPatch], None], tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build_into(out, ARTICLES[:-1])
    change(out, monkeypatch)
    told.clear()
    graph = build_into(out, ARTICLES)
    assert set(told) == {event.id for event in graph.events}
    build_into(tmp_path / "scratch", ARTICLES)
    assert contents(out) == contents(tmp_path / "scratch")


def test_the_articles_have_what_joining_is_about(tmp_path: Path) -> None:
    graph = build_into(tmp_path, ARTICLES)
    assert {merge.subject for merge in graph.records.merges} >= {"document", "actor", "event"}
    assert SETTINGS.run == graph.records.run
