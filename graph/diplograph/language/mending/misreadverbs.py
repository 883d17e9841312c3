"""Verbs that the parser took for attributes, or for clauses of their own, mended before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diplograph.codebook.words import word_list
from diplograph.language.tree import Tree

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
LEFT = frozenset({"det", "amod", "compound", "nmod", "poss", "nummod", "punct"})


def mend_verbs(tree: Tree) -> Tree:
    """Return ``tree`` with finite verbs as verbs and participles at the noun just before them."""
    tree = _with_objects(_with_main_verbs(tree))
    finite, loose = list(_finite(tree)), list(_loose(tree))
    if not finite and not loose:
        return tree
    heads, deps, pos, tags = list(tree.heads), list(tree.deps), list(tree.pos), list(tree.tags)
    for verb, subject, noun in finite:
        for kid in tree.children[noun]:
            heads[kid] = subject if kid < subject else verb if tree.deps[kid] == "punct" else noun
        heads[verb], deps[verb], tags[verb] = verb, "ROOT", "VBD"
        heads[noun], deps[noun] = verb, "dobj"
        heads[subject], deps[subject] = verb, "nsubj"
        if pos[subject] not in {"NOUN", "PROPN"}:
            pos[subject], tags[subject] = "NOUN", "NN"
    for verb, noun in loose:
        heads[verb], deps[verb] = noun, "acl"
    return replace(tree, heads=heads, deps=deps, pos=pos, tags=tags)


def _finite(tree: Tree) -> Iterator[tuple[int, int, int]]:
    """Yield the verbs of "The general seized power" where all of it hangs on "power", with subject and object."""
    for verb in tree.with_tag("VBD", "VBN"):
        noun, subject = tree.heads[verb], verb - 1
        if tree.deps[verb] != "amod" or subject < 0 or noun < verb:
            continue
        named = tree.pos[subject] == "PROPN" and tree.deps[subject] == "ROOT" and tree.heads[noun] == subject
        alone = tree.heads[noun] == noun and _is_phrase(tree, subject, noun) and tree.tags[verb] == "VBD"
        start, end = tree.sentences[tree.sentence_of[verb]]
        if (alone or named) and not any(tree.tags[one] in FINITE and one != verb for one in range(start, end)):
            yield verb, subject, noun


def _is_phrase(tree: Tree, subject: int, noun: int) -> bool:
    """Return whether what stands before a verb is a phrase by itself: "The general", "The South"."""
    start = tree.sentences[tree.sentence_of[subject]][0]
    left = [one for one in range(start, subject + 1) if tree.heads[one] == noun]
    closed = all(tree.heads[one] == noun or start <= tree.heads[one] <= subject for one in range(start, subject + 1))
    opens = tree.pos[start] in {"DET", "PROPN"} and (subject > start or tree.pos[start] == "PROPN")
    return closed and opens and subject in left and all(tree.deps[one] in LEFT for one in left)


def _loose(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield the participles right behind a noun that the parser hung on its verb: "deported two men suspected of"."""
    for verb in tree.with_tag("VBN"):
        noun = verb - 1
        if tree.deps[verb] != "advcl" or noun < 0:
            continue
        above = tree.heads[verb]
        over = [*tree.ancestors(noun)]
        below = tree.deps[noun] in {"dobj", "pobj"} and above in over and above < noun and verb not in over
        own = tree.kids(verb, "nsubj", "nsubjpass", "aux", "auxpass", "mark", "dobj")
        if below and not own and tree.pos[noun] != "PRON":
            yield verb, noun


def _with_main_verbs(tree: Tree) -> Tree:
    """Return ``tree`` with the second verb as that of the sentence where the first is a participle."""
    backed, held, reduced = list(_second_participles(tree)), list(_after_since(tree)), list(_reduced(tree))
    if not backed and not held and not reduced:
        return tree
    heads, deps, tags = list(tree.heads), list(tree.deps), list(tree.tags)
    for subject, verb in backed:
        heads[verb], deps[verb], tags[verb] = verb, "ROOT", "VBD"
        heads[subject], deps[subject] = verb, "nsubj"
        for kid in tree.kids(subject, "punct"):
            heads[kid] = verb
    for subject, participle, verb in reduced:
        heads[verb], deps[verb] = verb, "ROOT"
        heads[participle], deps[participle], tags[participle] = subject, "acl", "VBN"
        heads[subject], deps[subject] = verb, "nsubj"
        for kid in tree.children[participle]:
            heads[kid] = verb if kid > verb or tree.deps[kid] == "punct" else heads[kid]
    for subject, participle, since, verb in held:
        heads[verb], deps[verb] = (
            (verb, "ROOT") if heads[participle] == participle else (heads[participle], deps[participle])
        )
        heads[participle], deps[participle], tags[participle] = subject, "acl", "VBN"
        heads[subject], deps[subject] = verb, "nsubjpass"
        for kid in tree.kids(participle, "dobj"):
            # "held captive"
            deps[kid] = "oprd" if tree.pos[kid] == "ADJ" else "dobj"
        heads[since], deps[since] = participle, "prep"
        heads[since + 1], deps[since + 1] = since, "pobj"
        for kid in tree.kids(participle, "punct"):
            heads[kid] = verb
    return replace(tree, heads=heads, deps=deps, tags=tags)


def _second_participles(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield subject and verb of "Troops backed by tanks crossed the river", read as "tanks crossed"."""
    for verb in tree.with_tag("VBN"):
        agent = tree.heads[verb]
        by = tree.heads[agent]
        first = tree.heads[by]
        subject = tree.heads[first]
        chained = (
            tree.deps[verb] == tree.deps[first] == "acl" and tree.deps[agent] == "pobj" and tree.deps[by] == "agent"
        )
        if not chained or tree.heads[subject] != subject or not tree.is_nominal(subject):
            continue
        start, end = tree.sentences[tree.sentence_of[verb]]
        finite = [one for one in range(start, end) if tree.tags[one] in FINITE and tree.deps[one] != "relcl"]
        if verb == agent + 1 and not any(
            "relcl" not in {tree.deps[up] for up in tree.ancestors(one)} for one in finite
        ):
            yield subject, verb


def _reduced(tree: Tree) -> Iterator[tuple[int, int, int]]:
    """Yield subject, participle and verb of "Rockets fired from Togo hit a house", read with two main verbs."""
    for verb in tree.with_dep("dep"):
        first = tree.heads[verb]
        subject = tree.kid(first, "nsubj")
        if tree.tags[verb] != "VBD" or tree.tags[first] != "VBD" or subject is None or first > verb:
            continue
        between = range(first + 1, verb)
        closed = all(
            first in tree.ancestors(one) and tree.pos[one] not in {"PUNCT", "CCONJ", "VERB"} for one in between
        )
        bare = not tree.kids(first, "dobj", "aux", "auxpass") and not tree.kids(verb, "nsubj", "mark", "aux")
        if subject == first - 1 and tree.heads[first] == first and closed and bare and verb > first + 1:
            yield subject, first, verb


def _after_since(tree: Tree) -> Iterator[tuple[int, int, int, int]]:
    """Yield subject, participle, "since" and verb of "A monk held since 2012 was freed", read as "2012 was freed"."""
    for verb in tree.with_tag("VBN"):
        first, date = tree.heads[verb], tree.kid(verb, "nsubjpass", "nsubj")
        if tree.kid(verb, "auxpass") is None or date is None or first > date:
            continue
        subject, since = tree.kid(first, "nsubj"), date - 1
        dated = tree.lowered[since] == "since" and (
            tree.words[date].isdigit() or tree.entity_of.get(date, (0, 0, ""))[2] == "DATE"
        )
        if (
            dated
            and tree.deps[verb] in {"advcl", "ccomp"}
            and subject is not None
            and tree.tags[first] in {"VBD", "VBN"}
        ):
            yield subject, first, since, verb


def _with_objects(tree: Tree) -> Tree:
    """Return ``tree`` with the objects that another verb or an adjective was given."""
    told, shifted, wanted = list(_told_objects(tree)), list(_shifted_objects(tree)), list(_subjects_of_none(tree))
    if not told and not shifted and not wanted:
        return tree
    heads, deps, tags = list(tree.heads), list(tree.deps), list(tree.tags)
    for verb, thing, speaker, said in told:
        heads[thing], deps[thing] = verb, "dobj"
        heads[speaker], deps[speaker] = said, "nsubj"
        for kid in tree.kids(thing, "punct"):
            heads[kid] = said
    for verb, thing in shifted:
        heads[thing], deps[thing] = verb, "dobj"
    for verb, thing, participle in wanted:
        heads[thing], deps[thing] = verb, "dobj"
        heads[participle], deps[participle], tags[participle] = thing, "acl", "VBN"
    return replace(tree, heads=heads, deps=deps, tags=tags)


def _subjects_of_none(tree: Tree) -> Iterator[tuple[int, int, int]]:
    """Yield verb, object and participle of "captured a man wanted in Texas", read as "a man wanted"."""
    for participle in tree.with_dep("advcl"):
        verb, thing = tree.heads[participle], participle - 1
        if tree.tags[participle] not in {"VBD", "VBN"} or tree.kid(participle, "nsubj") != thing:
            continue
        own = tree.kids(participle, "mark", "aux", "auxpass", "dobj", "advmod")
        first = tree.subtree(thing)[0]
        if verb == first - 1 and not own and tree.kid(verb, "dobj") is None:
            yield verb, thing, participle


def _told_objects(tree: Tree) -> Iterator[tuple[int, int, int, int]]:
    """Yield verb, object, speaker and verb of saying of "Jets hit a camp, the army said", read as "a camp said"."""
    for said in tree.with_lemma(*word_list("saying")):
        thing = tree.kid(said, "nsubj")
        if thing is None or tree.deps[said] not in {"ROOT", "conj"}:
            continue
        verb = next((kid for kid in tree.kids(said, "ccomp") if kid < thing), None)
        speaker = next((kid for kid in tree.kids(thing, "appos") if kid > thing), None)
        if (
            verb is None
            or speaker is None
            or tree.subtree(speaker)[-1] != said - 1
            or tree.kid(verb, "dobj") is not None
        ):
            continue
        first = min(one for one in tree.subtree(thing))
        if first == verb + 1 and tree.kid(verb, "nsubj") is not None and tree.tags[verb] in FINITE:
            yield verb, thing, speaker, said


def _shifted_objects(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield verb and object of "rejected as false the claim", where the object was given to the adjective."""
    for thing in tree.with_dep("dobj"):
        word = tree.heads[thing]
        verb = tree.heads[word]
        stands_after = thing > word > verb and tree.lowered[word - 1] == "as"
        if tree.pos[word] == "ADJ" and stands_after and tree.is_verb(verb):
            yield verb, thing
