"""Everything that was read of one text before its events, and what is decided about each act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diplograph.codebook.eventclasses import EventClass
from diplograph.codebook.rootweights import RootWeights
from diplograph.language.arguments import Arguments
from diplograph.language.cast import Cast
from diplograph.language.dating import Clock, When
from diplograph.language.kinds import Kinds
from diplograph.language.modality import ModalityReader
from diplograph.language.parsing import Parsed
from diplograph.language.parties import Parties
from diplograph.language.party import Party
from diplograph.language.references import Reference
from diplograph.language.roles import Roles
from diplograph.language.speech import SpeechReader, Voice
from diplograph.language.stance import Stance
from diplograph.language.triggers import Trigger
from diplograph.model import Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A trigger that gave no event, and why."""

    token: int
    entry: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One text with its names, references, speakers and dates.

    Args:
        typer: weights of the typer; none unless its answers are asked for.
    """

    parsed: Parsed
    cast: Cast
    references: Mapping[int, Reference]
    arguments: Arguments
    parties: Parties
    roles: Roles
    kinds: Kinds
    modality: ModalityReader
    speech: SpeechReader
    clock: Clock
    capacities: Mapping[str, tuple[Capacity, ...]]
    typer: RootWeights | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a trigger tells: the class, who does it to whom, how sure, on whose word, when.

    Args:
        suffix: what is added to the name of the lexicon entry where a further rule took part.
    """

    trigger: Trigger
    kind: EventClass
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    stance: Stance
    voice: Voice
    when: When | None
    suffix: str = ""

    @property
    def rule(self) -> str:
        """Return the name of the rule that fired."""
        return self.trigger.entry.id + self.suffix
