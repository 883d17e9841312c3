"""One JSON-LD document for each event: whatever is known of it, nested, as an application would want it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from diplograph.model import Event, Records
from diplograph.outputs.rdf.blocks import Block
from diplograph.outputs.rdf.facts import event_blocks
from diplograph.outputs.rdf.jsonld import TYPE, JsonObject, compact, load_context, ordered, value_of, word_of
from diplograph.outputs.rdf.registry import registry_of
from diplograph.outputs.rdf.sayings import article_blocks, blocks_of, claim_blocks, evidence_blocks
from diplograph.outputs.rdf.writer import turtle_text
from diplograph.records import documents_of, in_id_order
from diplograph.vocabulary import BASE, DG, PREFIXES, event_iri

CONTEXT_ADDRESS = BASE + "context.jsonld"
_ABOUT = str(DG.about)
# The frame: what stands inside another in place of its address.
NESTED = frozenset(
    {
        *map(str, (DG.hasParticipation, DG.actor, DG.inCapacity, DG.ofBody, DG.actsFor, DG.ofCountry, DG.inCountry)),
        *map(str, (DG.denotedBy, DG.officeMention, DG.placeMention, DG.evidence, DG.trigger, DG.attributedTo)),
        *map(str, (DG.sourceMention, DG.targetMention, DG.modalityCue, DG.attributionCue, DG.dateEvidence)),
        *map(str, (DG.reportedIn, PREFIXES["sem"] + "hasTime", PREFIXES["sem"] + "hasPlace", PREFIXES["org"] + "role")),
        PREFIXES["schema"] + "publisher",
    }
)
Facts = Mapping[str, Mapping[str, list[Any]]]


def _shared_blocks(records: Records) -> Iterator[Block]:
    yield from registry_of(records).blocks()
    for document in documents_of(records.readings):
        yield from article_blocks(document, with_text=False)


def _event_blocks(event: Event) -> Iterator[Block]:
    yield from event_blocks(event)
    yield from blocks_of(claim_blocks(event))
    yield from blocks_of(evidence_blocks(event))


def _facts(blocks: Iterator[Block]) -> Facts:
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    quads = ox.parse("".join(turtle_text(blocks)), format=ox.RdfFormat.TURTLE)
    for quad in sorted(quads, key=lambda quad: (str(quad.subject), quad.predicate.value, str(quad.object))):
        if isinstance(quad.subject, ox.NamedNode):
            found[quad.subject.value][quad.predicate.value].append(quad.object)
    return found


class Frame:
    """Nests the facts of one event, and those that all events share, into one object."""

    def __init__(self, own: Facts, shared: Facts) -> None:
        """Keep both."""
        self._own, self._shared = own, shared

    def _of(self, subject: str) -> Mapping[str, list[Any]]:
        own, shared = self._own.get(subject, {}), self._shared.get(subject, {})
        return {**shared, **own}

    def _value(self, predicate: str, term: Any, around: tuple[str, ...]) -> Any:
        # A body may stand for its own country: what a node stands in already is only named.
        if predicate in NESTED and term.value not in around and self._of(term.value):
            return self.node(term.value, around=around)
        return value_of(term, word_of(predicate))

    def node(self, subject: str, *, around: tuple[str, ...] = (), skip: str = "") -> JsonObject:
        """Return a subject with all that stands inside it.

        Args:
            subject: its IRI.
            around: the subjects that it stands in.
            skip: a property that its place in the document says already.
        """
        made: JsonObject = {"id": compact(subject)}
        for predicate, terms in self._of(subject).items():
            if predicate == TYPE:
                made["type"] = [word_of(term.value).name for term in terms]
            elif predicate != skip:
                word = word_of(predicate)
                values = [self._value(predicate, term, (*around, subject)) for term in terms]
                made[word.name] = values if word.many or len(values) > 1 else values[0]
        return ordered(made)

    def event(self, subject: str) -> JsonObject:
        """Return an event with its claims."""
        claims = sorted(one for one, facts in self._own.items() if _ABOUT in facts)
        return self.node(subject) | {"claims": [self.node(claim, skip=_ABOUT) for claim in claims]}


def event_documents(records: Records, *, inline: bool = True) -> Iterator[JsonObject]:
    """Yield a JSON-LD document for each event: its parts, offices, time, place, claims and the words they rest on.

    Codes are named by their IRIs; the articles' texts stay out.

    Args:
        records: a whole build.
        inline: whether each document carries the context itself; else only its published address, for readers
            that hold ``ontology/context.jsonld``.
    """
    context = dict(load_context()) if inline else CONTEXT_ADDRESS
    shared = _facts(_shared_blocks(records))
    for event in in_id_order(records.events):
        frame = Frame(_facts(_event_blocks(event)), shared)
        yield {"@context": context} | frame.event(str(event_iri(event.id)))
