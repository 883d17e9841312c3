"""``explain``, ``export`` and ``view``: one event, one format, the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplograph.cli.talking import (
    STDOUT,
    Destination,
    Settings,
    as_of_option,
    common,
    destination_option,
    model_option,
    records_of,
    warn,
)
from diplograph.errors import UsageError
from diplograph.model import Status

if TYPE_CHECKING:
    from diplograph.model import Event, Records

# The names of outputs.exports.EXPORTS and outputs.tables.TABLES; --help need not import them, and a test compares.
FORMATS = (
    *("ttl", "trig", "nt", "nq", "jsonld", "rdfxml", "jsonld-events", "graphml", "gexf", "node-link"),
    *("csv", "jsonl", "parquet", "polecat", "gdelt", "plover-json"),
)
TABLES = ("events", "participants", "actors", "claims")


@click.command(short_help="Show why a sentence gives an event, or none.")
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="DIR")
@click.argument("event", required=False, metavar="EVENT_ID")
@click.option("--text", help="Explain these sentences instead.")
@model_option
@common
def explain(folder: Path | None, event: str | None, text: str | None, model: str | None) -> None:
    """Show why a sentence gave an event: marks, rule, parse; or why it gave none.

    \b
    diplograph explain --text "Norway recalled its ambassador to Chile on Friday."
    diplograph explain out EVENT_ID
    """
    from diplograph.cli.explaining import explained_event, explained_text

    if text is not None:
        if folder is not None:
            raise UsageError("explain either --text or an event of a build, not both")
        from diplograph.language.parsing import load_nlp
        from diplograph.pipeline import explain_text

        nlp = load_nlp(model) if model else load_nlp()
        STDOUT.deliver(_ended(explained_text(explain_text(text, nlp))))
        return
    if folder is None or event is None:
        raise UsageError('name a build and an event (ids are in events.jsonl), or give --text "..."')
    records = records_of(folder)
    STDOUT.deliver(_ended(explained_event(_event(records, event, folder), records)))


def _ended(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def _event(records: Records, name: str, folder: Path) -> Event:
    """Return the event whose id is ``name``, or begins with it and no other does."""
    found = [event for event in records.events if event.id == name]
    found = found or [event for event in records.events if event.id.startswith(name)]
    if len(found) == 1:
        return found[0]
    reason = f"{len(found)} events begin with {name!r}" if found else f"no event {name!r}"
    raise UsageError(f"{folder}: {reason}; ids are in events.jsonl")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--format", "format_", type=click.Choice(FORMATS), required=True)
@click.option("--table", type=click.Choice(TABLES), help="Of csv and parquet, which one.  [default: events]")
@as_of_option
@click.option(
    "--include",
    type=click.Choice([status.value for status in Status]),
    multiple=True,
    help="For polecat, gdelt and plover-json: tell also events of this status, which they cannot mark.",
)
@destination_option("-o", "--output")
@common
@click.pass_obj
def export(
    settings: Settings,
    folder: Path,
    format_: str,
    table: str | None,
    day: date | None,
    include: tuple[str, ...],
    destination: Destination,
) -> None:
    """Write a build in another format.

    \b
    diplograph export out --format nt | sort | head
    diplograph export out --format parquet --table claims -o claims.parquet
    diplograph export out --format csv --as-of 2021-10-08

    \b
    RDF       ttl, trig, nt, nq, jsonld, rdfxml, jsonld-events (one object an event and a line)
    networks  graphml, gexf (with times, for Gephi), node-link (JSON of networkx)
    tables    csv, parquet: events, participants, actors or claims
    events    jsonl (whole), polecat (40 columns), gdelt (61 columns, no header),
              plover-json

    polecat, gdelt and plover-json have no way to mark what did not plainly happen. Such
    events are left out; how many is said on stderr.
    """
    from diplograph.outputs.exports import export as exported
    from diplograph.outputs.exports import not_exported

    records, statuses = records_of(folder, settings, day), [Status(name) for name in include]
    destination.deliver(exported(records, format_, include=statuses, table=table))
    missing = not_exported(records, format_, include=statuses)
    if missing:
        told = ", ".join(f"{number} {reason}" for reason, number in missing.items())
        settings.say(f"{format_} has no way to say what these events are, so they were left out: {told}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", help="Heading of the page.")
@as_of_option
@click.option("--open", "opening", is_flag=True, help="Open it in the browser.")
@common
@click.pass_obj
def view(settings: Settings, folder: Path, title: str | None, day: date | None, opening: bool) -> None:
    """Make the page of a build anew, from its records.

    \b
    diplograph view out --open
    diplograph view out --as-of 2021-10-08

    The page as of a day is a file of its own beside the page of the whole build.
    """
    from diplograph.files import atomic_write
    from diplograph.outputs.folder import PAGE
    from diplograph.outputs.page import render_page

    page = folder / (f"graph-as-of-{day}.html" if day else PAGE)
    heading = title or (f"As reported by {day}" if day else None)
    atomic_write(page, render_page(records_of(folder, settings, day), title=heading))
    settings.say(f"{page}: written")
    if opening:
        _show(page)


def _show(page: Path) -> None:
    """Open the page in the browser, by its address: a path may look like an option or hold a ``#``."""
    import webbrowser

    address = page.resolve().as_uri()
    if not webbrowser.open(address):
        warn(f"no browser could be started on this machine; open {address} yourself")
