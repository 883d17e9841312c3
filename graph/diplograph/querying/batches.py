"""A graph in batches: a few subjects at a time, with all around them that the rules of validation look at.

A rule looks at what is said of a subject, at what is said of the objects of that, and at who points to the subject
by the few properties that rules follow backwards; of a claim about it also at what the claim says. So much goes
into a small store of its own, where the rules find of these subjects what they would find in the whole graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from diplograph.querying.shacl import inverse_paths
from diplograph.vocabulary import DG, PREFIXES

MOST_SUBJECTS = 1000
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_ABOUT = ox.NamedNode(str(DG.about))
_Subject = ox.NamedNode | ox.BlankNode | ox.Triple


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some subjects of a graph.

    Args:
        names: IRIs of the subjects; what else the store has is there for their sake, and not complete.
        store: with all graphs as one.
    """

    names: frozenset[str]
    store: ox.Store


def _subjects(store: ox.Store) -> Iterator[_Subject]:
    """Yield every subject graph by graph, so that those of one document come together."""
    for graph in (ox.DefaultGraph(), *sorted(store.named_graphs(), key=str)):
        last: _Subject | None = None
        for quad in store.quads_for_pattern(None, None, None, graph):
            if quad.subject != last:
                last = quad.subject
                yield last


def _said_of(store: ox.Store, subject: _Subject) -> list[ox.Quad]:
    quads = store.quads_for_pattern(subject, None, None, None)
    return [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]


def _pointing_to(store: ox.Store, thing: _Subject) -> Iterator[ox.Quad]:
    for path in inverse_paths():
        for quad in store.quads_for_pattern(None, ox.NamedNode(path), thing, None):
            yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _near(quads: Iterable[ox.Quad]) -> set[_Subject]:
    # A class is described in the ontology and not here.
    objects = {quad.object for quad in quads if quad.predicate != _TYPE}
    return {one for one in objects if isinstance(one, ox.NamedNode | ox.BlankNode)}


def _batch(store: ox.Store, subjects: set[_Subject]) -> Batch:
    own = [quad for subject in subjects for quad in _said_of(store, subject)]
    incoming = [quad for subject in subjects for quad in _pointing_to(store, subject)]
    near = (_near(own) | {quad.subject for quad in incoming if quad.predicate == _ABOUT}) - subjects
    found = ox.Store()
    found.bulk_extend(own + incoming)
    found.bulk_extend(quad for one in near for quad in _said_of(store, one))
    names = frozenset(one.value for one in subjects if isinstance(one, ox.NamedNode | ox.BlankNode))
    return Batch(names=names, store=found)


def batches(store: ox.Store, most: int = MOST_SUBJECTS) -> Iterator[Batch]:
    """Yield batches in which every subject of a store has its turn; one that several graphs speak of, several times.

    Args:
        store: all of its graphs are taken as one.
        most: subjects of a batch.
    """
    waiting = _subjects(store)
    while subjects := set(islice(waiting, most)):
        yield _batch(store, subjects)
