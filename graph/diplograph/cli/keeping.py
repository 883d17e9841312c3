"""``remove`` and ``push``: documents out of a build, a build into a store of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.talking import Settings, common

if TYPE_CHECKING:
    from diplograph.querying.kept import Kept

_PLACE = "A folder, or the address of a SPARQL server such as http://127.0.0.1:7878."
_DONE = frozenset({None, 0, 3})


def push(folder: Path, kept: Kept, settings: Settings) -> None:
    """Make a kept graph say what a build says, and say what that changed."""
    from diplograph.querying.kept import push_build

    change = push_build(folder, kept)
    told = f"{change.graphs} graphs written, {change.added} statements added, {change.removed} removed"
    settings.say(f"{kept}: {told if change else 'says the same already'}")


def pushing(output: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``--store`` to a command; what it wrote to the folder of its parameter ``output`` goes there too."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_store(*arguments: Any, store: str | None, **options: Any) -> Any:
            from diplograph.querying.kept import read_kept

            # A wrong address ends the command before its work, not after.
            kept = read_kept(store) if store else None
            code = command(*arguments, **options)
            if kept and code in _DONE:
                push(options[output], kept, click.get_current_context().ensure_object(Settings))
            return code

        described = f"Keep the graph there too. {_PLACE}"
        option: Callable[..., Any] = click.option("--store", metavar="PLACE", help=described)(with_store)
        return option

    return decorate


@click.command("push", short_help="Put a graph into a folder or a SPARQL server.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--store", required=True, metavar="PLACE", help=_PLACE)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    metavar="SECONDS",
    show_default=True,
    help="Within which a server must be done with each graph.",
)
@common
@click.pass_obj
def push_command(settings: Settings, folder: Path, store: str, timeout: float) -> None:
    """Put the graph of a build into a store of its own: a folder, or any SPARQL 1.1 server.

    \b
    diplograph push out --store kept
    diplograph push out --store http://127.0.0.1:7878
    diplograph push out --store fuseki+https://me:secret@host.example/news

    The store then says what the build says: graphs that are equal already are not sent, graphs of documents
    that the build no longer has are deleted, and graphs of others are left alone. Before the address stands the
    kind of server, if it is not Oxigraph: fuseki+, graphdb+, qlever+, virtuoso+.
    """
    from diplograph.outputs.folder import read_report
    from diplograph.querying.kept import read_kept

    kept = read_kept(store, seconds=timeout)
    read_report(folder)
    push(folder, kept, settings)


@click.command(short_help="Take documents out of a build.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@pushing("folder")
@common
@click.pass_obj
def remove(settings: Settings, folder: Path, documents: tuple[str, ...]) -> None:
    """Take documents out of a build, as if they had never been read.

    \b
    diplograph remove out 4aa63a3a0799290d
    diplograph remove out news/2021-09-18.txt wire-0042

    DOCUMENT is an id, or the name of the file that it was read from; report.json lists both. Events that only
    they tell of go; statuses follow from what is left. All files of the build are written anew.
    """
    from diplograph.files import writing
    from diplograph.knowledgegraph import KnowledgeGraph
    from diplograph.outputs.folder import read_report

    read_report(folder)
    with writing(folder):
        graph = KnowledgeGraph.load(folder).without(documents).save(folder)
    settings.say(f"{folder}: {len(graph.records.readings)} documents, {len(graph.events)} events")
