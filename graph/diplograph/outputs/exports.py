"""Every format that a build can be written in, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from diplograph.errors import UsageError
from diplograph.model import Records, Status
from diplograph.outputs.folder import WRITERS

Contents = Iterable[str] | bytes
Export = Callable[[Records, frozenset[Status]], Contents]

EVENTS_TABLE = "events"
TABULAR = frozenset({"csv", "parquet"})
"""The formats in which each of the four tables can be had."""

NOTHING: frozenset[Status] = frozenset()
CODED: Mapping[str, frozenset[Status]] = MappingProxyType(
    {
        # POLECAT's table has nowhere to say that an event did not happen, or may not have.
        "polecat": frozenset({Status.ALLEGED, Status.DISPUTED}),
        "gdelt": frozenset({Status.ALLEGED, Status.DISPUTED}),
        "plover-json": frozenset(Status),
    }
)
"""The formats that leave out what they cannot tell from a fact, with the statuses that may be asked for."""

_ALWAYS = {"polecat": NOTHING, "gdelt": NOTHING, "plover-json": frozenset({Status.ALLEGED, Status.DISPUTED})}


def _of_build(file: str) -> Export:
    return lambda records, _: WRITERS[file](records)


def _rdf(syntax: str) -> Export:
    def export(records: Records, _: frozenset[Status]) -> Contents:
        from diplograph.outputs.rdf import export_graph

        return [export_graph(records, syntax)]

    return export


def _jsonld_events(records: Records, _: frozenset[Status]) -> Contents:
    from diplograph.outputs.rdf import event_documents, json_text

    return (f"{json_text(document)}\n" for document in event_documents(records))


def _gexf(records: Records, _: frozenset[Status]) -> Contents:
    from diplograph.outputs.gexf import gexf

    return [gexf(records)]


def _node_link(records: Records, _: frozenset[Status]) -> Contents:
    from diplograph.outputs.network import node_link

    return [node_link(records)]


def _polecat(records: Records, told: frozenset[Status]) -> Contents:
    from diplograph.outputs.polecat import polecat

    return polecat(records, told)


def _gdelt(records: Records, told: frozenset[Status]) -> Contents:
    from diplograph.outputs.gdelt import gdelt

    return gdelt(records, told)


def _plover_json(records: Records, told: frozenset[Status]) -> Contents:
    from diplograph.outputs.ploverjson import plover_json

    return plover_json(records, told)


def _table(records: Records, format_: str, name: str) -> Contents:
    from diplograph.outputs.tables import table_csv, table_named, table_parquet

    table = table_named(name)
    return table_csv(records, table) if format_ == "csv" else table_parquet(records, table)


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        "ttl": _of_build("graph.ttl"),
        "trig": _of_build("graph.trig"),
        **{syntax: _rdf(syntax) for syntax in ("nt", "nq", "jsonld", "rdfxml")},
        "jsonld-events": _jsonld_events,
        "graphml": _of_build("graph.graphml"),
        "gexf": _gexf,
        "node-link": _node_link,
        "csv": lambda records, _: _table(records, "csv", EVENTS_TABLE),
        "jsonl": _of_build("events.jsonl"),
        "parquet": lambda records, _: _table(records, "parquet", EVENTS_TABLE),
        "polecat": _polecat,
        "gdelt": _gdelt,
        "plover-json": _plover_json,
    }
)


def _told(format_: str, include: Iterable[Status]) -> frozenset[Status]:
    """Return the statuses that a format tells.

    Raises:
        UsageError: if it has no way to tell one of them.
    """
    asked, possible = frozenset(include), CODED.get(format_, NOTHING)
    if asked and format_ not in CODED:
        raise UsageError(f"{format_} holds every event with its status; include is for {', '.join(CODED)}")
    refused = ", ".join(sorted(asked - possible))
    if refused:
        allowed = ", ".join(sorted(possible))
        raise UsageError(f"{format_} has no column to say that an event is {refused}; it can include {allowed}")
    return asked | _ALWAYS.get(format_, NOTHING)


def export(records: Records, format_: str, *, include: Iterable[Status] = (), table: str | None = None) -> Contents:
    """Return a build in another format: pieces of text, or bytes where it is binary.

    Args:
        records: the build.
        format_: one of ``EXPORTS``.
        include: statuses that a format without a status leaves out by default, see ``CODED``.
        table: of csv and parquet, which one: events, participants, actors or claims; none for events.

    Raises:
        UsageError: if there is no such format or table, it cannot tell what is to be included, or a package is missing.
    """
    if format_ not in EXPORTS:
        raise UsageError(f"unknown format {format_!r}, known: {', '.join(EXPORTS)}")
    told = _told(format_, include)
    if table is None:
        return EXPORTS[format_](records, told)
    if format_ not in TABULAR:
        raise UsageError(f"{format_} has no tables; {' and '.join(sorted(TABULAR))} have")
    return _table(records, format_, table)


def not_exported(records: Records, format_: str, *, include: Iterable[Status] = ()) -> Mapping[str, int]:
    """Return how many events of a build a format leaves out, by the reason; empty for those that hold all."""
    if format_ not in CODED:
        return MappingProxyType({})
    told = _told(format_, include)
    if format_ == "gdelt":
        from diplograph.outputs.gdelt import not_in_gdelt

        return not_in_gdelt(records.events, told)
    from diplograph.outputs.coding import left_out

    return left_out(records.events, told)
