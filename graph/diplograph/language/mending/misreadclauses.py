"""Clauses that hide who does what, put straight before anything is read: "had him shot", "what it called a raid"."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.codebook.words import word_list
from diplograph.language.mending.moves import Move, moved
from diplograph.language.tree import Tree

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# Places of nouns only.
NOUNISH = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
# Clauses in which a finite verb is not that of the sentence.
BELOW = frozenset({"relcl", "ccomp", "advcl", "acl", "pcomp", "csubj"})
# What a clause hangs on -> the place of the noun that the clause only names.
PLACE_OF = {"ccomp": "dobj", "pcomp": "pobj"}
CAUSING = frozenset({"have", "get"})
# What happens to one's own men is not one's doing: "Kenya had two soldiers killed".
BEFALLING = frozenset({"kill", "wound", "injure", "hurt", "steal"})


def mend_clauses(tree: Tree) -> Tree:
    """Return ``tree`` with the doer and the thing done to of such clauses where they stand in plain ones."""
    for moves in (
        _names,
        _let_in,
        _plurals,
        _gapped,
        _appositions,
        _numbers,
        _late_objects,
        _subjects_after_commas,
        _objects_after_days,
        _verbs_of_nouns,
        _causes,
        _named,
    ):
        tree = moved(tree, moves(tree))
    return tree


def _names(tree: Tree) -> Iterator[Move]:
    """Make a name of "Windhoek has walked away", read as an adverb in the place of a noun."""
    for token, dep in enumerate(tree.deps):
        strange = tree.pos[token] in {"ADV", "INTJ", "X"} and dep in NOUNISH and token in tree.entity_of
        if strange and tree.words[token][:1].isupper():
            yield Move(token, tag="NNP", pos="PROPN", lemma=tree.lowered[token])


def _let_in(tree: Tree) -> Iterator[Move]:
    """Give "let inspectors into the plant" its object, read as a clause without a verb."""
    for token, dep in enumerate(tree.deps):
        bare = dep == "ccomp" and tree.pos[token] in {"NOUN", "PROPN"} and tree.lemmas[tree.heads[token]] == "let"
        if bare and tree.kid(token, "nsubj", "aux", "cop", "mark") is None:
            yield Move(token, dep="dobj")


def _plurals(tree: Tree) -> Iterator[Move]:
    """Make nouns of subjects such as "Basque inmates", which the tagger took for verbs."""
    for token in tree.with_tag("VBZ"):
        if tree.deps[token] in NOUNISH:
            yield Move(token, tag="NNS", pos="NOUN")
            yield from (Move(kid, dep="compound") for kid in tree.kids(token, "nsubj"))


def _appositions(tree: Tree) -> Iterator[Move]:
    """Take "India and Pakistan, rivals since 1947," for two, not three: a list ends with its "and"."""
    for token, dep in enumerate(tree.deps):
        names = tree.heads[token]
        if dep != "conj" or tree.pos[token] != "NOUN" or tree.pos[names] != "PROPN" or tree.kid(token, "cc"):
            continue
        joints = tree.kids(names, "cc")
        others = [kid for kid in tree.kids(names, "conj") if joints and joints[-1] < kid < token]
        if others and tree.words[tree.subtree(token)[0] - 1] == ",":
            yield Move(token, dep="appos")


def _numbers(tree: Tree) -> Iterator[Move]:
    """Give "kidnapped up to 16 monks" its object, where the parser read "kidnapped up"."""
    for up in tree.with_dep("prt"):
        verb, to = tree.heads[up], up + 1
        if tree.lowered[up : up + 2] != ["up", "to"] or tree.heads[to] not in {up, verb}:
            continue
        thing = tree.kid(to, "pobj")
        number = next((kid for kid in tree.kids(thing, "nummod") if kid == to + 1), None) if thing is not None else None
        if thing is not None and number is not None and tree.kid(verb, "dobj") is None:
            yield Move(thing, verb, "dobj")
            yield from (Move(word, number, "quantmod") for word in (up, to))


def _gapped(tree: Tree) -> Iterator[Move]:
    """Let what a passive leaves out hold for the second of two: "two were killed and 34 injured"."""
    for verb in tree.with_tag("VBN"):
        told = tree.deps[verb] == "conj" and tree.kid(tree.heads[verb], "auxpass") is not None
        if told and tree.kid(verb, "aux", "auxpass", "dobj") is None:
            yield from (Move(kid, dep="nsubjpass") for kid in tree.kids(verb, "nsubj") if kid < verb)


def _late_objects(tree: Tree) -> Iterator[Move]:
    """Give "seized in dawn raids ten priests" its object, read as raids that are priests: no comma parts the two."""
    for thing in tree.with_dep("appos"):
        noun = tree.heads[thing]
        prep = tree.heads[noun]
        verb = tree.heads[prep]
        if tree.deps[noun] != "pobj" or tree.subtree(thing)[0] != noun + 1 or not tree.is_verb(verb):
            continue
        active = tree.kid(verb, "nsubj") is not None and tree.kid(verb, "dobj", "auxpass", "ccomp", "xcomp") is None
        if active and tree.pos[thing] == "NOUN" and tree.pos[noun] == "NOUN" and verb < prep:
            yield Move(thing, verb, "dobj")


def _subjects_after_commas(tree: Tree) -> Iterator[Move]:
    """Give "On a visit to Fiji, the king voiced ..." its subject, read as one of two whom the visit is to."""
    for verb in tree.with_tag("VBD", "VBZ"):
        noun = verb - 1
        if tree.kid(verb, "nsubj", "nsubjpass", "expl") is not None or noun < 0:
            continue
        fronted = tree.deps[noun] in {"conj", "appos"} and tree.kid(tree.heads[noun], "cc") is None
        opens = next((kid for kid in tree.kids(verb, "prep") if kid < noun and kid in tree.ancestors(noun)), None)
        if fronted and opens is not None and tree.is_nominal(noun) and tree.words[tree.subtree(noun)[0] - 1] == ",":
            yield Move(noun, verb, "nsubj")


def _objects_after_days(tree: Tree) -> Iterator[Move]:
    """Give "fined on Monday two traders said to have cheated" its object, read as "two traders said"."""
    for said in tree.with_lemma(*word_list("hearsay")):
        thing = tree.kid(said, "nsubj")
        verb = _verb_before(tree, said, thing) if thing is not None else None
        if thing is None or verb is None or thing != said - 1 or tree.lowered[said + 1 : said + 2] != ["to"]:
            continue
        between = tree.words[verb + 1 : tree.subtree(thing)[0]]
        if 0 < len(between) <= 3 and "," not in between and tree.kid(verb, "dobj") is None:
            if tree.heads[verb] == said:
                yield _in_place_of(tree, said, verb)
            yield Move(thing, verb, "dobj")
            yield Move(said, thing, "acl", tag="VBN")
            yield from (Move(kid, verb) for kid in tree.kids(said, "punct"))


def _verb_before(tree: Tree, said: int, thing: int) -> int | None:
    """Return the verb that "said" was hung on, or that was hung on it."""
    if tree.deps[said] == "conj" and tree.kid(tree.heads[said], "cc") is None:
        return tree.heads[said]
    return next((kid for kid in tree.kids(said, "ccomp") if kid < thing), None)


def _in_place_of(tree: Tree, old: int, new: int) -> Move:
    """Return ``new`` where ``old`` hung, be it the root."""
    return Move(new, new, "ROOT") if tree.heads[old] == old else Move(new, tree.heads[old], tree.deps[old])


def _verbs_of_nouns(tree: Tree) -> Iterator[Move]:
    """Make a verb of "called" in "The agency called on Chad to act.", read as an agency that was called on.

    A sentence has no other verb then. A headline, which has no full stop, may be a noun.
    """
    for verb in tree.with_tag("VBN"):
        subject = tree.heads[verb]
        if tree.deps[verb] != "acl" or subject != verb - 1 or tree.heads[subject] != subject:
            continue
        # A participle with an object of its own is no passive.
        active = tree.kid(verb, "agent") is None or tree.kid(verb, "dobj") is not None
        if active and _is_without_verb(tree, tree.sentence_of[verb]):
            yield Move(verb, verb, "ROOT", tag="VBD")
            yield Move(subject, verb, "nsubj")
            later = (kid for kid in tree.children[subject] if kid > verb or tree.deps[kid] == "punct")
            yield from (Move(kid, verb) for kid in later)


def _is_without_verb(tree: Tree, sentence: int) -> bool:
    """Return whether a sentence ends with a full stop and has a finite verb only in clauses below, if at all."""
    words = [token for token in range(*tree.sentences[sentence]) if not tree.words[token].isspace()]
    finite = [token for token in words if tree.tags[token] in FINITE]
    below = (any(tree.deps[one] in BELOW for one in (token, *tree.ancestors(token))) for token in finite)
    return tree.words[words[-1]] == "." and all(below)


def _causes(tree: Tree) -> Iterator[Move]:
    """Make who causes an act its doer: "The king had two ministers arrested", "had the minister's house searched"."""
    for verb in tree.with_dep(*_CAUSED):
        dep = tree.deps[verb]
        thing = _CAUSED[dep](tree, verb)
        if thing is None:
            continue
        cause = tree.heads[verb] if dep == "ccomp" else tree.heads[thing]
        place = _in_place_of(tree, cause, verb)
        yield Move(verb, place.head, place.dep, tag="VBD")
        yield Move(thing, verb, "dobj")
        others = [owner for owner in tree.kids(verb, "nsubj") if owner != thing]
        yield from (Move(owner, tree.subtree(owner)[0] - 1, "pobj") for owner in others)
        yield from (Move(kid, verb) for kid in tree.children[cause] if kid not in {verb, thing})
        yield Move(cause, verb, "dep")


def _caused(tree: Tree, verb: int) -> int | None:
    """Return what an act under "had" is done to; what befalls one's own is no act of one's own."""
    cause, thing = tree.heads[verb], tree.kid(verb, "nsubj", "nsubjpass")
    if tree.lemmas[cause] not in CAUSING or tree.kid(cause, "nsubj") is None or not _is_bare_past(tree, verb):
        return None
    if thing is None or not cause < thing < verb or tree.lemmas[verb] in BEFALLING or tree.pos[thing] == "PRON":
        return None
    # "Iran had its consulate bombed": that was done to Iran.
    return None if any(tree.tags[kid] == "PRP$" for kid in tree.children[thing]) else thing


def _caused_to_part(tree: Tree, verb: int) -> int | None:
    """Return the same of "had the house of the minister searched", read as a house that the minister searched."""
    thing, owner = tree.heads[verb], tree.kid(verb, "nsubj")
    if tree.deps[thing] != "dobj" or tree.lemmas[tree.heads[thing]] not in CAUSING or owner is None:
        return None
    open_preps = [prep for prep in tree.kids(thing, "prep") if tree.kid(prep, "pobj") is None]
    return thing if _is_bare_past(tree, verb) and tree.subtree(owner)[0] - 1 in open_preps else None


def _caused_to_noun(tree: Tree, verb: int) -> int | None:
    """Return the same of "had a rival jailed", read as a jailed rival whom somebody had."""
    thing = tree.heads[verb]
    held = tree.deps[thing] == "dobj" and tree.lemmas[tree.heads[thing]] in CAUSING and thing < verb
    doer = tree.kid(tree.heads[thing], "nsubj") if held else None
    if doer is None or tree.kid(verb, "agent") is not None or tree.lemmas[verb] not in word_list("ordered-acts"):
        return None
    owned = any(tree.tags[kid] == "PRP$" for kid in tree.children[thing])
    return thing if _is_bare_past(tree, verb) and not owned else None


def _is_bare_past(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] in {"VBN", "VBD"} and not tree.kids(verb, "mark", "aux", "auxpass", "dobj")


def _named(tree: Tree) -> Iterator[Move]:
    """Put a noun in the place of the clause that only names it: "deplored what it called a raid"."""
    for verb in tree.with_lemma(*word_list("naming")) if tree.with_word("what") else ():
        if tree.deps[verb] not in PLACE_OF:
            continue
        what = next((kid for kid in tree.kids(verb, "dobj") if kid < verb and tree.lowered[kid] == "what"), None)
        preps = [prep for prep in tree.kids(verb, "prep") if tree.lowered[prep] == "as"]
        nouns = [*tree.kids(verb, "oprd", "attr"), *(kid for prep in preps for kid in tree.kids(prep, "pobj"))]
        noun = next((one for one in nouns if one > verb and tree.is_nominal(one)), None)
        if what is not None and noun is not None:
            yield from (Move(kid, noun) for kid in tree.children[verb] if kid > noun)
            yield Move(noun, tree.heads[verb], PLACE_OF[tree.deps[verb]])
            yield Move(verb, noun, "relcl")
            yield Move(what, dep="dep")


_CAUSED = {"ccomp": _caused, "relcl": _caused_to_part, "acl": _caused_to_noun}
