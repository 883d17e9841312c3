"""Whether an act is told as done, planned, asked for, possible or denied, and by which words."""

from __future__ import annotations

from dataclasses import dataclass, field

from diplograph.codebook.operators import OperatorKind, Operators
from diplograph.codebook.words import word_list
from diplograph.language.tree import Tree
from diplograph.model import Modality, Polarity

AUXILIARIES = {
    "will": Modality.PLANNED, "'ll": Modality.PLANNED, "shall": Modality.PLANNED, "wo": Modality.PLANNED,
    "may": Modality.HYPOTHETICAL, "might": Modality.HYPOTHETICAL, "could": Modality.HYPOTHETICAL,
    "can": Modality.HYPOTHETICAL, "would": Modality.HYPOTHETICAL, "'d": Modality.HYPOTHETICAL,
    "should": Modality.REQUESTED, "must": Modality.REQUESTED, "ought": Modality.REQUESTED,
}  # fmt: skip
NO = frozenset({"no", "neither"})
SPEECH_PAST = frozenset({"VBD", "VBN"})
# Only what the head word itself says counts higher up; beyond these a clause stands for itself.
CLIMB_LIMIT = 8
# What decides when several cues meet; the rest follow in this order.
PRECEDENCE = (
    Modality.CANCELLED, Modality.DENIED, Modality.REQUESTED, Modality.HYPOTHETICAL, Modality.PLANNED,
)  # fmt: skip


@dataclass(slots=True)
class Stance:
    """The modality of one act and the tokens that give it.

    Args:
        alleged: the text itself marks doubt ("allegedly"), so nobody's own voice asserts it.
    """

    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    cues: list[int] = field(default_factory=list)
    alleged: bool = False


class ModalityReader:
    """Reads the stance of triggers in one text."""

    def __init__(self, tree: Tree, operators: Operators) -> None:
        self.tree = tree
        self.operators = operators

    def read(self, trigger: int) -> Stance:
        """Return the stance of the act that ``trigger`` says."""
        found: list[tuple[Modality, int]] = []
        negations: list[int] = []
        stance = Stance()
        self._climb(trigger, found, negations, stance)
        self._question(trigger, found)
        return _decided(stance, found, negations)

    def _climb(self, trigger: int, found: list[tuple[Modality, int]], negations: list[int], stance: Stance) -> None:
        tree, token = self.tree, trigger
        for _ in range(CLIMB_LIMIT):
            self._around(token, found, negations, stance)
            above = self._step(token, found, stance)
            if above is None:
                return
            token = above
        return

    def _around(self, token: int, found: list[tuple[Modality, int]], negations: list[int], stance: Stance) -> None:
        """Read the words that hang on ``token`` itself."""
        tree = self.tree
        for kid in tree.children[token]:
            word, dep = tree.lowered[kid], tree.deps[kid]
            if dep == "aux" and word in AUXILIARIES:
                found.append((self._auxiliary(token, kid), kid))
            elif dep == "mark" and word in word_list("conditions"):
                found.append((Modality.HYPOTHETICAL, kid))
            elif dep == "neg" or (dep in {"det", "preconj"} and word in NO):
                negations.append(kid)
            elif dep == "advmod" and word in word_list("doubt"):
                stance.alleged = True
                stance.cues.append(kid)
            elif dep in {"nsubj", "nsubjpass"} and tree.is_verb(token):
                negations += [one for one in tree.children[kid] if tree.lowered[one] in {"neither", "no"}]
            elif dep in {"amod", "compound"} and not tree.is_verb(token):
                self._adjective(kid, found, stance)

    def _adjective(self, kid: int, found: list[tuple[Modality, int]], stance: Stance) -> None:
        tree = self.tree
        for key in (tree.lowered[kid], tree.lemmas[kid]):
            operator = self.operators.get((key, "adj", "noun"))
            if operator:
                self._apply(operator.kind, kid, found, stance)
                return

    def _apply(self, kind: OperatorKind, token: int, found: list[tuple[Modality, int]], stance: Stance) -> None:
        if kind is OperatorKind.ALLEGED:
            stance.alleged = True
            stance.cues.append(token)
        elif kind not in {OperatorKind.LIGHT, OperatorKind.ASSERTED}:
            found.append((Modality(kind.value), token))

    def _auxiliary(self, verb: int, auxiliary: int) -> Modality:
        """Return what an auxiliary says; "said it would" is a plan told in the past."""
        tree = self.tree
        if tree.lowered[auxiliary] in {"would", "'d"}:
            has_perfect = any(tree.lowered[kid] == "have" for kid in tree.kids(verb, "aux"))
            told = tree.deps[verb] in {"ccomp", "conj", "xcomp"} and tree.tags[tree.heads[verb]] in SPEECH_PAST
            if told and not has_perfect:
                return Modality.PLANNED
        return AUXILIARIES[tree.lowered[auxiliary]]

    def _step(self, token: int, found: list[tuple[Modality, int]], stance: Stance) -> int | None:
        """Apply what stands over ``token`` and return the token that its stance depends on further."""
        head, dep = self.tree.heads[token], self.tree.deps[token]
        if head == token:
            return None
        if self.tree.is_verb(token) or dep in {"acomp", "oprd"}:
            return self._verb_step(token, head, dep, found, stance)
        return self._noun_step(token, head, dep, found, stance)

    def _verb_step(
        self, token: int, head: int, dep: str, found: list[tuple[Modality, int]], stance: Stance
    ) -> int | None:
        tree = self.tree
        if dep in {"xcomp", "ccomp", "acl"}:
            return self._complement(token, head, dep, found, stance)
        if dep == "advcl":
            if self._infinitive(token) is not None and tree.pos[head] != "ADJ":
                found.append((Modality.PLANNED, self._infinitive(token) or token))
                return None
            if tree.pos[head] == "ADJ":
                return self._complement(token, head, dep, found, stance)
            return head if tree.kid(token, "nsubj", "nsubjpass", "mark") is None else None
        if dep == "conj":
            return head if tree.kid(token, "nsubj", "nsubjpass", "aux") is None and tree.is_verb(head) else None
        if dep == "pcomp":
            if tree.lowered[head] == "without":
                found.append((Modality.DENIED, head))
                return None
            above = tree.heads[head]
            known = self._operator(above, "clause", found, stance)
            if not known and tree.is_nominal(above) and tree.lowered[head] in {"to", "for", "about", "on"}:
                # "an approach to fighting gangs": no act, only the thought of one.
                found.append((Modality.HYPOTHETICAL, head))
            return above if tree.is_verb(above) else None
        if dep in {"acomp", "oprd", "csubj"}:
            return head
        return None

    def _complement(
        self, token: int, head: int, dep: str, found: list[tuple[Modality, int]], stance: Stance
    ) -> int | None:
        tree = self.tree
        to = self._infinitive(token)
        known = self._operator(head, "clause", found, stance) or self._is_hearsay(head, to, stance)
        if not known and to is not None and not self._is_perfect(token):
            if (not tree.is_verb(head) and tree.is_nominal(head)) or dep != "ccomp":
                found.append((Modality.HYPOTHETICAL, to))
        if dep == "ccomp" and to is None and not known:
            return None
        if dep == "acl" and to is None:
            return None
        return head

    def _is_hearsay(self, head: int, to: int | None, stance: Stance) -> bool:
        """Return whether "is said to", "is believed to" stands over the act, and mark it as alleged."""
        tree = self.tree
        if (
            to is None
            or tree.lemmas[head] not in word_list("hearsay")
            or tree.kid(head, "auxpass", "nsubjpass") is None
        ):
            return False
        stance.alleged = True
        stance.cues.append(head)
        return True

    def _infinitive(self, token: int) -> int | None:
        return next((kid for kid in self.tree.kids(token, "aux") if self.tree.lowered[kid] == "to"), None)

    def _is_perfect(self, token: int) -> bool:
        return any(self.tree.lowered[kid] == "have" for kid in self.tree.kids(token, "aux"))

    def _operator(self, head: int, over: str, found: list[tuple[Modality, int]], stance: Stance) -> bool:
        tree = self.tree
        pos = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}.get(tree.pos[head], "")
        operator = self.operators.get((tree.lemmas[head], pos, over)) or self.operators.get(
            (tree.lowered[head], "adj", over)
        )
        if operator is None:
            return False
        self._apply(operator.kind, head, found, stance)
        return True

    def _noun_step(
        self, token: int, head: int, dep: str, found: list[tuple[Modality, int]], stance: Stance
    ) -> int | None:
        tree = self.tree
        if dep == "conj":
            return head
        if dep in {"dobj", "nsubjpass", "attr", "dative"} and tree.is_verb(head):
            self._operator(head, "noun", found, stance)
            return head
        if dep == "nsubj" and tree.is_verb(head):
            return head if tree.lemmas[head] in word_list("happening") or self._is_future(head) else None
        if dep == "pobj":
            return self._prepositional(head, found, stance)
        return None

    def _is_future(self, verb: int) -> bool:
        return any(self.tree.lowered[kid] in AUXILIARIES for kid in self.tree.kids(verb, "aux"))

    def _prepositional(self, prep: int, found: list[tuple[Modality, int]], stance: Stance) -> int | None:
        tree, above = self.tree, self.tree.heads[prep]
        word = tree.lowered[prep]
        if word == "without":
            found.append((Modality.DENIED, prep))
            return None
        if word in {"after", "following", "since"}:
            return None
        if word == "of" and tree.lowered[above] == "ahead":
            found.append((Modality.PLANNED, above))
            return None
        if word in {"for", "of", "to", "out", "on", "about", "with", "in"}:
            self._operator(above, "noun", found, stance)
        return (
            above if tree.is_verb(above) and word in {"for", "in", "on", "during", "with", "at", "to", "out"} else None
        )

    def _question(self, trigger: int, found: list[tuple[Modality, int]]) -> None:
        tree = self.tree
        _, end = tree.sentences[tree.sentence_of[trigger]]
        last = end - 1
        while (last > 0 and tree.words[last] in {'"', "'", ")"}) or tree.words[last].isspace():
            last -= 1
        if tree.words[last] == "?":
            found.append((Modality.HYPOTHETICAL, last))


def _decided(stance: Stance, found: list[tuple[Modality, int]], negations: list[int]) -> Stance:
    """Weigh all cues: a negation alone denies; within a plan or a possibility it only turns the polarity."""
    modes = {mode for mode, _ in found}
    stance.cues = sorted({*stance.cues, *negations, *(token for _, token in found)})
    stance.modality = next((mode for mode in PRECEDENCE if mode in modes), Modality.ASSERTED)
    if len(negations) % 2:
        stance.polarity = Polarity.NEGATIVE
        if stance.modality is Modality.ASSERTED:
            stance.modality = Modality.DENIED
    elif stance.modality is Modality.DENIED:
        stance.polarity = Polarity.NEGATIVE
    return stance
