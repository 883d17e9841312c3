"""JSON-LD in the words of ``ontology/context.jsonld``, which goes along in every file: nothing is ever fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from diplograph.errors import OntologyError
from diplograph.outputs.rdf.terms import HIDDEN
from diplograph.resources import ontology_file
from diplograph.vocabulary import CODE, PREFIXES

CONTEXT_FILE = "context.jsonld"
JsonObject = dict[str, Any]
TYPE = PREFIXES["rdf"] + "type"
_XSD = PREFIXES["xsd"]
_LOCAL = re.compile(r"(?:[A-Za-z0-9_.-]|%[0-9A-F]{2})+")
_CODE_PATH = re.compile(r"[A-Za-z0-9_%-]+(?:/[A-Za-z0-9_%-]+)*")
_HIDDEN = re.compile(f"[{HIDDEN}]")
# What a reader wants to see first; all else by the alphabet.
_FIRST = {name: rank for rank, name in enumerate(("id", "type", "label", "prefLabel", "identifier", "status"))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What the context says of a property.

    Args:
        name: the key of the property in JSON.
        type: IRI that values are typed by, ``@id`` for links, empty for plain values.
        language: of its texts, or empty.
        many: whether its values always stand in a list.
    """

    name: str
    type: str = ""
    language: str = ""
    many: bool = False


@cache
def load_context() -> Mapping[str, Any]:
    """Return the published context.

    Raises:
        OntologyError: if the file is missing or is no JSON with a context.
    """
    try:
        found = json.loads(ontology_file(CONTEXT_FILE).read_text(encoding="utf-8"))["@context"]
    except (ValueError, KeyError, TypeError) as error:
        raise OntologyError(CONTEXT_FILE, 0, f"no JSON object with a @context ({error})") from error
    return MappingProxyType(dict(found))


@cache
def _prefixes() -> Mapping[str, str]:
    plain = {name: value for name, value in load_context().items() if isinstance(value, str)}
    return {name: address for name, address in plain.items() if address.endswith(("/", "#"))}


def expanded(name: str) -> str:
    """Return the IRI that a compact name such as ``dg:about`` stands for."""
    prefix, colon, local = name.partition(":")
    return _prefixes()[prefix] + local if colon and prefix in _prefixes() else name


def _word(name: str, definition: str | Mapping[str, str]) -> tuple[str, Word]:
    if isinstance(definition, str):
        return expanded(definition), Word(name=name)
    return expanded(definition["@id"]), Word(
        name=name,
        type=expanded(definition.get("@type", "")),
        language=definition.get("@language", ""),
        many=definition.get("@container") == "@set",
    )


@cache
def words() -> Mapping[str, Word]:
    """Return for the IRI of each property and class what the context says of it."""
    keywords = {"@version", "id", "type"}
    terms = {name: value for name, value in load_context().items() if name not in {*keywords, *_prefixes()}}
    return dict(_word(name, value) for name, value in terms.items() if isinstance(value, str) or "@id" in value)


@cache
def _by_namespace() -> Mapping[str, str]:
    return {address: prefix for prefix, address in _prefixes().items()}


@lru_cache(maxsize=262144)
def compact(address: str) -> str:
    """Return an IRI with a prefix of the context where one fits."""
    if address.startswith(CODE) and _CODE_PATH.fullmatch(address, len(CODE)):
        return f"code:{address[len(CODE) :]}"
    cut = max(address.rfind("/"), address.rfind("#")) + 1
    prefix = _by_namespace().get(address[:cut])
    return f"{prefix}:{address[cut:]}" if prefix and _LOCAL.fullmatch(address, cut) else address


def _name(address: str) -> str:
    word = words().get(address)
    return word.name if word else compact(address)


def _literal(literal: ox.Literal, word: Word) -> Any:
    kind = literal.datatype.value
    if literal.language:
        plain = literal.language == word.language
        return literal.value if plain else {"@value": literal.value, "@language": literal.language}
    if word.type and kind == word.type:
        return literal.value
    if not word.type and not word.language and kind in {_XSD + "string", _XSD + "integer", _XSD + "boolean"}:
        # JSON has these three itself.
        return literal.value if kind == _XSD + "string" else json.loads(literal.value)
    return {"@value": literal.value, "@type": _name(kind)}


def value_of(term: Any, word: Word) -> Any:
    """Return an object of a statement as JSON."""
    if isinstance(term, ox.Literal):
        return _literal(term, word)
    address = compact(str(term.value))
    return address if word.type == "@id" else {"id": address}


def word_of(predicate: str) -> Word:
    """Return the context's word for a property; one it does not know is written with its IRI."""
    return words().get(predicate) or Word(name=compact(predicate))


def ordered(node: JsonObject) -> JsonObject:
    """Return a node with its name, kind and label before the rest."""
    return dict(sorted(node.items(), key=lambda pair: (_FIRST.get(pair[0], len(_FIRST)), pair[0])))


def _node(subject: str, quads: Iterable[ox.Quad]) -> JsonObject:
    node: JsonObject = {"id": compact(subject)}
    for predicate, group in groupby(quads, key=lambda quad: quad.predicate.value):
        if predicate == TYPE:
            node["type"] = [_name(quad.object.value) for quad in group if isinstance(quad.object, ox.NamedNode)]
            continue
        word = word_of(predicate)
        values = [value_of(quad.object, word) for quad in group]
        node[word.name] = values if word.many or len(values) > 1 else values[0]
    return ordered(node)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return JSON in which no character hides or turns the line around."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _HIDDEN.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


def _graph_chunks(quads: Iterable[ox.Quad]) -> Iterator[str]:
    comma = ""
    for subject, group in groupby(quads, key=lambda quad: str(quad.subject)):
        yield f"{comma}\n      {json_text(_node(subject[1:-1], group))}"
        comma = ","


def jsonld_chunks(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield the pieces of one JSON-LD file, a subject a line, with its context inside.

    Args:
        quads: of named graphs, sorted by graph, subject, predicate.
    """
    yield f'{{"@context": {json_text(dict(load_context()))},\n"@graph": ['
    comma = ""
    for graph, group in groupby(quads, key=lambda quad: str(quad.graph_name)):
        yield f'{comma}\n  {{"id": {json_text(compact(graph[1:-1]))}, "@graph": ['
        yield from _graph_chunks(group)
        yield "\n  ]}"
        comma = ","
    yield "\n]}\n"
