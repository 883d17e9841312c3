"""Copies of a text are found, by whatever was changed in them, and other texts are not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.knowledge.copies import CUT, EXACT, NEAR, Copy, Sketches, copy_merges, originals, shingles, sketch
from diplograph.model import Document

WORDS = [
    "harbour",
    "treaty",
    "envoy",
    "minister",
    "island",
    "council",
    "border",
    "fishing",
    "quota",
    "vessel",
    "ferry",
    "bridge",
    "tunnel",
    "patrol",
    "coast",
    "talks",
    "draft",
    "clause",
    "letter",
    "reply",
    "visit",
    "garden",
    "palace",
    "river",
    "valley",
    "station",
    "market",
    "school",
    "village",
    "winter",
    "summer",
    "autumn",
]


def find_copies(documents: Sequence[Document]) -> tuple[Copy, ...]:
    """Return the pairs that tie the groups of copies together, sorted, whatever the order of the documents."""
    sketches = Sketches()
    for document in documents:
        sketches.add(document.id, document.published, sketch(document.text))
    return sketches.copies(lambda at: documents[at].text)


def prose(seed: int, length: int = 200) -> list[str]:
    """Return words in a chance order, as a text that nobody else wrote."""
    return random.Random(seed).choices(WORDS, k=length)


def document(name: str, words: list[str], day: str | None = None) -> Document:
    return Document(id=name, text=" ".join(words), published=date.fromisoformat(day) if day else None)


def days(documents: list[Document]) -> dict[str, date | None]:
    return {document.id: document.published for document in documents}


def edited(words: list[str], share: float) -> list[str]:
    """Return the words with some of them replaced."""
    chance = random.Random(7)
    return [word if chance.random() > share else "otherwise" for word in words]


ORIGINAL = prose(1)
CHANGES: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "the same": (list, EXACT),
    "other capitals and stops": (lambda words: [f"{word.upper()}," for word in words], EXACT),
    "another headline": (lambda words: ["Envoys", "agree", "at", "last", *words[2:]], NEAR),
    "a word in twenty-five": (lambda words: edited(words, 0.04), NEAR),
    "the last third cut": (lambda words: words[:130], NEAR),
    "the last two thirds cut": (lambda words: words[:70], CUT),
    "two paragraphs more": (lambda words: [*words, *prose(2, 60)], NEAR),
}


@pytest.mark.parametrize(("change", "rule"), CHANGES.values(), ids=CHANGES)
def test_a_changed_copy_is_found(change: Callable[[list[str]], list[str]], rule: str) -> None:
    (copy,) = find_copies([document("a", ORIGINAL), document("b", change(ORIGINAL)), document("c", prose(3))])
    assert (copy.one, copy.other, copy.rule) == ("a", "b", rule)
    assert 0 < copy.score <= 1


@pytest.mark.parametrize(
    "other",
    [prose(4), ORIGINAL[:40] + prose(5), ORIGINAL[:30], ORIGINAL[::-1], [], ["border"]],
    ids=["another text", "a quotation in another text", "too short a piece", "other order", "empty", "one word"],
)
def test_what_only_shares_words_is_no_copy(other: list[str]) -> None:
    assert find_copies([document("a", ORIGINAL), document("b", other)]) == ()


def test_texts_without_words_are_no_copies_of_each_other() -> None:
    assert find_copies([document("a", []), document("b", ["--", "!"])]) == ()


def test_short_texts_are_copies_if_they_are_the_same() -> None:
    assert len(find_copies([document("a", ["Talks", "ended"]), document("b", ["talks", "ended."])])) == 1
    assert find_copies([document("a", ["talks", "ended"]), document("b", ["talks", "began"])]) == ()


def test_the_earliest_is_the_original() -> None:
    found = [document("a", ORIGINAL), document("b", ORIGINAL, "2021-05-02"), document("c", ORIGINAL, "2021-05-01")]
    assert originals(days(found), find_copies(found)) == {"a": "c", "b": "c"}


def test_a_copy_of_a_copy_belongs_to_the_first() -> None:
    first, second, third = ORIGINAL, ORIGINAL[60:] + prose(8, 60), ORIGINAL[120:] + prose(8, 60) + prose(9, 60)
    found = [
        document("a", first, "2021-05-01"),
        document("b", second, "2021-05-02"),
        document("c", third, "2021-05-03"),
    ]
    copies = find_copies(found)
    assert {(copy.one, copy.other) for copy in copies} == {("a", "b"), ("b", "c")}
    assert originals(days(found), copies) == {"b": "a", "c": "a"}
    (merge,) = copy_merges(copies, originals(days(found), copies))
    assert merge.members == ("a", "b", "c")
    assert merge.score == min(copy.score for copy in copies)


GROUPED = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 0.02, 0.05])), max_size=7)


@given(GROUPED, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_order_does_not_matter(made: list[tuple[int, float]], chance: Any) -> None:
    found = [document(f"d{at}", edited(prose(seed), share)) for at, (seed, share) in enumerate(made)]
    copies = find_copies(found)
    assert find_copies(chance.sample(found, len(found))) == copies
    groups = {
        original: {name for name, first in originals(days(found), copies).items() if first == original}
        for original in originals(days(found), copies).values()
    }
    for original, others in groups.items():
        seeds = {made[int(name[1:])][0] for name in {original, *others}}
        assert len(seeds) == 1


def test_shingles_are_runs_of_four_words() -> None:
    assert len(shingles("one two three four five")) == 2
    assert shingles("one two three") == shingles("One, two: three!")
    assert shingles("") == frozenset()
