"""Registered names in a text: the longest, valid on the day, never a part of a person's name."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from diplograph.codebook.registry import Name
from diplograph.language.gazetteer import Gazetteer, Hit
from diplograph.model import MentionKind
from trees import Case, case_named, cases_of, parsed_from, tree_from
from world import knowledge, tokenise


def _hits(case: Case) -> tuple[Hit, ...]:
    parsed = parsed_from(case)
    return knowledge().gazetteer.find(parsed.tree, parsed.document.published)


@pytest.mark.parametrize("case", cases_of("names", "hits"))
def test_names_are_found(case: Case) -> None:
    tree = tree_from(case)
    found = [f"{tree.slice(hit.start, hit.end)} {hit.name.actor} {hit.name.kind.value}" for hit in _hits(case)]
    assert found == case["hits"]


@pytest.mark.parametrize("case", cases_of("names", "longest"))
def test_longest_name_wins(case: Case) -> None:
    tree = tree_from(case)
    assert tree.slice(_hits(case)[0].start, _hits(case)[0].end) == case["longest"]


@pytest.mark.parametrize("case", cases_of("names", "persons"))
def test_name_within_a_persons_name_is_passed_over(case: Case) -> None:
    tree = tree_from(case)
    found = {tree.slice(hit.start, hit.end) for hit in _hits(case)}
    assert found.isdisjoint(case["persons"])


@pytest.mark.parametrize("case", cases_of("names", "name"))
def test_hits_are_in_order_and_apart(case: Case) -> None:
    hits = _hits(case)
    assert all(first.end <= second.start for first, second in pairwise(hits))
    assert all(hit.start < hit.end for hit in hits)


def _name(text: str, actor: str, **more: object) -> Name:
    known = {"kind": MentionKind.NAME, "earliest": None, "latest": None, "cased": False}
    return Name(text=text, actor=actor, **(known | more))  # type: ignore[arg-type]  # keywords by name


@pytest.mark.parametrize(
    ("names", "day", "actor"),
    [
        ([_name("Kenya", "A"), _name("Kenya", "B", kind=MentionKind.METONYM)], None, "B"),
        ([_name("Kenya", "B"), _name("Kenya", "")], None, "B"),
        ([_name("Kenya", "B", latest=date(1999, 1, 1)), _name("Kenya", "A")], date(1999, 1, 2), "A"),
        ([_name("Kenya", "B", latest=date(1999, 1, 1)), _name("Kenya", "C")], date(1999, 1, 1), "B"),
        ([_name("Kenya", "B", earliest=date(1999, 1, 1))], date(1998, 12, 31), None),
        ([_name("Kenya", "B", earliest=date(1999, 1, 1))], None, "B"),
    ],
    ids=["seat of power", "denotes nobody", "day after", "last day", "day before", "no day"],
)
def test_one_of_several_names(names: list[Name], day: date | None, actor: str | None) -> None:
    tree = tree_from(case_named("names", "states"))
    hits = Gazetteer(names, tokenise).find(tree, day)
    assert [hit.name.actor for hit in hits] == ([] if actor is None else [actor])


@pytest.mark.parametrize(("cased", "found"), [(False, 1), (True, 0)])
def test_cased_name_is_not_found_in_capitals(cased: bool, found: int) -> None:
    tree = tree_from(case_named("names", "upper case"))
    assert len(Gazetteer([_name("Kenya", "KEN", cased=cased)], tokenise).find(tree, None)) == found
