"""Who belongs together, and whether friends and foes fit: communities and signed triangles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import networkx

from diplograph.analysis.measures.networks import need


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """Nodes in groups.

    Args:
        groups: the largest first, each sorted.
        modularity: how much more lies within the groups than by chance, at most 1.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float


def communities(network: Any, *, weight: str = "cooperation", resolution: float = 1.0, seed: int = 0) -> Communities:
    """Return groups of nodes that have more to do with each other than with the rest.

    Louvain's greedy search (Blondel et al. 2008, Journal of Statistical Mechanics P10008) for the partition with the
    greatest modularity Q = 1/2m sum_ij (w_ij - g s_i s_j / 2m) d(c_i, c_j), with s the strengths, m half their sum, g
    the resolution. Only positive ties mean belonging together: hence co-operation, not all events. The search is random
    with a fixed seed; small groups can be swallowed (Fortunato and Barthelemy 2007, PNAS 104: 36-41). Compare seeds
    and resolutions before you name a group.

    Args:
        network: the view ``actors`` or ``countries``, undirected.
        weight: the attribute that ties; an edge where it is 0 is none.
        resolution: more than 1 gives smaller groups.
        seed: of the search.

    Raises:
        UsageError: if it is another view, or directed.
    """
    need(network, directed=False)
    names = sorted(network)
    # By number, because sets of texts have another order in every run of Python.
    number = {name: at for at, name in enumerate(names)}
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(names)))
    ties = sorted((number[a], number[b], data[weight]) for a, b, data in network.edges(data=True))
    graph.add_weighted_edges_from(tie for tie in ties if tie[2] > 0)
    if not graph.number_of_edges():
        return Communities(groups=tuple((name,) for name in names), modularity=0.0)
    found = networkx.community.louvain_communities(graph, weight="weight", resolution=resolution, seed=seed)
    quality = networkx.community.modularity(graph, found, weight="weight", resolution=resolution)
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    return Communities(groups=tuple(tuple(names[at] for at in group) for group in groups), modularity=quality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triads:
    """The triangles of a signed network by their number of negative sides.

    Args:
        all_positive: +++, balanced: friends of friends are friends.
        one_negative: ++-, not balanced.
        two_negative: +--, balanced: the enemy of an enemy is a friend.
        all_negative: ---, balanced only in the weak sense.
    """

    all_positive: int = 0
    one_negative: int = 0
    two_negative: int = 0
    all_negative: int = 0

    @property
    def triangles(self) -> int:
        """Return their number."""
        return self.all_positive + self.one_negative + self.two_negative + self.all_negative

    @property
    def balance(self) -> float | None:
        """Return the part of triangles whose signs multiply to plus; none without triangles."""
        return (self.all_positive + self.two_negative) / self.triangles if self.triangles else None

    @property
    def weak_balance(self) -> float | None:
        """Return the part of triangles that have not exactly one negative side; none without triangles."""
        return 1 - self.one_negative / self.triangles if self.triangles else None


def _signed(network: Any) -> dict[str, dict[str, int]]:
    signs: dict[str, dict[str, int]] = {name: {} for name in network}
    for a, b, data in network.edges(data=True):
        if data["cooperation"] != data["conflict"]:
            signs[a][b] = signs[b][a] = 1 if data["cooperation"] > data["conflict"] else -1
    return signs


def _triangles(signs: Mapping[str, Mapping[str, int]]) -> Iterator[int]:
    """Yield the number of negative sides of every triangle, each once."""
    for a in sorted(signs):
        for b, c in combinations(sorted(name for name in signs[a] if name > a), 2):
            if c in signs[b]:
                yield [signs[a][b], signs[a][c], signs[b][c]].count(-1)


def structural_balance(network: Any) -> Triads:
    """Return how many triangles of friends and foes are balanced.

    A side is positive if the two have more co-operative than conflictual events, negative if fewer; as many of both
    make no side. A triangle is balanced if the product of its signs is plus (Heider 1946, Journal of Psychology 21:
    107-112; Cartwright and Harary 1956, Psychological Review 63: 277-293), in the weak sense also if all are
    minus (Davis 1967, Human Relations 20: 181-187). Triangles out of one event of three equals are positive by
    construction, and time is left out: two signs of a triangle can be years apart.

    Args:
        network: the view ``actors`` or ``countries``, undirected.

    Raises:
        UsageError: if it is another view, or directed.
    """
    need(network, directed=False)
    found = [0, 0, 0, 0]
    for negative in _triangles(_signed(network)):
        found[negative] += 1
    return Triads(all_positive=found[0], one_negative=found[1], two_negative=found[2], all_negative=found[3])
