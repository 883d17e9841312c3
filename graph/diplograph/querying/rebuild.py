"""Events back out of RDF, so that a graph is as good a home for them as ``events.jsonl``.

What RDF has no order for comes back sorted: aliases, contexts, spans by their place, claims by theirs.
The Goldstein value, which belongs to the code and not to the event, is looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import pyoxigraph as ox

from diplograph.codebook.codes import goldstein
from diplograph.codebook.eventclasses import load_event_classes
from diplograph.model import (
    Actor,
    ActorKind,
    Attribution,
    AttributionKind,
    Capacity,
    Claim,
    Event,
    EventDate,
    Grade,
    Granularity,
    Modality,
    Participation,
    Place,
    Polarity,
    Role,
    Span,
    Status,
    Tenure,
    TyperAnswer,
)
from diplograph.outputs.rdf.facts import QUADS
from diplograph.outputs.rdf.registry import CLASS_OF_KIND
from diplograph.querying.graphs import load_text
from diplograph.vocabulary import DG, PREFIXES

_RDFS, _SEM, _SKOS = PREFIXES["rdfs"], PREFIXES["sem"], PREFIXES["skos"]
_TYPE = PREFIXES["rdf"] + "type"
_KINDS = {PREFIXES["dg"] + term.removeprefix("dg:"): kind for kind, term in CLASS_OF_KIND.items()}
_QUAD_NUMBERS = {name: number for number, name in QUADS.items()}


class Index:
    """The triples of a graph, by subject and predicate."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Read the triples of all graphs as one."""
        self._found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            self._found[_text(quad.subject)][quad.predicate.value].add(_text(quad.object))

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return every object, sorted."""
        # A term of rdflib is no equal of a plain string.
        return sorted(self._found.get(subject, {}).get(str(predicate), ()))

    def one(self, subject: str, predicate: str) -> str | None:
        """Return the object, or none."""
        return next(iter(self.all(subject, predicate)), None)

    def need(self, subject: str, predicate: str) -> str:
        """Return the object, or an empty text where the graph is not sound."""
        return self.one(subject, predicate) or ""

    def code(self, subject: str, predicate: str) -> str | None:
        """Return the notation of a concept that is the object, or none."""
        found = self.one(subject, predicate)
        return found.rsplit("/", 1)[-1] if found else None

    def need_code(self, subject: str, predicate: str) -> str:
        """Return the notation of a concept that is the object."""
        return self.code(subject, predicate) or ""

    def of_type(self, name: str) -> list[str]:
        """Return every subject of a class, sorted."""
        wanted = str(name)
        return sorted(subject for subject, facts in self._found.items() if wanted in facts.get(_TYPE, ()))


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _span(index: Index, span: str) -> Span:
    article = index.need(span, PREFIXES["oa"] + "hasSource")
    return Span(
        document=index.need(article, DG.identifier),
        start=int(index.need(span, DG.start)),
        end=int(index.need(span, DG.end)),
        text=index.need(span, DG.exact),
    )


def _spans(index: Index, subject: str, predicate: str) -> tuple[Span, ...]:
    return tuple(sorted(_span(index, span) for span in index.all(subject, predicate)))


def _first(index: Index, subject: str, predicate: str) -> Span | None:
    return next(iter(_spans(index, subject, predicate)), None)


def _kind(index: Index, actor: str) -> ActorKind:
    return next(_KINDS[name] for name in index.all(actor, _TYPE) if name in _KINDS)


def actor_from(index: Index, actor: str) -> Actor:
    """Return an actor of the registry."""
    same = index.all(actor, _SKOS + "exactMatch") + index.all(actor, PREFIXES["schema"] + "sameAs")
    return Actor(
        id=index.need(actor, DG.identifier),
        name=index.need(actor, _RDFS + "label"),
        kind=_kind(index, actor),
        country=index.one(actor, DG.countryCode),
        sectors=tuple(index.need(actor, DG.sectors).split()),
        aliases=tuple(index.all(actor, _SKOS + "altLabel")),
        same_as=tuple(same),
        linked=index.one(actor, DG.linked) == "true",
    )


def _body_code(index: Index, body: str | None) -> str | None:
    return (index.one(body, DG.identifier) or index.one(body, _SKOS + "notation")) if body else None


def _capacity(index: Index, capacity: str, span: Span | None) -> Capacity:
    return Capacity(
        holder=index.need(index.need(capacity, DG.holder), DG.identifier),
        office=index.need(index.need(capacity, PREFIXES["org"] + "role"), _RDFS + "label"),
        of=_body_code(index, index.one(capacity, DG.ofBody)),
        tenure=Tenure(index.need_code(capacity, DG.tenure)),
        as_of=_day(index.one(capacity, DG.asOf)),
        span=span,
    )


def _participation(index: Index, part: str) -> Participation:
    office = index.one(part, DG.inCapacity)
    span = _first(index, part, DG.officeMention)
    return Participation(
        actor=actor_from(index, index.need(part, DG.actor)),
        role=Role(index.need_code(part, DG.role)),
        acts_for=index.one(part, DG.actsForCode),
        spans=_spans(index, part, DG.denotedBy),
        capacity=_capacity(index, office, span) if office else None,
    )


def _participations(index: Index, event: str) -> tuple[Participation, ...]:
    parts = index.all(event, DG.hasParticipation)
    ordered = sorted(parts, key=lambda part: int(index.need(part, DG.position)))
    return tuple(_participation(index, part) for part in ordered)


def _granularity(index: Index, when: str) -> Granularity:
    unit = index.need(when, DG.granularity)
    return Granularity(unit.removeprefix(PREFIXES["time"] + "unit").rsplit("/", 1)[-1].lower())


def _date(index: Index, event: str) -> EventDate | None:
    when = index.one(event, _SEM + "hasTime")
    if when is None:
        return None
    return EventDate(
        edtf=index.need(when, DG.edtf),
        earliest=_day(index.one(when, _SEM + "hasEarliestBeginTimeStamp")),
        latest=_day(index.one(when, _SEM + "hasLatestEndTimeStamp")),
        granularity=_granularity(index, when),
        expression=_first(index, when, DG.denotedBy),
        anchor=_day(index.one(when, DG.anchorDate)),
        stated=index.one(when, DG.stated) == "true",
        rule=index.need(when, DG.dateRule),
    )


def _place(index: Index, event: str) -> Place | None:
    place = index.one(event, _SEM + "hasPlace")
    if place is None:
        return None
    country = index.one(place, DG.inCountry)
    code = index.one(country, _SKOS + "notation") if country else None
    return Place(name=index.need(place, _RDFS + "label"), country=code, span=_first(index, event, DG.placeMention))


def _attribution(index: Index, claim: str) -> Attribution:
    speaker = index.one(claim, DG.attributedTo)
    return Attribution(
        kind=AttributionKind(index.need_code(claim, DG.attributionKind)),
        speaker=actor_from(index, speaker) if speaker else None,
        cue=_first(index, claim, DG.attributionCue),
    )


def _typer(index: Index, claim: str) -> TyperAnswer | None:
    root, share = index.code(claim, DG.typerRoot), index.one(claim, DG.typerProbability)
    if root is None or share is None:
        return None
    return TyperAnswer(root=root, probability=float(share), rules=index.need_code(claim, DG.rulesRoot))


def _claim(index: Index, claim: str) -> Claim:
    article = index.need(claim, DG.reportedIn)
    original = index.one(article, PREFIXES["schema"] + "isBasedOn")
    return Claim(
        document=index.need(article, DG.identifier),
        sentence=_span(index, index.need(claim, DG.evidence)),
        trigger=_span(index, index.need(claim, DG.trigger)),
        source_spans=_spans(index, claim, DG.sourceMention),
        target_spans=_spans(index, claim, DG.targetMention),
        modality=Modality(index.need_code(claim, DG.modality)),
        polarity=Polarity(index.need_code(claim, DG.polarity)),
        cues=_spans(index, claim, DG.modalityCue),
        attribution=_attribution(index, claim),
        rule=index.need(claim, DG.rule),
        grade=Grade(index.need_code(claim, DG.grade)),
        date=_first(index, claim, DG.dateEvidence),
        based_on=index.need(original, DG.identifier) if original else None,
        typer=_typer(index, claim),
    )


def _class(index: Index, event: str) -> str:
    known = load_event_classes()
    names = {name.removeprefix(PREFIXES["dg"]) for name in index.all(event, _TYPE)} & set(known)
    parents = {known[name].parent for name in names}
    return min(names - parents)


def _claims_by_event(index: Index) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in index.of_type(DG.Claim):
        found[index.need(claim, DG.about)].append(_claim(index, claim))
    return found


def claim_order(claim: Claim) -> tuple[str, Span, Span, str, str]:
    """Return what the claims of an event are sorted by."""
    return claim.document, claim.trigger, claim.sentence, claim.modality.value, claim.rule


def _event(index: Index, event: str, claims: list[Claim]) -> Event:
    cameo, mode = index.code(event, DG.cameoCode), index.code(event, DG.ploverMode)
    contexts = (context.rsplit("/", 1)[-1] for context in index.all(event, DG.ploverContext))
    return Event(
        id=index.need(event, DG.identifier),
        event_class=_class(index, event),
        plover=index.code(event, DG.ploverCategory),
        mode=mode.partition("-")[2] if mode else None,
        cameo=cameo,
        goldstein=goldstein(cameo) if cameo else None,
        quad=_QUAD_NUMBERS.get(index.code(event, DG.quadClass) or ""),
        contexts=tuple(sorted(contexts)),
        participations=_participations(index, event),
        date=_date(index, event),
        place=_place(index, event),
        status=Status(index.need_code(event, DG.status)),
        claims=tuple(sorted(claims, key=claim_order)),
        merged_by=tuple(index.all(event, DG.mergeRule)),
    )


def _events(index: Index) -> Iterator[Event]:
    claims = _claims_by_event(index)
    for event in index.of_type(DG.Event):
        yield _event(index, event, claims[event])


def events_from_store(store: ox.Store) -> tuple[Event, ...]:
    """Return the events of a store, all of its graphs taken as one, sorted by id.

    The store must be valid (``validate_store``): what is missing in it cannot be made up.
    """
    return tuple(sorted(_events(Index(store)), key=lambda event: event.id))


def events_from_text(text: str, *, trig: bool = False) -> tuple[Event, ...]:
    """Return the events of a Turtle or TriG text, sorted by id.

    Raises:
        InputError: if the text is not well-formed.
    """
    return events_from_store(load_text(text, trig=trig))
