"""How documents are read: the options that say where, and the line that says how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.talking import Settings

if TYPE_CHECKING:
    from diplograph.running.corpus import OnProgress, Progress

_ENGINE = "Where to read: local, dask (needs the extra dask), or dask=ADDRESS of a scheduler."
_TIME = "Give a document up that takes longer, not counting a second for each 1,000 characters."
_MEMORY = "Give a document up that needs more memory; 0 for no bound."


def work_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where documents are read and what it may cost; the command gets ``work``."""

    def with_work(*arguments: Any, engine: str, jobs: int, time_limit: float, memory_limit: int, **options: Any) -> Any:
        from diplograph.running.engines import Work
        from diplograph.running.outcomes import Bounds

        bounds = Bounds(seconds=time_limit, megabytes=memory_limit)
        return command(*arguments, work=Work(engine=engine, jobs=jobs, bounds=bounds), **options)

    wrapped: Callable[..., Any] = wraps(command)(with_work)
    for option in (
        click.option("--memory-limit", type=click.IntRange(min=0), default=4096, metavar="MB", help=_MEMORY),
        click.option(
            "--time-limit", type=click.FloatRange(min=0, min_open=True), default=60.0, metavar="SECONDS", help=_TIME
        ),
        click.option("--engine", default="local", metavar="NAME", help=_ENGINE),
        click.option("--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Processes that read."),
    ):
        wrapped = option(wrapped)
    return wrapped


@contextmanager
def reading_progress(settings: Settings) -> Iterator[OnProgress | None]:
    """Give a function that shows how far a reading is; none where nobody watches."""
    if settings.quiet or not sys.stderr.isatty():
        yield None
        return
    yield lambda progress: click.echo(f"\r\x1b[K{progress_line(progress)}", nl=False, err=True)
    click.echo("\r\x1b[K", nl=False, err=True)


def progress_line(progress: Progress) -> str:
    """Return how much was read, how fast, and how long it will take yet."""
    seconds = max(progress.seconds, 1e-9)
    total = f" of {progress.waiting.documents:,}" if progress.waiting and progress.waiting.complete else ""
    paces = ((progress.documents, "documents"), (progress.words, "words"), (progress.events, "events"))
    pace = ", ".join(f"{number / seconds:,.0f} {what}/s" for number, what in paces)
    kept = f" ({progress.kept:,} known)" if progress.kept else ""
    left = progress.seconds_left()
    rest = "" if left is None else f", {clock(left)} left"
    return f"{progress.documents:,}{total} documents{kept}: {pace}{rest}"


def clock(seconds: float) -> str:
    """Return a duration as hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
