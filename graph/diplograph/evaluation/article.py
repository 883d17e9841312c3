"""Score the reading of a whole article against its gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from diplograph.evaluation.articlegold import STATEMENT, ArticleGold, GoldActor, GoldEvent
from diplograph.evaluation.golddates import is_definite, same_date
from diplograph.evaluation.identity import Identities
from diplograph.evaluation.measures import Cause, Measure, Miss, RootTally, SetScore, measures_of
from diplograph.evaluation.texts import doers, is_symmetric, overlap, parties, receivers
from diplograph.model import Event, Modality, Reading, Span

_MODALITIES = {"ongoing": Modality.ASSERTED.value}
_EVENT_NAMES = ("core events found", "type, source and target right", "event dates right", "modality right")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merits:
    """What an event has in common with the gold; ``date`` is none where the gold is not definite."""

    root: bool = False
    actors: bool = False
    date: bool | None = None
    modality: bool = False

    @property
    def rank(self) -> tuple[bool, ...]:
        """Return what makes one event nearer to the gold than another."""
        return self.root, self.actors, self.date is not False, self.modality


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What became of one gold event; ``best`` is the event that comes nearest to it."""

    gold: GoldEvent
    best: Event | None
    merits: _Merits
    cause: Cause | None

    @property
    def row(self) -> tuple[bool | None, ...]:
        merits = self.merits
        return self.best is not None, merits.root and merits.actors, merits.date, merits.modality


def root_of(event: Event) -> str:
    """Return the PLOVER root, STATEMENT for a plain statement, else the class."""
    return event.plover or (STATEMENT if event.event_class == "Statement" else event.event_class)


def _touches(span: Span, gold: GoldEvent) -> bool:
    return any(overlap(span, trigger) for trigger in gold.triggers)


def _reports(event: Event, gold: GoldEvent) -> bool:
    return any(_touches(claim.trigger, gold) for claim in event.claims)


class _ArticleScorer:
    """Scores one reading."""

    def __init__(self, gold: ArticleGold, reading: Reading) -> None:
        self._gold, self._reading = gold, reading
        self._who = Identities(gold, reading)

    def _has_actors(self, event: Event, gold: GoldEvent) -> bool:
        if is_symmetric(event):
            wanted = gold.source | gold.target
            return self._who.are_actors(wanted, parties(event), allowed=gold.other)
        sources = self._who.are_actors(gold.source, doers(event), allowed=gold.other)
        return sources and self._who.are_actors(gold.target, receivers(event), allowed=gold.other)

    def _has_date(self, event: Event, gold: GoldEvent) -> bool | None:
        if gold.date is None or gold.precision is None or not is_definite(gold.date, gold.precision):
            return None
        return same_date(event.date, gold.date, gold.precision)

    def _has_modality(self, event: Event, gold: GoldEvent) -> bool:
        wanted = _MODALITIES.get(gold.modality, gold.modality)
        return any(claim.modality == wanted for claim in event.claims if _touches(claim.trigger, gold))

    def _missing_mention(self, gold: GoldEvent) -> bool:
        actors = [actor for actor in self._gold.actors if actor.id in gold.source | gold.target]
        return any(not any(self._who.nearest(m.span) for m in actor.mentions) for actor in actors)

    def outcome(self, gold: GoldEvent) -> _Outcome:
        """Compare ``gold`` with the event that comes nearest to it."""
        events = [event for event in self._reading.events if _reports(event, gold)]
        if not events:
            unread = _Merits(date=False if is_definite(gold.date, gold.precision) else None)
            return _Outcome(gold=gold, best=None, merits=unread, cause=Cause.SENSE)
        best = max(events, key=lambda event: self._merits(event, gold).rank)
        merits = self._merits(best, gold)
        return _Outcome(gold=gold, best=best, merits=merits, cause=self._cause(gold, merits))

    def _merits(self, event: Event, gold: GoldEvent) -> _Merits:
        return _Merits(
            root=root_of(event) in gold.roots,
            actors=self._has_actors(event, gold),
            date=self._has_date(event, gold),
            modality=self._has_modality(event, gold),
        )

    def _cause(self, gold: GoldEvent, merits: _Merits) -> Cause | None:
        if not merits.root:
            return Cause.TYPE
        if not merits.actors:
            return Cause.MENTION if self._missing_mention(gold) else Cause.ROLE
        if merits.date is False:
            return Cause.DATE
        return None if merits.modality else Cause.MODALITY

    def mentions(self) -> Iterator[tuple[GoldActor, Span, bool, bool]]:
        """Yield every gold mention: its actor, its span, whether it is hard, whether it was linked."""
        for actor in self._gold.actors:
            for mention in actor.mentions:
                yield actor, mention.span, mention.hard, self._who.is_linked(actor, mention.span)

    def found_at(self, span: Span) -> str:
        """Return the nearest mention and its actor, in one line; empty for none."""
        mention = self._who.nearest(span)
        return f"{mention.span.text}: {mention.actor or 'not linked'} ({mention.rule})" if mention else ""

    def has_expression(self, span: Span, value: str, precision: str) -> bool:
        """Return whether the date expression at ``span`` was read as ``value``."""
        return any(
            when.expression and overlap(when.expression, span) and same_date(when, value, precision)
            for when in self._reading.dates
        )


def _trigger_measure(gold: ArticleGold, reading: Reading) -> Measure:
    triggers = [claim.trigger for event in reading.events for claim in event.claims]
    right = [trigger for trigger in triggers if any(_touches(trigger, event) for event in gold.events)]
    return Measure(name="trigger precision", hits=len(right), total=len(triggers))


def _tally(gold: ArticleGold, reading: Reading, outcomes: list[_Outcome]) -> RootTally:
    tally = RootTally()
    for outcome in outcomes:
        tally.add_gold(outcome.gold.root, found=outcome.merits.root)
    for event in reading.events:
        judges = [judge for judge in gold.events if _reports(event, judge)]
        if judges:
            right = any(root_of(event) in judge.roots for judge in judges)
            tally.add_predicted(root_of(event), right=right)
    return tally


def described(event: Event | None) -> str:
    """Return an event in one line: class, who, whom, when, status; empty for none."""
    if event is None:
        return ""
    when = event.date.edtf if event.date else "undated"
    return f"{event.event_class}: {_who(event)}, {when}, {event.status.value}"


def _who(event: Event) -> str:
    if is_symmetric(event):
        return " <-> ".join(part.actor.name for part in parties(event))
    sources, targets = (", ".join(part.actor.name for part in side(event)) for side in (doers, receivers))
    return f"{sources or 'nobody named'} -> {targets or 'nobody named'}"


def _gold_line(gold: GoldEvent) -> str:
    sources, targets = ", ".join(sorted(gold.source)), ", ".join(sorted(gold.target))
    roots = "|".join(sorted(gold.roots))
    return f"{roots} ({gold.type}): {sources} -> {targets}, {gold.date}, {gold.modality}"


def _misses(name: str, outcomes: list[_Outcome]) -> Iterator[Miss]:
    for outcome in outcomes:
        if outcome.cause:
            yield Miss(
                set=name,
                id=outcome.gold.id,
                cause=outcome.cause.value,
                gold=_gold_line(outcome.gold),
                found=described(outcome.best),
                text=" / ".join(trigger.text for trigger in outcome.gold.triggers),
            )


def _mention_misses(name: str, scorer: _ArticleScorer) -> Iterator[Miss]:
    for actor, span, _, linked in scorer.mentions():
        if actor.core and not linked:
            yield Miss(
                set=name,
                id=f"{actor.id}@{span.start}",
                cause=Cause.MENTION.value,
                gold=actor.name,
                found=scorer.found_at(span),
                text=span.text,
            )


def _text_measures(gold: ArticleGold, scorer: _ArticleScorer) -> tuple[Measure, ...]:
    names = ("core mentions found and linked", "hard mentions found and linked")
    rows = (
        # Sets are judged among the core mentions; the hard ones are those of single actors.
        (linked if actor.core else None, linked if hard and not actor.members else None)
        for actor, _, hard, linked in scorer.mentions()
    )
    mentions = measures_of(names, rows)
    found = [scorer.has_expression(when.span, when.value, when.precision) for when in gold.dates]
    return (*mentions, Measure(name="date expressions right", hits=sum(found), total=len(found)))


def score_article(gold: ArticleGold, reading: Reading) -> SetScore:
    """Return how well ``reading`` fits ``gold``."""
    scorer = _ArticleScorer(gold, reading)
    outcomes = [scorer.outcome(event) for event in gold.events if event.core]
    events = measures_of(_EVENT_NAMES, (outcome.row for outcome in outcomes))
    budget = Counter(outcome.cause for outcome in outcomes if outcome.cause)
    return SetScore(
        name=gold.name,
        measures=(events[0], _trigger_measure(gold, reading), *events[1:], *_text_measures(gold, scorer)),
        roots=_tally(gold, reading, outcomes).scores(),
        budget={cause: budget[cause] for cause in Cause},
        misses=(*_misses(gold.name, outcomes), *_mention_misses(gold.name, scorer)),
    )
