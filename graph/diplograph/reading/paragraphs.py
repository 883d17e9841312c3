"""Paragraphs: blank lines part them; lines of even width are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from diplograph.reading.boilerplate import whole_kind

Stretch = tuple[int, int]

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_BLANK = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00]*")
_FINAL = re.compile(r"[.!?…][\"'”’)\]]*\s*\Z")
_ITEM = re.compile(r"\s*(?:[-•*·–—]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{2,4})[.)]\s|[A-Z][A-Z .'-]{2,40}: |[QA][:.]? )")
_OPEN = re.compile(r"(?:,|\b(?:the|a|an|of|to|in|on|at|by|for|from|with|and|or|that|as|his|her|its|their|our))\s*\Z")
_WIDEST, _NARROWEST, _FEWEST_LINES = 100, 40, 3


def paragraphs_of(text: str) -> list[Stretch]:
    """Return the paragraphs of ``text``, without the blanks around them."""
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text) if not _is_blank(text, match)]
    width = _wrapped_at(text, lines)
    return [_trimmed(text, start, end) for start, end in _joined(text, lines, width)]


def _is_blank(text: str, match: re.Match[str]) -> bool:
    return _BLANK.fullmatch(text, match.start(), match.end()) is not None


def _trimmed(text: str, start: int, end: int) -> Stretch:
    leading = _BLANK.match(text, start, end)
    start = leading.end() if leading else start
    while end > start and (text[end - 1].isspace() or _BLANK.fullmatch(text[end - 1])):
        end -= 1
    return start, end


def _wrapped_at(text: str, lines: list[Stretch]) -> int | None:
    """Return the width at which the lines were broken by hand or machine, none if they were not.

    Broken lines are many, of even width, and most of them end within a sentence.
    """
    followed = [line for line, after in pairwise(lines) if _adjacent(text, line, after)]
    if len(followed) + 1 < _FEWEST_LINES:
        return None
    lengths = sorted(end - start for start, end in followed)
    width = lengths[(len(lengths) * 9) // 10]
    open_ended = sum(1 for start, end in followed if not _FINAL.search(text, max(start, end - 8), end))
    is_even = lengths[len(lengths) // 2] >= 0.6 * width
    return width if _NARROWEST <= width <= _WIDEST and is_even and 2 * open_ended > len(followed) else None


def _adjacent(text: str, line: Stretch, after: Stretch) -> bool:
    """Tell whether no blank line stands between two lines."""
    gap = text[line[1] : after[0]]
    return gap in ("\n", "\r\n", "\r", "\u2028")


def _joined(text: str, lines: list[Stretch], width: int | None) -> Iterator[Stretch]:
    current: Stretch | None = None
    last: Stretch | None = None
    for line in lines:
        if current and last and width and _goes_on(text, last, line, width):
            current = (current[0], line[1])
        else:
            if current:
                yield current
            current = line
        last = line
    if current:
        yield current


def _is_apart(line: str) -> bool:
    """Tell whether a line is no part of a report; the middle of a sentence cannot be told from one."""
    return not line[0].islower() and whole_kind(line) is not None


def _goes_on(text: str, line: Stretch, after: Stretch, width: int) -> bool:
    """Tell whether the sentence or paragraph of ``line`` goes on in the line after it."""
    if not _adjacent(text, line, after):
        return False
    following = text[after[0] : after[1]]
    if following[0].isspace() or _ITEM.match(following) or _is_apart(following) or _is_apart(text[slice(*line)]):
        return False
    if _OPEN.search(text, max(line[0], line[1] - 8), line[1]):
        return True
    is_full = line[1] - line[0] >= 0.75 * width
    is_final = _FINAL.search(text, max(line[0], line[1] - 8), line[1]) is not None
    return is_full if is_final else is_full or following[0].islower()
