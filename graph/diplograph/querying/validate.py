"""Whether a graph is well-formed, its quotations true, its references answered and its statuses deserved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from diplograph.errors import BuildError
from diplograph.querying.batches import MOST_SUBJECTS, batches
from diplograph.querying.buildstore import STORE, store_lags, store_of, store_on_the_side
from diplograph.querying.findings import Finding, Severity
from diplograph.querying.graphs import load_build, load_text, rows, trig_of
from diplograph.querying.shacl import ASSERTED, LENGTH, QUOTATION, SHORTCUTS, is_a, load_rules
from diplograph.querying.store import read_store
from diplograph.vocabulary import CODE, DG, ID, PREFIXES

_OA = PREFIXES["oa"]
_SKOS = PREFIXES["skos"]
CHECKSUM = "the SHA-256 is that of the article's text"
STATUS = "the status follows from the claims"
REFERENCE = "what is referred to is described"
CODES = "a code that is used is in its scheme, with a label"
LAGS = "the store says what graph.trig says; queries read that file meanwhile, the next build mends the store"
# Bytes of a TriG file that is checked as a whole: in memory it takes some twenty times as much.
_AT_ONCE = 8_000_000
_SPANS = (
    f"SELECT ?span ?start ?end ?exact ?article WHERE {{ ?span {DG.start.n3()} ?start ; {DG.end.n3()} ?end ; "
    f"{DG.exact.n3()} ?exact ; <{_OA}hasSource> ?article }}"
)
_ARTICLE = f"?article {DG.text.n3()} ?text ; {DG.textSha256.n3()} ?sum"
_TEXTS = f"SELECT ?article ?text ?sum WHERE {{ {_ARTICLE} }}"
_CLAIM = f"?claim {DG.about.n3()} ?event ; {DG.modality.n3()} ?modality ; {DG.attributionKind.n3()} ?kind"
_STATUSES = f"SELECT ?event ?status ?modality ?kind WHERE {{ ?event {DG.status.n3()} ?status . {_CLAIM} }}"
_SHORTCUTS: Mapping[str | None, str] = {f"{CODE}role/source": str(DG.source), f"{CODE}role/target": str(DG.target)}
_LOOSE_ENDS = (
    f"SELECT DISTINCT ?s ?o WHERE {{ ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), '{ID}')) MINUS {{ ?o a ?type }} }}"
)
_LOOSE_CODES = (
    f"SELECT DISTINCT ?s ?o WHERE {{ ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), '{CODE}') "
    f"&& ?p NOT IN (<{_SKOS}inScheme>, <{_SKOS}topConceptOf>, <{_SKOS}broadMatch>, <{_SKOS}closeMatch>)) "
    f"MINUS {{ ?o <{_SKOS}prefLabel> ?label }} }}"
)


def _violation(focus: str, message: str, value: str = "") -> Finding:
    return Finding(severity=Severity.VIOLATION, focus=focus, message=message, value=value)


def _shape_findings(store: ox.Store) -> Iterator[Finding]:
    for rule in load_rules():
        for row in rows(store, rule.query):
            value = row[1] if len(row) > 1 and row[1] else ""
            yield Finding(severity=rule.severity, focus=row[0] or "", message=rule.message, value=value)


def _texts(store: ox.Store) -> Mapping[str, tuple[str | None, str]]:
    # An article with two texts breaks a rule; it is always the same one that counts.
    found = sorted((article or "", text or "", checksum or "") for article, text, checksum in rows(store, _TEXTS))
    return {article: (text, checksum) for article, text, checksum in found}


def _checksum_findings(texts: Mapping[str, tuple[str | None, str]]) -> Iterator[Finding]:
    for article, (text, checksum) in texts.items():
        found = sha256((text or "").encode("utf-8")).hexdigest()
        if found != checksum:
            yield _violation(article, CHECKSUM, found)


def _shortcut_queries() -> tuple[str, str]:
    event = is_a("?event", DG.Event, "?type")
    names = f"VALUES ?name {{ {DG.participant.n3()} {DG.source.n3()} {DG.target.n3()} }}"
    part = f"?part {DG.actor.n3()} ?actor OPTIONAL {{ ?part {DG.role.n3()} ?role }}"
    return (
        f"SELECT DISTINCT ?event ?actor ?role WHERE {{ {event} ?event {DG.hasParticipation.n3()} ?part . {part} }}",
        f"SELECT DISTINCT ?event ?actor ?name WHERE {{ {event} {names} ?event ?name ?actor }}",
    )


def _shortcut_findings(store: ox.Store) -> Iterator[Finding]:
    parts, stated = (set(rows(store, query)) for query in _shortcut_queries())
    meant = {(event, actor, str(DG.participant)) for event, actor, _ in parts}
    meant |= {(event, actor, _SHORTCUTS[role]) for event, actor, role in parts if role in _SHORTCUTS}
    for event, actor, _ in meant ^ stated:
        yield _violation(event or "", SHORTCUTS, actor or "")


def _offset(text: str | None) -> int | None:
    return int(text) if text and text.lstrip("-").isdecimal() else None


def _span_findings(store: ox.Store, texts: Mapping[str, tuple[str | None, str]]) -> Iterator[Finding]:
    for span, first, last, exact, article in rows(store, _SPANS):
        start, end, quotation = _offset(first), _offset(last), exact or ""
        if start is None or end is None:
            continue  # the shapes say so
        if len(quotation) != end - start:
            yield _violation(span or "", LENGTH, quotation)
        text = texts.get(article or "", (None, ""))[0]
        if text is not None and (start < 0 or text[start:end] != quotation):
            yield _violation(span or "", QUOTATION, quotation)


def status_of(claims: frozenset[tuple[str, str]]) -> str:
    """Return the status that claims, each a modality and an attribution kind, give to their event."""
    modalities = {modality for modality, _ in claims}
    if {"asserted", "denied"} <= modalities:
        return "disputed"
    if "cancelled" in modalities:
        return "cancelled"
    if "asserted" in modalities:
        return "asserted" if ("asserted", "own-voice") in claims else "alleged"
    order = ("planned", "requested", "hypothetical", "denied")
    return next((modality for modality in order if modality in modalities), "")


def _status_findings(store: ox.Store) -> Iterator[Finding]:
    claims: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for event, status, modality, kind in rows(store, _STATUSES):
        key = (event or "", (status or "").rsplit("/", 1)[-1])
        claims[key].add(((modality or "").rsplit("/", 1)[-1], (kind or "").rsplit("/", 1)[-1]))
    for (event, status), said in claims.items():
        expected = status_of(frozenset(said))
        if status == "asserted" != expected:
            yield _violation(event, ASSERTED, f"{CODE}modality/asserted")
        if status != expected:
            yield _violation(event, STATUS, f"{status}, {expected or 'none'} expected")


def _reference_findings(store: ox.Store) -> Iterator[Finding]:
    for subject, found in rows(store, _LOOSE_ENDS):
        yield _violation(subject or "", REFERENCE, found or "")
    for subject, found in rows(store, _LOOSE_CODES):
        yield _violation(subject or "", CODES, found or "")


def _findings(store: ox.Store) -> Iterator[Finding]:
    texts = _texts(store)
    yield from _shape_findings(store)
    yield from _checksum_findings(texts)
    yield from _span_findings(store, texts)
    yield from _shortcut_findings(store)
    yield from _status_findings(store)
    yield from _reference_findings(store)


def validate_store(store: ox.Store) -> tuple[Finding, ...]:
    """Return what is wrong with the default graph of a store, violations first, sorted."""
    return tuple(sorted(set(_findings(store))))


def validate_in_batches(store: ox.Store, most: int = MOST_SUBJECTS) -> tuple[Finding, ...]:
    """Return what is wrong with a store, all of its graphs taken as one, without holding more than a batch of it.

    Args:
        store: best one on disk.
        most: subjects that are looked at at a time.
    """
    found: set[Finding] = set()
    for batch in batches(store, most):
        found.update(finding for finding in _findings(batch.store) if finding.focus in batch.names)
    return tuple(sorted(found))


def validate_text(text: str, *, trig: bool = False) -> tuple[Finding, ...]:
    """Return what is wrong with a Turtle or TriG text, all of its graphs taken as one.

    Raises:
        InputError: if the text is not well-formed.
    """
    return validate_store(load_text(text, trig=trig))


def _store_findings(build: Path) -> Iterator[Finding]:
    if store_lags(build):
        yield Finding(severity=Severity.WARNING, focus=str(build / STORE), message=LAGS, value="")


def _graph_findings(build: Path) -> tuple[Finding, ...]:
    if trig_of(build).stat().st_size <= _AT_ONCE:
        return validate_store(load_build(build, merged=True))
    kept = store_of(build)
    if kept:
        with suppress(BuildError), read_store(kept) as store:
            return validate_in_batches(store)
    with store_on_the_side(build) as store:
        return validate_in_batches(store)


def validate_build(build: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the RDF of a build folder, violations first.

    A large one is looked at in batches, so that memory does not grow with it. That its store is damaged or lags
    behind is a warning: queries read ``graph.trig`` then.

    Raises:
        BuildError: if the folder holds no build or a broken one.
    """
    return (*_graph_findings(build), *_store_findings(build))


def has_violations(findings: tuple[Finding, ...]) -> bool:
    """Return whether any finding is more than a warning."""
    return any(finding.severity is Severity.VIOLATION for finding in findings)
