"""What a sentence says of the truth of its own clause: "it is not true that", "it remains unproven that"."""

from __future__ import annotations

from diplograph.codebook.words import word_list
from diplograph.language.syntax import antecedent
from diplograph.language.tree import Tree
from diplograph.model import Modality

DEFINITE = frozenset({"the", "this", "these", "that", "those"})
ABSENT = frozenset({"nobody", "none", "nothing"})


def judged(tree: Tree, verb: int) -> tuple[Modality, int] | None:
    """Return how the clause below ``verb`` stands by what is said of it, and the word that says so.

    Args:
        verb: the "is" or "remains" that the clause hangs on.
    """
    word = tree.kid(verb, "acomp", "attr", "oprd")
    if word is None:
        return None
    negated = tree.kid(verb, "neg") is not None
    if tree.lowered[word] in word_list("true"):
        return (Modality.DENIED, word) if negated else None
    if tree.lowered[word] in word_list("untrue"):
        return None if negated else (Modality.DENIED, word)
    if tree.lowered[word] in word_list("unsettled"):
        return Modality.HYPOTHETICAL, word
    return (Modality.HYPOTHETICAL, word) if negated and tree.lowered[word] in word_list("settled") else None


def is_left_open(tree: Tree, verb: int) -> bool:
    """Return whether ``verb`` is neither done nor not done: "neither confirmed nor denied"."""
    around = [*tree.children[verb], *(tree.children[tree.heads[verb]] if tree.deps[verb] == "conj" else ())]
    return any(tree.lowered[kid] in {"neither", "nor"} for kid in around)


def denies_charge(tree: Tree, verb: int, clause: int) -> bool:
    """Return whether ``verb`` only answers what ``clause`` tells: "Togo accused Benin, a charge it denied"."""
    charges = [
        kid for kid in tree.kids(verb, "dobj") if clause < kid < verb and tree.lemmas[kid] in word_list("claims")
    ]
    return any(tree.words[kid - 1] == "," or "," in tree.words[max(0, kid - 3) : kid] for kid in charges)


def nor_before(tree: Tree, verb: int) -> list[int]:
    """Return the "nor" that joins ``verb`` to a denied one: "nor did Egypt recall its ambassador"."""
    head = tree.heads[verb]
    if tree.deps[verb] != "conj" or tree.kid(verb, "aux", "auxpass") is None:
        return []
    return [kid for kid in tree.kids(head, "cc") if head < kid < verb and tree.lowered[kid] == "nor"]


def stands_as_done(tree: Tree, noun: int, verb: int) -> bool:
    """Return whether a denied ``verb`` takes the act ``noun`` as known: "nobody was hurt in the attack".

    Who took no part in the attack denies a part of it, and the act with it.
    """
    known = any(tree.lowered[kid] in DEFINITE or tree.tags[kid] == "PRP$" for kid in tree.children[noun])
    subjects = tree.kids(verb, "nsubj", "nsubjpass")
    absent = any(
        tree.lowered[one] in ABSENT or any(tree.lowered[kid] == "no" for kid in tree.children[one]) for one in subjects
    )
    denied = absent or tree.kid(verb, "neg") is not None
    return known and denied and tree.lemmas[verb] not in word_list("participating")


def presupposes(tree: Tree, trigger: int) -> bool:
    """Return whether a question takes an act as done and asks only for its reason or time: "Why did Egypt"."""
    asking = [kid for kid in tree.children[trigger] if tree.tags[kid] == "WRB" and kid < trigger]
    past = tree.tags[trigger] == "VBD" or any(tree.lowered[kid] == "did" for kid in tree.kids(trigger, "aux"))
    return bool(asking) and past


def speaks_up(tree: Tree, verb: int, over: int) -> bool:
    """Return whether an infinitive is said by what stands over it: "phoned to thank", "marched to demand"."""
    if tree.lemmas[verb] not in word_list("spoken-acts") or tree.tags[over] not in {"VBD", "VBN", "VBG"}:
        return False
    if any(tree.tags[kid] == "MD" or tree.lowered[kid] == "to" for kid in tree.kids(over, "aux")):
        return False
    if tree.lemmas[verb] == "protest" and tree.deps[verb] == "advcl":
        return True
    objects = {tree.lemmas[kid] for prep in tree.kids(over, "prep") for kid in tree.kids(prep, "pobj")}
    return tree.lemmas[over] in word_list("speaking-up") or (tree.lemmas[over] == "take" and "street" in objects)


def is_first_to(tree: Tree, verb: int, over: int) -> bool:
    """Return whether an infinitive says what somebody was the first to do: "became the first state to recognise"."""
    nouns = tree.kids(over, "attr") if tree.lemmas[over] in {"be", "become", "remain"} else [over]
    ranked = any(tree.lowered[kid] in word_list("ranks") for noun in nouns for kid in tree.kids(noun, "amod"))
    return ranked and verb > over and tree.deps[verb] in {"acl", "advcl", "xcomp", "relcl"}


def is_let(tree: Tree, verb: int) -> bool:
    """Return whether a law or treaty only lets something be done: "a law that allows Chad to fine firms"."""
    if tree.lemmas[verb] not in {"allow", "let", "permit", "enable", "empower"} or tree.tags[verb] in {"VBD", "VBN"}:
        return False
    subject = tree.kid(verb, "nsubj")
    papers = word_list("texts", "agreements")
    return subject is not None and tree.lemmas[antecedent(tree, subject)] in papers
