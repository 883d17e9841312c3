"""Ask a build in SPARQL, and check that it is sound."""

from __future__ import annotations

from diplograph.querying.findings import Finding, Severity
from diplograph.querying.named import NamedQuery, list_queries, named_query
from diplograph.querying.solutions import Solutions, format_solutions
from diplograph.querying.sparql import run_query
from diplograph.querying.validate import has_violations, validate_build, validate_text

__all__ = [
    "Finding",
    "NamedQuery",
    "Severity",
    "Solutions",
    "format_solutions",
    "has_violations",
    "list_queries",
    "named_query",
    "run_query",
    "validate_build",
    "validate_text",
]
