"""Verbs that carry a noun of action: the "held" of "held talks", the "after" of "after talks, Peru signed"."""

from __future__ import annotations

from collections.abc import Mapping

from diplograph.codebook.operators import OperatorKind, Operators
from diplograph.codebook.words import word_list
from diplograph.language.syntax import APART, phrasal
from diplograph.language.tree import Tree

# Those who act at or in a protest are its own; others act after it, amid it, in the face of it.
WITHIN_PROTEST = frozenset({"in", "at", "with", "through", "by", "into", "for"})
STAYING = frozenset({"in", "at"})


class Carriers:
    """Finds what carries the nouns of one text.

    Args:
        known: references by head token; only whether one is there counts.
        violent_nouns: lemmas of acts that those who act after them have not done ("after the killing").
        protest_nouns: lemmas of acts of crowds, which those who act amid them have not done either.
    """

    def __init__(
        self,
        tree: Tree,
        operators: Operators,
        known: Mapping[int, object],
        violent_nouns: frozenset[str],
        protest_nouns: frozenset[str] = frozenset(),
    ) -> None:
        self.tree = tree
        self.operators = operators
        self.known = known
        self.violent_nouns = violent_nouns
        self.protest_nouns = protest_nouns

    def of(self, noun: int) -> int | None:
        """Return the light verb that carries ``noun`` ("held talks"), or what a joining preposition hangs on."""
        tree = self.tree
        top = tree.first_conjunct(noun)
        head, dep = tree.heads[top], tree.deps[top]
        if dep in {"dobj", "nsubjpass", "attr"} and tree.is_verb(head):
            return head if self.is_light(head) else None
        if dep == "pobj" and tree.lowered[head] == "from" and tree.lemmas[tree.heads[head]] in {"return", "emerge"}:
            return tree.heads[head]
        if dep == "pobj" and tree.lowered[head] in word_list("joining-prepositions"):
            above = tree.heads[head]
            if self._is_of_others(noun, tree.lowered[head]):
                return None
            if tree.is_verb(tree.heads[tree.heads[above]]) and self._is_stay(head):
                return tree.heads[tree.heads[above]]
            if tree.is_verb(above):
                return above
            if tree.lemmas[above] in {"case", "event", *word_list("answers")}:
                # "in retaliation for the seizure": what is answered was done by others.
                return None
            if tree.is_nominal(above) and above in self.known:
                return above
            if (
                tree.is_nominal(above)
                and above != noun
                and tree.lowered[head] in {"of", "in", "for", "during", "on", "at"}
            ):
                return self.of(above) or self._clause_verb(above, tree.lowered[head])
        return None

    def _is_of_others(self, noun: int, preposition: str) -> bool:
        """Return whether those who act are not who did what ``noun`` says: "resigned after a week of protests"."""
        lemma = self.tree.lemmas[noun]
        if lemma in self.protest_nouns:
            return preposition not in WITHIN_PROTEST
        return lemma in self.violent_nouns and preposition in APART

    def _is_stay(self, preposition: int) -> bool:
        """Return whether a phrase hangs on the place where somebody is: the talks of "is in Tunis for talks"."""
        tree = self.tree
        above = tree.heads[preposition]
        place = tree.pos[above] == "PROPN" and tree.deps[above] == "pobj"
        return place and tree.lowered[preposition] == "for" and tree.lowered[tree.heads[above]] in STAYING

    def _clause_verb(self, noun: int, preposition: str) -> int | None:
        """Return the verb whose object a phrase was hung on by mistake: "revive ties in talks"."""
        tree = self.tree
        if preposition in {"in", "during", "at", "on"} and tree.deps[noun] in {"dobj", "nsubjpass"}:
            return tree.heads[noun]
        return None

    def credits(self, verb: int, noun: int) -> bool:
        """Return whether ``verb`` praises or blames its object for an act: "congratulated Peru on the arrest"."""
        tree, top = self.tree, self.tree.first_conjunct(noun)
        after = tree.deps[top] == "pobj" and tree.lowered[tree.heads[top]] in {"for", "of", "on", "over"}
        named = any(verb < kid < noun for kid in tree.kids(verb, "dobj", "nsubjpass"))
        return after and named and tree.lemmas[verb] in word_list("crediting")

    def is_light(self, verb: int) -> bool:
        """Return whether ``verb`` only carries the noun that is its object."""
        phrase = (phrasal(self.tree, verb), "verb", "noun")
        operator = self.operators.get(phrase) or self.operators.get((self.tree.lemmas[verb], "verb", "noun"))
        return operator is not None and operator.kind in {
            OperatorKind.LIGHT, OperatorKind.PLANNED, OperatorKind.ASSERTED, OperatorKind.CANCELLED, OperatorKind.DENIED
        }  # fmt: skip
