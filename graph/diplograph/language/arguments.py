"""Where a trigger's parties stand in the parse: one function a slot of ``frames.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from diplograph.codebook.operators import OperatorKind, Operators
from diplograph.language.phrases import Phrases
from diplograph.language.tree import Tree

# "a group of soldiers" are soldiers.
PARTITIVES = frozenset(
    "group number dozen hundred thousand million score member part majority team series handful crowd pair couple "
    "lot some all many most one two three several both half rest none wave".split()
)
# A noun after these takes part in what its clause's subject does: "during a visit", "for talks".
JOINING = frozenset({"during", "on", "in", "for", "at", "after", "before", "following", "amid", "into", "through", "with", "of", "to", "by"})
SUBJECTS = ("nsubj", "csubj", "expl")
OBJECTS = ("dobj", "attr") 
CLAUSAL = frozenset({"xcomp", "advcl", "acl", "pcomp", "ccomp", "conj", "relcl"})
GIVING = frozenset("give grant offer send award pay lend promise deny refuse show hand sell supply allot allocate".split())


class Arguments:
    """Finds the phrases in each slot of a trigger; heads of phrases only, coordination expanded.

    Args:
        known: references by head token; only whether one is there counts.
        patient_nouns: lemmas whose "of" names whom the act is done to ("the killing of").
    """

    def __init__(
        self,
        tree: Tree,
        phrases: Phrases,
        operators: Operators,
        known: Mapping[int, object],
        patient_nouns: frozenset[str] = frozenset(),
    ) -> None:
        self.tree = tree
        self.patient_nouns = patient_nouns
        self.phrases = phrases
        self.operators = operators
        self.known = known

    def slot(self, trigger: int, name: str, parts: tuple[int, ...] = ()) -> list[int]:
        """Return the heads of all phrases in slot ``name`` of ``trigger``.

        Args:
            parts: tokens that belong to the trigger, such as the particle of a phrasal verb.
        """
        if self.tree.pos[trigger] == "ADJ" and name == "subj":
            found = self._adjective_subjects(trigger)
        elif self.tree.is_verb(trigger):
            found = self._verb_slot(trigger, name, parts)
        else:
            found = self._noun_slot(trigger, name, parts)
        return [head for one in dict.fromkeys(found) for head in self.members(one)]

    def _companions(self, verb: int) -> list[int]:
        """Return who else takes part: "together with Lithuania", "alongside the Kurds"."""
        tree, found = self.tree, []
        for anchor in (verb, *tree.kids(verb, "nsubj")):
            for kid in tree.children[anchor]:
                word = tree.lowered[kid]
                if word == "alongside" or (word == "with" and self._is_joint(kid)):
                    found += tree.kids(kid, "pobj")
                elif word in {"together", "along"}:
                    found += [inner for prep in tree.kids(kid, "prep") for inner in tree.kids(prep, "pobj")]
        return found

    def _is_joint(self, prep: int) -> bool:
        return prep > 0 and self.tree.lowered[prep - 1] in {"together", "along", "jointly"}

    def _adjective_subjects(self, adjective: int) -> list[int]:
        """Return of whom an adjective is said: "the mayor is grateful", "grateful villagers"."""
        tree, head = self.tree, self.tree.heads[adjective]
        if tree.is_verb(head):
            return self._grammatical_subjects(head)
        return [head] if tree.is_nominal(head) and tree.deps[adjective] == "amod" else []

    def members(self, head: int) -> list[int]:
        """Return the members of a coordination, looking through "dozens of"."""
        return [self._beyond_partitive(one) for one in self.tree.conjuncts(self.antecedent(head))]

    def antecedent(self, head: int) -> int:
        """Return the noun that a relative pronoun stands for, else ``head`` itself."""
        tree = self.tree
        if tree.tags[head] not in {"WDT", "WP"}:
            return head
        clause = next((verb for verb in tree.ancestors(head) if tree.deps[verb] == "relcl"), None)
        return head if clause is None else tree.heads[clause]

    def _beyond_partitive(self, head: int) -> int:
        tree = self.tree
        if tree.lemmas[head] in PARTITIVES:
            for prep in tree.kids(head, "prep"):
                inner = tree.kid(prep, "pobj") if tree.lowered[prep] in {"of", "among", "in"} else None
                if tree.lowered[prep] == "in" and tree.pos[head] != "NUM":
                    continue
                if inner is not None:
                    return inner
        return head

    # -------------------------------------------------------------- verbs

    def _verb_slot(self, verb: int, name: str, parts: tuple[int, ...]) -> list[int]:
        if name == "subj":
            return [*self.subjects(verb), *self._companions(verb)]
        if name == "obj":
            return self.objects(verb, parts)
        if name == "iobj":
            return self._receivers(verb)
        if name == "clause":
            return self._clause_subjects(verb, parts)
        if name == "owner":
            return [owner for head in self.objects(verb, parts) for owner in self.owners(head)]
        return self.prepositional(verb, name, parts)

    def is_passive(self, verb: int) -> bool:
        """Return whether ``verb`` is passive, with or without its auxiliary."""
        tree = self.tree
        if tree.kid(verb, "nsubjpass", "auxpass", "csubjpass") is not None:
            return True
        if tree.tags[verb] != "VBN" or tree.kid(verb, "dobj") is not None:
            return False
        if tree.deps[verb] == "acl" or tree.kid(verb, "agent") is not None:
            return True
        return tree.deps[verb] == "conj" and tree.kid(verb, "aux", "nsubj") is None and self.is_passive(tree.heads[verb])

    def subjects(self, verb: int) -> list[int]:
        """Return who does ``verb``: subject or by-agent, else whoever the construction shares."""
        tree = self.tree
        if self.is_passive(verb):
            agents = [inner for agent in tree.kids(verb, "agent") for inner in tree.kids(agent, "pobj")]
            return agents or self.prepositional(verb, "by")
        own = [kid for kid in tree.kids(verb, *SUBJECTS) if tree.is_nominal(kid)]
        return own or self._shared_subjects(verb)

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
            if self.is_passive(head) and tree.tags[verb] != "VBN":
                return self._grammatical_subjects(head)
            return self._grammatical_subjects(head) if self.is_passive(head) else self.subjects(head)
        if dep in {"xcomp", "ccomp"}:
            return self._controllers(verb, head)
        if dep == "advcl" and tree.is_verb(head):
            return self._grammatical_subjects(head)
        if dep == "acl":
            return [head] if tree.tags[verb] == "VBG" else self._noun_subjects(head)
        if dep == "relcl":
            return [] if self._relative_object(verb) else [head]
        if dep == "pcomp":
            return self._around_preposition(head)
        return []

    def _controllers(self, verb: int, head: int) -> list[int]:
        """Return who does an infinitive: the object of "urge", the subject of "plan"."""
        tree = self.tree
        if tree.is_verb(head):
            addressed = [kid for kid in tree.kids(head, "dobj", "dative") if kid < verb and tree.is_nominal(kid)]
            if addressed and tree.deps[verb] == "xcomp":
                return addressed
            return self._grammatical_subjects(head)
        above = tree.heads[head]
        return self._grammatical_subjects(above) if tree.is_verb(above) else []

    def _around_preposition(self, prep: int) -> list[int]:
        """Return who does a gerund after a preposition: "accused X of funding", "after meeting"."""
        tree = self.tree
        head = tree.heads[prep]
        if not tree.is_verb(head):
            return self._noun_subjects(head) if tree.is_nominal(head) else []
        if tree.lowered[prep] in {"of", "from", "for", "into"}:
            affected = self.objects(head, ())
            if affected:
                return affected
        return self._grammatical_subjects(head)

    def objects(self, verb: int, parts: tuple[int, ...]) -> list[int]:
        """Return what ``verb`` is done to: its object, a passive's subject, the noun a participle modifies."""
        tree = self.tree
        if self.is_passive(verb):
            # "Haiti was given aid": the object stays, the receiver has become the subject.
            kept = [kid for kid in tree.kids(verb, "dobj", "oprd") if self._is_thing(kid) and tree.kids(verb, "nsubjpass")]
            return (kept if tree.lemmas[verb] in GIVING else []) or self._passive_objects(verb, parts) or self._objects_of_parts(parts)
        found = [kid for kid in tree.kids(verb, *OBJECTS) if self._is_thing(kid) and kid not in parts]
        if found:
            return found
        prepositional = self._objects_of_parts(parts)
        if prepositional:
            return prepositional
        if tree.deps[verb] == "relcl":
            gap = self._relative_object(verb)
            if gap:
                return gap
        below = [kid for part in parts for kid in tree.kids(part, "dobj") if self._is_thing(kid)]
        if below:
            return below
        follower = next((kid for kid in tree.kids(verb, "conj") if tree.is_verb(kid)), None)
        if follower is not None and tree.kid(follower, "nsubj") is None:
            return [kid for kid in tree.kids(follower, "dobj") if tree.is_nominal(kid)]
        return []

    def _receivers(self, verb: int) -> list[int]:
        """Return the dative object, or the subject of "was given"."""
        tree = self.tree
        found = [kid for kid in tree.kids(verb, "dative") if tree.is_nominal(kid)]
        if found or tree.lemmas[verb] not in GIVING or not self.is_passive(verb):
            return found
        return tree.kids(verb, "nsubjpass") if tree.kids(verb, "dobj", "oprd") else []

    def _objects_of_parts(self, parts: tuple[int, ...]) -> list[int]:
        """Return what a phrasal verb's preposition governs: the treaty of "withdraw from the treaty"."""
        for part in parts:
            inner = [kid for kid in self.tree.kids(part, "pobj") if kid not in parts]
            if inner:
                return inner
        return []

    def condition(self, trigger: int, parts: tuple[int, ...]) -> list[int]:
        """Return the phrases that an entry's object condition is about: those of its own preposition first."""
        if self.tree.is_verb(trigger):
            found = self._objects_of_parts(parts)
            if found:
                return [head for one in found for head in self.members(one)]
        return self.slot(trigger, "obj", parts) or self._changed(trigger)

    def _changed(self, verb: int) -> list[int]:
        """Return what changes by itself, the subject of a verb without object: "the talks collapsed".

        A light verb says nothing of its own: of "the strike began" the noun is the trigger. Actors do, they
        do not change.
        """
        tree = self.tree
        if not tree.is_verb(verb) or self.is_passive(verb) or self.is_light(verb):
            return []
        return [head for kid in tree.kids(verb, "nsubj") for head in self.members(kid) if head not in self.known]

    def _is_thing(self, token: int) -> bool:
        """Return whether ``token`` heads a phrase; an amount such as "$2 million" is headed by a number."""
        return self.tree.is_nominal(token) or self.tree.pos[token] == "NUM"

    def _passive_objects(self, verb: int, parts: tuple[int, ...]) -> list[int]:
        tree, head = self.tree, self.tree.heads[verb]
        own = tree.kids(verb, "nsubjpass")
        if own:
            return [kid for kid in own if kid not in parts]
        if tree.deps[verb] in {"acl", "relcl", "amod"} and tree.is_nominal(head):
            return [head]
        if tree.deps[verb] == "conj" and tree.is_verb(head):
            return self._grammatical_subjects(head)
        if tree.deps[verb] in {"xcomp", "ccomp", "advcl"} and head != verb:
            return self._shared_subjects(verb)
        return []

    def _relative_object(self, verb: int) -> list[int]:
        """Return the noun that a relative clause lacks as its object: "the deal that Iran signed"."""
        tree = self.tree
        subject = tree.kid(verb, "nsubj", "nsubjpass")
        if subject is None or tree.kid(verb, "dobj") is not None and tree.tags[tree.kid(verb, "dobj") or 0] not in {"WDT", "WP"}:
            return []
        if tree.tags[subject] in {"WDT", "WP"} or self.is_passive(verb):
            return []
        return [tree.heads[verb]]

    def _clause_subjects(self, verb: int, parts: tuple[int, ...] = ()) -> list[int]:
        """Return who is to act in the clauses below ``verb``, the outermost first: "demanded that Iran stop"."""
        tree, frontier = self.tree, [verb, *parts]
        inside = [part for part in parts if tree.deps[part] == "ccomp"]
        small = [kid for part in inside for kid in tree.kids(part, "nsubj") if tree.pos[kid] != "PRON"]
        if small:
            return small
        for _ in range(3):
            below = [kid for one in frontier for kid in tree.kids(one, "ccomp", "xcomp", "advcl", "acomp") if kid not in parts]
            clauses = [kid for kid in below if tree.deps[kid] != "advcl" or self._is_purpose(kid)]
            found = [kid for clause in clauses for kid in tree.kids(clause, "nsubj", "nsubjpass", "dobj") if tree.is_nominal(kid)]
            subjects = [kid for kid in found if tree.deps[kid] != "dobj"] or found
            if subjects and any(tree.pos[kid] != "PRON" for kid in subjects):
                return subjects
            frontier = clauses
        return []

    def _is_purpose(self, verb: int) -> bool:
        return any(self.tree.lowered[kid] == "to" for kid in self.tree.kids(verb, "aux"))

    def owners(self, head: int) -> list[int]:
        """Return to whom a phrase belongs: possessor, national adjective, or what follows "of"."""
        tree = self.tree
        found = [kid for kid in tree.kids(head, "poss") if kid in self.known]
        phrase = self.phrases.at(head)
        found += [hit.end - 1 for hit in phrase.owner_hits if hit.end - 1 in self.known]
        for prep in tree.kids(head, "prep"):
            if tree.lowered[prep] == "of" and tree.lemmas[head] in self.patient_nouns:
                continue
            if tree.lowered[prep] == "between":
                return [one for kid in tree.kids(prep, "pobj") for one in tree.conjuncts(kid) if one in self.known]
            if tree.lowered[prep] in {"of", "by", "from", "in", "against", "with"}:
                found += [kid for kid in tree.kids(prep, "pobj") if kid in self.known]
        return found

    # -------------------------------------------------------------- prepositions

    def prepositional(self, trigger: int, preposition: str, parts: tuple[int, ...] = ()) -> list[int]:
        """Return the objects of ``preposition`` at the trigger, at its object, or at a carrying verb."""
        tree = self.tree
        words = preposition.split("_")
        found: list[int] = []
        for anchor in self._anchors(trigger, parts):
            for prep in tree.children[anchor]:
                if prep in parts or tree.lowered[prep] != words[0] or tree.deps[prep] not in {"prep", "dative", "agent", "advmod", "prt", "cc"}:
                    continue
                last = self._chain(prep, words[1:])
                if last is not None:
                    found += [kid for kid in tree.kids(last, "pobj") if kid not in parts]
        return found

    def _chain(self, prep: int, words: list[str]) -> int | None:
        for word in words:
            following = next((kid for kid in self.tree.children[prep] if self.tree.lowered[kid] == word), None)
            if following is None:
                return None
            prep = following
        return prep

    def _anchors(self, trigger: int, parts: tuple[int, ...]) -> Iterator[int]:
        """Yield where a preposition of the trigger may hang, given how parsers attach them."""
        tree = self.tree
        yield trigger
        yield from parts
        yield from (kid for part in parts for kid in tree.kids(part, "pobj"))
        if tree.is_verb(trigger):
            inner = self.objects(trigger, parts) or self._changed(trigger)
            yield from inner
        else:
            inner = []
            carrier = self.carrier(trigger)
            if carrier is not None:
                yield carrier
        # Parsers often hang a phrase on the noun just before it: "a blockade of roads by miners".
        yield from self._within([trigger, *inner], parts)

    def _within(self, anchors: list[int], parts: tuple[int, ...]) -> list[int]:
        """Return the phrases after prepositions below ``anchors``, two deep, the nearest first."""
        found: list[int] = []
        for _ in range(2):
            preps = [prep for anchor in anchors for prep in self.tree.kids(anchor, "prep", "agent", "dative") if prep not in parts]
            anchors = [kid for prep in preps for kid in self.tree.kids(prep, "pobj")]
            found += anchors
        return found

    # -------------------------------------------------------------- nouns

    def _noun_slot(self, noun: int, name: str, parts: tuple[int, ...]) -> list[int]:
        if name == "subj":
            return self._noun_subjects(noun)
        if name == "obj":
            return self._noun_objects(noun, parts)
        if name == "lightobj":
            carrier = self.carrier(noun)
            return self.objects(carrier, ()) if carrier is not None else []
        if name == "iobj":
            carrier = self.carrier(noun)
            return self.tree.kids(carrier, "dative") if carrier is not None else []
        if name == "owner":
            return self.owners(noun)
        if name == "clause":
            return self._clause_subjects(noun)
        return self.prepositional(noun, name, parts)

    def _noun_subjects(self, noun: int) -> list[int]:
        """Return who does what a noun says: possessor, by-phrase, national adjective, subject of its carrier."""
        tree = self.tree
        pair = self.pair(noun)
        if pair:
            return pair
        possessors = tree.kids(noun, "poss")
        if possessors:
            return possessors
        by = self.prepositional(noun, "by")
        if by:
            return by
        hits = [hit for hit in self.phrases.hits if hit.name.actor and self._modifies(hit.end - 1, noun)]
        if hits:
            return [hit.end - 1 for hit in hits]
        names = [kid for kid in tree.kids(noun, "compound", "nmod", "amod") if kid < noun and tree.pos[kid] == "PROPN" and kid in self.known]
        if names:
            return names
        carrier = self.carrier(noun)
        if carrier is None:
            return []
        if tree.is_verb(carrier):
            subjects = self.subjects(carrier)
            return [one for one in subjects if one != noun]
        return [carrier]

    def pair(self, noun: int) -> list[int]:
        """Return the two sides that a hyphen joins before ``noun``: "US-Mexico talks"."""
        hits = [hit for hit in self.phrases.hits if hit.name.actor and self._modifies(hit.end - 1, noun)]
        for first, second in zip(hits, hits[1:], strict=False):
            if first.end + 1 == second.start and self.tree.words[first.end] in {"-", "–", "/"}:
                return [first.end - 1, second.end - 1]
        return []

    def _modifies(self, token: int, noun: int) -> bool:
        tree = self.tree
        phrase = self.phrases.at(noun)
        if not phrase.start <= token < noun:
            return False
        above = token
        while above != noun and tree.heads[above] != above:
            if tree.deps[above] in {"poss", "prep", "pobj"}:
                return False
            above = tree.heads[above]
        return above == noun

    def _noun_objects(self, noun: int, parts: tuple[int, ...]) -> list[int]:
        tree = self.tree
        of = [inner for prep in tree.kids(noun, "prep") if tree.lowered[prep] == "of" for inner in tree.kids(prep, "pobj")]
        if of:
            return of
        return [kid for kid in tree.kids(noun, "compound") if kid < noun and kid not in parts and kid not in self.phrases.hit_of]

    def carrier(self, noun: int) -> int | None:
        """Return the light verb that carries ``noun`` ("held talks"), or what a joining preposition hangs on."""
        tree = self.tree
        top = tree.first_conjunct(noun)
        head, dep = tree.heads[top], tree.deps[top]
        if dep in {"dobj", "nsubjpass", "attr"} and tree.is_verb(head):
            return head if self.is_light(head) else None
        if dep == "pobj" and tree.lowered[head] in JOINING:
            above = tree.heads[head]
            if tree.is_verb(above):
                return above
            if tree.is_nominal(above) and above in self.known:
                return above
            if tree.is_nominal(above) and above != noun and tree.lowered[head] in {"of", "in", "for", "during", "on", "at"}:
                return self.carrier(above) or self._clause_verb(above, tree.lowered[head])
        return None

    def _clause_verb(self, noun: int, preposition: str) -> int | None:
        """Return the verb whose object a phrase was hung on by mistake: "revive ties in talks"."""
        tree = self.tree
        if preposition in {"in", "during", "at", "on"} and tree.deps[noun] in {"dobj", "nsubjpass"}:
            return tree.heads[noun]
        return None

    def is_light(self, verb: int) -> bool:
        """Return whether ``verb`` only carries the noun that is its object."""
        operator = self.operators.get((self.tree.lemmas[verb], "verb", "noun"))
        return operator is not None and operator.kind in {
            OperatorKind.LIGHT, OperatorKind.PLANNED, OperatorKind.ASSERTED, OperatorKind.CANCELLED, OperatorKind.DENIED
        }  # fmt: skip
