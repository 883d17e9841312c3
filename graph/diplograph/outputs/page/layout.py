"""Places for actors and events, computed once so that an actor stands at the same place in every view.

The busiest actors are laid out by stress majorisation (Gansner, Koren and North, Graph Drawing 2004), the
others around their neighbours, each on the nearest free place for its label; events at the barycentre of
their participants. Deterministic: the start is a circle in the given order, nothing is drawn at random.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

BACKBONE = 40
ROUNDS = 400
EDGE_LENGTH = 130.0
ASPECT = 1.25
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_TRIES = 1600
_MARGIN = 6.0
_FEW = 6
# How much wider than high the middle of the page is.
_SCREEN = 1.4
_CHUNK = 100

Points = NDArray[np.float64]
Neighbours = Sequence[Mapping[int, int]]


def _hops(neighbours: Neighbours, start: int) -> dict[int, int]:
    reached, waiting = {start: 0}, deque([start])
    while waiting:
        node = waiting.popleft()
        for other in sorted(neighbours[node]):
            if other not in reached:
                reached[other] = reached[node] + 1
                waiting.append(other)
    return reached


def _distances(neighbours: Neighbours) -> Points:
    size = len(neighbours)
    far = 3.0
    distances = np.full((size, size), np.nan)
    for node in range(size):
        for other, hops in _hops(neighbours, node).items():
            distances[node, other] = hops
    distances[np.isnan(distances)] = far
    limited: Points = np.minimum(distances, 5.0)
    return limited


def _circle(size: int) -> Points:
    angles = np.arange(size) * (2 * math.pi / max(size, 1)) + 0.3
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) * math.sqrt(max(size, 1)) / 2


def _stress(neighbours: Neighbours) -> Points:
    """Move every point to where its wished distances pull it on average, again and again."""
    places, wished = _circle(len(neighbours)), _distances(neighbours)
    weights = 1 / np.maximum(wished, 1) ** 2
    np.fill_diagonal(weights, 0)
    total = np.maximum(weights.sum(axis=1), 1e-9)[:, None]
    for _ in range(ROUNDS):
        apart = places[:, None, :] - places[None, :, :]
        length = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-6)
        pull = places[None, :, :] + apart * (wished / length)[:, :, None]
        places = places * 0.4 + 0.6 * (pull * weights[:, :, None]).sum(axis=1) / total
    return places


def _upright(places: Points) -> Points:
    """Turn the drawing so that its longest extent lies level, for screens are wider than high."""
    if len(places) < 3:
        return np.array([[-0.15, -0.36], [0.15, 0.36]])[: len(places)]
    centred = places - places.mean(axis=0)
    xx, yy, xy = (centred[:, 0] ** 2).sum(), (centred[:, 1] ** 2).sum(), (centred[:, 0] * centred[:, 1]).sum()
    angle = -0.5 * math.atan2(2 * xy, xx - yy)
    turn = math.cos(angle), math.sin(angle)
    return np.stack(
        [
            centred[:, 0] * turn[0] - centred[:, 1] * turn[1],
            centred[:, 0] * turn[1] + centred[:, 1] * turn[0],
        ],
        axis=1,
    )


def _framed(places: Points) -> Points:
    """Stretch the drawing into the frame's proportions."""
    extent = np.maximum(places.max(axis=0) - places.min(axis=0), 1e-6)
    scale = EDGE_LENGTH * np.array([ASPECT, 1.0])
    wanted = math.sqrt(max(len(places), 12)) * scale
    # Two or three actors keep their shape; more fill the frame both ways.
    stretch = wanted / extent if len(places) > 4 else np.minimum(wanted / extent, scale * 0.9)
    framed: Points = (places - places.mean(axis=0)) * stretch
    return _evened(framed, wanted) if len(places) > _FEW else framed


def _evened(places: Points, extent: Points) -> Points:
    """Pull crowds apart and outsiders in: each place moves half the way to its rank along either axis."""
    ranks = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even: Points = (ranks / (len(places) - 1) - 0.5) * extent
    return (places + even) / 2


def _spiral(stride: float, aspect: float) -> Points:
    turns = np.arange(_TRIES)
    radius, angle = stride * np.sqrt(turns), turns * _GOLDEN_ANGLE
    return np.stack([radius * np.cos(angle) * aspect, radius * np.sin(angle)], axis=1)


def _free(candidates: Points, box: Points, places: Points, boxes: Points) -> NDArray[np.bool_]:
    apart = np.abs(candidates[:, None, :] - places[None, :, :])
    level, upright = apart[:, :, 0] < (boxes + box)[:, 0], apart[:, :, 1] < (boxes + box)[:, 1]
    free: NDArray[np.bool_] = ~np.any(level & upright, axis=1)
    return free


def _nearest_free(candidates: Points, box: Points, places: Points, boxes: Points) -> Points:
    for start in range(0, len(candidates), _CHUNK):
        some = candidates[start : start + _CHUNK]
        free = _free(some, box, places, boxes)
        if free.any():
            nearest: Points = some[int(np.argmax(free))]
            return nearest
    last: Points = candidates[-1]
    return last


def settle(places: Points, boxes: Points, *, stride: float = 9.0, aspect: float = ASPECT) -> Points:
    """Return ``places`` such that no box (of these half sizes) covers another.

    Each in turn takes the nearest free place on a spiral around its own.

    Args:
        stride: how far apart the tried places lie.
        aspect: how much wider than high the search goes.
    """
    places, spiral = places.copy(), _spiral(stride, aspect)
    for at in range(1, len(places)):
        before = places[:at], boxes[:at]
        if not _free(places[at : at + 1], boxes[at], *before)[0]:
            places[at] = _nearest_free(places[at] + spiral, boxes[at], *before)
    return places


def _around(places: Points, turn: int, radius: float) -> Points:
    centre = places.mean(axis=0)
    angle = turn * _GOLDEN_ANGLE
    moved: Points = centre + radius * np.array([math.cos(angle) * ASPECT, math.sin(angle)])
    return moved


def label_boxes(labels: Sequence[str], *, height: float) -> Points:
    """Return half widths and heights that keep wrapped labels apart."""
    widths = [max((len(line) for line in label.split("\n")), default=1) * 4.3 + 12 for label in labels]
    lines = [label.count("\n") + 1 for label in labels]
    return np.array([[width, height + 9.0 * extra] for width, extra in zip(widths, lines, strict=True)]).reshape(-1, 2)


def _components(neighbours: Neighbours) -> list[list[int]]:
    """Return the connected components, the largest first."""
    seen: set[int] = set()
    found = []
    for node in range(len(neighbours)):
        if node not in seen:
            members = sorted(_hops(neighbours, node))
            seen.update(members)
            found.append(members)
    return sorted(found, key=lambda members: (-len(members), members))


def _packed(halves: Points) -> Points:
    """Place boxes (of these half sizes) beside one another so that all of them together fill a screen best."""
    middles, spiral = np.zeros_like(halves), _spiral(14.0, ASPECT)
    low, high = -halves[0], halves[0]
    for at in range(1, len(halves)):
        tried = (low + high) / 2 + spiral
        tried = tried[_free(tried, halves[at], middles[:at], halves[:at])]
        if not len(tried):
            tried = np.array([[high[0] + halves[at][0], 0.0]])
        size = np.maximum(high, tried + halves[at]) - np.minimum(low, tried - halves[at])
        best = tried[int(np.argmin(np.maximum(size[:, 0] / _SCREEN, size[:, 1])))]
        middles[at] = best
        low, high = np.minimum(low, best - halves[at]), np.maximum(high, best + halves[at])
    return middles


def _core_places(neighbours: Neighbours, boxes: Points) -> Points:
    """Lay out each component by itself, then pack the components around the largest."""
    places, halves = np.zeros((len(neighbours), 2)), []
    components = _components(neighbours)
    for members in components:
        index = {node: at for at, node in enumerate(members)}
        inside = [{index[other]: n for other, n in neighbours[node].items()} for node in members]
        drawn = settle(_framed(_upright(_stress(inside))), boxes[members])
        low, high = (drawn - boxes[members]).min(axis=0), (drawn + boxes[members]).max(axis=0)
        places[members] = drawn - (low + high) / 2
        halves.append((high - low) / 2 + _MARGIN)
    for members, middle in zip(components, _packed(np.array(halves).reshape(-1, 2)), strict=True):
        places[members] += middle
    return places


def _outer_places(inner: Points, neighbours: Neighbours, order: Sequence[int]) -> Points:
    """Place each further actor beside the neighbours that already have a place, else outside."""
    rank = {node: at for at, node in enumerate(order)}
    places = [*inner]
    rim = float(np.abs(inner).max()) * 1.25 + EDGE_LENGTH if len(inner) else EDGE_LENGTH
    for at in range(len(inner), len(order)):
        known = [places[rank[other]] for other in sorted(neighbours[order[at]]) if rank[other] < at]
        near = EDGE_LENGTH * (0.8 + 0.12 * math.sqrt(at - len(inner)))
        origin = np.array(known) if known else np.zeros((1, 2))
        places.append(_around(origin, at, near if known else rim))
    return np.array(places).reshape(-1, 2)


def actor_places(labels: Sequence[str], neighbours: Neighbours, busiest: Sequence[int]) -> Points:
    """Return a place for each actor.

    Args:
        labels: wrapped names, for the size of their boxes.
        neighbours: for each actor, the others it shares events with, and how many.
        busiest: all actors, the busiest first.
    """
    if not labels:
        return np.zeros((0, 2))
    core = list(busiest[:BACKBONE])
    index = {node: at for at, node in enumerate(core)}
    inside = [{index[o]: n for o, n in neighbours[node].items() if o in index} for node in core]
    boxes = label_boxes([labels[node] for node in core], height=26)
    inner = _core_places(inside, boxes)
    # The page clears the labels of the less busy itself, when a search or filter brings them up.
    everyone = _outer_places(inner, neighbours, busiest)
    places = np.zeros_like(everyone)
    places[list(busiest)] = everyone
    return places


def event_place(actors: Points, members: Sequence[int], turn: int) -> Points:
    """Return a place for an event: the middle of its participants, a little aside from other events.

    Args:
        actors: their places.
        members: rows of the participants.
        turn: the event's number.
    """
    origin = actors[list(members)] if members else np.zeros((1, 2))
    return _around(origin, turn, 110.0 if len(members) < 2 else 14.0 + 6.0 * (turn % 7))
