"""Every example of the lexicon, read by the whole pipeline: the entry's class fires with the marked parties."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from diplograph.codebook.lexicon import MARK, Entry, Lexicon, load_lexicon
from diplograph.language.parsing import load_nlp
from diplograph.model import Claim, Document, Event, Role, Span
from diplograph.pipeline import knowledge_for, read

GAPS = Path(__file__).parent / "data" / "lexicon" / "known-gaps.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of an example, unmarked, that names a source (S) or a target (T)."""

    role: str
    start: int
    end: int

    def within(self, spans: tuple[Span, ...]) -> bool:
        return any(span.start < self.end and self.start < span.end for span in spans)


def unmarked(example: str) -> tuple[str, tuple[Mark, ...]]:
    """Return an example without its marks, and where they stood."""
    marks: list[Mark] = []
    for match in MARK.finditer(example):
        start = len(MARK.sub(r"\2", example[: match.start()]))
        marks.append(Mark(role=match[1], start=start, end=start + len(match[2])))
    return MARK.sub(r"\2", example), tuple(marks)


def known_gaps() -> dict[str, str]:
    with GAPS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(
            (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return {row["id"]: row["reason"] for row in rows}


def _fits(claim: Claim, marks: tuple[Mark, ...], is_mutual: bool) -> bool:
    if is_mutual:
        return all(mark.within((*claim.source_spans, *claim.target_spans)) for mark in marks)
    return all(mark.within(claim.source_spans if mark.role == "S" else claim.target_spans) for mark in marks)


def _says(event: Event, marks: tuple[Mark, ...]) -> bool:
    is_mutual = any(one.role is Role.PARTY for one in event.participations)
    return any(_fits(claim, marks, is_mutual) for claim in event.claims)


def _texts(spans: tuple[Span, ...]) -> str:
    return "/".join(span.text for span in spans) or "-"


def _told(events: tuple[Event, ...]) -> str:
    found = [
        f"{event.event_class}({claim.rule}: {_texts(claim.source_spans)} > {_texts(claim.target_spans)})"
        for event in events
        for claim in event.claims
    ]
    return "; ".join(found) or "no event"


def _fault(entry: Entry, events: tuple[Event, ...], of_rule: Mapping[str, Entry]) -> str | None:
    """Return what is wrong with what was read of an entry's example."""
    if entry.event_class is None:
        rules = {claim.rule.split("+")[0] for event in events if event.plover for claim in event.claims}
        known = [of_rule[rule] for rule in sorted(rules) if rule in of_rule]
        fired = [other.id for other in known if (other.pos, other.lemma) == (entry.pos, entry.lemma)]
        return f"blocked, yet {fired} fired" if fired else None
    _, marks = unmarked(entry.example)
    if any(event.event_class == entry.event_class and _says(event, marks) for event in events):
        return None
    return f"{entry.event_class} expected, read: {_told(events)}"


def faults(lexicon: Lexicon) -> Iterator[tuple[Entry, str]]:
    """Read the examples of all entries in one batch and yield what fails."""
    entries = sorted(lexicon.all_entries(), key=lambda entry: entry.where)
    of_rule = {entry.id: entry for entry in entries}
    documents = [Document(id=entry.id, text=unmarked(entry.example)[0]) for entry in entries]
    nlp = load_nlp()
    events: dict[str, tuple[Event, ...]] = defaultdict(tuple)
    for reading in read(documents, nlp=nlp, knowledge=knowledge_for(nlp), batch_size=64):
        events[reading.document.id] = reading.events
    for entry in entries:
        fault = _fault(entry, events[entry.id], of_rule)
        if fault:
            yield entry, fault


def test_marks_are_taken_off_an_example() -> None:
    text, marks = unmarked("[S Peru] met [T Chile] today.")
    assert text == "Peru met Chile today."
    assert [(mark.role, text[mark.start : mark.end]) for mark in marks] == [("S", "Peru"), ("T", "Chile")]


def test_every_known_gap_is_an_entry_and_has_a_reason() -> None:
    ids = {entry.id for entry in load_lexicon().all_entries()}
    gaps = known_gaps()
    assert set(gaps) <= ids
    assert all(gaps.values())


@pytest.mark.model
def test_every_example_is_read_as_its_entry_says() -> None:
    gaps = known_gaps()
    failing = {entry.id: f"{entry.where} {entry.id}: {fault}" for entry, fault in faults(load_lexicon())}
    new = [message for key, message in failing.items() if key not in gaps]
    closed = [f"{key}: a known gap that now passes; take it out of {GAPS.name}" for key in gaps if key not in failing]
    assert not [*new, *closed], "\n" + "\n".join([*new, *closed])
