"""Find the registry's names in a text: one pass over the tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from diplograph.codebook.registry import Name, Registry
from diplograph.codebook.words import word_list
from diplograph.language.splitting import Tokenise, split_names
from diplograph.language.tree import Tree
from diplograph.model import ActorKind, MentionKind

LOCATIVE = frozenset({"in", "at", "near", "outside", "around"})


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
        known = tuple(names)
        spelt = [(name, text) for name in known for text in _spellings(name)]
        tokens = split_names((text for _, text in spelt), tokenise)
        self._by_first: dict[str, list[tuple[tuple[str, ...], Name]]] = defaultdict(list)
        for name, text in spelt:
            if tokens[text]:
                self._by_first[tokens[text][0]].append((tokens[text], name))
        for entries in self._by_first.values():
            entries.sort(key=_preference)

    def _match(self, words: Sequence[str], start: int, day: date | None) -> Hit | None:
        if words[start] not in self._by_first:
            return None
        found = [
            Hit(start=start, end=start + len(parts), name=name)
            for parts, name in self._by_first[words[start]]
            if tuple(words[start : start + len(parts)]) == parts
            and _valid(name, day)
            and not self._is_elsewhere(words, start, parts, name)
        ]
        if day is None:
            # In a text of no day "the Kremlin" is of today.
            found.sort(key=lambda hit: (-hit.end, _is_dated(hit.name)))
        return found[0] if found else None

    def _is_elsewhere(self, words: Sequence[str], start: int, parts: tuple[str, ...], name: Name) -> bool:
        """Return whether a place is meant, not the body that sits there: "a summit in Brussels", "Brussels police"."""
        if name.kind is not MentionKind.METONYM or name.place:
            return False
        end = start + len(parts)
        located = start > 0 and words[start - 1].lower() in LOCATIVE
        local = words[end : end + 1] != [] and words[end].lower() in word_list("local-nouns")
        return (located or local) and any(other.place for same, other in self._by_first[words[start]] if same == parts)

    def names_place(self, words: Sequence[str], start: int, end: int) -> bool:
        """Return whether words ``start`` to before ``end`` are as a whole the name of a place."""
        parts = tuple(words[start:end])
        return any(known == parts and name.place for known, name in self._by_first.get(words[start], ()))

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
            if not _names_water(tree, hit) and not _opens_as_adjective(tree, hit):
                hits.append(hit)
            token = hit.end
        return tuple(hits)


def _spellings(name: Name) -> tuple[str, ...]:
    return (name.text,) if name.cased else (name.text, name.text.upper())


def _preference(entry: tuple[tuple[str, ...], Name]) -> tuple[int, bool, bool, bool, str, str]:
    """Sort the longest first, phrases that denote nothing last, a seat of power before a mere city, the dated first."""
    words, name = entry
    is_seat = name.kind is MentionKind.METONYM
    return (-len(words), name.actor == "", not is_seat, not _is_dated(name), name.text, name.actor)


def _is_dated(name: Name) -> bool:
    return name.earliest is not None or name.latest is not None


def _valid(name: Name, day: date | None) -> bool:
    if day is None:
        return True
    return (name.earliest is None or name.earliest <= day) and (name.latest is None or day <= name.latest)


def _inside_person(tree: Tree, hit: Hit) -> bool:
    """Return whether the name is part of a longer personal name, as in "Michael Jordan"."""
    entity = tree.entity_of.get(hit.start)
    if entity is None or entity[2] != "PERSON":
        return False
    # "Iranian Hassan Rouhani" begins with a nation, "Karabakh Armenian" troops are of one, but Aldo Moro is no Moro.
    if hit.name.kind is MentionKind.DEMONYM and (hit.end != entity[1] or tree.deps[hit.start] in {"amod", "compound"}):
        return False
    return entity[1] - entity[0] > hit.end - hit.start and hit.end - hit.start == 1


def _names_water(tree: Tree, hit: Hit) -> bool:
    """Return whether a nation or town only names a water or a mountain: "the Gulf of Aden", "Mount Kenya"."""
    if not hit.start:
        return False
    before = hit.start - 2 if tree.lowered[hit.start - 1] == "of" else hit.start - 1
    capital = tree.words[before][:1].isupper() if before >= 0 else False
    names = word_list("waters") if before == hit.start - 2 else word_list("waters-before")
    return capital and tree.lowered[before] in names


def _opens_as_adjective(tree: Tree, hit: Hit) -> bool:
    """Return whether a town's name only opens a sentence as an adjective: "Pale but smiling, he left"."""
    first = tree.sentences[tree.sentence_of[hit.start]][0] == hit.start
    alone = tree.deps[hit.start] not in {"amod", "compound", "nmod"}
    return first and alone and hit.name.city and tree.tags[hit.start] == "JJ" and tree.pos[hit.start] == "ADJ"


def settled(hits: Sequence[Hit], registry: Registry) -> tuple[Hit, ...]:
    """Return ``hits`` without bodies of shared names whose state the text does not speak of, but of others.

    "The Senate" in a text about Nigeria is not the American one.
    """
    countries = [_country(hit, registry) for hit in hits]
    named = {country for hit, country in zip(hits, countries, strict=True) if country and not hit.name.ambiguous}
    return tuple(
        hit
        for hit, country in zip(hits, countries, strict=True)
        if not named or country in named or not hit.name.ambiguous or not _is_national(hit, registry)
    )


def _is_national(hit: Hit, registry: Registry) -> bool:
    """Return whether a name is that of a body or movement of one state; the Red Cross is at home anywhere."""
    actor = registry.actors.get(hit.name.actor)
    return actor is not None and actor.kind in {ActorKind.GOVERNMENT, ActorKind.PARTY, ActorKind.ARMED_GROUP}


def _country(hit: Hit, registry: Registry) -> str | None:
    """Return the state that a name speaks of; none for what belongs to no state."""
    actor = registry.actors.get(hit.name.actor)
    return actor.country if actor and actor.country in registry.states else None
