"""The text that is parsed, and where each of its characters stands in the document."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from diplograph.model import Document, Segment, SegmentKind
from diplograph.reading.characters import BROKEN, COMBINING, LOOKALIKES, WIDE, composed, mended, narrow, unmasked

READ_KINDS = (SegmentKind.HEADLINE, SegmentKind.CAPTION, SegmentKind.BODY)
MAX_SENTENCE = 400
"""Words and marks without a stop after which a paragraph is cut: parsing slows with longer sentences."""

_BREAK = "\n\n"
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\x00-\x08\x0e-\x1f\x7f"
_PLAIN = {
    **dict.fromkeys("‘’‚‛′ʼ＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑−–", "-"),
    "―": "—",
}
# A single blank between words is what it should be, and by far the most frequent: it must not match.
_SPECIAL = re.compile(
    rf"(?: (?=[\s{_INVISIBLE}])|[^\S ]|[{_INVISIBLE}])[\s{_INVISIBLE}]*|{BROKEN}|[{COMBINING}]+"
    rf"|[{''.join(_PLAIN)}{LOOKALIKES}{WIDE}]"
)
_BLANKS = re.compile(rf"[\s{_INVISIBLE}]")
_ACCENTS = frozenset(COMBINING)
_VISIBLE = re.compile(rf"[^\s{_INVISIBLE}]")
_STOP = re.compile(r"[.!?][\"'”’)\]]*\s")
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A text without boilerplate, with plain quotation marks and blanks.

    Args:
        text: paragraphs joined by empty lines.
        origins: for each character of ``text``, and for its end, the offset in the document.
        widths: for the offsets of characters that are several in the document, how many these are.
    """

    text: str
    origins: array[int]
    widths: Mapping[int, int] = field(default_factory=dict)

    def to_document(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the document that ``text[start:end]`` was read from."""
        if start >= end:
            return self.origins[start], self.origins[start]
        last = self.origins[end - 1]
        return self.origins[start], last + self.widths.get(last, 1)


def clean_text(document: Document) -> CleanText:
    """Return headline, captions and body as one text for the parser, each paragraph by itself.

    A document whose layout was not read is taken as a whole.
    """
    pieces: list[str] = []
    origins = array("l")
    widths: dict[int, int] = {}
    for start, end in _stretches(document):
        if pieces:
            pieces.append(_BREAK)
            origins.extend([origins[-1] + 1] * len(_BREAK))
        _append_clean(document.text, start, end, (pieces, origins, widths))
    origins.append(origins[-1] + 1 if origins else 0)
    return CleanText(text="".join(pieces), origins=origins, widths=widths)


def _stretches(document: Document) -> Iterator[tuple[int, int]]:
    whole = (Segment(kind=SegmentKind.BODY, start=0, end=len(document.text)),)
    for segment in document.segments or whole:
        if segment.kind in READ_KINDS:
            pieces = _bounded(document.text, segment.start, segment.end)
            yield from (piece for piece in pieces if _VISIBLE.search(document.text, *piece))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch, cut where it runs on for more words than a sentence may have."""
    begin, last = start, start
    for stop in (*(match.end() for match in _STOP.finditer(text, start, end)), end):
        if stop - last > MAX_SENTENCE:
            for number, token in enumerate(_TOKEN.finditer(text, last, stop)):
                if number and number % MAX_SENTENCE == 0:
                    yield begin, begin + len(text[begin : token.start()].rstrip())
                    begin = token.start()
        last = stop
    yield begin, end


def _append_clean(text: str, start: int, end: int, clean: tuple[list[str], array[int], dict[int, int]]) -> None:
    pieces, origins, widths = clean
    at = start
    for match in _SPECIAL.finditer(text, start, end):
        # An accent belongs to the letter before it.
        first = match.start() - 1 if match[0][0] in _ACCENTS and at < match.start() else match.start()
        pieces.append(text[at:first])
        origins.extend(range(at, first))
        plain = composed(text[first : match.end()]) if first < match.start() else _plain(text, match, start, end)
        pieces.append(plain)
        origins.extend([first] * len(plain))
        if match.end() > first + 1 and plain.strip():
            widths[first] = match.end() - first
        at = match.end()
    pieces.append(text[at:end])
    origins.extend(range(at, end))


def _plain(text: str, match: re.Match[str], start: int, end: int) -> str:
    """Return what blanks, an invisible character, a typographic mark or a strange letter is read as."""
    found = match[0]
    if _BLANKS.match(found):
        return _blank(text, match, start, end)
    if found[0] in _ACCENTS:
        return ""  # there is no letter before it
    letter = mended(found) if len(found) > 1 else found
    if letter in _PLAIN:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "—" if letter == "–" and before.isspace() and after.isspace() else _PLAIN[letter]
    if letter in LOOKALIKES:
        return unmasked(text, match.start())
    return " " if letter.isspace() else narrow(letter)


def _blank(text: str, match: re.Match[str], start: int, end: int) -> str:
    found = match[0]
    if match.start() == start or match.end() == end or not any(char.isspace() for char in found):
        return ""
    is_broken_word = "\n" in found and text[match.start() - 1] == "-" and text[match.end()].isalpha()
    return "" if is_broken_word and text[match.start() - 2 : match.start() - 1].isalpha() else " "
