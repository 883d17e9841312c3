"""Clauses of what a noun asks or claims, hung on that noun: "Ghana's call for Togo to open its border was ignored"."""

from __future__ import annotations

from collections.abc import Iterator

from diplograph.codebook.words import word_list
from diplograph.language.mending.moves import Move, moved
from diplograph.language.tree import Tree

# What may stand in the phrase between a noun's "for" or "by" and the next word of the pattern, and how many words.
PHRASE = frozenset({"DET", "ADJ", "PROPN", "NOUN", "PRON", "NUM", "PART", "CCONJ", "PUNCT"})
LONGEST = 8
FINITE = frozenset({"VBD", "VBZ", "VBP"})
# Clauses that parsers make of such an infinitive, and what the noun then is in their place.
CLAUSAL = {"csubj": "nsubj", "csubjpass": "nsubjpass", "ccomp": "dobj", "pcomp": "pobj"}


def mend_noun_clauses(tree: Tree) -> Tree:
    """Return ``tree`` with the clauses of such nouns below them, each with its subject."""
    for moves in (_infinitives, _objects, _split_subjects, _clauses):
        tree = moved(tree, moves(tree))
    return tree


def _infinitives(tree: Tree) -> Iterator[Move]:
    """Hang "for Togo to open" on the noun that asks for it, and the noun where the infinitive stood."""
    for mark in tree.with_word("for"):
        noun = _asking_noun(tree, mark)
        to = _after_phrase(tree, mark, "to") if noun is not None else None
        if noun is None or to is None or to + 1 >= len(tree) or tree.tags[to + 1] != "VB":
            continue
        verb, actor = to + 1, _phrase_head(tree, mark + 1, to)
        if actor is not None:
            yield from _under(tree, noun, verb)
            yield from (Move(mark, verb, "mark"), Move(to, verb, "aux"), Move(actor, verb, "nsubj"))


def _under(tree: Tree, noun: int, verb: int) -> Iterator[Move]:
    """Hang ``verb`` below ``noun``; where it was the other way round, the noun stands where the verb stood."""
    if verb in tree.ancestors(noun):
        top = tree.heads[verb] == verb
        dep = CLAUSAL.get(tree.deps[verb], tree.deps[verb])
        yield Move(noun, noun if top else tree.heads[verb], "ROOT" if top else dep)
        yield from (Move(kid, noun) for kid in tree.children[verb] if kid < noun)
    yield Move(verb, noun, "acl")


def _asking_noun(tree: Tree, mark: int) -> int | None:
    """Return the noun before ``mark`` that asks or claims, a phrase with "by" between: "a call by Norway for"."""
    words = word_list("asking-nouns", "claims")
    for token in range(mark - 1, max(-1, mark - LONGEST - 2), -1):
        if tree.pos[token] == "NOUN" and tree.lemmas[token] in words:
            return token if token == mark - 1 or tree.lowered[token + 1] in {"by", "from"} else None
        if tree.pos[token] not in PHRASE and tree.lowered[token] not in {"by", "from", "of"}:
            return None
    return None


def _after_phrase(tree: Tree, start: int, word: str) -> int | None:
    """Return the next ``word`` with a phrase between, and nothing but a phrase."""
    for token in range(start + 1, min(len(tree), start + LONGEST + 2)):
        if tree.lowered[token] == word:
            return token if token > start + 1 else None
        if tree.pos[token] not in PHRASE and tree.lowered[token] not in {"of", "in"}:
            return None
    return None


def _phrase_head(tree: Tree, start: int, end: int) -> int | None:
    """Return the first noun that hangs on nothing within its phrase."""
    nouns = (token for token in range(start, end) if tree.is_nominal(token))
    return next((token for token in nouns if not start <= tree.heads[token] < end), None)


def _objects(tree: Tree) -> Iterator[Move]:
    """Give "demands that India free a spy came to nothing" one subject: the spy is freed."""
    for verb, tag in enumerate(tree.tags):
        finite = tag in FINITE or (tag in {"VBN", "VBG"} and tree.kid(verb, "aux", "auxpass") is not None)
        noun, subject = _two_subjects(tree, verb) if finite else (None, None)
        if noun is None or subject is None:
            continue
        inner = tree.subtree(subject)[0] - 1
        if tree.deps[inner] in {"acl", "relcl", "ccomp"} and tree.heads[inner] == noun:
            yield Move(subject, inner, "dobj")
            yield from _whole(tree, noun, verb)


def _two_subjects(tree: Tree, verb: int) -> tuple[int | None, int | None]:
    """Return an asking noun and the second subject of ``verb``, which belongs to the clause between."""
    subjects = tree.kids(verb, "nsubj", "nsubjpass")
    over = verb
    while tree.deps[over] in {"ccomp", "relcl", "acl"} and tree.heads[over] < over and len(subjects) == 1:
        over = tree.heads[over]
        if tree.pos[over] == "NOUN" and tree.heads[over] == over:
            subjects = [over, *subjects]
    if len(subjects) != 2 or tree.lemmas[subjects[0]] not in word_list("asking-nouns", "claims"):
        return None, None
    return subjects[0], subjects[1]


def _whole(tree: Tree, noun: int, verb: int) -> Iterator[Move]:
    """Make ``verb`` that of the sentence where ``noun`` was taken for its head."""
    if tree.heads[noun] == noun and verb != noun:
        passive = tree.kid(verb, "auxpass") is not None
        yield Move(verb, verb, "ROOT")
        yield Move(noun, verb, "nsubjpass" if passive else "nsubj")
        yield from (Move(kid, verb) for kid in tree.children[noun] if tree.deps[kid] == "punct")


def _split_subjects(tree: Tree) -> Iterator[Move]:
    """Part "accusations that Sudan trained rebels were denied", read as trained rebels of Sudan."""
    for verb in tree.with_dep("acl", "ccomp"):
        noun, subject = tree.heads[verb], tree.kid(verb, "nsubj", "nsubjpass")
        that = next((kid for kid in tree.kids(verb, "mark") if tree.lowered[kid] == "that"), None)
        if tree.heads[noun] != noun or subject is None or that is None:
            continue
        done = next((kid for kid in tree.kids(subject, "amod") if tree.tags[kid] in {"VBN", "VBD"}), None)
        before = [kid for kid in tree.kids(subject, "nmod", "compound", "poss") if done is not None and kid < done]
        if done is None or not before or tree.lemmas[noun] not in word_list("claims") or done != before[-1] + 1:
            continue
        yield from _whole(tree, noun, verb)
        yield Move(done, noun, "acl", tag="VBD", pos="VERB")
        yield from (Move(subject, done, "dobj"), Move(before[-1], done, "nsubj"), Move(that, done, "mark"))
        yield from (Move(kid, before[-1]) for kid in tree.children[subject] if kid < before[-1])


def _clauses(tree: Tree) -> Iterator[Move]:
    """Hang "that Pakistan arrest him" on the noun, with Pakistan as its subject and its bare verb as one."""
    for that in tree.with_word("that"):
        verb = tree.heads[that]
        noun = _asking_noun(tree, that) if tree.deps[that] == "mark" else None
        if noun is None or verb < that or verb == noun:
            continue
        if tree.heads[verb] != noun or tree.deps[verb] == "relcl":
            yield from _under(tree, noun, verb)
        if not tree.is_verb(verb) and tree.lowered[verb] == tree.lemmas[verb] and tree.kid(verb, "nsubj") is not None:
            yield Move(verb, tag="VB", pos="VERB")
        if tree.is_verb(verb) and tree.kid(verb, "nsubj", "nsubjpass") is None:
            yield from (Move(kid, dep="nsubj") for kid in tree.kids(verb, "compound", "nmod")[-1:] if kid < verb)
