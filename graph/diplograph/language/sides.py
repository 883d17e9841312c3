"""Who does an act to whom, as the kind of the act has it: forces are sent against somebody, a shell hits somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from diplograph.codebook.eventclasses import EventClass, load_event_classes
from diplograph.codebook.words import word_list
from diplograph.language.contents import PERFORMING, content_targets, protested
from diplograph.language.parties import is_own, others
from diplograph.language.party import Party
from diplograph.language.scene import Scene
from diplograph.language.syntax import is_passive, phrasal
from diplograph.language.triggers import Trigger
from diplograph.model import Actor, ActorKind

# Roots of what one does with one's own forces, which are no target: "withdrew its fleet".
OWN_FORCES = frozenset({"MOBILIZE", "RETREAT"})
# Parents of classes of what only an authority can do.
OFFICIAL = frozenset({"LegalAct", "Coercion"})
# What only the state does from which one must go.
FROM_A_STATE = frozenset({"DiplomatExpulsion", "Exclusion"})
Side = tuple[Party, ...]


class Sides:
    """Finds both sides of the acts of one scene.

    Args:
        triggers: all of the scene, by their token.
        own: nouns that tell an act of their own -> the verb above them, which tells another.
    """

    def __init__(self, scene: Scene, triggers: Mapping[int, Trigger], own: Mapping[int, Trigger]) -> None:
        self.scene = scene
        self.tree = scene.parsed.tree
        self.triggers = triggers
        self.own = own

    def of(self, trigger: Trigger, kind: EventClass) -> tuple[EventClass, Side, Side, bool]:
        """Return the class, who does it, to whom, and whether only the place says who does it.

        An agreement by one side about others joins them to nothing, so that its class may change.
        """
        performing = kind.plover in PERFORMING and not kind.symmetric
        sources, targets = self.scene.roles.fill(trigger, trigger.entry.frame, elsewhere=not performing)
        sources, targets = self._doers(trigger, kind, sources, targets)
        targets = self._meant(trigger, kind, sources, targets)
        if kind.plover in PERFORMING:
            kind, sources, targets = self._performed(trigger, kind, sources, targets)
        targets = self._suffering(trigger, kind, sources, targets)
        placed = () if sources else others(targets, self._authority(trigger, kind))
        return kind, sources or placed, targets or self._what(trigger, kind, sources), bool(placed)

    def _doers(self, trigger: Trigger, kind: EventClass, sources: Side, targets: Side) -> tuple[Side, Side]:
        """Return both sides with the doers that no slot of the frame has."""
        if not sources and (kind.plover == "MOBILIZE" or kind.name == "Peacekeeping"):
            sources = self._deployed(trigger)
            targets = tuple(party for party in targets if party.head not in {one.head for one in sources})
        if kind.name == "MilitaryExercise" and not any(party.is_actor for party in sources):
            sources = self._announcers(trigger)
        if not sources and kind.plover == "REJECT":
            sources = self._asked(trigger)
        return sources, targets

    def _meant(self, trigger: Trigger, kind: EventClass, sources: Side, targets: Side) -> Side:
        """Return against whom forces are sent, or whom a crowd means, not where they stand."""
        if kind.plover in OWN_FORCES:
            targets = tuple(party for party in targets if not is_own(party, sources))
        if kind.plover == "MOBILIZE" and not self._is_foreign(targets, sources):
            targets = self.scene.roles.elsewhere.faced(trigger, sources) or targets
        if kind.plover == "PROTEST" and not any(party.counts and not self._is_place(party) for party in targets):
            # "a hunger strike to demand that the minister resign"
            meant = protested(trigger.token, sources, self.triggers, self.scene)
            meant = meant or self.scene.roles.elsewhere.defied(trigger)
            placed = any(party.counts for party in targets)
            targets = tuple(party for party in meant if party.actor.linked or not placed) or targets
        return targets

    def _performed(
        self, trigger: Trigger, kind: EventClass, sources: Side, targets: Side
    ) -> tuple[EventClass, Side, Side]:
        """Return the sides of an act that is done by saying so: whom its content touches, if nobody is addressed."""
        if kind.symmetric:
            everyone = (*sources, *targets)
            if sum(party.is_actor for party in everyone) > 1:
                return kind, sources, targets
            affected = content_targets(trigger.token, everyone, self.triggers, self.scene)
            everyone = tuple(party for party in everyone if party.is_actor) or everyone
            return (replace(kind, symmetric=False), everyone, affected) if affected else (kind, sources, targets)
        if not any(party.counts for party in targets):
            pressed = self.scene.roles.elsewhere.pressed(trigger) if self._warns_of_harm(trigger) else ()
            touched = pressed or content_targets(trigger.token, sources, self.triggers, self.scene)
            targets = touched or self.scene.roles.fill(trigger, trigger.entry.frame)[1]
        return kind, sources, targets

    def _suffering(self, trigger: Trigger, kind: EventClass, sources: Side, targets: Side) -> Side:
        """Return who suffers an act: neither the act itself nor what does harm, as in "fired two missiles"."""
        targets = tuple(party for party in targets if party.is_actor or not self._is_same_act(party.head, kind))
        targets = tuple(one for party in targets for one in self._themselves(party, kind))
        means = self.scene.arguments.slot(trigger.token, "dobj", trigger.parts) if self._shoots(trigger, kind) else ()
        targets = tuple(party for party in targets if party.head not in means)
        if kind.plover == "ASSAULT" and not any(party.is_actor for party in targets):
            targets = others(sources, self.scene.roles.hit_in(trigger)) or targets
        return targets

    def _what(self, trigger: Trigger, kind: EventClass, sources: tuple[Party, ...]) -> tuple[Party, ...]:
        """Return the thing done to where nobody else is; troops that are sent, and the act itself, are none."""
        armed = self._shoots(trigger, kind) or kind.plover == "MOBILIZE"
        found = () if armed else self.scene.roles.what(trigger, sources)
        own = kind.plover in OWN_FORCES
        return tuple(
            party for party in found if not self._is_same_act(party.head, kind) and not (own and is_own(party, sources))
        )

    def _themselves(self, party: Party, kind: EventClass) -> tuple[Party, ...]:
        """Return who suffers what is done to persons alone: not the president in "jailed the president's barber"."""
        other = party.owned and party.actor.kind is ActorKind.PERSON and self.tree.kid(party.head, "poss") is not None
        return (
            self.scene.parties.thing(party.head) if other and kind.family in word_list("done-to-persons") else (party,)
        )

    def _shoots(self, trigger: Trigger, kind: EventClass) -> bool:
        """Return whether a verb's object is a weapon: "lobbed shells", not "shot a guard"."""
        armed = kind.plover == "ASSAULT" and trigger.entry.objects and self.tree.is_verb(trigger.token)
        return bool(armed) and phrasal(self.tree, trigger.token) in word_list("shooting")

    def _is_same_act(self, head: int, kind: EventClass) -> bool:
        """Return whether a noun only names the act again: the "investigation" of "opened an investigation"."""
        noun = self.triggers.get(head)
        if noun is None or noun.entry.event_class is None:
            return False
        return load_event_classes()[noun.entry.event_class].family == kind.family

    def _authority(self, trigger: Trigger, kind: EventClass) -> tuple[Party, ...]:
        """Return the state that must have done what only an authority does, by the place where it was done."""
        done_to = self.tree.is_verb(trigger.token) and is_passive(self.tree, trigger.token)
        official = kind.parent in OFFICIAL or kind.name in FROM_A_STATE
        return self.scene.roles.authority(trigger, jailed=kind.family == "release") if done_to and official else ()

    def _warns_of_harm(self, trigger: Trigger) -> bool:
        """Return whether a threat does not say whom it would touch: "warned that ties would be cut if Paris acted"."""
        clauses = self.tree.kids(trigger.token, "ccomp")
        return bool(clauses) and all(is_passive(self.tree, clause) for clause in clauses)

    def _is_foreign(self, targets: tuple[Party, ...], sources: tuple[Party, ...]) -> bool:
        """Return whether forces are sent against somebody, not only to a place of their own state."""
        own = {party.actor.country for party in sources}
        aimed = [party for party in targets if party.is_actor and not self._is_place(party)]
        # A name that nobody knows is most often that of a place: "moved its tanks up to the Yarmuk".
        described = [party for party in aimed if self.tree.pos[party.head] == "NOUN" and not party.owned]
        return bool(described) or any(party.actor.country not in own | {None} for party in aimed)

    def _is_place(self, party: Party) -> bool:
        """Return whether a phrase says only where a crowd stood: "rallied in Dhaka to demand"."""
        hit = self.scene.cast.phrases.hit_of.get(party.head)
        return hit is not None and hit.name.city

    def _announcers(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return the armed forces or the state that say that drills will be held, and so hold them."""
        told = self.scene.parties.in_slot(trigger, "speaker")
        return tuple(party for party in told if _commands(party.actor))

    def _asked(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return who was asked for what is refused, and so refuses it: "Oman's call for Iran to stop was ignored"."""
        nouns = [self.triggers[noun] for noun, over in self.own.items() if over is trigger]
        asked = [noun for noun in nouns if _root(noun) == "REQUEST"]
        return self.scene.parties.of_slots(asked[0], ["clause"]) if asked else ()

    def _deployed(self, trigger: Trigger) -> tuple[Party, ...]:
        """Return the forces that a passive sends: "Indian soldiers were deployed to Congo"."""
        if not self.tree.is_verb(trigger.token) or not is_passive(self.tree, trigger.token):
            return ()
        heads = self.scene.arguments.slot(trigger.token, "obj", trigger.parts)
        return tuple(party for head in heads for party in self.scene.parties.of(head) if party.is_actor)


def _commands(actor: Actor) -> bool:
    """Return whether an actor has armed forces or is of them."""
    return actor.kind is ActorKind.STATE or actor.sectors[:1] in {("GOV",), ("MIL",)}


def _root(trigger: Trigger) -> str | None:
    return load_event_classes()[trigger.entry.event_class or ""].plover
