"""Who acts, in which office, and where a text names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from diplograph.model.enumerations import ActorKind, MentionKind, Tenure
from diplograph.model.texts import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone or something that acts or is acted on.

    Args:
        id: alpha-3 code of a state, code of a registered body, slug of a person, or document-local slug.
        country: the state it belongs to; for a state its own code; none if unknown.
        sectors: CAMEO/PLOVER role codes in order, such as ("GOV", "MIL").
        linked: whether the registry knows it, or its country follows from the text.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    linked: bool = False

    @property
    def code(self) -> str | None:
        """Return the CAMEO-style code such as USAGOV, or none without a country."""
        if self.country is None:
            return None
        return self.country + "".join(self.sectors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """An office that someone held, or was said to hold, as of a day."""

    holder: str
    office: str
    of: str | None
    tenure: Tenure
    as_of: date | None
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One reference to an actor, or one whose actor is not known, with the reason.

    Args:
        actor: id of the actor; none if not linked.
        rule: the gazetteer entry kind or coreference sieve that linked it, or why none did.
    """

    span: Span
    kind: MentionKind
    actor: str | None
    rule: str
