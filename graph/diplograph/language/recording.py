"""From an act to its record: an event with one claim, every part with its characters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from diplograph.codebook.codes import goldstein, quad_class
from diplograph.codebook.contexts import load_contexts
from diplograph.language.party import Party
from diplograph.language.scene import Act, Scene
from diplograph.language.triggers import Trigger
from diplograph.language.typer import Words, second_answer
from diplograph.model import (
    ActorKind,
    Attribution,
    Claim,
    Event,
    EventDate,
    Grade,
    Modality,
    Participation,
    Place,
    Role,
    Span,
    Status,
    TyperAnswer,
)


def record(act: Act, scene: Scene) -> Event:
    """Return the event of ``act`` with the one claim that its sentence makes."""
    claim, kind = _claim(act, scene), act.kind
    # An entry's own codes hold for its own class, not for the refusal of it.
    own = act.trigger.entry if act.trigger.entry.event_class == kind.name else None
    cameo = (own.cameo if own else None) or kind.cameo
    return Event(
        id=event_id(claim, kind.name),
        event_class=kind.name,
        plover=kind.plover,
        mode=(own.mode if own else None) or kind.mode,
        cameo=cameo,
        goldstein=goldstein(cameo) if cameo and kind.plover else None,
        quad=quad_class(kind.plover) if kind.plover else None,
        contexts=_contexts(act.trigger.token, scene) if kind.plover else (),
        participations=_participations(act, scene),
        date=_date(act, claim, scene),
        place=_place(act.trigger, scene),
        status=Status(claim.modality.value),
        claims=(claim,),
    )


def event_id(claim: Claim, name: str) -> str:
    """Return the id of an event of class ``name`` that ``claim`` tells: it follows from where the trigger stands."""
    key = "\x1f".join((claim.document, name, str(claim.trigger.start), str(claim.trigger.end)))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _claim(act: Act, scene: Scene) -> Claim:
    parsed, tree, voice = scene.parsed, scene.parsed.tree, act.voice
    start, end = tree.sentences[tree.sentence_of[act.trigger.token]]
    while end - 1 > start and tree.words[end - 1].isspace():
        end -= 1
    cue = parsed.span(voice.cue, voice.cue + 1) if voice.cue is not None else None
    return Claim(
        document=parsed.document.id,
        sentence=parsed.span(start, end),
        trigger=parsed.span(*act.trigger.extent),
        source_spans=_spans(act.sources, scene),
        target_spans=_spans(act.targets, scene),
        modality=act.stance.modality,
        polarity=act.stance.polarity,
        cues=tuple(parsed.span(token, token + 1) for token in act.stance.cues),
        attribution=Attribution(kind=voice.kind, speaker=voice.speaker, cue=cue),
        rule=act.rule,
        grade=_grade(act),
        date=parsed.characters(act.when.hit.start, act.when.hit.end) if act.when and act.when.hit else None,
        typer=_second_answer(act, scene),
    )


def _second_answer(act: Act, scene: Scene) -> TyperAnswer | None:
    """Return the typer's answer; it knows words, not what a refusal or a "must" makes of them."""
    root = act.kind.plover
    if scene.typer is None or root is None or act.kind.name != act.trigger.entry.event_class:
        return None
    words = Words(tree=scene.parsed.tree, references=scene.references)
    return second_answer(act.trigger, words, scene.typer, root)


def _spans(parties: Iterable[Party], scene: Scene) -> tuple[Span, ...]:
    found = (scene.parsed.span(*tokens) for party in parties for tokens in party.tokens)
    return tuple(dict.fromkeys(found))


def _grade(act: Act) -> Grade:
    """Return A for two linked actors and an asserted act, B for less, C for one actor only."""
    doers = [party for party in act.sources if party.is_actor]
    others = [party for party in act.targets if party.is_actor]
    together = act.kind.symmetric and len(doers) > 1
    if not doers or not (others or together):
        return Grade.C
    linked = all(party.actor.linked and not party.near for party in (*doers, *others))
    return Grade.A if linked and act.stance.modality is Modality.ASSERTED else Grade.B


def _participations(act: Act, scene: Scene) -> tuple[Participation, ...]:
    sources, targets = act.sources, act.targets
    # "Cooperation between Ghana and Togo was deepened": nobody deepens it but the two.
    one_level = (len(sources) == 1 and bool(targets)) or (len(sources or targets) > 1 and not (sources and targets))
    if act.kind.symmetric and one_level and all(party.is_actor for party in (*sources, *targets)):
        return tuple(_participation(party, Role.PARTY, scene) for party in (*sources, *targets))
    found = [_participation(party, Role.SOURCE, scene) for party in sources]
    return (*found, *(_participation(party, Role.TARGET, scene) for party in targets))


def _participation(party: Party, role: Role, scene: Scene) -> Participation:
    actor = party.actor
    capacities = scene.capacities.get(actor.id, ())
    represents = actor.kind is ActorKind.STATE or bool({"GOV", "MIL"} & set(actor.sectors[:1]))
    return Participation(
        actor=actor,
        role=role,
        acts_for=actor.country if represents else None,
        spans=_spans([party], scene),
        capacity=capacities[0] if capacities else None,
    )


def _date(act: Act, claim: Claim, scene: Scene) -> EventDate | None:
    when = act.when
    if when is None:
        return None
    return EventDate(
        edtf=when.edtf,
        earliest=when.earliest,
        latest=when.latest,
        granularity=when.granularity,
        expression=claim.date,
        anchor=scene.parsed.document.published,
        stated=when.hit is not None,
        rule=when.rule,
    )


def _place(trigger: Trigger, scene: Scene) -> Place | None:
    cast, tree = scene.cast, scene.parsed.tree
    for slot in dict.fromkeys((*trigger.entry.frame.place, "in", "at")):
        for head in scene.arguments.slot(trigger.token, slot, trigger.parts):
            hit = cast.phrases.hit_of.get(head)
            if hit is not None and hit.is_place and hit.name.actor:
                span = scene.parsed.span(hit.start, hit.end)
                return Place(name=tree.slice(hit.start, hit.end), country=cast.country_of(hit.name.actor), span=span)
    return None


def _contexts(token: int, scene: Scene) -> tuple[str, ...]:
    tree, known = scene.parsed.tree, load_contexts()
    start, end = tree.sentences[tree.sentence_of[token]]
    return tuple(sorted({context for lemma in tree.lemmas[start:end] for context in known.get(lemma, ())}))
