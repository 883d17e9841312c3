"""Whom phrases without a name of their own mean, sieve by sieve."""

from __future__ import annotations

import pytest

from diplograph.language.references import Reference
from diplograph.model import Actor, MentionKind
from trees import Case, cases_of, token_at
from world import cast_of


def _named(actor: Actor, known: list[str]) -> str:
    return actor.id if actor.id in known else actor.name


@pytest.mark.parametrize("case", cases_of("coreference", "refers"))
def test_sieve_gives(case: Case) -> None:
    cast, references = cast_of(case)
    for key, wanted in case["refers"].items():
        word, _, rule = key.partition(" ")
        reference = references.get(token_at(cast.tree, word))
        if wanted == "-":
            assert reference is None or not reference.actors
            continue
        assert reference is not None
        assert reference.rule == rule
        assert sorted(_named(actor, wanted) for actor in reference.actors) == sorted(wanted)


@pytest.mark.parametrize("case", cases_of("coreference", "refers", test="kind"))
def test_kind_of_reference(case: Case) -> None:
    cast, references = cast_of(case)
    for head, reference in references.items():
        if cast.tree.pos[head] == "PRON":
            assert reference.kind is MentionKind.PRONOUN
        assert (reference.kind is MentionKind.SET) == (reference.rule == "set of parties")


@pytest.mark.parametrize("case", cases_of("coreference", "refers", test="antecedent"))
def test_antecedent_stands_before(case: Case) -> None:
    """What a pronoun means was spoken of by another phrase, before it or as the speaker of its sentence."""
    cast, references = cast_of(case)
    for head, reference in references.items():
        if reference.kind is MentionKind.PRONOUN:
            assert {actor.id for actor in reference.actors} <= _spoken_of(references, head, cast.tree.sentence_of)


def _spoken_of(references: dict[int, Reference], head: int, sentence_of: list[int]) -> set[str]:
    return {
        actor.id
        for other, reference in references.items()
        if other != head and sentence_of[other] <= sentence_of[head] and reference.kind is not MentionKind.PRONOUN
        for actor in reference.actors
    }
