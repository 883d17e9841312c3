"""Verbs that look like acts but only say something about another one: "asked whether", "joined X in condemning"."""

from __future__ import annotations

from collections.abc import Mapping

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.operators import OperatorKind
from diplograph.codebook.words import word_list
from diplograph.language.modality import ModalityReader
from diplograph.language.syntax import is_passive, is_purpose
from diplograph.language.tree import Tree
from diplograph.language.triggers import Trigger

Triggers = Mapping[int, Trigger]
ORDERING = frozenset({"order", "command", "instruct", "direct", "tell"})
PRESSING = frozenset({"if", "unless"})
# Roots of acts that only those do who have power over others, so that who warns of them threatens.
HARMING = frozenset({"SANCTION", "COERCE", "REJECT"})
OWN = frozenset({"its", "his", "her", "their", "our", "my"})


def idle_reason(trigger: Trigger, triggers: Triggers, modality: ModalityReader) -> str | None:
    """Return why a verb is no act of its own here; none if it is one.

    Args:
        triggers: all of the text by their token, among which the other act must be.
    """
    tree, verb = modality.tree, trigger.token
    if trigger.entry.event_class is None:
        return None
    if _only_describes(tree, verb):
        return "says only which people are meant"
    if _answers(tree, verb):
        return "says only what is answered"
    return _verb_reason(trigger, triggers, modality) if tree.is_verb(verb) else None


def _verb_reason(trigger: Trigger, triggers: Triggers, modality: ModalityReader) -> str | None:
    tree, verb = modality.tree, trigger.token
    if _asks(tree, verb):
        return "a question, which asks nothing to be done"
    if _only_warns(triggers, tree, verb):
        return "a warning of what others may do or suffer, not a threat"
    if _orders_own(trigger, triggers, tree):
        return "an order to one's own forces: what they do is the event"
    if _disputes(triggers, tree, verb):
        return "denies what its clause says, which is the event"
    if _does_so_by(triggers, tree, verb):
        return "says only why: how it is done is the event"
    if _is_aim_of_aid(trigger, triggers, tree):
        return "says only what the aid is for"
    if _joins(triggers, tree, verb) or _comes_along(triggers, tree, verb):
        return "says only who else did it"
    return "says only what became of a plan, which is the event" if _undoes(triggers, modality, verb) else None


def _only_describes(tree: Tree, token: int) -> bool:
    """Return whether an adjective behind a noun only tells which people are meant: "soldiers loyal to the shah"."""
    behind = tree.pos[token] == "ADJ" and tree.deps[token] == "amod" and tree.heads[token] < token
    return behind and tree.lemmas[token] not in word_list("ahead")


def _answers(tree: Tree, noun: int) -> bool:
    """Return whether a noun only tells why: "in retaliation for the seizure"."""
    inside = tree.deps[noun] == "pobj" and tree.lowered[tree.heads[noun]] == "in" and tree.pos[noun] == "NOUN"
    answering = tree.lemmas[noun] in word_list("answers") - {"protest"}
    return inside and answering and any(tree.lowered[prep] in {"for", "to"} for prep in tree.kids(noun, "prep"))


def _asks(tree: Tree, verb: int) -> bool:
    if tree.lemmas[verb] not in {"ask", "wonder", "inquire", "enquire"}:
        return False
    clauses = (kid for clause in tree.kids(verb, "ccomp") for kid in tree.children[clause])
    return any(tree.lowered[kid] in {"whether", "if"} or tree.tags[kid] in {"WRB", "WP"} for kid in clauses)


def _only_warns(triggers: Triggers, tree: Tree, verb: int) -> bool:
    """Return whether ``verb`` tells of a danger that the warner does not bring: "warned that prices would rise"."""
    if tree.lemmas[verb] != "warn":
        return False
    for clause in tree.kids(verb, "ccomp"):
        subject = tree.kid(clause, "nsubj", "nsubjpass")
        if subject is None or any(tree.lowered[kid] in OWN for kid in tree.kids(subject, "poss")):
            # "warned the envoy that his government would expel him": what is the warner's own, the warner does.
            continue
        if _is_threatened(triggers, tree, clause):
            continue
        if tree.pos[subject] != "PRON" and tree.lemmas[clause] not in word_list("suffering"):
            return True
    return False


def _is_threatened(triggers: Triggers, tree: Tree, clause: int) -> bool:
    """Return whether who warns of it will do it, though it is not said who: "warned that ties would be cut if"."""
    if not is_passive(tree, clause) or tree.kid(clause, "agent") is not None:
        return False
    pressed = any(
        tree.lowered[mark] in PRESSING for kid in tree.kids(clause, "advcl") for mark in tree.kids(kid, "mark")
    )
    act = triggers.get(clause)
    kind = load_event_classes().get(act.entry.event_class or "") if act is not None else None
    return tree.lemmas[clause] in word_list("countering") or (pressed and kind is not None and kind.plover in HARMING)


def _orders_own(trigger: Trigger, triggers: Triggers, tree: Tree) -> bool:
    acts = [kid for kid in tree.kids(trigger.token, "xcomp") if kid in triggers and is_purpose(tree, kid)]
    owners = [kid for head in tree.kids(trigger.token, "dobj") for kid in tree.kids(head, "poss")]
    return tree.lemmas[trigger.token] in ORDERING and bool(acts) and any(tree.lowered[kid] in OWN for kid in owners)


def _disputes(triggers: Triggers, tree: Tree, verb: int) -> bool:
    if tree.lemmas[verb] not in word_list("denying"):
        return False
    claims = [kid for kid in tree.kids(verb, "dobj") if tree.lemmas[kid] in word_list("claims")]
    return any(clause in triggers for kid in claims for clause in tree.kids(kid, "acl", "ccomp"))


def _is_aim_of_aid(trigger: Trigger, triggers: Triggers, tree: Tree) -> bool:
    """Return whether a verb of aid is but the aim of another: "sent a million dollars to help Mexico fight crime"."""
    giving = triggers.get(tree.heads[trigger.token])
    if giving is None or giving is trigger or not is_purpose(tree, trigger.token):
        return False
    return _is_aid(trigger) and _is_aid(giving)


def _is_aid(trigger: Trigger) -> bool:
    kind = load_event_classes().get(trigger.entry.event_class or "")
    return kind is not None and kind.plover == "AID"


def _does_so_by(triggers: Triggers, tree: Tree, verb: int) -> bool:
    """Return whether a verb of answering is carried out by another act: "retaliated by closing the border"."""
    acts = [
        kid
        for prep in tree.kids(verb, "prep", "agent")
        if tree.lowered[prep] in {"by", "with"}
        for kid in tree.children[prep]
    ]
    return tree.lemmas[verb] in {"retaliate", "respond", "reply", "react"} and any(
        kid in triggers and triggers[kid].entry.event_class for kid in acts
    )


def _joins(triggers: Triggers, tree: Tree, verb: int) -> bool:
    doings = [kid for prep in tree.kids(verb, "prep") if tree.lowered[prep] == "in" for kid in tree.kids(prep, "pcomp")]
    return tree.lemmas[verb] == "join" and any(kid in triggers for kid in doings)


def _comes_along(triggers: Triggers, tree: Tree, verb: int) -> bool:
    """Return whether a participle names only the company: "Accompanied by his minister, Macron visited"."""
    company = tree.lemmas[verb] in word_list("accompanying") and tree.tags[verb] == "VBN"
    return company and tree.deps[verb] == "advcl" and tree.heads[verb] in triggers


def _undoes(triggers: Triggers, modality: ModalityReader, verb: int) -> bool:
    tree = modality.tree
    for noun in tree.kids(verb, "dobj", "nsubjpass"):
        acts = [kid for kid in tree.kids(noun, "acl") if kid in triggers and is_purpose(tree, kid)]
        planned = (tree.lemmas[noun], "noun", "clause") in modality.operators
        if acts and planned and modality.operator_kind(verb, "object") is OperatorKind.CANCELLED:
            return True
    return False


def in_fiction(tree: Tree, token: int) -> bool:
    """Return whether an act is told only by a work of art: "In the film, China invades Taiwan"."""
    for verb in (token, *tree.ancestors(token)):
        preps = [kid for kid in tree.kids(verb, "prep") if tree.lowered[kid] == "in"] if tree.is_verb(verb) else []
        works = [kid for prep in preps for kid in tree.kids(prep, "pobj") if tree.lemmas[kid] in word_list("fiction")]
        if any(tree.pos[kid] == "NOUN" and tree.kid(kid, "det", "poss") is not None for kid in works):
            return True
    return False
