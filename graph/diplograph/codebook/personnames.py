"""Names of persons, reduced to what their spellings in news have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import combining, normalize

from diplograph.resources import read_table

SPELLINGS = "actors/holders-spellings.tsv"

_COLUMNS = ("spelling", "variants")
_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_MARKS = range(0x300, 0x370)
_ARTICLE = re.compile(r"\b(?:al|el|as|ash|ad|ar|an)[-‐‑]")
_ARTICLES = frozenset(("al", "el"))
_INITIALS = re.compile(r"(?<=\b\w) (?=\w\b)")
# Countries whose names news write in either order.
_EITHER_ORDER = frozenset(("HUN", "JPN"))


def fold(text: str) -> str:
    """Return ``text`` without capitals, diacritics, hyphens and Arabic articles, initials drawn together."""
    return " ".join(_tokens(text))


def plain_letters(text: str) -> str:
    """Return ``text`` with its letters as English keyboards have them, capitals kept: "Erdoğan" as "Erdogan"."""
    return "".join(_plain_letter(letter) for letter in text) if not text.isascii() else text


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    plain = letter.casefold().translate(_letters()).strip() or letter
    return plain.capitalize() if letter.isupper() else plain


def name_key(name: str) -> str:
    """Return what all spellings of ``name`` have in common; equal keys are one name."""
    tokens, spellings = _tokens(name), _spellings()
    if spellings.keys().isdisjoint(tokens):
        return " ".join(tokens)
    return " ".join([spellings.get(token, token) for token in tokens])


def is_one_slip(one: str, other: str) -> bool:
    """Return whether two words differ by one letter left out, added or changed, or by two exchanged."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    short, long = sorted((one, other), key=len)
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    exchanged = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return exchanged or short[at + 1 :] == long[at + 1 :]


def name_keys(name: str, surname: str, *, country: str | None) -> Iterator[str]:
    """Yield what ``name`` is found by: itself, without middle names, and in the other order where in use.

    Args:
        country: decides whether given name and surname change places in news.
    """
    whole, last = name_key(name), name_key(surname)
    yield whole
    if whole == last:
        return
    if whole.endswith(" " + last):
        given = whole.removesuffix(" " + last)
        yield f"{_first_name(given)} {last}"
        if country in _EITHER_ORDER:
            yield f"{last} {given}"
    elif whole.startswith(last + " "):
        yield f"{whole.removeprefix(last + ' ')} {last}"


def _first_name(given: str) -> str:
    return next((part for part in given.split(" ") if len(part) > 2), given)


def _tokens(text: str) -> list[str]:
    text = text.casefold()
    if "-" in text:
        text = _ARTICLE.sub("", text)
    tokens = text.translate(_letters()).split()
    if not _ARTICLES.isdisjoint(tokens):
        tokens[1:] = [token for token in tokens[1:] if token not in _ARTICLES]
    if len(tokens) > 1 and min(map(len, tokens)) == 1:
        tokens = _INITIALS.sub("", " ".join(tokens)).split()
    return tokens


@cache
def _letters() -> dict[int, str]:
    """Return what each letter becomes; a table, since to decompose every name costs half the load."""
    plain = {code: _without_marks(chr(code)) for code in _LATIN}
    special = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"}
    dropped = dict.fromkeys("'’‘`ʻʼʿʾ´", "") | dict.fromkeys(map(chr, _MARKS), "")
    return plain | str.maketrans(special | dropped | dict.fromkeys(".-‐‑–,", " "))


def _without_marks(letter: str) -> str:
    return "".join(char for char in normalize("NFKD", letter) if not combining(char))


@cache
def _spellings() -> dict[str, str]:
    return {
        variant: row["spelling"] for _, row in read_table(SPELLINGS, _COLUMNS) for variant in row["variants"].split()
    }
