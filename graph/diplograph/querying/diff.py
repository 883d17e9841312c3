"""What is different between two builds: events, and who is who.

Events are the same if they bear one id, or else if they are of one family and rest on the same words. Actors are
compared by the words that name them: two that became one were merged, one that became two was split.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.model import Event, Records, Role
from diplograph.outputs.phrasing import event_title
from diplograph.outputs.rdf import export_graph

Words = tuple[str, int, int]


class Kind(StrEnum):
    """What happened to an event or an actor from the one build to the other."""

    ADDED = "added"
    REMOVED = "removed"
    CLASS = "class"
    STATUS = "status"
    DATE = "date"
    PARTIES = "parties"
    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Difference:
    """One difference.

    Args:
        subject: ``event`` or ``actor``.
        id: in the second build, or in the first if it is gone.
        title: what it is, in words.
        before: what it was; empty if there was nothing.
        after: what it is now; empty if there is nothing.
    """

    subject: str
    kind: Kind
    id: str
    title: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """Return one line."""
        change = f": {self.before or 'nothing'} -> {self.after or 'nothing'}" if self.before or self.after else ""
        line = f"{self.subject} {self.kind}{change}: {self.title} ({self.id})"
        return "".join(character if character.isprintable() else " " for character in line)


def _words_of(event: Event) -> set[Words]:
    return {(claim.document, claim.trigger.start, claim.trigger.end) for claim in event.claims}


def _family(event: Event) -> str:
    known = load_event_classes().get(event.event_class)
    return known.family if known else event.event_class


def _by_words(events: Iterable[Event]) -> Mapping[Words, list[Event]]:
    found: dict[Words, list[Event]] = defaultdict(list)
    for event in events:
        for words in _words_of(event):
            found[words].append(event)
    return found


def _counterpart(event: Event, known: Mapping[Words, list[Event]], taken: set[str]) -> Event | None:
    candidates = {
        other.id: other
        for words in _words_of(event)
        for other in known.get(words, ())
        if other.id not in taken and _family(other) == _family(event)
    }
    return candidates[min(candidates)] if candidates else None


def _holding(event: Event, known: Mapping[Words, list[Event]]) -> Event | None:
    """Return the event of the other build that all the words of ``event`` are about; none if there is none."""
    found = [
        {other.id: other for other in known.get(words, ()) if _family(other) == _family(event)}
        for words in sorted(_words_of(event))
    ]
    shared = set(found[0]).intersection(*found[1:]) if found else set()
    return found[0][min(shared)] if shared else None


def _regrouped(kind: Kind, event: Event, whole: Event) -> Difference:
    """Return that reports of ``event`` went into ``whole``, or came out of it."""
    before, after = (event.id, whole.id) if kind is Kind.MERGED else (whole.id, event.id)
    return Difference(subject="event", kind=kind, id=whole.id, title=event_title(whole), before=before, after=after)


def _pairs(first: Records, second: Records) -> Iterator[tuple[Event | None, Event | None]]:
    before = {event.id: event for event in first.events}
    after = {event.id: event for event in second.events}
    taken = set(before) & set(after)
    for name in sorted(taken):
        yield before[name], after[name]
    known = _by_words(event for event in second.events if event.id not in taken)
    for name in sorted(set(before) - taken):
        other = _counterpart(before[name], known, taken)
        if other:
            taken.add(other.id)
        yield before[name], other
    for name in sorted(set(after) - taken):
        yield None, after[name]


def _parties(event: Event) -> str:
    parts = ((part.role.value, part.actor.id) for part in event.participations if part.role is not Role.TOPIC)
    return ", ".join(f"{role} {actor}" for role, actor in sorted(parts))


def _aspects(event: Event) -> Mapping[Kind, str]:
    return {
        Kind.CLASS: event.event_class,
        Kind.STATUS: event.status.value,
        Kind.DATE: event.date.edtf if event.date else "",
        Kind.PARTIES: _parties(event),
    }


def _appeared_or_gone(event: Event, kind: Kind, others: Mapping[Words, list[Event]]) -> Difference:
    """Return that an event is new or gone, or that another holds its reports."""
    whole = _holding(event, others)
    if whole is not None:
        return _regrouped(Kind.SPLIT if kind is Kind.ADDED else Kind.MERGED, event, whole)
    return Difference(subject="event", kind=kind, id=event.id, title=event_title(event))


def _event_differences(
    before: Event | None, after: Event | None, was: Mapping[Words, list[Event]], now: Mapping[Words, list[Event]]
) -> Iterator[Difference]:
    if before is None or after is None:
        if before:
            yield _appeared_or_gone(before, Kind.REMOVED, now)
        if after:
            yield _appeared_or_gone(after, Kind.ADDED, was)
        return
    old, new = _aspects(before), _aspects(after)
    for kind in old:
        if old[kind] != new[kind]:
            title = event_title(after)
            yield Difference(subject="event", kind=kind, id=after.id, title=title, before=old[kind], after=new[kind])


def _mentions(records: Records) -> Mapping[Words, str]:
    return {
        (mention.span.document, mention.span.start, mention.span.end): mention.actor
        for reading in records.readings
        for mention in reading.mentions
        if mention.actor
    }


def _links(one: Mapping[Words, str], other: Mapping[Words, str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for words, actor in one.items():
        if words in other:
            found[actor].add(other[words])
    return found


def _actor(kind: Kind, name: str, before: Iterable[str], after: Iterable[str], title: str) -> Difference:
    was, now = ", ".join(sorted(before)), ", ".join(sorted(after))
    return Difference(subject="actor", kind=kind, id=name, title=title, before=was, after=now)


def _actor_differences(first: Records, second: Records) -> Iterator[Difference]:
    was, now = _mentions(first), _mentions(second)
    forth, back = _links(was, now), _links(now, was)
    names = {actor.id: actor.name for actor in (*first.actors, *second.actors)}
    for actor, origins in back.items():
        if len(origins) > 1:
            yield _actor(Kind.MERGED, actor, origins, {actor}, names.get(actor, actor))
        elif origins != {actor} and all(len(forth[origin]) == 1 for origin in origins):
            yield _actor(Kind.RENAMED, actor, origins, {actor}, names.get(actor, actor))
    for actor, heirs in forth.items():
        if len(heirs) > 1:
            yield _actor(Kind.SPLIT, actor, {actor}, heirs, names.get(actor, actor))


def diff_records(first: Records, second: Records) -> tuple[Difference, ...]:
    """Return every difference from the first build to the second, sorted."""
    was, now = _by_words(first.events), _by_words(second.events)
    events = (one for before, after in _pairs(first, second) for one in _event_differences(before, after, was, now))
    return tuple(sorted([*events, *_actor_differences(first, second)]))


def diff_text(differences: Iterable[Difference]) -> str:
    """Return one line a difference."""
    return "".join(f"{difference}\n" for difference in differences)


def diff_json(differences: Iterable[Difference]) -> str:
    """Return one JSON object a line."""
    lines = (
        json.dumps(
            {
                "subject": one.subject,
                "kind": one.kind.value,
                "id": one.id,
                "title": one.title,
                "before": one.before or None,
                "after": one.after or None,
            }
        )
        for one in differences
    )
    return "".join(f"{line}\n" for line in lines)


def rdf_patch(first: Records, second: Records) -> str:
    """Return the quads that turn the first graph into the second, as an RDF Patch: removals, then additions."""
    was = {line for line in export_graph(first, "nq").split("\n") if line}
    now = {line for line in export_graph(second, "nq").split("\n") if line}
    removed = (f"D {line}\n" for line in sorted(was - now))
    added = (f"A {line}\n" for line in sorted(now - was))
    return "".join(["TX .\n", *removed, *added, "TC .\n"])
