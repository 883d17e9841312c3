"""Whether an act is told as done, planned, asked for, possible or denied, and by which words."""

from __future__ import annotations

from diplograph.codebook.operators import OperatorKind, Operators
from diplograph.codebook.words import word_list
from diplograph.language.auxiliaries import AUXILIARIES, WISHING
from diplograph.language.conditions import coming_day, condition_of, inversion, is_measure, is_supposed, waited_for
from diplograph.language.judgements import (
    denies_charge,
    is_first_to,
    is_left_open,
    is_let,
    judged,
    nor_before,
    presupposes,
    speaks_up,
    stands_as_done,
)
from diplograph.language.stance import Cues, Stance
from diplograph.language.syntax import joined_to, phrasal
from diplograph.language.tree import Tree
from diplograph.model import Modality

NO = frozenset({"no", "neither"})
POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}
PAST_TAGS = frozenset({"VBD", "VBN"})
# Where no operator stands over just this, one over the wider kind counts.
WIDER = {"infinitive": "clause", "object": "noun"}
OPEN_PREPOSITIONS = frozenset({"for", "of", "to", "out", "on", "about", "with", "in"})
CARRYING_PREPOSITIONS = frozenset({"for", "in", "on", "during", "with", "at", "to", "out"})
THOUGHT = frozenset({"to", "for", "about", "on"})
# Only what the words above an act say counts; beyond these a clause stands for itself.
CLIMB_LIMIT = 8


class ModalityReader:
    """Reads the stance of triggers in one text."""

    def __init__(self, tree: Tree, operators: Operators) -> None:
        self.tree = tree
        self.operators = operators

    def read(self, trigger: int) -> Stance:
        """Return the stance of the act that ``trigger`` says."""
        cues, token = Cues(), trigger
        if self.tree.lemmas[trigger] in word_list("ahead"):
            cues.add(Modality.PLANNED, trigger)
        for _ in range(CLIMB_LIMIT):
            self._around(token, cues)
            above = self._step(token, cues)
            if above is None:
                break
            if above != token and is_let(self.tree, above):
                cues.add(Modality.HYPOTHETICAL, above)
            token = above
        self._question(trigger, cues)
        return cues.stance()

    def read_alone(self, noun: int) -> Stance:
        """Return the stance that its own words give to a noun, whatever a verb says about it."""
        cues = Cues()
        self._around(noun, cues)
        return cues.stance()

    # -------------------------------------------------------------- words at the act itself

    def _around(self, token: int, cues: Cues) -> None:
        """Read the words that hang on ``token``."""
        tree, is_verb = self.tree, self.tree.is_verb(token)
        if is_verb:
            self._conditions(token, cues)
            # "is due in Lima for talks"
            cues.modes += [
                (Modality.PLANNED, kid) for kid in tree.kids(token, "acomp") if tree.lemmas[kid] in word_list("ahead")
            ]
            cues.negations += nor_before(tree, token)
        for kid in tree.children[token]:
            word, dep = tree.lowered[kid], tree.deps[kid]
            if dep == "aux":
                self._auxiliary(token, kid, cues)
            elif (dep == "mark" and word in word_list("conditions")) or (dep == "preconj" and word == "either"):
                cues.add(Modality.HYPOTHETICAL, kid)
            elif dep == "neg" or (dep in {"det", "preconj"} and word in NO) or word == "nor":
                cues.negations.append(kid)
            elif dep == "advmod":
                self._adverb(kid, cues)
            elif dep in {"nsubj", "nsubjpass"} and is_verb:
                self._negative_subject(kid, cues)
            elif dep in {"amod", "compound"} and not is_verb:
                self._adjective(kid, cues)

    def _auxiliary(self, verb: int, auxiliary: int, cues: Cues) -> None:
        """Read an auxiliary: "said it would" is a plan told in the past, "should have" never happened."""
        tree, word = self.tree, self.tree.lowered[auxiliary]
        if word not in AUXILIARIES or (word in {"would", "'d"} and tree.lemmas[verb] in WISHING):
            return
        mode = AUXILIARIES[word]
        if auxiliary == inversion(tree, verb) or self._asks(verb, auxiliary):
            mode = Modality.HYPOTHETICAL
        perfect = self._is_perfect(verb)
        negated = tree.kid(verb, "neg") is not None
        if word in {"would", "'d"} and self._is_told(verb) and not perfect:
            mode = Modality.PLANNED
        elif word in {"should", "must", "ought"} and perfect:
            mode = Modality.HYPOTHETICAL
        elif word == "could" and negated and not perfect:
            return
        cues.add(mode, auxiliary)

    def _asks(self, verb: int, auxiliary: int) -> bool:
        """Return whether an auxiliary stands before its subject as in a question: "Should Kenya send troops?"."""
        subject = self.tree.kid(verb, "nsubj", "nsubjpass")
        return subject is not None and auxiliary < subject and self.tree.deps[verb] == "ROOT"

    def _is_told(self, verb: int) -> bool:
        tree = self.tree
        return tree.deps[verb] in {"ccomp", "conj", "xcomp"} and tree.tags[tree.heads[verb]] in PAST_TAGS

    def _adverb(self, kid: int, cues: Cues) -> None:
        word = self.tree.lowered[kid]
        if word in word_list("doubt"):
            cues.doubts.append(kid)
        elif word in word_list("hedges"):
            cues.add(Modality.HYPOTHETICAL, kid)
        elif word in word_list("negative-adverbs"):
            cues.negations.append(kid)

    def _negative_subject(self, subject: int, cues: Cues) -> None:
        """Read "no soldiers", "none of them", "nobody", "not a single prisoner" as a denial."""
        tree = self.tree
        if tree.lowered[subject] in {"nobody", "none", "nothing"}:
            cues.negations.append(subject)
        cues.negations += [one for one in tree.children[subject] if tree.lowered[one] in NO | {"not"}]

    def _conditions(self, verb: int, cues: Cues) -> None:
        """Read the conditions that an act stands under, and whether it is itself what another waits for."""
        condition = condition_of(self.tree, verb)
        if condition is not None:
            cues.add(Modality.HYPOTHETICAL, condition)
        ahead = coming_day(self.tree, verb)
        if ahead is not None:
            cues.add(Modality.PLANNED, ahead)
        waited = waited_for(self.tree, verb)
        if waited is not None:
            cues.add(*waited)

    def _adjective(self, kid: int, cues: Cues) -> None:
        tree = self.tree
        for key in (tree.lowered[kid], tree.lemmas[kid]):
            operator = self.operators.get((key, "adj", "noun"))
            if operator:
                cues.apply(operator.kind, kid)
                return

    # -------------------------------------------------------------- words above the act

    def _step(self, token: int, cues: Cues) -> int | None:
        """Apply what stands over ``token`` and return the token that its stance depends on further."""
        head, dep = self.tree.heads[token], self.tree.deps[token]
        if head == token:
            self._bare_infinitive(token, cues)
            return None
        if self.tree.is_verb(token) or dep in {"acomp", "oprd"}:
            return self._verb_step(token, head, dep, cues)
        return self._noun_step(token, head, dep, cues)

    def _bare_infinitive(self, token: int, cues: Cues) -> None:
        """Take a headline's "France to recognise Palestine" as a plan."""
        to = self._infinitive(token)
        if to is not None:
            cues.add(Modality.PLANNED, to)

    def _verb_step(self, token: int, head: int, dep: str, cues: Cues) -> int | None:
        tree = self.tree
        if dep in {"xcomp", "ccomp", "acl"}:
            return self._complement(token, head, dep, cues)
        if dep == "relcl" and tree.kid(token, "mark") is not None and self._is_denied(token, head, "acl", cues):
            # "dismissed a report that it had offered": no relative clause.
            return None
        if dep == "advcl":
            return self._adverbial(token, head, cues)
        if dep == "relcl" and self._infinitive(token) is not None:
            if tree.deps[head] != "ROOT":
                # "a man for Chad to free"
                return (
                    None
                    if tree.lemmas[token] in word_list("spoken-acts")
                    else self._complement(token, head, "acl", cues)
                )
            # "Putin, Erdogan to meet in Sochi"
            self._bare_infinitive(token, cues)
            return None
        if dep == "conj":
            head = joined_to(tree, token)
            return head if tree.kid(token, "nsubj", "nsubjpass", "aux") is None and tree.is_verb(head) else None
        if dep in {"pcomp", "pobj"}:
            return self._gerund(head, cues)
        return head if dep in {"acomp", "oprd", "csubj"} else None

    def _adverbial(self, token: int, head: int, cues: Cues) -> int | None:
        tree, to = self.tree, self._infinitive(token)
        inverted = next((one for verb in (token, head) if (one := inversion(tree, verb)) is not None), None)
        if inverted is not None or is_measure(tree, head):
            cues.add(Modality.HYPOTHETICAL, head if inverted is None else inverted)
            return None
        if tree.pos[head] == "ADJ":
            return self._complement(token, head, "advcl", cues)
        if to is not None:
            if not speaks_up(tree, token, head) and not is_first_to(tree, token, head):
                cues.add(Modality.PLANNED, to)
            return head if is_first_to(tree, token, head) else None
        return head if tree.kid(token, "nsubj", "nsubjpass", "mark") is None else None

    def _gerund(self, prep: int, cues: Cues) -> int | None:
        """Read what stands over "without meeting", "an approach to fighting", "accused of funding"."""
        tree, above = self.tree, self.tree.heads[prep]
        before = tree.lowered[prep - 1] if prep else ""
        if tree.lowered[prep] == "without" or (
            before in {"instead", "far", "short"} and tree.lowered[prep] in {"of", "from"}
        ):
            cues.add(Modality.DENIED, prep)
            return None
        if tree.lowered[prep] == "against" and tree.is_verb(above):
            # "decided against sending troops": what is not done is what the plan was about.
            cues.add(Modality.PLANNED, above)
            cues.negations.append(prep)
            return None
        known = self._operator(above, "clause", cues)
        if not known and tree.is_nominal(above) and tree.lowered[prep] in THOUGHT:
            # "an approach to fighting gangs": no act, only the thought of one.
            cues.add(Modality.HYPOTHETICAL, prep)
        return above if tree.is_verb(above) else None

    def _complement(self, token: int, head: int, dep: str, cues: Cues) -> int | None:
        tree, to = self.tree, self._infinitive(token)
        if self._is_denied(token, head, dep, cues) or (to is not None and speaks_up(tree, token, head)):
            return None
        if to is not None and is_first_to(tree, token, head):
            return head
        if dep == "ccomp" and tree.deps[head] == "advcl" and is_supposed(tree, head):
            cues.add(Modality.HYPOTHETICAL, head)
            return None
        known = self._operator(head, "infinitive" if to is not None else "clause", cues)
        known = known or self._is_hearsay(head, to, cues) or self._is_copula(head, to, cues)
        verdict = judged(tree, head) if to is None and dep in {"ccomp", "csubj"} else None
        if verdict is not None:
            cues.add(*verdict)
            return None
        open_act = to is not None and not known and not self._is_perfect(token)
        if to is not None and open_act and (dep != "ccomp" or not tree.is_verb(head)):
            cues.add(Modality.HYPOTHETICAL, to)
        return None if to is None and (dep == "acl" or (dep == "ccomp" and not known)) else head

    def _is_denied(self, token: int, head: int, dep: str, cues: Cues) -> bool:
        """Return whether somebody denies the act: "denied that", "rejected claims that"."""
        tree = self.tree
        over = head
        if tree.is_nominal(head) and not tree.is_verb(head) and dep in {"acl", "ccomp"}:
            over = tree.heads[head] if tree.lemmas[head] in word_list("claims") else head
            verdict = judged(tree, over) if over != head and tree.lemmas[over] == "be" else None
            if verdict is not None:
                cues.add(*verdict)
                return True
        if not tree.is_verb(over) or tree.lemmas[over] not in word_list("denying"):
            return False
        if over == head and denies_charge(tree, over, token):
            return True
        if tree.kid(over, "neg") is not None or is_left_open(tree, over):
            cues.add(Modality.HYPOTHETICAL, over)
        else:
            cues.add(Modality.DENIED, over)
        return True

    def _is_copula(self, head: int, to: int | None, cues: Cues) -> bool:
        """Return whether "is to" stands over the act, which plans it."""
        tree = self.tree
        if to is None or tree.lemmas[head] != "be" or tree.kid(head, "attr", "acomp") is not None:
            return False
        cues.add(Modality.PLANNED, head)
        return True

    def _is_hearsay(self, head: int, to: int | None, cues: Cues) -> bool:
        """Return whether "is said to", "is believed to" stands over the act, and mark it as alleged."""
        tree = self.tree
        if tree.lemmas[head] not in word_list("hearsay") or tree.kid(head, "auxpass", "nsubjpass") is None:
            return False
        if to is not None:
            cues.doubts.append(head)
        return to is not None

    def _infinitive(self, token: int) -> int | None:
        return next((kid for kid in self.tree.kids(token, "aux") if self.tree.lowered[kid] == "to"), None)

    def _is_perfect(self, token: int) -> bool:
        return any(self.tree.lowered[kid] == "have" for kid in self.tree.kids(token, "aux"))

    def _operator(self, head: int, over: str, cues: Cues) -> bool:
        kind = self.operator_kind(head, over)
        if kind is not None:
            cues.apply(kind, head)
        return kind is not None

    def operator_kind(self, head: int, over: str) -> OperatorKind | None:
        """Return what the word ``head`` does to an act below it; none if it is no operator.

        Args:
            over: what the act is to it: ``noun``, ``object``, ``clause`` or ``infinitive``.
        """
        tree = self.tree
        pos, wide = POS.get(tree.pos[head], ""), WIDER.get(over, over)
        lemmas = dict.fromkeys((phrasal(tree, head), tree.lemmas[head]))
        keys = [(lemma, pos, one) for lemma in lemmas for one in (over, wide)]
        keys += [(tree.lowered[head], "adj", one) for one in (over, wide)]
        return next((self.operators[key].kind for key in keys if key in self.operators), None)

    def _noun_step(self, token: int, head: int, dep: str, cues: Cues) -> int | None:
        tree = self.tree
        if dep == "conj":
            return head
        if any(kid < token and tree.lemmas[kid] in word_list("naming") for kid in tree.kids(token, "relcl")):
            # "to draw attention to what they called a massacre": that was done.
            return None
        if dep in {"dobj", "nsubjpass", "attr", "dative"} and tree.is_verb(head):
            if self._is_unconfirmed(head, cues):
                return None
            if dep == "dobj" and self._denies_noun(head, cues):
                return None
            self._operator(head, "object" if dep in {"dobj", "nsubjpass"} else "noun", cues)
            return head
        if dep == "nsubj" and tree.is_verb(head):
            happens = tree.lemmas[head] in word_list("happening")
            future = any(tree.lowered[kid] in AUXILIARIES for kid in tree.kids(head, "aux"))
            return head if happens or future else None
        return self._prepositional(token, head, cues) if dep in {"pobj", "pcomp"} else None

    def _is_unconfirmed(self, verb: int, cues: Cues) -> bool:
        """Return whether ``verb`` leaves the act in doubt: "has not been confirmed"."""
        negation = self.tree.kid(verb, "neg")
        if negation is None or self.tree.lemmas[verb] not in word_list("confirming"):
            return False
        cues.doubts += [negation, verb]
        return True

    def _denies_noun(self, verb: int, cues: Cues) -> bool:
        """Return whether ``verb`` denies the act that its object says: "denied involvement in the attack"."""
        if self.tree.lemmas[verb] != "deny":
            return False
        cues.add(Modality.DENIED, verb)
        return True

    def _prepositional(self, noun: int, prep: int, cues: Cues) -> int | None:
        tree, above, word = self.tree, self.tree.heads[prep], self.tree.lowered[prep]
        if word == "without":
            cues.add(Modality.DENIED, prep)
            return None
        if word in {"after", "following", "since"}:
            return None
        if word == "of" and tree.lemmas[above] in word_list("partitives"):
            # "called off a second tranche of loans"
            return above
        if tree.lemmas[above] in {"case", "event"} and tree.lowered[tree.heads[above]] == "in":
            cues.add(Modality.HYPOTHETICAL, above)
            return None
        if word == "of" and tree.lowered[above] == "ahead":
            cues.add(Modality.PLANNED, above)
            return None
        if tree.is_verb(above) and word in CARRYING_PREPOSITIONS and stands_as_done(tree, noun, above):
            return None
        self._open(above, word, cues)
        if tree.is_verb(above) and word in CARRYING_PREPOSITIONS:
            return above
        return above if tree.is_nominal(above) and tree.lemmas[above] == "involvement" else None

    def _open(self, above: int, word: str, cues: Cues) -> None:
        """Read what leaves an act open after a preposition: "an objection to the visit", "acquitted of the bombing"."""
        tree = self.tree
        if word in OPEN_PREPOSITIONS:
            self._operator(above, "noun", cues)
        if word in {"to", "against"} and tree.lemmas[above] in word_list("objecting"):
            cues.add(Modality.HYPOTHETICAL, above)
        verb = tree.heads[above]
        freed = word == "of" and tree.deps[above] in {"dobj", "nsubjpass"}
        if freed and self.operator_kind(verb, "noun") is OperatorKind.DENIED:
            cues.add(Modality.DENIED, verb)

    def _question(self, trigger: int, cues: Cues) -> None:
        tree = self.tree
        start, end = tree.sentences[tree.sentence_of[trigger]]
        last = end - 1
        while last > start and (tree.words[last] in {'"', "'", ")"} or tree.words[last].isspace()):
            last -= 1
        if tree.words[last] == "?" and not presupposes(tree, trigger):
            cues.add(Modality.HYPOTHETICAL, last)
