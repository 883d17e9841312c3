"""Scores: a reading made from the gold is perfect, an empty one nothing, each flaw costs what it should."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from diplograph.errors import InputError, UsageError
from diplograph.evaluation.article import score_article
from diplograph.evaluation.articlegold import ArticleGold, GoldEvent, load_article
from diplograph.evaluation.evaluating import evaluate, find_gold, score_file
from diplograph.evaluation.golddates import same_date
from diplograph.evaluation.goldsets import phrase_of
from diplograph.evaluation.measures import Cause, SetScore
from diplograph.evaluation.phrases import main_actor
from diplograph.evaluation.roots import gold_roots, roots_of
from diplograph.evaluation.scoresheet import as_json, as_text, miss_json
from diplograph.evaluation.texts import same_mention, same_words
from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    Claim,
    Document,
    Event,
    EventDate,
    Grade,
    Granularity,
    Mention,
    MentionKind,
    Modality,
    Participation,
    Polarity,
    Reading,
    Role,
    Span,
    Status,
)

GOLD = Path(__file__).parent / "data" / "evaluation"
SHARED_ARTICLES = sorted((Path(__file__).parents[2] / "shared" / "article").glob("*.gold.json"))

CLASSES = {"STATEMENT": ("Statement", None)}
MODALITIES = {"ongoing": "asserted"}


def actor(name: str, country: str | None = None, kind: ActorKind = ActorKind.STATE) -> Actor:
    return Actor(id=name, name=name, kind=kind, country=country, linked=country is not None)


def claim_at(trigger: Span, modality: str) -> Claim:
    return Claim(
        document=trigger.document,
        sentence=trigger,
        trigger=trigger,
        source_spans=(),
        target_spans=(),
        modality=Modality(modality),
        polarity=Polarity.POSITIVE,
        cues=(),
        attribution=Attribution(),
        rule="hand-made",
        grade=Grade.A,
    )


def event_of(
    root: str | None,
    parts: Iterable[Participation],
    *claims: Claim,
    status: Status = Status.ASSERTED,
    when: EventDate | None = None,
) -> Event:
    return Event(
        id=f"{root}-{claims[0].trigger.start if claims else 0}",
        event_class="Statement" if root is None else root.title(),
        plover=root,
        mode=None,
        cameo=None,
        goldstein=None,
        quad=None,
        contexts=(),
        participations=tuple(parts),
        date=when,
        place=None,
        status=status,
        claims=claims,
    )


def gold_date(value: str, precision: str) -> EventDate:
    """Return a date with nothing but the EDTF string and bounds that only this value allows."""
    return EventDate(edtf=value, earliest=None, latest=None, granularity=Granularity.DAY)


def perfect_reading(gold: ArticleGold) -> Reading:
    """Return the reading that says just what the gold says."""
    actors = {
        one.id: Actor(id=one.id, name=one.name, kind=ActorKind.STATE if one.state else ActorKind.PERSON)
        for one in gold.actors
    }
    mentions = [
        Mention(
            span=mention.span,
            kind=MentionKind.SET if one.members else MentionKind.NAME,
            actor=None if one.members else one.id,
            rule="hand-made",
        )
        for one in gold.actors
        for mention in one.mentions
    ]

    def event(gold_event: GoldEvent) -> Event:
        sides = ((Role.SOURCE, gold_event.source), (Role.TARGET, gold_event.target))
        parts = [Participation(actor=actors[name], role=role) for role, names in sides for name in names]
        modality = MODALITIES.get(gold_event.modality, gold_event.modality)
        claims = [claim_at(trigger, modality) for trigger in gold_event.triggers]
        root = None if gold_event.root == "STATEMENT" else gold_event.root
        when = gold_date(gold_event.date, "") if gold_event.date else None
        return event_of(root, parts, *claims, status=Status(modality), when=when)

    return Reading(
        document=gold.document,
        mentions=tuple(mentions),
        actors=tuple(actors.values()),
        dates=tuple(replace(gold_date(when.value, ""), expression=when.span) for when in gold.dates),
        events=tuple(event(one) for one in gold.events),
    )


@pytest.fixture
def gold() -> ArticleGold:
    return load_article(GOLD / "cod.gold.json")


def shares(score: SetScore) -> dict[str, tuple[int, int]]:
    return {measure.name: (measure.hits, measure.total) for measure in score.measures}


@pytest.mark.parametrize("path", [GOLD / "cod.gold.json", *SHARED_ARTICLES], ids=lambda path: path.name)
def test_a_perfect_reading_of_an_article_has_full_marks(path: Path) -> None:
    article = load_article(path)
    score = score_article(article, perfect_reading(article))
    assert all(measure.hits == measure.total > 0 for measure in score.measures), shares(score)
    assert score.misses == ()
    assert sum((score.budget or {}).values()) == 0
    assert all(root.recall == 1.0 for root in score.roots if root.gold)


def test_the_totals_of_an_article_are_those_of_its_gold(gold: ArticleGold) -> None:
    assert shares(score_article(gold, perfect_reading(gold))) == {
        "core events found": (4, 4),
        "trigger precision": (5, 5),
        "type, source and target right": (4, 4),
        "event dates right": (3, 3),
        "modality right": (4, 4),
        "core mentions found and linked": (8, 8),
        "hard mentions found and linked": (1, 1),
        "date expressions right": (3, 3),
    }


def test_an_empty_reading_finds_nothing_and_every_loss_is_one_of_sense(gold: ArticleGold) -> None:
    score = score_article(gold, Reading(document=gold.document))
    assert {measure.hits for measure in score.measures} == {0}
    assert (score.budget or {})[Cause.SENSE] == 4
    assert len([miss for miss in score.misses if miss.cause == "mention"]) == 8


def with_event(reading: Reading, number: int, **changes: object) -> Reading:
    events = list(reading.events)
    events[number] = replace(events[number], **changes)  # type: ignore[arg-type]  # fields by name
    return replace(reading, events=tuple(events))


def swap_roles(event: Event) -> tuple[Participation, ...]:
    other = {Role.SOURCE: Role.TARGET, Role.TARGET: Role.SOURCE}
    return tuple(replace(part, role=other[part.role]) for part in event.participations)


FLAWS: list[tuple[str, int, Callable[[Event], dict[str, object]], Cause, str]] = [
    ("root", 2, lambda event: {"plover": "ASSAULT"}, Cause.TYPE, "type, source and target right"),
    (
        "roles",
        0,
        lambda event: {"participations": swap_roles(event)},
        Cause.ROLE,
        "type, source and target right",
    ),
    (
        "one too many",
        2,
        lambda event: {
            "participations": (
                *event.participations,
                Participation(actor=actor("Norway"), role=Role.TARGET),
            )
        },
        Cause.ROLE,
        "type, source and target right",
    ),
    ("date", 1, lambda event: {"date": gold_date("1976-06-02", "")}, Cause.DATE, "event dates right"),
    (
        "modality",
        0,
        lambda event: {"claims": tuple(replace(c, modality=Modality.ASSERTED) for c in event.claims)},
        Cause.MODALITY,
        "modality right",
    ),
]


@pytest.mark.parametrize(("name", "number", "flaw", "cause", "measure"), FLAWS, ids=[f[0] for f in FLAWS])
def test_each_flaw_costs_one_event_and_is_named(
    gold: ArticleGold,
    name: str,
    number: int,
    flaw: Callable[[Event], dict[str, object]],
    cause: Cause,
    measure: str,
) -> None:
    reading = perfect_reading(gold)
    score = score_article(gold, with_event(reading, number, **flaw(reading.events[number])))
    hits, total = shares(score)[measure]
    assert hits == total - 1
    assert [miss.cause for miss in score.misses] == [cause.value]


def test_parties_of_a_meeting_are_a_set(gold: ArticleGold) -> None:
    reading = perfect_reading(gold)
    parts = tuple(replace(part, role=Role.PARTY) for part in reversed(reading.events[1].participations))
    score = score_article(gold, with_event(reading, 1, participations=parts))
    assert score.measure("type, source and target right").hits == 4


def test_an_alternative_root_is_right(gold: ArticleGold) -> None:
    score = score_article(gold, with_event(perfect_reading(gold), 2, plover="CONCEDE"))
    assert score.measure("type, source and target right").hits == 4


def test_a_trigger_in_the_wrong_place_lowers_precision_and_loses_the_event(gold: ArticleGold) -> None:
    reading = perfect_reading(gold)
    far = claim_at(Span(document="cod", start=0, end=9, text="Ministers"), "asserted")
    score = score_article(gold, with_event(reading, 3, claims=(far,)))
    assert shares(score)["trigger precision"] == (4, 5)
    assert shares(score)["core events found"] == (3, 4)


def test_a_mention_linked_to_the_wrong_actor_does_not_count(gold: ArticleGold) -> None:
    reading = perfect_reading(gold)
    mentions = tuple(
        replace(mention, actor="crosland") if mention.span.text == "his" else mention for mention in reading.mentions
    )
    score = score_article(gold, replace(reading, mentions=mentions))
    assert shares(score)["core mentions found and linked"] == (7, 8)
    assert shares(score)["hard mentions found and linked"] == (0, 1)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ((0, "US"), (0, "US agents"), False),
        ((3, "officials"), (0, "US officials"), True),
        ((0, "US agents operating here"), (0, "US agents"), True),
        ((0, "Chad"), (9, "Chad"), False),
        ((0, "the Office for Rivers"), (4, "Office"), True),
    ],
)
def test_what_is_one_mention(first: tuple[int, str], second: tuple[int, str], same: bool) -> None:
    one, other = (Span(document="d", start=start, end=start + len(text), text=text) for start, text in (first, second))
    assert same_mention(one, other) is same


@pytest.mark.parametrize(
    ("earliest", "latest", "value", "precision", "right"),
    [
        ("1976-06-01", "1976-06-01", "1976-06-01", "day", True),
        ("1976-06-01", "1976-06-30", "1976-06-01", "day", False),
        ("1976-06-01", "1976-06-30", "1976-06", "month", True),
        ("1976-06-01", "1976-06-01", "1976-06", "month", False),
        ("1976-01-01", "1976-12-31", "1976", "year", True),
        ("1970-01-01", "1979-12-31", "197", "decade", True),
        ("1975-11-01", "1976-06-01", "1975-11/1976-06-01", "interval", True),
        ("1975-11-02", "1976-06-01", "1975-11/1976-06-01", "interval", False),
        (None, "1976-06-02", "1976-06-02", "before", True),
        ("1976-06-02", "1976-06-02", "1976-06-02", "before", False),
        ("1976-06-02", None, "1976-06-02", "after", True),
        (None, None, "1976-06-02", "after", False),
    ],
)
def test_what_is_the_same_date(
    earliest: str | None, latest: str | None, value: str, precision: str, right: bool
) -> None:
    days = [date.fromisoformat(day) if day else None for day in (earliest, latest)]
    when = EventDate(edtf="x", earliest=days[0], latest=days[1], granularity=Granularity.DAY)
    assert same_date(when, value, precision) is right


def test_no_date_is_no_date() -> None:
    assert not same_date(None, "1976", "year")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("the Belgian nurses", "nurses", True),
        ("Foreign Minister of Peru", "Peru", True),
        ("Peru", "Ecuador", False),
        ("the", "the", False),
        (None, "Peru", False),
    ],
)
def test_shared_words(first: str | None, second: str, same: bool) -> None:
    assert same_words(first, second) is same


def test_announced_events_count_on_both_sides_of_the_boundary() -> None:
    planned = event_of("CONSULT", (), status=Status.PLANNED)
    assert roots_of(planned, strict=False) == {"CONSULT", "AGREE"}
    assert roots_of(planned, strict=True) == {"CONSULT"}
    assert roots_of(event_of("RETREAT", (), status=Status.PLANNED), strict=False) == {"RETREAT", "CONCEDE", "AGREE"}
    assert roots_of(event_of("THREATEN", (), status=Status.PLANNED), strict=False) == {"THREATEN"}
    assert roots_of(event_of(None, ()), strict=False) == frozenset()
    assert gold_roots("YIELD") == {"YIELD", "CONCEDE", "RETREAT"}
    assert gold_roots("ACCUSE|REJECT") == {"ACCUSE", "REJECT"}


def part(role: Role, who: Actor) -> Participation:
    return Participation(actor=who, role=role)


def one(root: str | None, source: Actor, target: Actor | None = None, **extra: Status) -> Event:
    parts = [part(Role.SOURCE, source)] + ([part(Role.TARGET, target)] if target else [])
    return event_of(root, parts, **extra)  # type: ignore[arg-type]  # only a status is passed


def together(root: str, *actors: Actor) -> Event:
    return event_of(root, [part(Role.PARTY, who) for who in actors])


STATES = {"Sweden": "SWE", "Denmark": "DNK", "Chad": "TCD", "Libya": "LBY", "Niger": "NER", "Mali": "MLI"}
STATES |= {"Peru": "PER", "Ecuador": "ECU", "Japan": "JPN", "Nepal": "NPL", "Malta": "MLT", "Togo": "TGO"}
STATES |= {"Benin": "BEN", "Cyprus": "CYP"}
STATE = {name: actor(name, code) for name, code in STATES.items()}
REBELS = actor("The rebels", kind=ActorKind.GROUP)
NURSES = actor("Belgian nurses", "BEL", ActorKind.GROUP)
NATO = actor("NATO", "NATO", ActorKind.ORGANISATION)
ZEMBLA, RURITANIA = actor("Zembla"), actor("Ruritania")
MINISTER = replace(actor("the Kenyan finance minister", "KEN", ActorKind.PERSON), sectors=("GOV",))

READ: dict[str, list[Event]] = {
    "p1": [one("SUPPORT", STATE["Sweden"], STATE["Denmark"])],
    "p2": [together("COOPERATE", STATE["Peru"], STATE["Ecuador"])],
    "p3": [one("RETREAT", REBELS, NURSES)],
    "p4": [together("CONSULT", STATE["Niger"], STATE["Mali"])],
    "c1": [one("AID", STATE["Japan"], STATE["Nepal"], status=Status.PLANNED)],
    "c2": [together("CONSULT", NATO, STATE["Malta"])],
    "n1": [one(None, STATE["Togo"])],
    "n2": [one("ASSAULT", STATE["Togo"], STATE["Benin"])],
    "r1": [one("COERCE", REBELS)],
    "r2": [],
    "i1": [one("THREATEN", ZEMBLA, RURITANIA)],
    "i2": [],
}
MINISTRY = replace(actor("the finance ministry", "KEN", ActorKind.GOVERNMENT), sectors=("GOV", "BUS"))
FISHERMEN = replace(actor("the fishermen", "NOR", ActorKind.GROUP), sectors=("AGR",))
MENTIONED = {
    "a1": [MINISTER],
    "j1": [STATE["Cyprus"], STATE["Malta"]],
    "l1": [MINISTRY, actor("Kenya", "KEN")],
    "l2": [FISHERMEN, actor("Norway", "NOR")],
    "l3": [actor("Iceland", "FIN")],
}


def mentions_of(document: Document, actors: Iterable[Actor]) -> Iterable[Mention]:
    for who in actors:
        start = document.text.find(who.name)
        if start >= 0:
            span = Span(document=document.id, start=start, end=start + len(who.name), text=who.name)
            yield Mention(span=span, kind=MentionKind.NAME, actor=who.id, rule="hand-made")


def hand_reading(document: Document) -> Reading:
    events = READ.get(document.id, [])
    actors = {part.actor.id: part.actor for event in events for part in event.participations}
    actors |= {who.id: who for who in MENTIONED.get(document.id, [])}
    mentions = tuple(mentions_of(document, actors.values()))
    return Reading(document=document, mentions=mentions, actors=tuple(actors.values()), events=tuple(events))


def read(documents: Iterable[Document]) -> Iterable[Reading]:
    return [hand_reading(document) for document in documents]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "duets",
            {
                "pair linked": (3, 4),
                "root right given the pair": (3, 3),
                "pair and root right": (3, 4),
            },
        ),
        (
            "codes",
            {
                "root right": (2, 2),
                "root and source country": (2, 2),
                "root and target country": (2, 2),
                "all right": (2, 2),
            },
        ),
        ("quiet", {"no fact between two states": (1, 2)}),
        ("roots", {"root present": (1, 1), "no PLOVER event where there is none": (1, 1)}),
        (
            "invented",
            {
                "source found": (1, 1),
                "source and target found": (1, 1),
                "no PLOVER event where there is none": (1, 1),
            },
        ),
        ("phrases", {"country right": (2, 2), "sector right": (1, 2)}),
        ("labels", {"country right": (2, 3), "some sector right": (1, 2)}),
        ("joined", {"all joined actors found": (1, 1)}),
    ],
)
def test_scores_of_sentence_sets(name: str, expected: dict[str, tuple[int, int]]) -> None:
    score = score_file(GOLD / f"{name}.jsonl", read)
    assert score is not None
    assert shares(score) == expected


@pytest.mark.parametrize(
    ("label", "prose"),
    [
        ("Harbour Office/Finance Ministry (Kenya)", "the finance ministry of Kenya"),
        ("Coast Guard - Divers (Malta)", "the coast guard of Malta"),
        ("Iceland", "Iceland"),
    ],
)
def test_a_label_is_read_as_prose(label: str, prose: str) -> None:
    assert phrase_of(label) == prose


def test_a_capital_that_acts_is_its_government() -> None:
    seat = Span(document="d", start=0, end=4, text="Oslo")
    mention = Mention(span=seat, kind=MentionKind.METONYM, actor="Norway", rule="hand-made")
    norway = actor("Norway", "NOR")
    found = main_actor(Reading(document=Document(id="d", text="Oslo"), mentions=(mention,), actors=(norway,)))
    assert found is not None
    assert found.sectors == ("GOV",)


def test_a_strict_root_rejects_the_boundary() -> None:
    score = score_file(GOLD / "codes.jsonl", read, strict=True)
    assert score is not None
    assert score.measure("root right").hits == 1


def test_a_pair_that_is_not_linked_is_budgeted_and_listed() -> None:
    score = score_file(GOLD / "duets.jsonl", read)
    assert score is not None
    assert score.budget == {Cause.SENSE: 1, Cause.MENTION: 0, Cause.ROLE: 0, Cause.TYPE: 0}
    (miss,) = score.misses
    assert miss_json(miss)["id"] == "p4"
    assert miss.found.startswith("Consult: Niger <-> Mali, undated")


def test_roots_are_counted_with_precision_and_recall() -> None:
    score = score_file(GOLD / "duets.jsonl", read)
    assert score is not None
    by_root = {root.root: root for root in score.roots}
    assert by_root["RETREAT"].f1 == 1.0
    assert (by_root["ACCUSE"].recall, by_root["ACCUSE"].precision) == (0.0, None)


def test_a_folder_gives_every_set_that_can_be_scored() -> None:
    def read_all(documents: Iterable[Document]) -> Iterable[Reading]:
        article = load_article(GOLD / "cod.gold.json")
        return [perfect_reading(article) if d.id == "cod" else hand_reading(d) for d in documents]

    names = [score.name for score in evaluate(GOLD, read_all)]
    assert names == ["cod", "codes", "duets", "invented", "joined", "labels", "phrases", "quiet", "roots"]


def test_sets_can_be_chosen() -> None:
    assert [path.name for path in find_gold(GOLD, ["quiet", "cod"])] == ["cod.gold.json", "quiet.jsonl"]


@pytest.mark.parametrize(("path", "sets"), [(GOLD, ["absent"]), (GOLD / "nowhere", [])])
def test_gold_that_is_not_there_is_an_error(path: Path, sets: list[str]) -> None:
    with pytest.raises(UsageError, match="no gold"):
        find_gold(path, sets)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no gold in this file"),
        ('{"id": "x"}\n', "needs id, text and events"),
        ('{"id": "x", "text": "y", "events": []}\nnot json\n', ":2: not JSON"),
        ("\xff", "cannot be read"),
    ],
)
def test_a_broken_set_names_its_line(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=reason):
        score_file(path, read)


def test_a_broken_article_gold_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.gold.json"
    path.write_text('{"doc": "a"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt: cannot be read"):
        load_article(path)
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    with pytest.raises(InputError, match="not gold of an article"):
        load_article(path)


def test_the_table_shows_every_measure_and_the_rule() -> None:
    scores = list(evaluate(GOLD / "duets.jsonl", read))
    table = "\n".join(as_text(scores, strict=False))
    assert "pair and root right" in table
    assert "0.75     3 of 4" in table
    assert "lost by cause: sense 1, mention 0, role 0, type 0" in table
    assert "AGREE" in table.splitlines()[-1]
    assert "--strict-root" in "\n".join(as_text(scores, strict=True))


def test_json_has_the_same_numbers() -> None:
    value = as_json(evaluate(GOLD / "duets.jsonl", read), strict=False)
    (duets,) = json.loads(json.dumps(value))["sets"]
    assert duets["measures"]["pair linked"] == {"hits": 3, "total": 4, "share": 0.75}
    assert duets["budget"]["sense"] == 1
