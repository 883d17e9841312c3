"""Builds with and without the typer: nothing of it where it was not asked for, both answers where it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands import Terminal
from diplograph.building import Manner, build_into
from diplograph.codebook.rootweights import FILE, ROOTS
from diplograph.errors import OntologyError
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.language.reader import load_knowledge
from diplograph.model import Claim
from diplograph.outputs.folder import FILES
from diplograph.querying.rebuild import events_from_text
from diplograph.running.engines import Work
from diplograph.running.settings import settings_for
from world import tokenise

pytest_plugins = ("commands",)

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = [EXAMPLES / "2013-10-16-geneva-first-round.txt", EXAMPLES / "2017-01-27-mexico-us-wall.txt"]


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def without_answers(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    answers = [claim.pop("typer", None) for event in events for claim in event["claims"]]
    assert any(answers)
    return events


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typer") / "plain"
    build_into(folder, NAMES)
    return folder


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typer") / "typed"
    build_into(folder, NAMES, manner=Manner(typer=True))
    return folder


def claims_of(folder: Path) -> list[Claim]:
    return [claim for event in KnowledgeGraph.load(folder).events for claim in event.claims]


@pytest.mark.model
def test_nothing_is_said_of_a_typer_that_was_not_asked(plain: Path) -> None:
    for name in ("events.jsonl", "documents.jsonl", "graph.ttl", "graph.trig", "graph.graphml", "events.csv"):
        text = (plain / name).read_text(encoding="utf-8")
        assert not [word for word in ('"typer"', "dg:typer", "dg:rulesRoot") if word in text], name


@pytest.mark.model
def test_the_typer_adds_its_answers_and_changes_nothing_else(plain: Path, typed: Path) -> None:
    assert without_answers(lines_of(typed)) == lines_of(plain)
    for name in ("graph.graphml", "events.csv"):
        assert (typed / name).read_bytes() == (plain / name).read_bytes()


@pytest.mark.model
def test_both_answers_stand_in_every_claim_that_has_one(typed: Path) -> None:
    answers = [claim.typer for claim in claims_of(typed) if claim.typer]
    assert answers
    for answer in answers:
        assert {answer.root, answer.rules} <= set(ROOTS)
        assert 1 / len(ROOTS) <= answer.probability <= 1
    assert {answer.root == answer.rules for answer in answers} == {True, False}


@pytest.mark.model
def test_both_answers_come_out_of_rdf_as_they_went_in(typed: Path) -> None:
    told = {(claim.document, claim.trigger, claim.typer) for claim in claims_of(typed)}
    events = events_from_text((typed / "graph.ttl").read_text(encoding="utf-8"))
    assert {(claim.document, claim.trigger, claim.typer) for event in events for claim in event.claims} == told


@pytest.mark.model
def test_a_build_with_the_typer_is_sound(typed: Path, terminal: Terminal) -> None:
    assert terminal("validate", typed).code == 0


@pytest.mark.model
def test_explaining_an_event_says_both_answers(typed: Path, terminal: Terminal) -> None:
    (event, *_) = (event for event in lines_of(typed) if "typer" in event["claims"][0])
    answer = event["claims"][0]["typer"]
    said = f"root: {answer['rules']} by the rules, {answer['root']} by the typer ({answer['probability']:.2f})"
    assert said in terminal("explain", typed, event["id"]).out


@pytest.mark.model
def test_what_was_read_without_the_typer_is_read_again_with_it(tmp_path: Path, plain: Path, typed: Path) -> None:
    """Go there and back in one folder, with two processes: the bytes are those of a fresh build."""
    folder = tmp_path / "out"
    build_into(folder, NAMES[:1])
    build_into(folder, NAMES[1:], manner=Manner(typer=True), work=Work(jobs=2))
    for name in FILES:
        assert (folder / name).read_bytes() == (typed / name).read_bytes(), name
    build_into(folder, NAMES)
    for name in FILES:
        assert (folder / name).read_bytes() == (plain / name).read_bytes(), name


def test_settings_with_the_typer_are_others() -> None:
    plain, typed = settings_for(), settings_for(typer=True)
    assert plain.key != typed.key
    assert plain.run.config_hash != typed.run.config_hash
    assert settings_for(typer=True) == typed


def test_the_command_line_asks_for_it(tmp_path: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    manners: list[Manner] = []

    def noted(*arguments: object, manner: Manner, **options: object) -> None:
        manners.append(manner)
        raise OntologyError(FILE, 3, "not a number")

    monkeypatch.setattr("diplograph.building.build_into", noted)
    for options in ((), ("--typer",)):
        answer = terminal("build", *map(str, NAMES), "-o", str(tmp_path / "out"), *options)
        assert answer.code == 1
        assert f"ontology/{FILE}:3: not a number" in answer.err
    assert [manner.typer for manner in manners] == [False, True]


def test_weights_are_loaded_only_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OntologyError(FILE, 3, "not a number")

    monkeypatch.setattr("diplograph.language.reader.load_root_weights", refuse)
    assert load_knowledge(tokenise).typer is None
    with pytest.raises(OntologyError, match="not a number"):
        load_knowledge(tokenise, typer=True)
