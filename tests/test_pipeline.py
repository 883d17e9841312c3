"""From readings to records: sorted whatever the order, and a hash over all that decides what is read."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.model import Document, Reading
from diplograph.pipeline import build_records, ontology_hash
from sample import RUN, sample_records
from trees import case_named
from world import account_of

READINGS = sample_records().readings


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Load the registry before any property is timed."""
    build_records(READINGS, RUN)


@given(st.permutations(READINGS))
def test_records_do_not_depend_on_the_order_of_readings(readings: list[Reading]) -> None:
    assert build_records(readings, RUN) == build_records(READINGS, RUN)


def test_everything_is_sorted_by_id() -> None:
    records = build_records(random.Random(4).sample(READINGS, len(READINGS)), RUN)
    documents = [reading.document.id for reading in records.readings]
    assert documents == sorted(documents)
    for ids in ([event.id for event in records.events], [actor.id for actor in records.actors]):
        assert ids == sorted(set(ids))
        assert ids


def test_nothing_is_lost() -> None:
    records = build_records(READINGS, RUN)
    assert {event.id for event in records.events} == {event.id for one in READINGS for event in one.events}
    assert {actor.id for actor in records.actors} == {actor.id for one in READINGS for actor in one.actors}
    assert records.run == RUN


def test_no_readings_give_empty_records() -> None:
    records = build_records([], RUN)
    assert (records.readings, records.actors, records.events) == ((), (), ())


def test_a_document_that_says_nothing_is_kept() -> None:
    silent = Reading(document=Document(id="silent", text=""))
    assert build_records([silent], RUN).readings == (silent,)


def test_same_text_same_reading() -> None:
    case = case_named("events", "two states")
    assert account_of(case).reading == account_of(case).reading


# -------------------------------------------------------------- the hash


def _hash_of(folder: Path, files: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, *, typer: bool = False) -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("diplograph.pipeline.ontology_dir", lambda: folder)
    return ontology_hash(typer=typer)


def test_hash_is_stable_and_hexadecimal() -> None:
    assert ontology_hash() == ontology_hash()
    assert len(ontology_hash()) == 64
    assert set(ontology_hash()) <= set("0123456789abcdef")


BASE = {"events.tsv": "one", "lexicon/frames.yaml": "two"}


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (BASE, True),
        (dict(reversed(BASE.items())), True),
        (BASE | {"README.md": "words"}, True),
        (BASE | {"typer.tsv": "weights that nobody asks"}, True),
        (BASE | {"events.tsv": "other"}, False),
        (BASE | {"lexicon/new.tsv": "more"}, False),
        (BASE | {"queries/q.rq": "more"}, False),
        ({"events.tsv": "one", "lexicon/renamed.yaml": "two"}, False),
        ({"events.tsv": "two", "lexicon/frames.yaml": "one"}, False),
        ({"events.tsv": "one"}, False),
    ],
)
def test_hash_follows_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], same: bool
) -> None:
    first = _hash_of(tmp_path / "first", BASE, monkeypatch)
    second = _hash_of(tmp_path / "second", changed, monkeypatch)
    assert (first == second) is same


def test_hash_tells_where_a_file_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = _hash_of(tmp_path / "first", {"a.tsv": "1b.tsv2"}, monkeypatch)
    two = _hash_of(tmp_path / "second", {"a.tsv": "1", "b.tsv": "2"}, monkeypatch)
    assert one != two


def test_with_the_typer_the_hash_follows_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = BASE | {"typer.tsv": "one"}, BASE | {"typer.tsv": "two"}
    hashes = {
        _hash_of(tmp_path / str(number), files, monkeypatch, typer=True) for number, files in enumerate((one, two))
    }
    assert len(hashes | {_hash_of(tmp_path / "off", one, monkeypatch)}) == 3
