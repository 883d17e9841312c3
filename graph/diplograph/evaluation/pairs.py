"""Score sentences in which one pair of actors and its PLOVER root are marked.

Other events of such a sentence are neither right nor wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from diplograph.evaluation.article import described
from diplograph.evaluation.goldsets import GoldSet, JsonObject
from diplograph.evaluation.measures import Cause, Miss, RootTally, SetScore, measures_of
from diplograph.evaluation.roots import counted_under, gold_roots, roots_of
from diplograph.evaluation.texts import (
    any_same,
    doers,
    is_symmetric,
    parties,
    receivers,
    same_words,
    texts_of,
)
from diplograph.model import Event, Participation, Reading

_NAMES = ("pair linked", "root right given the pair", "pair and root right")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    record: JsonObject
    gold: JsonObject
    linking: tuple[Event, ...]
    right: tuple[Event, ...]
    cause: Cause | None

    @property
    def root(self) -> str:
        """Return the root as the gold writes it."""
        return str(self.gold["rootcode"])

    @property
    def row(self) -> tuple[bool | None, ...]:
        linked, right = bool(self.linking), bool(self.right)
        return linked, right if linked else None, right


def _names_any(parts: tuple[Participation, ...], gold: str, reading: Reading) -> bool:
    return any(any_same([gold], texts_of(part, reading)) for part in parts)


def links(event: Event, source: str, target: str, reading: Reading) -> bool:
    """Return whether ``event`` joins two actors that ``reading`` calls ``source`` and ``target``."""
    if is_symmetric(event):
        everyone = parties(event)
        return len(everyone) > 1 and all(_names_any(everyone, gold, reading) for gold in (source, target))
    return _names_any(doers(event), source, reading) and _names_any(receivers(event), target, reading)


def _outcome(record: JsonObject, gold: JsonObject, reading: Reading, *, strict: bool) -> _Outcome:
    wanted = gold_roots(gold["rootcode"])
    events = [event for event in reading.events if event.plover]
    linking = [event for event in events if links(event, gold["source"], gold["target"], reading)]
    right = [event for event in linking if roots_of(event, strict=strict) & wanted]
    named = any(roots_of(event, strict=strict) & wanted for event in events)
    return _Outcome(
        record=record,
        gold=gold,
        linking=tuple(linking),
        right=tuple(right),
        cause=None if right else _cause(gold, reading, linked=bool(linking), named=named),
    )


def _cause(gold: JsonObject, reading: Reading, *, linked: bool, named: bool) -> Cause:
    if linked:
        return Cause.TYPE
    if not named:
        return Cause.SENSE
    texts = [mention.span.text for mention in reading.mentions]
    both = all(any(same_words(gold[side], text) for text in texts) for side in ("source", "target"))
    return Cause.ROLE if both else Cause.MENTION


def _tally(outcomes: list[_Outcome]) -> RootTally:
    tally = RootTally()
    for outcome in outcomes:
        tally.add_gold(counted_under(outcome.root), found=bool(outcome.right))
        for event in outcome.linking:
            if event in outcome.right:
                tally.add_predicted(counted_under(outcome.root), right=True)
            else:
                tally.add_predicted(str(event.plover), right=False)
    return tally


def _miss(name: str, outcome: _Outcome, reading: Reading) -> Miss:
    gold = outcome.gold
    events = outcome.linking or reading.events
    return Miss(
        set=name,
        id=outcome.record["id"],
        cause=str(outcome.cause),
        gold=f"{outcome.root}: {gold['source']} -> {gold['target']}",
        found=" | ".join(described(event) for event in events),
        text=outcome.record["text"],
    )


def score_pairs(gold: GoldSet, readings: Mapping[str, Reading], *, strict: bool) -> SetScore:
    """Return how many marked pairs were linked, and with the right root."""
    outcomes = [_outcome(*marked, readings[marked[0]["id"]], strict=strict) for marked in gold.events()]
    budget = Counter(outcome.cause for outcome in outcomes if outcome.cause)
    shown = (Cause.SENSE, Cause.MENTION, Cause.ROLE, Cause.TYPE)
    return SetScore(
        name=gold.name,
        measures=measures_of(_NAMES, (outcome.row for outcome in outcomes)),
        roots=_tally(outcomes).scores(),
        budget={cause: budget[cause] for cause in shown},
        misses=tuple(_miss(gold.name, o, readings[o.record["id"]]) for o in outcomes if o.cause),
    )
