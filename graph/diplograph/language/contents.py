"""Acts inside acts: what is agreed, refused, demanded or threatened, and whom that would touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.words import word_list
from diplograph.language.elsewhere import FALLBACK
from diplograph.language.party import Party
from diplograph.language.scene import Scene
from diplograph.language.syntax import is_contrast, is_passive, is_purpose, is_that, joined_to, phrasal
from diplograph.language.tree import Tree
from diplograph.language.triggers import Trigger

# An act that these say over another act is the event; the other is only its content.
PERFORMING = frozenset({"AGREE", "REJECT", "THREATEN", "REQUEST", "ACCUSE"})
# Nouns of these say an act that is not done yet: "a request for mediation", "the threat of an attack".
OPEN_ROOTS = frozenset({"AGREE", "THREATEN", "REQUEST"})
UPWARD = frozenset({"xcomp", "pcomp", "ccomp", "prep", "dobj", "pobj", "advcl"})
INTO_CLAUSES = frozenset({"xcomp", "conj", "acl", "advcl", "ccomp"})
INTO_PHRASES = frozenset({"pcomp", "pobj", "prep"})
# Where what a crowd demands hangs on what it does.
DEMANDING = ("advcl", "acl", "relcl", "xcomp")
# What is asked for -> the class of the demand (PLOVER codebook, modes of REQUEST).
DEMANDS = {"CONSULT": "MeetingRequest", "AID": "AidRequest", "RETREAT": "YieldDemand", "CONCEDE": "YieldDemand"}
MARKS = frozenset('"“”«»')
# No more parties than this are taken from what an act is about.
MOST = 8


def performs(trigger: Trigger, tree: Tree) -> bool:
    """Return whether a trigger makes an act of its content, such as "agree", "threaten" or "a request"."""
    if trigger.entry.event_class is None:
        return False
    if any(_is_order(tree, trigger.token, kid) for kid in tree.kids(trigger.token, "xcomp")):
        return True
    if tree.lemmas[trigger.token] in word_list("wishing-that") and any(
        _is_subjunctive(tree, kid) for kid in tree.kids(trigger.token, "ccomp")
    ):
        return True
    root = load_event_classes()[trigger.entry.event_class].plover
    return root in (PERFORMING if tree.is_verb(trigger.token) else OPEN_ROOTS)


def performer(trigger: Trigger, triggers: Mapping[int, Trigger], tree: Tree) -> Trigger | None:
    """Return the trigger whose content this one is: "agreed to release" is an agreement.

    Args:
        triggers: those that may be it, by their token.
    """
    token = trigger.token
    for _ in range(6):
        head, dep = tree.heads[token], tree.deps[token]
        if dep == "conj" and tree.is_verb(token) and tree.kid(token, "nsubj", "nsubjpass") is None:
            partner = joined_to(tree, token)
            if tree.tags[partner] != tree.tags[token] and tree.tags[partner] in {"VBD", "VBZ"}:
                return None
            token = partner
            continue
        if dep == "acl" and tree.lemmas[token] in word_list("making-acts"):
            # "the offer made by Chad to free them"
            dep = "xcomp"
        offered = dep == "acl" and (is_purpose(tree, token) or is_that(tree, token))
        if head == token or (dep not in UPWARD and not offered) or (dep == "advcl" and not is_purpose(tree, token)):
            return None
        if dep == "prep" and (tree.lowered[token] in word_list("alongside") or is_contrast(tree, token)):
            return None
        over = triggers.get(head)
        if over is not None and performs(over, tree):
            return over
        if dep == "acl" and not is_purpose(tree, token):
            # "an inquiry into claims that": what is claimed is nobody's wish.
            return None
        token = head
    return None


def content_targets(
    trigger: int, sources: tuple[Party, ...], triggers: Mapping[int, Trigger], scene: Scene
) -> tuple[Party, ...]:
    """Return whom the content of the word ``trigger`` touches: the envoy of "refused to meet the envoy"."""
    return _first_touched(_contents(trigger, triggers, scene.parsed.tree), sources, triggers, scene)


def protested(
    trigger: int, sources: tuple[Party, ...], triggers: Mapping[int, Trigger], scene: Scene
) -> tuple[Party, ...]:
    """Return whom a crowd means by what it demands: the firm of "went on strike to demand that the firm pay"."""
    tree = scene.parsed.tree
    carrier = None if tree.is_verb(trigger) else scene.arguments.carriers.of(trigger)
    below = [kid for token in (trigger, carrier) if token is not None for kid in tree.kids(token, *DEMANDING)]
    clauses = [kid for kid in below if is_purpose(tree, kid) or tree.tags[kid] == "VBG"]
    inside = [token for clause in clauses for token in (clause, *_contents(clause, triggers, tree))]
    return _first_touched(inside, sources, triggers, scene)


def _first_touched(
    tokens: list[int], sources: tuple[Party, ...], triggers: Mapping[int, Trigger], scene: Scene
) -> tuple[Party, ...]:
    doers = {party.actor.id for party in sources} | {one.actor.country for one in sources if one.actor.linked}
    for token in tokens:
        found = _touched(token, triggers.get(token), doers, scene)
        if found:
            return found[:MOST]
    return ()


def _contents(token: int, triggers: Mapping[int, Trigger], tree: Tree) -> list[int]:
    """Return the verbs and nouns inside what ``token`` performs, from the outside in."""
    below = [kid for kid in tree.children[token] if tree.lowered[kid] != "according"]
    frontier = [kid for kid in below if tree.deps[kid] in INTO_CLAUSES - {"conj"} | {"prep", "dobj"}]
    found = []
    for kid in frontier:
        inside = tree.is_verb(kid) or tree.deps[kid] == "dobj"
        if inside or tree.deps[kid] == "pcomp":
            found.append(kid)
        onward = INTO_CLAUSES if inside else INTO_PHRASES
        frontier.extend(one for one in tree.children[kid] if tree.deps[one] in onward and one not in frontier)
    preps = [prep for prep in tree.kids(token, "prep") if tree.lowered[prep] in {"for", "to"}]
    nouns = [kid for prep in preps for kid in tree.kids(prep, "pobj") if kid in triggers]
    return [one for one in (*found, *nouns) if tree.is_verb(one) or tree.pos[one] == "NOUN"]


def _touched(token: int, inner: Trigger | None, doers: set[str | None], scene: Scene) -> tuple[Party, ...]:
    """Return the actors, but the doers, of an inner act: by its own entry, else its object, else any preposition."""
    parties, arguments = scene.parties, scene.arguments
    tree = scene.parsed.tree
    if tree.is_verb(token) and phrasal(tree, token) in word_list("creating"):
        # Nothing is done to what is yet to be: "agreed to set up a joint force".
        found = []
    elif inner is not None and inner.entry.event_class:
        sides = scene.roles.fill(inner, inner.entry.frame)
        found = [party for side in sides[arguments.owners.is_voiced(token) :] for party in side]
    else:
        found = [party for head in arguments.slot(token, "obj") for party in parties.of(head)]
    others = tuple(party for party in found if party.is_actor and party.actor.id not in doers)
    if others:
        return others
    heads = [head for slot in ("clause", *FALLBACK) for head in arguments.slot(token, slot)]
    apart = [head for head in heads if not scene.roles.elsewhere.is_scene(head)]
    found = [replace(party, near=True) for head in apart for party in parties.of(head)]
    return tuple(party for party in found if party.is_actor and party.actor.id not in doers)


def asked(trigger: Trigger, sources: tuple[Party, ...], scene: Scene) -> tuple[Party, ...]:
    """Return of whom a verb of saying demands something: "said that Qatar must mediate", "told Peru to pay"."""
    tree = scene.parsed.tree
    doers = {party.actor.id for party in sources}
    for clause in tree.kids(trigger.token, "ccomp", "xcomp"):
        if not _is_demanded(tree, trigger.token, clause):
            continue
        if tree.deps[clause] == "xcomp":
            heads = scene.arguments.slot(trigger.token, "obj")
        else:
            heads = scene.arguments.slot(clause, "obj" if is_passive(tree, clause) else "subj")
        found = [party for head in heads for party in scene.parties.of(head)]
        return tuple(party for party in found if party.is_actor and party.actor.id not in doers)
    return ()


def _is_demanded(tree: Tree, verb: int, clause: int) -> bool:
    """Return whether ``clause`` is what ``verb`` wants done, not what it tells."""
    if any(tree.lowered[kid] in {"must", "should", "ought"} for kid in tree.kids(clause, "aux")):
        return True
    if tree.deps[clause] == "xcomp":
        return _is_order(tree, verb, clause)
    return tree.lemmas[verb] in word_list("wishing-that") and _is_subjunctive(tree, clause)


def _is_order(tree: Tree, verb: int, clause: int) -> bool:
    """Return whether ``verb`` tells somebody to do something; '"to show the world"' in quotation marks only goes on."""
    told = is_purpose(tree, clause) and tree.lemmas[verb] in word_list("telling")
    return told and not any(word in MARKS for word in tree.words[verb:clause])


def _is_subjunctive(tree: Tree, clause: int) -> bool:
    """Return whether a that-clause has the bare verb: "insists that China leave the reef", "that he be freed"."""
    if any(tree.lowered[kid] == "be" for kid in tree.kids(clause, "auxpass")):
        return tree.kid(clause, "aux", "neg") is None and tree.kid(clause, "mark") is not None
    subject = tree.kid(clause, "nsubj")
    if subject is None or tree.kid(clause, "aux", "auxpass", "neg") is not None or tree.kid(clause, "mark") is None:
        return False
    bare = tree.tags[clause] in {"VB", "VBP"} and tree.lowered[clause] == tree.lemmas[clause]
    return bare and tree.tags[subject] in {"NN", "NNP"} and len(tree.conjuncts(subject)) == 1


def demand_for(trigger: Trigger, triggers: Mapping[int, Trigger], tree: Tree) -> str:
    """Return which kind of demand this is by the act it asks for: to meet, to help, to yield, or to change."""
    for token in _contents(trigger.token, triggers, tree):
        inner = triggers.get(token) if token not in trigger.parts else None
        if inner is not None and inner.entry.event_class is not None:
            root = load_event_classes()[inner.entry.event_class].plover
            return DEMANDS.get(root or "", "Demand")
    return "Demand"
