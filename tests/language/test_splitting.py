"""Names are split as the parser splits the texts that they stand in."""

from __future__ import annotations

import pytest

from diplograph.codebook.holders import load_holders
from diplograph.codebook.registry import load_registry
from diplograph.language.acronyms import is_short_for
from diplograph.language.parsing import load_nlp
from diplograph.language.splitting import split_names
from world import tokenise


@pytest.mark.parametrize("name", ["Oslo", "Ban Ri-sun", "U.S. Navy's fleet", "Ōsaka", "St. Im O'Neil", "A & B", ""])
def test_a_name_is_split_piece_by_piece(name: str) -> None:
    assert split_names([name, "Another Name"], tokenise)[name] == tuple(tokenise(name))


@pytest.mark.model
def test_every_registered_name_is_split_as_the_parser_does() -> None:
    tokenizer = load_nlp().tokenizer
    names = sorted({name.text for name in load_registry().names} | set(load_holders().full_names()))
    split = split_names(names, lambda text: [token.text for token in tokenizer(text)])
    assert [name for name in names if split[name] != tuple(token.text for token in tokenizer(name))] == []


@pytest.mark.parametrize(
    ("short", "before", "fits"),
    [
        ("DWU", "the Dock Workers Union", True),
        ("PLU", "group , Patriots for Lake Unity", True),
        ("NDB", "The rebel Northern Desert Brigade", True),
        ("U.N.", "officials of the United Nations", True),
        ("NGO", "the Dock Workers Union", False),
        ("AB", "Anna went home to see her Brother", False),
        ("XY", "nobody at all", False),
    ],
)
def test_acronyms_take_the_first_letters(short: str, before: str, fits: bool) -> None:
    assert is_short_for(short, before.split()[::-1]) is fits
