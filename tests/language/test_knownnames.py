"""Names of known persons are found whatever the tagger took them for."""

from __future__ import annotations

import pytest

from diplograph.codebook.holders import load_holders
from diplograph.codebook.personnames import is_one_slip, plain_letters
from diplograph.language.mending.knownnames import KnownNames, mend
from diplograph.language.tree import Tree
from world import tokenise

NAMES = KnownNames(["Alva Öst", "Ban Ri-sun", "Hassan Idu", "Hassan Idu Karim"], tokenise)


def _misread(*words: str) -> Tree:
    """Return a parse that takes every word for a verb that hangs by the first one."""
    starts = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words))]
    return Tree(
        text=" ".join(words),
        words=words,
        lemmas=[word.lower() for word in words],
        pos=["VERB"] * len(words),
        tags=["VB"] * len(words),
        deps=["ROOT", *["dep"] * (len(words) - 1)],
        heads=[0] * len(words),
        starts=starts,
        sentences=[(0, len(words))],
        entities=[(1, 3, "ORG")] if len(words) > 2 else [],
    )


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Ban Ri-sun spoke", [(0, 4)]),
        ("BAN RI-SUN spoke", [(0, 4)]),
        ("Alva Ost and Alva Öst", [(0, 2), (3, 5)]),
        ("Hassan Idu Karim met Hassan Idu", [(0, 3), (4, 6)]),
        ("Hassan met Idu", []),
    ],
)
def test_the_longest_name_is_found(text: str, spans: list[tuple[int, int]]) -> None:
    assert list(NAMES.find(tokenise(text))) == spans


def test_a_misread_name_becomes_one_person() -> None:
    tree = mend(_misread("met", "Hassan", "Idu", "there"), NAMES)
    assert tree.entities == [(1, 3, "PERSON")]
    assert tree.pos == ["VERB", "PROPN", "PROPN", "VERB"]
    assert (tree.heads[1], tree.deps[1]) == (2, "compound")
    assert (tree.heads[2], tree.deps[2]) == (0, "dep")


def test_what_hung_by_a_part_hangs_by_the_name() -> None:
    tree = mend(_misread("Hassan", "Idu", "spoke"), NAMES)
    assert tree.heads == [1, 1, 1]
    assert tree.deps[1] == "ROOT"


def test_a_parse_without_known_names_stays_as_it_is() -> None:
    tree = _misread("nobody", "spoke")
    assert mend(tree, NAMES) is tree


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("mitterand", "mitterrand", True),
        ("bouteflicka", "bouteflika", True),
        ("sharon", "sharno", True),
        ("sharon", "sharin", True),
        ("sharon", "sharon", True),
        ("sharon", "shorin", False),
        ("sharon", "sharonova", False),
    ],
)
def test_one_slip_of_the_pen(one: str, other: str, near: bool) -> None:
    assert is_one_slip(one, other) is near
    assert is_one_slip(other, one) is near


@pytest.mark.parametrize(("text", "plain"), [("Erdoğan", "Erdogan"), ("ÖZ", "OZ"), ("Łódź", "Lodz"), ("Yi", "Yi")])
def test_plain_letters(text: str, plain: str) -> None:
    assert plain_letters(text) == plain


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Dmitry Anatolyevich Medvedev", "dmitry-medvedev"),
        ("Mariano Rajoy Brey", "mariano-rajoy"),
        ("Francois Mitterand", "francois-mitterrand"),
        ("Abdelaziz Bouteflicka", "abdelaziz-bouteflika"),
        ("Mikhail Saakashvilli", "mikheil-saakashvili"),
    ],
)
def test_longer_and_misspelt_names(name: str, person: str) -> None:
    assert {held.person.id for held in load_holders().named(name)} == {person}


@pytest.mark.parametrize("name", ["Francois Durand", "Angela", "John Nobody Smithers", "Anders Fogh Olsen"])
def test_other_names_stay_unknown(name: str) -> None:
    assert load_holders().named(name) == ()
