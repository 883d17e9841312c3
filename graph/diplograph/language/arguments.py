"""Where a trigger's parties stand in the parse: one function a slot of ``frames.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from diplograph.codebook.operators import OperatorKind, Operators
from diplograph.codebook.words import word_list
from diplograph.language.gazetteer import Hit
from diplograph.language.phrases import Phrases
from diplograph.language.syntax import (
    OBJECTS,
    clause_subjects,
    companions,
    is_contrast,
    is_passive,
    is_purpose,
    is_thing,
    joined_to,
    kept_objects,
    members,
    misparsed_subjects,
    objects_of_parts,
    phrasal,
    receivers,
    relative_object,
)
from diplograph.language.tree import Tree
from diplograph.model import MentionKind

# What stands after these was done at another time, so that nobody there takes part.
APART = frozenset({"after", "before", "following", "since", "until", "despite"})
SUBJECTS = ("nsubj", "csubj", "expl")


class Arguments:
    """Finds the phrases in each slot of a trigger; heads of phrases only, coordination expanded.

    Args:
        known: references by head token; only whether one is there counts.
        violent_nouns: lemmas of acts that those who act after them have not done ("after the killing").
        patient_nouns: lemmas whose "of" names whom the act is done to ("the killing of").
    """

    def __init__(
        self,
        tree: Tree,
        phrases: Phrases,
        operators: Operators,
        known: Mapping[int, object],
        patient_nouns: frozenset[str] = frozenset(),
        violent_nouns: frozenset[str] = frozenset(),
    ) -> None:
        self.tree = tree
        self.violent_nouns = violent_nouns
        self.patient_nouns = patient_nouns
        self.phrases = phrases
        self.operators = operators
        self.known = known
        self._known_anchors: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}

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
        return list(dict.fromkeys(head for one in found for head in self._members(one)))

    def _members(self, head: int) -> list[int]:
        """Return the members of a coordination, also of one that the parser took for a name with its description.

        "Boris Johnson, Jean-Yves Le Drian and Heiko Maas"; "Luis Videgaray and Interior Minister Miguel Osorio".
        """
        tree, found = self.tree, members(self.tree, head)
        for kid in tree.kids(head, "appos"):
            if tree.kid(kid, "cc") is not None and self._is_person(head) and self._is_person(kid):
                found += tree.conjuncts(kid)
        return [*(one for one in self._listed_before(head) if one not in found), *found]

    def _listed_before(self, head: int) -> list[int]:
        """Return the persons hung below the last name of a list, each with an "and" of its own."""
        tree = self.tree
        if tree.pos[head] != "PROPN":
            return []
        found, frontier = [], tree.kids(head, "nmod", "compound")
        for kid in frontier:
            frontier += tree.kids(kid, "nmod", "compound")
            if tree.kid(kid, "cc") is not None and self._is_person(kid):
                found.append(kid)
        return found

    def _is_person(self, head: int) -> bool:
        return head in self.known and self.tree.pos[head] == "PROPN" and self.phrases.at(head).person

    def _adjective_subjects(self, adjective: int) -> list[int]:
        """Return of whom an adjective is said: "the mayor is grateful", "grateful villagers"."""
        tree, head = self.tree, self.tree.heads[adjective]
        if tree.is_verb(head):
            return self._grammatical_subjects(head)
        return [head] if tree.is_nominal(head) and tree.deps[adjective] == "amod" else []

    # -------------------------------------------------------------- verbs

    def _verb_slot(self, verb: int, name: str, parts: tuple[int, ...]) -> list[int]:
        if name == "subj":
            return [*self.subjects(verb), *self._companions(verb, parts, passive=False)]
        if name == "obj":
            return [*self.objects(verb, parts), *self._companions(verb, parts, passive=True)]
        if name == "iobj":
            return receivers(self.tree, verb) or self._hidden_receivers(verb)
        if name == "clause":
            return clause_subjects(self.tree, verb, parts)
        if name == "owner":
            return [owner for head in self.objects(verb, parts) for owner in self.owners(head)]
        if name == "part":
            return objects_of_parts(self.tree, parts)
        if name == "clause_subject":
            return [kid for clause in self.tree.kids(verb, "ccomp") for kid in self.tree.kids(clause, "nsubj")]
        if name == "dobj":
            return self.tree.kids(verb, "nsubjpass" if is_passive(self.tree, verb) else "dobj")
        if name == "predicate":
            return self.tree.kids(verb, "oprd", "attr")
        return self.prepositional(verb, name, parts)

    def _hidden_receivers(self, verb: int) -> list[int]:
        """Return the name that a parser took into the gift: the Pentagon of "gave the Pentagon permission"."""
        tree = self.tree
        if tree.lemmas[verb] not in word_list("giving"):
            return []
        names = [kid for gift in tree.kids(verb, "dobj") for kid in tree.kids(gift, "compound", "nmod")]
        return [
            kid for kid in names if kid in self.known and tree.pos[kid] == "PROPN" and tree.lowered[kid - 1] == "the"
        ]

    def _companions(self, verb: int, parts: tuple[int, ...], *, passive: bool) -> list[int]:
        """Return the companions of an active verb's subject, or of a passive's."""
        return companions(self.tree, verb, parts) if is_passive(self.tree, verb) is passive else []

    def subjects(self, verb: int) -> list[int]:
        """Return who does ``verb``: subject or by-agent, else whoever the construction shares."""
        tree = self.tree
        if is_passive(self.tree, verb):
            agents = [inner for agent in tree.kids(verb, "agent") for inner in tree.kids(agent, "pobj")]
            return agents or self.prepositional(verb, "by") or self._late_agents(verb)
        own = [kid for kid in tree.kids(verb, *SUBJECTS) if tree.is_nominal(kid)]
        if tree.deps[verb] == "parataxis":
            # '"China," said Pompeo, "arrested two men"': the first belongs to the quotation.
            own = own[-1:]
        return own or self._shared_subjects(verb) or self._misparsed(verb)

    def _late_agents(self, verb: int) -> list[int]:
        """Return the agent of a passive that stands after a gerund: "accused of spying by Latvia"."""
        tree = self.tree
        gerunds = [kid for prep in tree.kids(verb, "prep") for kid in tree.kids(prep, "pcomp")]
        agents = [kid for gerund in gerunds for kid in tree.kids(gerund, "prep", "agent") if tree.lowered[kid] == "by"]
        return [inner for agent in agents for inner in tree.kids(agent, "pobj")]

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
        if dep == "acl":
            return self._text_or_doer(head) if tree.tags[verb] == "VBG" else self._noun_subjects(head)
        if dep == "relcl":
            return [] if relative_object(self.tree, verb) else [head, *self._listed(head, verb)]
        if dep == "pcomp":
            return self._around_preposition(head)
        return []

    def _listed(self, head: int, verb: int) -> list[int]:
        """Return the second of two that a headline only lists: "Putin, Erdogan to meet"."""
        headline = self.tree.deps[head] == "ROOT" and is_purpose(self.tree, verb)
        return self.tree.kids(head, "appos") if headline else []

    def _text_or_doer(self, noun: int) -> list[int]:
        """Return the doer of "soldiers guarding the port", or who made the text in "adopted a resolution urging"."""
        tree, verb = self.tree, self.tree.heads[noun]
        if tree.lemmas[noun] not in word_list("texts") or not tree.is_verb(verb):
            return [noun]
        return (self.subjects(verb) if tree.deps[noun] in {"dobj", "nsubjpass"} else []) or [noun]

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
        return self.slot(trigger, "obj", parts) or self._changed(trigger)

    def _changed(self, verb: int) -> list[int]:
        """Return what changes by itself, the subject of a verb without object: "the talks collapsed".

        A light verb says nothing of its own: of "the strike began" the noun is the trigger. Actors do, they
        do not change.
        """
        tree = self.tree
        if not tree.is_verb(verb) or is_passive(self.tree, verb) or self.is_light(verb):
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
        if tree.deps[verb] in {"xcomp", "ccomp", "advcl"} and head != verb:
            return self._shared_subjects(verb)
        return []

    def owners(self, head: int) -> list[int]:
        """Return to whom a phrase belongs: possessor, national adjective, or what follows "of"."""
        tree = self.tree
        found = [kid for kid in tree.kids(head, "poss") if kid in self.known]
        preps = {tree.lowered[prep]: prep for prep in tree.kids(head, "prep")}
        if {"of", "by"} <= preps.keys():
            # "the recognition of Kosovo by Israel" is Israel's.
            found += [kid for kid in tree.kids(preps["by"], "pobj") if kid in self.known]
        phrase = self.phrases.at(head)
        hits = [hit for hit in phrase.owner_hits if not self._is_title(head, hit)]
        found += [hit.end - 1 for hit in hits if hit.end - 1 in self.known]
        for prep in tree.kids(head, "prep"):
            if tree.lowered[prep] in {"of", "in"} and tree.lemmas[head] in self.patient_nouns:
                continue
            if tree.lowered[prep] == "between":
                return [one for kid in tree.kids(prep, "pobj") for one in tree.conjuncts(kid) if one in self.known]
            if tree.lowered[prep] in {"of", "by", "from", "in", "against", "with"}:
                found += [kid for kid in tree.kids(prep, "pobj") if kid in self.known]
        return found

    def _is_title(self, head: int, hit: Hit) -> bool:
        """Return whether a town only names an agreement: the "Vienna" of "the Vienna convention"."""
        return hit.name.kind is MentionKind.METONYM and self.tree.lemmas[head] in word_list("agreements")

    # -------------------------------------------------------------- prepositions

    def prepositional(self, trigger: int, preposition: str, parts: tuple[int, ...] = ()) -> list[int]:
        """Return the objects of ``preposition`` at the trigger, at its object, or at a carrying verb."""
        tree = self.tree
        words = preposition.split("_")
        found: list[int] = []
        for anchor in self._where(trigger, parts):
            for prep in tree.children[anchor]:
                if (
                    prep in parts
                    or tree.lowered[prep] != words[0]
                    or tree.deps[prep] not in {"prep", "dative", "agent", "advmod", "prt", "cc"}
                ):
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

    def _where(self, trigger: int, parts: tuple[int, ...]) -> tuple[int, ...]:
        """Return the anchors of a trigger, found once: many prepositions are tried on each."""
        key = (trigger, parts)
        if key not in self._known_anchors:
            self._known_anchors[key] = tuple(dict.fromkeys(self._anchors(trigger, parts)))
        return self._known_anchors[key]

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
            preps = [
                prep
                for anchor in anchors
                for prep in self.tree.kids(anchor, "prep", "agent", "dative")
                if prep not in parts and self.tree.lowered[prep] not in APART
            ]
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
            return receivers(self.tree, carrier) if carrier is not None else []
        if name == "owner":
            return self.owners(noun)
        if name == "clause":
            return clause_subjects(self.tree, noun)
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
        names = [
            kid
            for kid in tree.kids(noun, "compound", "nmod", "amod")
            if kid < noun and tree.pos[kid] == "PROPN" and kid in self.known
        ]
        if names:
            return names
        carrier = self.carrier(noun)
        if carrier is None:
            return []
        if tree.is_verb(carrier):
            joined = tree.lemmas[carrier] in {"engage", "involve", "implicate"}
            subjects = self._grammatical_subjects(carrier) if joined else self.subjects(carrier)
            return [one for one in subjects if one != noun]
        return [carrier]

    def pair(self, noun: int) -> list[int]:
        """Return the two sides that a hyphen joins before ``noun``: "US-Mexico talks"."""
        hits = [hit for hit in self.phrases.hits if hit.name.actor and self._modifies(hit.end - 1, noun)]
        for first, second in pairwise(hits):
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
            if tree.deps[above] in {"poss", "prep", "pobj"} or tree.deps[token] == "npadvmod":
                # "Qatar-mediated talks" are not Qatar's talks.
                return False
            above = tree.heads[above]
        return above == noun

    def _noun_objects(self, noun: int, parts: tuple[int, ...]) -> list[int]:
        tree = self.tree
        of = [
            inner for prep in tree.kids(noun, "prep") if tree.lowered[prep] == "of" for inner in tree.kids(prep, "pobj")
        ]
        if of:
            return of
        return [
            kid
            for kid in tree.kids(noun, "compound")
            if kid < noun and kid not in parts and kid not in self.phrases.hit_of
        ]

    def carrier(self, noun: int) -> int | None:
        """Return the light verb that carries ``noun`` ("held talks"), or what a joining preposition hangs on."""
        tree = self.tree
        top = tree.first_conjunct(noun)
        head, dep = tree.heads[top], tree.deps[top]
        if dep in {"dobj", "nsubjpass", "attr"} and tree.is_verb(head):
            return head if self.is_light(head) else None
        if dep == "pobj" and tree.lowered[head] == "from" and tree.lemmas[tree.heads[head]] in {"return", "emerge"}:
            return tree.heads[head]
        if dep == "pobj" and tree.lowered[head] in word_list("joining-prepositions"):
            if tree.lemmas[noun] in self.violent_nouns and tree.lowered[head] in {"after", "before", "following"}:
                # "after the killing of the consul": who acts then is not who killed.
                return None
            above = tree.heads[head]
            if tree.is_verb(above):
                return above
            if tree.lemmas[above] in {"case", "event"}:
                return None
            if tree.is_nominal(above) and above in self.known:
                return above
            if (
                tree.is_nominal(above)
                and above != noun
                and tree.lowered[head] in {"of", "in", "for", "during", "on", "at"}
            ):
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
        phrase = (phrasal(self.tree, verb), "verb", "noun")
        operator = self.operators.get(phrase) or self.operators.get((self.tree.lemmas[verb], "verb", "noun"))
        return operator is not None and operator.kind in {
            OperatorKind.LIGHT, OperatorKind.PLANNED, OperatorKind.ASSERTED, OperatorKind.CANCELLED, OperatorKind.DENIED
        }  # fmt: skip
