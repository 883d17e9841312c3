"""The one sentence on top of the page, and the counts behind it; every number comes from the records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diplograph.model import Event, EventDate, Records, Status
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


def top_pairs(records: Records, cast: Cast | None = None) -> list[Pair]:
    """Return the pairs of sides with most events, the busiest first; denied events are left out.

    Args:
        cast: of the records, if it is known already.
    """
    return _top_pairs(records.events, cast or cast_of(records.events))


def _top_pairs(events: Iterable[Event], cast: Cast) -> list[Pair]:
    names = side_names(cast)
    groups: defaultdict[tuple[str, str], Counter[Tone]] = defaultdict(Counter)
    for event in events:
        if counts(event) and event.status is not Status.DENIED:
            for pair in _side_pairs(event, cast):
                groups[pair][tone(event)] += 1
    rank = {code: at for at, code in enumerate(cast.sides)}
    busiest = sorted(groups.items(), key=lambda item: (-item[1].total(), item[0]))
    return [_pair(sorted(pair, key=lambda code: rank[code]), names, tones) for pair, tones in busiest]


def _pair(codes: list[str], names: dict[str, str], tones: Counter[Tone]) -> Pair:
    return Pair(
        first=names[codes[0]],
        second=names[codes[1]],
        events=tones.total(),
        cooperative=tones[Tone.COOPERATIVE],
        conflictual=tones[Tone.CONFLICTUAL],
    )


class Period:
    """The time from the first event to the last."""

    def __init__(self) -> None:
        """Begin without any."""
        self._first: EventDate | None = None
        self._last: EventDate | None = None

    def add(self, when: EventDate | None) -> None:
        """Take the date of an event."""
        if when and when.earliest and (self._first is None or _start(when) < _start(self._first)):
            self._first = when
        if when and when.latest and (self._last is None or _end(when) > _end(self._last)):
            self._last = when

    def text(self) -> str:
        """Return when the first and the last event were, each as precisely as it is known."""
        if self._first is None or self._last is None:
            return ""
        start, end = date_ends(self._first)[0], date_ends(self._last)[1]
        return start if start == end else f"{start} – {end}"


def _start(when: EventDate) -> tuple[date, str]:
    return when.earliest or date.max, when.edtf


def _end(when: EventDate) -> tuple[date, str]:
    return when.latest or date.min, when.edtf


def summary(records: Records, cast: Cast | None = None) -> str:
    """Return the computed sentence, such as ``3 documents, 41 actors, 66 events, 1986 – 5 May 1988; ...``.

    Args:
        cast: of the records, if it is known already.
    """
    cast = cast or cast_of(records.events)
    statuses: Counter[Status | None] = Counter()
    period = Period()

    def noted() -> Iterator[Event]:
        for event in records.events:
            statuses[event.status] += 1
            statuses[None] += event.date is None
            period.add(event.date)
            yield event

    pairs = _top_pairs(noted(), cast)
    counted = [
        _counted(len(records.readings), "document"),
        _counted(len(cast.actors), "actor"),
        _counted(len(records.events), "event"),
        period.text(),
    ]
    parts = [", ".join(part for part in counted if part)]
    if pairs:
        parts.append(f"busiest pair {pairs[0].first}–{pairs[0].second} ({pairs[0].tone})")
    rest = [f"{statuses[status]:,} {status.value}" for status in _NOT_FACT if statuses[status]]
    rest += [f"{statuses[None]:,} undated"] if statuses[None] else []
    return "; ".join([*parts, ", ".join(rest)] if rest else parts) + "."


def page_title(records: Records, title: str | None) -> str:
    """Return the given title, else the only document's, else one that says what the page holds."""
    if title:
        return one_line(title)
    if len(records.readings) == 1:
        return document_title(records.readings[0].document)
    return f"Events in {len(records.readings):,} documents"
