"""GraphML that Gephi, yEd and networkx read, the same bytes for the same graph.

GraphML has no times of its own: Gephi reads ``start`` and ``end`` as columns, and makes its timeline of them when they
are merged into a time interval in its data laboratory. GEXF opens with the timeline at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

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
