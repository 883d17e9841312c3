"""What was read out of documents, alone and together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diplograph.model.actors import Actor, Capacity, Mention
from diplograph.model.enumerations import Verdict
from diplograph.model.events import Event, EventDate
from diplograph.model.texts import Document, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Which software and settings made a build."""

    version: str
    model: str
    config_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read out of one document.

    Args:
        actors: every actor of ``mentions`` and ``events``, sorted by id.
        dates: every resolved date expression, in order of the text.
        read_as: what actors were in the document by itself, for those that the whole build calls otherwise: each with
            the id that it has here.
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    dates: tuple[EventDate, ...] = ()
    events: tuple[Event, ...] = ()
    read_as: tuple[tuple[str, Actor], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A decision that things of several documents are one, or are not, with its reason.

    Args:
        subject: ``document``, ``actor`` or ``event``.
        id: what they are called now; of things kept apart the first.
        members: what was put together or kept apart: documents, events, or actors as ``ID@DOCUMENT``; sorted.
        rule: name of the rule that decided.
        score: how sure the rule is, from 0 to 1.
        reason: in words.
        evidence: where the texts name the members; one span a member at most.
    """

    subject: str
    verdict: Verdict
    id: str
    members: tuple[str, ...]
    rule: str
    score: float
    reason: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A whole build: what all outputs start from.

    Args:
        readings: sorted by document id; their ``events`` hold what the document says by itself. Of a large build
            they lie on disk, as do ``events``: pass over them as seldom as may be.
        actors: every actor, sorted by id.
        events: merged over all documents, sorted by id.
        merges: what was put together across documents or doubtfully kept apart, and why, sorted.
    """

    run: Run
    readings: Sequence[Reading]
    actors: Sequence[Actor]
    events: Sequence[Event]
    merges: tuple[Merge, ...] = ()
