"""Documents in, a knowledge graph out: in memory, or kept in a folder and added to."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from diplograph.errors import UsageError
from diplograph.files import no_empty_folder, writing
from diplograph.knowledgegraph import KnowledgeGraph
from diplograph.model import Document, Reading
from diplograph.outputs.folder import (
    DOCUMENTS,
    check_writable,
    is_build,
    kept_readings,
    read_report,
    uncollected,
    view_folder,
)
from diplograph.reading.failure import Failure
from diplograph.reading.formats import read_documents

if TYPE_CHECKING:
    from spacy.language import Language

    from diplograph.knowledge.corrections import Correction
    from diplograph.running.corpus import Earlier, Filling, OnProgress
    from diplograph.running.engines import Work

Inputs = str | Path | Sequence[str | Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a folder is built into.

    Args:
        fresh: forget what was read before; what is not among today's documents goes.
        force: replace files that diplograph did not make.
        corrections: a table of decisions about actors; by default ``corrections.tsv`` in the folder, if there is one.
        typer: let a classifier give its own answer to every root, which is recorded beside that of the rules.
    """

    fresh: bool = False
    force: bool = False
    corrections: Path | None = None
    typer: bool = False


def build(
    inputs: Inputs,
    *,
    model: str | None = None,
    format: str | None = None,  # noqa: A002  # the command line's word
    jobs: int = 1,
    stdin: BinaryIO | None = None,
    on_progress: Callable[[int], None] | None = None,
    corrections: Sequence[Correction] = (),
) -> KnowledgeGraph:
    """Read documents into a knowledge graph; what cannot be read is in its ``failures``.

    Args:
        inputs: a file, folder or pattern, or several of them; ``-`` is standard input.
        model: an installed spaCy pipeline or a path to one; by default the one diplograph brings.
        format: how to read the inputs; by default the suffix says it.
        jobs: processes that read; the result is the same for any number.
        stdin: read in the place of standard input.
        on_progress: called with the number of documents read so far.
        corrections: what people decided about actors, as ``read_corrections`` returns it.

    Raises:
        UsageError: if the format is unknown or ``jobs`` is not positive.
        ModelError: if the model is missing or unfit.
    """
    if jobs < 1:
        raise UsageError(f"jobs is {jobs}, at least 1 expected")
    from diplograph.language.parsing import load_nlp
    from diplograph.pipeline import build_records, run_of

    failures: list[Failure] = []
    documents = _documents(read_documents(_names(inputs), format=format, stdin=stdin), failures)
    nlp = load_nlp(model) if model else load_nlp()
    found = _read_alone(documents, nlp) if jobs == 1 else _read_jointly(documents, model, jobs, failures)
    readings = list(_counted(found, on_progress))
    return KnowledgeGraph(records=build_records(readings, run_of(nlp), corrections), failures=tuple(failures))


def _names(inputs: Inputs) -> list[str]:
    return [str(name) for name in ([inputs] if isinstance(inputs, str | Path) else inputs)]


def _documents(found: Iterable[Document | Failure], failures: list[Failure]) -> Iterator[Document]:
    """Yield the documents and put the failures aside."""
    for result in found:
        if isinstance(result, Failure):
            failures.append(result)
        else:
            yield result


def _counted(readings: Iterable[Reading], on_progress: Callable[[int], None] | None) -> Iterator[Reading]:
    for number, reading in enumerate(readings, start=1):
        if on_progress:
            on_progress(number)
        yield reading


def _read_alone(documents: Iterable[Document], nlp: Language) -> Iterator[Reading]:
    from diplograph.pipeline import knowledge_for, read

    knowledge = knowledge_for(nlp)
    # What is loaded for good need not be searched for garbage again and again.
    gc.freeze()
    return read(documents, nlp=nlp, knowledge=knowledge)


def _read_jointly(
    documents: Iterable[Document], model: str | None, jobs: int, failures: list[Failure]
) -> Iterator[Reading]:
    """Yield the readings of ``jobs`` supervised processes, as they come."""
    from diplograph.running.corpus import read_unkept
    from diplograph.running.engines import Work

    for outcome in read_unkept(documents, model=model, work=Work(jobs=jobs)):
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            yield outcome


def _earlier(folder: Path) -> Earlier | None:
    """Return what the build in ``folder`` holds, if there is one."""
    from diplograph.running.corpus import Earlier

    if not (is_build(folder) and (folder / DOCUMENTS).is_file()):
        return None
    documents = read_report(folder).get("documents", [])
    return Earlier(file=folder / DOCUMENTS, documents=frozenset(document["id"] for document in documents))


def build_into(
    folder: str | Path,
    inputs: Inputs,
    *,
    model: str | None = None,
    format: str | None = None,  # noqa: A002  # the command line's word
    work: Work | None = None,
    manner: Manner | None = None,
    on_progress: OnProgress | None = None,
) -> KnowledgeGraph:
    """Add documents to the graph of a folder and write it; only what is new or changed is read.

    The result is that of a build of all documents that were ever added, each as it was last. What was read is kept in
    the folder, so that a run which was cut short goes on where it stood.

    Args:
        folder: made if need be.
        inputs: as in ``build``, as are ``model`` and ``format``.
        work: where documents are read, and what that may cost; by default by one process.
        manner: what becomes of what is in the folder, and whether the typer answers too.
        on_progress: called whenever a batch was read.

    Raises:
        OntologyError: if the weights of the typer are wrong.
        OutputError: if the folder cannot be written, belongs to somebody else, or another process writes to it.
        UsageError: if the format or the engine is unknown.
        ModelError: if the model is missing or unfit.
        CorrectionsError: if a row of the corrections is wrong.
        EngineError: if the processes or machines that read fail.
    """
    from diplograph.knowledge.corrections import corrections_for
    from diplograph.running.corpus import fill_folder
    from diplograph.running.engines import Work
    from diplograph.running.settings import settings_for

    path, how, where = Path(folder), manner or Manner(), work or Work()
    check_writable(path, force=how.force)
    corrections, settings = corrections_for(path, how.corrections), settings_for(model, typer=how.typer)
    found = read_documents(_names(inputs), format=format)
    with writing(path), no_empty_folder(path):
        earlier = None if how.fresh else _earlier(path)
        filling = fill_folder(path, found, settings, where, earlier, fresh=how.fresh, on_progress=on_progress)
        with uncollected():
            return _kept(path, filling, corrections, force=how.force)


def _kept(folder: Path, filling: Filling, corrections: Sequence[Correction], *, force: bool) -> KnowledgeGraph:
    """See that what all documents say together, if there are any, is in the files of the build, and return it."""
    from diplograph.outputs.beside import processors
    from diplograph.outputs.written import forget_written, is_written, note_written
    from diplograph.querying.buildstore import store_of, write_build
    from diplograph.running.settings import program_hash

    key, failures = filling.key(corrections), tuple(filling.failures)
    if is_written(folder, key) and store_of(folder):
        records = view_folder(folder)
    else:
        made_by, processes = program_hash(), processors()
        records = filling.records(corrections, kept_readings(folder, made_by, filling.run))
        if not records.readings:
            return KnowledgeGraph(records=records, failures=failures)
        forget_written(folder)
        write_build(records, folder, failures=failures, force=force, processes=processes, made_by=made_by)
        note_written(folder, key)
    filling.shards.sweep()
    return KnowledgeGraph(records=records, folder=folder, failures=failures)
