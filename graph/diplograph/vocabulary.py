"""The closed vocabulary and the one mint for IRIs.

Every name that comes from outside is percent-encoded here and nowhere else, so that no document id, actor
or title can break a file or be taken for another: the functions are injective.
"""

# ruff: noqa: N815  (terms of a vocabulary are spelt as in RDF)
from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import quote

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from diplograph.resources import ontology_file

BASE = "https://w3id.org/diplograph/"
ONTOLOGY = URIRef(BASE + "ontology")
CODE = BASE + "code/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
DOCUMENTS = GRAPH + "document/"
STATES = "actors/states.tsv"
# What CAMEO and PLOVER write in place of a country for bodies of no country; these are no places.
NO_COUNTRY = frozenset({"IGO", "NGO", "IMG", "MNC", "INT"})
# Scheme and host, then path and query, then fragment.
_WEB = re.compile(r"(?P<host>https?://[\w.-]+(?::\d{1,5})?)(?P<path>(?:[/?][^#]*)?)(?:#(?P<fragment>.*))?", re.I | re.S)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ALLOWED_IN_PATH = "/?:@!$&'()*+,;=~%"
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_SPAN_TAIL = re.compile(r"-(?=c\d+-\d+$)")


class DG(DefinedNamespace):
    """Terms of ``ontology/diplograph.ttl`` but for the event classes; a misspelt one is an AttributeError."""

    _NS = Namespace(BASE + "ontology#")
    _fail = True

    Actor: URIRef
    ArmedGroup: URIRef
    Article: URIRef
    BilateralRelation: URIRef
    Capacity: URIRef
    Claim: URIRef
    Company: URIRef
    Country: URIRef
    Event: URIRef
    EventTime: URIRef
    Extraction: URIRef
    Extractor: URIRef
    GovernmentBody: URIRef
    Group: URIRef
    InternationalOrganization: URIRef
    Matter: URIRef
    MediaOrganization: URIRef
    NonGovernmentalOrganization: URIRef
    Organization: URIRef
    Participant: URIRef
    Participation: URIRef
    Person: URIRef
    Place: URIRef
    PoliticalParty: URIRef
    TextSpan: URIRef

    about: URIRef
    actor: URIRef
    actorCode: URIRef
    actsFor: URIRef
    actsForCode: URIRef
    affects: URIRef
    affiliation: URIRef
    anchorDate: URIRef
    asOf: URIRef
    attributedTo: URIRef
    attributionCue: URIRef
    attributionKind: URIRef
    cameoCode: URIRef
    causedBy: URIRef
    certainty: URIRef
    codedAs: URIRef
    confidence: URIRef
    configHash: URIRef
    countryCode: URIRef
    dateEvidence: URIRef
    byline: URIRef
    dateline: URIRef
    dateRule: URIRef
    defaultPlover: URIRef
    denotedBy: URIRef
    edtf: URIRef
    end: URIRef
    evidence: URIRef
    exact: URIRef
    expresses: URIRef
    goldsteinScore: URIRef
    grade: URIRef
    granularity: URIRef
    hasParticipation: URIRef
    holder: URIRef
    identifier: URIRef
    inCapacity: URIRef
    inCountry: URIRef
    independentSources: URIRef
    involvedCountry: URIRef
    linked: URIRef
    mergeRule: URIRef
    modality: URIRef
    modalityCue: URIRef
    model: URIRef
    ofBody: URIRef
    ofCountry: URIRef
    officeMention: URIRef
    participant: URIRef
    party: URIRef
    placeMention: URIRef
    ploverCategory: URIRef
    ploverContext: URIRef
    ploverMode: URIRef
    ploverScore: URIRef
    polarity: URIRef
    position: URIRef
    publishedFrom: URIRef
    quadClass: URIRef
    reportedIn: URIRef
    role: URIRef
    rule: URIRef
    rulesRoot: URIRef
    sectors: URIRef
    source: URIRef
    sourceCountry: URIRef
    sourceMention: URIRef
    start: URIRef
    stated: URIRef
    status: URIRef
    target: URIRef
    targetCountry: URIRef
    targetMention: URIRef
    tenure: URIRef
    text: URIRef
    textSha256: URIRef
    timeExpression: URIRef
    trigger: URIRef
    typerProbability: URIRef
    typerRoot: URIRef


PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "ac": ID + "actor/",
        "art": ID + "article/",
        "attribution": CODE + "attribution/",
        "cameo": CODE + "cameo/",
        "cl": ID + "claim/",
        "ctx": CODE + "plover-context/",
        "cty": "http://publications.europa.eu/resource/authority/country/",
        "dg": BASE + "ontology#",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
        "ev": ID + "event/",
        "grade": CODE + "grade/",
        "granularity": CODE + "granularity/",
        "id": ID,
        "modality": CODE + "modality/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owncty": ID + "country/",
        "pa": ID + "participation/",
        "plover": CODE + "plover/",
        "polarity": CODE + "polarity/",
        "prov": "http://www.w3.org/ns/prov#",
        "quad": CODE + "quad/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "role": CODE + "role/",
        "schema": "https://schema.org/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "tenure": CODE + "tenure/",
        "time": "http://www.w3.org/2006/time#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


def slug(name: str) -> str:
    """Return ``name`` as a segment of an IRI: letters, digits, ``-`` and ``_`` stay, all else is encoded.

    The full stop is encoded too: engines differ in where they bear it in a prefixed name.
    """
    if _PLAIN.fullmatch(name):
        return name
    return quote(name, safe="", errors="surrogatepass").replace(".", "%2E").replace("~", "%7E")


def _joined(*names: str) -> str:
    # The underscore is encoded within each name, so that the parts can be told apart.
    return "_".join(slug(name).replace("_", "%5F") for name in names)


def digest(*parts: str | None) -> str:
    """Return 12 hex digits that name ``parts`` by their content."""
    marked = "\x1f".join("\x00" if part is None else part for part in parts)
    return sha256(marked.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@lru_cache(maxsize=65536)
def article_iri(document: str) -> URIRef:
    """Return the IRI of a document; an id that looks like a span's is encoded once more."""
    return URIRef(PREFIXES["art"] + _SPAN_TAIL.sub("%2D", slug(document)))


def span_iri(document: str, start: int, end: int) -> URIRef:
    """Return the IRI of the characters ``start`` to ``end`` of a document."""
    return URIRef(f"{article_iri(document)}-c{start}-{end}")


@lru_cache(maxsize=65536)
def event_iri(event: str) -> URIRef:
    """Return the IRI of an event."""
    return URIRef(PREFIXES["ev"] + slug(event))


def time_iri(event: str) -> URIRef:
    """Return the IRI of what is known of an event's time."""
    return URIRef(f"{ID}time-{slug(event)}")


def participation_iri(event: str, role: str, actor: str) -> URIRef:
    """Return the IRI of an actor's part in an event."""
    return URIRef(f"{PREFIXES['pa']}{_joined(event, role, actor)}")


def claim_iri(event: str, document: str, trigger: tuple[int, int], *, extra: str = "") -> URIRef:
    """Return the IRI of what the words at ``trigger`` say of an event; ``extra`` tells two readings apart."""
    place = f"t{trigger[0]}-{trigger[1]}"
    return URIRef(PREFIXES["cl"] + _joined(event, document, place, *([extra] if extra else [])))


@lru_cache(maxsize=65536)
def actor_iri(actor: str, *, state: bool = False) -> URIRef:
    """Return the IRI of an actor; a state has the one of its code, which is ours where no table lists it."""
    if state and actor not in country_codes():
        return URIRef(PREFIXES["owncty"] + slug(actor))
    return country_iri(actor) if state else URIRef(PREFIXES["ac"] + slug(actor))


# Bodies whose code stands in the place of a country, after CAMEO and PLOVER.
_BODIES = (("EUR", "European Union", "Q458"), ("UNO", "United Nations", "Q1065"))


def _country(row: Mapping[str, str]) -> dict[str, str]:
    code = row["id"]
    # The EU's table follows ISO 3166-1, which leaves codes with X to its users and drops former states.
    listed = row["status"] != "former" and not code.startswith("X")
    name = row["name"].lstrip("=?").strip("()")
    return {
        "name": name,
        "wikidata": row["wikidata"],
        "kind": "state",
        "authority": "eu" if listed else "own",
    }


@cache
def country_codes() -> Mapping[str, Mapping[str, str]]:
    """Return for each country code its name, wikidata, kind (state or body) and authority (eu or own)."""
    text = ontology_file(STATES).read_text(encoding="utf-8")
    header, *lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    rows = (dict(zip(header, cells, strict=True)) for cells in lines)
    bodies = {
        code: {"name": name, "wikidata": wikidata, "kind": "body", "authority": "own"}
        for code, name, wikidata in _BODIES
    }
    return MappingProxyType({row["id"]: _country(row) for row in rows} | bodies)


@lru_cache(maxsize=4096)
def country_iri(code: str) -> URIRef:
    """Return the EU country authority's IRI of a state where there is one, else ours.

    What stands in a country's place and is no state (EUR, UNO, an armed group) is the actor of that id.
    """
    known = country_codes().get(code)
    if known is None or known["kind"] == "body":
        return actor_iri(code)
    return URIRef(PREFIXES["cty" if known["authority"] == "eu" else "owncty"] + slug(code))


def capacity_iri(holder: str, key: str) -> URIRef:
    """Return the IRI of an office that ``holder`` is said to hold; ``key`` names the rest by content."""
    return URIRef(f"{ID}capacity-{_joined(holder, key)}")


def office_iri(office: str) -> URIRef:
    """Return the IRI of an office as such, whoever holds it."""
    return URIRef(f"{ID}role-{slug(office)}")


def place_iri(name: str, country: str | None) -> URIRef:
    """Return the IRI of a place that is no country."""
    return URIRef(f"{ID}place-{_joined(country or '', name)}")


def publisher_iri(name: str) -> URIRef:
    """Return the IRI of whoever published an article."""
    return URIRef(f"{ID}publisher-{slug(name)}")


def extraction_iri(document: str) -> URIRef:
    """Return the IRI of the reading of a document."""
    return URIRef(f"{ID}extraction-{slug(document)}")


def extractor_iri(version: str, model: str, config_hash: str) -> URIRef:
    """Return the IRI of a version of the software with its model and settings."""
    return URIRef(f"{ID}extractor-{digest(version, model, config_hash)}")


@lru_cache(maxsize=4096)
def code_iri(scheme: str, code: str) -> URIRef:
    """Return the IRI of a code of one of our SKOS schemes."""
    return URIRef(f"{CODE}{scheme}/{slug(code)}")


def graph_iri(name: str) -> URIRef:
    """Return the name of a graph that belongs to no document: ``registry``, ``events`` or ``schemes``."""
    return URIRef(GRAPH + name)


@lru_cache(maxsize=65536)
def document_graph_iri(document: str) -> URIRef:
    """Return the name of the graph of what a document says."""
    return URIRef(DOCUMENTS + slug(document))


def _encoded(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_ALLOWED_IN_PATH, errors="surrogatepass")


def web_iri(address: str) -> URIRef | None:
    """Return an outside address as an IRI, encoded where need be; none unless it is http(s) with a host."""
    match = _WEB.fullmatch(address)
    if match is None:
        return None
    fragment = match["fragment"]
    tail = "" if fragment is None else f"#{_encoded(fragment)}"
    return URIRef(match["host"] + _encoded(match["path"]) + tail)
