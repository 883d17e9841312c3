"""The graph in every syntax of RDF, by way of Oxigraph; the same records give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import pyoxigraph as ox

from diplograph.errors import UsageError
from diplograph.outputs.rdf.blocks import Block
from diplograph.outputs.rdf.jsonld import jsonld_chunks
from diplograph.outputs.rdf.writer import trig_text, turtle_text
from diplograph.vocabulary import PREFIXES

_NAMED_GRAPHS = frozenset({"nq", "jsonld"})
_ONE_GRAPH: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {"nt": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}
)
SYNTAXES = ("ttl", "trig", "nt", "nq", "jsonld", "rdfxml")
# XML 1.0 cannot carry these, not even escaped.
_NOT_IN_XML = {number: "\ufffd" for number in (*range(0x20), 0xFFFE, 0xFFFF) if number not in (0x9, 0xA, 0xD)}


def _key(quad: ox.Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def _sorted_namespaces(text: str) -> str:
    # Oxigraph writes the namespaces of the root in an order that changes from run to run.
    def in_order(match: re.Match[str]) -> str:
        return f"<rdf:RDF {' '.join(sorted(match[1].split()))}>"

    return re.sub(r"<rdf:RDF ([^>]*)>", in_order, text, count=1)


def _for_xml(quad: ox.Quad) -> ox.Triple:
    found = quad.object
    if isinstance(found, ox.Literal):
        text = found.value.translate(_NOT_IN_XML)
        found = (
            ox.Literal(text, language=found.language) if found.language else ox.Literal(text, datatype=found.datatype)
        )
    return ox.Triple(quad.subject, quad.predicate, found)


def _serialized(quads: list[ox.Quad], syntax: str) -> str:
    if syntax == "jsonld":
        return "".join(jsonld_chunks(quads))
    if syntax == "nq":
        data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    elif syntax == "rdfxml":
        triples = [_for_xml(quad) for quad in quads]
        data = ox.serialize(triples, format=_ONE_GRAPH[syntax], prefixes=dict(PREFIXES))
        return _sorted_namespaces((data or b"").decode("utf-8"))
    else:
        data = ox.serialize([quad.triple for quad in quads], format=_ONE_GRAPH[syntax])
    return (data or b"").decode("utf-8")


def export_blocks(blocks: tuple[Block, ...], syntax: str) -> str:
    """Return blocks as a file of RDF.

    Args:
        blocks: what ``records_to_blocks`` returns.
        syntax: ``ttl``, ``nt``, ``rdfxml`` (one graph), ``trig``, ``nq`` or ``jsonld`` (named graphs).

    Raises:
        UsageError: if there is no such syntax.
    """
    if syntax not in SYNTAXES:
        raise UsageError(f"unknown format {syntax!r}: one of {', '.join(SYNTAXES)}")
    if syntax == "ttl":
        return "".join(turtle_text(blocks))
    text = "".join(trig_text(blocks) if syntax in {"trig", *_NAMED_GRAPHS} else turtle_text(blocks))
    if syntax == "trig":
        return text
    form = ox.RdfFormat.TRIG if syntax in _NAMED_GRAPHS else ox.RdfFormat.TURTLE
    return _serialized(sorted(ox.parse(text, format=form), key=_key), syntax)
