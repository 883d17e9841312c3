"""Where a trigger's parties stand in the parse: one function a slot of ``frames.yaml``."""

from __future__ import annotations

from collections.abc import Mapping

from diplograph.codebook.operators import Operators
from diplograph.codebook.words import word_list
from diplograph.language.carriers import Carriers
from diplograph.language.doers import Doers
from diplograph.language.innerslots import hidden_receivers, inner_slot
from diplograph.language.lists import Lists
from diplograph.language.owners import Owners
from diplograph.language.patients import Patients
from diplograph.language.phrases import Phrases
from diplograph.language.prepositions import Prepositions
from diplograph.language.syntax import (
    after,
    clause_subjects,
    companions,
    host_of,
    is_passive,
    members,
    objects_of_parts,
    receivers,
    saying_verb,
)
from diplograph.language.tree import Tree

UNNAMED = frozenset({"him", "her", "them"})


class Arguments:
    """Finds the phrases in each slot of a trigger; heads of phrases only, coordination expanded.

    Args:
        known: references by head token; only whether one is there counts.
        violent_nouns: lemmas of acts that those who act after them have not done ("after the killing").
        patient_nouns: lemmas whose "of" names whom the act is done to ("the killing of").
        protest_nouns: lemmas of acts of crowds, which those who act amid them have not done.
    """

    def __init__(
        self,
        tree: Tree,
        phrases: Phrases,
        operators: Operators,
        known: Mapping[int, object],
        patient_nouns: frozenset[str] = frozenset(),
        violent_nouns: frozenset[str] = frozenset(),
        protest_nouns: frozenset[str] = frozenset(),
    ) -> None:
        self.tree = tree
        self.lists = Lists(tree, phrases, known)
        self.owners = Owners(tree, phrases, known, patient_nouns)
        self.carriers = Carriers(tree, operators, known, violent_nouns, protest_nouns)
        self.patient_nouns = patient_nouns
        self.phrases = phrases
        self.operators = operators
        self.known = known
        self._prepositions = Prepositions(tree, self.carriers, self._inner)
        # Each asks the other: of "accused of funding" the doer is an object, of "was hit" the patient is a subject.
        self.doers = Doers(
            tree, phrases, known, self.owners, self.carriers,
            objects=lambda verb, parts: self.patients.of(verb, parts), prepositional=self.prepositional,
        )  # fmt: skip
        self.patients = Patients(tree, known, grammatical=self.doers.grammatical, shared=self.doers.shared)
        self._slots: dict[tuple[int, str, tuple[int, ...]], tuple[int, ...]] = {}

    def slot(self, trigger: int, name: str, parts: tuple[int, ...] = ()) -> tuple[int, ...]:
        """Return the heads of all phrases in slot ``name`` of ``trigger``, found once: many rules ask for the same.

        Args:
            parts: tokens that belong to the trigger, such as the particle of a phrasal verb.
        """
        key = (trigger, name, parts)
        if key not in self._slots:
            found = self._found(trigger, name, parts)
            listed = dict.fromkeys(head for one in found for head in self.lists.of(one)) if found else ()
            self._slots[key] = tuple(listed)
        return self._slots[key]

    def _found(self, trigger: int, name: str, parts: tuple[int, ...]) -> list[int]:
        """Return what stands in a slot, coordinations not yet taken apart."""
        if name == "speaker":
            return self._speakers(trigger)
        if self.tree.pos[trigger] == "ADJ" and name == "subj":
            return self._adjective_subjects(trigger)
        if self.tree.is_verb(trigger):
            return self._verb_slot(trigger, name, parts)
        return self._noun_slot(trigger, name, parts)

    def is_bare_number(self, verb: int, parts: tuple[int, ...]) -> bool:
        """Return whether the object of a verb is a number or "them" alone: no name, and nobody else is meant."""
        heads = [head for head in self.slot(verb, "obj", parts) if head not in self.known]
        return self.tree.is_verb(verb) and any(
            self.tree.pos[head] == "NUM" or self.tree.lowered[head] in UNNAMED for head in heads
        )

    def _adjective_subjects(self, adjective: int) -> list[int]:
        """Return of whom an adjective is said: "the mayor is grateful", "grateful villagers"."""
        tree, head = self.tree, self.tree.heads[adjective]
        if tree.is_verb(head):
            return self.doers.grammatical(head)
        return [head] if tree.is_nominal(head) and tree.deps[adjective] == "amod" else []

    def _speakers(self, trigger: int) -> list[int]:
        """Return who says the clause around ``trigger``: Mali of "Mali said rebels were responsible"."""
        verb = saying_verb(self.tree, trigger)
        return self.doers.of_verb(verb) if verb is not None else []

    # -------------------------------------------------------------- verbs

    def _verb_slot(self, verb: int, name: str, parts: tuple[int, ...]) -> list[int]:
        if name == "subj":
            return [*self.doers.of_verb(verb), *self._companions(verb, parts, passive=False)]
        if name == "obj":
            return [*self.patients.of(verb, parts), *self._companions(verb, parts, passive=True)]
        if name == "iobj":
            return receivers(self.tree, verb) or hidden_receivers(self.tree, verb, self.known)
        if name == "owner":
            # "came to Chile's rescue": the noun of an idiom has an owner too.
            nouns = [part for part in parts if self.tree.pos[part] == "NOUN"]
            return [owner for head in (*self.patients.of(verb, parts), *nouns) for owner in self.owners.of(head)]
        inner = inner_slot(self.tree, verb, name, parts, self.known)
        return self.prepositional(verb, name, parts) if inner is None else inner

    def _companions(self, verb: int, parts: tuple[int, ...], *, passive: bool) -> list[int]:
        """Return the companions of an active verb's subject, or of a passive's."""
        return companions(self.tree, verb, parts) if is_passive(self.tree, verb) is passive else []

    def condition(self, trigger: int, parts: tuple[int, ...]) -> list[int]:
        """Return the phrases that an entry's object condition is about: those of its own preposition first."""
        if self.tree.is_verb(trigger):
            found = objects_of_parts(self.tree, parts)
            if found:
                return [head for one in found for head in members(self.tree, one)]
        return [*self.slot(trigger, "obj", parts)] or self._changed(trigger)

    def _changed(self, verb: int) -> list[int]:
        """Return what changes by itself, the subject of a verb without object: "the talks collapsed".

        A light verb says nothing of its own: of "the strike began" the noun is the trigger. Actors do, they
        do not change.
        """
        tree = self.tree
        if not tree.is_verb(verb) or is_passive(self.tree, verb) or self.carriers.is_light(verb):
            return []
        return [head for kid in tree.kids(verb, "nsubj") for head in members(self.tree, kid) if head not in self.known]

    # -------------------------------------------------------------- prepositions

    def prepositional(self, trigger: int, preposition: str, parts: tuple[int, ...] = ()) -> list[int]:
        """Return the objects of ``preposition`` at the trigger, at its object, or at a carrying verb."""
        return self._prepositions.of(trigger, preposition, parts)

    def _inner(self, verb: int, parts: tuple[int, ...]) -> list[int]:
        """Return the phrases of a verb on which parsers hang what belongs to the verb."""
        return self.patients.of(verb, parts) or self._changed(verb)

    # -------------------------------------------------------------- nouns

    def _noun_slot(self, noun: int, name: str, parts: tuple[int, ...]) -> list[int]:
        if name == "subj":
            return self.doers.of_noun(noun)
        if name == "obj":
            return self._noun_objects(noun, parts)
        if name == "lightobj":
            carrier = self.carriers.of(noun)
            return self.patients.of(carrier, ()) if carrier is not None else []
        if name == "iobj":
            carrier = self.carriers.of(noun)
            return receivers(self.tree, carrier) if carrier is not None else []
        if name == "owner":
            return self.owners.of(noun)
        if name == "clause":
            return clause_subjects(self.tree, noun)
        if name == "clause_subject":
            return [kid for clause in self.tree.kids(noun, "acl") for kid in self.tree.kids(clause, "nsubj")]
        if name == "by" and (self.tree.kid(noun, "poss") is not None or host_of(self.tree, noun) is not None):
            # "On her tour she was received by the king": the tour is hers.
            return after(self.tree, noun, "by")
        return self.prepositional(noun, name, parts)

    def _noun_objects(self, noun: int, parts: tuple[int, ...]) -> list[int]:
        tree = self.tree
        return after(tree, noun, "of") or [
            kid
            for kid in tree.kids(noun, "compound")
            if kid < noun and kid not in parts and kid not in self.phrases.hit_of and not self._is_body(kid)
        ]

    def _is_body(self, head: int) -> bool:
        """Return whether a noun before an act of force does it: "Syrian government air strikes"."""
        tree = self.tree
        return tree.lemmas[head] in word_list("bodies") and tree.lemmas[tree.heads[head]] in self.carriers.violent_nouns
