"""What follows from a parse alone: passives, gaps, coordination, the clauses below a verb."""

from __future__ import annotations

from diplograph.codebook.words import word_list
from diplograph.language.tree import Tree

OBJECTS = ("dobj", "attr")
# What stands after these was done at another time, so that nobody there takes part.
APART = frozenset({"after", "before", "following", "since", "until", "despite"})
RELATIVE_TAGS = frozenset({"WDT", "WP"})


def is_passive(tree: Tree, verb: int) -> bool:
    """Return whether ``verb`` is passive, with or without its auxiliary."""
    if tree.kid(verb, "nsubjpass", "auxpass", "csubjpass") is not None:
        return True
    if tree.tags[verb] != "VBN" or tree.kid(verb, "dobj") is not None:
        return False
    if tree.kid(verb, "agent") is not None:
        return True
    if tree.deps[verb] == "advcl" and tree.kid(verb, "nsubj", "aux") is None:
        # "Accused of theft, the envoy left."
        return not is_intransitive(tree, verb)
    if tree.deps[verb] == "acl":
        return not (is_intransitive(tree, verb) or is_told_of(tree, verb))
    shares = tree.deps[verb] == "conj" and tree.kid(verb, "aux", "nsubj") is None
    return shares and is_passive(tree, tree.heads[verb])


def after(tree: Tree, noun: int, preposition: str) -> list[int]:
    """Return what stands after a preposition that hangs on ``noun`` itself."""
    preps = [prep for prep in tree.kids(noun, "prep") if tree.lowered[prep] == preposition]
    return [kid for prep in preps for kid in tree.kids(prep, "pobj")]


def is_backing(tree: Tree, noun: int) -> bool:
    """Return whether a noun says who stands behind an act: "occupied the farms with the blessing of the president"."""
    if tree.lemmas[noun] not in word_list("backing-words"):
        return False
    prep = tree.heads[noun]
    behind = tree.deps[noun] == "pobj" and tree.lowered[prep] == "with" and tree.is_verb(tree.heads[prep])
    return behind and any(tree.lowered[kid] == "of" for kid in tree.kids(noun, "prep"))


def is_intransitive(tree: Tree, verb: int) -> bool:
    """Return whether nobody can be the object of ``verb``: "students marched" is no passive."""
    return tree.lemmas[verb] in word_list("intransitive")


def is_told_of(tree: Tree, verb: int) -> bool:
    """Return whether a seeming participle is what a described name did: "Sarr, a former judge, called for ..."."""
    name = tree.heads[verb]
    described = any(name < kid < verb for kid in tree.kids(name, "appos"))
    return tree.deps[name] == "ROOT" and tree.pos[name] == "PROPN" and described and tree.words[verb - 1] == ","


def is_thing(tree: Tree, token: int) -> bool:
    """Return whether ``token`` heads a phrase; "$2 million" is headed by a number, "most of the fleet" by "most"."""
    if tree.is_nominal(token) or tree.pos[token] == "NUM":
        return True
    return tree.lemmas[token] in word_list("partitives") and any(
        tree.lowered[prep] == "of" for prep in tree.kids(token, "prep")
    )


def phrasal(tree: Tree, verb: int) -> str:
    """Return the lemma of a verb with its particle, as operators name it: "call_off"."""
    particle = tree.kid(verb, "prt") if tree.is_verb(verb) else None
    return tree.lemmas[verb] if particle is None else f"{tree.lemmas[verb]}_{tree.lowered[particle]}"


def is_purpose(tree: Tree, verb: int) -> bool:
    """Return whether ``verb`` is an infinitive with "to"."""
    return any(tree.lowered[kid] == "to" for kid in tree.kids(verb, "aux"))


def joined_to(tree: Tree, verb: int) -> int:
    """Return the verb that ``verb`` is coordinated with.

    Parsers join "release" to "demanded" in "demanded that Iran withdraw, end its support and release them"; a bare
    verb belongs to the bare verbs of the clause.
    """
    head = tree.heads[verb]
    if tree.tags[verb] != "VB" or tree.tags[head] not in {"VBD", "VBZ", "VBN"} or tree.kid(verb, "aux", "nsubj"):
        return head
    clauses = [kid for kid in tree.kids(head, "ccomp", "xcomp") if kid < verb and tree.tags[kid] in {"VB", "VBP"}]
    return clauses[-1] if clauses else head


def is_contrast(tree: Tree, prep: int) -> bool:
    """Return whether what follows was not done but something else: "instead of sanctioning Iran, Oman invited"."""
    return prep > 0 and tree.lowered[prep - 1] in {"instead", "far", "rather"}


def antecedent(tree: Tree, head: int) -> int:
    """Return the noun that a relative pronoun stands for, else ``head`` itself."""
    if tree.tags[head] not in RELATIVE_TAGS:
        return head
    clause = next((verb for verb in tree.ancestors(head) if tree.deps[verb] == "relcl"), None)
    return head if clause is None else tree.heads[clause]


def members(tree: Tree, head: int) -> list[int]:
    """Return the members of a coordination, looking through "dozens of"."""
    return [_beyond_partitive(tree, one) for one in tree.conjuncts(antecedent(tree, head))]


def _beyond_partitive(tree: Tree, head: int) -> int:
    """Return the soldiers of "a group of soldiers", the aid of "two million in aid"."""
    if tree.lemmas[head] not in word_list("partitives"):
        return head
    words = {"of", "among", "in"} if tree.pos[head] == "NUM" else {"of", "among"}
    inner = (tree.kid(prep, "pobj") for prep in tree.kids(head, "prep") if tree.lowered[prep] in words)
    return next((one for one in inner if one is not None), head)


def objects_of_parts(tree: Tree, parts: tuple[int, ...]) -> list[int]:
    """Return what a phrasal verb's preposition governs: the treaty of "withdraw from the treaty"."""
    for part in parts:
        inner = [kid for kid in tree.kids(part, "pobj") if kid not in parts]
        # "took two ministers hostage": read as one noun.
        taken = [kid for kid in tree.kids(part, "compound") if tree.tags[kid] in {"NNS", "NNPS"}]
        inner = inner or (taken if tree.lemmas[part] in {"hostage", "prisoner", "captive"} else [])
        if inner:
            return inner
    return []


def relative_object(tree: Tree, verb: int) -> list[int]:
    """Return the noun that a relative clause lacks as its object: "the deal that Iran signed"."""
    subject = tree.kid(verb, "nsubj", "nsubjpass")
    own = tree.kid(verb, "dobj")
    if subject is None or tree.tags[subject] in RELATIVE_TAGS or is_passive(tree, verb):
        return []
    if own is not None and tree.tags[own] not in RELATIVE_TAGS:
        return []
    return [tree.heads[verb]]


def receivers(tree: Tree, verb: int) -> list[int]:
    """Return the dative object of ``verb``, or the subject of "was given"."""
    found = [kid for kid in tree.kids(verb, "dative") if tree.is_nominal(kid)]
    if found or tree.lemmas[verb] not in word_list("giving") or not is_passive(tree, verb):
        return found
    return tree.kids(verb, "nsubjpass") if tree.kids(verb, "dobj", "oprd") else []


def kept_objects(tree: Tree, verb: int) -> list[int]:
    """Return the object that stays with a passive: the aid of "Haiti was given aid"."""
    if tree.lemmas[verb] not in word_list("giving") or not tree.kids(verb, "nsubjpass"):
        return []
    return [kid for kid in tree.kids(verb, "dobj", "oprd") if is_thing(tree, kid)]


def companions(tree: Tree, verb: int, parts: tuple[int, ...] = ()) -> list[int]:
    """Return who else does ``verb``, or suffers a passive: "together with Lithuania", "accompanied by his minister"."""
    found: list[int] = []
    for anchor in (verb, *tree.kids(verb, "nsubj", "nsubjpass")):
        for kid in tree.children[anchor]:
            word = tree.lowered[kid]
            if kid in parts:
                continue
            joint = kid > 0 and tree.lowered[kid - 1] in {"together", "along", "jointly"}
            set_off = anchor != verb and kid > 0 and tree.words[kid - 1] == ","
            if word == "alongside" or (word == "with" and (joint or set_off)):
                found += tree.kids(kid, "pobj")
            elif word in {"together", "along"} and not (anchor == verb and follows_name(tree, kid)):
                found += [inner for prep in tree.kids(kid, "prep") for inner in tree.kids(prep, "pobj")]
            elif word == "in" or tree.lemmas[kid] in word_list("accompanying"):
                found += _company(tree, kid)
    return found


def follows_name(tree: Tree, token: int) -> bool:
    """Return whether "along with" goes on a list after the verb: "fined Total and Shell, along with BP"."""
    return token > 1 and tree.words[token - 1] == "," and tree.pos[token - 2] == "PROPN"


def _company(tree: Tree, token: int) -> list[int]:
    """Return who is named by "in the company of X" or "accompanied by X"."""
    agents = [inner for agent in tree.kids(token, "agent") for inner in tree.kids(agent, "pobj")]
    if tree.deps[token] == "advcl":
        return agents
    nouns = [kid for kid in tree.kids(token, "pobj") if tree.lemmas[kid] in {"company", "presence"}]
    return [inner for noun in nouns for prep in tree.kids(noun, "prep") for inner in tree.kids(prep, "pobj")]


def misparsed_subjects(tree: Tree, verb: int) -> list[int]:
    """Return names that a parser hung on ``verb`` otherwise though they do it: "Turkey shells Kurdish towns".

    Also the name it took into a date: "On Tuesday Djibouti arrested a trader".
    """
    if tree.tags[verb] not in {"VBZ", "VBD", "VBP"}:
        return []
    found = [kid for kid in tree.kids(verb, "compound", "npadvmod", "dep") if kid < verb and tree.pos[kid] == "PROPN"]
    # "The president-elect travels": taken for a compound.
    found += [kid for kid in tree.kids(verb, "compound") if kid < verb and tree.pos[kid] == "NOUN"]
    for speech in tree.kids(verb, "parataxis"):
        found += tree.kids(speech, "nsubj")[:-1]
    for prep in tree.kids(verb, "prep"):
        if prep < verb and tree.lowered[prep] == "on":
            found += [
                kid for kid in tree.kids(prep, "pobj")
                if any(tree.lowered[day] in word_list("weekdays") for day in tree.kids(kid, "compound"))
            ]  # fmt: skip
    return found


def clause_subjects(tree: Tree, verb: int, parts: tuple[int, ...] = ()) -> list[int]:
    """Return who is to act in the clauses below ``verb``, the outermost first: "demanded that Iran stop"."""
    inside = [part for part in parts if tree.deps[part] == "ccomp"]
    small = [kid for part in inside for kid in tree.kids(part, "nsubj") if tree.pos[kid] != "PRON"]
    frontier, pronouns = [verb, *parts], list[int]()
    for _ in range(0 if small else 3):
        frontier = _clauses_below(tree, frontier, parts)
        found = [kid for clause in frontier for kid in for_subjects(tree, clause)]
        found += [kid for clause in frontier for kid in tree.kids(clause, "nsubj", "nsubjpass", "dobj")]
        subjects = [kid for kid in found if tree.deps[kid] != "dobj"] or found
        subjects = [kid for kid in subjects if tree.is_nominal(kid)]
        if any(tree.pos[kid] != "PRON" for kid in subjects):
            return subjects
        pronouns = pronouns or subjects
    return small or pronouns


def is_that(tree: Tree, clause: int) -> bool:
    """Return whether a clause below a noun says what is claimed or asked: "a demand that Turkey close its camps"."""
    return any(tree.lowered[mark] == "that" for mark in tree.kids(clause, "mark"))


def for_subjects(tree: Tree, verb: int) -> list[int]:
    """Return who stands between "for" and an infinitive, hung on "for" by the parser: "leave for troops to go"."""
    return [kid for mark in tree.kids(verb, "mark") if tree.lowered[mark] == "for" for kid in tree.kids(mark, "pobj")]


def _clauses_below(tree: Tree, tokens: list[int], parts: tuple[int, ...]) -> list[int]:
    below = [kid for one in tokens for kid in tree.kids(one, "ccomp", "xcomp", "advcl", "acomp")]
    # "permission for the UN to enter": the clause below a noun has its own subject.
    below += [
        kid
        for one in tokens
        for kid in tree.kids(one, "acl")
        if (is_purpose(tree, kid) and (tree.kid(kid, "nsubj") or for_subjects(tree, kid))) or is_that(tree, kid)
    ]
    # "an inquiry into claims that soldiers shot", "into whether".
    preps = [prep for one in tokens for prep in tree.kids(one, "prep") if tree.lowered[prep] == "into"]
    below += [kid for prep in preps for kid in tree.kids(prep, "pcomp", "ccomp")]
    matters = [kid for prep in preps for kid in tree.kids(prep, "pobj") if tree.lemmas[kid] in word_list("claims")]
    below += [kid for noun in matters for kid in tree.kids(noun, "acl", "ccomp")]
    return [kid for kid in below if kid not in parts and (tree.deps[kid] != "advcl" or is_purpose(tree, kid))]


def host_of(tree: Tree, noun: int) -> int | None:
    """Return the verb that receives the guest whose visit ``noun`` is: "was welcomed on his first visit"."""
    above = noun
    if tree.lemmas[noun] not in word_list("stays"):
        return None
    while tree.deps[above] in {"pobj", "prep", "agent"}:
        above = tree.heads[above]
    return above if tree.is_verb(above) and tree.lemmas[above] in word_list("hosting") and above != noun else None


def late_agents(tree: Tree, verb: int) -> list[int]:
    """Return the agent of a passive that stands after a gerund: "accused of spying by Latvia"."""
    gerunds = [kid for prep in tree.kids(verb, "prep") for kid in tree.kids(prep, "pcomp")]
    agents = [kid for gerund in gerunds for kid in tree.kids(gerund, "prep", "agent") if tree.lowered[kid] == "by"]
    return [inner for agent in agents for inner in tree.kids(agent, "pobj")]


def listed_second(tree: Tree, head: int, verb: int) -> list[int]:
    """Return the second of two that a headline only lists: "Putin, Erdogan to meet"."""
    headline = tree.deps[head] == "ROOT" and is_purpose(tree, verb)
    return tree.kids(head, "appos") if headline else []


def saying_verb(tree: Tree, token: int) -> int | None:
    """Return the verb by which the clause around ``token`` is said."""
    around = (token, *tree.ancestors(token))
    clause = next((one for one in around if tree.deps[one] in {"ccomp", "parataxis"}), None)
    verb = tree.heads[clause] if clause is not None else token
    return verb if tree.lemmas[verb] in word_list("saying") else None
