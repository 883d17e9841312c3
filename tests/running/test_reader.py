"""The shard function and what it hangs on: a model-free part, and one with the model that compares all engines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commands import read_meetings
from diplograph.building import build, build_into
from diplograph.errors import EngineError, InputError, ModelError
from diplograph.model import Document, Reading, Span
from diplograph.outputs.folder import FILES
from diplograph.running.checking import checked
from diplograph.running.engines import Work
from diplograph.running.pool import _environment
from diplograph.running.reader import load_reader
from diplograph.running.settings import code_hash, document_key, settings_for
from sample import sample_records

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDERS_READ = ("codebook", "knowledge", "language", "model", "reading", "records")
FILES_READ = (*(f"{name}/one.py" for name in FOLDERS_READ), "pipeline.py")
DOCUMENT = Document(id="a", text="Ann met Bob", title="Talks", source="one.txt")


def test_settings_are_known_without_a_model_being_loaded() -> None:
    settings = settings_for()
    assert settings == settings_for(None)
    assert settings.run.model.startswith("en_core_web_sm")


def test_a_model_that_is_not_there_is_named() -> None:
    for name in ("no_such_model", "../nowhere", "json"):
        with pytest.raises(ModelError, match="is not installed"):
            settings_for(name)


@pytest.mark.parametrize("changed", FILES_READ)
def test_a_changed_rule_is_another_setting(changed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in FILES_READ:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.setattr("diplograph.running.settings.files", lambda package: tmp_path)
    before = code_hash()
    assert before == code_hash()
    (tmp_path / changed).write_text("changed = True", encoding="utf-8")
    assert code_hash() != before


def test_machines_with_other_software_are_refused() -> None:
    with pytest.raises(EngineError, match="another version"):
        load_reader(replace(settings_for(), key="0" * 64))


@pytest.mark.parametrize("field", ["id", "text", "title", "url"])
def test_the_key_of_a_document_follows_all_it_is(field: str) -> None:
    assert document_key(replace(DOCUMENT, **{field: "other"})) != document_key(DOCUMENT)


def test_the_key_of_a_document_does_not_follow_where_it_was_found() -> None:
    assert document_key(replace(DOCUMENT, source="two.txt")) == document_key(DOCUMENT)


@pytest.mark.parametrize("reading", sample_records().readings, ids=lambda reading: reading.document.id)
def test_true_quotations_pass(reading: Reading) -> None:
    own = tuple(
        event for event in reading.events if {claim.document for claim in event.claims} == {reading.document.id}
    )
    assert checked(replace(reading, events=own, capacities=()))


def test_a_false_quotation_does_not_pass() -> None:
    (reading,) = read_meetings([DOCUMENT])
    (event,) = reading.events
    (claim,) = event.claims
    wrong = replace(claim, trigger=Span(document="a", start=4, end=7, text="MET"))
    with pytest.raises(InputError, match="quotation 4 to 7"):
        checked(replace(reading, events=(replace(event, claims=(wrong,)),)))


def test_a_process_does_not_inherit_what_slows_spacy_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "65536")
    assert "MALLOC_TRIM_THRESHOLD_" not in _environment()


@pytest.mark.model
def test_all_ways_to_build_give_the_same_bytes(tmp_path: Path) -> None:
    build(EXAMPLES).save(tmp_path / "memory")
    names = sorted(EXAMPLES.glob("*.txt"))
    build_into(tmp_path / "grown", names[::2], work=Work(jobs=2))
    build_into(tmp_path / "grown", names[1::2])
    build_into(tmp_path / "whole", [EXAMPLES])
    for name in FILES:
        wanted = (tmp_path / "memory" / name).read_bytes()
        assert (tmp_path / "whole" / name).read_bytes() == wanted
        assert (tmp_path / "grown" / name).read_bytes() == wanted
