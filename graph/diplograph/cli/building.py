"""``build`` and ``demo``: documents in, a folder out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.keeping import pushing
from diplograph.cli.talking import STDOUT, Settings, common, model_option, program_name, progress, warn
from diplograph.cli.working import reading_progress, work_options
from diplograph.reading.readers import FORMATS

if TYPE_CHECKING:
    from diplograph.knowledgegraph import KnowledgeGraph
    from diplograph.running.engines import Work

DONE, FAILED, PARTLY = 0, 1, 3
DEMO = Path("diplograph-demo")
FIRST_QUERY = "who-met-whom"
SHOWN = 5
# All rules of the ontology take a quarter of the time of reading; every quotation was checked when it was read.
MOST_VALIDATED = 100


@click.command(short_help="Read documents; write the graph in all its forms.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Where to.")
@click.option("--format", "format_", type=click.Choice(tuple(FORMATS)), help="How to read the inputs; else by suffix.")
@model_option
@work_options
@click.option("--fresh", is_flag=True, help="Forget what an earlier build of DIR read.")
@click.option("--corrections", type=click.Path(path_type=Path), metavar="FILE", help="Else DIR/corrections.tsv.")
@click.option("--force", is_flag=True, help="Replace files that diplograph did not make.")
@click.option("--typer", is_flag=True, help="Record a classifier's answer to every root beside the rules'.")
@pushing("output")
@common
@click.pass_obj
def build(settings: Settings, /, inputs: tuple[str, ...], output: Path, work: Work, **options: Any) -> int:
    """Read documents and write the graph in all its forms to a folder, or add them to the one there.

    \b
    diplograph build article.txt -o out
    diplograph build news/ more.jsonl -o out --jobs 4
    cat article.txt | diplograph build - -o out

    INPUT is a file, a folder, a pattern, or - for standard input. Written are graph.ttl, graph.trig, graph.lengths,
    graph.html, graph.graphml, events.jsonl, events.wordings, documents.jsonl, documents.reports, merges.jsonl,
    events.csv, report.json, files.sha256, the folders shards and store.
    Only what is new or changed is read; documents of earlier builds of DIR stay, and an interrupted build goes on
    where it stood. Exit code 3 says that some documents could not be read; each is named, and listed in report.json.
    """
    from diplograph.building import Manner, build_into

    manner = Manner(**{name: options[name] for name in ("fresh", "force", "corrections", "typer")})
    with reading_progress(settings) as on_progress:
        graph = build_into(
            output, inputs, model=options["model"], format=options["format_"],
            work=work, manner=manner, on_progress=on_progress,
        )  # fmt: skip
    return _outcome(graph, output, settings)


def _outcome(graph: KnowledgeGraph, folder: Path, settings: Settings) -> int:
    """Say what came of a build, check it, and return the exit code."""
    for failure in graph.failures:
        warn(str(failure))
    if not graph.records.readings:
        warn("no document could be read; nothing was written")
        return FAILED
    if len(graph.records.readings) <= MOST_VALIDATED and not _is_valid(folder, settings):
        return FAILED
    settings.say(f"{folder}: {len(graph.records.readings)} documents, {len(graph.events)} events")
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
        settings.say(f"{folder}: {len(warnings)} warnings; {program_name()} validate {folder} lists them")
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
@click.pass_obj
def demo(settings: Settings, output: Path, model: str | None, force: bool) -> int:
    """Build the bundled example articles and say what to open.

    \b
    diplograph demo
    """
    from diplograph.outputs.folder import check_writable
    from diplograph.resources import examples_dir

    check_writable(output, force=force)
    with as_file(examples_dir()) as folder:
        graph = _named_from(folder.parent, _read((str(folder),), settings, model=model))
    graph.save(output, force=force)
    code = _outcome(graph, output, settings)
    if code == DONE:
        STDOUT.deliver(f"{line}\n" for line in _next_steps(output))
    return code


def _read(inputs: Sequence[str], settings: Settings, *, model: str | None) -> KnowledgeGraph:
    from diplograph.building import build as read_all

    with progress(settings, "documents read") as on_progress:
        return read_all(inputs, model=model, on_progress=on_progress)


def _named_from(folder: Path, graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return the graph with its documents named from ``folder``: where they are installed is nobody's business."""
    readings = (
        replace(reading, document=replace(reading.document, source=_name_from(folder, reading.document.source)))
        for reading in graph.records.readings
    )
    return replace(graph, records=replace(graph.records, readings=tuple(readings)))


def _name_from(folder: Path, source: str | None) -> str | None:
    return Path(source).relative_to(folder).as_posix() if source else None


def _next_steps(output: Path) -> Iterator[str]:
    """Yield what to look at, as commands that can be pasted."""
    program, folder = program_name(), shlex.quote(str(output))
    yield f"The page:     {shlex.quote(str(output / 'graph.html'))}"
    yield f"Turtle:       {shlex.quote(str(output / 'graph.ttl'))}"
    yield f"First query:  {program} query {folder} -n {FIRST_QUERY}"
    yield f"To open it:   {program} view {folder} --open"
