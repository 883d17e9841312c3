"""Where a trigger's parties stand in the parse: one function a slot of ``frames.yaml``."""

from __future__ import annotations

from collections.abc import Mapping

from diplograph.codebook.operators import Operators
from diplograph.codebook.words import word_list
from diplograph.language.carriers import Carriers
from diplograph.language.innerslots import hidden_receivers, inner_slot
from diplograph.language.lists import Lists
from diplograph.language.owners import Owners
from diplograph.language.phrases import Phrases
from diplograph.language.prepositions import Prepositions
from diplograph.language.syntax import (
    OBJECTS,
    after,
    clause_subjects,
    companions,
    for_subjects,
    host_of,
    is_contrast,
    is_intransitive,
    is_passive,
    is_purpose,
    is_thing,
    is_told_of,
    joined_to,
    kept_objects,
    late_agents,
    listed_second,
    members,
    misparsed_subjects,
    objects_of_parts,
    receivers,
    relative_object,
    saying_verb,
)
from diplograph.language.tree import Tree

SUBJECTS = ("nsubj", "csubj", "expl")
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
            return self._grammatical_subjects(head)
        return [head] if tree.is_nominal(head) and tree.deps[adjective] == "amod" else []

    def _speakers(self, trigger: int) -> list[int]:
        """Return who says the clause around ``trigger``: Mali of "Mali said rebels were responsible"."""
        verb = saying_verb(self.tree, trigger)
        return self.subjects(verb) if verb is not None else []

    # -------------------------------------------------------------- verbs

    def _verb_slot(self, verb: int, name: str, parts: tuple[int, ...]) -> list[int]:
        if name == "subj":
            return [*self.subjects(verb), *self._companions(verb, parts, passive=False)]
        if name == "obj":
            return [*self.objects(verb, parts), *self._companions(verb, parts, passive=True)]
        if name == "iobj":
            return receivers(self.tree, verb) or hidden_receivers(self.tree, verb, self.known)
        if name == "owner":
            # "came to Chile's rescue": the noun of an idiom has an owner too.
            nouns = [part for part in parts if self.tree.pos[part] == "NOUN"]
            return [owner for head in (*self.objects(verb, parts), *nouns) for owner in self.owners.of(head)]
        inner = inner_slot(self.tree, verb, name, parts, self.known)
        return self.prepositional(verb, name, parts) if inner is None else inner

    def _companions(self, verb: int, parts: tuple[int, ...], *, passive: bool) -> list[int]:
        """Return the companions of an active verb's subject, or of a passive's."""
        return companions(self.tree, verb, parts) if is_passive(self.tree, verb) is passive else []

    def subjects(self, verb: int) -> list[int]:
        """Return who does ``verb``: subject or by-agent, else whoever the construction shares."""
        tree = self.tree
        if is_passive(self.tree, verb):
            agents = [inner for agent in tree.kids(verb, "agent") for inner in tree.kids(agent, "pobj")]
            # "The request by Kenya was turned down": what stands before the verb is the noun's own.
            behind = [head for head in self.prepositional(verb, "by") if head > verb]
            return agents or behind or late_agents(tree, verb) or self._agents_of_act(verb)
        own = [kid for kid in tree.kids(verb, *SUBJECTS) if is_thing(tree, kid)]
        if tree.deps[verb] == "parataxis":
            # '"China," said Pompeo, "arrested two men"': the first belongs to the quotation.
            own = own[-1:]
        act = self._harming(verb, own)
        if act is not None:
            return self._noun_subjects(act)
        return own or self._shared_subjects(verb) or self._misparsed(verb)

    def _agents_of_act(self, verb: int) -> list[int]:
        """Return who did the act in which others suffered: "were killed in an ambush laid by rebels"."""
        tree = self.tree
        preps = [prep for prep in tree.kids(verb, "prep") if tree.lowered[prep] == "in"]
        acts = [
            noun
            for prep in preps
            for noun in tree.kids(prep, "pobj")
            if tree.lemmas[noun] in self.carriers.violent_nouns
        ]
        agents = [
            agent for act in acts for told in tree.kids(act, "acl", "relcl") for agent in tree.kids(told, "agent")
        ]
        return [doer for agent in agents for doer in tree.kids(agent, "pobj")]

    def _harming(self, verb: int, subjects: list[int]) -> int | None:
        """Return the act that "which" means: it is the bombing in "the bombing of a hotel in Lagos which killed"."""
        tree, head = self.tree, self.tree.heads[verb]
        if tree.lemmas[verb] not in word_list("harming") or tree.deps[verb] != "relcl" or tree.deps[head] != "pobj":
            return None
        relative = all(tree.lowered[kid] in {"which", "that"} for kid in subjects)
        if not relative or self.phrases.at(head).agent is not None:
            return None
        return next((one for one in tree.ancestors(head) if tree.lemmas[one] in self.carriers.violent_nouns), None)

    def _misparsed(self, verb: int) -> list[int]:
        return [head for head in misparsed_subjects(self.tree, verb) if head in self.known]

    def _grammatical_subjects(self, verb: int) -> list[int]:
        """Return the subject as it stands, of a passive too."""
        tree = self.tree
        own = [kid for kid in tree.kids(verb, "nsubj", "nsubjpass") if tree.is_nominal(kid)]
        return own or self._shared_subjects(verb)

    def _shared_subjects(self, verb: int) -> list[int]:
        tree, head, dep = self.tree, self.tree.heads[verb], self.tree.deps[verb]
        if head == verb:
            return []
        if dep in {"conj", "dep"} and tree.is_verb(head):
            head = joined_to(tree, verb) if dep == "conj" else head
            if is_passive(self.tree, head) and tree.tags[verb] != "VBN":
                return self._grammatical_subjects(head)
            return self._grammatical_subjects(head) if is_passive(self.tree, head) else self.subjects(head)
        if dep in {"xcomp", "ccomp"}:
            return self._controllers(verb, head)
        if dep == "advcl" and tree.is_verb(head):
            return self._grammatical_subjects(head)
        if dep == "acl" or (is_purpose(tree, verb) and tree.lemmas[head] in self.carriers.protest_nouns):
            return self._described(verb, head)
        if dep == "relcl":
            return [] if relative_object(self.tree, verb) else [head, *listed_second(self.tree, head, verb)]
        if dep == "pcomp":
            return self._around_preposition(head)
        return []

    def _described(self, verb: int, head: int) -> list[int]:
        """Return who does a participle or infinitive behind a noun: "men guarding", "plans for the queen to go"."""
        tree = self.tree
        if tree.tags[verb] == "VBG":
            return self._text_or_doer(head)
        if (is_intransitive(tree, verb) and not is_purpose(tree, verb)) or is_told_of(tree, verb):
            return [head]
        named = for_subjects(tree, verb) or after(tree, head, "for") if is_purpose(tree, verb) else []
        return named or self._noun_subjects(head)

    def _text_or_doer(self, noun: int) -> list[int]:
        """Return the doer of "soldiers guarding the port", or who made the text in "adopted a resolution urging"."""
        tree, verb = self.tree, self.tree.heads[noun]
        if tree.lemmas[noun] not in word_list("texts") or not tree.is_verb(verb):
            return [noun]
        return (self.subjects(verb) if tree.deps[noun] in {"dobj", "nsubjpass"} else []) or [noun]

    def _controllers(self, verb: int, head: int) -> list[int]:
        """Return who does an infinitive: the object of "urge", the subject of "plan"."""
        tree = self.tree
        if tree.is_verb(head) and tree.lemmas[head] in word_list("turning-to") and is_purpose(tree, verb):
            # "telephoned the king to thank him": who telephones, thanks.
            return self._grammatical_subjects(head)
        if tree.is_verb(head):
            addressed = [kid for kid in tree.kids(head, "dobj", "dative") if kid < verb and tree.is_nominal(kid)]
            if self.carriers.is_light(head):
                # Who "staged a sit-in to demand a vote" demanded it, not the sit-in.
                addressed = [kid for kid in addressed if kid in self.known]
            # Who "used the ceremony to urge him" urged, not the ceremony.
            if addressed and tree.deps[verb] == "xcomp" and tree.lemmas[head] not in {"use", "exploit"}:
                return addressed
            return self._grammatical_subjects(head)
        above = tree.heads[head]
        return self._grammatical_subjects(above) if tree.is_verb(above) else []

    def _around_preposition(self, prep: int) -> list[int]:
        """Return who does a gerund after a preposition: "accused X of funding", "after meeting"."""
        tree = self.tree
        head = above = tree.heads[prep]
        while tree.pos[head] in {"ADV", "ADJ"} and tree.heads[head] != head:
            # "came close to attacking", "instead of sanctioning", "far from apologising".
            head = tree.heads[head]
        if not tree.is_verb(head):
            return self._noun_subjects(head) if tree.is_nominal(head) else []
        if head == above and not is_contrast(tree, prep) and tree.lowered[prep] in {"of", "from", "for", "into"}:
            affected = self.objects(head, ())
            if affected:
                return affected
        if tree.lemmas[head] == "join" and tree.lowered[prep] == "in":
            return [*self._grammatical_subjects(head), *self.objects(head, ())]
        return self._grammatical_subjects(head)

    def objects(self, verb: int, parts: tuple[int, ...]) -> list[int]:
        """Return what ``verb`` is done to: its object, a passive's subject, the noun a participle modifies."""
        tree = self.tree
        if is_passive(self.tree, verb):
            kept = kept_objects(tree, verb)
            return kept or self._passive_objects(verb, parts) or objects_of_parts(tree, parts)
        found = [kid for kid in tree.kids(verb, *OBJECTS) if is_thing(self.tree, kid) and kid not in parts]
        prepositional = objects_of_parts(self.tree, parts)
        if prepositional and not (self.known.keys() & found) and self.known.keys() & prepositional:
            # "traded palm oil with Pakistan": an actor after the verb's own preposition before a thing.
            return prepositional
        if found:
            return found
        if prepositional:
            return prepositional
        if tree.deps[verb] == "relcl":
            gap = relative_object(self.tree, verb)
            if gap:
                return gap
        below = [kid for part in parts for kid in tree.kids(part, "dobj") if is_thing(self.tree, kid)]
        if below:
            return below
        follower = next((kid for kid in tree.kids(verb, "conj") if tree.is_verb(kid)), None)
        alone = not tree.kids(verb, "xcomp", "ccomp", "prep", "advcl")
        if alone and follower is not None and tree.kid(follower, "nsubj") is None:
            return [kid for kid in tree.kids(follower, "dobj") if tree.is_nominal(kid)]
        return []

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

    def _passive_objects(self, verb: int, parts: tuple[int, ...]) -> list[int]:
        tree, head = self.tree, self.tree.heads[verb]
        own = tree.kids(verb, "nsubjpass")
        if own:
            return [kid for kid in own if kid not in parts]
        if tree.deps[verb] in {"acl", "relcl", "amod"} and tree.is_nominal(head):
            return [head]
        if tree.deps[verb] == "conj" and tree.is_verb(head):
            return self._grammatical_subjects(head)
        if tree.deps[verb] in {"xcomp", "ccomp", "advcl", "pcomp"} and head != verb:
            return self._shared_subjects(verb)
        return []

    # -------------------------------------------------------------- prepositions

    def prepositional(self, trigger: int, preposition: str, parts: tuple[int, ...] = ()) -> list[int]:
        """Return the objects of ``preposition`` at the trigger, at its object, or at a carrying verb."""
        return self._prepositions.of(trigger, preposition, parts)

    def _inner(self, verb: int, parts: tuple[int, ...]) -> list[int]:
        """Return the phrases of a verb on which parsers hang what belongs to the verb."""
        return self.objects(verb, parts) or self._changed(verb)

    # -------------------------------------------------------------- nouns

    def _noun_slot(self, noun: int, name: str, parts: tuple[int, ...]) -> list[int]:
        if name == "subj":
            return self._noun_subjects(noun)
        if name == "obj":
            return self._noun_objects(noun, parts)
        if name == "lightobj":
            carrier = self.carriers.of(noun)
            return self.objects(carrier, ()) if carrier is not None else []
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

    def _noun_subjects(self, noun: int) -> list[int]:
        """Return who does what a noun says: possessor, by-phrase, national adjective, subject of its carrier."""
        tree = self.tree
        pair = self.owners.pair(noun)
        if pair:
            return pair
        possessors = tree.kids(noun, "poss")
        if possessors:
            return possessors
        host = host_of(self.tree, noun)
        by = self.objects(host, ()) if host is not None else self.prepositional(noun, "by")
        by = by or self.owners.holders(noun, word_list("making-acts") | word_list("decreeing"))
        if by:
            return by
        nations = [hit.end - 1 for hit in self.owners.modifiers(noun)]
        if nations:
            return nations
        names = [
            kid
            for kid in tree.kids(noun, "compound", "nmod", "amod")
            if kid < noun and tree.pos[kid] == "PROPN" and kid in self.known
        ]
        if names:
            return names
        carrier = self.carriers.of(noun)
        if carrier is None:
            return []
        if tree.is_verb(carrier):
            if self.carriers.credits(carrier, noun):
                return [head for head in self.objects(carrier, ()) if carrier < head < noun]
            joined = tree.lemmas[carrier] in {"engage", "involve", "implicate"}
            subjects = self._grammatical_subjects(carrier) if joined else self.subjects(carrier)
            return [one for one in subjects if one != noun]
        return [carrier]

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
