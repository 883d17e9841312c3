"""Find the registry's names in a text: one pass over the tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from diplograph.codebook.registry import Name
from diplograph.language.tree import Tree
from diplograph.model import MentionKind

LOCATIVE = frozenset({"in", "at", "near", "outside", "around"})
Tokenise = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A registered name at tokens ``start`` to before ``end``."""

    start: int
    end: int
    name: Name

    @property
    def is_place(self) -> bool:
        """Return whether the name can say where something happened."""
        return self.name.place


class Gazetteer:
    """All names, keyed by their first token; loaded once, used for every text."""

    def __init__(self, names: Iterable[Name], tokenise: Tokenise) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Name]]] = defaultdict(list)
        for name in names:
            self._add(tuple(tokenise(name.text)), name)
            if not name.cased:
                self._add(tuple(tokenise(name.text.upper())), name)
        for entries in self._by_first.values():
            entries.sort(key=_preference)

    def _add(self, words: tuple[str, ...], name: Name) -> None:
        if words:
            self._by_first[words[0]].append((words, name))

    def _match(self, words: Sequence[str], start: int, day: date | None) -> Hit | None:
        for parts, name in self._by_first.get(words[start], ()):
            end = start + len(parts)
            if (
                tuple(words[start:end]) == parts
                and _valid(name, day)
                and not self._is_elsewhere(words, start, parts, name)
            ):
                return Hit(start=start, end=end, name=name)
        return None

    def _is_elsewhere(self, words: Sequence[str], start: int, parts: tuple[str, ...], name: Name) -> bool:
        """Return whether a place is meant, not the body that sits there: "a summit in Brussels" is in Belgium."""
        if name.kind is not MentionKind.METONYM or name.place or not start or words[start - 1].lower() not in LOCATIVE:
            return False
        return any(other.place for same, other in self._by_first[words[start]] if same == parts)

    def find(self, tree: Tree, day: date | None) -> tuple[Hit, ...]:
        """Return the longest names in ``tree``, left to right, without overlap.

        Args:
            day: names that were not in use on this day are passed over.
        """
        hits: list[Hit] = []
        token = 0
        while token < len(tree):
            hit = self._match(tree.words, token, day)
            if hit is None or _inside_person(tree, hit):
                token += 1
                continue
            hits.append(hit)
            token = hit.end
        return tuple(hits)


def _preference(entry: tuple[tuple[str, ...], Name]) -> tuple[int, bool, bool, str, str]:
    """Sort the longest first, phrases that denote nothing last, a seat of power before a mere city."""
    words, name = entry
    return (-len(words), name.actor == "", name.kind is not MentionKind.METONYM, name.text, name.actor)


def _valid(name: Name, day: date | None) -> bool:
    if day is None:
        return True
    return (name.earliest is None or name.earliest <= day) and (name.latest is None or day <= name.latest)


def _inside_person(tree: Tree, hit: Hit) -> bool:
    """Return whether the name is part of a longer personal name, as in "Michael Jordan"."""
    entity = tree.entity_of.get(hit.start)
    if entity is None or entity[2] != "PERSON" or hit.name.kind is MentionKind.DEMONYM:
        return False
    return entity[1] - entity[0] > hit.end - hit.start and hit.end - hit.start == 1
