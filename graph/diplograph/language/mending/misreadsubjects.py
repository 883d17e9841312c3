"""Subjects that parsers hang on another clause than their own: "marched on towns, and teachers went on strike"."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.codebook.words import word_list
from diplograph.language.mending.moves import Move, moved
from diplograph.language.tree import Tree

FINITE = frozenset({"VBD", "VBZ", "VBP"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
# Words that may stand between a subject and its verb.
BETWEEN = frozenset({"ADV", "AUX", "PART"})


def mend_subjects(tree: Tree) -> Tree:
    """Return ``tree`` with the subject of a clause at its verb."""
    for moves in (_generals, _after_and, _reduced, _judged_steps, _after_clauses):
        tree = moved(tree, moves(tree))
    return tree


def _last_before(tree: Tree, verb: int) -> int:
    """Return the token before ``verb`` and what may stand between it and its subject; -1 for none."""
    token = verb - 1
    while token >= 0 and tree.pos[token] in BETWEEN:
        token -= 1
    return token


def _is_without_subject(tree: Tree, verb: int) -> bool:
    return tree.is_verb(verb) and tree.tags[verb] in FINITE and tree.kid(verb, *SUBJECTS) is None


def _after_and(tree: Tree) -> Iterator[Move]:
    """Make a subject of what "and" joins to the clause before: "marched on towns, and teachers went on strike"."""
    for verb in tree.with_dep("conj"):
        last = _last_before(tree, verb)
        if last < 0 or tree.kid(verb, "agent") is not None or not _is_without_subject(tree, verb):
            continue
        first = tree.first_conjunct(last)
        joint = _joint(tree, first, verb) if tree.heads[verb] in tree.ancestors(first) else None
        joined = [kid for kid in tree.kids(first, "conj") if joint is not None and kid > joint]
        if joint is not None and joined:
            yield Move(joint, tree.heads[verb])
            yield Move(joined[0], verb, "nsubj")
            yield from (Move(kid, joined[0]) for kid in joined[1:])


def _joint(tree: Tree, first: int, verb: int) -> int | None:
    """Return the "and" that joins the clause of ``verb`` to the one before; a list of three or more has no such."""
    ands = [token for token in tree.kids(first, "cc") if token < verb and tree.lowered[token] == "and"]
    if not ands or tree.deps[first] in SUBJECTS or "," in tree.words[first : ands[0] - 1]:
        return None
    return ands[0]


def _reduced(tree: Tree) -> Iterator[Move]:
    """Make a description of the first verb of "when growers backed by soldiers evicted 400 families"."""
    for told in tree.with_tag("VBD", "VBN"):
        agent, subject = tree.kid(told, "agent"), tree.kid(told, "nsubj")
        if agent is None or subject is None or subject != told - 1:
            continue
        verb = _verb_from(tree, tree.subtree(agent)[-1] + 1)
        if verb is None or tree.kid(told, "aux", "auxpass", "dobj") is not None or not _is_without_subject(tree, verb):
            continue
        if tree.heads[verb] in {told, tree.heads[told]} and tree.heads[told] != verb:
            root = tree.heads[told] == told
            yield Move(verb, verb if root else tree.heads[told], "ROOT" if root else tree.deps[told])
        elif tree.heads[told] != verb:
            continue
        yield from (Move(kid, verb) for kid in tree.children[told] if kid < subject)
        yield Move(subject, verb, "nsubj")
        yield Move(told, subject, "acl", tag="VBN")


def _verb_from(tree: Tree, token: int) -> int | None:
    """Return the verb at ``token`` or after what may stand before it."""
    while token < len(tree) and tree.pos[token] in BETWEEN and not tree.is_verb(token):
        token += 1
    return token if token < len(tree) and tree.is_verb(token) else None


def _judged_steps(tree: Tree) -> Iterator[Move]:
    """Make a clause of "a step that the premier, Ann Lee, condemned", read as a condemned premier."""
    for that in tree.with_word("that", "which"):
        noun = tree.heads[that]
        subject = tree.kid(that, "nsubj", "pobj")
        if tree.tags[that] not in {"WDT", "IN"} or noun != that - 1 or subject is None:
            continue
        verb = tree.kid(subject, "acl")
        if verb is not None and tree.kid(verb, "agent") is None and tree.words[verb - 1] == ",":
            yield Move(verb, noun, "relcl", tag="VBD")
            yield Move(subject, verb, "nsubj")
            yield Move(that, verb, "dobj", pos="PRON")


def _after_clauses(tree: Tree) -> Iterator[Move]:
    """Make a verb of "spoke" in "Ozal, who was ill, spoke with his aides", read as somebody spoken."""
    for verb in tree.with_dep("acl"):
        subject = tree.heads[verb]
        if tree.tags[verb] != "VBD" or tree.deps[subject] != "ROOT" or tree.words[verb - 1] != ",":
            continue
        clauses = [kid for kid in tree.kids(subject, "relcl", "appos") if kid < verb]
        if clauses and tree.is_nominal(subject) and tree.kid(verb, *SUBJECTS) is None:
            yield Move(verb, verb, "ROOT")
            yield Move(subject, verb, "nsubj")
            yield from (Move(kid, verb) for kid in tree.children[subject] if kid > verb)


def _generals(tree: Tree) -> Iterator[Move]:
    """Make one title of "secretary-general", and a name after a comma its apposition."""
    for first in tree.with_word(*word_list("before-general")):
        general = first + 2
        if tree.lowered[first + 1 : first + 3] != ["-", "general"]:
            continue
        if tree.heads[general] == first:
            yield Move(general, tree.heads[first] if tree.heads[first] != first else general, tree.deps[first])
            yield from (Move(kid, general) for kid in tree.children[first] if kid != general)
        else:
            yield from _name_after(tree, general)
            yield from (Move(kid, general) for kid in tree.children[first])
        yield Move(first, general, "compound", pos="NOUN")
        yield Move(general, tag="NN", pos="NOUN")


def _name_after(tree: Tree, title: int) -> Iterator[Move]:
    """Hang the name behind a title and a comma on the title: "its secretary-general, Kofi Annan, said"."""
    above = tree.heads[title]
    if tree.pos[above] == "PROPN" and above > title and tree.words[title + 1] == ",":
        yield Move(title, tree.heads[above] if tree.heads[above] != above else title, tree.deps[above])
        yield Move(above, title, "appos")
        return
    names = [kid for kid in tree.kids(title, "npadvmod") if tree.pos[kid] == "PROPN" and kid > title]
    yield from (Move(kid, title, "appos") for kid in names)
