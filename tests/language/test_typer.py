"""The typer: what it sees of a trigger, how it answers, and that the rules' answer stands beside its own."""

from __future__ import annotations

import random
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.codebook.rootweights import ROOTS, RootWeights, load_root_weights
from diplograph.language.events import EventReader
from diplograph.language.reader import Account, read_parsed
from diplograph.language.typer import DECIMALS, Words, features, probabilities
from diplograph.model import Event, TyperAnswer
from trees import Case, case_named, load_cases, parsed_from
from world import account_of, knowledge, small_lexicon

CASES = [pytest.param(case, id=case["name"]) for case in load_cases("events")]
EVEN = (0.0,) * len(ROOTS)
NOTHING = RootWeights(bias=EVEN, of={})
NUMBERS = st.floats(-50, 50)
ROWS = st.tuples(*[NUMBERS] * len(ROOTS))
WEIGHTS = st.builds(RootWeights, bias=ROWS, of=st.dictionaries(st.sampled_from("abcdef"), ROWS))


def towards(root: str, by: float) -> tuple[float, ...]:
    return tuple(by if name == root else 0.0 for name in ROOTS)


def account_with(name: str, weights: RootWeights) -> Account:
    return read_parsed(parsed_from(case_named("events", name)), replace(knowledge(), typer=weights))


def answers(account: Account) -> list[TyperAnswer | None]:
    return [claim.typer for event in account.reading.events for claim in event.claims]


def seen_of(name: str) -> list[str]:
    scene = account_of(case_named("events", name)).scene
    trigger = EventReader(scene, small_lexicon()).triggers[0]
    return features(trigger, Words(tree=scene.parsed.tree, references=scene.references))


# ------------------------------------------------------------------ what it sees


def test_actors_are_seen_by_their_kind_not_by_their_names() -> None:
    seen = seen_of("two states")
    assert seen == ["dobj:[state]", "nsubj:[state]", "tag:VBD", "trigger:attack/VERB"]


def test_a_passive_is_seen_with_its_agent() -> None:
    assert {"nsubjpass:[state]", "agent:[state]", "tag:VBN"} <= set(seen_of("passive"))


def test_words_close_by_are_seen_and_names_are_not() -> None:
    seen = seen_of("will not attack is no refusal")
    assert {"near:will", "near:not"} <= set(seen)
    assert not [feature for feature in seen if "kenya" in feature or "chad" in feature]


@pytest.mark.parametrize("case", CASES)
def test_features_are_sorted_and_stand_once(case: Case) -> None:
    scene = account_of(case).scene
    for trigger in EventReader(scene, small_lexicon()).triggers:
        seen = features(trigger, Words(tree=scene.parsed.tree, references=scene.references))
        assert seen == sorted(set(seen))


# ------------------------------------------------------------------ how it answers


@given(WEIGHTS, st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_probabilities_are_shares_and_do_not_depend_on_the_order(weights: RootWeights, seen: list[str]) -> None:
    shares = probabilities(seen, weights)
    assert sum(shares) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares)
    assert probabilities(random.Random(4).sample(seen, len(seen)), weights) == shares


def test_what_was_never_seen_says_nothing() -> None:
    weights = RootWeights(bias=towards("AID", 1.0), of={"trigger:help/VERB": towards("AID", 3.0)})
    assert probabilities(["trigger:hinder/VERB"], weights) == probabilities([], weights)
    assert max(probabilities(["trigger:help/VERB"], weights)) > max(probabilities([], weights))


def test_of_equals_the_first_of_the_alphabet_is_named() -> None:
    (answer,) = answers(account_with("two states", NOTHING))
    assert answer == TyperAnswer(root=ROOTS[0], probability=round(1 / len(ROOTS), DECIMALS), rules="ASSAULT")


# ------------------------------------------------------------------ beside the rules


def untyped(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return events without the typer's answers."""
    return tuple(replace(event, claims=tuple(replace(claim, typer=None) for claim in event.claims)) for event in events)


@pytest.mark.parametrize("case", CASES)
def test_the_typer_changes_nothing_but_its_own_answer(case: Case) -> None:
    plain = account_of(case).reading
    typed = read_parsed(parsed_from(case), replace(knowledge(), typer=load_root_weights())).reading
    assert replace(typed, events=untyped(typed.events)) == plain
    assert untyped(plain.events) == plain.events


def test_both_answers_stand_in_the_claim_when_they_differ() -> None:
    weights = RootWeights(bias=EVEN, of=MappingProxyType({"trigger:attack/VERB": towards("ACCUSE", 5.0)}))
    account = account_with("two states", weights)
    (answer,) = answers(account)
    assert answer is not None
    assert (answer.root, answer.rules) == ("ACCUSE", "ASSAULT")
    assert answer.probability > 0.8
    assert account.reading.events[0].plover == "ASSAULT"


def test_a_class_that_grammar_made_is_not_typed() -> None:
    account = account_with("refusal by will not", NOTHING)
    assert [event.event_class for event in account.reading.events] == ["Refusal"]
    assert answers(account) == [None]


def test_what_is_only_said_is_not_typed() -> None:
    events = account_with("must is a demand", NOTHING).reading.events
    outside = [event for event in events if event.plover is None]
    assert all(claim.typer is None for event in outside for claim in event.claims)
