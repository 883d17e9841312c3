"""``report.json``: what made a build, what is in it, and what could not be read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from diplograph.model import Document, Event, Records
from diplograph.reading.failure import Failure
from diplograph.records import documents_of

SOFTWARE = "diplograph"


def _document_json(document: Document, claimed: Counter[str]) -> dict[str, Any]:
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "based_on": document.based_on,
        "sha256": hashlib.sha256(document.text.encode("utf-8")).hexdigest(),
        "events": claimed[document.id],
    }


def tally_of(event: Event) -> tuple[str, str, int, bool, list[str]]:
    """Return what there is to count in an event: class, status, claims, whether it was merged, documents."""
    documents = {claim.document for claim in event.claims}
    return event.event_class, event.status.value, len(event.claims), bool(event.merged_by), sorted(documents)


class Tally:
    """What there is to count in events, from one pass."""

    def __init__(self, events: Iterable[Sequence[Any]]) -> None:
        """Count what ``tally_of`` says of each."""
        self.by_class: Counter[str] = Counter()
        self.by_status: Counter[str] = Counter()
        self.by_document: Counter[str] = Counter()
        self.claims = self.merged = 0
        for event_class, status, claims, merged, documents in events:
            self.by_class[event_class] += 1
            self.by_status[status] += 1
            self.by_document.update(documents)
            self.claims += claims
            self.merged += merged


def _counts(records: Records, failures: Sequence[Failure], tally: Tally) -> dict[str, Any]:
    return {
        "documents": len(records.readings),
        "failures": len(failures),
        "actors": len(records.actors),
        "events": len(records.events),
        "claims": tally.claims,
        "copies": sum(len(merge.members) - 1 for merge in records.merges if merge.subject == "document"),
        "merged_events": tally.merged,
        "events_by_class": dict(sorted(tally.by_class.items())),
        "events_by_status": dict(sorted(tally.by_status.items())),
    }


def report_text(records: Records, failures: Sequence[Failure] = ()) -> str:
    """Return ``report.json``: what made the build, what is in it, and what could not be read."""
    return report_of(records, failures, Tally(map(tally_of, records.events)))


def report_of(records: Records, failures: Sequence[Failure], tally: Tally) -> str:
    """Return ``report.json`` of a build whose events were counted."""
    report = {
        "software": SOFTWARE,
        "version": records.run.version,
        "model": records.run.model,
        "config_hash": records.run.config_hash,
        "counts": _counts(records, failures, tally),
        "documents": [_document_json(document, tally.by_document) for document in documents_of(records.readings)],
        "copies": [list(merge.members) for merge in records.merges if merge.subject == "document"],
        "failures": [{"source": failure.source, "reason": failure.reason} for failure in failures],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
