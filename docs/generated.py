"""Pieces of the site that are made from the program and the ontology: commands, queries, classes, codes, columns.

``MADE`` names each piece; a page asks for it with a line ``<!-- made: NAME -->``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import click

from diplograph.cli import cli
from diplograph.codebook.codes import load_codes
from diplograph.codebook.eventclasses import PLOVER_ROOTS, EventClass, load_event_classes
from diplograph.outputs.exports import EXPORTS
from diplograph.outputs.fields import Form
from diplograph.outputs.folder import FILES
from diplograph.outputs.gdelt import FORM as GDELT
from diplograph.outputs.ploverjson import FORM as PLOVER_JSON
from diplograph.outputs.polecat import FORM as POLECAT
from diplograph.outputs.tables import TABLES, Column
from diplograph.querying import NamedQuery, list_queries
from diplograph.resources import ontology_file


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


# ---------------------------------------------------------------- commands


def _metavar(parameter: click.Parameter, context: click.Context) -> str:
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return ""
    return parameter.make_metavar(context)


def _option_row(option: click.Option, context: click.Context) -> tuple[str, str]:
    names = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
    metavar = _metavar(option, context)
    meaning = option.help or ""
    if option.required:
        meaning += " Required."
    if option.show_default and not callable(option.default):
        meaning += f" Default: `{option.default}`."
    return f"{names} `{metavar}`" if metavar else names, meaning.strip()


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a command's help; what it marks as not to be wrapped is a block of code."""
    for part in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in part.strip("\n").splitlines()]
        if lines and lines[0] == "\b":
            # Text, not shell: the examples stand for folders that the reader has.
            yield "```text\n" + "\n".join(lines[1:]) + "\n```"
        else:
            yield " ".join(lines)


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = command.make_context(name, [], resilient_parsing=True)
    yield f"## diplograph {name}"
    yield "```text\ndiplograph " + " ".join([name, *command.collect_usage_pieces(context)]) + "\n```"
    yield from _paragraphs(command.help or "")
    options = [one for one in command.get_params(context) if isinstance(one, click.Option) and not one.hidden]
    yield table(("option", "meaning"), [_option_row(one, context) for one in options])


def commands() -> str:
    """Return every command with its help, arguments and options, in the order of the help."""
    return "\n\n".join(part for name in sorted(cli.commands) for part in _command(name, cli.commands[name]))


# ---------------------------------------------------------------- queries


def _query(query: NamedQuery) -> Iterator[str]:
    yield f"## {query.name}"
    yield query.help
    if query.parameters:
        rows = [(f"`{one.name}`", one.type, f"`{one.default}`", one.help) for one in query.parameters]
        yield table(("to set", "type", "default", "meaning"), rows)
    yield f"```sparql\n{query.text.strip()}\n```"


def queries() -> str:
    """Return every named query: what it asks, what can be set, and its text."""
    return "\n\n".join(part for query in list_queries() for part in _query(query))


# ---------------------------------------------------------------- classes and codes


def _class_row(one: EventClass) -> tuple[str, ...]:
    return (f"`{one.name}`", one.definition, one.mode or "", one.cameo or "", "yes" if one.symmetric else "")


def _by_root() -> dict[str, list[EventClass]]:
    ordered = sorted(load_event_classes().values(), key=lambda one: one.plover or "~")
    return {root or "": list(found) for root, found in groupby(ordered, key=lambda one: one.plover)}


def event_classes() -> str:
    """Return the event classes by PLOVER root, those outside PLOVER last."""
    parts = []
    for root, found in _by_root().items():
        parts.append(f"## {root}" if root else "## Outside PLOVER")
        if root:
            parts.append(load_codes()["plover", root].definition)
        parts.append(table(("class", "meaning", "mode", "CAMEO", "between equals"), map(_class_row, found)))
    return "\n\n".join(parts)


def plover_roots() -> str:
    """Return PLOVER's sixteen roots with meaning, quad class and score."""
    codes = [code for code in load_codes().values() if code.scheme == "plover" and code.code in PLOVER_ROOTS]
    rows = [(f"`{code.code}`", code.definition, code.quad, f"{code.score:+.1f}") for code in codes]
    return table(("root", "meaning", "quad class", "score"), rows)


def plover_modes() -> str:
    """Return the modes of PLOVER's roots with their scores."""
    codes = [code for code in load_codes().values() if code.scheme == "plover" and code.code not in PLOVER_ROOTS]
    rows = [(f"`{code.code}`", code.definition, f"{code.score:+.1f}") for code in codes if code.score is not None]
    return table(("root and mode", "meaning", "score"), rows)


def cameo_roots() -> str:
    """Return CAMEO's twenty roots with label, score and nearest PLOVER root."""
    codes = [code for code in load_codes().values() if code.scheme == "cameo" and len(code.code) == 2]
    rows = [
        (code.code, code.label, f"{code.score:+.1f}", f"`{code.match}`" if code.match else "none") for code in codes
    ]
    return table(("root", "label", "Goldstein score", "nearest in PLOVER"), rows)


def contexts() -> str:
    """Return PLOVER's contexts."""
    codes = [code for code in load_codes().values() if code.scheme == "plover-context"]
    return table(("context", "meaning"), [(f"`{code.code}`", code.definition) for code in codes])


def _small_scheme(name: str) -> Callable[[], str]:
    def scheme() -> str:
        codes = [code for code in load_codes().values() if code.scheme == name]
        return table((name, "meaning"), [(code.code, code.definition) for code in codes])

    return scheme


# ---------------------------------------------------------------- files and columns


def _column_row(column: Column) -> tuple[str, ...]:
    return f"`{column.name}`", f"`{column.dtype}`", column.meaning, column.source


def tables() -> str:
    """Return the columns of every table, with type, meaning and who defined them."""
    parts = []
    for name, one in TABLES.items():
        parts += [f"## {name}", f"One row: {one.row}. Named by {', '.join(f'`{key}`' for key in one.key)}."]
        parts.append(table(("column", "type", "meaning", "definition"), map(_column_row, one.columns)))
    return "\n\n".join(parts)


def timeline_columns() -> str:
    """Return the columns of ``KnowledgeGraph.timeline``."""
    from diplograph.analysis.relations import TIMELINE

    return table(("column", "type", "meaning"), [_column_row(column)[:3] for column in TIMELINE])


def _form(form: Form) -> str:
    rows = [(f"`{field.name}`", field.meaning, field.ours or "always empty") for field in form.fields]
    return f"Source: {form.source}.\n\n" + table(("field", "meaning there", "what stands here"), rows)


def build_files() -> str:
    """Return the names of the files of a build."""
    return "\n".join(f"- `{name}`" for name in FILES)


def formats() -> str:
    """Return the formats of ``export``."""
    return ", ".join(f"`{name}`" for name in EXPORTS)


# ---------------------------------------------------------------- how to add to the ontology


def for_editors() -> str:
    """Return the part of the ontology's own README that says what the cells of its tables mean."""
    text = ontology_file("README.md").read_text(encoding="utf-8")
    section = text.partition("\n## For editors\n")[2]
    return re.sub(r"^### ", "### ", section, flags=re.MULTILINE).strip()


MADE: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "queries": queries,
    "event-classes": event_classes,
    "plover-roots": plover_roots,
    "plover-modes": plover_modes,
    "cameo-roots": cameo_roots,
    "contexts": contexts,
    **{name: _small_scheme(name) for name in ("modality", "role", "grade", "tenure", "attribution", "granularity")},
    "tables": tables,
    "columns-timeline": timeline_columns,
    "columns-polecat": lambda: _form(POLECAT),
    "columns-plover-json": lambda: _form(PLOVER_JSON),
    "columns-gdelt": lambda: _form(GDELT),
    "build-files": build_files,
    "formats": formats,
    "for-editors": for_editors,
}
"""Each piece by its name."""
