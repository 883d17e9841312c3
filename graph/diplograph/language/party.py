"""An actor in a role, as the words give it."""

from __future__ import annotations

from dataclasses import dataclass

from diplograph.model import Actor, ActorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor in a role, with the tokens that say so.

    Args:
        owned: whether the words name something that belongs to the actor, not the actor itself.
        near: whether no slot of the frame gave it, only its place inside the trigger's phrase.
        known: whether the text speaks of it elsewhere or it has a name; an act can be about a known agreement.
        holder: id of the actor whose own forces these are, by "its" or "their".
        also: further stretches of tokens: what a pronoun stands for, or the thing acted on.
    """

    actor: Actor
    head: int
    start: int
    end: int
    owned: bool = False
    near: bool = False
    known: bool = False
    holder: str | None = None
    also: tuple[tuple[int, int], ...] = ()

    @property
    def tokens(self) -> tuple[tuple[int, int], ...]:
        """Return all stretches of tokens that stand for the actor here."""
        return ((self.start, self.end), *self.also)

    @property
    def counts(self) -> bool:
        """Return whether this fills a role by itself: an actor, or an agreement that the text knows."""
        return self.is_actor or self.known

    @property
    def is_actor(self) -> bool:
        """Return whether this can act, unlike a matter."""
        return self.actor.kind is not ActorKind.MATTER
