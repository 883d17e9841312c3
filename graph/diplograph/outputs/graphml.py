"""GraphML that Gephi, yEd and networkx read, the same bytes for the same graph.

GraphML has no times of its own: Gephi reads ``start`` and ``end`` as columns, and makes its timeline of them when they
are merged into a time interval in its data laboratory. GEXF opens with the timeline at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from diplograph.external import Sorter, Spool
from diplograph.model import Actor, Event, Records
from diplograph.outputs.network import (
    EVENT_NETWORK,
    Attributes,
    Edge,
    actor_attributes,
    actor_node,
    event_attributes,
    event_node,
    role_edges,
)
from diplograph.outputs.wordings import Wordings
from diplograph.records import actor_from_json, in_id_order

if TYPE_CHECKING:
    import networkx

# XML 1.0 has no way to write these, not even escaped; the replacement character keeps ids apart from none.
_NOT_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_HEADER = "<?xml version='1.0' encoding='utf-8'?>\n"


def xml_text(text: str) -> str:
    """Return ``text`` with every character that XML cannot hold replaced by U+FFFD."""
    return _NOT_XML.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def _clean(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: xml_text(value) if isinstance(value, str) else value for name, value in attributes.items()}


def xml_safe(graph: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Return a copy of ``graph`` whose texts XML can hold."""
    safe = graph.__class__(**_clean(graph.graph))
    safe.add_nodes_from((xml_text(node), _clean(attributes)) for node, attributes in graph.nodes(data=True))
    safe.add_edges_from(
        (xml_text(start), xml_text(end), xml_text(key), _clean(attributes))
        for start, end, key, attributes in graph.edges(keys=True, data=True)
    )
    return safe


def graphml(graph: networkx.MultiDiGraph) -> str:
    """Return ``graph`` as GraphML text; the caller's graph stays as it is."""
    from networkx.readwrite.graphml import generate_graphml

    return _HEADER + "\n".join(generate_graphml(xml_safe(graph), named_key_ids=True)) + "\n"


_KINDS = {str: "string", bool: "boolean", int: "long", float: "double"}
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_IN_TEXT = str.maketrans(_TEXT)
_IN_QUOTES = str.maketrans(_TEXT | {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"})
_OPENING = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
)


@lru_cache(maxsize=65536)
def _content(text: str) -> str:
    return xml_text(text).translate(_IN_TEXT)


def _quoted(text: str) -> str:
    return f'"{xml_text(text).translate(_IN_QUOTES)}"'


class EventTexts(NamedTuple):
    """An event in GraphML.

    Args:
        node: its node.
        attributes: of the node in their order, each with its type, as ``label:string``.
        inward: its edges that begin at an actor, each with the node of that.
        outward: its other edges.
        edges: the attributes of its edges.
    """

    node: str
    attributes: Sequence[str]
    inward: Sequence[Sequence[str]]
    outward: str
    edges: Sequence[str]


def event_texts(event: Event) -> EventTexts:
    """Return what GraphML says of an event."""
    attributes, here = event_attributes(event), event_node(event.id)
    edges = sorted(role_edges(event), key=lambda one: one.start)
    texts = [(one.start, _edge_text(one)) for one in edges]
    return EventTexts(
        node=_element("node", attributes, id=here),
        attributes=_typed(attributes),
        inward=[(start, text) for start, text in texts if start != here],
        outward="".join(text for start, text in texts if start == here),
        edges=list(dict.fromkeys(name for one in edges for name in _typed(one.attributes))),
    )


def _edge_text(edge: Edge) -> str:
    return _element("edge", edge.attributes, source=edge.start, target=edge.end, id=edge.key)


def _element(name: str, attributes: Attributes, **ends: str) -> str:
    head = " ".join(f"{end}={_quoted(value)}" for end, value in ends.items())
    return f"    <{name} {head}>\n{''.join(map(_data, attributes.items()))}    </{name}>\n"


def _data(attribute: tuple[str, str | int | float | bool]) -> str:
    name, value = attribute
    text = _content(value) if isinstance(value, str) else str(value)
    return f'      <data key="{name}">{text}</data>\n'


def _typed(attributes: Attributes) -> list[str]:
    return [f"{name}:{_KINDS[type(value)]}" for name, value in attributes.items()]


class _Keys:
    """Notes which attributes nodes, or edges, have, and of which types."""

    def __init__(self, name: str) -> None:
        self._name = name
        # In the order of their first use.
        self._types: dict[str, set[str]] = {}
        self._seen: set[str] = set()

    def note(self, attributes: Iterable[str]) -> None:
        """Take note of attributes with their types."""
        for one in attributes:
            if one not in self._seen:
                self._seen.add(one)
                name, _, kind = one.partition(":")
                self._types.setdefault(name, set()).add(kind)

    def keys(self) -> Iterator[str]:
        """Yield a declaration for each attribute that was noted; what is a fraction somewhere is one everywhere."""
        for name, types in self._types.items():
            kind = max(types, key=lambda one: one == "double")
            yield f'  <key id="{name}" for="{self._name}" attr.name="{name}" attr.type="{kind}" />\n'


def events_graphml(records: Records) -> Iterator[str]:
    """Yield the pieces of the event network as GraphML: what ``graphml`` of ``event_network`` says, in bounded memory.

    networkx makes an element of each node before it writes the first. Here nodes and edges are written as the events
    are passed over, once; edges from actors are sorted by actor, on disk if need be.
    """
    actors: dict[str, Actor] = {}

    def texts() -> Iterator[EventTexts]:
        for event in in_id_order(records.events):
            actors.update((part.actor.id, part.actor) for part in event.participations)
            yield event_texts(event)

    return graphml_of(texts(), lambda: actors | {actor.id: actor for actor in records.actors})


def graphml_texts(words: Wordings, actors: Iterable[Actor]) -> Iterator[str]:
    """Yield the pieces of the event network as ``events_graphml`` does.

    Args:
        words: for its events, at least those called ``graphml`` and ``actors``.
        actors: of the build.
    """
    known = {actor.id: actor for actor in actors}
    others: dict[str, Actor] = {}

    def texts() -> Iterator[EventTexts]:
        for one, acting in words.several("graphml", "actors"):
            others.update((value["id"], actor_from_json(value)) for value in acting if value["id"] not in known)
            yield EventTexts(*one)

    return graphml_of(texts(), lambda: others | known)


def graphml_of(texts: Iterable[EventTexts], actors: Callable[[], Mapping[str, Actor]]) -> Iterator[str]:
    """Yield the pieces of the event network as ``events_graphml`` does.

    Args:
        texts: of the events, sorted by id.
        actors: all there are; asked for when all texts were taken.
    """
    nodes, edges = _Keys("node"), _Keys("edge")
    told, outward, inward = Spool(), Spool(), Sorter[str]()
    for one in texts:
        nodes.note(one.attributes)
        edges.note(one.edges)
        told.write(one.node)
        outward.write(one.outward)
        for start, text in one.inward:
            inward.add(start, text, len(text))
    acting = {name: actor_attributes(actor) for name, actor in sorted(actors().items())}
    for attributes in acting.values():
        nodes.note(_typed(attributes))
    yield f'{_HEADER}{_OPENING}\n  <key id="name" for="graph" attr.name="name" attr.type="string" />\n'
    yield from (*nodes.keys(), *edges.keys(), '  <graph edgedefault="directed">\n')
    yield from (_element("node", attributes, id=actor_node(name)) for name, attributes in acting.items())
    yield from told.read()
    yield from (text for _, text in inward.sorted())
    yield from outward.read()
    yield f'    <data key="name">{EVENT_NETWORK}</data>\n  </graph>\n</graphml>\n'
