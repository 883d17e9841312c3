"""The one sentence on top of the page, and the counts behind it; every number comes from the records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from diplograph.model import Event, Records, Status
from diplograph.outputs.page.cast import Cast, cast_of, side_names
from diplograph.outputs.phrasing import Tone, date_ends, document_title, one_line, tone
from diplograph.outputs.projection import actor_pairs, counts

_NOT_FACT = tuple(status for status in Status if status is not Status.ASSERTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two sides or actors and the events between them."""

    first: str
    second: str
    events: int
    cooperative: int
    conflictual: int

    @property
    def tone(self) -> str:
        """Return co-operative, conflictual, mixed or neutral."""
        if self.cooperative and self.conflictual:
            return "mixed"
        if self.cooperative:
            return Tone.COOPERATIVE.value
        return Tone.CONFLICTUAL.value if self.conflictual else Tone.NEUTRAL.value


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _side_pairs(event: Event, cast: Cast) -> set[tuple[str, str]]:
    found = set()
    for source, target, _ in actor_pairs(event):
        first, second = sorted((cast.side_of[source], cast.side_of[target]))
        if first and first != second:
            found.add((first, second))
    return found


def top_pairs(records: Records) -> list[Pair]:
    """Return the pairs of sides with most events, the busiest first; denied events are left out."""
    cast = cast_of(records)
    names = side_names(cast)
    groups: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in records.events:
        if counts(event) and event.status is not Status.DENIED:
            for pair in _side_pairs(event, cast):
                groups[pair].append(event)
    rank = {code: at for at, code in enumerate(cast.sides)}
    busiest = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_pair(sorted(pair, key=lambda code: rank[code]), names, events) for pair, events in busiest]


def _pair(codes: list[str], names: dict[str, str], events: list[Event]) -> Pair:
    tones = Counter(tone(event) for event in events)
    return Pair(
        first=names[codes[0]],
        second=names[codes[1]],
        events=len(events),
        cooperative=tones[Tone.COOPERATIVE],
        conflictual=tones[Tone.CONFLICTUAL],
    )


def period(events: Iterable[Event]) -> str:
    """Return when the first and the last event were, each as precisely as it is known."""
    dates = [event.date for event in events if event.date]
    firsts = [(when.earliest, when) for when in dates if when.earliest]
    lasts = [(when.latest, when) for when in dates if when.latest]
    if not firsts or not lasts:
        return ""
    start = date_ends(min(firsts, key=lambda item: (item[0], item[1].edtf))[1])[0]
    end = date_ends(max(lasts, key=lambda item: (item[0], item[1].edtf))[1])[1]
    return start if start == end else f"{start} – {end}"


def summary(records: Records) -> str:
    """Return the computed sentence, such as ``3 documents, 41 actors, 66 events, 1986 – 5 May 1988; ...``."""
    counted = [
        _counted(len(records.readings), "document"),
        _counted(len(cast_of(records).actors), "actor"),
        _counted(len(records.events), "event"),
        period(records.events),
    ]
    parts = [", ".join(part for part in counted if part)]
    pairs = top_pairs(records)
    if pairs:
        parts.append(f"busiest pair {pairs[0].first}–{pairs[0].second} ({pairs[0].tone})")
    statuses = Counter(event.status for event in records.events)
    undated = sum(event.date is None for event in records.events)
    rest = [f"{statuses[status]:,} {status.value}" for status in _NOT_FACT if statuses[status]]
    rest += [f"{undated:,} undated"] if undated else []
    return "; ".join([*parts, ", ".join(rest)] if rest else parts) + "."


def page_title(records: Records, title: str | None) -> str:
    """Return the given title, else the only document's, else one that says what the page holds."""
    if title:
        return one_line(title)
    if len(records.readings) == 1:
        return document_title(records.readings[0].document)
    return f"Events in {len(records.readings):,} documents"
