"""Coordinated phrases: "Peru, Chile and Bolivia", also where the parser made a description of a name."""

from __future__ import annotations

from collections.abc import Mapping

from diplograph.language.phrases import Phrases
from diplograph.language.syntax import follows_name, members
from diplograph.language.tree import Tree


class Lists:
    """Finds the members of the coordinations of one text.

    Args:
        known: references by head token; only whether one is there counts.
    """

    def __init__(self, tree: Tree, phrases: Phrases, known: Mapping[int, object]) -> None:
        self.tree = tree
        self.phrases = phrases
        self.known = known

    def of(self, head: int) -> list[int]:
        """Return the members of a coordination, also of one that the parser took for a name with its description.

        "Boris Johnson, Jean-Yves Le Drian and Heiko Maas"; "Luis Videgaray and Interior Minister Miguel Osorio".
        """
        tree = self.tree
        named = self._named_after(head)
        if named:
            return named
        found = members(tree, head)
        for kid in tree.kids(head, "appos"):
            if tree.kid(kid, "cc") is not None and self._is_person(head) and self._is_person(kid):
                found += tree.conjuncts(kid)
        found = [*(one for one in self._listed_before(head) if one not in found), *found]
        return [*found, *self._going_on(found[-1])] if found else found

    def _going_on(self, last: int) -> list[int]:
        """Return who follows a list of names after "along with": "fined Total and Shell, along with BP"."""
        tree, start = self.tree, last + 2
        along = start < len(tree.words) and tree.lowered[start] in {"along", "together"}
        if not along or not follows_name(tree, start) or tree.deps[last] not in {"dobj", "pobj", "conj"}:
            return []
        inner = [kid for prep in tree.kids(start, "prep") for kid in tree.kids(prep, "pobj")]
        return [one for kid in inner for one in tree.conjuncts(kid)]

    def _named_after(self, head: int) -> list[int]:
        """Return whom a plural lists by name: "the foreign ministers, Pekka Haavisto and Ann Linde"."""
        tree = self.tree
        if tree.tags[head] not in {"NNS", "NNPS"}:
            return []
        for kid in tree.kids(head, "appos"):
            listed = tree.conjuncts(kid)
            if len(listed) > 1 and all(map(self._is_person, listed)):
                return listed
        return []

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
