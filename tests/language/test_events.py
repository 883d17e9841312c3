"""Whole events of given parses in the small lexicon: roles, grades, refusals, demands, what was told before."""

from __future__ import annotations

import pytest

from diplograph.language.reader import Account
from diplograph.model import Event, Grade, Modality, Role
from trees import Case, cases_of, token_at
from world import account_of


def _read(event: Event) -> dict[str, object]:
    claim = event.claims[0]
    speaker = claim.attribution.speaker
    return {
        "class": event.event_class,
        "plover": event.plover,
        "mode": event.mode,
        "cameo": event.cameo,
        "source": [actor.id for actor in event.actors(Role.SOURCE)],
        "target": [actor.id for actor in event.actors(Role.TARGET)],
        "parties": [actor.id for actor in event.actors(Role.PARTY)],
        "status": event.status.value,
        "polarity": claim.polarity.value,
        "grade": claim.grade.value,
        "rule": claim.rule,
        "trigger": claim.trigger.text,
        "cues": [cue.text for cue in claim.cues],
        "voice": claim.attribution.kind.value,
        "speaker": speaker.id if speaker else None,
        "place": event.place.country if event.place else None,
    }


@pytest.mark.parametrize("case", cases_of("events", "events"))
def test_events_of_a_text(case: Case) -> None:
    events = account_of(case).reading.events
    found = [_read(event) for event in events if event.event_class == case.get("only", event.event_class)]
    assert len(found) == len(case["events"])
    for event, wanted in zip(found, case["events"], strict=True):
        assert {key: event[key] for key in wanted} == wanted


@pytest.mark.parametrize("case", cases_of("events", "notes"))
def test_why_a_word_gave_none(case: Case) -> None:
    account = account_of(case)
    tree = account.scene.parsed.tree
    reasons = {note.token: note.reason for note in account.notes}
    for word, reason in case["notes"].items():
        assert reasons[token_at(tree, word)] == reason


def _everything() -> list[Account]:
    topics = ("events", "dating", "speech", "modality", "triggers", "arguments", "coreference", "cast")
    return [account_of(param.values[0]) for topic in topics for param in cases_of(topic, "name")]


@pytest.fixture(scope="module")
def accounts() -> list[Account]:
    return _everything()


def test_every_word_is_explained(accounts: list[Account]) -> None:
    """Each trigger gives an event or a note, never both, never neither."""
    for account in accounts:
        told = len(account.reading.events) + len(account.notes)
        tokens = {note.token for note in account.notes}
        assert len(tokens) == len(account.notes)
        assert told >= len(tokens)


def test_spans_read_what_they_quote(accounts: list[Account]) -> None:
    for account in accounts:
        text = account.reading.document.text
        for event in account.reading.events:
            for claim in event.claims:
                spans = [claim.sentence, claim.trigger, *claim.cues, *claim.source_spans, *claim.target_spans]
                spans += [span for part in event.participations for span in part.spans]
                spans += [span for span in (claim.date, claim.attribution.cue) if span]
                assert all(text[span.start : span.end] == span.text for span in spans)
                assert all(claim.sentence.start <= span.start for span in [claim.trigger])
                assert claim.trigger.end <= claim.sentence.end


def test_no_actor_stands_twice_in_one_role(accounts: list[Account]) -> None:
    for account in accounts:
        for event in account.reading.events:
            parts = [(part.actor.id, part.role) for part in event.participations]
            assert len(parts) == len(set(parts)), (account.reading.document.text, parts)


def test_grades_mean_what_they_say(accounts: list[Account]) -> None:
    for account in accounts:
        for event in account.reading.events:
            claim = event.claims[0]
            if claim.grade is Grade.A:
                assert claim.modality is Modality.ASSERTED
                assert all(part.actor.linked for part in event.participations)
            if claim.grade is Grade.C and "told-before" not in claim.rule:
                assert len({part.role for part in event.participations}) <= 2


def test_status_of_one_claim_is_its_modality(accounts: list[Account]) -> None:
    for account in accounts:
        for event in account.reading.events:
            assert event.status.value == event.claims[0].modality.value


def test_ids_differ_within_a_text_and_between_texts(accounts: list[Account]) -> None:
    for account in accounts:
        ids = [event.id for event in account.reading.events]
        assert len(ids) == len(set(ids))
    case = cases_of("events", "events")[0].values[0]
    one, two = account_of(case, "one").reading.events, account_of(case, "two").reading.events
    assert {event.id for event in one}.isdisjoint(event.id for event in two)
    assert account_of(case, "one").reading.events == one


def test_actors_of_a_reading_are_all_there(accounts: list[Account]) -> None:
    for account in accounts:
        reading = account.reading
        known = [actor.id for actor in reading.actors]
        assert known == sorted(set(known))
        wanted = {part.actor.id for event in reading.events for part in event.participations}
        wanted |= {mention.actor for mention in reading.mentions if mention.actor}
        wanted |= {
            claim.attribution.speaker.id
            for event in reading.events
            for claim in event.claims
            if claim.attribution.speaker
        }
        assert wanted <= set(known)
