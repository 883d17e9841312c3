"""The knowledge graph in Python: build it, load it, look at it, ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from diplograph.errors import UsageError
from diplograph.files import atomic_write, writing
from diplograph.model import Actor, Event, Reading, Records
from diplograph.outputs.folder import (
    TRIG,
    read_failures,
    read_folder,
)
from diplograph.reading.failure import Failure

if TYPE_CHECKING:
    from datetime import date

    import networkx
    import pandas
    import rdflib

    from diplograph.model import Status
    from diplograph.querying import NamedQuery, Solutions
    from diplograph.querying.diff import Difference
    from diplograph.querying.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KnowledgeGraph:
    """Who did what to whom, when, where, on whose word, out of some documents.

    Args:
        records: everything that was read.
        folder: where it was loaded from or saved to; none if it is in memory only.
        failures: documents that could not be read.
    """

    records: Records
    folder: Path | None = None
    failures: tuple[Failure, ...] = ()

    @classmethod
    def load(cls, folder: str | Path) -> KnowledgeGraph:
        """Return the graph of a folder that ``diplograph build`` or ``save`` made.

        Raises:
            BuildError: if it is not such a folder.
        """
        path = Path(folder)
        return cls(records=read_folder(path), folder=path, failures=read_failures(path))

    @property
    def events(self) -> Sequence[Event]:
        """Return every event, sorted by id."""
        return self.records.events

    @property
    def actors(self) -> Sequence[Actor]:
        """Return every actor, sorted by id."""
        return self.records.actors

    def events_df(self) -> pandas.DataFrame:
        """Return the events as a DataFrame: one row each, sorted by id, with the columns of ``events.csv``.

        Days (``earliest``, ``latest``) are ``datetime64[s]`` and hold the years 1 to 9999; what is known less exactly
        than to the day has two of them and its EDTF in ``date``. Codes are categories, numbers of things nullable
        integers. ``diplograph.outputs.tables.TABLES`` says of each column what it means.
        """
        return self._table("events")

    def participants_df(self) -> pandas.DataFrame:
        """Return who took part in what as a DataFrame: one row for each actor's part in an event.

        ``event`` and ``number`` name a row; ``status`` repeats the status of the event.
        """
        return self._table("participants")

    def actors_df(self) -> pandas.DataFrame:
        """Return the actors as a DataFrame: one row each, sorted by id, with the number of their events."""
        return self._table("actors")

    def claims_df(self) -> pandas.DataFrame:
        """Return the claims as a DataFrame: one row for each sentence that tells of an event.

        ``event`` and ``number`` name a row. ``sentence_start`` and ``sentence_end`` are characters of the document's
        text, the end exclusive.
        """
        return self._table("claims")

    def _table(self, name: str) -> pandas.DataFrame:
        from diplograph.analysis.frames import table_frame

        return table_frame(self.records, name)

    def dyads(
        self,
        period: str | None = "M",
        weight: Literal["goldstein", "plover", "count"] = "goldstein",
        *,
        directed: bool = True,
        include: Iterable[Status | str] = (),
        dating: Literal["certain", "report"] = "certain",
    ) -> pandas.DataFrame:
        """Return the acts between countries by period, counted and weighed: one row a period, pair and status.

        Only asserted events are counted, unless ``include`` names more statuses, which then have rows of their own.
        Statements, events of grade C, and what people of one country do to each other are left out. An event counts
        once in a row, however many people and sentences tell of it.

        Columns: ``period`` (pandas Period); ``source`` and ``target``, or ``a`` and ``b``; ``status``; ``events``; the
        events by quad class, from ``verbal_cooperation`` to ``material_conflict``; ``mutual``, those between equals;
        ``weight``, the sum of the values; ``scored``, the events that have a value; ``mean``. ``attrs["left_out"]``
        says how many events are not in the table, and why.

        Args:
            period: ``D``, ``W``, ``M``, ``Q``, ``Y`` or none for all time together. An event is in a period if all the
                days possible lie in it. Those that are undated, open at one end or longer are left out and counted.
            weight: ``goldstein`` (Goldstein 1992, for CAMEO as in ICEWS and GDELT; -10 to 10), ``plover`` (the scores
                of PLOVER's manual; -10 to 10) or ``count``. A plan has the value of the act that is planned.
            directed: one row for each direction, an event of equals in both; else one for each pair, ``a`` < ``b``.
            include: statuses to tell besides asserted.
            dating: ``report`` puts an event known only to be over by some day, in news the day of the report, on it.

        Raises:
            UsageError: if an option or a status does not exist.
        """
        from diplograph.analysis.dyads import dyads

        return dyads(self.records, period=period, weight=weight, directed=directed, include=include, dating=dating)

    def timeline(self, a: str, b: str) -> pandas.DataFrame:
        """Return what passed between two, the earliest first, undated events last: one row an event.

        Every status and grade is there; ``direction`` says who acted on whom, ``title`` what it was.

        Args:
            a: a country's code such as ``USA``, or an actor's id.
            b: another.

        Raises:
            UsageError: if ``a`` is ``b``, or one of them takes part in nothing.
        """
        from diplograph.analysis.relations import timeline

        return timeline(self.records, a, b)

    def who_claims(self, event: str) -> pandas.DataFrame:
        """Return the claims of an event: who says it, where, in which words; the columns are those of ``claims_df``.

        Args:
            event: its id, or enough of it to tell it from others.

        Raises:
            UsageError: if there is no such event, or more than one.
        """
        from diplograph.analysis.relations import who_claims

        return who_claims(self.records, event)

    def network(self, view: str = "events", *, directed: bool = True) -> networkx.Graph:
        """Return a network of the graph for networkx, with its nodes and edges sorted.

        ``events`` has events and actors as nodes and the roles as edges. ``dyads`` has actors only and an edge for each
        pair, direction and status, with the event ids. ``actors`` and ``countries`` count asserted acts: ``weight``
        (events), ``cooperation``, ``conflict``, ``mutual`` (events of equals), ``balance`` from -1 to 1, ``goldstein``
        (sum of values) and the ``events``. ``diplograph.analysis.measures`` has what can be measured on them.

        Args:
            view: ``events`` or ``dyads`` (a MultiDiGraph), ``actors`` or ``countries`` (a DiGraph).
            directed: false makes a Graph of actors or countries, in which an event counts once for each pair.

        Raises:
            UsageError: if there is no such view, or it is always directed.
        """
        from diplograph.analysis.views import network

        return network(self.records, view, directed=directed)

    def to_turtle(self) -> str:
        """Return the graph as Turtle."""
        from diplograph.outputs.rdf import turtle_chunks

        return "".join(turtle_chunks(self.records))

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the graph as a data set of rdflib, with a named graph for each document."""
        from diplograph.outputs.rdf import rdflib_dataset

        return rdflib_dataset(self.records)

    def query(self, question: str | NamedQuery, **settings: str) -> Solutions:
        """Return the answer to a SPARQL query over the graph, or to a named one.

        Args:
            question: SPARQL, in which the prefixes of diplograph need not be declared, or a named query.
            settings: values for the parameters of a named query.

        Raises:
            QueryError: if the query is refused or fails.
        """
        from diplograph.querying import run_query

        with self.queryable() as folder:
            return run_query(folder, question, settings=settings)

    @contextmanager
    def queryable(self) -> Iterator[Path]:
        """Give a folder that queries can read: the graph's own, or for a while one with the TriG file alone."""
        if self.folder is not None:
            yield self.folder
            return
        from diplograph.outputs.folder import WRITERS

        with TemporaryDirectory(prefix="diplograph-") as folder:
            atomic_write(Path(folder, TRIG), WRITERS[TRIG](self.records))
            yield Path(folder)

    def as_of(self, day: date) -> KnowledgeGraph:
        """Return the graph as what had been published by ``day`` tells it; documents without a day are left out."""
        from diplograph.querying.asof import as_of

        return KnowledgeGraph(records=as_of(self.records, day))

    def without(self, documents: Iterable[str]) -> KnowledgeGraph:
        """Return the graph as if some documents had never been read.

        Args:
            documents: their ids, or the names of the files that they were read from.

        Raises:
            UsageError: if there is no such document, or none would be left.
        """
        from diplograph.knowledge.corrections import corrections_for
        from diplograph.pipeline import build_records

        readings, corrections = self.records.readings, corrections_for(self.folder) if self.folder else ()
        gone = {found for name in documents for found in _named(readings, name)}
        kept = [reading for reading in readings if reading.document.id not in gone]
        if not kept:
            raise UsageError("no document would be left; delete the folder instead")
        return KnowledgeGraph(records=build_records(kept, self.records.run, corrections), failures=self.failures)

    def diff(self, other: KnowledgeGraph) -> tuple[Difference, ...]:
        """Return what is different in ``other``: events, their status, dates and parties, and who is who."""
        from diplograph.querying.diff import diff_records

        return diff_records(self.records, other.records)

    def export(
        self,
        format: str,  # noqa: A002  # as in build
        *,
        include: Iterable[Status] = (),
        table: str | None = None,
    ) -> str | bytes:
        """Return the graph in another format: text, or bytes where it is binary.

        Args:
            format: one of those that ``diplograph export`` has, such as ``nt`` or ``polecat``.
            include: statuses that a format without a column for them would leave out.
            table: of ``csv`` and ``parquet``, which one: events (if none is given), participants, actors or claims.

        Raises:
            UsageError: if the format or table is unknown, or needs a package that is not installed.
        """
        from diplograph.outputs.exports import export

        contents = export(self.records, format, include=include, table=table)
        return contents if isinstance(contents, bytes) else "".join(contents)

    def validate(self) -> tuple[Finding, ...]:
        """Return everything that is wrong with the graph, or may be."""
        from diplograph.querying import validate_build

        with self.queryable() as folder:
            return validate_build(folder)

    def save(self, folder: str | Path, *, force: bool = False) -> KnowledgeGraph:
        """Write every output to ``folder``, the store with them, and return the graph that knows of it.

        Args:
            folder: made if need be; the files of an earlier build in it are replaced.
            force: replace files of these names that diplograph did not make.

        Raises:
            OutputError: if the folder cannot be written, belongs to somebody else, or another process writes to it.
            BuildError: if another process has its store open; the other files are written all the same.
        """
        from diplograph.querying.buildstore import write_build
        from diplograph.running.shards import retain

        path = Path(folder)
        with writing(path):
            write_build(self.records, path, failures=self.failures, force=force)
            # What is not in the graph may not come back with the next build.
            retain(path, {reading.document.id for reading in self.records.readings})
        return KnowledgeGraph(records=self.records, folder=path, failures=self.failures)

    def show(self, height: int = 600) -> Any:
        """Return the page as a notebook shows it: in a frame of ``height`` pixels, sandboxed."""
        from IPython.display import HTML

        from diplograph.outputs.page import embed

        return HTML(embed(self.records, height))  # type: ignore[no-untyped-call]  # IPython has no types here

    def __repr__(self) -> str:
        """Return the graph's size in one line."""
        records = self.records
        sizes = f"{len(records.readings)} documents, {len(self.actors)} actors, {len(self.events)} events"
        return f"<KnowledgeGraph: {sizes}>"

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Return what a notebook shows for the graph: a card without script, and one line of text."""
        from diplograph.outputs.page import card

        return {"text/plain": repr(self), "text/html": card(self.records)}


def _named(readings: Iterable[Reading], name: str) -> frozenset[str]:
    """Return the ids of the documents that ``name`` names: one by its id, or all of a file."""
    found = {reading.document.id: reading.document.source for reading in readings}
    ids = frozenset({name} if name in found else (one for one, source in found.items() if source == name))
    if not ids:
        raise UsageError(f"no document {name!r}; ids and files are in report.json")
    return ids
