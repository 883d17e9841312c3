"""Key ranges on an engine: what must be compared with each other goes to one process, and no process sees the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from diplograph.errors import EngineError
from diplograph.knowledge.eventranges import Elsewhere, merge_range
from diplograph.model import Document
from diplograph.running.backlog import Backlog
from diplograph.running.engines import Work, engine_for
from diplograph.running.outcomes import GivenUp, ReadBatch
from diplograph.running.reader import check_settings
from diplograph.running.settings import Settings


def merging_by(work: Work, settings: Settings, folder: Path | None = None) -> Elsewhere:
    """Return what has ranges of reports merged by an engine.

    Args:
        work: names the engine.
        settings: of the reading; a process or machine with others merges nothing.
        folder: where what waits is kept; by default where temporary files go.
    """
    engine = engine_for(work, partial(load_merger, settings))

    def run(ranges: Iterable[bytes]) -> Iterator[bytes]:
        # To an engine, a range is a text with a name.
        texts = (Document(id=f"range {at}", text=text.decode("utf-8")) for at, text in enumerate(ranges))
        for outcome in engine(Backlog(texts, folder)):
            if isinstance(outcome, GivenUp):
                raise EngineError(f"events could not be merged: {outcome.failure.reason}")
            yield outcome.payload

    return run


def load_merger(settings: Settings) -> ReadBatch:
    """Return what merges ranges: the counterpart of ``load_reader``.

    Raises:
        EngineError: if the software or the data here are not those of the settings.
    """
    check_settings(settings)

    def merge_batch(ranges: tuple[Document, ...]) -> bytes:
        return b"".join(merge_range(one.text.encode("utf-8")) for one in ranges)

    return merge_batch
