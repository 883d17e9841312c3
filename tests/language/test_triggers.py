"""Which words may say an event, and in which sense of a small lexicon."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from diplograph.codebook.lexicon import Entry
from diplograph.language.events import EventReader
from diplograph.language.triggers import Trigger, find_triggers, match_parts
from trees import Case, cases_of
from world import account_of, small_lexicon


def _triggers(case: Case) -> tuple[Trigger, ...]:
    return EventReader(account_of(case).scene, small_lexicon()).triggers


@pytest.mark.parametrize("case", cases_of("triggers", "triggers"))
def test_words_have_these_senses(case: Case) -> None:
    triggers = _triggers(case)
    words = account_of(case).scene.parsed.tree.words
    assert [f"{words[trigger.token]} {trigger.entry.id}" for trigger in triggers] == case["triggers"]


@pytest.mark.parametrize("case", cases_of("triggers", "extent"))
def test_extent_covers_close_parts_only(case: Case) -> None:
    tree = account_of(case).scene.parsed.tree
    assert [tree.slice(*trigger.extent) for trigger in _triggers(case)] == case["extent"]


def test_special_classes_are_asked_of_the_caller() -> None:
    """An object class without words is decided by ``is_special``: here it never holds, so the sense fails."""
    case = next(param.values[0] for param in cases_of("triggers", "triggers") if param.id == "place as object")
    tree = account_of(case).scene.parsed.tree
    asked: list[tuple[int, str]] = []

    def objects_of(token: int, parts: tuple[int, ...], entry: Entry) -> Iterable[int]:
        return tree.kids(token, "dobj")

    def is_special(head: int, name: str) -> bool:
        asked.append((head, name))
        return False

    assert list(find_triggers(tree, small_lexicon(), objects_of, is_special)) == []
    assert {name for _, name in asked} == {"place", "actor"}
    assert {tree.words[head] for head, _ in asked} == {"Norway"}


def test_parts_are_given_in_the_order_of_the_entry() -> None:
    case = next(param.values[0] for param in cases_of("triggers", "triggers") if param.id == "more parts win")
    tree = account_of(case).scene.parsed.tree
    entry = next(entry for entry in small_lexicon().all_entries() if entry.id == "meet-with-mediator")
    parts = match_parts(tree, tree.words.index("met"), entry)
    assert parts is not None
    assert [tree.words[part] for part in parts] == ["with", "mediator"]


def test_senses_stand_in_order_of_their_rank() -> None:
    for senses in small_lexicon().entries.values():
        ranks = [entry.rank for entry in senses]
        assert ranks == sorted(ranks, reverse=True)
