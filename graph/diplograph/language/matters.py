"""Agreements, processes and other things that events are about, and the phrases that mean the same one."""

from __future__ import annotations

from dataclasses import dataclass, field

from diplograph.codebook.words import word_list
from diplograph.language.people import slug
from diplograph.language.phrase import Phrase
from diplograph.language.tree import Tree
from diplograph.model import Actor, ActorKind


@dataclass(slots=True)
class _Chain:
    """All phrases of one agreement: its kind, whether it is the new one, where it was last spoken of."""

    actor: Actor
    kinds: set[str] = field(default_factory=set)
    new: bool = False
    several: bool = False
    last: int = -1


class Matters:
    """The matters of one document."""

    def __init__(self, tree: Tree, prefix: str) -> None:
        self.tree = tree
        self.prefix = prefix
        self._chains: list[_Chain] = []

    def is_agreement(self, head: int) -> bool:
        """Return whether the token is a common noun for an agreement or programme."""
        if self.tree.lemmas[head].lower() not in word_list("agreements"):
            return False
        # "a great deal of interest" is no agreement.
        return self.tree.lowered[head - 1 : head + 1] not in (["great", "deal"], ["good", "deal"])

    def is_agreement_name(self, head: int) -> bool:
        """Return whether a proper name ends in a word for an agreement ("Merida Initiative")."""
        return self.tree.lowered[head] in word_list("agreements") | {
            "accords",
            "agreements",
            "talks",
            "conference",
            "resolution",
        }

    def named(self, name: str, head: int) -> Actor:
        """Return the agreement of that proper name."""
        chain = next((one for one in self._chains if one.actor.name == name), None)
        if chain is None:
            chain = _Chain(Actor(id=f"matter-{slug(name)}", name=name, kind=ActorKind.MATTER))
            self._chains.append(chain)
        chain.last = head
        return chain.actor

    def agreement(self, phrase: Phrase) -> Actor:
        """Return the agreement that a nominal means: "the new deal" is an earlier "new security accord"."""
        # Only words of the kind of agreement may differ: "the foreign policy program" is no "new deal".
        new = bool(phrase.modifiers & word_list("new")) or (
            not phrase.definite and not phrase.modifiers & word_list("old")
        )
        chain = self._antecedent(phrase, new)
        if chain is None:
            chain = _Chain(self.thing(phrase), new=new, several=self._is_plural(phrase.head))
            self._chains.append(chain)
        chain.last = phrase.head
        chain.kinds |= self._kinds(phrase.head)
        return chain.actor

    def _is_plural(self, head: int) -> bool:
        return self.tree.tags[head] in {"NNS", "NNPS"}

    def _kinds(self, head: int) -> set[str]:
        """Return the nouns that say what kind of agreement it is: "security", "trade"."""
        return {self.tree.lemmas[kid] for kid in self.tree.kids(head, "compound") if self.tree.pos[kid] == "NOUN"}

    def _antecedent(self, phrase: Phrase, new: bool) -> _Chain | None:
        kinds = self._kinds(phrase.head)
        several = self._is_plural(phrase.head)
        before = [chain for chain in self._chains if chain.last < phrase.head and chain.several == several]
        known = [chain for chain in before if kinds <= chain.kinds]
        if phrase.modifiers & word_list("old"):
            return next((chain for chain in reversed(known) if not chain.new and chain.last > phrase.head - 30), None)
        if new:
            return next((chain for chain in known if chain.new), None)
        return max(known, key=lambda chain: chain.last, default=None)

    def thing(self, phrase: Phrase) -> Actor:
        """Return a matter of its own for ``phrase``, named by its words without article."""
        tree, start = self.tree, phrase.start
        while start < phrase.head and tree.lowered[start] in {"the", "a", "an", "its", "their", "his", "her"}:
            start += 1
        name = tree.slice(start, phrase.end)
        return Actor(id=f"{self.prefix}-{slug(name) or phrase.head}", name=name, kind=ActorKind.MATTER)
