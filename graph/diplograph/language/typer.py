"""A second answer to which PLOVER root an act has: a small classifier of the words around its trigger.

A multinomial logistic regression over features of the parse (A. Berger et al., A Maximum Entropy Approach to Natural
Language Processing, Computational Linguistics 22, 1996). It never changes what the rules say.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diplograph.codebook.rootweights import ROOTS, RootWeights
from diplograph.language.references import Reference
from diplograph.language.tree import Tree
from diplograph.language.triggers import Trigger
from diplograph.model import TyperAnswer

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
AROUND = CONTENT | {"ADP", "PART", "AUX"}
NAMELESS = frozenset({"PROPN", "PRON", "NUM"})
MODIFIERS = frozenset({"amod", "compound", "nmod"})
ARGUMENTS = MODIFIERS | frozenset(
    {
        *("nsubj", "nsubjpass", "agent", "dobj", "dative", "oprd", "attr", "poss", "prt"),
        *("acomp", "xcomp", "ccomp", "advcl", "advmod", "npadvmod"),
    }
)
NEAR = 4
DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A parse with the phrases in it that mean actors."""

    tree: Tree
    references: Mapping[int, Reference]

    def name(self, token: int) -> str:
        """Return a lemma; of an actor its kind, of other names and numbers the part of speech: who acts says little."""
        reference = self.references.get(token)
        if reference is not None:
            return f"[{reference.actors[0].kind.value if reference.actors else 'unknown'}]"
        tag = self.tree.pos[token]
        return f"[{tag.lower()}]" if tag in NAMELESS else self.tree.lemmas[token]

    def nested(self, preposition: int) -> list[int]:
        """Return the objects of a preposition, or of the "by" of a passive."""
        return self.tree.kids(preposition, "pobj", "pcomp")


def features(trigger: Trigger, words: Words) -> list[str]:
    """Return what the typer sees of a trigger, sorted, each once."""
    found = (_own(trigger, words.tree), _arguments(trigger.token, words), _around(trigger.token, words))
    return sorted({feature for part in found for feature in part})


def _own(trigger: Trigger, tree: Tree) -> Iterator[str]:
    """Yield the trigger's lemma, its parts and its tag."""
    lemma = tree.lemmas[trigger.token]
    yield f"trigger:{lemma}/{tree.pos[trigger.token]}"
    yield f"tag:{tree.tags[trigger.token]}"
    yield from (f"trigger:{lemma}+{tree.lemmas[part]}" for part in trigger.parts)


def _arguments(token: int, words: Words) -> Iterator[str]:
    """Yield what depends on the trigger, and on what the trigger depends."""
    tree = words.tree
    for kid in tree.children[token]:
        dep, lemma = tree.deps[kid], tree.lemmas[kid]
        if dep == "prep":
            yield f"prep:{lemma}"
            yield from (feature for inner in words.nested(kid) for feature in _phrase(lemma, inner, words))
        elif dep == "agent":
            yield from (feature for inner in words.nested(kid) for feature in _phrase(dep, inner, words))
        elif dep in ARGUMENTS:
            yield from _phrase(dep, kid, words)
    if tree.heads[token] != token:
        yield f"under {tree.deps[token]}:{words.name(tree.heads[token])}"


def _phrase(slot: str, head: int, words: Words) -> Iterator[str]:
    """Yield the head of a phrase, the words that modify it, and what its prepositions bring."""
    tree = words.tree
    yield f"{slot}:{words.name(head)}"
    for kid in tree.children[head]:
        if tree.deps[kid] in MODIFIERS and tree.pos[kid] in CONTENT:
            yield f"{slot}~{tree.lemmas[kid]}"
        elif tree.deps[kid] == "prep":
            yield from (f"{slot} {tree.lemmas[kid]}:{words.name(inner)}" for inner in words.nested(kid))


def _around(token: int, words: Words) -> Iterator[str]:
    """Yield the lemmas of the sentence, and once more those close to the trigger; names are left out."""
    tree = words.tree
    start, end = tree.sentences[tree.sentence_of[token]]
    for other in range(start, end):
        if other == token or other in words.references:
            continue
        if tree.pos[other] in CONTENT:
            yield f"in:{tree.lemmas[other]}"
        if tree.pos[other] in AROUND and abs(other - token) <= NEAR:
            yield f"near:{tree.lemmas[other]}"


def probabilities(seen: Iterable[str], weights: RootWeights) -> list[float]:
    """Return how probable each of ``ROOTS`` is for these features; unknown ones say nothing."""
    known = [weights.bias, *(weights.of[feature] for feature in seen if feature in weights.of)]
    scores = [math.fsum(column) for column in zip(*known, strict=True)]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = math.fsum(powers)
    return [power / total for power in powers]


def second_answer(trigger: Trigger, words: Words, weights: RootWeights, rules: str) -> TyperAnswer:
    """Return the root that the typer holds most probable.

    Args:
        rules: the root that the rules gave, which is recorded beside it.
    """
    shares = probabilities(features(trigger, words), weights)
    # Of equal ones the first in order of the alphabet.
    best = max(range(len(ROOTS)), key=lambda index: shares[index])
    return TyperAnswer(root=ROOTS[best], probability=round(shares[best], DECIMALS), rules=rules)
