"""Nouns that tell an act of their own below a verb that tells another: "ignored calls by Oman for Iran to stop"."""

from __future__ import annotations

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.language.arguments import Arguments
from diplograph.language.syntax import after, clause_subjects
from diplograph.language.triggers import Trigger

# Roots of acts that are done by saying so, whatever becomes of what is said.
SPOKEN = frozenset({"ACCUSE", "REQUEST", "THREATEN"})


def tells_itself(noun: Trigger, arguments: Arguments) -> bool:
    """Return whether a noun names its own doer, and whom it is about in its own clause."""
    tree, token = arguments.tree, noun.token
    kind = load_event_classes().get(noun.entry.event_class or "")
    if kind is None or kind.plover not in SPOKEN or tree.pos[token] != "NOUN":
        return False
    nations = [hit.end - 1 for hit in arguments.owners.modifiers(token)]
    doers = [*tree.kids(token, "poss"), *after(tree, token, "by"), *nations]
    # Who is to act may be told by a pronoun: "rejected French charges that it had armed them".
    others = {head for clause in tree.kids(token, "acl") for head in tree.kids(clause, "nsubj", "nsubjpass")}
    others |= {*clause_subjects(tree, token)}
    return any(one in arguments.known for one in doers) and any(one in arguments.known for one in others)
