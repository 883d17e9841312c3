"""``diff``: what is different between two builds."""

from __future__ import annotations

from pathlib import Path

import click

from diplograph.cli.talking import Destination, Settings, common, destination_option, records_of

FORMATS = ("text", "json", "rdf")


@click.command()
@click.argument("before", type=click.Path(path_type=Path), metavar="DIR_A")
@click.argument("after", type=click.Path(path_type=Path), metavar="DIR_B")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@destination_option("-o", "--output")
@common
@click.pass_obj
def diff(settings: Settings, before: Path, after: Path, format_: str, destination: Destination) -> None:
    """Show what the second build says otherwise than the first.

    \b
    diplograph diff monday tuesday
    diplograph diff monday tuesday --format rdf -o changes.rdfp

    Events added, removed, or with another class, status, date or parties; actors that became one, or two, or
    got another id. json is one object a line; rdf is an RDF Patch that turns the first graph into the second.
    """
    from diplograph.querying.diff import diff_json, diff_records, diff_text, rdf_patch

    first, second = records_of(before), records_of(after)
    differences = diff_records(first, second)
    if format_ == "rdf":
        destination.deliver([rdf_patch(first, second)])
    else:
        destination.deliver([diff_json(differences) if format_ == "json" else diff_text(differences)])
    settings.say(f"{len(differences)} differences")
