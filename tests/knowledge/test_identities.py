"""Who is who across documents: a table of sightings, and what must hold for any of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.knowledge.identities import Identity, identities, identity_merge
from diplograph.knowledge.naming import identity_ids
from diplograph.knowledge.sightings import Sighting, is_registered
from diplograph.model import Actor, ActorKind, Verdict
from reportworld import sighting

DATA = Path(__file__).parents[1] / "data" / "merging"
CASES: list[dict[str, Any]] = yaml.safe_load((DATA / "persons.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Load the registry before any property is timed."""
    identity_ids(identities([sighting("a@2021-05-01 Ida_Moen NOR -")])[0])


def _groups(found: Iterable[Identity]) -> set[tuple[str, ...]]:
    return {one.refs for one in found}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_who_is_who(case: dict[str, Any]) -> None:
    seen = [sighting(line) for line in case["lines"]]
    grouped = {at for group in case["one"] for at in group}
    groups = [*case["one"], *([at] for at in range(len(seen)) if at not in grouped)]
    for ordered in (seen, seen[::-1]):
        found, doubts = identities(ordered)
        assert _groups(found) == {tuple(sorted(seen[at].ref for at in group)) for group in groups}
        merges = [identity_merge(one, "x") for one in found if len(one.sightings) > 1]
        assert {merge.rule for merge in merges} <= {case.get("rule", merge.rule) for merge in merges}
        assert [merge.score for merge in merges] == [case.get("score", merge.score) for merge in merges]
        assert all(merge.reason and merge.evidence for merge in (*merges, *doubts))
        assert sorted({doubt.verdict.value for doubt in doubts}) == case.get("listed", [])
        if "ids" in case:
            first = {one.refs: min(map(seen.index, one.sightings)) for one in found}
            ids = dict(zip((one.refs for one in found), identity_ids(found), strict=True))
            assert [ids[refs] for refs in sorted(first, key=first.__getitem__)] == case["ids"]


def test_a_registered_person_is_registered_only_at_home() -> None:
    rudd = Actor(id="kevin-rudd", name="Kevin Rudd", kind=ActorKind.PERSON, country="AUS", linked=True)
    assert is_registered(rudd)
    assert not is_registered(
        Actor(id="kevin-rudd", name="Kevin Rudd", kind=ActorKind.PERSON, country="FRA", linked=True)
    )


DAYS = st.sampled_from(["2021-05-01", "2021-05-20", "2021-09-01", "1990-01-01"])
NAMES = st.sampled_from(["Moen", "Ida_Moen", "I._Moen", "Ida_Ruth_Moen", "Eva_Moen", "Wang", "Wang_Yi", "Li_Wang"])
COUNTRIES = st.sampled_from(["NOR", "CHN", "GBR", "-"])
OFFICES = st.sampled_from(
    ["-", "foreign-minister", "trade-minister", "foreign-minister,trade-minister", "spokesperson"]
)
LINES = st.tuples(st.integers(0, 40), DAYS, NAMES, COUNTRIES, OFFICES).map(
    lambda parts: f"d{parts[0]}@{parts[1]} {parts[2]} {parts[3]} {parts[4]}"
)
MANY = st.lists(LINES, max_size=10, unique_by=lambda line: line.split("@")[0]).map(
    lambda lines: [sighting(line) for line in lines]
)


@given(MANY, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_order_does_not_matter(seen: list[Sighting], random: Any) -> None:
    found, doubts = identities(seen)
    again, same = identities(random.sample(seen, len(seen)))
    assert again == found
    assert sorted(doubts, key=repr) == sorted(same, key=repr)


@given(MANY)
@settings(max_examples=200)
def test_forbidden_merges_never_happen(seen: list[Sighting]) -> None:
    found, _ = identities(seen)
    assert sorted(ref for one in found for ref in one.refs) == sorted(one.ref for one in seen)
    for one in found:
        assert len({sight.country for sight in one.sightings if sight.country}) <= 1
        given_names = {sight.name[0][0] for sight in one.sightings if len(sight.name) > 1}
        assert len(given_names) <= 1


@given(MANY)
def test_ids_are_distinct_and_nobody_elses(seen: list[Sighting]) -> None:
    found, _ = identities(seen)
    ids = identity_ids(found)
    assert len(ids) == len(set(ids)) == len(found)


@given(MANY)
def test_what_is_sure_is_not_doubtful(seen: list[Sighting]) -> None:
    found, doubts = identities(seen)
    for doubt in doubts:
        assert doubt.verdict is not Verdict.SAME
        holders = {one.refs for one in found for ref in doubt.members if ref in one.refs}
        assert len(holders) > 1
