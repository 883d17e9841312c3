"""The command line: arguments in, one call, one line out. Data go to stdout, talk goes to stderr.

Exit codes: 0 done, 1 failed, 2 usage, 3 done but some documents failed, 130 interrupted.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click

from diplograph import __version__
from diplograph.cli.asking import query, validate
from diplograph.cli.building import build, demo
from diplograph.cli.comparing import diff
from diplograph.cli.identifying import actors
from diplograph.cli.keeping import push_command, remove
from diplograph.cli.looking import explain, export, view
from diplograph.cli.scoring import evaluate
from diplograph.cli.serving import serve
from diplograph.cli.talking import Settings, common, one_line
from diplograph.errors import DiplographError

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="diplograph %(version)s")
@common
def cli() -> None:
    """From news texts to a knowledge graph: who did what to whom, when, where, on whose word.

    \b
    diplograph demo                           build the bundled examples, say what to open
    diplograph build article.txt -o out       read an article, a folder, JSONL, CSV, HTML, or -
    diplograph query out --list               questions to ask, by name
    diplograph query out -n who-met-whom      ask one of them
    diplograph view out --open                the graph as a page
    diplograph serve out                      the page and a SPARQL endpoint on this machine
    diplograph push out --store http://...    the graph into a SPARQL server
    diplograph explain --text "A met B."      why a sentence gives an event, or none
    """


for _command in (
    build,
    demo,
    query,
    explain,
    view,
    serve,
    export,
    push_command,
    remove,
    diff,
    actors,
    validate,
    evaluate,
):
    cli.add_command(_command)


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever goes wrong becomes one line on stderr."""
    settings = Settings()
    with _sigterm_as_interrupt():
        return _outcome(arguments, settings)


def _outcome(arguments: Sequence[str], settings: Settings) -> int:
    try:
        code = cli.main(list(arguments), prog_name="diplograph", standalone_mode=False, obj=settings)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        return _failed(_with_hint(error), error.exit_code, settings)
    except DiplographError as error:
        return _failed(str(error), error.exit_code, settings)
    except (KeyboardInterrupt, click.Abort):
        return _failed("interrupted; nothing was left half-written", INTERRUPTED, settings)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _failed(f"{where}{error.strerror or error}", 1, settings)
    return code if isinstance(code, int) else 0


def _with_hint(error: click.ClickException) -> str:
    """Return the message, with the way to help after a mistake in usage."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"; see {context.command_path} --help" if context else ""
    return error.format_message().rstrip(".") + hint


def _failed(message: str, code: int, settings: Settings) -> int:
    if settings.debug:
        traceback.print_exc()
    click.echo(f"diplograph: {one_line(message)}", err=True)
    return code


@contextmanager
def _sigterm_as_interrupt() -> Iterator[None]:
    """Clean up on SIGTERM as on Control-C."""

    def interrupt(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:
        # Signals belong to the main thread; in another one the caller sees to them.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
