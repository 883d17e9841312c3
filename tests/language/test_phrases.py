"""Noun phrases and what they say: name, office, country, kind of agent, tenure."""

from __future__ import annotations

import pytest

from diplograph.language.phrase import Phrase
from diplograph.language.phrases import Phrases
from trees import Case, cases_of, token_at
from world import phrases_of


def _read(phrases: Phrases, phrase: Phrase) -> dict[str, object]:
    tree = phrases.tree
    return {
        "words": tree.slice(phrase.start, phrase.end),
        "kind": phrase.kind.value,
        "person": phrase.person,
        "name": tree.slice(*phrase.name) if phrase.name else None,
        "owners": list(phrase.owners),
        "agent": phrase.agent.lemma if phrase.agent else None,
        "office": phrase.title.office if phrase.title else None,
        "tenure": phrase.tenure.value,
        "plural": phrase.plural,
        "definite": phrase.definite,
    }


@pytest.mark.parametrize("case", cases_of("phrases", "phrases"))
def test_what_is_read(case: Case) -> None:
    phrases = phrases_of(case)
    for word, wanted in case["phrases"].items():
        head = phrases.head_of_unit(token_at(phrases.tree, word))
        found = _read(phrases, phrases.at(head))
        assert {key: found[key] for key in wanted} == wanted


@pytest.mark.parametrize("case", cases_of("phrases", "name"))
def test_heads_head_their_phrases(case: Case) -> None:
    phrases = phrases_of(case)
    heads = phrases.heads
    assert heads == sorted(set(heads))
    for head in heads:
        phrase = phrases.at(head)
        assert phrase.start <= head < phrase.end
        assert phrases.at(head) is phrase


@pytest.mark.parametrize("case", cases_of("phrases", "name"))
def test_no_nominal_is_left_out(case: Case) -> None:
    """Every noun, name and pronoun stands in the phrase of some head, or in an office or name."""
    phrases = phrases_of(case)
    covered = {token for head in phrases.heads for token in range(phrases.at(head).start, phrases.at(head).end)}
    covered |= {token for span in phrases.titles for token in range(*span)}
    tree = phrases.tree
    assert [tree.words[token] for token in range(len(tree)) if tree.is_nominal(token) and token not in covered] == []
