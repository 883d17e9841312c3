"""The link from a noun phrase to the actors that it means."""

from __future__ import annotations

from dataclasses import dataclass

from diplograph.language.phrase import Phrase
from diplograph.model import Actor, MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A noun phrase and the actors that it means.

    Args:
        head: head token; ``start`` and ``end`` are the tokens that count as the mention.
        rule: gazetteer kind or sieve that linked it, or why none did.
    """

    head: int
    start: int
    end: int
    kind: MentionKind
    actors: tuple[Actor, ...]
    rule: str


def refer(phrase: Phrase, actors: tuple[Actor, ...], rule: str, kind: MentionKind | None = None) -> Reference:
    """Return the reference of ``phrase``; of a person the mention is the name without its titles."""
    start, end = phrase.name if phrase.person and phrase.name else (phrase.start, phrase.end)
    return Reference(head=phrase.head, start=start, end=end, kind=kind or phrase.kind, actors=actors, rule=rule)
