"""One noun phrase, and what its words say about whom it means."""

from __future__ import annotations

from dataclasses import dataclass, field

from diplograph.codebook.agents import AgentNoun, Title
from diplograph.language.gazetteer import Hit
from diplograph.model import MentionKind, Tenure


@dataclass(slots=True, kw_only=True)
class Phrase:
    """A noun phrase around its head token.

    Args:
        start, end: tokens of the phrase without what follows its head.
        name: (first, one past last) token of a personal or other proper name; none for nominals.
        hit: the registered name that the head belongs to.
        owners: country or body codes that modify the phrase, in order ("US-Mexico talks" has two).
        agent: the agent noun of the head, if it is one.
        title: the office before a personal name or in the head itself.
    """

    head: int
    start: int
    end: int
    kind: MentionKind
    person: bool = False
    name: tuple[int, int] | None = None
    hit: Hit | None = None
    owners: tuple[str, ...] = ()
    owner_hits: tuple[Hit, ...] = ()
    agent: AgentNoun | None = None
    title: Title | None = None
    title_span: tuple[int, int] | None = None
    tenure: Tenure = Tenure.CURRENT
    plural: bool = False
    definite: bool = False
    modifiers: frozenset[str] = field(default=frozenset())

    @property
    def office(self) -> str | None:
        """The office that the head itself names: none for "the president's plan"."""
        if self.title is None or self.title_span is None:
            return None
        return self.title.office if self.title_span[0] <= self.head < self.title_span[1] else None
