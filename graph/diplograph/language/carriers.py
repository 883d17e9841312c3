"""Verbs that carry a noun of action: the "held" of "held talks", the "after" of "after talks, Peru signed"."""

from __future__ import annotations

from collections.abc import Mapping

from diplograph.codebook.operators import OperatorKind, Operators
from diplograph.codebook.words import word_list
from diplograph.language.syntax import APART, phrasal
from diplograph.language.tree import Tree


class Carriers:
    """Finds what carries the nouns of one text.

    Args:
        known: references by head token; only whether one is there counts.
        violent_nouns: lemmas of acts that those who act after them have not done ("after the killing").
    """

    def __init__(
        self, tree: Tree, operators: Operators, known: Mapping[int, object], violent_nouns: frozenset[str]
    ) -> None:
        self.tree = tree
        self.operators = operators
        self.known = known
        self.violent_nouns = violent_nouns

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
            if tree.lemmas[noun] in self.violent_nouns and tree.lowered[head] in APART:
                # "after the killing of the consul": who acts then is not who killed.
                return None
            above = tree.heads[head]
            if tree.is_verb(above):
                return above
            if tree.lemmas[above] in {"case", "event"}:
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

    def _clause_verb(self, noun: int, preposition: str) -> int | None:
        """Return the verb whose object a phrase was hung on by mistake: "revive ties in talks"."""
        tree = self.tree
        if preposition in {"in", "during", "at", "on"} and tree.deps[noun] in {"dobj", "nsubjpass"}:
            return tree.heads[noun]
        return None

    def is_light(self, verb: int) -> bool:
        """Return whether ``verb`` only carries the noun that is its object."""
        phrase = (phrasal(self.tree, verb), "verb", "noun")
        operator = self.operators.get(phrase) or self.operators.get((self.tree.lemmas[verb], "verb", "noun"))
        return operator is not None and operator.kind in {
            OperatorKind.LIGHT, OperatorKind.PLANNED, OperatorKind.ASSERTED, OperatorKind.CANCELLED, OperatorKind.DENIED
        }  # fmt: skip
