"""Texts that are one text: exact copies, and copies with edits, cuts or another headline.

Near-duplicates are proposed by MinHash with banding (Broder, "On the resemblance and containment of documents", 1997;
Leskovec and others, "Mining of Massive Datasets", section 3.4) and decided by the shingles themselves.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from diplograph.knowledge.grouping import Groups
from diplograph.model import Merge, Verdict

# Four words running: three are shared by chance in formal prose, five break at every edited word.
SHINGLE = 4
# 64 bands of 4 rows: texts that share half their shingles meet in some band with probability .98, a third with .55.
PERMUTATIONS, ROWS, SEED = 256, 4, 20240229
# Shared shingles over all shingles; measured, see decision 0027.
RESEMBLANCE = 0.45
# Of a text cut short: the part of the shorter one's shingles that the longer one holds, from this many shingles on.
CONTAINMENT, CUT_LENGTH = 0.8, 60
EXACT, NEAR, CUT = "copy: same words", "copy: shingles in common", "copy: cut from the longer text"

_WORD = re.compile(r"\w+")
_REMEMBERED = 512
BandKey = tuple[int, ...]
Shingles = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two documents that are copies, by a rule, with its score from 0 to 1."""

    one: str
    other: str
    rule: str
    score: float


def shingles(text: str) -> Shingles:
    """Return all runs of ``SHINGLE`` words; of a text shorter than that, the whole; of one without words nothing."""
    words = _WORD.findall(text.casefold())
    return frozenset(
        " ".join(words[at : at + SHINGLE]) for at in range(max(min(1, len(words)), len(words) - SHINGLE + 1))
    )


def sketch(text: str) -> array[int]:
    """Return the MinHash of a text, ``PERMUTATIONS`` numbers of 32 bits; nothing for a text without words."""
    from rensa import RMinHash

    found = shingles(text)
    if not found:
        return array("I")
    digest = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    digest.update([run.encode("utf-8", "replace") for run in found])
    return array("I", digest.digest())


def _compared(one: Shingles, other: Shingles) -> tuple[str, float] | None:
    shared, shorter = len(one & other), min(len(one), len(other))
    if not shared:
        return None
    alike, within = shared / len(one | other), shared / shorter
    if one == other:
        return EXACT, 1.0
    if alike >= RESEMBLANCE:
        return NEAR, round(alike, 3)
    if within >= CONTAINMENT and shorter >= CUT_LENGTH:
        return CUT, round(within, 3)
    return None


def copies_of_block(names: Iterable[str], shingled: Callable[[str], Shingles]) -> Iterator[Copy]:
    """Yield pairs of copies among documents that share a band key, as many as tie each group together.

    Args:
        names: ids of the documents; their order does not matter for the groups.
        shingled: returns the shingles of a document.
    """
    groups: Groups[str] = Groups()
    for one, other in combinations(sorted(names), 2):
        if groups.together(one, other):
            continue
        found = _compared(shingled(one), shingled(other))
        if found:
            groups.join(one, other)
            yield Copy(one=one, other=other, rule=found[0], score=found[1])


class Sketches:
    """The sketches of many documents, a kilobyte each; the texts themselves are asked for again only if need be."""

    def __init__(self) -> None:
        """Begin without any."""
        self.days: dict[str, date | None] = {}
        self._digests = array("I")
        self._rows: list[int] = []

    def add(self, document: str, published: date | None, digest: array[int]) -> None:
        """Take in the sketch of a document's text, by id; of two with one id the second is none."""
        if document not in self.days:
            self._rows.append(len(self._digests) if digest else -1)
            self._digests.extend(digest)
            self.days[document] = published

    def _blocks(self) -> set[tuple[int, ...]]:
        """Return the places of documents that share a band, once for each set of them."""
        found = set()
        for band in range(0, PERMUTATIONS, ROWS):
            places: dict[bytes, list[int]] = defaultdict(list)
            for at, row in enumerate(self._rows):
                if row >= 0:
                    places[self._digests[row + band : row + band + ROWS].tobytes()].append(at)
            found |= {tuple(alike) for alike in places.values() if len(alike) > 1}
        return found

    def copies(self, text_of: Callable[[int], str]) -> tuple[Copy, ...]:
        """Return the pairs that tie the groups of copies together, sorted, whatever the order of the documents.

        Args:
            text_of: returns the text of a document by its place in the order of adding.
        """
        names = tuple(self.days)
        place = {name: at for at, name in enumerate(names)}
        shingled = lru_cache(_REMEMBERED)(lambda name: shingles(text_of(place[name])))
        found: dict[tuple[str, str], Copy] = {}
        for block in sorted(sorted(names[at] for at in places) for places in self._blocks()):
            for copy in copies_of_block(block, shingled):
                found[copy.one, copy.other] = copy
        return tuple(found[pair] for pair in sorted(found))


def originals(days: Mapping[str, date | None], copies: Iterable[Copy]) -> dict[str, str]:
    """Return the earliest of its group for each document that is a copy of another.

    The earliest is the one published first, then the first by id; documents without a day come last.

    Args:
        days: the day of each document, by id.
        copies: the pairs that tie groups together.
    """
    groups: Groups[str] = Groups()
    for copy in copies:
        groups.join(copy.one, copy.other)
    found: dict[str, str] = {}
    for group in groups.all():
        first, *others = sorted(group, key=lambda name: (days[name] or date.max, name))
        found |= dict.fromkeys(others, first)
    return dict(sorted(found.items()))


def copy_merges(copies: Iterable[Copy], based_on: Mapping[str, str]) -> Iterator[Merge]:
    """Yield one decision for each group of copies: the weakest tie that holds it together decides its score."""
    by_first: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        by_first[based_on.get(copy.one, copy.one)].append(copy)
    members: dict[str, set[str]] = defaultdict(set)
    for other, first in based_on.items():
        members[first] |= {first, other}
    for first in sorted(members):
        weakest = min(by_first[first], key=lambda copy: (copy.score, copy.one, copy.other))
        yield Merge(
            subject="document",
            verdict=Verdict.SAME,
            id=first,
            members=tuple(sorted(members[first])),
            rule=weakest.rule,
            score=weakest.score,
            reason=f"{len(members[first])} texts, of which the most different two share {weakest.score:.0%}",
        )
