"""A small hand-built world that the tests of all outputs share; texts are written for this project.

``sample_records()`` tells of Reykjavik in 1986 and the failed Paris summit of 1960;
``nasty_records()`` is the same kind of thing with everything that breaks careless writers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from diplograph.knowledge.merging import status_of
from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    AttributionKind,
    Capacity,
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
    Place,
    Polarity,
    Reading,
    Records,
    Role,
    Run,
    Segment,
    SegmentKind,
    Span,
    Status,
    Tenure,
)

RUN = Run(version="0.1.0", model="en_core_web_sm 3.8.0", config_hash="5f" * 32)

WIRE = Document(
    id="wire-1986-10-01",
    published=date(1986, 10, 1),
    published_from="metadata",
    title="Leaders name a day for Iceland",
    url="https://wire.example/1986/10/01/iceland",
    publisher="Example Wire",
    author="Jane Roe",
    place="WASHINGTON",
    text=(
        "WASHINGTON - President Ronald Reagan will meet Mikhail Gorbachev, the Soviet leader, in "
        "Reykjavik on "
        "October 11. Soviet Foreign Minister Eduard Shevardnadze visited Washington on September 19.\n\n"
        "KGB officers arrested the American reporter Nicholas Daniloff in August. Moscow released him "
        "in steps "
        "between September 12 and September 29. Secretary of State George Shultz said that Moscow had "
        "accused "
        "Daniloff without proof. Moscow denied that it had spied on the United States.\n\n"
        "The European Community imposed sanctions on South Africa on September 16. A diplomat who asked "
        "not to be "
        "named said that Libya had sent weapons to Nicaragua."
    ),
)
HERALD = Document(
    id="herald-1986-10-13",
    published=date(1986, 10, 13),
    published_from="dateline",
    title="No deal at Hofdi House",
    publisher="Example Herald",
    place="REYKJAVIK",
    text=(
        "REYKJAVIK, Oct. 13 - Reagan and Gorbachev met in Reykjavik on October 11. Gorbachev rejected "
        "the Strategic "
        "Defense Initiative. The White House thanked Iceland. Reagan will receive Prime Minister "
        "Margaret Thatcher "
        "of Britain at Camp David in November.\n\n"
        "Soviet agents had arrested Daniloff in August. Algeria mediated between the United States and "
        "Iran in 1981."
    ),
)
GAZETTE = Document(
    id="gazette-1960-05-18",
    published=date(1960, 5, 18),
    published_from="metadata",
    title="Paris summit called off",
    publisher="Example Gazette",
    text=(
        "The summit of Dwight Eisenhower and Nikita Khrushchev in Paris was called off on Tuesday. Crowds "
        "protested in Tokyo. The United States had given aid to Greece in 1947."
    ),
)


def spot(document: Document, words: str, *, nth: int = 0, after: str = "") -> Span:
    """Return the span of the ``nth`` time that ``words`` stand in the text, behind ``after``."""
    start = document.text.index(after) + len(after) - 1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    return Span(document=document.id, start=start, end=start + len(words), text=words)


def state(code: str, name: str, *aliases: str) -> Actor:
    """Return a state."""
    return Actor(id=code, name=name, kind=ActorKind.STATE, country=code, aliases=aliases, linked=True)


def person(slug: str, name: str, country: str, *sectors: str, same_as: tuple[str, ...] = ()) -> Actor:
    """Return a person that the registry knows."""
    return Actor(
        id=slug,
        name=name,
        kind=ActorKind.PERSON,
        country=country,
        sectors=sectors,
        same_as=same_as,
        linked=True,
    )


USA = state("USA", "United States", "Washington")
SOVIET = state("SUN", "Soviet Union", "Moscow")
ICELAND = state("ISL", "Iceland")
SOUTH_AFRICA = state("ZAF", "South Africa")
LIBYA = state("LBY", "Libya")
NICARAGUA = state("NIC", "Nicaragua")
ALGERIA = state("DZA", "Algeria")
IRAN = state("IRN", "Iran")
GREECE = state("GRC", "Greece")
REAGAN = person("ronald-reagan", "Ronald Reagan", "USA", "GOV", same_as=("http://www.wikidata.org/entity/Q9960",))
GORBACHEV = person("mikhail-gorbachev", "Mikhail Gorbachev", "SUN", "GOV")
SHEVARDNADZE = person("eduard-shevardnadze", "Eduard Shevardnadze", "SUN", "GOV")
SHULTZ = person("george-shultz", "George Shultz", "USA", "GOV")
THATCHER = person("margaret-thatcher", "Margaret Thatcher", "GBR", "GOV")
EISENHOWER = person("dwight-eisenhower", "Dwight Eisenhower", "USA", "GOV")
KHRUSHCHEV = person("nikita-khrushchev", "Nikita Khrushchev", "SUN", "GOV")
DANILOFF = person("nicholas-daniloff", "Nicholas Daniloff", "USA", "MED")
COMMUNITY = Actor(
    id="EUR",
    name="European Community",
    kind=ActorKind.ORGANISATION,
    country="EUR",
    sectors=("IGO",),
    linked=True,
)
WHITE_HOUSE = Actor(
    id="usa-white-house",
    name="White House",
    kind=ActorKind.GOVERNMENT,
    country="USA",
    sectors=("GOV",),
    linked=True,
)
KGB = Actor(
    id="wire-1986-10-01-kgb-officers",
    name="KGB officers",
    kind=ActorKind.GROUP,
    country="SUN",
    sectors=("SPY",),
    linked=True,
)
CROWDS = Actor(id="gazette-1960-05-18-crowds", name="Crowds", kind=ActorKind.GROUP)
SDI = Actor(id="matter-strategic-defense-initiative", name="Strategic Defense Initiative", kind=ActorKind.MATTER)

OWN_VOICE = Attribution()


def office(holder: Actor, title: str, of: str | None, tenure: Tenure, document: Document, words: str) -> Capacity:
    """Return the office that ``words`` give to ``holder``."""
    return Capacity(
        holder=holder.id,
        office=title,
        of=of,
        tenure=tenure,
        as_of=document.published,
        span=spot(document, words),
    )


PRESIDENT = office(REAGAN, "president", "USA", Tenure.CURRENT, WIRE, "President")
FOREIGN_MINISTER = office(
    SHEVARDNADZE, "minister of foreign affairs", "SUN", Tenure.CURRENT, WIRE, "Soviet Foreign Minister"
)
SECRETARY = office(SHULTZ, "secretary of state", "USA", Tenure.CURRENT, WIRE, "Secretary of State")
PRIME_MINISTER = office(THATCHER, "prime minister", "GBR", Tenure.CURRENT, HERALD, "Prime Minister")


def part(
    role: Role, actor: Actor, *spans: Span, acts_for: str | None = None, capacity: Capacity | None = None
) -> Participation:
    """Return one actor's part."""
    return Participation(actor=actor, role=role, acts_for=acts_for, spans=spans, capacity=capacity)


def day_date(day: date, expression: Span | None = None, *, anchor: date | None = None) -> EventDate:
    """Return a date of one day."""
    return EventDate(
        edtf=day.isoformat(),
        earliest=day,
        latest=day,
        granularity=Granularity.DAY,
        expression=expression,
        anchor=anchor,
        rule="month-day",
    )


def span_date(edtf: str, days: tuple[date, date], unit: Granularity, expression: Span) -> EventDate:
    """Return a date of several days."""
    return EventDate(
        edtf=edtf,
        earliest=days[0],
        latest=days[1],
        granularity=unit,
        expression=expression,
        rule=f"{unit.value}-name",
    )


def claim(
    document: Document,
    sentence: str,
    trigger: str,
    *,
    sources: Iterable[str] = (),
    targets: Iterable[str] = (),
    modality: Modality = Modality.ASSERTED,
    cues: Iterable[str] = (),
    attribution: Attribution = OWN_VOICE,
    grade: Grade = Grade.A,
    date_words: str | None = None,
) -> Claim:
    """Return a claim; ``sentence`` is its first words, all others are looked for behind them."""
    start = document.text.index(sentence)
    end = document.text.index(".", start + len("Oct. 13")) + 1
    whole = Span(document=document.id, start=start, end=end, text=document.text[start:end])
    lead = document.text[:start]

    def within(words: str) -> Span:
        return spot(document, words, after=lead)

    return Claim(
        document=document.id,
        sentence=whole,
        trigger=within(trigger),
        source_spans=tuple(within(words) for words in sources),
        target_spans=tuple(within(words) for words in targets),
        modality=modality,
        polarity=Polarity.NEGATIVE if modality is Modality.DENIED else Polarity.POSITIVE,
        cues=tuple(within(words) for words in cues),
        attribution=attribution,
        rule=f"{trigger} (verb)",
        grade=grade,
        date=within(date_words) if date_words else None,
    )


def event(
    name: str,
    event_class: str,
    codes: tuple[str | None, str | None, str | None, float | None, int | None],
    parts: Sequence[Participation],
    when: EventDate | None,
    status: Status,
    claims: Sequence[Claim],
    *,
    place: Place | None = None,
    contexts: tuple[str, ...] = (),
) -> Event:
    """Return an event; ``codes`` are PLOVER root, mode, CAMEO, Goldstein, quad class."""
    root, mode, cameo, goldstein, quad = codes
    return Event(
        id=name,
        event_class=event_class,
        plover=root,
        mode=mode,
        cameo=cameo,
        goldstein=goldstein,
        quad=quad,
        contexts=contexts,
        participations=tuple(parts),
        date=when,
        place=place,
        status=status,
        claims=tuple(claims),
    )


def _reykjavik() -> tuple[Event, ...]:
    day = spot(WIRE, "October 11")
    planned = claim(
        WIRE,
        "President Ronald",
        "meet",
        sources=["Ronald Reagan"],
        targets=["Mikhail Gorbachev"],
        modality=Modality.PLANNED,
        cues=["will"],
        grade=Grade.B,
        date_words="October 11",
    )
    done = claim(
        HERALD,
        "Reagan and Gorbachev met",
        "met",
        sources=["Reagan"],
        targets=["Gorbachev"],
        date_words="October 11",
    )
    parts = (
        part(Role.PARTY, REAGAN, spot(WIRE, "Ronald Reagan"), acts_for="USA", capacity=PRESIDENT),
        part(Role.PARTY, GORBACHEV, spot(WIRE, "Mikhail Gorbachev"), acts_for="SUN"),
    )
    place = Place(name="Reykjavik", country="ISL", span=spot(WIRE, "Reykjavik"))
    when = day_date(date(1986, 10, 11), day, anchor=WIRE.published)
    return (
        event(
            "meeting-01",
            "Meeting",
            ("CONSULT", None, "040", 1.0, 1),
            parts,
            when,
            Status.ASSERTED,
            [planned, done],
            place=place,
            contexts=("diplomatic",),
        ),
    )


def _wire_events() -> tuple[Event, ...]:
    visit = event(
        "visit-02",
        "Visit",
        ("CONSULT", "visit", "042", 1.9, 1),
        (
            part(
                Role.SOURCE,
                SHEVARDNADZE,
                spot(WIRE, "Eduard Shevardnadze"),
                acts_for="SUN",
                capacity=FOREIGN_MINISTER,
            ),
            part(Role.TARGET, USA, spot(WIRE, "Washington")),
        ),
        day_date(date(1986, 9, 19), spot(WIRE, "September 19"), anchor=WIRE.published),
        Status.ASSERTED,
        [
            claim(
                WIRE,
                "Soviet Foreign Minister",
                "visited",
                sources=["Eduard Shevardnadze"],
                targets=["Washington"],
                date_words="September 19",
            )
        ],
        place=Place(name="Washington", country="USA", span=spot(WIRE, "Washington")),
    )
    august = spot(WIRE, "August")
    arrest = event(
        "arrest-03",
        "Arrest",
        ("COERCE", "arrest", "173", -5.0, 4),
        (
            part(Role.SOURCE, KGB, spot(WIRE, "KGB officers"), acts_for="SUN"),
            part(Role.TARGET, DANILOFF, spot(WIRE, "Nicholas Daniloff")),
        ),
        span_date("1986-08", (date(1986, 8, 1), date(1986, 8, 31)), Granularity.MONTH, august),
        Status.ASSERTED,
        [
            claim(
                WIRE,
                "KGB officers",
                "arrested",
                sources=["KGB officers"],
                targets=["Nicholas Daniloff"],
                date_words="August",
            ),
            claim(
                HERALD,
                "Soviet agents",
                "arrested",
                sources=["Soviet agents"],
                targets=["Daniloff"],
                date_words="August",
            ),
        ],
        contexts=("intelligence", "legal"),
    )
    steps = spot(WIRE, "between September 12 and September 29")
    release = event(
        "release-04",
        "Release",
        ("RETREAT", "release", "084", 7.0, 2),
        (
            part(Role.SOURCE, SOVIET, spot(WIRE, "Moscow")),
            part(Role.TARGET, DANILOFF, spot(WIRE, "him", after="released ")),
        ),
        span_date("1986-09-12/1986-09-29", (date(1986, 9, 12), date(1986, 9, 29)), Granularity.INTERVAL, steps),
        Status.ASSERTED,
        [
            claim(
                WIRE,
                "Moscow released",
                "released",
                sources=["Moscow"],
                targets=["him"],
                date_words=steps.text,
            )
        ],
    )
    return visit, arrest, release


def _words() -> tuple[Event, ...]:
    said = Attribution(kind=AttributionKind.INDIRECT, speaker=SHULTZ, cue=spot(WIRE, "said"))
    accusation = event(
        "accusation-05",
        "Accusation",
        ("ACCUSE", "allege", "112", -2.0, 3),
        (
            part(Role.SOURCE, SOVIET, spot(WIRE, "Moscow", nth=1)),
            part(Role.TARGET, DANILOFF, spot(WIRE, "Daniloff", nth=1)),
        ),
        EventDate(
            edtf="../1986-10-01",
            earliest=None,
            latest=date(1986, 10, 1),
            granularity=Granularity.DAY,
            anchor=WIRE.published,
            stated=False,
            rule="before-publication",
        ),
        Status.ALLEGED,
        [
            claim(
                WIRE,
                "Secretary of State",
                "accused",
                sources=["Moscow"],
                targets=["Daniloff"],
                attribution=said,
                grade=Grade.B,
            )
        ],
    )
    denial = Attribution(kind=AttributionKind.INDIRECT, speaker=SOVIET, cue=spot(WIRE, "denied"))
    spying = event(
        "espionage-06",
        "Espionage",
        ("COERCE", None, "170", -7.0, 4),
        (
            part(Role.SOURCE, SOVIET, spot(WIRE, "it", after="denied that ")),
            part(Role.TARGET, USA, spot(WIRE, "the United States")),
        ),
        None,
        Status.DENIED,
        [
            claim(
                WIRE,
                "Moscow denied",
                "spied",
                sources=["it"],
                targets=["the United States"],
                modality=Modality.DENIED,
                cues=["denied"],
                attribution=denial,
                grade=Grade.B,
            )
        ],
    )
    unnamed = Attribution(kind=AttributionKind.UNNAMED, cue=spot(WIRE, "said", nth=1))
    weapons = event(
        "militaryaid-07",
        "MilitaryAid",
        ("AID", None, "072", 8.3, 2),
        (
            part(Role.SOURCE, LIBYA, spot(WIRE, "Libya")),
            part(Role.TARGET, NICARAGUA, spot(WIRE, "Nicaragua")),
        ),
        None,
        Status.ALLEGED,
        [
            claim(
                WIRE,
                "A diplomat",
                "sent",
                sources=["Libya"],
                targets=["Nicaragua"],
                attribution=unnamed,
                grade=Grade.B,
            )
        ],
    )
    sanction = event(
        "sanction-08",
        "Sanction",
        ("SANCTION", "discontinue", "163", -8.0, 4),
        (
            part(Role.SOURCE, COMMUNITY, spot(WIRE, "European Community")),
            part(Role.TARGET, SOUTH_AFRICA, spot(WIRE, "South Africa")),
        ),
        day_date(date(1986, 9, 16), spot(WIRE, "September 16"), anchor=WIRE.published),
        Status.ASSERTED,
        [
            claim(
                WIRE,
                "The European",
                "imposed sanctions",
                sources=["European Community"],
                targets=["South Africa"],
                date_words="September 16",
            )
        ],
        contexts=("economic",),
    )
    return accusation, spying, weapons, sanction


def _herald_events() -> tuple[Event, ...]:
    november = spot(HERALD, "November")
    refusal = event(
        "refusal-09",
        "Refusal",
        ("REJECT", None, "120", -4.0, 3),
        (
            part(Role.SOURCE, GORBACHEV, spot(HERALD, "Gorbachev", nth=1), acts_for="SUN"),
            part(Role.TARGET, SDI, spot(HERALD, "Strategic Defense Initiative")),
        ),
        day_date(date(1986, 10, 11)),
        Status.ASSERTED,
        [
            claim(
                HERALD,
                "Gorbachev rejected",
                "rejected",
                sources=["Gorbachev"],
                targets=["Strategic Defense Initiative"],
                grade=Grade.B,
            )
        ],
    )
    thanks = event(
        "endorsement-10",
        "Endorsement",
        ("SUPPORT", None, "051", 3.4, 1),
        (
            part(Role.SOURCE, WHITE_HOUSE, spot(HERALD, "White House"), acts_for="USA"),
            part(Role.TARGET, ICELAND, spot(HERALD, "Iceland")),
        ),
        None,
        Status.ASSERTED,
        [claim(HERALD, "The White House", "thanked", sources=["White House"], targets=["Iceland"])],
    )
    planned = event(
        "meeting-11",
        "Meeting",
        ("CONSULT", None, "040", 1.0, 1),
        (
            part(Role.PARTY, REAGAN, spot(HERALD, "Reagan", nth=1), acts_for="USA"),
            part(
                Role.PARTY,
                THATCHER,
                spot(HERALD, "Margaret Thatcher"),
                acts_for="GBR",
                capacity=PRIME_MINISTER,
            ),
        ),
        span_date("1986-11", (date(1986, 11, 1), date(1986, 11, 30)), Granularity.MONTH, november),
        Status.PLANNED,
        [
            claim(
                HERALD,
                "Reagan will",
                "receive",
                sources=["Reagan"],
                targets=["Margaret Thatcher"],
                modality=Modality.PLANNED,
                cues=["will"],
                grade=Grade.B,
                date_words="November",
            )
        ],
        place=Place(name="Camp David", country="USA", span=spot(HERALD, "Camp David")),
    )
    mediation = event(
        "mediation-12",
        "Mediation",
        ("CONSULT", "third-party", "045", 5.0, 1),
        (
            part(Role.MEDIATOR, ALGERIA, spot(HERALD, "Algeria")),
            part(Role.PARTY, USA, spot(HERALD, "the United States")),
            part(Role.PARTY, IRAN, spot(HERALD, "Iran")),
        ),
        span_date("1981", (date(1981, 1, 1), date(1981, 12, 31)), Granularity.YEAR, spot(HERALD, "1981")),
        Status.ASSERTED,
        [
            claim(
                HERALD,
                "Algeria",
                "mediated",
                sources=["Algeria"],
                targets=["the United States", "Iran"],
                date_words="1981",
            )
        ],
    )
    return refusal, thanks, planned, mediation


def _gazette_events() -> tuple[Event, ...]:
    tuesday = spot(GAZETTE, "Tuesday")
    summit = event(
        "summit-13",
        "Summit",
        ("CONSULT", "multilateral", "040", 1.0, 1),
        (
            part(Role.PARTY, EISENHOWER, spot(GAZETTE, "Dwight Eisenhower"), acts_for="USA"),
            part(Role.PARTY, KHRUSHCHEV, spot(GAZETTE, "Nikita Khrushchev"), acts_for="SUN"),
        ),
        day_date(date(1960, 5, 17), tuesday, anchor=GAZETTE.published),
        Status.CANCELLED,
        [
            claim(
                GAZETTE,
                "The summit",
                "summit",
                sources=["Dwight Eisenhower"],
                targets=["Nikita Khrushchev"],
                modality=Modality.CANCELLED,
                cues=["called off"],
                grade=Grade.B,
                date_words="Tuesday",
            )
        ],
        place=Place(name="Paris", country="FRA", span=spot(GAZETTE, "Paris")),
    )
    protest = event(
        "protest-14",
        "Protest",
        ("PROTEST", "demo", "140", -6.5, 4),
        (part(Role.SOURCE, CROWDS, spot(GAZETTE, "Crowds")),),
        None,
        Status.ASSERTED,
        [claim(GAZETTE, "Crowds", "protested", sources=["Crowds"], grade=Grade.C)],
        place=Place(name="Tokyo", country="JPN", span=spot(GAZETTE, "Tokyo")),
    )
    aid = event(
        "aid-15",
        "Aid",
        ("AID", None, "070", 7.0, 2),
        (
            part(Role.SOURCE, USA, spot(GAZETTE, "The United States")),
            part(Role.TARGET, GREECE, spot(GAZETTE, "Greece")),
        ),
        span_date("1947", (date(1947, 1, 1), date(1947, 12, 31)), Granularity.YEAR, spot(GAZETTE, "1947")),
        Status.ASSERTED,
        [
            claim(
                GAZETTE,
                "The United States",
                "given",
                sources=["The United States"],
                targets=["Greece"],
                date_words="1947",
            )
        ],
    )
    return summit, protest, aid


def _speakers(events: Iterable[Event]) -> set[Actor]:
    claims = (claim for event in events for claim in event.claims)
    return {claim.attribution.speaker for claim in claims if claim.attribution.speaker}


def actors_of(events: Iterable[Event]) -> tuple[Actor, ...]:
    """Return every actor and speaker of ``events``, sorted by id."""
    events = tuple(events)
    taking_part = {part.actor for event in events for part in event.participations}
    return tuple(sorted(taking_part | _speakers(events), key=lambda actor: actor.id))


def _mentions(document: Document, events: Iterable[Event]) -> tuple[Mention, ...]:
    found = {
        (span, part.actor.id)
        for event in events
        for part in event.participations
        for span in part.spans
        if span.document == document.id
    }
    pronouns = {"it", "him"}
    return tuple(
        Mention(
            span=span,
            kind=MentionKind.PRONOUN if span.text in pronouns else MentionKind.NAME,
            actor=actor,
            rule="pronoun" if span.text in pronouns else "gazetteer",
        )
        for span, actor in sorted(found)
    )


def _part_told(told: Participation, document: Document) -> Participation:
    office = told.capacity
    known = office if office and (office.span is None or office.span.document == document.id) else None
    return replace(told, spans=tuple(span for span in told.spans if span.document == document.id), capacity=known)


def _told_by(event: Event, document: Document) -> Event:
    """Return what ``document`` alone says of ``event``."""
    claims = tuple(claim for claim in event.claims if claim.document == document.id)
    parts = (_part_told(part, document) for part in event.participations)
    when, place = event.date, event.place
    return replace(
        event,
        claims=claims,
        participations=tuple(part for part in parts if part.spans or not _spans_of(event, part)),
        status=status_of(claims),
        date=when if when and when.expression and when.expression.document == document.id else None,
        place=place if place and (place.span is None or place.span.document == document.id) else None,
    )


def _spans_of(event: Event, told: Participation) -> tuple[Span, ...]:
    own = (part.spans for part in event.participations if (part.role, part.actor) == (told.role, told.actor))
    return tuple(span for spans in own for span in spans)


def reading_of(document: Document, events: Iterable[Event]) -> Reading:
    """Return what ``document`` says of ``events``."""
    known = (event for event in events if any(claim.document == document.id for claim in event.claims))
    told = tuple(_told_by(event, document) for event in known)
    parts = [part for event in told for part in event.participations]
    offices = {part.capacity for part in parts if part.capacity}
    dates = {event.date for event in told if event.date and event.date.expression}
    return Reading(
        document=document,
        mentions=_mentions(document, told),
        actors=actors_of(told),
        capacities=tuple(
            sorted(
                (office for office in offices if office.span and office.span.document == document.id),
                key=lambda office: office.holder,
            )
        ),
        dates=tuple(
            sorted(
                (when for when in dates if when.expression and when.expression.document == document.id),
                key=lambda when: when.edtf,
            )
        ),
        events=told,
    )


def records_of(documents: Iterable[Document], events: Iterable[Event]) -> Records:
    """Return the build of ``documents`` with ``events``."""
    ordered = tuple(sorted(events, key=lambda event: event.id))
    readings = tuple(reading_of(document, ordered) for document in sorted(documents, key=lambda item: item.id))
    return Records(run=RUN, readings=readings, actors=actors_of(ordered), events=ordered)


def sample_records() -> Records:
    """Return three documents with fifteen events of all kinds."""
    events = (*_reykjavik(), *_wire_events(), *_words(), *_herald_events(), *_gazette_events())
    return records_of((WIRE, HERALD, GAZETTE), events)


NASTY_NAMES = (
    'Ann "the Hammer" O\'Neil',
    "<b onclick=alert(1)>Bob</b></script><script>alert(2)</script>",
    "Line\nBreak\r\nTab\tName",
    "\u202eright to left\u202c \u200fmark",
    '=HYPERLINK("https://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "back\\slash \\u0041 \\n",
    "para\u2028graph\u2029\x85sep",
    '"',
    "'''\"\"\"",
    "]]>&amp;&lt;{{ 7*7 }}{% raw %}${x}",
    "nul\x00bell\x07del\x7f",
    "zero\u200bwidth\ufeff e\u0301 \U0001f54a",
)


def _nasty_actor(number: int, name: str) -> Actor:
    return Actor(
        id=f"nasty {number} {name}",
        name=name,
        kind=ActorKind.PERSON,
        aliases=(name[::-1],),
        same_as=(
            "http://www.wikidata.org/entity/Q42",
            f"javascript:alert({number})",
            f"http://x.example/{name}",
        ),
    )


def _nasty_event(document: Document, number: int, source: Actor, target: Actor) -> Event:
    whole = Span(document=document.id, start=0, end=len(document.text), text=document.text)
    attribution = Attribution(kind=AttributionKind.DIRECT, speaker=source, cue=spot(document, "said"))
    told = Claim(
        document=document.id,
        sentence=whole,
        trigger=spot(document, "met"),
        source_spans=(spot(document, source.name),),
        target_spans=(),
        modality=Modality.ASSERTED,
        polarity=Polarity.POSITIVE,
        cues=(),
        attribution=attribution,
        rule='rule "with" <odd>\nname',
        grade=Grade.B,
    )
    seat = Capacity(
        holder=source.id,
        office=f"keeper of {target.name}",
        of="<&>",
        tenure=Tenure.UNKNOWN,
        as_of=None,
        span=None,
    )
    return Event(
        id=f"nasty/{number} <{source.name}>",
        event_class="Criticism",
        plover="ACCUSE",
        mode="disapprove",
        cameo="111",
        goldstein=-2.0,
        quad=3,
        contexts=("diplomatic",),
        participations=(part(Role.SOURCE, source, capacity=seat), part(Role.TARGET, target)),
        date=None,
        place=Place(name=target.name, country=None, span=None),
        status=Status.ALLEGED,
        claims=(told,),
    )


def nasty_records() -> Records:
    """Return records whose names, ids, titles and texts hold everything that breaks careless writers."""
    actors = [_nasty_actor(number, name) for number, name in enumerate(NASTY_NAMES)]
    documents, events = [], []
    for number, source in enumerate(actors):
        target = actors[(number + 1) % len(actors)]
        document = Document(
            id=f"doc/{number} ?#%20 {source.name}",
            text=f"Once {source.name} said that they met.\r\n",
            title=source.name,
            url=f'https://x.example/<{number}> "{source.name}',
            publisher=source.name,
            published=None,
            segments=(Segment(kind=SegmentKind.BODY, start=0, end=5),),
        )
        documents.append(document)
        events.append(_nasty_event(document, number, source, target))
    return records_of(documents, events)
