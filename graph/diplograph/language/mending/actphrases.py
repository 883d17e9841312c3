"""Acts told by nouns, and their phrases that parsers hang elsewhere: "the recall by Kenya of its envoy"."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.codebook.words import word_list
from diplograph.language.mending.moves import Move, moved
from diplograph.language.tree import Tree

COMMON = frozenset({"NN", "NNS"})
SUBJECTS = ("nsubj", "csubj")


def mend_acts(tree: Tree) -> Tree:
    """Return ``tree`` with "by" and "of" on the noun whose doer and patient they give."""
    for moves in (_outside, _gerunds, _purposes, _charges, _agents, _agents_ahead, _means, _patients):
        tree = moved(tree, moves(tree))
    return tree


def _gerunds(tree: Tree) -> Iterator[Move]:
    """Make a noun of the act in "Rioting by dockers spread", whose doer it names as a noun does."""
    for act in tree.with_tag("VBG"):
        verb, by = tree.heads[act], act + 1
        opens = tree.deps[act] in SUBJECTS or (tree.deps[act] == "advcl" and tree.kid(verb, *SUBJECTS) is None)
        if not opens or act > verb or tree.lowered[by : by + 1] != ["by"] or tree.heads[by] != act:
            continue
        if tree.kid(act, "dobj", "nsubj", "aux", "mark") is None and tree.kid(by, "pobj") is not None:
            yield Move(act, dep="nsubj", tag="NN", pos="NOUN", lemma=tree.lowered[act])
            yield Move(by, dep="prep")


def _purposes(tree: Tree) -> Iterator[Move]:
    """Hang "marched for a third day to denounce the junta" together: no day denounces."""
    for verb in tree.with_dep("acl", "relcl"):
        time = tree.heads[verb]
        above = next((one for one in tree.ancestors(time) if tree.is_verb(one)), None)
        dated = tree.entity_of.get(time, (0, 0, ""))[2] in {"DATE", "TIME"} and tree.pos[time] == "NOUN"
        purpose = tree.tags[verb] == "VB" and any(tree.lowered[kid] == "to" for kid in tree.kids(verb, "aux"))
        if dated and above is not None and purpose and tree.kid(verb, "nsubj") is None:
            yield Move(verb, above, "advcl")


def _charges(tree: Tree) -> Iterator[Move]:
    """Hang "of" on the verb that accuses: "accused three men of the bombing", "accused the army of a cover-up"."""
    for prep, word in enumerate(tree.lowered):
        accused, charge = tree.heads[prep], tree.kid(prep, "pobj")
        verb = tree.heads[accused]
        if word != "of" or charge is None or tree.deps[accused] != "dobj" or accused != prep - 1:
            continue
        whole = verb < accused and tree.lemmas[accused] not in word_list("partitives")
        if whole and tree.lemmas[verb] in word_list("accusing") and _is_deed(tree, charge):
            yield Move(prep, verb)


def _is_deed(tree: Tree, noun: int) -> bool:
    """Return whether a noun after "of" is not whose the accused are: "of a cover-up", "of the bombing"."""
    owned = tree.kid(noun, "poss", "nummod") is not None
    known = any(tree.lowered[kid] in {"the", "this", "these"} for kid in tree.kids(noun, "det"))
    return tree.tags[noun] in COMMON and not owned and (not known or tree.lowered[noun].endswith("ing"))


def _outside(tree: Tree) -> Iterator[Move]:
    """Make a preposition of "outside" in "staged a sit-in outside parliament", read as an outside parliament."""
    for outside in tree.with_dep("amod"):
        noun, place = outside - 1, tree.heads[outside]
        held = noun >= 0 and tree.heads[noun] == place and tree.deps[noun] in {"nmod", "compound"}
        if tree.lowered[outside] != "outside" or not held or place != outside + 1:
            continue
        yield Move(noun, tree.heads[place], tree.deps[place], tag="NN", pos="NOUN")
        yield from (Move(kid, noun) for kid in tree.children[place] if kid < noun)
        yield Move(outside, noun, "prep", tag="IN", pos="ADP")
        yield Move(place, outside, "pobj")


def _agents(tree: Tree) -> Iterator[Move]:
    """Hang "by" on the act whose doer it gives, not on the verb: "condemned the killing of monks by soldiers"."""
    for prep in tree.with_word("by"):
        verb = tree.heads[prep]
        active = tree.is_verb(verb) and tree.kid(verb, "auxpass", "nsubjpass") is None
        if tree.deps[prep] != "prep" or not active or tree.kid(prep, "pobj") is None:
            continue
        act = next((kid for kid in tree.kids(verb, "dobj") if tree.subtree(kid)[-1] == prep - 1), None)
        if act is not None and any(tree.lowered[kid] == "of" for kid in tree.kids(act, "prep")):
            yield Move(prep, act)


def _agents_ahead(tree: Tree) -> Iterator[Move]:
    """Hang "by" on the act that is to come: "were sent in ahead of a march by students"."""
    for prep in tree.with_word("by"):
        act = prep - 1
        of = tree.heads[act]
        ahead = tree.deps[act] == "pobj" and tree.lowered[of] == "of" and tree.lowered[tree.heads[of]] == "ahead"
        if ahead and tree.pos[act] in {"NOUN", "PROPN"} and tree.kid(prep, "pobj") is not None:
            yield Move(prep, act, "prep")
            yield Move(act, pos="NOUN")


def _means(tree: Tree) -> Iterator[Move]:
    """Take "sent by rail" for a way to go, not for who sends."""
    for prep in tree.with_word("by"):
        means = tree.kid(prep, "pobj")
        if means is not None and not tree.children[means] and tree.lowered[means] in word_list("means"):
            yield Move(prep, dep="dep")


def _patients(tree: Tree) -> Iterator[Move]:
    """Hang "of" on the act whose patient it gives, not on the doer: "the closure by Mali of its border".

    What follows must be a common noun: "a visit by King Harald of Norway" is of the king.
    """
    for prep in tree.with_word("of"):
        doer = tree.heads[prep]
        by = tree.heads[doer]
        act, patient = tree.heads[by], tree.kid(prep, "pobj")
        if tree.lowered[by] != "by" or tree.pos[doer] != "PROPN" or patient is None:
            continue
        if tree.pos[act] == "NOUN" and by == act + 1 and tree.tags[patient] in COMMON:
            yield Move(prep, act)
