"""To whom a phrase belongs, by what stands beside its noun."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from diplograph.codebook.words import word_list
from diplograph.language.gazetteer import Hit
from diplograph.language.phrases import Phrases
from diplograph.language.tree import Tree
from diplograph.model import MentionKind


class Owners:
    """Finds the owners of the phrases of one text.

    Args:
        known: references by head token; only whether one is there counts.
        patient_nouns: lemmas whose "of" names whom the act is done to ("the killing of").
    """

    def __init__(
        self, tree: Tree, phrases: Phrases, known: Mapping[int, object], patient_nouns: frozenset[str]
    ) -> None:
        self.tree = tree
        self.phrases = phrases
        self.known = known
        self.patient_nouns = patient_nouns

    def of(self, head: int) -> list[int]:
        """Return to whom a phrase belongs: possessor, national adjective, or what follows "of"."""
        tree = self.tree
        if self.is_voiced(head) or tree.lowered[head] in word_list("waters"):
            return []
        found = [kid for kid in tree.kids(head, "poss") if kid in self.known]
        preps = {tree.lowered[prep]: prep for prep in tree.kids(head, "prep")}
        if {"of", "by"} <= preps.keys():
            # "the recognition of Kosovo by Israel" is Israel's.
            found += [kid for kid in tree.kids(preps["by"], "pobj") if kid in self.known]
        phrase = self.phrases.at(head)
        hits = [hit for hit in phrase.owner_hits if not self._is_title(head, hit)]
        national = [hit for hit in hits if hit.start < head and hit.name.kind is MentionKind.DEMONYM]
        if national and tree.lemmas[head] in word_list("other-sides"):
            # "its Panamanian partners" are Panama's.
            found = []
        # "the American embassy in Tehran" is not Iran's.
        apart = bool(national) or tree.lemmas[head] in word_list("gatherings")
        located = {prep for prep in tree.kids(head, "prep") if apart and tree.lowered[prep] == "in"}
        found += [
            hit.end - 1 for hit in hits if hit.end - 1 in self.known and not located & set(tree.ancestors(hit.end - 1))
        ]
        for prep in tree.kids(head, "prep"):
            if prep in located:
                continue
            if tree.lowered[prep] in {"of", "in"} and tree.lemmas[head] in self.patient_nouns:
                continue
            if tree.lowered[prep] == "between":
                return [one for kid in tree.kids(prep, "pobj") for one in tree.conjuncts(kid) if one in self.known]
            if tree.lowered[prep] in {"of", "by", "from", "in", "against", "with"}:
                owners = [kid for kid in tree.kids(prep, "pobj") if kid in self.known]
                found += [kid for kid in owners if not self._names_paper(head, kid)]
        # "the use of Afrikaans decreed by the junta": hung on the word before it, at times.
        inner = [
            kid for prep in tree.kids(head, "prep") if tree.lowered[prep] == "of" for kid in tree.kids(prep, "pobj")
        ]
        decreed = [owner for noun in (head, *inner) for owner in self.holders(noun, word_list("decreeing"))]
        return decreed + found + self.holders(head, word_list("having", "making-acts"))

    def is_voiced(self, head: int) -> bool:
        """Return whether a noun is what its owner thinks, told by one of his: "conveyed Japan's sympathy"."""
        tree, verb = self.tree, self.tree.heads[head]
        told = tree.deps[head] in {"dobj", "nsubjpass"} and tree.lemmas[verb] in word_list("voicing")
        return told and tree.lemmas[head] in word_list("own-stances")

    def holders(self, head: int, having: frozenset[str]) -> list[int]:
        """Return who has what a participle says: "positions held by the rebels", "every offer made by the rebels"."""
        tree = self.tree
        held = [kid for kid in tree.kids(head, "acl") if tree.tags[kid] == "VBN" and tree.lemmas[kid] in having]
        agents = [agent for verb in held for agent in tree.kids(verb, "agent", "prep") if tree.lowered[agent] == "by"]
        return [kid for agent in agents for kid in tree.kids(agent, "pobj") if kid in self.known]

    def _names_paper(self, head: int, owner: int) -> bool:
        """Return whether a town only names an agreement: the Vienna of "the accord of Vienna"."""
        hit = self.phrases.hit_of.get(owner)
        return hit is not None and (hit.name.city or self._is_title(head, hit)) and self._is_paper(head)

    def _is_title(self, head: int, hit: Hit) -> bool:
        """Return whether a town only names an agreement: the "Vienna" of "the Vienna convention"."""
        return hit.name.kind is MentionKind.METONYM and self._is_paper(head)

    def _is_paper(self, head: int) -> bool:
        return self.tree.lemmas[head] in word_list("agreements")

    def pair(self, noun: int) -> list[int]:
        """Return the two sides that a hyphen joins before ``noun``: "US-Mexico talks"."""
        for first, second in pairwise(self.modifiers(noun)):
            if first.end + 1 == second.start and self.tree.words[first.end] in {"-", "–", "/"}:
                return [first.end - 1, second.end - 1]
        return []

    def modifiers(self, noun: int) -> list[Hit]:
        """Return the names of actors that stand before ``noun`` and belong to it, in text order."""
        hits = self.phrases.hits_between(self.phrases.at(noun).start, noun)
        return [hit for hit in hits if hit.end <= noun and hit.name.actor and self._modifies(hit.end - 1, noun)]

    def _modifies(self, token: int, noun: int) -> bool:
        """Return whether ``token`` belongs to ``noun`` as a modifier."""
        tree, above = self.tree, token
        while above != noun and tree.heads[above] != above:
            if tree.deps[above] in {"poss", "prep", "pobj"} or tree.deps[token] == "npadvmod":
                # "Qatar-mediated talks" are not Qatar's talks.
                return False
            above = tree.heads[above]
        return above == noun
