"""What a verb is done to, wherever the construction has it."""

from __future__ import annotations

from collections.abc import Callable, Container

from diplograph.language.syntax import OBJECTS, is_passive, is_thing, kept_objects, objects_of_parts, relative_object
from diplograph.language.tree import Tree


class Patients:
    """Finds what the verbs of one text are done to.

    Args:
        known: tokens that refer to somebody.
        grammatical: the subject of a verb as it stands, of a passive too.
        shared: the subject that a verb has from the clause it belongs to.
    """

    def __init__(
        self,
        tree: Tree,
        known: Container[int],
        *,
        grammatical: Callable[[int], list[int]],
        shared: Callable[[int], list[int]],
    ) -> None:
        self.tree = tree
        self.known = known
        self._grammatical = grammatical
        self._shared = shared

    def of(self, verb: int, parts: tuple[int, ...]) -> list[int]:
        """Return what ``verb`` is done to: its object, a passive's subject, the noun a participle modifies."""
        tree = self.tree
        if is_passive(self.tree, verb):
            kept = kept_objects(tree, verb)
            return kept or self._passive_objects(verb, parts) or objects_of_parts(tree, parts)
        found = [kid for kid in tree.kids(verb, *OBJECTS) if is_thing(self.tree, kid) and kid not in parts]
        prepositional = objects_of_parts(self.tree, parts)
        if not any(head in self.known for head in found) and any(head in self.known for head in prepositional):
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

    def _passive_objects(self, verb: int, parts: tuple[int, ...]) -> list[int]:
        tree, head = self.tree, self.tree.heads[verb]
        own = tree.kids(verb, "nsubjpass")
        if own:
            return [kid for kid in own if kid not in parts]
        if tree.deps[verb] in {"acl", "relcl", "amod"} and tree.is_nominal(head):
            return [head]
        if tree.deps[verb] == "conj" and tree.is_verb(head):
            return self._grammatical(head)
        if tree.deps[verb] in {"xcomp", "ccomp", "advcl", "pcomp"} and head != verb:
            return self._shared(verb)
        return []
