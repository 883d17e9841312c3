"""Letters that are not what they look like: broken in transport, of another alphabet, in pieces, or set wide.

Only the text for the parser is mended, and every offset kept; what is quoted as evidence stays as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

COMBINING = "".join(map(chr, range(0x300, 0x370)))
"""Accents that stand after their letter."""

WIDE = "".join(map(chr, (*range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F))))
"""Ligatures of typesetters and letters as wide as Chinese ones."""

_LATIN: Mapping[str, str] = MappingProxyType(
    dict(zip("АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo", strict=True))
)
LOOKALIKES = "".join(_LATIN)
"""Cyrillic and Greek letters that look like Latin ones."""

_NEIGHBOURS = 30


def _as_windows(byte: int) -> str:
    # The five bytes without a meaning in Windows-1252 come through as control characters.
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


_REST = {_as_windows(byte): byte for byte in range(0x80, 0xC0)} | {chr(byte): byte for byte in range(0x80, 0xC0)}
_ANY = "".join(map(re.escape, _REST))
# The letters with which broken UTF-8 of Latin letters begins, and the sign with which quotation marks and dashes do.
BROKEN = f"[ÃÄÅ](?!\\xa0)[{_ANY}]|[ÃÅ]\\xa0(?=[^\\W\\d_])|Â[\\xa0-¿]|â[€\\x80][{_ANY}]"
"""UTF-8 that was taken for Windows-1252 on its way, such as "Ã©" for "é"; a regular expression."""


def mended(broken: str) -> str:
    """Return the character that ``broken``, a match of ``BROKEN``, was before; itself if it was none."""
    first = broken[0].encode("cp1252")
    try:
        return (first + bytes(_REST[char] for char in broken[1:])).decode("utf-8")
    except UnicodeDecodeError:
        return broken


def composed(letter: str) -> str:
    """Return a letter and its accents as one character if there is one, else the letter with its accents."""
    return unicodedata.normalize("NFC", letter)


def narrow(letter: str) -> str:
    """Return the ordinary letters of a ligature or a wide letter."""
    return unicodedata.normalize("NFKC", letter)


def unmasked(text: str, at: int) -> str:
    """Return the Latin letter that the one at ``at`` looks like, if the rest of its word is Latin; else itself."""
    before = re.split(r"[\W\d_]", text[max(0, at - _NEIGHBOURS) : at])[-1]
    after = re.split(r"[\W\d_]", text[at + 1 : at + 1 + _NEIGHBOURS])[0]
    is_latin = any("A" <= char <= "z" for char in before + after)
    return _LATIN[text[at]] if is_latin else text[at]
