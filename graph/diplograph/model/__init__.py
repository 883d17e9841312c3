"""The records: frozen values that every stage and every output speaks in.

Offsets are Unicode code points into the document's text as it was given; ``end`` is exclusive.
States go by their three letters of ISO 3166-1, Kosovo by XKX; bodies, such as EUR, have codes of the same form.
"""

from __future__ import annotations

from diplograph.model.actors import Actor, Capacity, Mention
from diplograph.model.builds import Merge, Reading, Records, Run
from diplograph.model.enumerations import (
    ActorKind,
    AttributionKind,
    Grade,
    Granularity,
    MentionKind,
    Modality,
    Polarity,
    Role,
    SegmentKind,
    Status,
    Tenure,
    Verdict,
)
from diplograph.model.events import Attribution, Claim, Event, EventDate, Participation, Place, TyperAnswer
from diplograph.model.texts import Document, Segment, Span

__all__ = [
    "Actor",
    "ActorKind",
    "Attribution",
    "AttributionKind",
    "Capacity",
    "Claim",
    "Document",
    "Event",
    "EventDate",
    "Grade",
    "Granularity",
    "Mention",
    "MentionKind",
    "Merge",
    "Modality",
    "Participation",
    "Place",
    "Polarity",
    "Reading",
    "Records",
    "Role",
    "Run",
    "Segment",
    "SegmentKind",
    "Span",
    "Status",
    "Tenure",
    "TyperAnswer",
    "Verdict",
]
