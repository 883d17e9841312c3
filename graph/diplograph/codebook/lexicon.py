"""The lexicon: which words, in which frame, say which event; from ``ontology/lexicon/``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.frames import Frame, load_frames
from diplograph.errors import OntologyError
from diplograph.resources import ontology_dir, read_table

TRIGGER_COLUMNS = ("id", "lemma", "pos", "class", "mode", "cameo", "frame", "object", "strength", "example")
CLASS_COLUMNS = ("class", "words")
BLOCKED = "-"
PARTS_OF_SPEECH = ("verb", "noun", "adj")
# Object classes that the code decides; all others are lists of words.
SPECIAL_CLASSES = frozenset({"actor", "person", "state", "international", "place", "money", "number", "anything"})
# What else an object cell may ask of: "subject:troops" of the subject, "predicate:insult" of what X is called,
# "iobj:envoy" of who is given something.
PREPOSITIONS = ("from", "to", "toward", "towards", "with", "by", "on", "for", "in")
CONDITIONED = ("subject", "object", "predicate", "clause", "iobj", *PREPOSITIONS)
MARK = re.compile(r"\[(S|T) ([^\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sense of a trigger word.

    Args:
        lemma: the word itself; ``before`` and ``after`` hold the parts that must stand with it.
        others: all words of ``before`` and ``after``.
        event_class: none for a blocking entry: the words are there, but no event.
        objects: object classes of which one must hold; empty = no condition.
        conditions: further slots with their classes, all of which must hold: the subject, the verb's own object
            where ``objects`` is about that of its preposition, the predicate.
        weak: fires only between two linked actors.
    """

    id: str
    lemma: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    others: frozenset[str]
    pos: str
    event_class: str | None
    mode: str | None
    cameo: str | None
    frame: Frame
    objects: tuple[str, ...]
    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    weak: bool
    example: str
    where: str

    @property
    def rank(self) -> tuple[int, int]:
        """Return how specific the entry is: its parts, then its conditions."""
        return (len(self.before) + len(self.after), int(bool(self.objects)) + len(self.conditions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All entries by (part of speech, lemma), the most specific first, and the object classes."""

    entries: Mapping[tuple[str, str], tuple[Entry, ...]]
    classes: Mapping[str, frozenset[str]]

    def all_entries(self) -> Iterator[Entry]:
        """Yield every entry once."""
        for found in self.entries.values():
            yield from found


def _files(prefix: str) -> list[str]:
    names = (path.name for path in (ontology_dir() / "lexicon").iterdir())
    return sorted(f"lexicon/{name}" for name in names if name.startswith(prefix) and name.endswith(".tsv"))


def _load_classes() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for file in _files("classes"):
        for line, row in read_table(file, CLASS_COLUMNS):
            if row["class"] in SPECIAL_CLASSES:
                raise OntologyError(file, line, f"class {row['class']!r} is decided by the program")
            found = {word.strip() for word in row["words"].split(",")} - {""}
            if not found:
                raise OntologyError(file, line, f"class {row['class']!r} has no words")
            words[row["class"]] |= found
    return {name: frozenset(found) for name, found in sorted(words.items())}


def _parts(row: Mapping[str, str]) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Split a lemma: a noun's parts stand before it, a verb's or adjective's after it."""
    parts = tuple(row["lemma"].split("_"))
    if row["pos"] == "noun":
        return parts[:-1], parts[-1], ()
    return (), parts[0], parts[1:]


def _conditions(cell: str) -> list[tuple[str, tuple[str, ...]]]:
    """Split an object cell: "border subject:troops|army" asks of the object (no slot) and of the subject."""
    terms = [term.rpartition(":") for term in cell.split()]
    return [(slot, tuple(filter(None, names.split("|")))) for slot, _, names in terms]


def _bad_conditions(cell: str, classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield what is wrong with an object cell."""
    for slot, names in _conditions(cell):
        if slot and slot not in CONDITIONED:
            yield f"unknown condition {slot!r}, one of {CONDITIONED} expected"
        yield from (f"unknown object class {name!r}" for name in names if name not in {*classes, *SPECIAL_CLASSES})


def _check(file: str, line: int, row: Mapping[str, str], classes: Mapping[str, frozenset[str]]) -> None:
    def refuse(reason: str) -> None:
        raise OntologyError(file, line, f"entry {row['id']!r}: {reason}")

    if row["pos"] not in PARTS_OF_SPEECH:
        refuse(f"part of speech {row['pos']!r}, one of {PARTS_OF_SPEECH} expected")
    if row["class"] != BLOCKED and row["class"] not in load_event_classes():
        refuse(f"unknown event class {row['class']!r}")
    if row["frame"] not in load_frames():
        refuse(f"unknown frame {row['frame']!r}")
    if row["strength"] not in {"strong", "weak"}:
        refuse(f"strength {row['strength']!r}, strong or weak expected")
    if not row["lemma"] or not row["example"]:
        refuse("lemma and example are both needed")
    for reason in _bad_conditions(row["object"], classes):
        refuse(reason)
    if row["class"] != BLOCKED and not MARK.search(row["example"]):
        refuse("the example marks neither source [S ...] nor target [T ...]")


def _entry(file: str, line: int, row: Mapping[str, str]) -> Entry:
    before, lemma, after = _parts(row)
    conditions = _conditions(row["object"])
    return Entry(
        id=row["id"],
        lemma=lemma,
        before=before,
        after=after,
        others=frozenset((*before, *after)),
        pos=row["pos"],
        event_class=None if row["class"] == BLOCKED else row["class"],
        mode=row["mode"] or None,
        cameo=row["cameo"] or None,
        frame=load_frames()[row["frame"]],
        objects=next((names for slot, names in conditions if not slot), ()),
        conditions=tuple((slot, names) for slot, names in conditions if slot),
        weak=row["strength"] == "weak",
        example=row["example"],
        where=f"{file}:{line}",
    )


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of all ``triggers*.tsv`` and ``classes*.tsv``.

    Raises:
        OntologyError: if a row is wrong; names file, line and reason.
    """
    classes = _load_classes()
    seen: set[str] = set()
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for file in _files("triggers"):
        for line, row in read_table(file, TRIGGER_COLUMNS):
            _check(file, line, row, classes)
            if row["id"] in seen:
                raise OntologyError(file, line, f"id {row['id']!r} stands twice")
            seen.add(row["id"])
            entry = _entry(file, line, row)
            found[entry.pos, entry.lemma].append(entry)
    entries = {key: tuple(sorted(senses, key=lambda entry: entry.rank, reverse=True)) for key, senses in found.items()}
    return Lexicon(entries=entries, classes=classes)
