"""``actors``: who may be whom, for somebody to decide."""

from __future__ import annotations

from pathlib import Path

import click

from diplograph.cli.talking import Destination, Settings, common, destination_option, records_of

FORMATS = ("table", "json")


@click.command(short_help="Show which actors may be one, and why.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--all", "every", is_flag=True, help="Show also what is sure.")
@destination_option("-o", "--output")
@common
@click.pass_obj
def actors(settings: Settings, folder: Path, format_: str, every: bool, destination: Destination) -> None:
    """Show which actors may be one and which were held to be one in doubt, with the sentences that name them.

    \b
    diplograph actors out
    diplograph actors out --format json | less

    To decide, write a line into DIR/corrections.tsv, with tabs, and build again; the header is
    operation, actor, other, note. An actor is named by its id, or as ID@DOCUMENT for one document alone.
    Operations: same, different, rename (other is the new name), drop.
    """
    from diplograph.outputs.doubts import doubts, doubts_json, doubts_text

    found = tuple(doubts(records_of(folder), every=every))
    destination.deliver(doubts_json(found) if format_ == "json" else doubts_text(found))
    settings.say(f"{len(found)} decisions")
