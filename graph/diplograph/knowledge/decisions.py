"""Decisions to and from JSON: ``merges.jsonl``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diplograph.model import Merge, Verdict
from diplograph.records import JsonObject, located, unlocated


def merge_to_json(merge: Merge) -> JsonObject:
    """Return ``merge`` as one line of ``merges.jsonl``."""
    return {
        "subject": merge.subject,
        "verdict": merge.verdict.value,
        "id": merge.id,
        "members": list(merge.members),
        "rule": merge.rule,
        "score": merge.score,
        "reason": merge.reason,
        "evidence": [located(span) for span in merge.evidence],
    }


def merge_from_json(value: Mapping[str, Any]) -> Merge:
    """Return the decision of one line of ``merges.jsonl``."""
    spans = [unlocated(span) for span in value["evidence"]]
    return Merge(
        subject=value["subject"],
        verdict=Verdict(value["verdict"]),
        id=value["id"],
        members=tuple(value["members"]),
        rule=value["rule"],
        score=value["score"],
        reason=value["reason"],
        evidence=tuple(span for span in spans if span),
    )
