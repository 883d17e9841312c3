"""The one sentence on top of the page, and the counts behind it; every number comes from the records."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diplograph.model import Records, Status
from diplograph.outputs.page.cast import Cast, cast_of, side_names
from diplograph.outputs.page.seen import Seen, seen_of
from diplograph.outputs.phrasing import Dated, Tone, date_ends, document_title, one_line

_NOT_FACT = tuple(status.value for status in Status if status is not Status.ASSERTED)
_UNDATED = "undated"


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


def _side_pairs(event: Seen, cast: Cast) -> set[tuple[str, str]]:
    found = set()
    for source, target, _ in event.pairs:
        first, second = sorted((cast.side_of[source], cast.side_of[target]))
        if first and first != second:
            found.add((first, second))
    return found


def top_pairs(records: Records) -> list[Pair]:
    """Return the pairs of sides with most events, the busiest first; denied events are left out."""
    return _counted_all(records).pairs()


def _counted_all(records: Records) -> SummaryCounts:
    counts = SummaryCounts(cast_of(records.events))
    deque(counts.noted(map(seen_of, records.events)), maxlen=0)
    return counts


def _pair(codes: list[str], names: dict[str, str], tones: Counter[str]) -> Pair:
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
        self._first: Dated | None = None
        self._last: Dated | None = None

    def add(self, when: Dated | None) -> None:
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


def _start(when: Dated) -> tuple[date, str]:
    return when.earliest or date.max, when.edtf


def _end(when: Dated) -> tuple[date, str]:
    return when.latest or date.min, when.edtf


def summary(records: Records) -> str:
    """Return the computed sentence, such as ``3 documents, 41 actors, 66 events, 1986 – 5 May 1988; ...``."""
    return _counted_all(records).summary(len(records.readings))


class SummaryCounts:
    """What the sentence on top of the page is made of."""

    def __init__(self, cast: Cast) -> None:
        """Begin without any event.

        Args:
            cast: the actors of all.
        """
        self._cast, self._period = cast, Period()
        self._statuses: Counter[str] = Counter()
        self._tones: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def noted(self, events: Iterable[Seen]) -> Iterator[Seen]:
        """Yield events and count them."""
        for event in events:
            self._statuses[event.status] += 1
            self._statuses[_UNDATED] += event.date is None
            self._period.add(event.ends)
            if event.pairs and event.status != Status.DENIED:
                for pair in _side_pairs(event, self._cast):
                    self._tones[pair][event.tone] += 1
            yield event

    def pairs(self) -> list[Pair]:
        """Return the pairs of sides as ``top_pairs`` does."""
        names = side_names(self._cast)
        rank = {code: at for at, code in enumerate(self._cast.sides)}
        busiest = sorted(self._tones.items(), key=lambda item: (-item[1].total(), item[0]))
        return [_pair(sorted(pair, key=lambda code: rank[code]), names, tones) for pair, tones in busiest]

    def summary(self, documents: int) -> str:
        """Return the computed sentence.

        Args:
            documents: how many there are.
        """
        pairs, statuses = self.pairs(), self._statuses
        counted = [
            _counted(documents, "document"),
            _counted(len(self._cast.actors), "actor"),
            _counted(sum(statuses.values()) - statuses[_UNDATED], "event"),
            self._period.text(),
        ]
        parts = [", ".join(part for part in counted if part)]
        if pairs:
            parts.append(f"busiest pair {pairs[0].first}–{pairs[0].second} ({pairs[0].tone})")
        rest = [f"{statuses[name]:,} {name}" for name in (*_NOT_FACT, _UNDATED) if statuses[name]]
        return "; ".join([*parts, ", ".join(rest)] if rest else parts) + "."


def page_title(records: Records, title: str | None) -> str:
    """Return the given title, else the only document's, else one that says what the page holds."""
    if title:
        return one_line(title)
    if len(records.readings) == 1:
        return document_title(records.readings[0].document)
    return f"Events in {len(records.readings):,} documents"
