"""When two descriptions of an actor mean the same: by shared words, or by the stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from diplograph.model import Event, Participation, Reading, Role, Span

_WORD = re.compile(r"\w+")
_EMPTY_WORDS = frozenset({"a", "an", "and", "for", "in", "its", "his", "of", "on", "s", "the", "their", "to"})
# Words after which a noun phrase only goes on to say which one it means.
_POSTMODIFIER = re.compile(r",| (?:of|in|about|on|for|from|at|who|which|that|operating)\b")


def words_of(text: str | None) -> frozenset[str]:
    """Return the content words of ``text``, in lower case."""
    return frozenset(_WORD.findall((text or "").lower())) - _EMPTY_WORDS


def same_words(first: str | None, second: str | None) -> bool:
    """Return whether half of the content words of the shorter text stand in the other."""
    one, other = words_of(first), words_of(second)
    return bool(one and other) and 2 * len(one & other) >= min(len(one), len(other))


def any_same(golds: Iterable[str], texts: Iterable[str]) -> bool:
    """Return whether some gold text means the same as some text."""
    found = list(texts)
    return any(same_words(gold, text) for gold in golds for text in found)


def texts_of(part: Participation, reading: Reading) -> list[str]:
    """Return everything that ``reading`` calls the participant: names, mentions, words of the clause."""
    mentions = [mention.span.text for mention in reading.mentions if mention.actor == part.actor.id]
    return [part.actor.name, *part.actor.aliases, *mentions, *(span.text for span in part.spans)]


def doers(event: Event) -> tuple[Participation, ...]:
    """Return who acts: the sources, or the first of the parties."""
    sources = tuple(part for part in event.participations if part.role is Role.SOURCE)
    return sources or tuple(part for part in event.participations if part.role is Role.PARTY)


def receivers(event: Event) -> tuple[Participation, ...]:
    """Return who is acted on: the targets, or the parties."""
    targets = tuple(part for part in event.participations if part.role is Role.TARGET)
    return targets or tuple(part for part in event.participations if part.role is Role.PARTY)


def parties(event: Event) -> tuple[Participation, ...]:
    """Return everyone who acts or is acted on, once."""
    return tuple(dict.fromkeys((*doers(event), *receivers(event))))


def is_symmetric(event: Event) -> bool:
    """Return whether the event is told of parties on one level."""
    return any(part.role is Role.PARTY for part in event.participations)


def _head(span: Span) -> tuple[int, int]:
    """Return where the last word of the noun phrase proper stands."""
    proper = _POSTMODIFIER.split(span.text, maxsplit=1)[0]
    words = list(_WORD.finditer(proper)) or list(_WORD.finditer(span.text))
    if not words:
        return span.start, span.end
    return span.start + words[-1].start(), span.start + words[-1].end()


def overlap(first: Span, second: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def likeness(first: Span, second: Span) -> float:
    """Return shared by all characters of two spans."""
    shared = overlap(first, second)
    return shared / (first.end - first.start + second.end - second.start - shared) if shared else 0.0


def same_mention(first: Span, second: Span) -> bool:
    """Return whether two spans mention one thing: one head, one end, or half of their characters.

    "US" and "US agents" overlap and are two mentions; "officials" and "US officials" are one.
    """
    if not overlap(first, second):
        return False
    one, other = _head(first), _head(second)
    heads_meet = one[0] < other[1] and other[0] < one[1]
    return heads_meet or first.end == second.end or likeness(first, second) >= 0.5
