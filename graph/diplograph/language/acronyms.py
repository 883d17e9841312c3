"""Acronyms that a text explains itself: "the Revolutionary United Front (RUF)"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from diplograph.language.tree import Tree

LONGEST = 10


def acronyms(tree: Tree) -> Mapping[str, int]:
    """Return the last token of the long name that stands before each acronym in brackets."""
    found: dict[str, int] = {}
    for token in range(1, len(tree) - 2):
        short = tree.words[token + 1]
        bracketed = tree.words[token] == "(" and tree.words[token + 2] == ")"
        if (
            bracketed
            and short.isupper()
            and 2 <= len(short) <= LONGEST
            and is_short_for(short, _words_before(tree, token))
        ):
            found.setdefault(short, token - 1)
    return found


def _words_before(tree: Tree, end: int) -> list[str]:
    """Return the words of the sentence before ``end``, the nearest first."""
    start, _ = tree.sentences[tree.sentence_of[end]]
    return [tree.words[token] for token in range(end - 1, start - 1, -1)]


def is_short_for(short: str, words: list[str]) -> bool:
    """Return whether the letters of an acronym begin the capitalised words before it, the last one first.

    Args:
        words: the nearest first; words in small letters ("of", "for the") may have no letter.
    """
    letters = iter(reversed(short.replace(".", "")))
    wanted = next(letters, None)
    for word in _capitalised(words):
        if wanted is not None and word[0].upper() == wanted:
            wanted = next(letters, None)
        if wanted is None:
            return True
    return False


def _capitalised(words: list[str]) -> Iterator[str]:
    """Yield capitalised words until a stretch of several small ones ends the name."""
    small = 0
    for word in words:
        small = 0 if word[:1].isupper() else small + 1
        if small > 2:
            return
        if word[:1].isupper():
            yield word
