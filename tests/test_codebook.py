"""The tables of the codebook: what a good row means, and that a bad one stops the load with file, line, reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from diplograph.codebook.contexts import load_contexts
from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.frames import load_frames
from diplograph.codebook.lemmas import load_lemmas
from diplograph.codebook.lexicon import load_lexicon
from diplograph.codebook.operators import OperatorKind, load_operators
from diplograph.codebook.plover import plover_country
from diplograph.errors import OntologyError
from diplograph.resources import ontology_dir, ontology_file, read_table

TRIGGERS = "id\tlemma\tpos\tclass\tmode\tcameo\tframe\tobject\tstrength\texample\n"
GOOD = "hit\thit\tverb\tAttack\t\t\tagent-patient\t\tstrong\t[S Chad] hit [T Niger].\n"
EVENTS = "class\tparent\tplover\tmode\tcameo\tsymmetric\tfamily\tlabel\tdefinition\n"
OPERATORS = "lemma\tpos\tover\tkind\texample\n"


@pytest.fixture
def ontology(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an ontology of its own with an empty lexicon and the real frames and event classes."""
    load_frames(), load_event_classes()
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    (lexicon / "classes.tsv").write_text("class\twords\ntalks\ttalk, talks\n", encoding="utf-8")
    (lexicon / "triggers.tsv").write_text(TRIGGERS + GOOD, encoding="utf-8")
    for name in ("events.tsv", "lexicon/frames.yaml"):
        shutil.copy(str(ontology_dir() / name), tmp_path / name)
    for module in ("resources", "codebook.lexicon"):
        monkeypatch.setattr(f"diplograph.{module}.ontology_dir", lambda: tmp_path)
    return tmp_path


Load = Callable[[], object]


def _refused(load: Load, file: str, line: int, reason: str) -> None:
    with pytest.raises(OntologyError) as caught:
        load()
    assert (caught.value.file, caught.value.line) == (file, line)
    assert reason in caught.value.reason


def _changed(column: int, text: str) -> str:
    cells = GOOD.rstrip("\n").split("\t")
    cells[column] = text
    return "\t".join(cells) + "\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (_changed(2, "adverb"), "part of speech 'adverb'"),
        (_changed(3, "Nonsense"), "unknown event class 'Nonsense'"),
        (_changed(6, "nonsense"), "unknown frame 'nonsense'"),
        (_changed(7, "talks|nonsense"), "unknown object class 'nonsense'"),
        (_changed(8, "firm"), "strength 'firm'"),
        (_changed(1, ""), "lemma and example"),
        (_changed(9, ""), "lemma and example"),
        (_changed(9, "Chad hit Niger."), "marks neither source"),
        (GOOD, "id 'hit' stands twice"),
        ("too\tfew\n", "2 cells found"),
    ],
)
def test_bad_triggers_are_refused(ontology: Path, row: str, reason: str) -> None:
    (ontology / "lexicon" / "triggers.tsv").write_text(TRIGGERS + GOOD + row, encoding="utf-8")
    _refused(load_lexicon.__wrapped__, "lexicon/triggers.tsv", 3, reason)


@pytest.mark.parametrize(
    ("row", "reason"), [("person\tman\n", "decided by the program"), ("empty\t ,\n", "has no words")]
)
def test_bad_object_classes_are_refused(ontology: Path, row: str, reason: str) -> None:
    (ontology / "lexicon" / "classes.tsv").write_text("class\twords\n" + row, encoding="utf-8")
    _refused(load_lexicon.__wrapped__, "lexicon/classes.tsv", 2, reason)


@pytest.mark.parametrize(
    ("lemma", "pos", "before", "word", "after"),
    [
        ("hit", "verb", (), "hit", ()),
        ("hit_out_at", "verb", (), "hit", ("out", "at")),
        ("peace_talk", "noun", ("peace",), "talk", ()),
        ("critical_of", "adj", (), "critical", ("of",)),
    ],
)
def test_parts_of_a_lemma(
    ontology: Path, lemma: str, pos: str, before: tuple[str, ...], word: str, after: tuple[str, ...]
) -> None:
    row = GOOD.replace("hit\tverb", f"{lemma}\t{pos}", 1)
    (ontology / "lexicon" / "triggers.tsv").write_text(TRIGGERS + row, encoding="utf-8")
    (entry,) = load_lexicon.__wrapped__().all_entries()
    assert (entry.before, entry.lemma, entry.after) == (before, word, after)


def test_blocking_row_needs_no_marks_and_has_no_class(ontology: Path) -> None:
    row = "off\thit\tverb\t-\t\t\tagent-patient\ttalks|money\tweak\tThey hit the road.\n"
    (ontology / "lexicon" / "triggers.tsv").write_text(TRIGGERS + GOOD + row, encoding="utf-8")
    lexicon = load_lexicon.__wrapped__()
    entry = lexicon.entries["verb", "hit"][0]
    assert (entry.id, entry.event_class, entry.objects, entry.weak) == ("off", None, ("talks", "money"), True)
    assert entry.where == "lexicon/triggers.tsv:3"


def test_files_of_one_kind_are_one_lexicon(ontology: Path) -> None:
    (ontology / "lexicon" / "triggers-more.tsv").write_text(
        TRIGGERS + GOOD.replace("hit\thit", "hurt\thurt", 1), encoding="utf-8"
    )
    (ontology / "lexicon" / "classes-more.tsv").write_text("class\twords\ntalks\tsummit\n", encoding="utf-8")
    lexicon = load_lexicon.__wrapped__()
    assert {entry.id for entry in lexicon.all_entries()} == {"hit", "hurt"}
    assert lexicon.classes["talks"] == {"talk", "talks", "summit"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("New\tEvent\tNONSENSE\t\t\tno\tx\tx\tx.\n", "'NONSENSE' is no PLOVER root"),
        ("New\tEvent\t\t\t\tmaybe\tx\tx\tx.\n", "symmetric is 'maybe'"),
        ("Old\tEvent\t\t\t\tno\tx\tx\tx.\n", "class 'Old' stands twice"),
    ],
)
def test_bad_event_classes_are_refused(ontology: Path, row: str, reason: str) -> None:
    old = "Old\tEvent\t\t\t\tno\tx\tx\tx.\n"
    (ontology / "events.tsv").write_text(EVENTS + old + row, encoding="utf-8")
    _refused(load_event_classes.__wrapped__, "events.tsv", 3, reason)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("- a\n- b\n", 0, "a mapping of frame names"),
        ("one: [subj]\n", 0, "frame 'one' is no mapping"),
        ("one: {doer: [subj]}\n", 0, "unknown roles ['doer']"),
        ("one: {source: [subj]}\none: {source: [obj]}\n", 1, "['one'] stand twice"),
    ],
)
def test_bad_frames_are_refused(ontology: Path, text: str, line: int, reason: str) -> None:
    (ontology / "lexicon" / "frames.yaml").write_text(text, encoding="utf-8")
    _refused(load_frames.__wrapped__, "lexicon/frames.yaml", line, reason)


def test_words_of_frames_stay_words(ontology: Path) -> None:
    """YAML takes "on" for true; a frame means the preposition."""
    (ontology / "lexicon" / "frames.yaml").write_text(
        "one: {source: [subj], target: [on, 'no'], symmetric: true}\n", encoding="utf-8"
    )
    frame = load_frames.__wrapped__()["one"]
    assert (frame.source, frame.target, frame.symmetric) == (("subj",), ("on", "no"), True)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("hold\tverb\tnoun\theavy\tx\n", "kind 'heavy'"),
        ("hold\tverb\tall\tlight\tx\n", "over 'all'"),
        ("hold\tadverb\tnoun\tlight\tx\n", "pos 'adverb'"),
        ("plan\tverb\tclause\tlight\tx\n", "operator 'plan' over a clause stands twice"),
    ],
)
def test_bad_operators_are_refused(ontology: Path, row: str, reason: str) -> None:
    plan = "plan\tverb\tboth\tplanned\tx\n"
    (ontology / "lexicon" / "operators.tsv").write_text(OPERATORS + plan + row, encoding="utf-8")
    _refused(load_operators.__wrapped__, "lexicon/operators.tsv", 3, reason)


def test_operator_over_both_stands_for_two(ontology: Path) -> None:
    (ontology / "lexicon" / "operators.tsv").write_text(OPERATORS + "plan\tverb\tboth\tplanned\tx\n", encoding="utf-8")
    found = load_operators.__wrapped__()
    assert set(found) == {("plan", "verb", "noun"), ("plan", "verb", "clause")}
    assert {operator.kind for operator in found.values()} == {OperatorKind.PLANNED}


def test_contexts_of_a_word(ontology: Path) -> None:
    path = ontology / "lexicon" / "contexts.tsv"
    path.write_text("context\twords\nmilitary\tarmy, base\nlegal\tbase\n", encoding="utf-8")
    assert load_contexts.__wrapped__() == {"army": {"military"}, "base": {"military", "legal"}}
    path.write_text("context\twords\nmilitary\t,\n", encoding="utf-8")
    _refused(load_contexts.__wrapped__, "lexicon/contexts.tsv", 2, "has no words")


def test_lemmas_correct_forms(ontology: Path) -> None:
    (ontology / "lexicon" / "lemmas.tsv").write_text("form\tlemma\nstaged\tstage\n", encoding="utf-8")
    assert load_lemmas.__wrapped__() == {"staged": "stage"}


# -------------------------------------------------------------- tables and files


def _table(folder: Path, text: str) -> list[tuple[int, dict[str, str]]]:
    (folder / "t.tsv").write_text(text, encoding="utf-8")
    return list(read_table("t.tsv", ("a", "b")))


def test_table_passes_over_remarks_and_keeps_line_numbers(ontology: Path) -> None:
    rows = _table(ontology, '# remark\na\tb\n\n# more\n 1 \t"2\n')
    assert rows == [(5, {"a": "1", "b": '"2'})]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a\tc\n", 1, "header ('a', 'c') found"),
        ("# x\nb\ta\n", 2, "header ('b', 'a') found"),
        ("a\tb\n1\n", 2, "1 cells found, 2 expected"),
        ("a\tb\n1\t2\t3\n", 2, "3 cells found, 2 expected"),
    ],
)
def test_bad_tables_are_refused(ontology: Path, text: str, line: int, reason: str) -> None:
    _refused(lambda: _table(ontology, text), "t.tsv", line, reason)


@pytest.mark.parametrize("name", ["nothing.tsv", "lexicon", "lexicon/nothing.yaml"])
def test_missing_file_is_an_ontology_error(ontology: Path, name: str) -> None:
    _refused(lambda: ontology_file(name), name, 0, "missing")


def test_message_names_file_line_and_reason() -> None:
    assert str(OntologyError("a.tsv", 7, "why")) == "ontology/a.tsv:7: why"
    assert str(OntologyError("a.tsv", 0, "why")) == "ontology/a.tsv: why"


def test_plover_files_a_state_that_few_recognise_under_its_parent() -> None:
    assert plover_country("XSL") == ("SOM", "PRE")
    assert plover_country("XKX") == ("KOS", None)
    assert plover_country("FRA") == ("FRA", None)
