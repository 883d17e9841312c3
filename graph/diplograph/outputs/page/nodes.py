"""Events as nodes and edges of the page: all of their text but for the numbers that hold on one page alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from diplograph.model import Claim, Event, Participation, Span
from diplograph.outputs.page.blocks import json_block
from diplograph.outputs.phrasing import date_text, event_title, one_line, precision, tone
from diplograph.outputs.projection import best_grade
from diplograph.outputs.rdf.sayings import claim_terms
from diplograph.outputs.rdf.terms import Term, iri
from diplograph.vocabulary import event_iri

Json = dict[str, Any]


class NodeTexts(NamedTuple):
    """The node and the edges of an event as JSON, but for the numbers that things have on one page alone.

    Args:
        heads: of the node, its pieces, between which the numbers of the claims' sentences stand.
        sentences: document, start, end, text of the sentence of each claim.
        edges: of each part, its actor, and what else the edge says.
    """

    heads: Sequence[str]
    sentences: Sequence[Sequence[Any]]
    edges: Sequence[Sequence[str]]


def _marks(claim: Claim, event: Event) -> list[list[Any]]:
    """Return [kind, start, end] of everything to mark, counted from the start of the sentence."""
    base, end = claim.sentence.start, claim.sentence.end
    spans = [("t", claim.trigger)]
    spans += [("s", span) for span in claim.source_spans] + [("o", span) for span in claim.target_spans]
    spans += [("c", span) for span in claim.cues]
    spans += [("d", claim.date)] if claim.date else []
    spans += [("w", claim.attribution.cue)] if claim.attribution.cue else []
    marked = {(span.start, span.end) for _, span in spans}
    others = [span for part in event.participations for span in part.spans]
    spans += [
        ("p", span) for span in others if span.document == claim.document and (span.start, span.end) not in marked
    ]
    inside = [(kind, span) for kind, span in spans if base <= span.start < span.end <= end]
    return [[kind, span.start - base, span.end - base] for kind, span in inside]


def _claim_texts(claim: Claim, term: Term, event: Event) -> tuple[str, str]:
    """Return a claim as JSON, in two parts: between them stands the number of its sentence."""
    speaker = claim.attribution.speaker
    told: Json = {
        "marks": _marks(claim, event),
        "modality": claim.modality.value,
        "by": claim.attribution.kind.value,
        "grade": claim.grade.value,
        "rule": one_line(claim.rule),
    }
    told |= {"speaker": one_line(speaker.name)} if speaker else {}
    return f'{{"term":{json_block(term)},"s":', f",{json_block(told)[1:]}"


def _date(event: Event) -> Json:
    when = event.date
    found: Json = {"when": date_text(when), "precision": str(precision(when))}
    if when is None:
        return found
    found |= {"edtf": when.edtf, "rule": when.rule, "stated": int(when.stated)}
    optional = {
        "earliest": when.earliest and when.earliest.isoformat(),
        "latest": when.latest and when.latest.isoformat(),
        "words": when.expression and one_line(when.expression.text),
        "anchor": when.anchor and when.anchor.isoformat(),
    }
    return found | {name: value for name, value in optional.items() if value}


def _codes(event: Event) -> Json:
    place = one_line(event.place.name) if event.place else None
    optional = {
        "plover": event.plover,
        "mode": event.mode,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "quad": event.quad,
        "place": place,
        "contexts": list(event.contexts) or None,
    }
    return {name: value for name, value in optional.items() if value is not None}


def node_texts(event: Event) -> NodeTexts:
    """Return the node and the edges of an event."""
    node: Json = {"key": event.id, "label": event_title(event), "class": event.event_class}
    node |= {
        "term": iri(event_iri(event.id)),
        "status": event.status.value,
        "tone": tone(event).value,
        "grade": best_grade(event).value,
        "independent": event.independent_sources,
    }
    node |= {"merged": list(event.merged_by)} if event.merged_by else {}
    claims = list(claim_terms(event))
    pieces = [text for claim, term in claims for text in _claim_texts(claim, term, event)]
    heads = [f'{json_block(node | _codes(event) | {"date": _date(event)})[1:-1]},"claims":[', *pieces, "]"]
    # The end of one claim and the beginning of the next are one piece.
    middle = [f"{end},{begin}" for end, begin in zip(heads[2:-2:2], heads[3:-2:2], strict=True)]
    joined = [heads[0] + heads[1], *middle, heads[-2] + heads[-1]] if claims else [heads[0] + heads[1]]
    return NodeTexts(
        joined, [_located(claim.sentence) for claim, _ in claims], list(map(_edge_texts, event.participations))
    )


def _located(span: Span) -> list[Any]:
    return [span.document, span.start, span.end, span.text]


def _edge_texts(part: Participation) -> tuple[str, str]:
    office = part.capacity
    held = (
        f"{office.tenure.value} {office.office}"
        if office and office.tenure.value != "unknown"
        else office and office.office
    )
    optional = {"for": part.acts_for, "office": held and one_line(held)}
    told = {"role": part.role.value} | {name: value for name, value in optional.items() if value}
    return part.actor.id, json_block(told)[1:]
