"""One block of reports: which of them tell one event; decision 0029 gives the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diplograph.knowledge.eventrules import RULES, SCORES
from diplograph.knowledge.piles import Pile, grouped
from diplograph.knowledge.reports import Report, family
from diplograph.knowledge.uniting import one_event
from diplograph.model import Event, Merge, Span, Verdict


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
