"""Clauses that hide who does what, put straight before anything is read: "had him shot", "what it called a raid"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diplograph.codebook.words import word_list
from diplograph.language.tree import Tree

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# Places of nouns only.
NOUNISH = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
# Clauses in which a finite verb is not that of the sentence.
BELOW = frozenset({"relcl", "ccomp", "advcl", "acl", "pcomp", "csubj"})
# What a clause hangs on -> the place of the noun that the clause only names.
PLACE_OF = {"ccomp": "dobj", "pcomp": "pobj"}
# What happens to one's own men is not one's doing: "Kenya had two soldiers killed".
BEFALLING = frozenset({"kill", "wound", "injure", "hurt", "steal"})


def mend_clauses(tree: Tree) -> Tree:
    """Return ``tree`` with the doer and the thing done to of such clauses where they stand in plain ones."""
    for mend in (
        _with_plurals,
        _with_numbers,
        _with_late_objects,
        _with_subject_after_comma,
        _with_object_after_day,
        _with_verb_of_noun,
        _with_caused,
        _with_named,
        _with_agents,
    ):
        tree = mend(tree)
    return tree


def _with_plurals(tree: Tree) -> Tree:
    """Return ``tree`` with subjects such as "Basque inmates" as nouns, which the tagger took for verbs."""
    wrong = [token for token, tag in enumerate(tree.tags) if tag == "VBZ" and tree.deps[token] in NOUNISH]
    if not wrong:
        return tree
    deps, pos, tags = list(tree.deps), list(tree.pos), list(tree.tags)
    for token in wrong:
        pos[token], tags[token] = "NOUN", "NNS"
        for kid in tree.kids(token, "nsubj"):
            deps[kid] = "compound"
    return replace(tree, deps=deps, pos=pos, tags=tags)


def _with_late_objects(tree: Tree) -> Tree:
    """Return ``tree`` with the object of "seized in dawn raids ten priests", read as raids that are priests."""
    late = list(_late_objects(tree))
    if not late:
        return tree
    heads, deps = list(tree.heads), list(tree.deps)
    for verb, thing in late:
        heads[thing], deps[thing] = verb, "dobj"
    return replace(tree, heads=heads, deps=deps)


def _late_objects(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield verbs without an object, and the noun that stands beside the end of a phrase without a comma."""
    for thing, dep in enumerate(tree.deps):
        noun = tree.heads[thing]
        prep = tree.heads[noun]
        verb = tree.heads[prep]
        if dep != "appos" or tree.deps[noun] != "pobj" or tree.subtree(thing)[0] != noun + 1 or not tree.is_verb(verb):
            continue
        active = tree.kid(verb, "nsubj") is not None and tree.kid(verb, "dobj", "auxpass", "ccomp", "xcomp") is None
        if active and tree.pos[thing] == "NOUN" and tree.pos[noun] == "NOUN" and verb < prep:
            yield verb, thing


def _with_numbers(tree: Tree) -> Tree:
    """Return ``tree`` with the object of "kidnapped up to 16 monks", where the parser read "kidnapped up"."""
    heads, deps = list(tree.heads), list(tree.deps)
    for up, dep in enumerate(tree.deps):
        verb, to = tree.heads[up], up + 1
        if dep != "prt" or tree.lowered[up : up + 2] != ["up", "to"] or tree.heads[to] not in {up, verb}:
            continue
        thing = tree.kid(to, "pobj")
        number = next((kid for kid in tree.kids(thing, "nummod") if kid == to + 1), None) if thing is not None else None
        if thing is not None and number is not None and tree.kid(verb, "dobj") is None:
            heads[thing], deps[thing] = verb, "dobj"
            heads[up] = heads[to] = number
            deps[up] = deps[to] = "quantmod"
    return tree if heads == list(tree.heads) else replace(tree, heads=heads, deps=deps)


def _with_subject_after_comma(tree: Tree) -> Tree:
    """Return ``tree`` with the subject of "On a visit to Fiji, the king voiced ...", read as "to Fiji, the king"."""
    found = list(_subjects_after_commas(tree))
    if not found:
        return tree
    heads, deps = list(tree.heads), list(tree.deps)
    for verb, subject in found:
        heads[subject], deps[subject] = verb, "nsubj"
    return replace(tree, heads=heads, deps=deps)


def _subjects_after_commas(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield verbs without a subject, and the noun just before that hangs on the end of a fronted phrase."""
    for verb, tag in enumerate(tree.tags):
        noun = verb - 1
        if tag not in {"VBD", "VBZ"} or tree.kid(verb, "nsubj", "nsubjpass", "expl") is not None or noun < 0:
            continue
        fronted = tree.deps[noun] in {"conj", "appos"} and tree.kid(tree.heads[noun], "cc") is None
        opens = next((kid for kid in tree.kids(verb, "prep") if kid < noun and kid in tree.ancestors(noun)), None)
        if fronted and opens is not None and tree.is_nominal(noun) and tree.words[tree.subtree(noun)[0] - 1] == ",":
            yield verb, noun


def _with_verb_of_noun(tree: Tree) -> Tree:
    """Return ``tree`` with the verb of "The agency called on Chad to act.", read as an agency that was called on."""
    alone = list(_verbs_of_nouns(tree))
    if not alone:
        return tree
    heads, deps, tags = list(tree.heads), list(tree.deps), list(tree.tags)
    for subject, verb in alone:
        heads[verb], deps[verb], tags[verb] = verb, "ROOT", "VBD"
        heads[subject], deps[subject] = verb, "nsubj"
        for kid in tree.children[subject]:
            heads[kid] = verb if kid >= verb or tree.deps[kid] == "punct" else subject
    return replace(tree, heads=heads, deps=deps, tags=tags)


def _verbs_of_nouns(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield noun and participle of sentences without another verb; a headline, without a full stop, may be a noun."""
    for verb, tag in enumerate(tree.tags):
        subject = tree.heads[verb]
        if tag != "VBN" or tree.deps[verb] != "acl" or subject != verb - 1 or tree.heads[subject] != subject:
            continue
        start, end = tree.sentences[tree.sentence_of[verb]]
        words = [token for token in range(start, end) if not tree.words[token].isspace()]
        main = [token for token in words if tree.tags[token] in FINITE and not _is_below(tree, token)]
        # A participle with an object of its own is no passive.
        active = tree.kid(verb, "agent") is None or tree.kid(verb, "dobj") is not None
        if tree.words[words[-1]] == "." and not main and active:
            yield subject, verb


def _is_below(tree: Tree, token: int) -> bool:
    return any(tree.deps[one] in BELOW for one in (token, *tree.ancestors(token)))


def _with_object_after_day(tree: Tree) -> Tree:
    """Return ``tree`` with the object of "fined on Monday two traders said to have cheated", read as "traders said"."""
    found = list(_objects_after_days(tree))
    if not found:
        return tree
    heads, deps, tags = list(tree.heads), list(tree.deps), list(tree.tags)
    for verb, thing, said in found:
        if tree.heads[verb] == said:
            heads[verb], deps[verb] = (verb, "ROOT") if heads[said] == said else (heads[said], deps[said])
        heads[thing], deps[thing] = verb, "dobj"
        heads[said], deps[said], tags[said] = thing, "acl", "VBN"
        for kid in tree.kids(said, "punct"):
            heads[kid] = verb
    return replace(tree, heads=heads, deps=deps, tags=tags)


def _objects_after_days(tree: Tree) -> Iterator[tuple[int, int, int]]:
    """Yield verb, object and participle."""
    hearsay = word_list("hearsay")
    for said, lemma in enumerate(tree.lemmas):
        thing = tree.kid(said, "nsubj") if lemma in hearsay else None
        verb = next((kid for kid in tree.kids(said, "ccomp") if thing is not None and kid < thing), None)
        if tree.deps[said] == "conj" and tree.kid(tree.heads[said], "cc") is None:
            verb = tree.heads[said]
        if thing is None or verb is None or thing != said - 1 or tree.lowered[said + 1 : said + 2] != ["to"]:
            continue
        first = min(tree.subtree(thing))
        between = tree.words[verb + 1 : first]
        if 0 < len(between) <= 3 and "," not in between and tree.kid(verb, "dobj") is None:
            yield verb, thing, said


def _with_caused(tree: Tree) -> Tree:
    """Return ``tree`` with who causes an act as its doer: "The king had two ministers arrested"."""
    caused = list(_caused(tree))
    if not caused:
        return tree
    heads, deps, tags = list(tree.heads), list(tree.deps), list(tree.tags)
    for cause, thing, verb in caused:
        heads[verb], deps[verb] = (verb, "ROOT") if heads[cause] == cause else (heads[cause], deps[cause])
        heads[thing], deps[thing], tags[verb] = verb, "dobj", "VBD"
        for owner in tree.kids(verb, "nsubj"):
            if owner != thing:
                heads[owner], deps[owner] = tree.subtree(owner)[0] - 1, "pobj"
        for kid in tree.children[cause]:
            heads[kid] = verb if kid != verb else heads[kid]
        heads[cause], deps[cause] = verb, "dep"
    return replace(tree, heads=heads, deps=deps, tags=tags)


def _caused(tree: Tree) -> Iterator[tuple[int, int, int]]:
    """Yield "had", what the act is done to, and the act."""
    for verb, dep in enumerate(tree.deps):
        cause = tree.heads[verb]
        if dep == "relcl":
            yield from _caused_to_part(tree, verb)
        if dep != "ccomp" or tree.lemmas[cause] not in {"have", "get"} or tree.tags[verb] not in {"VBN", "VBD"}:
            continue
        thing = tree.kid(verb, "nsubj", "nsubjpass")
        bare = not tree.kids(verb, "mark", "aux", "auxpass", "dobj") and tree.lemmas[verb] not in BEFALLING
        if thing is None or not cause < thing < verb or not bare or tree.kid(cause, "nsubj") is None:
            continue
        # "Iran had its consulate bombed": that was done to Iran.
        if tree.pos[thing] != "PRON" and not any(tree.tags[kid] == "PRP$" for kid in tree.children[thing]):
            yield cause, thing, verb


def _caused_to_part(tree: Tree, verb: int) -> Iterator[tuple[int, int, int]]:
    """Yield the same of "had the house of the minister searched", read as a house that the minister searched."""
    thing, owner = tree.heads[verb], tree.kid(verb, "nsubj")
    cause = tree.heads[thing]
    if tree.deps[thing] != "dobj" or tree.lemmas[cause] not in {"have", "get"} or owner is None:
        return
    open_preps = [prep for prep in tree.kids(thing, "prep") if tree.kid(prep, "pobj") is None]
    bare = tree.tags[verb] in {"VBD", "VBN"} and not tree.kids(verb, "dobj", "aux", "auxpass", "mark")
    if bare and tree.subtree(owner)[0] - 1 in open_preps:
        yield cause, thing, verb


def _with_named(tree: Tree) -> Tree:
    """Return ``tree`` with the noun in the place of the clause that only names it: "deplored what it called a raid"."""
    named = list(_named(tree))
    if not named:
        return tree
    heads, deps = list(tree.heads), list(tree.deps)
    for verb, what, noun in named:
        heads[noun], deps[noun] = tree.heads[verb], PLACE_OF[tree.deps[verb]]
        for kid in tree.children[verb]:
            heads[kid] = noun if kid > noun else heads[kid]
        heads[verb], deps[verb] = noun, "relcl"
        deps[what] = "dep"
    return replace(tree, heads=heads, deps=deps)


def _named(tree: Tree) -> Iterator[tuple[int, int, int]]:
    """Yield the verb, its "what" and the noun that it gives."""
    naming = word_list("naming") if "what" in tree.lowered else frozenset()
    for verb, lemma in enumerate(tree.lemmas):
        if lemma not in naming or tree.deps[verb] not in PLACE_OF:
            continue
        what = next((kid for kid in tree.kids(verb, "dobj") if kid < verb and tree.lowered[kid] == "what"), None)
        preps = [prep for prep in tree.kids(verb, "prep") if tree.lowered[prep] == "as"]
        nouns = [*tree.kids(verb, "oprd", "attr"), *(kid for prep in preps for kid in tree.kids(prep, "pobj"))]
        noun = next((one for one in nouns if one > verb and tree.is_nominal(one)), None)
        if what is not None and noun is not None:
            yield verb, what, noun


def _with_agents(tree: Tree) -> Tree:
    """Return ``tree`` with "by" at the act whose doer it gives, not at the verb: "condemned the killing of X by Y"."""
    found = list(_agents(tree))
    if not found:
        return tree
    heads = list(tree.heads)
    for prep, noun in found:
        heads[prep] = noun
    return replace(tree, heads=heads)


def _agents(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield "by" and the act just before it."""
    for prep, word in enumerate(tree.lowered):
        verb = tree.heads[prep]
        active = tree.is_verb(verb) and tree.kid(verb, "auxpass", "nsubjpass") is None
        if word != "by" or tree.deps[prep] != "prep" or not active or tree.kid(prep, "pobj") is None:
            continue
        act = next((kid for kid in tree.kids(verb, "dobj") if tree.subtree(kid)[-1] == prep - 1), None)
        if act is not None and any(tree.lowered[kid] == "of" for kid in tree.kids(act, "prep")):
            yield prep, act
