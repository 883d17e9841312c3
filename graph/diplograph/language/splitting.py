"""Names split into tokens as the parser splits texts, in one go: asked one by one, the names cost half the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

Tokenise = Callable[[str], Sequence[str]]
# A word of letters alone is split only if it is a contraction ("Im", "Wont"); names have no such words of more letters.
LONGEST_CONTRACTION = 4


def split_names(names: Iterable[str], tokenise: Tokenise) -> Mapping[str, tuple[str, ...]]:
    """Return the tokens of each name.

    Args:
        tokenise: must split at blanks first and then each piece by itself, as spaCy's tokenizers do.
    """
    texts = list(dict.fromkeys(names))
    pieces = list(dict.fromkeys(piece for text in texts for piece in text.split()))
    asked = [piece for piece in pieces if len(piece) <= LONGEST_CONTRACTION or not piece.isalpha()]
    split = dict(zip(asked, _parted(asked, tokenise(" ".join(asked))), strict=True))
    return {text: tuple(token for piece in text.split() for token in split.get(piece, (piece,))) for text in texts}


def _parted(pieces: Sequence[str], tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """Deal the tokens of the joined pieces out to the pieces."""
    found, place = [], 0
    for piece in pieces:
        start, length = place, 0
        while length < len(piece):
            length += len(tokens[place])
            place += 1
        found.append(tuple(tokens[start:place]))
    return found
