"""``ontology/schemes.ttl``: the table of codes as SKOS, for those who read RDF and not tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from diplograph.codebook.codes import load_codes
from diplograph.outputs.rdf.blocks import Block, Section, block
from diplograph.outputs.rdf.facts import A
from diplograph.outputs.rdf.registry import SCHEMES, code_block
from diplograph.outputs.rdf.terms import english, iri
from diplograph.outputs.rdf.writer import turtle_text
from diplograph.vocabulary import CODE, PREFIXES, code_iri

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "attribution": "attribution kinds",
        "cameo": "CAMEO event codes",
        "grade": "grades of claims",
        "granularity": "units of time",
        "modality": "modalities of claims and statuses of events",
        "plover": "PLOVER categories and modes",
        "plover-context": "PLOVER contexts",
        "polarity": "polarities of claims",
        "quad": "quad classes",
        "role": "roles of participants",
        "tenure": "tenures of offices",
    }
)


def _scheme_block(scheme: str, title: str) -> Block:
    skos = PREFIXES["skos"]
    tops = (code for code in load_codes().values() if code.scheme == scheme and not code.broader)
    rows = (
        (A, (iri(skos + "ConceptScheme"),)),
        (iri(skos + "prefLabel"), (english(title),)),
        (iri(skos + "hasTopConcept"), tuple(iri(code_iri(scheme, top.code)) for top in tops)),
    )
    return block(SCHEMES, Section.CODES, iri(CODE + scheme), rows, group=scheme)


def schemes_chunks() -> Iterator[str]:
    """Yield the pieces of ``ontology/schemes.ttl``, which a test holds equal to the table."""
    yield "# Made from codes.tsv by diplograph.outputs.rdf.schemes; change the table, not this file.\n"
    heads = (_scheme_block(scheme, title) for scheme, title in TITLES.items())
    yield from turtle_text([*heads, *map(code_block, load_codes().values())])
