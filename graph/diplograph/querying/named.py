"""Named queries: ``ontology/queries/*.rq``, each with a line of help and its parameters.

A file begins with a comment that says what it asks. A line ``# param NAME TYPE DEFAULT HELP`` declares a
parameter; the query writes it ``$NAME``. A value becomes one RDF term of its type, never a piece of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from diplograph.codebook.codes import load_codes
from diplograph.codebook.eventclasses import load_event_classes
from diplograph.errors import OntologyError, UsageError
from diplograph.querying.guard import replace_variables
from diplograph.resources import ontology_dir
from diplograph.vocabulary import PREFIXES, actor_iri, code_iri, country_codes

_PARAMETER = re.compile(r"#\s*param\s+(\w+)\s+(\w+)\s+(\S+)\s*(.*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a query can be asked with."""

    name: str
    type: str
    default: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query of the shelf.

    Args:
        help: what it asks, in one line.
        text: SPARQL, with its parameters as ``$name``.
    """

    name: str
    help: str
    parameters: tuple[Parameter, ...]
    text: str

    def __str__(self) -> str:
        """Return its name and help in one line, with its parameters and their defaults."""
        settings = " ".join(f"{one.name}={one.default}" for one in self.parameters)
        return f"{self.name:<24} {self.help}" + (f" [{settings}]" if settings else "")

    def bind(self, settings: Mapping[str, str]) -> str:
        """Return the query with its parameters set.

        Raises:
            UsageError: if a parameter is unknown or its value is none of its type.
        """
        known = {one.name: one for one in self.parameters}
        for name in settings:
            if name not in known:
                choice = ", ".join(known) or "none"
                raise UsageError(f"query {self.name} has no parameter {name!r}; it has {choice}")
        terms = {f"${name}": _term(self.name, one, settings.get(name, one.default)) for name, one in known.items()}
        return replace_variables(self.text, terms.get)


def _date(value: str) -> str | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return Literal(day.isoformat(), datatype=XSD.date).n3()


def _text(value: str) -> str | None:
    return None if _CONTROL.search(value) else Literal(value).n3()


def _integer(value: str) -> str | None:
    return str(int(value)) if re.fullmatch(r"[+-]?[0-9]{1,9}", value) else None


def _country(value: str) -> str | None:
    return Literal(value).n3() if re.fullmatch(r"[A-Z]{3}", value) else None


def _actor(value: str) -> str | None:
    if not value or len(value) > 200:
        return None
    country = country_codes().get(value)
    return actor_iri(value, state=country is not None and country["kind"] == "state").n3()


def _event_class(value: str) -> str | None:
    known = load_event_classes()
    parents = {one.parent for one in known.values()}
    return URIRef(PREFIXES["dg"] + value).n3() if value in known or value in parents else None


def _status(value: str) -> str | None:
    return code_iri("modality", value).n3() if ("modality", value) in load_codes() else None


_TYPES: Mapping[str, tuple[Callable[[str], str | None], str]] = MappingProxyType(
    {
        "actor": (_actor, "the id of an actor, such as MEX or antony-blinken"),
        "class": (_event_class, "a class of events, such as Meeting"),
        "country": (_country, "a code of three capital letters, such as MEX"),
        "date": (_date, "a day, such as 2021-10-08"),
        "integer": (_integer, "a whole number"),
        "status": (_status, "a status, such as planned"),
        "text": (_text, "words without control characters"),
    }
)


def _term(query: str, parameter: Parameter, value: str) -> str:
    make, expected = _TYPES[parameter.type]
    term = make(value)
    if term is None:
        raise UsageError(f"query {query}: {parameter.name}={value[:60]!r} is not {expected}")
    return term


def _parameter(file: str, number: int, match: re.Match[str]) -> Parameter:
    name, type_, default, help_ = match.groups()
    if type_ not in _TYPES:
        raise OntologyError(file, number, f"{type_!r} is no type of parameter: {', '.join(_TYPES)}")
    return Parameter(name=name, type=type_, default=default, help=help_.strip())


def read_query(name: str, text: str) -> NamedQuery:
    """Return the named query of a file's text.

    Raises:
        OntologyError: if its first line is no help, or a parameter has an unknown type.
    """
    file = f"queries/{name}.rq"
    lines = text.splitlines()
    if not lines or not lines[0].startswith("# ") or _PARAMETER.match(lines[0]):
        raise OntologyError(file, 1, "a comment that says what the query asks is expected")
    found = ((number, _PARAMETER.match(line)) for number, line in enumerate(lines, start=1))
    parameters = tuple(_parameter(file, number, match) for number, match in found if match)
    return NamedQuery(name=name, help=lines[0][2:].strip(), parameters=parameters, text=text)


@cache
def list_queries() -> tuple[NamedQuery, ...]:
    """Return every query of ``ontology/queries``, sorted by name."""
    folder = ontology_dir() / "queries"
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return tuple(read_query(path.name.removesuffix(".rq"), path.read_text(encoding="utf-8")) for path in files)


def named_query(name: str) -> NamedQuery:
    """Return the query of this name.

    Raises:
        UsageError: if there is none.
    """
    known = {query.name: query for query in list_queries()}
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise UsageError(f"no query is named {name!r}; {hint}")
    return known[name]
