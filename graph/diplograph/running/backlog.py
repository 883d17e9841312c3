"""The documents that wait to be read, in batches, on disk: so that they can be counted before they are read."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from diplograph.files import scratch_file, told_of
from diplograph.model import Document

_MOST_DOCUMENTS, _MOST_CHARS = 16, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Documents that are read together and become one shard.

    Args:
        again: whether it was tried before.
    """

    documents: tuple[Document, ...]
    again: bool = False

    @property
    def chars(self) -> int:
        """Return the length of all texts."""
        return sum(len(document.text) for document in self.documents)

    @property
    def words(self) -> int:
        """Return the number of words of all texts, parted by blanks."""
        return sum(len(document.text.split()) for document in self.documents)

    def singly(self) -> list[Batch]:
        """Return a batch for each document, to be tried again."""
        return [Batch(documents=(document,), again=True) for document in self.documents]


@dataclass(slots=True)
class Waiting:
    """How much waits to be read, or was.

    Args:
        complete: whether all inputs were looked at.
    """

    documents: int = 0
    words: int = 0
    complete: bool = False


@dataclass(slots=True)
class _Open:
    documents: list[Document] = field(default_factory=list)
    chars: int = 0


class Backlog:
    """Batches of documents; the inputs are looked at ahead of their reading whenever there is time."""

    def __init__(self, documents: Iterable[Document], folder: Path | None = None) -> None:
        """Begin with nothing looked at.

        Args:
            documents: looked at one by one, in their order.
            folder: where batches are kept; by default where temporary files go.
        """
        self._documents = iter(documents)
        self._file = scratch_file(self, folder)
        self._folder = folder
        self._ends: list[int] = []
        self._taken = self._read_to = 0
        self._open = _Open()
        self.total = Waiting()

    @classmethod
    def of(cls, batch: Batch) -> Backlog:
        """Return the backlog of one batch, in which it stays together."""
        backlog = cls(())
        backlog._write(batch)
        return backlog

    def advance(self) -> bool:
        """Look at one more document; return whether there was one."""
        document = next(self._documents, None)
        if document is None:
            self.total.complete = True
            self._close()
            return False
        self.total.documents += 1
        self.total.words += len(document.text.split())
        self._open.documents.append(document)
        self._open.chars += len(document.text)
        if len(self._open.documents) >= _MOST_DOCUMENTS or self._open.chars >= _MOST_CHARS:
            self._close()
        return True

    def _close(self) -> None:
        if not self._open.documents:
            return
        self._write(Batch(documents=tuple(self._open.documents)))
        self._open = _Open()

    def _write(self, batch: Batch) -> None:
        with told_of(self._folder):
            self._file.seek(self._ends[-1] if self._ends else 0)
            self._file.write(pickle.dumps(batch, protocol=5))
            self._file.flush()
        self._ends.append(self._file.tell())

    def take(self) -> Batch | None:
        """Return the next batch, or none if there is no more."""
        while self._taken == len(self._ends):
            if not self.advance() and self._taken == len(self._ends):
                return None
        self._file.seek(self._read_to)
        batch: Batch = pickle.load(self._file)  # our own file, which has no name
        self._read_to = self._ends[self._taken]
        self._taken += 1
        return batch
