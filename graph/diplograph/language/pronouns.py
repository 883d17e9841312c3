"""Whom pronouns mean."""

from __future__ import annotations

from diplograph.codebook.words import word_list
from diplograph.language.genders import can_be
from diplograph.language.history import History
from diplograph.language.phrase import Phrase
from diplograph.language.references import Reference
from diplograph.language.syntax import is_passive, joined_to
from diplograph.language.tree import Tree
from diplograph.model import Actor, ActorKind, MentionKind

PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
DISTRIBUTIVE = frozenset({"both", "each"})
NEUTRAL = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
HUMAN_RELATIVES = frozenset({"who", "whom"})
RELATIVE_TAGS = frozenset({"WP", "WDT", "WP$", "IN"})
CLAUSES = frozenset({"acomp", "ccomp", "xcomp", "attr", "oprd", "advcl"})
EMPTY_VERBS = frozenset({"be", "seem", "appear", "make", "become", "remain"})
PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "conj", "appos", "attr", "ROOT"})
TIMES = frozenset({"second", "minute", "hour", "day", "night", "week", "month", "year", "decade", "time"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
OFFICIALS = (("GOV",), ("MIL",))
NOT_THEY = frozenset({ActorKind.PERSON, ActorKind.MATTER})
NOT_IT = frozenset({ActorKind.PERSON, ActorKind.GROUP})


def relative(history: History, phrase: Phrase) -> tuple[Actor, ...]:
    """Return the actors of the noun that a relative pronoun stands for."""
    tree = history.tree
    if tree.lowered[phrase.head] not in RELATIVE or tree.tags[phrase.head] not in RELATIVE_TAGS:
        return ()
    clause = next((verb for verb in tree.ancestors(phrase.head) if tree.deps[verb] == "relcl"), None)
    reference = history.found.get(tree.heads[clause]) if clause is not None else None
    actors = reference.actors if reference else ()
    # "asylum seekers from Chad who ...": a state is no "who".
    human = tree.lowered[phrase.head] in HUMAN_RELATIVES
    return () if human and any(actor.kind is ActorKind.STATE for actor in actors) else actors


def pronoun(history: History, phrase: Phrase) -> tuple[Actor, ...]:
    """Return whom "he", "they" or "it" means; empty if nothing fits or nobody is meant."""
    word = history.tree.lowered[phrase.head]
    if history.tree.pos[phrase.head] != "PRON":
        return ()
    if word in PERSONAL:
        return _personal(history, phrase)
    if word in PLURAL:
        return _plural(history, phrase)
    if word in DISTRIBUTIVE:
        found = _plural(history, phrase)
        return found if len(found) > 1 else ()
    if word in NEUTRAL and not _is_expletive(history, phrase.head):
        return _neutral(history, phrase)
    return ()


def _personal(history: History, phrase: Phrase) -> tuple[Actor, ...]:
    word = history.tree.lowered[phrase.head]
    for reference in history.before(phrase.head):
        single = len(reference.actors) == 1 and reference.actors[0].kind is ActorKind.PERSON
        barred = history.same_clause(reference, phrase) or _is_told_by(history.tree, reference.head, phrase.head)
        barred = barred or _does_it(history, reference, phrase) or _owns_doer(history, reference, phrase)
        barred = barred or reference.actors == _credited(history, phrase.head)
        if single and not barred and can_be(history.tree, word, reference):
            return reference.actors
    return ()


def _does_it(history: History, reference: Reference, phrase: Phrase) -> bool:
    """Return whether the pronoun is the object of a verb of that doer, who does nothing to "him" but to "himself"."""
    object_of = history.tree.deps[phrase.head] == "dobj" and not history.tree.lowered[phrase.head].endswith("self")
    doer = history.doer(phrase.head) if object_of else None
    return doer is not None and doer.actors == reference.actors


def _owns_doer(history: History, reference: Reference, phrase: Phrase) -> bool:
    """Return whether the doer is "his": whom "his government will expel" is somebody else."""
    tree, verb = history.tree, history.tree.heads[phrase.head]
    owners = [kid for subject in tree.kids(verb, "nsubj") for kid in tree.kids(subject, "poss")]
    known = [history.found[kid].actors for kid in owners if kid in history.found]
    return tree.deps[phrase.head] == "dobj" and reference.actors in known


def _acts_there(history: History, reference: Reference, phrase: Phrase) -> bool:
    """Return whether a reference is a subject of the verb that the pronoun completes: "mediated between them"."""
    tree, head = history.tree, phrase.head
    verb = tree.heads[tree.heads[head]] if tree.deps[head] == "pobj" else tree.heads[head]
    completes = tree.deps[head] in {"dobj", "pobj", "dative"} and tree.is_verb(verb)
    subject = tree.first_conjunct(reference.head)
    return completes and history.is_subject(subject) and tree.heads[subject] in {verb, joined_to(tree, verb)}


def _is_spoil(history: History, reference: Reference, phrase: Phrase) -> bool:
    """Return whether the pronoun owns what a doer takes or wrecks, which is not the doer's own: "seized its boats"."""
    tree, noun = history.tree, history.tree.heads[phrase.head]
    taken = tree.deps[phrase.head] == "poss" and tree.deps[noun] == "dobj"
    doer = history.doer(phrase.head) if taken and tree.lemmas[tree.heads[noun]] in word_list("spoiling") else None
    return doer is not None and doer.actors == reference.actors


def _is_told_by(tree: Tree, told: int, speaker: int) -> bool:
    """Return whether ``told`` stands in the words that ``speaker`` says after them: "Lima had paid, she said"."""
    verb = tree.heads[speaker]
    if tree.deps[speaker] != "nsubj" or tree.lemmas[verb] not in word_list("saying") or told > speaker:
        return False
    if tree.sentence_of[told] != tree.sentence_of[speaker] or ";" in tree.words[told:speaker]:
        return False
    clauses = tree.kids(verb, "ccomp") if tree.deps[verb] not in {"parataxis", "ccomp"} else [tree.heads[verb]]
    return any(clause < speaker and (told == clause or clause in tree.ancestors(told)) for clause in clauses)


def _crowd(history: History, head: int) -> tuple[Actor, ...]:
    """Return whom the verb above is done to where "they" march: "police beat students as they marched"."""
    tree, clause = history.tree, history.tree.heads[head]
    acts = {tree.lemmas[one] for one in (clause, *tree.kids(clause, "xcomp"))}
    if tree.deps[head] != "nsubj" or tree.deps[clause] != "advcl" or not acts & word_list("crowd-acts"):
        return ()
    for one in tree.kids(tree.heads[clause], "dobj", "nsubjpass"):
        known = history.found.get(one)
        if known is not None and tree.tags[one] in PLURAL_TAGS:
            return known.actors
    return ()


def _plural(history: History, phrase: Phrase) -> tuple[Actor, ...]:
    """Return the last group or coordination; failing that a body, of which English says "they" too."""
    crowd = _crowd(history, phrase.head)
    if crowd:
        return crowd
    bodies: tuple[Actor, ...] = ()
    # A state that is acted on is "it".
    barred = NOT_THEY | {ActorKind.STATE} if history.tree.lowered[phrase.head] == "them" else NOT_THEY
    for reference in history.before(phrase.head, reach=1):
        told = _is_told_by(history.tree, reference.head, phrase.head)
        if (
            told
            or history.same_clause(reference, phrase)
            or not reference.actors
            or _acts_there(history, reference, phrase)
            or _is_spoil(history, reference, phrase)
        ):
            continue
        joined = history.coordinated(history.tree.first_conjunct(reference.head))
        if len(joined) > 1:
            return joined
        if _is_plural(history, reference) and reference.actors[0].kind is not ActorKind.MATTER:
            return reference.actors
        if history.is_subject(reference.head) and reference.actors[0].kind not in barred:
            bodies = bodies or reference.actors
    return bodies or _of_speaker(history, phrase)


def _of_speaker(history: History, phrase: Phrase) -> tuple[Actor, ...]:
    """Return whose speaker says "they" or "it" of nobody named before: "Kenya's president said it would pay"."""
    tree = history.tree
    if tree.deps[phrase.head] != "nsubj":
        return ()
    clause = tree.heads[phrase.head]
    verb = tree.heads[clause]
    if tree.deps[clause] != "ccomp" or tree.lemmas[verb] not in word_list("saying"):
        return ()
    owners = [owner for kid in tree.kids(verb, "nsubj") for owner in history.phrases.at(kid).owners]
    return (history.registry.actors[owners[0]],) if len(owners) == 1 else ()


def _is_plural(history: History, reference: Reference) -> bool:
    if reference.kind is MentionKind.PRONOUN and history.tree.lowered[reference.head] in PLURAL:
        return True
    several = history.tree.tags[reference.head] in PLURAL_TAGS or len(reference.actors) > 1
    return several and not history.is_modifier(reference.head)


def _is_expletive(history: History, head: int) -> bool:
    """Return whether "it" only holds the place of a clause ("made it difficult to", "it is likely that")."""
    tree = history.tree
    verb = tree.heads[head]
    if tree.lowered[head + 1 : head + 3] == ["or", "not"] or _is_having_to_do(tree, verb) or _takes_time(tree, verb):
        return True
    empty = tree.lemmas[verb] in EMPTY_VERBS or tree.pos[verb] == "ADJ"
    if any(tree.lowered[kid] in word_list("of-somebody") for kid in (verb, *tree.kids(verb, "acomp"))):
        # "It is eager to sign": only somebody can be that.
        return False
    return empty and any(tree.deps[kid] in CLAUSES for kid in tree.children[verb])


def _is_having_to_do(tree: Tree, verb: int) -> bool:
    """Return whether a verb is that of "it had to do with"."""
    return tree.lemmas[verb] == "have" and any(tree.lemmas[kid] == "do" for kid in tree.kids(verb, "xcomp"))


def _takes_time(tree: Tree, verb: int) -> bool:
    """Return whether a verb is that of "it took an hour"."""
    return tree.lemmas[verb] == "take" and any(tree.lemmas[kid] in TIMES for kid in tree.kids(verb, "dobj", "npadvmod"))


def _credited(history: History, head: int) -> tuple[Actor, ...]:
    """Return whose "its" cannot be: of the Turkey that "thanked Qatar for its mediation"."""
    tree = history.tree
    noun = tree.heads[head]
    prep = tree.heads[noun]
    verb = tree.heads[prep]
    is_for = tree.deps[head] == "poss" and tree.deps[noun] == "pobj" and tree.lowered[prep] in {"for", "on", "over"}
    if not is_for or tree.lemmas[verb] not in word_list("crediting") or not tree.kids(verb, "dobj"):
        return ()
    doer = history.doer(noun)
    return doer.actors if doer else ()


def _wronged_by(history: History, head: int) -> tuple[Actor, ...]:
    """Return who harms what is "its", so not his own: the Iran of "Japan said that Iran had violated its airspace"."""
    tree = history.tree
    noun = tree.heads[head]
    verb = tree.heads[noun]
    harmed = tree.deps[head] == "poss" and tree.deps[noun] == "dobj" and tree.lemmas[verb] in word_list("wronging")
    doer = history.doer(noun) if harmed and tree.deps[verb] == "ccomp" else None
    return doer.actors if doer else ()


def _asker(history: History, head: int) -> tuple[Actor, ...]:
    """Return who asks the question that ``head`` is the subject of: whoever "asked why it had closed the border"."""
    tree = history.tree
    clause = tree.heads[head]
    verb = tree.heads[clause]
    asked = tree.deps[clause] in {"ccomp", "advcl"} and tree.lemmas[verb] in word_list("asking") and clause > verb
    question = any(tree.tags[kid] in {"WRB", "WP"} or tree.lowered[kid] == "whether" for kid in tree.children[clause])
    if not (asked and question and tree.deps[head] in {"nsubj", "nsubjpass"}) or is_passive(tree, verb):
        return ()
    doer = history.doer(verb) if tree.kid(verb, "nsubj") is None else history.found.get(tree.kids(verb, "nsubj")[0])
    return doer.actors if doer else ()


def _neutral(history: History, phrase: Phrase) -> tuple[Actor, ...]:
    asker = _asker(history, phrase.head) or _credited(history, phrase.head) or _wronged_by(history, phrase.head)
    candidates = [one for one in history.before(phrase.head, reach=1) if not asker or one.actors != asker]
    if history.tree.deps[phrase.head] in {"dobj", "pobj"}:
        # An object takes up what was last spoken of, not the doer.
        candidates.sort(key=lambda one: -one.head)
    fitting = (one for one in candidates if _can_be_it(history, one, phrase))
    found = next(fitting, None)
    return found.actors if found else _state_meant(history, phrase.head, asker) or _of_speaker(history, phrase)


def _state_meant(history: History, head: int, asker: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Return the state whose official the clause before speaks of: "asked the envoy why it had closed the border"."""
    tree = history.tree
    told = tree.deps[head] == "nsubj" and tree.deps[tree.heads[head]] == "ccomp"
    if not told or tree.lemmas[tree.heads[tree.heads[head]]] not in word_list("saying"):
        return ()
    own = {actor.country for actor in asker}
    start = tree.sentences[tree.sentence_of[head]][0]
    officials = [actor for one in history.before(head, reach=0) if one.head >= start for actor in one.actors]
    states = (history.state_of(actor) for actor in officials if actor.sectors[:1] in OFFICIALS)
    return tuple([state for state in states if state is not None and state.id not in own][:1])


def _can_be_it(history: History, reference: Reference, phrase: Phrase) -> bool:
    tree = history.tree
    if len(reference.actors) != 1 or reference.actors[0].kind in NOT_IT or _is_plural(history, reference):
        return False
    # What only stands after a preposition is not taken up by an object.
    places = PLACES - {"pobj"} if tree.deps[phrase.head] == "dobj" else PLACES
    placed = tree.deps[reference.head] in places and not _does_it(history, reference, phrase)
    return placed and not history.same_clause(reference, phrase)
