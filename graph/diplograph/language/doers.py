"""Who does what a verb or a noun says, wherever the construction has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from diplograph.codebook.words import word_list
from diplograph.language.carriers import Carriers
from diplograph.language.owners import Owners
from diplograph.language.phrases import Phrases
from diplograph.language.syntax import (
    after,
    for_subjects,
    host_of,
    is_contrast,
    is_intransitive,
    is_passive,
    is_purpose,
    is_thing,
    is_told_of,
    joined_to,
    late_agents,
    listed_second,
    misparsed_subjects,
    relative_object,
)
from diplograph.language.tree import Tree

SUBJECTS = ("nsubj", "csubj", "expl")


class Doers:
    """Finds who does the verbs and nouns of one text.

    Args:
        known: references by head token; only whether one is there counts.
        objects: what a verb, given with its parts, is done to.
        prepositional: what stands after a preposition of a trigger.
    """

    def __init__(
        self,
        tree: Tree,
        phrases: Phrases,
        known: Mapping[int, object],
        owners: Owners,
        carriers: Carriers,
        *,
        objects: Callable[[int, tuple[int, ...]], list[int]],
        prepositional: Callable[[int, str], list[int]],
    ) -> None:
        self.tree = tree
        self.phrases = phrases
        self.known = known
        self.owners = owners
        self.carriers = carriers
        self._objects = objects
        self._after = prepositional

    def of_verb(self, verb: int) -> list[int]:
        """Return who does ``verb``: subject or by-agent, else whoever the construction shares."""
        tree = self.tree
        if is_passive(self.tree, verb):
            agents = [inner for agent in tree.kids(verb, "agent") for inner in tree.kids(agent, "pobj")]
            # "The request by Kenya was turned down": what stands before the verb is the noun's own.
            behind = [head for head in self._after(verb, "by") if head > verb]
            return agents or behind or late_agents(tree, verb) or self._agents_of_act(verb)
        own = [kid for kid in tree.kids(verb, *SUBJECTS) if is_thing(tree, kid)]
        if tree.deps[verb] == "parataxis":
            # '"China," said Pompeo, "arrested two men"': the first belongs to the quotation.
            own = own[-1:]
        act = self._harming(verb, own)
        if act is not None:
            return self.of_noun(act)
        return own or self.shared(verb) or self._misparsed(verb)

    def grammatical(self, verb: int) -> list[int]:
        """Return the subject as it stands, of a passive too."""
        tree = self.tree
        own = [kid for kid in tree.kids(verb, "nsubj", "nsubjpass") if tree.is_nominal(kid)]
        return own or self.shared(verb)

    def shared(self, verb: int) -> list[int]:
        """Return who does a verb without a subject of its own, by the clause that it belongs to."""
        tree, head, dep = self.tree, self.tree.heads[verb], self.tree.deps[verb]
        if head == verb:
            return []
        if dep in {"conj", "dep"} and tree.is_verb(head):
            head = joined_to(tree, verb) if dep == "conj" else head
            return self.grammatical(head) if is_passive(self.tree, head) else self.of_verb(head)
        if dep in {"xcomp", "ccomp"}:
            return self._controllers(verb, head)
        if dep == "advcl" and tree.is_verb(head):
            return self.grammatical(head)
        if dep == "acl" or (is_purpose(tree, verb) and tree.lemmas[head] in self.carriers.protest_nouns):
            return self._described(verb, head)
        if dep == "relcl":
            return [] if relative_object(self.tree, verb) else [head, *listed_second(self.tree, head, verb)]
        if dep == "pcomp":
            return self._around_preposition(head)
        return []

    def _agents_of_act(self, verb: int) -> list[int]:
        """Return who did the act in which others suffered: "were killed in an ambush laid by rebels"."""
        tree = self.tree
        acts = [noun for noun in after(tree, verb, "in") if tree.lemmas[noun] in self.carriers.violent_nouns]
        told = [verb for act in acts for verb in tree.kids(act, "acl", "relcl")]
        return [doer for verb in told for agent in tree.kids(verb, "agent") for doer in tree.kids(agent, "pobj")]

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

    def _described(self, verb: int, head: int) -> list[int]:
        """Return who does a participle or infinitive behind a noun: "men guarding", "plans for the queen to go"."""
        tree = self.tree
        if tree.tags[verb] == "VBG":
            return self._text_or_doer(head)
        if (is_intransitive(tree, verb) and not is_purpose(tree, verb)) or is_told_of(tree, verb):
            return [head]
        named = for_subjects(tree, verb) or after(tree, head, "for") if is_purpose(tree, verb) else []
        return named or self.of_noun(head)

    def _text_or_doer(self, noun: int) -> list[int]:
        """Return the doer of "soldiers guarding the port", or who made the text in "adopted a resolution urging"."""
        tree, verb = self.tree, self.tree.heads[noun]
        if tree.lemmas[noun] not in word_list("texts") or not tree.is_verb(verb):
            return [noun]
        return (self.of_verb(verb) if tree.deps[noun] in {"dobj", "nsubjpass"} else []) or [noun]

    def _controllers(self, verb: int, head: int) -> list[int]:
        """Return who does an infinitive: the object of "urge", the subject of "plan"."""
        tree = self.tree
        if tree.is_verb(head) and tree.lemmas[head] in word_list("turning-to") and is_purpose(tree, verb):
            # "telephoned the king to thank him": who telephones, thanks.
            return self.grammatical(head)
        if tree.is_verb(head):
            addressed = [kid for kid in tree.kids(head, "dobj", "dative") if kid < verb and tree.is_nominal(kid)]
            if self.carriers.is_light(head):
                # Who "staged a sit-in to demand a vote" demanded it, not the sit-in.
                addressed = [kid for kid in addressed if kid in self.known]
            # Who "used the ceremony to urge him" urged, not the ceremony.
            if addressed and tree.deps[verb] == "xcomp" and tree.lemmas[head] not in {"use", "exploit"}:
                return addressed
            return self.grammatical(head)
        above = tree.heads[head]
        return self.grammatical(above) if tree.is_verb(above) else []

    def _around_preposition(self, prep: int) -> list[int]:
        """Return who does a gerund after a preposition: "accused X of funding", "after meeting"."""
        tree = self.tree
        head = above = tree.heads[prep]
        while tree.pos[head] in {"ADV", "ADJ"} and tree.heads[head] != head:
            # "came close to attacking", "instead of sanctioning", "far from apologising".
            head = tree.heads[head]
        if not tree.is_verb(head):
            return self.of_noun(head) if tree.is_nominal(head) else []
        if head == above and not is_contrast(tree, prep) and tree.lowered[prep] in {"of", "from", "for", "into"}:
            affected = self._objects(head, ())
            if affected:
                return affected
        if tree.lemmas[head] == "join" and tree.lowered[prep] == "in":
            return [*self.grammatical(head), *self._objects(head, ())]
        return self.grammatical(head)

    def of_noun(self, noun: int) -> list[int]:
        """Return who does what a noun says: possessor, by-phrase, national adjective, subject of its carrier."""
        tree = self.tree
        pair = self.owners.pair(noun)
        if pair:
            return pair
        possessors = tree.kids(noun, "poss")
        if possessors:
            return possessors
        host = host_of(self.tree, noun)
        by = self._objects(host, ()) if host is not None else self._after(noun, "by")
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
                return [head for head in self._objects(carrier, ()) if carrier < head < noun]
            joined = tree.lemmas[carrier] in {"engage", "involve", "implicate"}
            subjects = self.grammatical(carrier) if joined else self.of_verb(carrier)
            return [one for one in subjects if one != noun]
        return [carrier]
