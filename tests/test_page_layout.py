"""Places: nothing hides anything, the same each time."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from diplograph.outputs.page.layout import BACKBONE, actor_places, event_place, label_boxes, settle

GRAPHS = {
    "none": (0, []),
    "one": (1, []),
    "pair": (2, [(0, 1)]),
    "star": (25, [(0, at) for at in range(1, 25)]),
    "ring": (12, [(at, (at + 1) % 12) for at in range(12)]),
    "all with all": (15, [(a, b) for a in range(15) for b in range(a)]),
    "apart": (9, [(0, 1), (2, 3), (4, 5), (5, 6)]),
    "crowd": (120, [(at, at // 3) for at in range(1, 120)]),
}


def laid_out(name: str) -> np.ndarray:
    size, edges = GRAPHS[name]
    neighbours: list[Counter[int]] = [Counter() for _ in range(size)]
    for a, b in edges:
        neighbours[a][b] += 1
        neighbours[b][a] += 1
    return actor_places([f"Actor number {at}" for at in range(size)], neighbours, range(size))


@pytest.mark.parametrize("name", sorted(GRAPHS))
def test_no_label_of_the_busiest_covers_another(name: str) -> None:
    places = laid_out(name)[:BACKBONE]
    boxes = label_boxes([f"Actor number {at}" for at in range(len(places))], height=26)
    for a in range(len(places)):
        for b in range(a):
            assert (np.abs(places[a] - places[b]) >= boxes[a] + boxes[b] - 1e-9).any()


@pytest.mark.parametrize("name", sorted(GRAPHS))
def test_places_are_finite_and_the_same_each_time(name: str) -> None:
    assert np.isfinite(laid_out(name)).all()
    assert (laid_out(name) == laid_out(name)).all()


def test_neighbours_stand_nearer_than_strangers() -> None:
    places = laid_out("ring")
    near = np.mean([np.linalg.norm(places[at] - places[(at + 1) % 12]) for at in range(12)])
    far = np.mean([np.linalg.norm(places[at] - places[(at + 6) % 12]) for at in range(12)])
    assert near < far / 1.5


def test_an_event_stands_among_its_participants() -> None:
    actors = np.array([[0.0, 0.0], [400.0, 0.0], [0.0, 900.0]])
    place = event_place(actors, [0, 1], 0)
    assert np.linalg.norm(place - np.array([200.0, 0.0])) < 80


def test_settling_moves_only_what_is_covered() -> None:
    places = np.array([[0.0, 0.0], [500.0, 500.0], [3.0, 3.0]])
    moved = settle(places, np.full((3, 2), 20.0))
    assert (moved[:2] == places[:2]).all()
    assert (moved[2] != places[2]).any()
