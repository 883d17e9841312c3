"""Who does an act to whom: the roles of a trigger, filled by its frame."""

from __future__ import annotations

from dataclasses import replace

from diplograph.codebook.frames import Frame
from diplograph.codebook.operators import OperatorKind
from diplograph.codebook.words import word_list
from diplograph.language.elsewhere import Elsewhere
from diplograph.language.gazetteer import Hit
from diplograph.language.parties import Parties, is_own, others
from diplograph.language.party import Party
from diplograph.language.syntax import is_backing, is_passive, objects_of_parts
from diplograph.language.triggers import Trigger

# "killed in an ambush", "wounded by the shelling".
DYING = frozenset({"die", "perish"})
HIT_IN = frozenset({"in", "by", "during"})


class Roles:
    """Fills the roles of triggers in one text."""

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.tree = parties.tree
        self.cast = parties.cast
        self.references = parties.references
        self.arguments = parties.arguments
        self.elsewhere = Elsewhere(parties)

    def fill(
        self, trigger: Trigger, frame: Frame, *, elsewhere: bool = True
    ) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Return sources and targets; the first party of a symmetric frame is the source.

        Args:
            elsewhere: look for the other party outside the frame's slots too where these have none.
        """
        if frame.parties:
            # "met the premier": the object is a party where the entry asks for one.
            objects = ("obj",) if set(trigger.entry.objects) & {"actor", "person", "state"} else ()
            parties = self.parties.of_all_slots(trigger, dict.fromkeys((*frame.parties, *objects)))
            if len(parties) < 2 and not self.tree.is_verb(trigger.token):
                parties = self._pair_nearby(trigger, parties) or parties
            return parties[:1], others(parties[:1], parties[1:])
        if is_backing(self.tree, trigger.token):
            return self._backing(trigger)
        if self._is_suffered(trigger, frame):
            return (), self.parties.of_slots(trigger, ["subj"])
        dismissed = self._done_to(trigger) if frame.name == "patient-only" else ()
        if dismissed:
            doers = self.parties.of_slots(trigger, ["subj"])
            return tuple(party for party in doers if party.is_actor), dismissed
        sources = self.parties.of_slots(trigger, self._source_slots(trigger, frame)) or self._doers_of_object(trigger)
        sources = self._shooters(sources) or self._senders(trigger, sources) or sources or self._committers(trigger)
        targets = self.parties.of_slots(trigger, frame.target, sources)
        takes_doer = "subj" in frame.source and frame.target[:1] not in {("obj",), ("owner",), ("of",)}
        takes_doer = takes_doer and not trigger.entry.objects
        if not sources and takes_doer and not self.tree.is_verb(trigger.token):
            sources, targets = self._of_doer(trigger, frame)
        if elsewhere and frame.target and not any(party.counts and not is_own(party, sources) for party in targets):
            found = others(sources, self.elsewhere.find(trigger, targets))
            found = tuple(party for party in found if not (party.near and is_own(party, sources)))
            things = tuple((party.start, party.end) for party in targets)
            targets = tuple(replace(party, also=(*party.also, *things)) for party in found) or targets
        return sources, others(sources, targets)

    def _source_slots(self, trigger: Trigger, frame: Frame) -> tuple[str, ...]:
        """Return where the doer stands: whose the act is comes first in "its withdrawal of troops"."""
        owned = not self.tree.is_verb(trigger.token) and self.tree.kid(trigger.token, "poss") in self.references
        return ("subj", *frame.source) if owned and "of" in frame.source else frame.source

    def what(self, trigger: Trigger, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the thing that an act is done to where no actor is: what was rejected, lifted, returned."""
        if not self.tree.is_verb(trigger.token) or not trigger.entry.frame.target:
            return ()
        heads = self.arguments.slot(trigger.token, "obj", trigger.parts)
        named = others(
            sources,
            tuple(party for head in heads if head in self.references for party in self.parties.of(head)),
        )
        return (
            named
            or tuple(party for head in heads if head not in self.references for party in self.parties.thing(head))[:1]
        )

    def authority(self, trigger: Trigger, *, jailed: bool = False) -> tuple[Party, ...]:
        """Return the state in whose place something was done to someone: "was arrested in Lebanon".

        Args:
            jailed: only where a prison is spoken of: hostages who were freed in Yemen were not Yemen's.
        """
        heads = [
            head for slot in ("in", "from", "at") for head in self.arguments.slot(trigger.token, slot, trigger.parts)
        ]
        if jailed and not any(self.tree.lemmas[head] in word_list("prisons") for head in heads):
            return ()
        for head in heads:
            hit = self._place(head)
            state = self.cast.country_of(hit.name.actor) if hit is not None else None
            if hit is not None and state in self.cast.registry.states:
                actor = self.cast.registry.actors[state or ""]
                return (Party(actor=actor, head=head, start=hit.start, end=hit.end, near=True),)
        return ()

    def _place(self, head: int) -> Hit | None:
        """Return the name of a place, or of the nation whose prison it is: the Iran of "from an Iranian jail"."""
        hit = self.cast.phrases.hit_of.get(head)
        if hit is not None:
            return hit if hit.is_place else None
        prison = self.tree.lemmas[head] in word_list("prisons")
        return next(iter(self.arguments.owners.modifiers(head)), None) if prison else None

    def _doers_of_object(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return who does the noun that is the verb's object: "drills by Oman were held"."""
        operator = self.arguments.operators.get((self.tree.lemmas[trigger.token], "verb", "noun"))
        light = operator is not None and operator.kind is OperatorKind.LIGHT
        if not trigger.entry.objects or not light or not self.tree.is_verb(trigger.token):
            return ()
        heads = self.arguments.slot(trigger.token, "obj", trigger.parts)
        nouns = [head for head in heads if self.tree.pos[head] == "NOUN" and head not in self.references]
        found = [
            party for noun in nouns for head in self.arguments.slot(noun, "subj") for party in self.parties.of(head)
        ]
        return tuple(party for party in found if party.is_actor)

    def _pair_nearby(self, trigger: Trigger, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the two states of a "US-Mexico ..." in the sentence whose talks these must be."""
        start, end = self.tree.sentences[self.tree.sentence_of[trigger.token]]
        for noun in range(start, end):
            pair = self.arguments.owners.pair(noun) if self.tree.pos[noun] == "NOUN" else []
            found = tuple(party for head in pair for party in self.parties.of(head))
            states = {party.actor.id for party in found}
            if len(states) == 2 and {party.actor.country for party in parties} <= states:
                return found
        return ()

    def _backing(self, trigger: Trigger) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Return who stands behind an act, and who does it: "with the blessing of the president"."""
        tree, noun = self.tree, trigger.token
        preps = [prep for prep in tree.kids(noun, "prep") if tree.lowered[prep] == "of"]
        backers = [head for prep in preps for kid in tree.kids(prep, "pobj") for head in tree.conjuncts(kid)]
        doers = self.arguments.slot(tree.heads[tree.heads[noun]], "subj")
        sides = [
            tuple(party for head in heads for party in self.parties.of(head) if party.is_actor)
            for heads in (backers, doers)
        ]
        return sides[0], sides[1]

    def _committers(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return whose act the noun in a trigger is: the rebels of "died in a raid staged by rebels"."""
        words = word_list("shooting", "committing")
        nouns = (*trigger.parts, *objects_of_parts(self.tree, trigger.parts))
        heads = [
            head
            for noun in nouns
            if self.tree.pos[noun] == "NOUN"
            for head in self.arguments.owners.holders(noun, words)
        ]
        return tuple(party for head in heads for party in self.parties.of(head) if party.is_actor)

    def _senders(self, trigger: Trigger, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return whose forces they are that go: the France of "France hastened the withdrawal of its forces"."""
        if self.tree.is_verb(trigger.token) or not sources or not all(party.holder for party in sources):
            return ()
        found = self.parties.of_slots(trigger, ["subj"])
        return found if {party.actor.id for party in found} == {party.holder for party in sources} else ()

    def _shooters(self, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return who fired what hits: the Lebanon of "rockets fired from Lebanon hit a house"."""
        if not sources or any(party.is_actor for party in sources):
            return ()
        shots = [kid for party in sources for kid in self.tree.kids(party.head, "acl")]
        shots = [kid for kid in shots if self.tree.lemmas[kid] in word_list("shooting", "committing")]
        for slot in ("by", "subj", "from"):
            found = [
                party for shot in shots for head in self.arguments.slot(shot, slot) for party in self.parties.of(head)
            ]
            if any(party.is_actor for party in found):
                return tuple(party for party in found if party.is_actor)
        return ()

    def hit_in(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return who suffered an act that does not say whom it hit: the guards of "were killed in an ambush"."""
        tree, noun = self.tree, trigger.token
        if tree.is_verb(noun):
            # "an ambush laid by rebels", "a raid staged by them"
            noun = tree.heads[noun] if tree.deps[noun] == "acl" else next(iter(trigger.parts), noun)
        verb = tree.heads[noun]
        within = tree.deps[noun] == "pobj" and tree.lowered[verb] in HIT_IN
        verb = tree.heads[verb] if within else verb
        harms = tree.is_verb(verb) and tree.lemmas[verb] in word_list("harming") | DYING
        if verb == trigger.token or not harms or not (within or tree.deps[noun] == "nsubj"):
            return ()
        slot = "obj" if is_passive(tree, verb) or not within else "subj"
        found = [party for head in self.arguments.slot(verb, slot) for party in self.parties.of(head)]
        return tuple(party for party in found if party.is_actor)

    def _done_to(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return whom a verb's subject does it to: the ministers of "the president sacked two ministers"."""
        if not self.tree.is_verb(trigger.token) or is_passive(self.tree, trigger.token):
            return ()
        found = self.parties.of_slots(trigger, ["dobj"])
        return tuple(party for party in found if party.is_actor and not party.owned)

    def _is_suffered(self, trigger: Trigger, frame: Frame) -> bool:
        """Return whether a noun's possessor suffers the act: "the general's arrest" is done to the general."""
        if self.tree.is_verb(trigger.token) or frame.name != "agent-patient":
            return False
        if self.tree.kid(trigger.token, "poss") is None or self.arguments.slot(trigger.token, "by"):
            return False
        return not self.arguments.slot(trigger.token, "obj", trigger.parts)

    def _of_doer(self, trigger: Trigger, frame: Frame) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Take "of" as the doer of a noun that has no other: "the plea of the captain to the port"."""
        own = [prep for prep in self.tree.kids(trigger.token, "prep") if self.tree.lowered[prep] == "of"]
        heads = [head for prep in own for kid in self.tree.kids(prep, "pobj") for head in self.tree.conjuncts(kid)]
        sources = tuple(party for head in heads for party in self.parties.of(head) if party.is_actor)
        return sources, self.parties.of_slots(trigger, [slot for slot in frame.target if slot != "of"])
