"""What all commands share: how they talk, how they hand out data, the options that all of them have."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from diplograph.errors import OutputError
from diplograph.reading.failure import one_line

__all__ = [
    "STDOUT",
    "Destination",
    "Settings",
    "common",
    "destination_option",
    "model_option",
    "one_line",
    "progress",
    "warn",
]

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(slots=True)
class Settings:
    """What the options that all commands have were set to.

    Args:
        debug: show the traceback of an error.
        quiet: say nothing but warnings and errors.
    """

    debug: bool = False
    quiet: bool = False

    def say(self, message: str) -> None:
        """Say ``message`` on stderr, unless told to be quiet."""
        if not self.quiet:
            click.echo(one_line(message), err=True)


def warn(message: str) -> None:
    """Say ``message`` on stderr, quiet or not."""
    click.echo(f"diplograph: {one_line(message)}", err=True)


def _set(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and parameter.name:
        setattr(context.ensure_object(Settings), parameter.name, True)


def common(command: Command) -> Command:
    """Add the options that may stand before or after the name of a command."""
    silence, trace = "Say nothing but warnings and errors.", "Show where in the code an error arose."
    quiet = click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_set, help=silence)
    debug = click.option("--debug", is_flag=True, expose_value=False, callback=_set, help=trace)
    return quiet(debug(command))


def model_option(command: Command) -> Command:
    """Add ``--model``."""
    described = "An installed English spaCy pipeline, or a path to one."
    return click.option("--model", metavar="NAME", help=described)(command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where data go: stdout, or a file that is not there yet or may be replaced."""

    path: Path | None = None
    force: bool = False

    def deliver(self, chunks: Iterable[str]) -> None:
        """Hand out ``chunks`` as UTF-8; a file is written whole or not at all.

        Raises:
            OutputError: if the file exists and may not be replaced, or cannot be written.
        """
        if self.path is None:
            _print(chunks)
            return
        if self.path.exists() and not self.force:
            raise OutputError(f"{self.path}: exists; give another name, or --force")
        from diplograph.files import atomic_write

        atomic_write(self.path, chunks)


STDOUT = Destination()


def _print(chunks: Iterable[str]) -> None:
    """Write to stdout for as long as somebody reads it."""
    stream = sys.stdout.buffer
    try:
        for chunk in chunks:
            stream.write(chunk.encode("utf-8"))
        stream.flush()
    except BrokenPipeError:
        # The reader of the pipe had enough; without this, Python would complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def destination_option(*names: str, described: str = "Write there, not to stdout.") -> Decorator:
    """Add an option for a file, and ``--force``; the command gets a ``destination``."""
    file = click.option(*names, "path", type=click.Path(path_type=Path), metavar="FILE", help=described)
    replacing = click.option("--force", is_flag=True, help="Replace FILE if it exists.")

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        def with_destination(*arguments: Any, path: Path | None, force: bool, **options: Any) -> Any:
            return command(*arguments, destination=Destination(path=path, force=force), **options)

        wrapped: Callable[..., Any] = wraps(command)(with_destination)
        return file(replacing(wrapped))

    return decorate


@contextmanager
def progress(settings: Settings, what: str) -> Iterator[Callable[[int], None] | None]:
    """Give a function that shows a running number; none where nobody watches."""
    if settings.quiet or not sys.stderr.isatty():
        yield None
        return

    def show(number: int) -> None:
        click.echo(f"\r{number} {what}", nl=False, err=True)

    yield show
    click.echo("\r\x1b[K", nl=False, err=True)
