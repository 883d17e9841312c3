"""Reports of one event in several documents become one event; decision 0029 gives the rules."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from diplograph.external import Sorter
from diplograph.knowledge.eventrules import RULES, SCORES
from diplograph.knowledge.piles import Pile, grouped
from diplograph.knowledge.reports import BlockKey, Report, family, key
from diplograph.knowledge.uniting import one_event
from diplograph.model import Event, Merge, Span, Verdict
from diplograph.records import event_from_json, event_line
from diplograph.stored import held


def merge_events(reports: Iterable[Report]) -> tuple[tuple[Event, ...], tuple[Merge, ...]]:
    """Return the events of all reports, sorted by id, and why those were put together that were."""
    events, merges = merge_in_order(sorted(reports, key=lambda one: one.order))
    return tuple(events), merges


def merge_in_order(
    reports: Iterable[Report], *, most: int = sys.maxsize, folder: Path | None = None
) -> tuple[Sequence[Event], tuple[Merge, ...]]:
    """Return the events of all reports, sorted by id, and why those were put together that were.

    Args:
        reports: those of a document in the order of its text.
        most: how many reports, and how many events, are kept in memory; what is more lies on disk.
        folder: where it lies; by default where temporary files go.

    Raises:
        OutputError: if the disk is full.
    """
    blocks, events = Sorter[Report](folder, budget=most), Sorter[Event](folder, budget=most)
    homes: dict[str, BlockKey] = {}
    for report in reports:
        # One id is one event, whatever the texts say of it.
        blocks.add(homes.setdefault(report.event.id, key(report.event)), report)
    merges: list[Merge] = []
    for _, block in groupby(blocks.sorted(), itemgetter(0)):
        for event, merge in merge_block(report for _, report in block):
            events.add(event.id, event)
            merges += [merge] if merge else []
    ordered = (event for _, event in events.sorted())
    found = held(ordered, event_line, event_from_json, most=most, folder=folder)
    return found, tuple(sorted(merges, key=lambda merge: merge.id))


def merge_block(reports: Iterable[Report]) -> Iterator[tuple[Event, Merge | None]]:
    """Yield the events of one block, each with the decision that made it, or none where one report tells it.

    Args:
        reports: all that have one ``key``, in any order.
    """
    ordered = sorted(reports, key=lambda report: report.order)
    piles = [_of_one_id(group) for group in grouped(map(_alone, ordered), lambda pile: pile.first.event.id)]
    if len({report.document for report in ordered}) > 1:
        for rule in RULES:
            piles = rule(piles)
    for pile in piles:
        yield _event(pile), _merge(pile)


def _alone(report: Report) -> Pile:
    return Pile((report,))


def _of_one_id(group: list[Pile]) -> Pile:
    """Return one pile for what bears one id, which is one event whatever is said of it."""
    return Pile(tuple(report for pile in group for report in pile.reports))


def _event(pile: Pile) -> Event:
    ordered = sorted(pile.reports, key=lambda report: report.order)
    return one_event([report.event for report in ordered], tuple(sorted(pile.rules)))


def _merge(pile: Pile) -> Merge | None:
    if not pile.rules:
        return None
    weakest = min(pile.rules, key=lambda rule: (SCORES[rule], rule))
    spans = (min(report.event.claims, key=lambda claim: claim.trigger).sentence for report in pile.reports)
    told = ", ".join(sorted({f"{side} {who or state}" for side, state, who in pile.parties}))
    when = f"{pile.days[0]} to {pile.days[1]}" if pile.days else "undated"
    evidence: tuple[Span, ...] = tuple(sorted(spans))
    return Merge(
        subject="event",
        verdict=Verdict.SAME,
        id=pile.first.event.id,
        members=tuple(sorted(report.event.id for report in pile.reports)),
        rule=weakest,
        score=SCORES[weakest],
        reason=f"{family(pile.first.event)}: {told}; {when}; by {', '.join(sorted(pile.rules))}",
        evidence=evidence,
    )
