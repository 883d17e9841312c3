"""Classes of phrases that the program decides, not a list of words: actor, person, state, place."""

from __future__ import annotations

from collections.abc import Mapping

from diplograph.language.cast import Cast
from diplograph.language.references import Reference
from diplograph.model import Actor, ActorKind

PLACES = frozenset({"GPE", "LOC", "FAC"})


class Kinds:
    """Says of what kind the phrases of one text are.

    Args:
        classes: the object classes of the lexicon.
    """

    def __init__(self, cast: Cast, references: Mapping[int, Reference], classes: Mapping[str, frozenset[str]]) -> None:
        self.cast = cast
        self.tree = cast.tree
        self.references = references
        self.classes = classes

    def has(self, head: int, name: str) -> bool:
        """Return whether a phrase is of a class that the program decides: actor, person, state, place."""
        reference = self.references.get(head)
        actors = reference.actors if reference else ()
        if name in self.classes:
            return self._is_pronoun_for(head, actors, self.classes[name])
        if name == "actor":
            return any(actor.kind is not ActorKind.MATTER for actor in actors)
        if name == "person":
            people = any(actor.kind in {ActorKind.PERSON, ActorKind.GROUP} for actor in actors)
            return people or self.tree.entity_of.get(head, (0, 0, ""))[2] in {"PERSON", "NORP"}
        if name == "state":
            return any(actor.kind is ActorKind.STATE for actor in actors)
        if name == "international":
            return any(actor.kind is ActorKind.ORGANISATION for actor in actors)
        hit = self.cast.phrases.hit_of.get(head)
        if name == "place":
            return (hit is not None and hit.is_place) or self.tree.entity_of.get(head, (0, 0, ""))[2] in PLACES
        return False

    def _is_pronoun_for(self, head: int, actors: tuple[Actor, ...], words: frozenset[str]) -> bool:
        """Return whether a pronoun stands for a thing of these words: the treaty of "Togo would not ratify it"."""
        if self.tree.pos[head] != "PRON":
            return False
        names = [actor.name.lower() for actor in actors if actor.kind is ActorKind.MATTER]
        return any(name in words or name.split()[-1] in words for name in names)
