"""How one act is told, weighed from all the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from diplograph.codebook.operators import OperatorKind
from diplograph.model import Modality, Polarity

# What decides when several cues meet.
PRECEDENCE = (
    Modality.CANCELLED,
    Modality.DENIED,
    Modality.REQUESTED,
    Modality.HYPOTHETICAL,
    Modality.PLANNED,
)


@dataclass(slots=True)
class Stance:
    """The modality of one act and the tokens that give it.

    Args:
        alleged: the text itself marks doubt ("allegedly"), so nobody's own voice asserts it.
    """

    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    cues: list[int] = field(default_factory=list)
    alleged: bool = False


@dataclass(slots=True)
class Cues:
    """What was found on the way up from one act."""

    modes: list[tuple[Modality, int]] = field(default_factory=list)
    negations: list[int] = field(default_factory=list)
    doubts: list[int] = field(default_factory=list)

    def add(self, mode: Modality, token: int) -> None:
        """Note a word that gives a modality."""
        self.modes.append((mode, token))

    def apply(self, kind: OperatorKind, token: int) -> None:
        """Note what an operator does to the act."""
        if kind is OperatorKind.ALLEGED:
            self.doubts.append(token)
        elif kind not in {OperatorKind.LIGHT, OperatorKind.ASSERTED}:
            self.add(Modality(kind.value), token)

    def stance(self) -> Stance:
        """Weigh all cues: a negation alone denies; within a plan or a possibility it only turns the polarity."""
        found = {mode for mode, _ in self.modes}
        mode = next((mode for mode in PRECEDENCE if mode in found), Modality.ASSERTED)
        negative = bool(len(self.negations) % 2)
        if negative and mode is Modality.ASSERTED:
            mode = Modality.DENIED
        tokens = {*self.doubts, *self.negations, *(token for _, token in self.modes)}
        polarity = Polarity.NEGATIVE if negative or mode is Modality.DENIED else Polarity.POSITIVE
        return Stance(modality=mode, polarity=polarity, cues=sorted(tokens), alleged=bool(self.doubts))
