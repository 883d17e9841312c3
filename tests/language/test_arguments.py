"""Where a trigger's parties stand: every slot in every construction, on given parses."""

from __future__ import annotations

import pytest

from diplograph.language.syntax import is_passive
from trees import Case, cases_of, token_at, tree_from
from world import account_of


@pytest.mark.parametrize("case", cases_of("arguments", "slots"))
def test_slots_hold_these_heads(case: Case) -> None:
    arguments = account_of(case).scene.arguments
    tree = arguments.tree
    parts = tuple(token_at(tree, word) for word in case.get("parts", ()))
    found = {}
    for question in case["slots"]:
        trigger, slot = question.split()
        heads = arguments.slot(token_at(tree, trigger), slot, parts)
        found[question] = [tree.words[head] for head in heads]
    assert found == case["slots"]


@pytest.mark.parametrize("case", cases_of("arguments", "passive"))
def test_passive_is_recognised(case: Case) -> None:
    tree = tree_from(case)
    verbs = [token for token in range(len(tree)) if tree.pos[token] == "VERB"]
    passive = [tree.words[verb] for verb in verbs if is_passive(tree, verb)]
    assert passive == case["passive"]


@pytest.mark.parametrize("case", cases_of("arguments", "slots", test="once"))
def test_no_slot_gives_a_head_twice(case: Case) -> None:
    arguments = account_of(case).scene.arguments
    for token in range(len(arguments.tree)):
        for slot in ("subj", "obj", "owner", "with", "by", "between", "lightobj", "clause", "iobj"):
            heads = arguments.slot(token, slot)
            assert len(heads) == len(set(heads)), (arguments.tree.words[token], slot)
