"""Where a trigger's parties stand: every slot in every construction, on given parses."""

from __future__ import annotations

import pytest
from trees import Case, cases_of, token_at
from world import arguments_of


@pytest.mark.parametrize("case", cases_of("arguments", "slots"))
def test_slots_hold_these_heads(case: Case) -> None:
    arguments = arguments_of(case)
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
    arguments = arguments_of(case)
    verbs = [token for token in range(len(arguments.tree)) if arguments.tree.pos[token] == "VERB"]
    passive = [arguments.tree.words[verb] for verb in verbs if arguments.is_passive(verb)]
    assert passive == case["passive"]


def test_no_slot_gives_a_head_twice() -> None:
    for param in cases_of("arguments", "slots"):
        arguments = arguments_of(param.values[0])
        for token in range(len(arguments.tree)):
            for slot in ("subj", "obj", "owner", "with", "by", "lightobj", "clause", "iobj"):
                heads = arguments.slot(token, slot)
                assert len(heads) == len(set(heads)), (param.id, arguments.tree.words[token], slot)
