"""A build on disk: every output of the same records in one folder, and the way back.

``report.json`` marks a folder as made by diplograph; other people's files are never written over.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from diplograph.errors import BuildError, OutputError
from diplograph.files import Publication, no_empty_folder, publishing
from diplograph.keptrows import kept_rows
from diplograph.knowledge.decisions import merge_from_json, merge_to_json
from diplograph.knowledge.merging import merge_actors
from diplograph.knowledge.shelf import REPORTS, KeptShelf, Shelf, kept_shelf
from diplograph.model import Actor, Event, Reading, Records, Run
from diplograph.outputs.beside import beside
from diplograph.outputs.report import SOFTWARE, Tally, report_of, tally_of
from diplograph.outputs.wordings import WORDINGS, Makers, Wordings
from diplograph.reading.failure import Failure
from diplograph.records import (
    dump_line,
    event_from_json,
    event_line,
    in_id_order,
    reading_from_json,
    reading_line,
)
from diplograph.stored import Deferred, Filed, Stored

REPORT = "report.json"
EVENTS = "events.jsonl"
DOCUMENTS = "documents.jsonl"
MERGES = "merges.jsonl"
PAGE = "graph.html"
GraphSizes = list[tuple[str, int]]
TURTLE = "graph.ttl"
TRIG = "graph.trig"
# Events from which on it is worth the while to copy this process.
_WORTH_A_COPY = 1000


def events_jsonl(records: Records) -> Iterator[str]:
    """Yield ``events.jsonl`` line by line, sorted by event id."""
    if isinstance(records.events, Stored):
        return (line.decode("utf-8") for line in records.events.lines())
    return map(event_line, in_id_order(records.events))


def documents_jsonl(records: Records) -> Iterator[str]:
    """Yield ``documents.jsonl`` line by line: what was read out of each document by itself."""
    if isinstance(records.readings, Stored):
        return (line.decode("utf-8") for line in records.readings.lines())
    return map(reading_line, records.readings)


def merges_jsonl(records: Records) -> Iterator[str]:
    """Yield ``merges.jsonl`` line by line: what was put together across documents or kept apart, and why."""
    return (dump_line(merge_to_json(merge)) + "\n" for merge in records.merges)


def _turtle(records: Records) -> Iterable[str]:
    from diplograph.outputs.rdf import turtle_chunks

    return turtle_chunks(records)


def _trig(records: Records) -> Iterable[str]:
    from diplograph.outputs.rdf import trig_chunks

    return trig_chunks(records)


def _page(records: Records) -> Iterable[str]:
    from diplograph.outputs.page import page_chunks

    return page_chunks(records)


def _graphml(records: Records) -> Iterable[str]:
    from diplograph.outputs.graphml import events_graphml

    return events_graphml(records)


def _csv(records: Records) -> Iterable[str]:
    from diplograph.outputs.tables import events_csv

    return events_csv(records)


WRITERS: Mapping[str, Callable[[Records], Iterable[str]]] = {
    TURTLE: _turtle,
    TRIG: _trig,
    PAGE: _page,
    "graph.graphml": _graphml,
    EVENTS: events_jsonl,
    DOCUMENTS: documents_jsonl,
    MERGES: merges_jsonl,
    "events.csv": _csv,
}
"""How every file of a build, but for the report, is written from the records."""

FILES = (*WRITERS, REPORT)


def is_build(folder: Path) -> bool:
    """Return whether diplograph made ``folder``."""
    try:
        report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(report, dict) and report.get("software") == SOFTWARE


def check_writable(folder: Path, *, force: bool = False) -> None:
    """Stop before any work is done if the build could not be written, or would destroy others' files.

    Raises:
        OutputError: if ``folder`` is a file, cannot be made, or holds files of these names by others.
    """
    ground = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not ground.is_dir():
        raise OutputError(f"{ground}: is a file, not a folder; give another -o")
    if not os.access(ground, os.W_OK | os.X_OK):
        raise OutputError(f"{ground}: cannot be written (permission denied); give another -o")
    taken = [name for name in FILES if (folder / name).exists()]
    if taken and not force and not is_build(folder):
        found = ", ".join(taken)
        raise OutputError(f"{folder}: holds {found} not made by diplograph; give another -o, or --force")


def write_folder(
    records: Records,
    folder: Path,
    *,
    failures: Sequence[Failure] = (),
    force: bool = False,
    processes: int = 1,
    made_by: str | None = None,
    when_written: Callable[[Path], None] = lambda trig: None,
) -> GraphSizes:
    """Write every file of a build; no old one goes before all new ones lie beside them.

    Args:
        records: everything that was read.
        folder: made if need be.
        failures: documents that could not be read.
        force: replace files of these names that diplograph did not make.
        processes: that may write; more than two are not made use of.
        made_by: hash of the program. If it is given, what the files in the folder say already, if the same program
            wrote them, is copied.
        when_written: called when the TriG file is whole, with its place until all are.

    Returns:
        name and size in bytes of each graph of the TriG file, the prefixes under no name.

    Raises:
        OutputError: if the folder cannot be written or belongs to somebody else.
    """
    check_writable(folder, force=force)
    key = _key(made_by, records.run) if made_by else None
    others = [name for name in WRITERS if name not in {TURTLE, TRIG}]
    with no_empty_folder(folder), publishing() as publication, uncollected():
        # The report first, so that a build cut short can be repeated without --force.
        for name in (REPORT, *others, *([WORDINGS, REPORTS] if key else [])):
            publication.reserve(folder / name)

        def write_others() -> None:
            _write_others(records, folder, publication, failures, key)

        with beside(write_others, copying=processes > 1 and len(records.events) >= _WORTH_A_COPY):
            sizes = _write_rdf(records, folder, publication, key, when_written)
    if not key:
        _forget_pieces(folder)
    return sizes


def _forget_pieces(folder: Path) -> None:
    """Delete what an earlier build left for the next: it may quote documents that are there no more."""
    from diplograph.outputs.rdf import LENGTHS

    for name in (LENGTHS, WORDINGS, REPORTS):
        (folder / name).unlink(missing_ok=True)


def _key(made_by: str, run: Run) -> str:
    """Return what says by which program and with which settings the files of a build were made."""
    return f"{made_by} {run}"


def kept_readings(folder: Path, made_by: str, run: Run) -> KeptShelf | None:
    """Return the documents of an earlier build; none if another program made it, or it is not as it was left.

    Args:
        made_by: hash of the program.
        run: the settings.
    """
    return kept_shelf(_key(made_by, run), folder / DOCUMENTS, folder / REPORTS)


def _makers() -> Makers:
    """Return what puts events into words for the files that are made of these."""
    from diplograph.outputs.graphml import event_texts
    from diplograph.outputs.page import WORDS
    from diplograph.outputs.tables import event_row

    return {"tally": tally_of, "graphml": event_texts, "row": event_row, **WORDS}


def _write_others(
    records: Records, folder: Path, publication: Publication, failures: Sequence[Failure], key: str | None
) -> None:
    """Write all files but those of RDF.

    Args:
        key: of what makes the words; if there is one, those that the last build left are made use of.
    """
    from diplograph.outputs.graphml import graphml_texts
    from diplograph.outputs.page import page_chunks
    from diplograph.outputs.tables import events_csv_of

    words = Wordings(records.events, _makers(), kept_rows(key, folder / WORDINGS) if key else None)
    of_words: dict[str, Iterable[str | bytes]] = {
        REPORT: [report_of(records, failures, Tally(words.all("tally")))],
        "graph.graphml": graphml_texts(words, records.actors),
        "events.csv": events_csv_of(words.all("row")),
        PAGE: page_chunks(records, words=words),
    }
    for name in (REPORT, *WRITERS):
        if name not in {TURTLE, TRIG}:
            publication.fill(folder / name, of_words[name] if name in of_words else WRITERS[name](records))
    if key:
        publication.fill(folder / WORDINGS, words.rows.file(key))
        publication.fill(folder / REPORTS, records.readings.file(key) if isinstance(records.readings, Shelf) else ())


def _write_rdf(
    records: Records,
    folder: Path,
    publication: Publication,
    key: str | None,
    when_written: Callable[[Path], None],
) -> GraphSizes:
    """Write the two files of RDF, which are made together; first the one of which a store can be made meanwhile.

    Returns:
        as ``write_folder``.
    """
    from diplograph.outputs.rdf import LENGTHS, kept_of, turtle_and_graphs

    sizes: GraphSizes = []
    kept = kept_of(key, folder / TURTLE, folder / TRIG, folder / LENGTHS) if key else None
    turtle, texts, lengths = turtle_and_graphs(records, kept)
    trig_path = publication.add(folder / TRIG, _sized(texts, sizes))
    when_written(trig_path)
    turtle_path = publication.add(folder / TURTLE, turtle)
    if key:
        publication.add(folder / LENGTHS, lengths.text(key, turtle_path, trig_path, dict(sizes)))
    return sizes


def _sized(pieces: Iterable[tuple[str, str]], sizes: GraphSizes) -> Iterator[bytes]:
    for name, text in pieces:
        data = text.encode("utf-8")
        before = sizes.pop()[1] if sizes and sizes[-1][0] == name else 0
        sizes.append((name, before + len(data)))
        yield data


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles of garbage: records leave few, and the search takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                yield _object(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"{path}: cannot be read ({error}); build again") from error


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise BuildError(f"{where}: not JSON ({error}); build again") from error
    if not isinstance(value, dict):
        raise BuildError(f"{where}: not a JSON object; build again")
    return value


def read_report(folder: Path) -> dict[str, Any]:
    """Return ``report.json`` of a build.

    Raises:
        BuildError: if ``folder`` is not a build.
    """
    if not folder.is_dir():
        raise BuildError(f"{folder}: no such folder; make it with: diplograph build INPUT -o {folder}")
    if not is_build(folder):
        raise BuildError(f"{folder}: not a build ({REPORT} of diplograph expected); build again")
    report: dict[str, Any] = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    return report


def _actors(readings: Iterable[Reading], events: Iterable[Event]) -> tuple[Actor, ...]:
    """Return the actors of the build: merged out of all documents, as when it was made."""
    merged = {actor.id: actor for actor in merge_actors(actor for reading in readings for actor in reading.actors)}
    taking_part = (part.actor for event in events for part in event.participations)
    others = merge_actors(actor for actor in taking_part if actor.id not in merged)
    found = merged | {actor.id: actor for actor in others}
    return tuple(found[name] for name in sorted(found))


def read_folder(folder: Path) -> Records:
    """Return the records of a build.

    Raises:
        BuildError: if a file of it is missing or broken.
    """
    report = read_report(folder)
    with _told_of(folder):
        readings = tuple(reading_from_json(value) for value in _lines(folder / DOCUMENTS))
        events = tuple(event_from_json(value) for value in _lines(folder / EVENTS))
        merges = tuple(merge_from_json(value) for value in _lines(folder / MERGES))
        run = _run(report)
    return Records(run=run, readings=readings, actors=_actors(readings, events), events=events, merges=merges)


def view_folder(folder: Path) -> Records:
    """Return the records of a build that is known to be whole; they stay on disk and are decoded when asked for.

    Raises:
        BuildError: if a file of it is missing or broken.
    """
    with _told_of(folder):
        readings = Filed(folder / DOCUMENTS, reading_from_json)
        events = Filed(folder / EVENTS, event_from_json)
        merges = tuple(merge_from_json(value) for value in _lines(folder / MERGES))
        run = _run(read_report(folder))
    actors = Deferred(lambda: _actors(readings, events))
    return Records(run=run, readings=readings, actors=actors, events=events, merges=merges)


def _run(report: Mapping[str, Any]) -> Run:
    return Run(version=report["version"], model=report["model"], config_hash=report["config_hash"])


@contextmanager
def _told_of(folder: Path) -> Iterator[None]:
    """Turn what a damaged build raises into one error."""
    try:
        yield
    except (KeyError, TypeError, ValueError, OSError) as error:
        reason = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
        raise BuildError(f"{folder}: of another version or damaged ({reason}); build again") from error


def read_failures(folder: Path) -> tuple[Failure, ...]:
    """Return what could not be read when the build was made."""
    failures = read_report(folder).get("failures", [])
    return tuple(Failure(source=failure["source"], reason=failure["reason"]) for failure in failures)
