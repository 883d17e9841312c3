"""Actors, offices and the codes in use, as blocks of the graphs ``registry``, ``events`` and ``schemes``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from diplograph.codebook.codes import Code, load_codes
from diplograph.model import Actor, ActorKind, Capacity, Event, Records
from diplograph.outputs.rdf.blocks import Block, Row, Section, block, some
from diplograph.outputs.rdf.facts import LABEL, QUADS, A, capacity_blocks, country_term
from diplograph.outputs.rdf.shared import Shared, actors_in, shared_by
from diplograph.outputs.rdf.terms import Term, boolean, decimal, english, iri, string
from diplograph.vocabulary import (
    CODE,
    DG,
    NO_COUNTRY,
    PREFIXES,
    actor_iri,
    code_iri,
    country_codes,
    country_iri,
    graph_iri,
    web_iri,
)

_WITH_CODES = frozenset({Section.EVENTS, Section.CLAIMS, Section.CAPACITIES, Section.CODES})
REGISTRY, SCHEMES = str(graph_iri("registry")), str(graph_iri("schemes"))
_SKOS = PREFIXES["skos"]
_NOTATION, _PREF_LABEL = iri(_SKOS + "notation"), iri(_SKOS + "prefLabel")
_ALT_LABEL, _EXACT_MATCH, _SAME_AS = (
    iri(_SKOS + "altLabel"),
    iri(_SKOS + "exactMatch"),
    iri(PREFIXES["schema"] + "sameAs"),
)
_IDENTIFIER, _OF_COUNTRY, _COUNTRY_CODE = iri(DG.identifier), iri(DG.ofCountry), iri(DG.countryCode)
_SECTORS, _ACTOR_CODE, _LINKED = iri(DG.sectors), iri(DG.actorCode), iri(DG.linked)
_BODY = DG.InternationalOrganization
CLASS_OF_KIND: Mapping[ActorKind, Term] = MappingProxyType(
    {
        ActorKind.PERSON: iri(DG.Person),
        ActorKind.STATE: iri(DG.Country),
        ActorKind.GOVERNMENT: iri(DG.GovernmentBody),
        ActorKind.ORGANISATION: iri(DG.InternationalOrganization),
        ActorKind.ARMED_GROUP: iri(DG.ArmedGroup),
        ActorKind.PARTY: iri(DG.PoliticalParty),
        ActorKind.COMPANY: iri(DG.Company),
        ActorKind.MEDIA: iri(DG.MediaOrganization),
        ActorKind.NGO: iri(DG.NonGovernmentalOrganization),
        ActorKind.GROUP: iri(DG.Group),
        ActorKind.MATTER: iri(DG.Matter),
    }
)


class Registry:
    """Takes note of actors, countries and offices as events and readings pass by."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        """Begin with the merged actors, which go before what an event or a document says of them."""
        self.actors: dict[str, Actor] = {actor.id: actor for actor in actors}
        self._codes: set[str | None] = set()
        self._offices: dict[Capacity, None] = {}

    def note_event(self, event: Event) -> None:
        """Take note of whatever an event speaks of."""
        self.note_actors(actors_in(event))
        self.note(shared_by(event))

    def note(self, shared: Shared) -> None:
        """Take note of what an event of known actors speaks of."""
        self._codes.update(shared.countries)
        self._offices.update((office, None) for office in shared.offices)

    def knows(self, actors: Iterable[str]) -> bool:
        """Return whether all of these actors are known."""
        return self.actors.keys() >= set(actors)

    def note_actors(self, actors: Iterable[Actor]) -> None:
        """Take note of actors that are not known yet."""
        for actor in actors:
            self.actors.setdefault(actor.id, actor)

    def blocks(self) -> Iterator[Block]:
        """Yield every actor, each country that is named by its code only, and the offices in which actors took part."""
        yield from map(actor_block, self.actors.values())
        for code in sorted(filter(None, self._codes | {actor.country for actor in self.actors.values()})):
            if code not in self.actors and code not in NO_COUNTRY:
                yield _country_block(code)
        for capacity in self._offices:
            yield from _office_blocks(capacity, self.actors)


def registry_of(records: Records) -> Registry:
    """Return the registry of a whole build."""
    found = Registry(records.actors)
    for event in records.events:
        found.note_event(event)
    for reading in records.readings:
        found.note_actors(reading.actors)
    return found


def _same_as(actor: Actor) -> tuple[Term, ...]:
    addresses = (web_iri(address) for address in actor.same_as)
    return tuple(iri(address) for address in addresses if address)


def _country_rows(actor: Actor) -> Iterator[Row]:
    is_state, is_body = actor.kind is ActorKind.STATE, actor.id in country_codes()
    yield _NOTATION, (string(actor.id),) if is_state or is_body else ()
    yield _OF_COUNTRY, some(None if is_state else country_term(actor.country))
    # The EU's country authority, and ours, are concepts; persons and bodies are not.
    same = _EXACT_MATCH if is_state else _SAME_AS
    yield same, _same_as(actor)


def actor_block(actor: Actor) -> Block:
    """Return what the registry says of an actor."""
    state = actor.kind is ActorKind.STATE
    rows = (
        (A, (CLASS_OF_KIND[actor.kind],)),
        (LABEL, (english(actor.name),)),
        (_ALT_LABEL, tuple(english(alias) for alias in actor.aliases)),
        (_IDENTIFIER, (string(actor.id),)),
        *_country_rows(actor),
        (_COUNTRY_CODE, some(string(actor.country) if actor.country else None)),
        (_SECTORS, some(string(" ".join(actor.sectors)) if actor.sectors else None)),
        (_ACTOR_CODE, some(string(actor.code) if actor.code else None)),
        (_LINKED, (boolean(actor.linked),)),
    )
    return block(REGISTRY, Section.ACTORS, iri(actor_iri(actor.id, state=state)), rows, group=actor.id)


def _country_block(code: str) -> Block:
    known = country_codes().get(code)
    kind = DG.Organization if known is None else DG.Country if known["kind"] == "state" else _BODY
    same = _SKOS + "exactMatch" if kind == DG.Country else PREFIXES["schema"] + "sameAs"
    rows = (
        (A, (iri(kind),)),
        (LABEL, (english(known["name"] if known else code),)),
        (_NOTATION, (string(code),)),
        (iri(same), some(iri(PREFIXES["wd"] + known["wikidata"]) if known else None)),
    )
    return block(REGISTRY, Section.ACTORS, iri(country_iri(code)), rows, group=code)


def _body(capacity: Capacity, actors: Mapping[str, Actor]) -> Term | None:
    if capacity.of is None:
        return None
    known = actors.get(capacity.of)
    state = known.kind is ActorKind.STATE if known else capacity.of in country_codes()
    return iri(actor_iri(capacity.of, state=state))


def _office_blocks(capacity: Capacity, actors: Mapping[str, Actor]) -> Iterator[Block]:
    """Yield an office, with the body that it belongs to if nothing else is known of that."""
    body = _body(capacity, actors)
    yield from capacity_blocks(capacity, body=body)
    if body and capacity.of and capacity.of not in actors and capacity.of not in country_codes():
        rows = (
            (A, (iri(DG.Organization),)),
            (LABEL, (english(capacity.of),)),
            (_IDENTIFIER, (string(capacity.of),)),
        )
        yield block(REGISTRY, Section.ACTORS, body, rows, group=capacity.of)


def _score_row(code: Code) -> Row:
    name = DG.goldsteinScore if code.scheme == "cameo" else DG.ploverScore
    return iri(name), some(decimal(code.score) if code.score is not None else None)


def code_block(code: Code) -> Block:
    """Return a code of a scheme as a SKOS concept."""
    subject, scheme = iri(code_iri(code.scheme, code.code)), iri(CODE + code.scheme)
    quad = iri(code_iri("quad", QUADS[code.quad])) if code.quad and code.scheme != "quad" else None
    rows = (
        (A, (iri(_SKOS + "Concept"),)),
        (_PREF_LABEL, (english(code.label),)),
        (_NOTATION, (string(code.code),)),
        (iri(_SKOS + "definition"), some(english(code.definition) if code.definition else None)),
        (iri(_SKOS + "inScheme"), (scheme,)),
        (iri(_SKOS + "topConceptOf"), () if code.broader else (scheme,)),
        (iri(_SKOS + "broader"), some(iri(code_iri(code.scheme, code.broader)) if code.broader else None)),
        (iri(_SKOS + "closeMatch"), some(iri(code_iri("plover", code.match)) if code.match else None)),
        (iri(_SKOS + "broadMatch"), some(quad)),
        _score_row(code),
    )
    return block(SCHEMES, Section.CODES, subject, rows, group=f"{code.scheme}/{code.code}")


class CodesUsed:
    """Notes which codes of the schemes the blocks that pass by use."""

    def __init__(self) -> None:
        """Begin with none."""
        codes = load_codes()
        self._by_term = {iri(code_iri(code.scheme, code.code)): code for code in codes.values()}
        self._used: set[Term] = set()

    def note(self, one: Block) -> None:
        """Take note of a block."""
        self._used |= self.of([one])

    def add(self, codes: Iterable[Term]) -> None:
        """Take note of codes that are used."""
        self._used.update(codes)

    def of(self, blocks: Iterable[Block]) -> set[Term]:
        """Return the codes that blocks use."""
        found = set[Term]()
        for one in blocks:
            if one.section not in _WITH_CODES:
                continue
            for _, objects in one.rows:
                if len(objects) == 1 and objects[0] in self._by_term:
                    found.add(objects[0])
                elif len(objects) > 1:
                    found |= self._by_term.keys() & set(objects)
        return found

    def blocks(self) -> Iterator[Block]:
        """Yield the codes that were used, with all that stand above them."""
        return map(code_block, dict.fromkeys(self._with_broader()))

    def _with_broader(self) -> Iterator[Code]:
        codes = load_codes()
        for term in sorted(self._used):
            code: Code | None = self._by_term[term]
            while code:
                yield code
                code = codes[code.scheme, code.broader] if code.broader else None
