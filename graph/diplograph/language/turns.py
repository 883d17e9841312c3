"""Classes that turn by how an act is told: what will not be done is refused, harm under a condition threatens."""

from __future__ import annotations

from dataclasses import replace

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.words import word_list
from diplograph.language.party import Party
from diplograph.language.peacekeeping import peace_words
from diplograph.language.scene import Act, Scene
from diplograph.language.stance import Stance
from diplograph.model import AttributionKind, Modality, Polarity

COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
# Added to the name of the rule.
REFUSED, CUT, THREATENED, OFFERED, TOGETHER = "+will-not", "+called-off", "+or-else", "+if-only", "+with-another"
FOR_PEACE, FOR_OTHERS = "+to-keep-peace", "+for-others-to-do"
# Root of an act that is announced under a condition -> the class that it makes, and the mark on the rule.
ANNOUNCED = {
    "ASSAULT": ("MilitaryThreat", THREATENED),
    "MOBILIZE": ("MilitaryThreat", THREATENED),
    "COERCE": ("Threat", THREATENED),
    "PROTEST": ("Threat", THREATENED),
    "SANCTION": ("SanctionThreat", THREATENED),
    "AID": ("AidPromise", OFFERED),
    **dict.fromkeys(("CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "RETREAT"), ("Promise", OFFERED)),
}
IF = frozenset({"if", "unless"})


def turn(act: Act, scene: Scene) -> Act:
    """Return ``act`` with the class that its telling makes of it, and the name of the rule that did so."""
    for rule in (_refused, _called_off, _announced, _together, _keeping_peace, _wished):
        turned = rule(act, scene)
        if turned is not None:
            return turned
    return act


def _as(act: Act, name: str, suffix: str, targets: tuple[Party, ...] | None = None) -> Act:
    """Return ``act`` as an act of another class that was done by saying so."""
    return replace(
        act,
        kind=load_event_classes()[name],
        stance=Stance(cues=act.stance.cues, alleged=act.stance.alleged),
        targets=act.targets if targets is None else targets,
        suffix=act.suffix + suffix,
    )


def _refused(act: Act, scene: Scene) -> Act | None:
    """Take a co-operative act that will not be done for a refusal, another for one that is denied."""
    if act.stance.polarity is not Polarity.NEGATIVE or act.stance.modality is not Modality.PLANNED:
        return None
    if act.kind.plover in COOPERATIVE:
        return _as(act, "Refusal", REFUSED)
    return replace(act, stance=replace(act.stance, modality=Modality.DENIED))


def _called_off(act: Act, scene: Scene) -> Act | None:
    """Take aid that its giver calls off for aid that is cut: "shelved a loan to Uganda"."""
    if act.kind.plover != "AID" or act.stance.modality is not Modality.CANCELLED or not act.stance.cues:
        return None
    stoppers = {party.actor.id for cue in act.stance.cues for party in _doers(cue, scene)}
    return _as(act, "AidSuspension", CUT) if stoppers & {party.actor.id for party in act.sources} else None


def _doers(verb: int, scene: Scene) -> list[Party]:
    if not scene.parsed.tree.is_verb(verb):
        return []
    return [party for head in scene.arguments.slot(verb, "subj") for party in scene.parties.of(head)]


def _announced(act: Act, scene: Scene) -> Act | None:
    """Take what its doer announces under a condition for a threat or an offer.

    "will march on Abidjan if it is not paid", "would meet him if he came"; towards whom it would be done, else
    towards who is to act first.
    """
    turned, stance = ANNOUNCED.get(act.kind.plover or ""), act.stance
    if turned is None or stance.modality is not Modality.HYPOTHETICAL or stance.polarity is Polarity.NEGATIVE:
        return None
    conditions = _conditions(act.trigger.token, scene)
    if not conditions or not _told_by_doer(act):
        return None
    actors = [party for one in conditions for party in _doers(one, scene) if party.is_actor]
    doers = {party.actor.id for party in act.sources}
    addressed = tuple(party for party in actors if party.actor.id not in doers)
    if actors and not addressed:
        # "will strike if it must": nobody is pressed.
        return None
    known = tuple(party for party in act.targets if party.is_actor)
    return _as(act, *turned, known or addressed)


def _told_by_doer(act: Act) -> bool:
    """Return whether who would do it says so, or somebody who speaks for the same country."""
    speaker = act.voice.speaker
    if speaker is None or act.voice.kind is AttributionKind.OWN_VOICE:
        return False
    doers = [party.actor for party in act.sources]
    return any(one.id == speaker.id or (one.country and one.country == speaker.country) for one in doers)


def _conditions(token: int, scene: Scene) -> list[int]:
    """Return the verbs of the clauses under which the act around ``token`` would be done."""
    tree = scene.parsed.tree
    found = []
    for one in (token, *tree.ancestors(token)):
        if tree.is_verb(one):
            clauses = tree.kids(one, "advcl")
            found += [kid for kid in clauses if any(tree.lowered[mark] in IF for mark in tree.kids(kid, "mark"))]
        if tree.deps[one] not in {"xcomp", "dobj", "conj", "pobj", "prep"} or tree.lemmas[one] in word_list("saying"):
            break
    return found


def _together(act: Act, scene: Scene) -> Act | None:
    """Take an exercise with the forces of another state for a joint one: "drills with the Japanese navy"."""
    if act.kind.name != "MilitaryExercise":
        return None
    own = {party.actor.country for party in act.sources}
    partners = tuple(
        party
        for party in scene.parties.in_slot(act.trigger, "with")
        if party.is_actor and party.actor.country and party.actor.country not in own
    )
    if not partners and len(own) < 2:
        return None
    joint = load_event_classes()["JointExercise"]
    return replace(act, kind=joint, targets=partners, suffix=act.suffix + (TOGETHER if partners else ""))


def _keeping_peace(act: Act, scene: Scene) -> Act | None:
    """Take forces that are sent to keep a peace for what they are: "sent troops to the peacekeeping force in Chad"."""
    if act.kind.name != "Mobilization":
        return None
    if not list(peace_words(scene.parsed.tree, act.trigger.token)):
        return None
    return replace(act, kind=load_event_classes()["Peacekeeping"], suffix=act.suffix + FOR_PEACE)


def _wished(act: Act, scene: Scene) -> Act | None:
    """Take a wish that others act for words: who "expressed the wish that the king would help" promises nothing."""
    tree, trigger = scene.parsed.tree, act.trigger
    if act.kind.name != "Promise" or not tree.is_verb(trigger.token):
        return None
    nouns = [noun for noun in tree.kids(trigger.token, "dobj") if tree.lemmas[noun] in word_list("wishes")]
    clauses = [kid for noun in nouns for kid in tree.kids(noun, "acl", "ccomp", "relcl") if tree.kids(kid, "mark")]
    doers = {party.actor.id for clause in clauses for party in _doers(clause, scene)}
    if not doers or doers & {party.actor.id for party in act.sources}:
        return None
    return _as(act, "Statement", FOR_OTHERS, ())
