"""The rules by which reports of several documents are of one event, the surest first; see decision 0029."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from datetime import date, timedelta
from itertools import islice

from diplograph.knowledge.merging import SPEAKING
from diplograph.knowledge.piles import (
    Calendar,
    Pile,
    agree,
    attached,
    comparable,
    generalises,
    grouped,
    joined_groups,
    named,
    recurs,
    two_sided,
    united,
)
from diplograph.knowledge.reports import Report, family

# Reports without a day of their own are of one event only if published this near to each other, or to its day.
NEAR = timedelta(days=3)
# How long after its announcement an undated plan may come true.
AHEAD = timedelta(days=14)
WEEK, MONTH, YEAR = 7, 31, 366
# More than one is too many: nobody asks how many more.
TWO = 2

COPY = "copy"
SAME_DAY = "same parties, same day"
STATE_FOR_OFFICIAL = "state for its official, same day"
IN_WINDOW = "same parties, day within the period"
SAME_WINDOW = "same parties, same period"
NEAR_DAY = "same parties, undated report near the day"
NEAR_REPORTS = "same parties, undated reports near each other"
SCORES = {
    COPY: 1.0,
    SAME_DAY: 0.9,
    STATE_FOR_OFFICIAL: 0.8,
    IN_WINDOW: 0.75,
    SAME_WINDOW: 0.7,
    NEAR_DAY: 0.65,
    NEAR_REPORTS: 0.6,
}


def _copies(piles: list[Pile]) -> list[Pile]:
    """Join what copies say in the same words, the first time with the first, the second with the second."""
    copied = {pile.first.origin for pile in piles if pile.first.document != pile.first.origin}
    seen: Counter[tuple[str, ...]] = Counter()
    names: dict[Pile, Hashable] = {}
    for pile in piles:
        report = pile.first
        if report.origin in copied:
            words = (report.event.event_class, *_words(report))
            seen[report.document, *words] += 1
            names[pile] = (report.origin, *words, seen[report.document, *words])
    groups = grouped(piles, names.get)
    return [united(group, COPY) if len(group) > 1 else group[0] for group in groups]


def _words(report: Report) -> tuple[str, str]:
    claim = min(report.event.claims, key=lambda one: one.trigger)
    return " ".join(claim.sentence.text.casefold().split()), claim.trigger.text.casefold()


def _edited_copies(piles: list[Pile]) -> list[Pile]:
    """Join what a copy says in edited words to its original, if either says one such thing of these parties."""
    hosts: dict[Hashable, list[Pile]] = defaultdict(list)
    for pile in piles:
        if any(report.document == report.origin for report in pile.reports):
            hosts[_matter(pile)].append(pile)

    def fitting(pile: Pile) -> list[Pile]:
        is_copy = len(pile.reports) == 1 and pile.first.document != pile.first.origin
        return hosts.get(_matter(pile), []) if is_copy else []

    return attached(piles, fitting, COPY, _first_of_each)


def _matter(pile: Pile) -> Hashable:
    return pile.first.origin, pile.first.event.event_class, pile.parties


def _first_of_each(host: Pile, guests: list[Pile]) -> list[Pile]:
    told = {report.document for report in host.reports}
    counted = Counter(guest.first.document for guest in guests)
    return [one for one in guests if counted[one.first.document] == 1 and one.first.document not in told]


def _same_day(piles: list[Pile]) -> list[Pile]:
    """Join reports of one day with the same parties; of one party alone only at one place and in one class."""

    def name(pile: Pile) -> Hashable | None:
        if pile.day is None:
            return None
        if two_sided(pile):
            return pile.day, pile.parties
        alone = comparable(pile.parties) and len(pile.places) == 1
        return (pile.day, pile.parties, frozenset(pile.places), frozenset(pile.classes)) if alone else None

    return joined_groups(piles, name, SAME_DAY)


def _officials(piles: list[Pile]) -> list[Pile]:
    """Join "the two states met" to the one meeting of their officials on that day."""
    days: dict[date, list[Pile]] = defaultdict(list)
    for pile in piles:
        if pile.day and two_sided(pile):
            days[pile.day].append(pile)

    def fitting(pile: Pile) -> list[Pile]:
        if not pile.day or not two_sided(pile):
            return []
        others = [one for one in days[pile.day] if one is not pile and one.parties != pile.parties]
        exact = [one for one in others if generalises(pile.parties, one.parties) and agree(pile, one)]
        return [one for one in exact if not any(_is_looser(one, other) for other in exact)]

    return attached(piles, fitting, STATE_FOR_OFFICIAL)


def _is_looser(one: Pile, other: Pile) -> bool:
    return one.parties != other.parties and generalises(one.parties, other.parties)


def _within(piles: list[Pile]) -> list[Pile]:
    """Join a report of a week, month or year to the only event on a day in it."""
    calendar = Calendar(piles)

    def fitting(pile: Pile) -> list[Pile]:
        days = pile.days
        if not days or pile.day or not two_sided(pile) or _width(days) > (MONTH if recurs(pile) else YEAR):
            return []
        return list(islice((one for one in calendar.between(*days) if agree(pile, one)), TWO))

    return attached(piles, fitting, IN_WINDOW)


def _width(days: tuple[date, date]) -> int:
    return (days[1] - days[0]).days + 1


def _same_window(piles: list[Pile]) -> list[Pile]:
    """Join reports of one week, or of one month for what does not recur."""

    def name(pile: Pile) -> Hashable | None:
        days = pile.days
        if not days or pile.day or not two_sided(pile) or _width(days) > (WEEK if recurs(pile) else MONTH):
            return None
        return days, pile.parties

    return joined_groups(piles, name, SAME_WINDOW)


def _is_specific(pile: Pile) -> bool:
    """Return whether an undated report can be compared: what does not recur, or what two named ones do."""
    return (
        pile.days is None
        and bool(pile.first.published)
        and two_sided(pile)
        and (not recurs(pile) or named(pile.parties) > 1)
    )


def _near_day(piles: list[Pile]) -> list[Pile]:
    """Join an undated report to the only event of its class and parties shortly before it, a plan to one after it."""
    calendar = Calendar(piles)

    def fitting(pile: Pile) -> list[Pile]:
        told = pile.first.published
        if told is None or not _is_specific(pile):
            return []
        first, last = (told, told + AHEAD) if pile.is_plan else (told - NEAR, told)
        near = calendar.between(first, last)
        return list(islice((one for one in near if pile.classes & one.classes and agree(pile, one)), TWO))

    return attached(piles, fitting, NEAR_DAY)


def _near_reports(piles: list[Pile]) -> list[Pile]:
    """Join undated reports of one class and the same parties that were published within three days."""
    terms: dict[Pile, Hashable] = {}
    latest: dict[Hashable, date] = {}
    for pile in sorted(piles, key=lambda one: one.first.order):
        told = pile.first.published
        if told is None or not _is_specific(pile):
            continue
        what = frozenset(pile.classes), pile.parties
        if what not in latest or told - latest[what] > NEAR:
            latest[what] = told
        terms[pile] = (what, latest[what])
    return joined_groups(piles, terms.get, NEAR_REPORTS)


def _unless_speech(rule: Callable[[list[Pile]], list[Pile]]) -> Callable[[list[Pile]], list[Pile]]:
    """Return ``rule`` for what is done; two statements are never one unless they are copies."""

    def applied(piles: list[Pile]) -> list[Pile]:
        speech = piles and family(piles[0].first.event) in SPEAKING
        return piles if speech else rule(piles)

    return applied


RULES: tuple[Callable[[list[Pile]], list[Pile]], ...] = (
    _copies,
    _edited_copies,
    *map(_unless_speech, (_same_day, _officials, _within, _same_window, _near_day, _near_reports)),
)
