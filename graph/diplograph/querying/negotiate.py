"""Which form of an answer a client would like best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

RESULT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
    }
)
GRAPH_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "ttl": "text/turtle; charset=utf-8",
        "nt": "application/n-triples",
        "rdfxml": "application/rdf+xml",
        "jsonld": "application/ld+json",
    }
)
_ALSO = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}


def _offer(part: str) -> tuple[float, str]:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                weight = float(value)
            except ValueError:
                weight = 0.0
    return weight, name.lower()


def _matches(wanted: str, media_type: str) -> bool:
    plain = media_type.split(";")[0]
    return wanted in ("*/*", plain) or (wanted.endswith("/*") and plain.startswith(wanted[:-1]))


def choose(accept: str, types: Mapping[str, str]) -> str | None:
    """Return the form that an Accept header likes best, or none if it takes none of them.

    Args:
        accept: the header; empty means that all are welcome.
        types: media types by form, the server's favourite first.
    """
    offers: Sequence[tuple[float, str]] = sorted(
        (_offer(part) for part in accept.split(",") if part.strip()), key=lambda offer: -offer[0]
    )
    if not offers:
        return next(iter(types))
    for weight, wanted in offers:
        if weight <= 0:
            continue
        if wanted in _ALSO and _ALSO[wanted] in types:
            return _ALSO[wanted]
        for form, media_type in types.items():
            if _matches(wanted, media_type):
                return form
    return None
