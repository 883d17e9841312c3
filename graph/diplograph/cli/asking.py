"""``query`` and ``validate``: questions to a build, and whether it is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.talking import (
    STDOUT,
    Destination,
    Settings,
    as_of_option,
    common,
    destination_option,
    one_line,
    records_of,
)
from diplograph.errors import InputError, UsageError

if TYPE_CHECKING:
    from diplograph.querying import NamedQuery, Solutions

FORMATS = ("table", "csv", "json", "ttl")


def _list_queries(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    """List the named queries and end, whatever else was asked."""
    if not value or context.resilient_parsing:
        return
    from diplograph.querying import list_queries

    STDOUT.deliver(f"{query}\n" for query in list_queries())
    context.exit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked: the query and the values of its parameters."""

    question: str | NamedQuery
    settings: Mapping[str, str]


def _question_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what a query is named by and set with; the command gets an ``asking``, a function that reads it."""

    @wraps(command)
    def with_asking(
        *arguments: Any, words: tuple[str, ...], name: str | None, pairs: tuple[str, ...], **options: Any
    ) -> Any:
        folder, file = _places(words, is_kept=options["store"] is not None)

        def asking() -> Asking:
            return Asking(question=_question(file, name), settings=_settings(pairs))

        return command(*arguments, folder=folder, asking=asking, **options)

    words_argument = click.argument("words", nargs=-1, metavar="DIR [FILE.rq | -]")
    by_name = click.option("-n", "--name", help="Ask one of the named queries.")
    described = "Set a parameter of a named query."
    setting = click.option("-p", "--set", "pairs", multiple=True, metavar="NAME=VALUE", help=described)
    wrapped: Callable[..., Any] = with_asking
    return words_argument(by_name(setting(wrapped)))


def _places(words: tuple[str, ...], *, is_kept: bool) -> tuple[Path | None, str | None]:
    """Return the build and the file of the query out of what was named; with a store there is no build."""
    most = 1 if is_kept else 2
    if len(words) > most or not (words or is_kept):
        expected = "[FILE.rq | -] --store PLACE" if is_kept else "DIR [FILE.rq | -], or --store PLACE"
        raise UsageError(f"{len(words)} places named, {expected} expected; see diplograph query --help")
    folder = None if is_kept else Path(words[0])
    files = words if is_kept else words[1:]
    return folder, files[0] if files else None


@click.command(short_help="Ask a build, or a graph kept elsewhere, in SPARQL.")
@click.option(
    "--store",
    metavar="PLACE",
    help="Ask the graph that is kept there, in place of DIR: a folder, or a SPARQL server such as http://127.0.0.1:7878.",
)
@_question_options
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_queries,
    help="List the named queries, and what can be set.",
)
@as_of_option
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    metavar="SECONDS",
    show_default=True,
)
@destination_option("-o", "--output")
@common
@click.pass_obj
def query(
    settings: Settings,
    /,
    folder: Path | None,
    asking: Callable[[], Asking],
    destination: Destination,
    **options: Any,
) -> None:
    """Ask a build in SPARQL, or a graph that is kept elsewhere.

    \b
    diplograph query --list
    diplograph query out -n events-of --set actor=MEX
    diplograph query out -n who-met-whom --as-of 2021-10-08
    diplograph query out question.rq --format csv
    echo 'SELECT * { ?s ?p ?o } LIMIT 5' | diplograph query out -
    diplograph query --store http://127.0.0.1:7878 -n who-met-whom
    """
    from diplograph.querying import format_solutions

    day, timeout = options["day"], options["timeout"]
    if folder is None:
        solutions = _ask_kept(options["store"], asking, day, timeout)
    else:
        solutions = _ask_build(folder, asking, settings, day, timeout)
    destination.deliver([format_solutions(solutions, options["format_"])])


def _ask_build(
    folder: Path, asking: Callable[[], Asking], settings: Settings, day: date | None, timeout: float
) -> Solutions:
    from diplograph.outputs.folder import read_report
    from diplograph.querying import run_query

    read_report(folder)
    asked = asking()
    with _place(folder, settings, day) as place:
        return run_query(place, asked.question, settings=asked.settings, timeout=timeout)


def _ask_kept(store: str, asking: Callable[[], Asking], day: date | None, timeout: float) -> Solutions:
    from diplograph.querying.kept import query_kept, read_kept

    if day is not None:
        raise UsageError("--as-of needs the records of a build; name DIR and not --store")
    kept, asked = read_kept(store, seconds=timeout), asking()
    return query_kept(kept, asked.question, asked.settings, seconds=timeout)


def _place(folder: Path, settings: Settings, day: date | None) -> AbstractContextManager[Path]:
    """Give the folder whose graph is asked: the build, or for a while what had been published by a day."""
    if day is None:
        return nullcontext(folder)
    from diplograph.knowledgegraph import KnowledgeGraph

    return KnowledgeGraph(records=records_of(folder, settings, day)).queryable()


def _settings(pairs: Iterable[str]) -> dict[str, str]:
    """Return NAME=VALUE pairs as a dictionary."""
    split = [pair.partition("=") for pair in pairs]
    for name, sign, _ in split:
        if not name or not sign:
            raise UsageError(f"{name!r} sets nothing; expected --set NAME=VALUE")
    return {name: value for name, _, value in split}


def _question(file: str | None, name: str | None) -> str | NamedQuery:
    """Return the query that was named, stored or piped in."""
    if (file is None) == (name is None):
        raise UsageError("name one query: a FILE.rq, - for standard input, or -n NAME (see --list)")
    if name is not None:
        from diplograph.querying import named_query

        return named_query(name)
    try:
        with click.open_file(str(file), encoding="utf-8") as lines:
            return str(lines.read())
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise InputError(f"{file}: cannot be read ({reason})") from error


@click.command(short_help="Check a build: shapes, quotations, checksums.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@common
@click.pass_obj
def validate(settings: Settings, folder: Path) -> int:
    """Check a build: its shapes, that every quotation stands where it says, that nothing is missing.

    \b
    diplograph validate out

    Findings are listed on stdout, one a line; exit code 1 if one of them is a violation.
    """
    from diplograph.outputs.folder import read_report
    from diplograph.querying import has_violations, validate_build

    read_report(folder)
    findings = validate_build(folder)
    STDOUT.deliver(f"{one_line(str(finding))}\n" for finding in findings)
    settings.say(f"{folder}: {len(findings)} findings" if findings else f"{folder}: sound")
    return 1 if has_violations(findings) else 0
