"""SHACL shapes as SPARQL queries, so that a million triples are checked in seconds.

pySHACL takes a tenth of a second for a thousand triples, and far longer for SPARQL constraints. The parts of
SHACL that ``ontology/shapes.ttl`` uses translate one to one into SPARQL, as the standard itself defines them;
the tests hold the findings equal to pySHACL's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import IdentifiedNode, Node

from diplograph.errors import OntologyError
from diplograph.querying.findings import Severity
from diplograph.resources import ontology_file

SHAPES = "shapes.ttl"
# Compared in Python: SUBSTR reads a long text from its beginning for each span.
LENGTH = "a quotation has as many characters as its offsets span"
QUOTATION = "a quotation repeats what its article says there"
# Compared in Python too: the query looks through all claims for each event.
ASSERTED = "status 'asserted' needs a document that vouches for the event, and no denial"
# And so is this: from an actor of many events the query looks through all of them.
SHORTCUTS = "the short cuts source, target and participant repeat the participations"
CHECKED_ELSEWHERE = frozenset({LENGTH, QUOTATION, ASSERTED, SHORTCUTS})
_CAST = frozenset({XSD.date, XSD.dateTime, XSD.integer, XSD.decimal})
_COMPARISONS = {
    SH.minInclusive: ">=",
    SH.maxInclusive: "<=",
    SH.minExclusive: ">",
    SH.maxExclusive: "<",
}
_ABOUT_SHAPE = frozenset(
    {
        *(RDF.type, SH.path, SH.message, SH.severity, SH.targetClass, SH.property, SH.sparql, SH.prefixes),
        *(SH.name, SH.description),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A query whose solutions (``this``, ``value``) break a rule."""

    severity: Severity
    message: str
    query: str


@cache
def class_closure() -> dict[URIRef, tuple[URIRef, ...]]:
    """Return every class of the ontology with all classes below it, itself first."""
    ontology = read_ontology("diplograph.ttl")
    below: dict[URIRef, tuple[URIRef, ...]] = {}
    for name in set(ontology.objects(None, RDFS.subClassOf)) | set(ontology.subjects(RDFS.subClassOf, None)):
        if isinstance(name, URIRef):
            found = ontology.transitive_subjects(RDFS.subClassOf, name)
            rest = sorted({one for one in found if isinstance(one, URIRef) and one != name})
            below[name] = (name, *rest)
    return below


@cache
def read_ontology(name: str) -> Graph:
    """Return a Turtle file below ``ontology/`` as a graph; do not change it."""
    return Graph().parse(data=ontology_file(name).read_text(encoding="utf-8"), format="turtle")


@cache
def inverse_paths() -> tuple[str, ...]:
    """Return every property that a rule of ``ontology/shapes.ttl`` follows backwards, sorted."""
    return tuple(sorted({str(path) for path in read_ontology(SHAPES).objects(None, SH.inversePath)}))


def _values(variable: str, names: Iterable[URIRef]) -> str:
    return f"VALUES {variable} {{ {' '.join(name.n3() for name in names)} }}"


def is_a(variable: str, name: Node, type_variable: str) -> str:
    """Return a pattern that holds for what is of a class, or of one below it."""
    below = class_closure().get(URIRef(str(name)), (URIRef(str(name)),))
    return f"{_values(type_variable, below)} {variable} a {type_variable} ."


def _path(graph: Graph, node: Node) -> str:
    if isinstance(node, URIRef):
        return node.n3()
    inverse = graph.value(node, SH.inversePath)
    if isinstance(inverse, URIRef):
        return f"^{inverse.n3()}"
    raise OntologyError(SHAPES, 0, "only predicates and their inverses are read as paths")


def _number(value: Node | None) -> int:
    return int(str(value))


def _regex(value: Node) -> str:
    return Literal(str(value)).n3()


def _datatype(variable: str, datatype: Node) -> str:
    name = URIRef(str(datatype)).n3()
    typed = f"(isLiteral({variable}) && datatype({variable}) = {name})"
    if datatype not in _CAST:
        return typed
    # A cast fails on what is typed as a date and is none.
    return f"({typed} && COALESCE({name}(STR({variable})) = {name}(STR({variable})), false))"


def _holds(graph: Graph, shape: Node, variable: str) -> str:
    """Return an expression that says whether a value is as ``shape`` wants it, its properties apart."""
    parts = [_holds_one(graph, key, value, variable) for key, value in graph.predicate_objects(shape)]
    return " && ".join(sorted(part for part in parts if part)) or "true"


def _has_all(graph: Graph, shape: Node, variable: str) -> str:
    """Return what ``_holds`` returns, and that the properties which a choice names are there."""
    parts = [_holds(graph, shape, variable)]
    for inner in graph.objects(shape, SH.property):
        path = graph.value(inner, SH.path)
        if path is not None and graph.value(inner, SH.minCount) is not None:
            parts.append(f"EXISTS {{ {variable} {_path(graph, path)} ?inner }}")
    return " && ".join(parts)


def _holds_one(graph: Graph, key: Node, value: Node, variable: str) -> str:
    if key == SH["class"]:
        return f"EXISTS {{ {is_a(variable, value, '?class')} }}"
    if key == SH.datatype:
        return _datatype(variable, value)
    if key == SH.pattern:
        return f"REGEX(STR({variable}), {_regex(value)})"
    if key == SH.nodeKind and value == SH.IRI:
        return f"isIRI({variable})"
    if key in _COMPARISONS:
        return f"COALESCE({variable} {_COMPARISONS[URIRef(str(key))]} {value}, false)"
    return _holds_nested(graph, key, value, variable)


def _holds_nested(graph: Graph, key: Node, value: Node, variable: str) -> str:
    if key == SH.node:
        return f"({_has_all(graph, value, variable)})"
    if key == SH["or"]:
        choices = Collection(graph, _identified(value))
        return "(" + " || ".join(f"({_has_all(graph, choice, variable)})" for choice in choices) + ")"
    if key in _ABOUT_SHAPE or key in {SH.minCount, SH.maxCount, SH.lessThan, SH.lessThanOrEquals}:
        return ""
    raise OntologyError(SHAPES, 0, f"{key} is not a part of SHACL that is read here")


def _identified(node: Node) -> IdentifiedNode:
    if isinstance(node, IdentifiedNode):
        return node
    raise OntologyError(SHAPES, 0, f"{node} stands where a node is expected")


def _count_queries(graph: Graph, shape: Node, target: str, path: str) -> Iterator[str]:
    least, most = graph.value(shape, SH.minCount), graph.value(shape, SH.maxCount)
    if least is not None and _number(least) == 1:
        yield f"SELECT DISTINCT ?this WHERE {{ {target} MINUS {{ ?this {path} ?any }} }}"
    elif least is not None:
        having = f"GROUP BY ?this HAVING (COUNT(DISTINCT ?any) < {_number(least)})"
        yield f"SELECT ?this WHERE {{ {target} OPTIONAL {{ ?this {path} ?any }} }} {having}"
    if most is not None:
        having = f"GROUP BY ?this HAVING (COUNT(DISTINCT ?any) > {_number(most)})"
        yield f"SELECT ?this WHERE {{ {target} ?this {path} ?any }} {having}"


def _order_queries(graph: Graph, shape: Node, target: str, path: str) -> Iterator[str]:
    for key, sign in ((SH.lessThan, "<"), (SH.lessThanOrEquals, "<=")):
        other = graph.value(shape, key)
        if other is not None:
            later = URIRef(str(other)).n3()
            test = f"FILTER(!COALESCE(?value {sign} ?later, false))"
            pattern = f"{target} ?this {path} ?value ; {later} ?later"
            yield f"SELECT DISTINCT ?this ?value WHERE {{ {pattern} {test} }}"


def _property_queries(graph: Graph, shape: Node, target: str) -> Iterator[str]:
    node = graph.value(shape, SH.path)
    if node is None:
        raise OntologyError(SHAPES, 0, "a property shape has no path")
    path = _path(graph, node)
    yield from _count_queries(graph, shape, target, path)
    yield from _order_queries(graph, shape, target, path)
    test = _holds(graph, shape, "?value")
    if test != "true":
        yield f"SELECT DISTINCT ?this ?value WHERE {{ {target} ?this {path} ?value FILTER(!({test})) }}"


def _message(graph: Graph, shape: Node, fallback: str) -> str:
    return str(graph.value(shape, SH.message) or fallback)


def _severity(graph: Graph, shape: Node) -> Severity:
    return Severity.WARNING if graph.value(shape, SH.severity) == SH.Warning else Severity.VIOLATION


def _prefixes(graph: Graph) -> str:
    declared = graph.objects(None, SH.declare)
    lines = (f"PREFIX {graph.value(one, SH.prefix)}: <{graph.value(one, SH.namespace)}>" for one in declared)
    return "\n".join(sorted(lines))


def _sparql_rules(graph: Graph, shape: Node, target: str) -> Iterator[Rule]:
    for constraint in graph.objects(shape, SH.sparql):
        message = _message(graph, constraint, "a SPARQL constraint is broken")
        if message in CHECKED_ELSEWHERE:
            continue
        text = str(graph.value(constraint, SH.select)).replace("$this", "?this")
        query = re.sub(r"WHERE\s*\{", lambda match: f"{match.group()} {target} ", text, count=1)
        yield Rule(severity=_severity(graph, constraint), message=message, query=f"{_prefixes(graph)}\n{query}")


def _shape_rules(graph: Graph, shape: Node, name: URIRef) -> Iterator[Rule]:
    target = is_a("?this", name, "?type")
    own = _holds(graph, shape, "?this")
    label = str(shape).rsplit("#", 1)[-1]
    if own != "true":
        message = _message(graph, shape, f"a {label} is an IRI and has what its shape asks for")
        query = f"SELECT DISTINCT ?this WHERE {{ {target} FILTER(!({own})) }}"
        yield Rule(severity=_severity(graph, shape), message=message, query=query)
    for one in graph.objects(shape, SH.property):
        message = _message(graph, one, f"a {label} is as its shape says")
        for query in _property_queries(graph, one, target):
            yield Rule(severity=_severity(graph, one), message=message, query=query)
    yield from _sparql_rules(graph, shape, target)


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule of ``ontology/shapes.ttl`` as a query.

    Raises:
        OntologyError: if the file uses a part of SHACL that is not read here.
    """
    graph = read_ontology(SHAPES)
    rules: set[Rule] = set()
    for shape, name in graph.subject_objects(SH.targetClass):
        rules.update(_shape_rules(graph, shape, URIRef(str(name))))
    return tuple(sorted(rules, key=lambda rule: (rule.message, rule.query)))
