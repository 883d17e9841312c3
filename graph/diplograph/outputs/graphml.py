"""GraphML that Gephi, yEd and networkx read, the same bytes for the same graph.

GraphML has no times of its own: Gephi reads ``start`` and ``end`` as columns, and makes its timeline of them when they
are merged into a time interval in its data laboratory. GEXF opens with the timeline at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from diplograph.external import Sorter, Spool
from diplograph.model import Actor, Records
from diplograph.outputs.network import (
    EVENT_NETWORK,
    Attributes,
    actor_attributes,
    actor_node,
    event_attributes,
    event_node,
    role_edges,
)
from diplograph.records import in_id_order

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


class _Elements:
    """Makes nodes, or edges, and notes which attributes they have, of which types."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._types: dict[str, set[type]] = {}

    def element(self, attributes: Attributes, **ends: str) -> str:
        """Return one node or edge."""
        head = " ".join(f"{name}={_quoted(value)}" for name, value in ends.items())
        return f"    <{self._name} {head}>\n{''.join(self._data(attributes))}    </{self._name}>\n"

    def _data(self, attributes: Attributes) -> Iterator[str]:
        for name, value in attributes.items():
            self._types.setdefault(name, set()).add(type(value))
            text = _content(value) if isinstance(value, str) else str(value)
            yield f'      <data key="{name}">{text}</data>\n'

    def keys(self) -> Iterator[str]:
        """Yield a declaration for each attribute that was used."""
        for name, types in self._types.items():
            kind = _KINDS[max(types, key=lambda one: one is float)]
            yield f'  <key id="{name}" for="{self._name}" attr.name="{name}" attr.type="{kind}" />\n'


def events_graphml(records: Records) -> Iterator[str]:
    """Yield the pieces of the event network as GraphML: what ``graphml`` of ``event_network`` says, in bounded memory.

    networkx makes an element of each node before it writes the first. Here nodes and edges are written as the events
    are passed over, once; edges from actors are sorted by actor, on disk if need be.
    """
    nodes, edges = _Elements("node"), _Elements("edge")
    told, outward, inward = Spool(), Spool(), Sorter[str]()
    actors: dict[str, Actor] = {}
    for event in in_id_order(records.events):
        actors.update((part.actor.id, part.actor) for part in event.participations)
        told.write(nodes.element(event_attributes(event), id=event_node(event.id)))
        for edge in sorted(role_edges(event), key=lambda one: one.start):
            text = edges.element(edge.attributes, source=edge.start, target=edge.end, id=edge.key)
            if edge.start == event_node(event.id):
                outward.write(text)
            else:
                inward.add(edge.start, text, len(text))
    actors |= {actor.id: actor for actor in records.actors}
    acting = [nodes.element(actor_attributes(actors[name]), id=actor_node(name)) for name in sorted(actors)]
    yield f'{_HEADER}{_OPENING}\n  <key id="name" for="graph" attr.name="name" attr.type="string" />\n'
    yield from (*nodes.keys(), *edges.keys(), '  <graph edgedefault="directed">\n', *acting)
    yield from told.read()
    yield from (text for _, text in inward.sorted())
    yield from outward.read()
    yield f'    <data key="name">{EVENT_NETWORK}</data>\n  </graph>\n</graphml>\n'
