"""The lexicon without a parser: how much it holds, that its codes exist, and which rows it refuses."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from diplograph.codebook import lexicon as lexicon_module
from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.frames import load_frames
from diplograph.codebook.lexicon import BLOCKED, CLASS_COLUMNS, MARK, TRIGGER_COLUMNS, Entry, Lexicon, load_lexicon
from diplograph.errors import OntologyError
from diplograph.resources import ontology_dir, read_table

ROOTS = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
CODE_COLUMNS = ("scheme", "code", "broader", "score", "quad", "match", "label", "definition")
ADDED = "lexicon/triggers-zz.tsv"
GOOD = {
    "id": "zz-hail", "lemma": "hail", "pos": "verb", "class": "Endorsement", "mode": "", "cameo": "",
    "frame": "agent-patient", "object": "", "strength": "strong", "example": "[S Peru] hailed [T Chile] on Monday.",
}  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _entries(lexicon: Lexicon) -> Iterator[Entry]:
    return lexicon.all_entries()


def _root(entry: Entry) -> str | None:
    return None if entry.event_class is None else load_event_classes()[entry.event_class].plover


def _codes(scheme: str) -> set[str]:
    return {row["code"] for _, row in read_table("codes.tsv", CODE_COLUMNS) if row["scheme"] == scheme}


# ------------------------------------------------------------------ what it holds


def test_there_are_enough_entries(lexicon: Lexicon) -> None:
    assert sum(1 for _ in _entries(lexicon)) >= 1800


def test_there_are_enough_verbs_with_an_object(lexicon: Lexicon) -> None:
    assert sum(1 for entry in _entries(lexicon) if entry.pos == "verb" and entry.objects) >= 500


def test_there_are_enough_object_classes(lexicon: Lexicon) -> None:
    assert len(lexicon.classes) >= 70


def test_every_root_has_words(lexicon: Lexicon) -> None:
    found = Counter(_root(entry) for entry in _entries(lexicon))
    assert set(found) - {None} == ROOTS
    assert {root: found[root] for root in ROOTS if found[root] < 20} == {}


def test_every_mode_has_words(lexicon: Lexicon) -> None:
    classes = load_event_classes()
    reached = {
        f"{_root(entry)}-{entry.mode or classes[entry.event_class].mode}"
        for entry in _entries(lexicon)
        if entry.event_class is not None
    }
    assert sorted(code for code in _codes("plover") if "-" in code and code not in reached) == []


def test_every_code_of_an_entry_exists(lexicon: Lexicon) -> None:
    plover, cameo = _codes("plover"), _codes("cameo")
    wrong = [
        f"{entry.where} {entry.id}"
        for entry in _entries(lexicon)
        if (entry.mode and f"{_root(entry)}-{entry.mode}" not in plover) or (entry.cameo and entry.cameo not in cameo)
    ]
    assert wrong == []


def test_every_class_with_a_root_has_words(lexicon: Lexicon) -> None:
    used = {entry.event_class for entry in _entries(lexicon)}
    assert sorted(name for name, kind in load_event_classes().items() if kind.plover and name not in used) == []


def test_ids_are_unique_and_every_entry_has_an_example_and_a_frame(lexicon: Lexicon) -> None:
    frames = set(load_frames().values())
    entries = list(_entries(lexicon))
    assert len({entry.id for entry in entries}) == len(entries)
    assert [entry.id for entry in entries if not entry.example or entry.frame not in frames] == []


def test_a_blocking_entry_marks_no_parties(lexicon: Lexicon) -> None:
    assert [entry.id for entry in _entries(lexicon) if entry.event_class is None and MARK.search(entry.example)] == []


def test_an_example_says_its_entry_in_one_sentence(lexicon: Lexicon) -> None:
    long = [entry.id for entry in _entries(lexicon) if len(entry.example.split()) > 40]
    assert long == []


def test_the_most_specific_sense_comes_first(lexicon: Lexicon) -> None:
    for senses in lexicon.entries.values():
        assert [sense.rank for sense in senses] == sorted((sense.rank for sense in senses), reverse=True)


# ------------------------------------------------------------------ which rows are refused


@pytest.fixture
def load_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Lexicon]:
    """Return a loader that reads a copy of the ontology with one file of the lexicon added."""

    def load(name: str, text: str) -> Lexicon:
        source, copy = Path(str(ontology_dir())), tmp_path / "ontology"
        shutil.copytree(source / "lexicon", copy / "lexicon", dirs_exist_ok=True)
        shutil.copy(source / "events.tsv", copy)
        (copy / name).write_text(text, encoding="utf-8")
        monkeypatch.setattr("diplograph.resources.ontology_dir", lambda: copy)
        monkeypatch.setattr(lexicon_module, "ontology_dir", lambda: copy)
        return load_lexicon.__wrapped__()

    return load


def _table(*rows: dict[str, str]) -> str:
    lines = ["\t".join(TRIGGER_COLUMNS), *("\t".join(row[column] for column in TRIGGER_COLUMNS) for row in rows)]
    return "\n".join(lines) + "\n"


def test_a_good_row_is_taken(load_with: Callable[[str, str], Lexicon]) -> None:
    assert "zz-hail" in {entry.id for entry in load_with(ADDED, _table(GOOD)).all_entries()}


BAD_ROWS = [
    ({"pos": "adverb"}, "part of speech"),
    ({"class": "Picnic"}, "unknown event class"),
    ({"frame": "agent-picnic"}, "unknown frame"),
    ({"strength": "middling"}, "strength"),
    ({"lemma": ""}, "lemma and example"),
    ({"example": ""}, "lemma and example"),
    ({"object": "no-such-class"}, "unknown object class"),
    ({"example": "Peru hailed Chile on Monday."}, "marks neither source"),
]


@pytest.mark.parametrize(("change", "reason"), BAD_ROWS, ids=lambda value: str(value))
def test_a_bad_row_is_refused_and_the_error_says_where_and_why(
    change: dict[str, str], reason: str, load_with: Callable[[str, str], Lexicon]
) -> None:
    with pytest.raises(OntologyError, match=reason) as caught:
        load_with(ADDED, _table(GOOD, {**GOOD, "id": "zz-bad", **change}))
    assert f"{ADDED}:3" in str(caught.value)


def test_an_id_that_stands_twice_stops_the_load(load_with: Callable[[str, str], Lexicon]) -> None:
    with pytest.raises(OntologyError, match="stands twice") as caught:
        load_with(ADDED, _table(GOOD, GOOD))
    assert f"{ADDED}:3" in str(caught.value)


def test_a_row_with_a_cell_too_few_stops_the_load(load_with: Callable[[str, str], Lexicon]) -> None:
    with pytest.raises(OntologyError, match="9 cells found, 10 expected") as caught:
        load_with(ADDED, _table(GOOD) + "zz-short" + "\t" * 8 + "\n")
    assert f"{ADDED}:3" in str(caught.value)


def test_a_table_with_another_header_stops_the_load(load_with: Callable[[str, str], Lexicon]) -> None:
    with pytest.raises(OntologyError, match="header"):
        load_with(ADDED, "id\tword\n")


def test_a_blocking_row_needs_no_marks(load_with: Callable[[str, str], Lexicon]) -> None:
    row = {**GOOD, "id": "zz-block", "class": BLOCKED, "example": "It hailed all night."}
    assert "zz-block" in {entry.id for entry in load_with(ADDED, _table(row)).all_entries()}


BAD_CLASSES = [("actor\tking", "decided by the program"), ("zz-empty\t ,", "has no words")]


@pytest.mark.parametrize(("row", "reason"), BAD_CLASSES)
def test_a_bad_object_class_stops_the_load(row: str, reason: str, load_with: Callable[[str, str], Lexicon]) -> None:
    with pytest.raises(OntologyError, match=reason) as caught:
        load_with("lexicon/classes-zz.tsv", "\t".join(CLASS_COLUMNS) + f"\n{row}\n")
    assert "lexicon/classes-zz.tsv:2" in str(caught.value)


def test_a_class_in_two_files_is_united(load_with: Callable[[str, str], Lexicon], lexicon: Lexicon) -> None:
    united = load_with("lexicon/classes-zz.tsv", "\t".join(CLASS_COLUMNS) + "\nvisit\tpicnic\n").classes["visit"]
    assert united == lexicon.classes["visit"] | {"picnic"}
