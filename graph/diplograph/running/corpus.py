"""A corpus in shards: what is new or changed is read, the rest stays as it is."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from diplograph.knowledge.corrections import Correction
from diplograph.knowledge.eventranges import Elsewhere
from diplograph.knowledge.shelf import KeptShelf
from diplograph.knowledge.traces import Trace, trace_from_json
from diplograph.model import Document, Reading, Records, Run
from diplograph.pipeline import build_records
from diplograph.reading.failure import Failure
from diplograph.reading.fields import text_hash
from diplograph.reading.readers import format_of
from diplograph.records import document_from_json, reading_from_json
from diplograph.running.backlog import Backlog, Waiting
from diplograph.running.engines import LOCAL, Work, engine_for
from diplograph.running.outcomes import Engine, GivenUp, Outcome
from diplograph.running.ranges import merging_by
from diplograph.running.reader import reader_for
from diplograph.running.settings import Settings, document_key, program_hash, settings_for
from diplograph.running.shardfile import Item, Shard, readings_of
from diplograph.running.shards import Shards
from diplograph.stored import Stored

# A corrected article takes the place of the one that its file held before; a feed that goes on does not.
_ONE_A_FILE = frozenset({"txt", "html", "pdf"})


@dataclass(slots=True)
class Progress:
    """How far a reading is.

    Args:
        documents: read so far, of those that had to be.
        words: in them.
        events: told by them.
        kept: documents that had been read before.
        waiting: all that has to be read, as far as the inputs were looked at.
        seconds: since the first of them was handed out.
    """

    documents: int = 0
    words: int = 0
    events: int = 0
    kept: int = 0
    waiting: Waiting | None = None
    seconds: float = 0.0

    def seconds_left(self) -> float | None:
        """Return how long it will take by the pace so far; none if that cannot be told yet."""
        if not (self.words and self.waiting and self.waiting.complete):
            return None
        return self.seconds * max(0, self.waiting.words - self.words) / self.words


OnProgress = Callable[[Progress], None]


class Filling:
    """One run over the inputs: what they hold is in the shards at its end."""

    def __init__(
        self, shards: Shards, run: Run, on_progress: OnProgress | None = None, elsewhere: Elsewhere | None = None
    ) -> None:
        """Begin with nothing read."""
        self.shards, self.run, self._elsewhere = shards, run, elsewhere
        self.failures: list[Failure] = []
        self.progress = Progress()
        self._on_progress = on_progress
        self._seen: set[str] = set()
        self._replaced: set[str] = set()
        self._moved: dict[str, str | None] = {}
        self._by_file = {
            entry.source: entry.id for entry in shards.entries() if not entry.named and _one_a_file(entry.source)
        }

    def fill(self, found: Iterable[Document | Failure], engine: Engine, earlier: Iterable[Document] = ()) -> None:
        """Read what is new, changed, or was read with other settings.

        Args:
            found: the inputs.
            engine: where to read.
            earlier: documents of an earlier build, which may be in no shard.
        """
        wanted = chain(self._new(found), self._left(earlier), self._left(self.shards.stale()))
        backlog = Backlog(wanted, self.shards.build)
        self.progress.waiting = backlog.total
        self._read(engine(backlog))
        self._forget_old_texts()
        self.shards.move(self._moved)

    def _read(self, outcomes: Iterator[Outcome]) -> None:
        begun = time.monotonic()
        for outcome in outcomes:
            if isinstance(outcome, GivenUp):
                self.failures.append(outcome.failure)
                self.shards.drop(outcome.document.id)
            else:
                self._count(self.shards.put(outcome.payload))
            self.progress.seconds = time.monotonic() - begun
            if self._on_progress:
                self._on_progress(self.progress)

    def _forget_old_texts(self) -> None:
        """Drop what a file of one text held before, if that has no name of its own and is found nowhere else."""
        for document in self._replaced - self._seen:
            self.shards.drop(document)

    def _new(self, found: Iterable[Document | Failure]) -> Iterator[Document]:
        for result in found:
            if isinstance(result, Failure):
                self.failures.append(result)
                continue
            self._seen.add(result.id)
            self._note_replaced(result)
            if not self._known(result):
                yield result

    def _note_replaced(self, document: Document) -> None:
        before = self._by_file.get(document.source)
        if before and document.id == text_hash(document.text):
            self._replaced.add(before)

    def _known(self, document: Document) -> bool:
        key = document_key(document)
        entry = self.shards.find(document.id, key)
        if entry is None:
            return False
        self.shards.keep(document.id, key)
        if entry.source != document.source:
            self._moved[document.id] = document.source
        self.progress.kept += 1
        return True

    def _left(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            if document.id not in self._seen:
                self._seen.add(document.id)
                yield document

    def records(self, corrections: Iterable[Correction] = (), kept: KeptShelf | None = None) -> Records:
        """Return what all documents say together, corrected by what people decided about actors.

        Args:
            corrections: what they decided.
            kept: what an earlier build by the same program made of its documents.
        """
        traces: list[Trace] = []
        stored = Stored(_traced(self.shards.items(), traces), reading_from_json, self.shards.build)
        return build_records(stored, self.run, corrections, traces, self._elsewhere, kept)

    def key(self, corrections: Iterable[Correction] = ()) -> str:
        """Return the hash of all that decides what the files of the build say, corrections and failures included."""
        read = sorted((entry.id, entry.key, entry.source) for entry in self.shards.entries())
        rows = [(row.operation, row.actor, row.other, row.note, row.where) for row in corrections]
        missed = [(failure.source, failure.reason) for failure in self.failures]
        parts = (program_hash(), self.shards.settings, *dataclasses.astuple(self.run), read, rows, missed)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _count(self, shard: Shard) -> None:
        self.progress.documents += len(shard.entries)
        self.progress.words += sum(entry.words for entry in shard.entries)
        self.progress.events += sum(entry.events for entry in shard.entries)


def _traced(items: Iterable[Item], traces: list[Trace]) -> Iterator[bytes]:
    """Yield the lines of documents, and put their traces aside."""
    for item in items:
        traces.append(trace_from_json(item.trace))
        yield item.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What an earlier build wrote: ``documents.jsonl``, and the ids of its documents."""

    file: Path
    documents: frozenset[str]


def _one_a_file(source: str | None) -> bool:
    return source is not None and format_of(Path(source)) in _ONE_A_FILE


def fill_folder(
    folder: Path,
    found: Iterable[Document | Failure],
    settings: Settings,
    work: Work,
    earlier: Earlier | None = None,
    *,
    fresh: bool = False,
    on_progress: OnProgress | None = None,
) -> Filling:
    """Bring the shards of a build in step with its inputs.

    Args:
        folder: of the build, to which nobody else writes.
        found: the inputs.
        settings: how to read.
        work: where to read.
        earlier: what is in the folder; its documents stay even if no shard has them.
        fresh: forget what was read before.
        on_progress: called whenever a batch was read.
    """
    engine = engine_for(work, reader_for(settings))
    shards = Shards(folder, settings.key)
    if fresh:
        shards.clear()
    # In this process it is faster than to send it to others of this machine.
    elsewhere = None if work.engine == LOCAL else merging_by(work, settings, folder)
    filling = Filling(shards, settings.run, on_progress, elsewhere)
    lost = earlier.documents - shards.ids() if earlier else frozenset()
    filling.fill(found, engine, _documents_of(earlier.file, lost) if earlier and lost else ())
    return filling


def read_unkept(documents: Iterable[Document], *, model: str | None, work: Work) -> Iterator[Reading | Failure]:
    """Yield what each document says, as it comes, or why it cannot be read; nothing is kept."""
    engine = engine_for(work, reader_for(settings_for(model)))
    for outcome in engine(Backlog(documents)):
        if isinstance(outcome, GivenUp):
            yield outcome.failure
        else:
            yield from readings_of(outcome.payload)


def _documents_of(path: Path, wanted: Collection[str]) -> Iterator[Document]:
    """Yield the documents of ``documents.jsonl`` that are wanted; a line that is none is passed over."""
    with path.open("rb") as lines:
        for line in lines:
            try:
                document = document_from_json(json.loads(line)["document"])
            except (ValueError, KeyError, TypeError):
                continue
            if document.id in wanted:
                yield _as_given(document)


def _as_given(document: Document) -> Document:
    """Return a document as it was before its layout was read, as far as that can be told."""
    if document.published_from == "dateline":
        return replace(document, segments=(), published=None, published_from=None)
    return replace(document, segments=())
