"""One parsed document read from top to bottom: names, references, dates, events."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from diplograph.codebook.agents import load_agents, load_titles
from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.holders import Holders, load_holders
from diplograph.codebook.lexicon import Lexicon, load_lexicon
from diplograph.codebook.operators import Operators, load_operators
from diplograph.codebook.registry import Registry, load_registry
from diplograph.codebook.rootweights import RootWeights, load_root_weights
from diplograph.codebook.words import word_list
from diplograph.language.arguments import Arguments
from diplograph.language.capitals import named
from diplograph.language.cast import Cast
from diplograph.language.coreference import resolve
from diplograph.language.dates.expressions import DateHit, Tense, find_dates
from diplograph.language.dating import Clock
from diplograph.language.events import EventReader
from diplograph.language.gazetteer import Gazetteer, settled
from diplograph.language.kinds import Kinds
from diplograph.language.mending.actphrases import mend_acts
from diplograph.language.mending.barephrases import mend_phrase, part_of_name
from diplograph.language.mending.fronted import part_fronted
from diplograph.language.mending.halves import join_halves, with_halves
from diplograph.language.mending.knownnames import KnownNames, mend
from diplograph.language.mending.misreadclauses import mend_clauses
from diplograph.language.mending.misreadsubjects import mend_subjects
from diplograph.language.mending.misreadverbs import mend_verbs
from diplograph.language.mending.nounclauses import mend_noun_clauses
from diplograph.language.mending.ownerlists import join_owners
from diplograph.language.mending.personlists import join_persons, name_openers, name_surnames, persons
from diplograph.language.mending.saidwhen import part_from_clause
from diplograph.language.mending.soundness import mended_soundly
from diplograph.language.modality import ModalityReader
from diplograph.language.parsing import Parsed
from diplograph.language.parties import Parties
from diplograph.language.phrases import Phrases
from diplograph.language.roles import Roles
from diplograph.language.scene import Note, Scene
from diplograph.language.speech import SpeechReader
from diplograph.language.splitting import Tokenise
from diplograph.language.syntax import is_purpose
from diplograph.language.terms import Vocabulary
from diplograph.language.tree import Tree
from diplograph.model import Capacity, Document, EventDate, Mention, Reading, SegmentKind, Span

# What sets a parse straight before names are looked for, in this order.
MENDS = (
    mend_clauses,
    mend_subjects,
    mend_noun_clauses,
    mend_acts,
    mend_verbs,
    part_from_clause,
    join_halves,
    join_owners,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Knowledge:
    """All data that texts are read with; loaded once.

    Args:
        typer: weights of the typer; none unless its answers are asked for.
    """

    registry: Registry
    holders: Holders
    lexicon: Lexicon
    operators: Operators
    vocabulary: Vocabulary
    gazetteer: Gazetteer
    known_names: KnownNames
    patient_nouns: frozenset[str] = frozenset()
    violent_nouns: frozenset[str] = frozenset()
    protest_nouns: frozenset[str] = frozenset()
    typer: RootWeights | None = None


def load_knowledge(tokenise: Tokenise, *, typer: bool = False) -> Knowledge:
    """Load everything under ``ontology/`` that reading needs.

    Args:
        tokenise: how names are split into tokens; must split as the parser does.
        typer: whether the typer gives its answer beside that of the rules.

    Raises:
        OntologyError: if a row is wrong.
    """
    registry = load_registry()
    return Knowledge(
        registry=registry,
        holders=load_holders(),
        lexicon=load_lexicon(),
        operators=load_operators(),
        vocabulary=Vocabulary(agents=load_agents(), titles=load_titles()),
        gazetteer=Gazetteer(registry.names, tokenise),
        known_names=KnownNames(load_holders().full_names(), tokenise),
        patient_nouns=_patient_nouns(load_lexicon()),
        violent_nouns=_nouns_of("ASSAULT", load_lexicon()),
        protest_nouns=_nouns_of("PROTEST", load_lexicon()),
        typer=load_root_weights() if typer else None,
    )


def _patient_nouns(lexicon: Lexicon) -> frozenset[str]:
    """Return the nouns whose "of" names whom the act is done to, such as "killing"."""
    nouns = (entry for entry in lexicon.all_entries() if entry.pos == "noun" and entry.event_class)
    return frozenset(entry.lemma for entry in nouns if entry.frame.target[:1] == ("obj",))


def _nouns_of(root: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the nouns of acts of a PLOVER root, such as "raid" or "riot"."""
    classes = load_event_classes()
    nouns = (entry for entry in lexicon.all_entries() if entry.pos == "noun" and entry.event_class)
    return frozenset(one.lemma for one in nouns if classes[one.event_class or ""].plover == root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A reading with what explains it: the scene it was read from and the triggers that gave nothing."""

    reading: Reading
    scene: Scene
    notes: tuple[Note, ...]


def read_parsed(parsed: Parsed, knowledge: Knowledge) -> Account:
    """Return what ``parsed`` says, with every trigger that gave no event and why."""
    scene, dates = _scene(parsed, knowledge)
    reader = EventReader(scene, knowledge.lexicon)
    events = tuple(reader.read())
    mentions = tuple(_mentions(scene))
    actors = {actor.id: actor for reference in scene.references.values() for actor in reference.actors}
    actors |= {part.actor.id: part.actor for event in events for part in event.participations}
    speakers = [claim.attribution.speaker for event in events for claim in event.claims]
    actors |= {speaker.id: speaker for speaker in speakers if speaker}
    reading = Reading(
        document=parsed.document,
        mentions=mentions,
        actors=tuple(actors[key] for key in sorted(actors)),
        capacities=tuple(capacity for key in sorted(scene.capacities) for capacity in scene.capacities[key]),
        dates=(
            *_dateline_dates(parsed.document),
            *(_date(parsed, hit) for hit in dates if hit.edtf is not None),
        ),
        events=events,
    )
    return Account(reading=reading, scene=scene, notes=tuple(reader.notes))


def _scene(parsed: Parsed, knowledge: Knowledge) -> tuple[Scene, tuple[DateHit, ...]]:
    parsed = replace(parsed, tree=_mended(parsed, knowledge))
    tree, document = parsed.tree, parsed.document
    hits = with_halves(tree, settled(knowledge.gazetteer.find(tree, document.published), knowledge.registry))
    tree = named(tree, hits)
    parsed = replace(parsed, tree=tree)
    phrases = Phrases(tree, hits, knowledge.vocabulary)
    cast = Cast(
        phrases,
        registry=knowledge.registry,
        holders=knowledge.holders,
        document=document.id,
        day=document.published,
    )
    references = resolve(cast)
    arguments = Arguments(
        tree,
        phrases,
        knowledge.operators,
        references,
        knowledge.patient_nouns,
        knowledge.violent_nouns,
        knowledge.protest_nouns,
    )
    dates = find_dates(tree.text, document.published, tense_at=Tenses(tree).at)
    parties = Parties(cast, arguments, references)
    scene = Scene(
        parsed=parsed,
        cast=cast,
        references=references,
        arguments=arguments,
        parties=parties,
        roles=Roles(parties),
        kinds=Kinds(cast, references, knowledge.lexicon.classes),
        modality=ModalityReader(tree, knowledge.operators),
        speech=SpeechReader(tree, arguments, references),
        clock=Clock(tree, dates, document.published),
        capacities=_capacities(parsed, cast),
        typer=knowledge.typer,
    )
    return scene, dates


def _mended(parsed: Parsed, knowledge: Knowledge) -> Tree:
    """Return the parse with known names whole, lists of persons joined, and fronted places parted from names."""
    day = parsed.document.published

    def is_known(surname: str) -> bool:
        return bool(knowledge.holders.named(surname, day))

    tree = name_openers(part_of_name(parsed.tree), is_known)
    tree = mend_phrase(tree, agents=knowledge.vocabulary.agents, is_known=is_known)
    for one in MENDS:
        tree = mended_soundly(tree, one)
    tree = mended_soundly(tree, lambda parse: mend(parse, knowledge.known_names))
    spans = persons(tree, knowledge.known_names)

    def is_place(start: int, end: int) -> bool:
        return knowledge.gazetteer.names_place(tree.words, start, end)

    tree = mended_soundly(name_surnames(tree, spans), lambda parse: join_persons(parse, spans))
    return mended_soundly(tree, lambda parse: part_fronted(parse, spans, is_place, is_known))


class Tenses:
    """Says whether the clause around a character speaks of the future or the past."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._index = 0

    def at(self, offset: int) -> Tense:
        """Return future, past or none for the clause around character ``offset``."""
        token = max(0, bisect_right(self.tree.starts, offset) - 1)
        until = token > 0 and self.tree.lowered[token - 1] in {"until", "till", "to"}
        for verb in (token, *self.tree.ancestors(token)):
            if self.tree.is_verb(verb):
                return "future" if until and self.tree.lemmas[verb] in word_list("putting-off") else self._tense(verb)
        return "none"

    def _tense(self, verb: int) -> Tense:
        tree = self.tree
        chain = [verb]
        while tree.deps[chain[-1]] in {"xcomp", "conj"} and tree.heads[chain[-1]] != chain[-1]:
            chain.append(tree.heads[chain[-1]])
        for one in chain:
            helpers = {tree.lowered[kid] for kid in tree.kids(one, "aux")}
            if helpers & {"will", "'ll", "shall", "would", "may", "might"}:
                return "future"
            if tree.lemmas[one] in {"plan", "expect", "schedule", "intend", "due", "set"}:
                return "future"
            if tree.lemmas[one] == "be" and any(is_purpose(tree, kid) for kid in tree.kids(one, "xcomp")):
                return "future"
            if any(tree.lemmas[kid] in {"due", "set", "scheduled", "likely"} for kid in tree.kids(one, "acomp")):
                return "future"
        if tree.tags[verb] in {"VBD", "VBN"}:
            return "past"
        return "future" if self._is_timetable(verb) else "none"

    def _is_timetable(self, verb: int) -> bool:
        """Return whether a plain present speaks of what is fixed: "He flies to Lima on Friday".

        Headlines, which have no full stop, tell in the present what has happened.
        """
        tree = self.tree
        start, end = tree.sentences[tree.sentence_of[verb]]
        words = [token for token in range(start, end) if not tree.words[token].isspace()]
        plain = tree.tags[verb] in {"VBZ", "VBP"} and tree.kid(verb, "aux", "auxpass") is None
        return plain and tree.lemmas[verb] not in {"be", "have", "say"} and bool(words) and tree.words[words[-1]] == "."


def _capacities(parsed: Parsed, cast: Cast) -> Mapping[str, tuple[Capacity, ...]]:
    found: dict[str, list[Capacity]] = defaultdict(list)
    for office in sorted(cast.offices, key=lambda one: one.start):
        holder = office.person.actor(cast.prefix).id
        capacity = Capacity(
            holder=holder, office=office.office, of=office.of, tenure=office.tenure,
            as_of=parsed.document.published, span=parsed.span(office.start, office.end),
        )  # fmt: skip
        if all(
            (known.office.lower(), known.of, known.tenure) != (capacity.office.lower(), capacity.of, capacity.tenure)
            for known in found[holder]
        ):
            found[holder].append(capacity)
    return {holder: tuple(known) for holder, known in found.items()}


def _mentions(scene: Scene) -> list[Mention]:
    """Return every reference as mentions, one an actor, in text order; phrases that mean nothing known stay out."""
    found = []
    for reference in sorted(scene.references.values(), key=lambda one: (one.start, one.end, one.head)):
        span = scene.parsed.span(reference.start, reference.end)
        ids: list[str | None] = [actor.id for actor in reference.actors]
        found += [Mention(span=span, kind=reference.kind, actor=ident, rule=reference.rule) for ident in ids or [None]]
    return found


def _date(parsed: Parsed, hit: DateHit) -> EventDate:
    assert hit.edtf is not None
    return EventDate(
        edtf=hit.edtf, earliest=hit.earliest, latest=hit.latest, granularity=hit.granularity,
        expression=parsed.characters(hit.start, hit.end), anchor=parsed.document.published if hit.relative else None,
        stated=True, rule=hit.rule,
    )  # fmt: skip


def _dateline_dates(document: Document) -> Iterator[EventDate]:
    """Yield the date of the dateline, which is cut from the parse."""
    for segment in document.segments:
        if segment.kind is not SegmentKind.DATELINE:
            continue
        for hit in find_dates(document.text[segment.start : segment.end], document.published):
            if hit.edtf is not None:
                start, end = segment.start + hit.start, segment.start + hit.end
                yield EventDate(
                    edtf=hit.edtf, earliest=hit.earliest, latest=hit.latest, granularity=hit.granularity,
                    expression=Span(document=document.id, start=start, end=end, text=document.text[start:end]),
                    anchor=document.published if hit.relative else None, stated=True, rule="dateline",
                )  # fmt: skip
