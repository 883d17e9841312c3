"""What comes of a batch: a shard, or a document that cannot be read; and what it may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from diplograph.model import Document
from diplograph.reading.failure import Failure, one_line
from diplograph.running.backlog import Backlog, Batch

ReadBatch = Callable[[tuple[Document, ...]], bytes]
"""Reads documents and returns their shard: what every engine runs."""

MakeReader = Callable[[], ReadBatch]
"""Loads the model and returns what reads with it; is sent to another process, so it must be picklable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A batch that was read.

    Args:
        payload: its shard, as ``shardfile`` packs it.
    """

    batch: Batch
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A document that cannot be read, and why."""

    document: Document
    failure: Failure


Outcome = Done | GivenUp
Engine = Callable[[Backlog], Iterator[Outcome]]
"""Reads all batches of a backlog, in any order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What reading may cost before it is given up.

    Args:
        seconds: for a batch, whatever its length.
        chars_per_second: a batch gets a second more for so many characters; reading is about 40 times as fast.
        megabytes: of memory, for the process that reads; 0 for no bound.
    """

    seconds: float = 60.0
    chars_per_second: float = 1000.0
    megabytes: int = 4096

    def time_for(self, batch: Batch) -> float:
        """Return how many seconds a batch may take."""
        return self.seconds + batch.chars / self.chars_per_second


def given_up(batch: Batch, reason: str) -> GivenUp:
    """Return what comes of the only document of a batch that was tried twice."""
    (document,) = batch.documents
    reason = f'document "{one_line(document.id)}" could not be read, tried twice: {reason}'
    return GivenUp(document=document, failure=Failure(source=one_line(document.source or "input"), reason=reason))
