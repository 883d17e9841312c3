"""What stands after a preposition of an act, wherever the parser hung it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diplograph.codebook.words import word_list
from diplograph.language.carriers import Carriers
from diplograph.language.syntax import APART, is_backing
from diplograph.language.tree import Tree


class Prepositions:
    """Finds what stands after the prepositions of triggers in one text.

    Args:
        inner: the phrases of a verb, given with its parts, on which parsers hang what belongs to the verb.
    """

    def __init__(self, tree: Tree, carriers: Carriers, inner: Callable[[int, tuple[int, ...]], list[int]]) -> None:
        self.tree = tree
        self.carriers = carriers
        self._inner = inner
        self._anchors_of: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}

    def of(self, trigger: int, preposition: str, parts: tuple[int, ...] = ()) -> list[int]:
        """Return the objects of ``preposition`` at the trigger, at its object, or at a carrying verb."""
        tree = self.tree
        words = preposition.split("_")
        found: list[int] = []
        for anchor in self._where(trigger, parts):
            if anchor != trigger and words[0] == "to" and tree.lemmas[anchor] in word_list("joining"):
                # What is joined is no party: the NATO of "approved Finland's accession to NATO".
                continue
            for prep in tree.children[anchor]:
                if (
                    prep in parts
                    or tree.lowered[prep] != words[0]
                    or tree.deps[prep] not in {"prep", "dative", "agent", "advmod", "prt", "cc"}
                ):
                    continue
                last = self._chain(prep, words[1:])
                if last is not None:
                    inner = [kid for kid in (*tree.kids(last, "pobj"), *self._guests(last)) if kid not in parts]
                    found += [kid for kid in inner if not is_backing(tree, kid)]
        return found

    def _guests(self, prep: int) -> list[int]:
        """Return the guest of "a protest against visiting President Obama", whose title parsers take for an object.

        Or who does what follows him: Goa of "a pact with the Goa government seeking help".
        """
        tree, noun = self.tree, self.tree.pos[self.tree.heads[prep]] == "NOUN"
        clauses = tree.kids(prep, "pcomp")
        guests = [kid for verb in clauses if tree.lowered[verb] == "visiting" for kid in tree.kids(verb, "dobj")]
        return [*guests, *(kid for verb in clauses if noun for kid in tree.kids(verb, "nsubj"))]

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
        if key not in self._anchors_of:
            self._anchors_of[key] = tuple(dict.fromkeys(self._anchors(trigger, parts)))
        return self._anchors_of[key]

    def _anchors(self, trigger: int, parts: tuple[int, ...]) -> Iterator[int]:
        """Yield where a preposition of the trigger may hang, given how parsers attach them."""
        tree = self.tree
        yield trigger
        yield from parts
        yield from (kid for part in parts for kid in tree.kids(part, "pobj"))
        if tree.is_verb(trigger):
            # "gave rice and a loan to Chad": what is given to whom hangs on the last gift.
            inner = [one for kid in self._inner(trigger, parts) for one in tree.conjuncts(kid)]
            yield from inner
        else:
            inner = []
            carrier = self.carriers.of(trigger)
            if carrier is not None:
                yield carrier
        # Parsers often hang a phrase on the noun just before it: "a blockade of roads by miners".
        yield from self._within([trigger, *inner], parts)

    def _within(self, anchors: list[int], parts: tuple[int, ...]) -> list[int]:
        """Return the phrases after prepositions below ``anchors``, two deep, the nearest first.

        What stands before a verb is of its own: "On a visit to Kenya, he praised the army" praises no Kenya.
        """
        found: list[int] = []
        verb = anchors[0] if self.tree.is_verb(anchors[0]) else -1
        for _ in range(2):
            preps = [
                prep
                for anchor in anchors
                for prep in self.tree.kids(anchor, "prep", "agent", "dative")
                if prep not in parts and self.tree.lowered[prep] not in APART and not anchor == verb > prep
            ]
            inner = [kid for prep in preps for kid in self.tree.kids(prep, "pobj")]
            anchors = [kid for kid in inner if not is_backing(self.tree, kid)]
            found += anchors
        return found
