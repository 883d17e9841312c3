"""A graph in batches: a few subjects at a time, with all around them that the rules of validation look at.

A rule looks at what is said of a subject, at what is said of the objects of that, and at who points to the subject
by the few properties that rules follow backwards; of a claim about it also at what the claim says. So much goes
into a small store of its own, where the rules find of these subjects what they would find in the whole graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby, islice
from operator import attrgetter

import pyoxigraph as ox

from diplograph.querying.shacl import inverse_paths
from diplograph.vocabulary import DG, PREFIXES

MOST_SUBJECTS = 1000
# Of whom more is said than this, it is said by many documents, and looked up once.
_MUCH = 200
_MOST_HUBS = 2000
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_ABOUT = ox.NamedNode(str(DG.about))
# The one property of which a subject may have as many as there are documents. Rules ask of each value by itself.
_DENOTED_BY = ox.NamedNode(str(DG.denotedBy))
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


def _plain(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def _sayings(store: ox.Store) -> Iterator[tuple[_Subject, list[ox.Quad]]]:
    """Yield what each graph says of each subject, graph by graph, so that those of one document come together."""
    for graph in (ox.DefaultGraph(), *sorted(store.named_graphs(), key=str)):
        quads = store.quads_for_pattern(None, None, None, graph)
        for subject, said in groupby(quads, key=attrgetter("subject")):
            yield subject, [_plain(quad) for quad in said]


class _Source:
    """A store that is looked up; what it says of those of whom every document speaks is remembered."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._hubs: dict[_Subject, set[ox.Quad]] = {}

    def said_of(self, subject: _Subject) -> set[ox.Quad]:
        """Return what all graphs say of a subject, but for the places where it is named."""
        if subject in self._hubs:
            return self._hubs[subject]
        found, count = set(), 0
        for quad in self._store.quads_for_pattern(subject, None, None, None):
            count += 1
            if quad.predicate != _DENOTED_BY:
                found.add(_plain(quad))
        if count > _MUCH:
            self._remember(subject, found)
        return found

    def _remember(self, subject: _Subject, found: set[ox.Quad]) -> None:
        if len(self._hubs) >= _MOST_HUBS:
            self._hubs.clear()
        self._hubs[subject] = found

    def pointing_to(self, thing: _Subject) -> Iterator[ox.Quad]:
        """Yield who has a subject as a value of a property that rules follow backwards."""
        for path in inverse_paths():
            yield from map(_plain, self._store.quads_for_pattern(None, ox.NamedNode(path), thing, None))


def _near(quads: Iterable[ox.Quad]) -> set[_Subject]:
    # A class is described in the ontology and not here.
    objects = {quad.object for quad in quads if quad.predicate != _TYPE}
    return {one for one in objects if isinstance(one, ox.NamedNode | ox.BlankNode)}


def _batch(source: _Source, said: Iterable[tuple[_Subject, list[ox.Quad]]]) -> Batch:
    subjects, own = set[_Subject](), set[ox.Quad]()
    for subject, quads in said:
        subjects.add(subject)
        own.update(quads)
    own.update(quad for subject in subjects for quad in source.said_of(subject))
    incoming = [quad for subject in subjects for quad in source.pointing_to(subject)]
    near = (_near(own) | {quad.subject for quad in incoming if quad.predicate == _ABOUT}) - subjects
    found = ox.Store()
    found.bulk_extend(chain(own, incoming, (quad for one in near for quad in source.said_of(one))))
    names = frozenset(one.value for one in subjects if isinstance(one, ox.NamedNode | ox.BlankNode))
    return Batch(names=names, store=found)


def batches(store: ox.Store, most: int = MOST_SUBJECTS) -> Iterator[Batch]:
    """Yield batches in which every subject of a store has its turn; one that several graphs speak of, several times.

    Args:
        store: all of its graphs are taken as one.
        most: subjects of a batch.
    """
    source, waiting = _Source(store), _sayings(store)
    while said := list(islice(waiting, most)):
        yield _batch(source, said)
