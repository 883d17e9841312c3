"""``explain``, ``export`` and ``view``: one event, one format, the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplograph.cli.talking import STDOUT, Destination, Settings, common, destination_option, model_option
from diplograph.errors import UsageError

if TYPE_CHECKING:
    from diplograph.model import Event, Records

OTHER_RDF = ("nt", "jsonld", "rdfxml")
FORMATS = ("ttl", "trig", *OTHER_RDF, "graphml", "csv", "jsonl")
_FILES = {
    "ttl": "graph.ttl",
    "trig": "graph.trig",
    "graphml": "graph.graphml",
    "csv": "events.csv",
    "jsonl": "events.jsonl",
}


@click.command()
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
    records = _records(folder)
    STDOUT.deliver(_ended(explained_event(_event(records, event, folder), records)))


def _ended(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def _records(folder: Path) -> Records:
    from diplograph.outputs.folder import read_folder

    return read_folder(folder)


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
@destination_option("-o", "--output")
@common
def export(folder: Path, format_: str, destination: Destination) -> None:
    """Write a build in another format.

    \b
    diplograph export out --format nt | sort | head
    diplograph export out --format rdfxml -o graph.rdf
    """
    destination.deliver(_exported(_records(folder), format_))


def _exported(records: Records, format_: str) -> Iterable[str]:
    if format_ in OTHER_RDF:
        from diplograph.outputs.rdf import export_graph

        return [export_graph(records, format_)]
    from diplograph.outputs.folder import WRITERS

    return WRITERS[_FILES[format_]](records)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", help="Heading of the page.")
@click.option("--open", "opening", is_flag=True, help="Open it in the browser.")
@common
@click.pass_obj
def view(settings: Settings, folder: Path, title: str | None, opening: bool) -> None:
    """Make the page of a build anew, from its records.

    \b
    diplograph view out --open
    """
    from diplograph.files import atomic_write
    from diplograph.outputs.folder import PAGE
    from diplograph.outputs.page import render_page

    page = folder / PAGE
    atomic_write(page, render_page(_records(folder), title=title))
    settings.say(f"{page}: written")
    if opening:
        click.launch(str(page))
