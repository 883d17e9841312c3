"""The other party where no slot of a trigger's frame has one: any preposition, what is asked, the nearest actor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.words import word_list
from diplograph.language.answers import answered, watched
from diplograph.language.conditions import is_withheld
from diplograph.language.parties import Parties
from diplograph.language.party import Party
from diplograph.language.readiness import faced
from diplograph.language.syntax import after, is_backing, is_passive, is_purpose
from diplograph.language.triggers import Trigger
from diplograph.model import ActorKind, MentionKind

# Where the other party stands when no slot of the frame says so, the likeliest first.
FALLBACK = (
    "with",
    "to",
    "on",
    "against",
    "from",
    "for",
    "between",
    "into",
    "toward",
    "towards",
    "over",
    "of",
    "in",
    "at",
)
# Where those stand whom an act was done to.
SUFFERING = ("of", "against", "on")
# Classes of acts that ask something of somebody under a threat, and the words before what is asked.
THREATS = frozenset({"Threat", "SanctionThreat", "RelationsThreat", "MilitaryThreat", "Ultimatum"})
PRESSING = frozenset({"if", "unless"})
# Classes of acts that are for somebody.
GIFTS = frozenset({"Aid", "AidPromise", "EconomicAid", "HumanitarianAid", "MilitaryAid"})
# "will not ... until": what comes first is for others to do.
REFUSING, UNTIL = frozenset({"will", "wo", "would", "shall"}), frozenset({"until", "till", "unless", "before"})
# How deep and along which links the last resort looks for the other party.
DEPTH = 5
INWARD = frozenset(
    {"dobj", "prep", "pobj", "pcomp", "xcomp", "nmod", "compound", "poss", "amod", "attr", "acl", "oprd"}
)


class Elsewhere:
    """Looks for the other party of triggers in one text."""

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.tree = parties.tree
        self.arguments = parties.arguments
        self.references = parties.references

    def find(self, trigger: Trigger, targets: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the other party where no slot of the frame has one.

        Args:
            targets: the things found instead; of an act ("condemned the killing of") only its doer is meant,
                of an act that one is sorry for only whom it was done to.
        """
        acts = [party.head for party in targets if self.tree.lemmas[party.head] in self.arguments.patient_nouns]
        if acts:
            slots = SUFFERING if trigger.entry.event_class == "Apology" else ("by",)
            heads = [head for act in acts for slot in slots for head in self.arguments.slot(act, slot)]
            done_by = tuple(party for head in heads for party in self.parties.of(head) if party.is_actor)
            return done_by or self._addressed(trigger)
        if self.arguments.is_bare_number(trigger.token, trigger.parts):
            return ()
        own = [party for slot in ("obj", "part") for party in self.parties.in_slot(trigger, slot)]
        own = [party for party in own if party.is_actor and party.actor.linked and not party.owned and not party.holder]
        noun = not self.tree.is_verb(trigger.token) or any(self.tree.pos[part] == "NOUN" for part in trigger.parts)
        wanted = tuple(party for party in self.parties.in_slot(trigger, "clause") if party.is_actor) if noun else ()
        return (
            self._aimed(trigger)
            or tuple(own[:1])
            or self._given_back(trigger)
            or self.pressed(trigger)
            or self._awaited(trigger)
            or self._fallback(trigger)
            or wanted
            or self._answered(trigger)
            or self._nearest(trigger)
            or self._addressed(trigger)
        )

    def _aimed(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return at whom an act is aimed by a verb below it: "a raid that hit", "bombed the hills, targeting"."""
        tree = self.tree
        nouns = [*self.arguments.slot(trigger.token, "obj", trigger.parts), *trigger.parts]
        below = [kid for token in (trigger.token, *nouns) for kid in tree.kids(token, "acl", "relcl", "advcl", "xcomp")]
        words = word_list("serving" if trigger.entry.event_class in GIFTS else "aiming")
        aiming = [kid for kid in below if kid > trigger.token and (tree.lemmas[kid] in words or self._is_inside(kid))]
        active = [verb for verb in aiming if not is_passive(tree, verb)]
        heads = [head for verb in active for slot in ("obj", "through") for head in self.arguments.slot(verb, slot)]
        return tuple(party for head in heads for party in self.parties.of(head) if party.is_actor)

    def _is_inside(self, verb: int) -> bool:
        """Return whether a relative clause says what was done in the act: "a raid in which gunmen stormed a base"."""
        tree = self.tree
        preps = [prep for prep in tree.kids(verb, "prep") if prep < verb and tree.lowered[prep] == "in"]
        inner = [tree.lowered[kid] for prep in preps for kid in tree.kids(prep, "pobj")]
        return tree.deps[verb] == "relcl" and "which" in inner and tree.lemmas[verb] in word_list("storming")

    def _given_back(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return to whom a thing goes back, however much is told of it: "returned a mask, lost in 1971, to Nigeria"."""
        if trigger.entry.event_class != "PropertyReturn":
            return ()
        tree = self.tree
        preps = [
            token for token in tree.subtree(trigger.token) if token > trigger.token and tree.lowered[token] == "to"
        ]
        heads = [head for prep in reversed(preps) for head in tree.kids(prep, "pobj")]
        found = [[party for party in self.parties.of(head) if party.is_actor and party.actor.linked] for head in heads]
        return tuple(next((parties for parties in found if parties), ()))

    def pressed(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return who is to give in to a threat: Kenya of "threatened measures unless Kenya paid"."""
        if trigger.entry.event_class not in THREATS:
            return ()
        tree = self.tree
        anchors = [trigger.token, *trigger.parts, *tree.kids(trigger.token, "xcomp", "ccomp", "acl", "relcl")]
        clauses = [kid for anchor in anchors for kid in tree.kids(anchor, "advcl")]
        pressing = [kid for kid in clauses if any(tree.lowered[mark] in PRESSING for mark in tree.kids(kid, "mark"))]
        subjects = [kid for clause in pressing for kid in tree.kids(clause, "nsubj")]
        return tuple(party for head in subjects for party in self.parties.of(head) if party.is_actor)

    def _awaited(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return who must act first: Spain of "will not lift the embargo until Spain pays"."""
        tree, verb = self.tree, trigger.token
        if tree.kid(verb, "neg") is None or not any(tree.lowered[kid] in REFUSING for kid in tree.kids(verb, "aux")):
            return ()
        clauses = [
            kid
            for kid in tree.kids(verb, "advcl")
            if is_withheld(tree, verb, kid) or any(tree.lowered[mark] in UNTIL for mark in tree.kids(kid, "mark"))
        ]
        heads = [head for clause in clauses for head in self.arguments.slot(clause, "subj")]
        return tuple(party for head in heads for party in self.parties.of(head) if party.is_actor)

    def _answered(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return whose act is answered, by a mobilization whose doings are watched: "after a Turkish incursion"."""
        tree, arms = self.tree, load_event_classes()[trigger.entry.event_class or "Statement"].plover == "MOBILIZE"
        if not tree.is_verb(trigger.token):
            return ()
        own = {party.actor.country for party in self.parties.in_slot(trigger, "subj")}
        for noun in (*answered(tree, trigger.token), *(watched(tree, trigger.token) if arms else ())):
            known = noun in self.references and self.references[noun].actors
            heads = (noun,) if known else self.arguments.slot(noun, "subj")
            found = tuple(party for head in heads for party in self.parties.of(head) if party.is_actor)
            if any(party.actor.country and party.actor.country not in own for party in found):
                return tuple(replace(party, near=True) for party in found)
        return ()

    def defied(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return whose word a crowd did not heed: the premier of "went on strike despite pledges by the premier"."""
        tree, token = self.tree, trigger.token
        verb = token if tree.is_verb(token) else tree.heads[token]
        preps = [prep for prep in tree.kids(verb, "prep") if tree.lowered[prep] in {"despite", "defying"}]
        words = [word for prep in preps for word in tree.kids(prep, "pobj")]
        heads = [head for word in words for slot in ("subj", "from") for head in self.arguments.slot(word, slot)]
        return tuple(party for head in dict.fromkeys(heads) for party in self.parties.of(head) if party.is_actor)

    def faced(self, trigger: Trigger, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return whom forces are to face, of another state or of nobody's: "moved its guns up, facing Syrian lines"."""
        own, ids = {party.actor.country for party in sources} - {None}, {party.actor.id for party in sources}
        for noun in self._awaited_acts(trigger):
            owners, slots = self.arguments.owners, self.arguments.slot
            known = noun in self.references and self.references[noun].actors
            acting = (*slots(noun, "subj"), *owners.of(noun), *owners.holders(noun, word_list("staging")))
            acting = (noun,) if known else (*acting, *after(self.tree, noun, "with"))
            found = [party for head in dict.fromkeys(acting) for party in self.parties.of(head) if party.is_actor]
            found = [party for party in found if party.actor.id not in ids and not self._is_home(party, own)]
            if found:
                return tuple(replace(party, near=True) for party in found)
        return ()

    def _awaited_acts(self, trigger: Trigger) -> Iterator[int]:
        """Yield whom or what acts forces wait for; of a noun also what came before it: "came after a raid"."""
        tree, verb = self.tree, trigger.token
        if tree.is_verb(verb):
            yield from faced(tree, verb)
            return
        carrier = self.arguments.carriers.of(verb)
        yield from faced(tree, verb if carrier is None else carrier)
        if tree.deps[verb] == "nsubj" and tree.lemmas[tree.heads[verb]] in {"come", "follow"}:
            yield from watched(tree, tree.heads[verb])

    def _is_home(self, party: Party, own: set[str | None]) -> bool:
        """Return whether a party is only the doers' own country, or a place in it."""
        return party.actor.country in own and (party.actor.kind is ActorKind.STATE or party.owned)

    def _addressed(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return to whom a purpose is said or done: "phoned the king to thank him", "wrote to Oslo to protest"."""
        tree, verb = self.tree, trigger.token
        head = tree.heads[verb]
        if tree.deps[verb] not in {"advcl", "xcomp"} or not is_purpose(tree, verb) or not tree.is_verb(head):
            return ()
        if tree.lemmas[head] in {"be", "become", "remain"}:
            return ()
        for slot in ("obj", "to", "with"):
            found = [
                party
                for one in self.arguments.slot(head, slot)
                for party in self.parties.of(one)
                if party.is_actor and party.actor.linked
            ]
            if found:
                return tuple(replace(party, near=True) for party in found)
        return ()

    def is_scene(self, head: int) -> bool:
        """Return whether a town only says where: "promised that directors would meet in Geneva"."""
        hit = self.parties.cast.phrases.hit_of.get(head)
        return hit is not None and hit.name.city and hit.start > 0 and self.tree.lowered[hit.start - 1] in {"in", "at"}

    def _fallback(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return the actors after any preposition, of the first that has some."""
        meets = load_event_classes()[trigger.entry.event_class or "Statement"].parent == "Encounter"
        for slot in FALLBACK:
            found = tuple(party for party in self.parties.in_slot(trigger, slot) if party.is_actor)
            if meets and slot in {"in", "at"}:
                # "walked out of a summit in Lusaka": that is where it was held.
                found = tuple(party for party in found if not self.is_scene(party.head))
            if found:
                return found
        return ()

    def _nearest(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return the first actor named deeper inside the trigger's own phrase, marked as found so.

        Clauses of their own are not entered: what stands there belongs to another act.
        """
        tree, frontier = self.tree, [trigger.token]
        for _ in range(DEPTH):
            frontier = [
                kid
                for token in frontier
                for kid in tree.children[token]
                if tree.lowered[kid] != "according"
                and not is_backing(tree, kid)
                and (tree.deps[kid] in INWARD or (tree.deps[kid] == "advcl" and is_purpose(tree, kid)))
                and kid not in trigger.parts
                and not (tree.deps[kid] == "poss" and self.arguments.owners.is_voiced(token))
            ]
            for head in frontier:
                reference = self.references.get(head)
                if (
                    reference
                    and reference.kind is not MentionKind.PRONOUN
                    and reference.actors
                    and reference.actors[0].linked
                ):
                    return tuple(replace(party, near=True) for party in self.parties.of(head))
        return ()
