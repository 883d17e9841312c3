"""Claims, with whose word they are, to and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diplograph.model import Attribution, AttributionKind, Claim, Grade, Modality, Polarity, TyperAnswer
from diplograph.records.actors import actor_from_json, actor_to_json
from diplograph.records.values import JsonObject, span_from_json, span_to_json


def _attribution_to_json(attribution: Attribution) -> JsonObject:
    value: JsonObject = {"kind": attribution.kind.value}
    if attribution.speaker:
        value["speaker"] = actor_to_json(attribution.speaker)
    if attribution.cue:
        value["cue"] = span_to_json(attribution.cue)
    return value


def _attribution_from_json(value: Mapping[str, Any], document: str) -> Attribution:
    return Attribution(
        kind=AttributionKind(value["kind"]),
        speaker=actor_from_json(value["speaker"]) if "speaker" in value else None,
        cue=span_from_json(value["cue"], document) if "cue" in value else None,
    )


def _typer_to_json(answer: TyperAnswer) -> JsonObject:
    return {"root": answer.root, "probability": answer.probability, "rules": answer.rules}


def _typer_from_json(value: Mapping[str, Any]) -> TyperAnswer:
    return TyperAnswer(root=value["root"], probability=value["probability"], rules=value["rules"])


def claim_to_json(claim: Claim) -> JsonObject:
    """Return ``claim`` as JSON; ``typer`` is there only if it was asked for."""
    value = {
        "document": claim.document,
        "sentence": span_to_json(claim.sentence),
        "trigger": span_to_json(claim.trigger),
        "source_spans": [span_to_json(span) for span in claim.source_spans],
        "target_spans": [span_to_json(span) for span in claim.target_spans],
        "modality": claim.modality.value,
        "polarity": claim.polarity.value,
        "cues": [span_to_json(span) for span in claim.cues],
        "attribution": _attribution_to_json(claim.attribution),
        "grade": claim.grade.value,
        "rule": claim.rule,
        "date": span_to_json(claim.date) if claim.date else None,
        "based_on": claim.based_on,
    }
    return value | ({"typer": _typer_to_json(claim.typer)} if claim.typer else {})


def claim_from_json(value: Mapping[str, Any]) -> Claim:
    """Return the claim that ``value`` describes."""
    document = value["document"]
    return Claim(
        document=document,
        sentence=span_from_json(value["sentence"], document),
        trigger=span_from_json(value["trigger"], document),
        source_spans=tuple(span_from_json(span, document) for span in value["source_spans"]),
        target_spans=tuple(span_from_json(span, document) for span in value["target_spans"]),
        modality=Modality(value["modality"]),
        polarity=Polarity(value["polarity"]),
        cues=tuple(span_from_json(span, document) for span in value["cues"]),
        attribution=_attribution_from_json(value["attribution"], document),
        grade=Grade(value["grade"]),
        rule=value["rule"],
        date=span_from_json(value["date"], document) if value["date"] else None,
        based_on=value["based_on"],
        typer=_typer_from_json(value["typer"]) if "typer" in value else None,
    )
