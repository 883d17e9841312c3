"""The layer of sources: articles, claims and text spans, as blocks of one graph a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256

from diplograph.model import Capacity, Claim, Document, Event, Participation, Reading, Run, Span
from diplograph.outputs.rdf.blocks import Block, Row, Section, block, some
from diplograph.outputs.rdf.facts import LABEL, A, capacity_term, once, part_term
from diplograph.outputs.rdf.terms import Term, any_uri, day, decimal, english, integer, iri, paragraphs, string
from diplograph.records import Naming
from diplograph.vocabulary import (
    DG,
    PREFIXES,
    actor_iri,
    article_iri,
    claim_iri,
    code_iri,
    digest,
    document_graph_iri,
    event_iri,
    extraction_iri,
    extractor_iri,
    publisher_iri,
    time_iri,
)

_SCHEMA, _PROV = PREFIXES["schema"], PREFIXES["prov"]
_HAS_SOURCE = iri(PREFIXES["oa"] + "hasSource")
_GENERATED_BY = iri(_PROV + "wasGeneratedBy")
_TEXT_SPAN, _START, _END, _EXACT = iri(DG.TextSpan), iri(DG.start), iri(DG.end), iri(DG.exact)
_CLAIM, _ABOUT, _MODALITY, _POLARITY = iri(DG.Claim), iri(DG.about), iri(DG.modality), iri(DG.polarity)
_KIND, _ATTRIBUTED_TO, _CUE = iri(DG.attributionKind), iri(DG.attributedTo), iri(DG.attributionCue)
_REPORTED_IN, _EVIDENCE, _TRIGGER = iri(DG.reportedIn), iri(DG.evidence), iri(DG.trigger)
_MODALITY_CUE, _SOURCE_MENTION, _TARGET_MENTION = (
    iri(DG.modalityCue),
    iri(DG.sourceMention),
    iri(DG.targetMention),
)
_DATE_EVIDENCE, _GRADE, _RULE = iri(DG.dateEvidence), iri(DG.grade), iri(DG.rule)
_RULES_ROOT, _TYPER_ROOT, _TYPER_PROBABILITY = iri(DG.rulesRoot), iri(DG.typerRoot), iri(DG.typerProbability)
_SPAN_ROW: Row = (A, (_TEXT_SPAN,))
Said = Block | Span
"""What is said of a subject, or a span that something rests on; there are so many spans that they are no blocks yet."""
_DENOTED_BY, _IDENTIFIER = iri(DG.denotedBy), iri(DG.identifier)
_OFFICE_MENTION, _PLACE_MENTION = iri(DG.officeMention), iri(DG.placeMention)


@lru_cache(maxsize=1024)
def article_of(document: str) -> tuple[Term, str]:
    """Return the term of a document and the name of its graph, which all of its spans share."""
    # A plain string: terms of rdflib are compared and sorted slowly.
    return iri(article_iri(document)), str(document_graph_iri(document))


def span_term(span: Span) -> Term:
    """Return the term for a span."""
    return _span_term(article_of(span.document)[0], span.start, span.end)


def _span_term(article: Term, start: int, end: int) -> Term:
    # As iri(span_iri(...)) would say it, without looking at the article's name again for each of its spans.
    tail = f"-c{start}-{end}"
    return Term(f"{article[:-1]}{tail}>" if article[0] == "<" else article + tail)


def _spans(spans: Iterable[Span]) -> tuple[Term, ...]:
    return tuple([span_term(span) for span in spans])


def blocks_of(said: Iterable[Said]) -> Iterator[Block]:
    """Yield what is said as blocks, spans among them as often as they come."""
    return (span_block(one) if isinstance(one, Span) else one for one in said)


def span_block(span: Span) -> Block:
    """Return where a span lies and what it reads."""
    article, graph = article_of(span.document)
    rows: tuple[Row, ...] = (
        _SPAN_ROW,
        (_HAS_SOURCE, (article,)),
        (_START, (integer(span.start),)),
        (_END, (integer(span.end),)),
        (_EXACT, (string(span.text),)),
    )
    return Block(graph, Section.SPANS, f"{span.document}\x00{span.start:09}", span.end, span_term(span), rows)


def _seen(
    section: Section, subject: Term, span: Span, *, group: str = "", rank: int = 0, how: Term = _DENOTED_BY
) -> Iterator[Said]:
    row = (how, (span_term(span),))
    yield block(article_of(span.document)[1], section, subject, (row,), group=group, rank=rank)
    yield span


def article_blocks(document: Document, *, with_text: bool = True) -> Iterator[Block]:
    """Yield what is known of an article.

    Args:
        document: the article.
        with_text: whether its text goes along, so that offsets can be verified; else only its SHA-256.
    """
    graph, publisher = article_of(document.id)[1], document.publisher
    rows: tuple[Row, ...] = (
        (A, (iri(DG.Article),)),
        (iri(_SCHEMA + "headline"), some(english(document.title) if document.title else None)),
        (_IDENTIFIER, (string(document.id),)),
        (iri(_SCHEMA + "datePublished"), some(day(document.published) if document.published else None)),
        (iri(DG.publishedFrom), some(string(document.published_from) if document.published_from else None)),
        (iri(_SCHEMA + "publisher"), some(iri(publisher_iri(publisher)) if publisher else None)),
        (iri(_SCHEMA + "url"), some(any_uri(document.url) if document.url else None)),
        (iri(DG.byline), some(string(document.author) if document.author else None)),
        (iri(_SCHEMA + "isBasedOn"), some(iri(article_iri(document.based_on)) if document.based_on else None)),
        (iri(DG.dateline), some(string(document.place) if document.place else None)),
        (iri(_SCHEMA + "inLanguage"), (string("en"),)),
        (iri(DG.textSha256), (string(sha256(document.text.encode("utf-8", "replace")).hexdigest()),)),
        (iri(DG.text), (paragraphs(document.text),) if with_text else ()),
    )
    yield block(graph, Section.ARTICLES, iri(article_iri(document.id)), rows)
    if publisher:
        name = ((A, (iri(_SCHEMA + "Organization"),)), (LABEL, (english(publisher),)))
        yield block(graph, Section.ARTICLES, iri(publisher_iri(publisher)), name, group="~")


def run_blocks(document: str, run: Run) -> Iterator[Block]:
    """Yield which software, model and settings read a document."""
    graph = article_of(document)[1]
    extractor = iri(extractor_iri(run.version, run.model, run.config_hash))
    reading = (
        (A, (iri(DG.Extraction),)),
        (iri(_PROV + "used"), (iri(article_iri(document)),)),
        (iri(_PROV + "wasAssociatedWith"), (extractor,)),
    )
    yield block(graph, Section.RUN, iri(extraction_iri(document)), reading)
    software = (
        (A, (iri(DG.Extractor),)),
        (LABEL, (english(f"diplograph {run.version}"),)),
        (iri(_SCHEMA + "softwareVersion"), (string(run.version),)),
        (iri(DG.model), (string(run.model),)),
        (iri(DG.configHash), (string(run.config_hash),)),
    )
    yield block(graph, Section.RUN, extractor, software, group="~")


def _content(claim: Claim) -> str:
    speaker = claim.attribution.speaker
    return digest(
        f"{claim.sentence.start}-{claim.sentence.end}",
        claim.modality.value,
        claim.attribution.kind.value,
        speaker.id if speaker else None,
        claim.rule,
    )


def _place_of(claim: Claim) -> tuple[str, int, int]:
    return claim.document, claim.trigger.start, claim.trigger.end


def claim_terms(event: Event) -> Iterator[tuple[Claim, Term]]:
    """Yield each claim about an event with its term; two readings of the same words are told apart."""
    # To compare claims costs as much as to write them, and most events have but one.
    claims = tuple(dict.fromkeys(event.claims)) if len(event.claims) > 1 else event.claims
    count = Counter(map(_place_of, claims))
    for claim in claims:
        document, start, end = _place_of(claim)
        extra = _content(claim) if count[document, start, end] > 1 else ""
        yield claim, iri(claim_iri(event.id, document, (start, end), extra=extra))


def _attribution_rows(claim: Claim) -> Iterator[Row]:
    said = claim.attribution
    speaker = said.speaker
    state = speaker is not None and speaker.kind.value == "state"
    yield _KIND, (iri(code_iri("attribution", said.kind.value)),)
    yield _ATTRIBUTED_TO, some(iri(actor_iri(speaker.id, state=state)) if speaker else None)
    yield _CUE, some(span_term(said.cue) if said.cue else None)


def _typer_rows(claim: Claim) -> Iterator[Row]:
    if claim.typer:
        yield _RULES_ROOT, (iri(code_iri("plover", claim.typer.rules)),)
        yield _TYPER_ROOT, (iri(code_iri("plover", claim.typer.root)),)
        yield _TYPER_PROBABILITY, (decimal(claim.typer.probability),)


def _claim_block(event: Event, claim: Claim, subject: Term) -> Block:
    rows = (
        (A, (_CLAIM,)),
        (_ABOUT, (iri(event_iri(event.id)),)),
        (_MODALITY, (iri(code_iri("modality", claim.modality.value)),)),
        (_POLARITY, (iri(code_iri("polarity", claim.polarity.value)),)),
        *_attribution_rows(claim),
        (_REPORTED_IN, (iri(article_iri(claim.document)),)),
        (_EVIDENCE, (span_term(claim.sentence),)),
        (_TRIGGER, (span_term(claim.trigger),)),
        (_SOURCE_MENTION, _spans(claim.source_spans)),
        (_TARGET_MENTION, _spans(claim.target_spans)),
        (_MODALITY_CUE, _spans(claim.cues)),
        (_DATE_EVIDENCE, some(span_term(claim.date) if claim.date else None)),
        (_GRADE, (iri(code_iri("grade", claim.grade.value)),)),
        (_RULE, (string(claim.rule),)),
        *_typer_rows(claim),
        (_GENERATED_BY, (iri(extraction_iri(claim.document)),)),
    )
    return block(article_of(claim.document)[1], Section.CLAIMS, subject, rows, group=event.id)


def _claim_spans(claim: Claim) -> Iterator[Span]:
    yield from (claim.sentence, claim.trigger, *claim.source_spans, *claim.target_spans, *claim.cues)
    if claim.date:
        yield claim.date
    if claim.attribution.cue:
        yield claim.attribution.cue


def claim_blocks(event: Event) -> Iterator[Said]:
    """Yield every claim about an event, and every span that the event rests on."""
    for claim, subject in claim_terms(event):
        yield _claim_block(event, claim, subject)
        yield from _claim_spans(claim)


def _part_evidence(event: Event, part: Participation, rank: int) -> Iterator[Said]:
    subject = part_term(event, part)
    for span in part.spans:
        yield from _seen(Section.EVENTS, subject, span, group=event.id, rank=rank)
    office = part.capacity
    if office and office.span:
        yield from _seen(Section.EVENTS, subject, office.span, group=event.id, rank=rank, how=_OFFICE_MENTION)
        yield from office_seen(office, office.span)


def evidence_blocks(event: Event) -> Iterator[Said]:
    """Yield where the text names the parts, offices, time and place of an event."""
    positions = {(part.role, part.actor.id): rank for rank, part in enumerate(once(event.participations), start=1)}
    for part in event.participations:
        yield from _part_evidence(event, part, positions[part.role, part.actor.id])
    if event.date and event.date.expression:
        subject = iri(time_iri(event.id))
        yield from _seen(Section.EVENTS, subject, event.date.expression, group=event.id, rank=1000)
    if event.place and event.place.span:
        subject = iri(event_iri(event.id))
        yield from _seen(Section.EVENTS, subject, event.place.span, group=event.id, how=_PLACE_MENTION)


def office_seen(office: Capacity, span: Span) -> Iterator[Block]:
    """Yield where a text names an office."""
    return (one for one in _seen(Section.CAPACITIES, capacity_term(office), span) if isinstance(one, Block))


def mention_blocks(reading: Reading) -> Iterator[Said]:
    """Yield where a document mentions each actor."""
    seen = [(one.actor, one.span) for one in reading.mentions if one.actor is not None]
    naming = Naming(
        actors=[actor.id for actor in reading.actors],
        states=[actor.id for actor in reading.actors if actor.kind.value == "state"],
        places=[(actor, span.start, span.end) for actor, span in seen],
    )
    yield from naming_blocks(reading.document.id, naming)
    yield from (span for _, span in seen)


def naming_blocks(document: str, naming: Naming) -> Iterator[Block]:
    """Yield where a document mentions each actor, without the spans."""
    article, graph = article_of(document)
    terms: dict[str, list[Term]] = {}
    for actor, start, end in naming.places:
        terms.setdefault(actor, []).append(_span_term(article, start, end))
    states = set(naming.states)
    for actor, found in terms.items():
        subject = iri(actor_iri(actor, state=actor in states))
        yield Block(graph, Section.ACTORS, actor, 0, subject, ((_DENOTED_BY, tuple(found)),))
