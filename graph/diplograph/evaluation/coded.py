"""Score sentences whose gold is a code: a PLOVER root, countries of the actors, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diplograph.evaluation.article import described
from diplograph.evaluation.goldsets import GoldSet, JsonObject
from diplograph.evaluation.measures import Cause, Miss, RootTally, SetScore, measures_of
from diplograph.evaluation.roots import gold_roots, roots_of
from diplograph.evaluation.texts import doers, parties, receivers, texts_of, words_of
from diplograph.model import ActorKind, Event, Participation, Reading, Role, Status

# Slips of one gold set's authors, and its codes that name no state.
_COUNTRY_SLIPS = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
_BODY_CODES = {"IGO": {"IGO", "UNO", "EUR"}, "NGO": {"NGO"}, "IMG": {"IMG"}}
_KIND_CODES = {"IGO": ActorKind.ORGANISATION, "NGO": ActorKind.NGO, "IMG": ActorKind.ARMED_GROUP}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    record: JsonObject
    row: tuple[bool | None, ...]
    cause: Cause | None
    wanted: str


def _plover_root(gold: JsonObject) -> str | None:
    """Return the root; a two-digit CAMEO root has its PLOVER root beside it, or none."""
    root: str | None = gold["plover"] if "plover" in gold else gold["rootcode"]
    return root


def _is_coded(part: Participation, code: str) -> bool:
    if code in _KIND_CODES:
        # Officials of the European Community are of an IGO too.
        return part.actor.kind is _KIND_CODES[code] or part.actor.country in _BODY_CODES[code]
    return _COUNTRY_SLIPS.get(code, code) in {part.acts_for, part.actor.country}


def _all_coded(parts: Iterable[Participation], codes: Iterable[str]) -> bool:
    present = list(parts)
    return all(any(_is_coded(part, code) for part in present) for code in codes)


def _codes(actors: Iterable[JsonObject]) -> list[str]:
    return [actor["code"] for actor in actors if actor.get("code")]


def _countries(event: Event, gold: JsonObject) -> tuple[bool, bool]:
    """Return whether the countries of source and target are those of the gold."""
    sources, targets = _codes(gold["sources"]), _codes(gold["targets"])
    if gold.get("reciprocal"):
        both = _all_coded(parties(event), [*sources, *targets])
        return both, both
    return _all_coded(doers(event), sources), _all_coded(receivers(event), targets)


def _coded_outcome(record: JsonObject, gold: JsonObject, reading: Reading, *, strict: bool) -> _Outcome:
    wanted = gold_roots(gold["rootcode"])
    rooted = [event for event in reading.events if roots_of(event, strict=strict) & wanted]
    sides = [_countries(event, gold) for event in rooted]
    source, both = any(first for first, _ in sides), any(all(pair) for pair in sides)
    cause = None if both else Cause.ROLE if rooted else Cause.TYPE if reading.events else Cause.SENSE
    target = any(second for _, second in sides)
    row = (bool(rooted), source, target, both)
    sides_wanted = " -> ".join(", ".join(_codes(gold[side])) or "nobody" for side in ("sources", "targets"))
    return _Outcome(record=record, row=row, cause=cause, wanted=f"{gold['rootcode']}: {sides_wanted}")


def _root_outcome(record: JsonObject, gold: JsonObject, reading: Reading, *, strict: bool) -> _Outcome:
    root = _plover_root(gold)
    if root is None:
        clean = all(event.plover is None for event in reading.events)
        cause = None if clean else Cause.TYPE
        return _Outcome(record=record, row=(None, clean), cause=cause, wanted="no PLOVER event")
    present = any(roots_of(event, strict=strict) & gold_roots(root) for event in reading.events)
    cause = None if present else Cause.TYPE if reading.events else Cause.SENSE
    return _Outcome(record=record, row=(present, None), cause=cause, wanted=root)


def _fits_letters(part: Participation, code: str, reading: Reading) -> bool:
    """Return whether some name begins with the letters of an invented code, in their order."""
    words = (word for text in texts_of(part, reading) for word in words_of(text))
    return any(_begins_with(word[:6], code[:3].lower()) for word in words)


def _begins_with(word: str, letters: str) -> bool:
    rest = iter(word)
    return word.startswith(letters[0]) and all(letter in rest for letter in letters)


def _invented_outcome(record: JsonObject, reading: Reading) -> _Outcome:
    if not record["events"]:
        clean = not any(event.plover for event in reading.events)
        return _Outcome(record=record, row=(None, None, clean), cause=None, wanted="no event")
    pairs = [(gold["source_code"] or "---", gold["target_code"] or "---") for gold in record["events"]]
    sources, both = (
        all(any(_has_sides(event, pair[:depth], reading) for event in reading.events) for pair in pairs)
        for depth in (1, 2)
    )
    cause = None if both else Cause.ROLE if reading.events else Cause.SENSE
    wanted = "; ".join(" -> ".join(pair) for pair in pairs)
    return _Outcome(record=record, row=(sources, both, None), cause=cause, wanted=wanted)


def _has_sides(event: Event, codes: tuple[str, ...], reading: Reading) -> bool:
    sides = (doers(event), receivers(event))
    return all(
        code.startswith("-") or any(_fits_letters(part, code, reading) for part in parts)
        for code, parts in zip(codes, sides, strict=False)
    )


def _state(part: Participation) -> str | None:
    if part.actor.kind is ActorKind.ORGANISATION:
        return None
    return part.acts_for or part.actor.country


def is_between_states(event: Event) -> bool:
    """Return whether ``event`` is told as a fact between two different states."""
    acting = {Role.SOURCE, Role.TARGET, Role.PARTY}
    states = {_state(part) for part in event.participations if part.role in acting} - {None}
    return event.plover is not None and event.status is Status.ASSERTED and len(states) > 1


def _negative_outcome(record: JsonObject, reading: Reading) -> _Outcome:
    clean = not any(is_between_states(event) for event in reading.events)
    return _Outcome(record=record, row=(clean,), cause=None if clean else Cause.TYPE, wanted="no event")


def _misses(name: str, outcomes: Iterable[_Outcome], readings: Mapping[str, Reading]) -> tuple[Miss, ...]:
    return tuple(
        Miss(
            set=name,
            id=outcome.record["id"],
            cause=outcome.cause.value,
            gold=outcome.wanted,
            found=" | ".join(described(event) for event in readings[outcome.record["id"]].events),
            text=outcome.record["text"],
        )
        for outcome in outcomes
        if outcome.cause
    )


def _tally(gold: GoldSet, readings: Mapping[str, Reading], *, strict: bool) -> RootTally:
    tally = RootTally()
    for record, marked in gold.events():
        root = _plover_root(marked)
        if root is None:
            continue
        wanted = gold_roots(root)
        events = [event for event in readings[record["id"]].events if event.plover]
        right = [event for event in events if roots_of(event, strict=strict) & wanted]
        tally.add_gold(root, found=bool(right))
        for event in events:
            tally.add_predicted(root if event in right else str(event.plover), right=event in right)
    return tally


def score_coded(gold: GoldSet, readings: Mapping[str, Reading], *, strict: bool) -> SetScore:
    """Return how many events have the root, and the root with the countries of both sides."""
    outcomes = [_coded_outcome(*marked, readings[marked[0]["id"]], strict=strict) for marked in gold.events()]
    names = ("root right", "root and source country", "root and target country", "all right")
    return SetScore(
        name=gold.name,
        measures=measures_of(names, (outcome.row for outcome in outcomes)),
        roots=_tally(gold, readings, strict=strict).scores(),
        misses=_misses(gold.name, outcomes, readings),
    )


def score_roots(gold: GoldSet, readings: Mapping[str, Reading], *, strict: bool) -> SetScore:
    """Return in how many sentences the root was found; actors are not marked."""
    outcomes = [_root_outcome(*marked, readings[marked[0]["id"]], strict=strict) for marked in gold.events()]
    names = ("root present", "no PLOVER event where there is none")
    return SetScore(
        name=gold.name,
        measures=measures_of(names, (outcome.row for outcome in outcomes)),
        roots=_tally(gold, readings, strict=strict).scores(),
        misses=_misses(gold.name, outcomes, readings),
    )


def score_invented(gold: GoldSet, readings: Mapping[str, Reading]) -> SetScore:
    """Return in how many sentences about invented states source and target were found."""
    outcomes = [_invented_outcome(record, readings[record["id"]]) for record in gold.records]
    names = ("source found", "source and target found", "no PLOVER event where there is none")
    return SetScore(
        name=gold.name,
        measures=measures_of(names, (outcome.row for outcome in outcomes)),
        misses=_misses(gold.name, outcomes, readings),
        note="invented states: a name fits a code by its first letters",
    )


def score_negatives(gold: GoldSet, readings: Mapping[str, Reading]) -> SetScore:
    """Return how many sentences stay without an event told as a fact between two states."""
    outcomes = [_negative_outcome(record, readings[record["id"]]) for record in gold.records]
    return SetScore(
        name=gold.name,
        measures=measures_of(("no fact between two states",), (outcome.row for outcome in outcomes)),
        misses=_misses(gold.name, outcomes, readings),
    )
