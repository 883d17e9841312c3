"""The event network as GEXF 1.3, which Gephi opens with its timeline.

Events and the roles in them exist from the first to the last day that is possible; an open end stays open, and what is
undated has no time, as actors have none: Gephi shows it always. Parallel edges differ in ``kind``, or Gephi would
make one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diplograph.model import Records
from diplograph.outputs.graphml import xml_safe
from diplograph.outputs.network import event_network

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_ABOUT = "Events and actors; planned, alleged and denied events are in the attribute status."


def gexf(records: Records) -> str:
    """Return the event network as GEXF 1.3 with the days of events and roles."""
    from networkx.readwrite.gexf import GEXFWriter

    graph = xml_safe(event_network(records))
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.3")
    writer.add_graph(graph)
    _mend(writer.xml, [key for *_, key in graph.edges(keys=True)])
    return f"<?xml version='1.0' encoding='utf-8'?>\n{str(writer).strip()}\n"


def _mend(root: Element, kinds: list[str]) -> None:
    """Bring what networkx writes to the schema: no clock, no name, the true namespace, and a kind for each edge."""
    root.set("xmlns:xsi", _INSTANCE)
    for element in root.iter():
        if element.tag == "meta":
            _describe(element)
        elif element.tag == "graph":
            del element.attrib["name"]
            element.attrib.update(mode="dynamic", timeformat="date", timerepresentation="interval")
    for edge, kind in zip(root.iter("edge"), kinds, strict=True):
        edge.set("kind", kind)


def _describe(meta: Element) -> None:
    from xml.etree.ElementTree import SubElement

    meta.clear()
    SubElement(meta, "creator").text = "diplograph"
    SubElement(meta, "description").text = _ABOUT
