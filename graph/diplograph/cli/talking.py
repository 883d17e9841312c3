"""What all commands share: how they talk, how they hand out data, the options that all of them have."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from diplograph.errors import OutputError, UsageError
from diplograph.reading.failure import one_line

if TYPE_CHECKING:
    from diplograph.model import Records

__all__ = [
    "STDOUT",
    "Destination",
    "Settings",
    "as_of_option",
    "common",
    "destination_option",
    "model_option",
    "one_line",
    "program_name",
    "progress",
    "records_of",
    "warn",
]

Command = TypeVar("Command", bound=Callable[..., Any])
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
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


def _as_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        if _ISO_DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass  # such as 2021-02-30: the message below says it
    raise click.BadParameter(f"{value!r} is no day of the calendar; write it as 2021-10-08", context, parameter)


def as_of_option(command: Command) -> Command:
    """Add ``--as-of``."""
    described = "Only what had been published by that day, such as 2021-10-08."
    return click.option("--as-of", "day", callback=_as_day, metavar="DAY", help=described)(command)


def records_of(folder: Path, settings: Settings | None = None, day: date | None = None) -> Records:
    """Return the records of a build, or only what had been published by a day.

    Raises:
        BuildError: if it is no build.
    """
    from diplograph.outputs.folder import read_folder

    records = read_folder(folder)
    if day is None:
        return records
    from diplograph.querying.asof import as_of

    known = as_of(records, day)
    if settings:
        undated = sum(reading.document.published is None for reading in records.readings)
        unknown = f"; {undated} without a day are left out" if undated else ""
        settings.say(f"{folder}: {len(known.readings)} of {len(records.readings)} documents by {day}{unknown}")
    return known


def model_option(command: Command) -> Command:
    """Add ``--model``."""
    described = "An installed English spaCy pipeline, or a path to one."
    return click.option("--model", metavar="NAME", help=described)(command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where data go: stdout, or a file that is not there yet or may be replaced."""

    path: Path | None = None
    force: bool = False

    def deliver(self, chunks: Iterable[str] | bytes) -> None:
        """Hand out ``chunks``, texts as UTF-8; a file is written whole or not at all.

        Raises:
            OutputError: if the file exists and may not be replaced, or cannot be written.
            UsageError: if bytes are to go to a terminal.
        """
        if self.path is None:
            _print(_for_stdout(chunks))
            return
        if self.path.exists() and not self.force:
            raise OutputError(f"{self.path}: exists; give another name, or --force")
        from diplograph.files import atomic_write

        atomic_write(self.path, chunks)


STDOUT = Destination()


def _for_stdout(chunks: Iterable[str] | bytes) -> Iterable[bytes]:
    if not isinstance(chunks, bytes):
        return (chunk.encode("utf-8") for chunk in chunks)
    if sys.stdout.isatty():
        raise UsageError("this format is not text; give -o FILE, or send it through a pipe")
    return [chunks]


def _print(chunks: Iterable[bytes]) -> None:
    """Write to stdout for as long as somebody reads it."""
    stream = sys.stdout.buffer
    try:
        for chunk in chunks:
            stream.write(chunk)
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


def program_name() -> str:
    """Return the words that call this program again from here: its name if that leads to it, else its path."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{_from_here(Path(sys.executable))} -m diplograph"
    found = shutil.which("diplograph")
    if called.name != "diplograph" or (found and called.exists() and Path(found).samefile(called)):
        return "diplograph"
    return _from_here(called)


def _from_here(path: Path) -> str:
    # Without following links: the interpreter of an environment is a link to one that knows nothing of it.
    absolute, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100  # Path.resolve follows links
    return shlex.quote(str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute))


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
