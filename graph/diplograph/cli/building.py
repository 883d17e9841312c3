"""``build`` and ``demo``: documents in, a folder out."""

from __future__ import annotations

from importlib.resources import as_file
from pathlib import Path

import click

from diplograph.cli.talking import Settings, common, model_option, progress, warn

DONE, FAILED, PARTLY = 0, 1, 3
FORMATS = ("txt", "html", "jsonl", "csv")
DEMO = Path("diplograph-demo")
SHOWN = 5


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Where to."
)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), help="How to read the inputs; else by suffix."
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, metavar="N", help="Processes that read.")
@model_option
@click.option("--force", is_flag=True, help="Replace files that diplograph did not make.")
@common
@click.pass_obj
def build(
    settings: Settings,
    inputs: tuple[str, ...],
    output: Path,
    format_: str | None,
    jobs: int,
    model: str | None,
    force: bool,
) -> int:
    """Read documents and write the graph in all its forms to a folder.

    \b
    diplograph build article.txt -o out
    diplograph build news/ more.jsonl -o out --jobs 4
    cat article.txt | diplograph build - -o out

    INPUT is a file, a folder, a pattern, or - for standard input. Written are graph.ttl, graph.trig,
    graph.html, graph.graphml, events.jsonl, documents.jsonl, events.csv and report.json.
    Exit code 3 says that some documents could not be read; each is named, and listed in report.json.
    """
    from diplograph.knowledgegraph import build as read_all
    from diplograph.outputs.folder import check_writable

    check_writable(output, force=force)
    with progress(settings, "documents read") as on_progress:
        graph = read_all(inputs, model=model, format=format_, jobs=jobs, on_progress=on_progress)
    for failure in graph.failures:
        warn(str(failure))
    if not graph.records.readings:
        warn("no document could be read; nothing was written")
        return FAILED
    graph.save(output, force=force)
    if not _is_valid(output, settings):
        return FAILED
    settings.say(f"{output}: {len(graph.records.readings)} documents, {len(graph.events)} events")
    return PARTLY if graph.failures else DONE


def _is_valid(folder: Path, settings: Settings) -> bool:
    """Check what was written: name everything that is wrong with it, and what may be."""
    from diplograph.querying import Severity, validate_build

    findings = validate_build(folder)
    violations = [finding for finding in findings if finding.severity is Severity.VIOLATION]
    for finding in violations:
        warn(f"{folder}: {finding}")
    warnings = [finding for finding in findings if finding.severity is Severity.WARNING]
    if len(warnings) > SHOWN:
        settings.say(f"{folder}: {len(warnings)} warnings; diplograph validate {folder} lists them")
    else:
        for finding in warnings:
            settings.say(f"{folder}: {finding}")
    return not violations


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=DEMO,
    metavar="DIR",
    help="Where to.",
    show_default=True,
)
@model_option
@click.option("--force", is_flag=True, help="Replace files that diplograph did not make.")
@common
@click.pass_context
def demo(context: click.Context, output: Path, model: str | None, force: bool) -> int:
    """Build the bundled example articles and say what to open.

    \b
    diplograph demo
    """
    from diplograph.querying import list_queries
    from diplograph.resources import examples_dir

    with as_file(examples_dir()) as folder:
        arguments = {"inputs": (str(folder),), "output": output, "model": model, "force": force}
        code: int = context.invoke(build, **arguments, format_=None, jobs=1)
    if code == DONE:
        click.echo(f"The page:     {output / 'graph.html'}")
        click.echo(f"Turtle:       {output / 'graph.ttl'}")
        click.echo(f"First query:  diplograph query {output} -n {list_queries()[0].name}")
    return code
