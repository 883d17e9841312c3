"""axe-core finds nothing to complain of, in each view and theme, with and without something picked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PICKED = {
    "nothing": {},
    "event": {"selected": json.dumps(["event", "arrest-03"])},
    "actor": {"selected": json.dumps(["actor", "USA"])},
    "pair": {"selected": json.dumps(["sides", "USA", "SUN"])},
}
VIEWS = {
    "relations": {},
    "timeline": {"view": "timeline"},
    "ladder": {"view": "events"},
    "ego": {"view": "events", "focus": json.dumps(["actor", "USA"])},
    "table": {"view": "table"},
}


@pytest.mark.parametrize("size", [(1400, 900), (375, 800)], ids=["wide", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("view", sorted(VIEWS))
def test_axe_finds_nothing(visit: Callable[..., Any], axe: str, view: str, dark: bool, size: tuple[int, int]) -> None:
    page = visit(state=VIEWS[view] | {"off-status": "[]"}, dark=dark, size=size).page
    page.evaluate(axe)
    assert complaints(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("picked", sorted(PICKED))
def test_axe_finds_nothing_in_the_evidence(visit: Callable[..., Any], axe: str, picked: str, dark: bool) -> None:
    page = visit(state={"view": "timeline"} | PICKED[picked], dark=dark).page
    page.evaluate(axe)
    assert complaints(page) == []


def complaints(page: Any) -> list[str]:
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
