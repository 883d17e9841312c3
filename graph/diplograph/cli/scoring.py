"""``evaluate``: scores of this installation against gold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplograph.cli.talking import STDOUT, Destination, Settings, common, destination_option, model_option, warn

if TYPE_CHECKING:
    from diplograph.evaluation.evaluating import Reader


@click.command()
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD")
@click.option("--sets", "sets", multiple=True, metavar="NAME,...", help="Only these sets of a folder.")
@destination_option("--misses", described="List what was missed, as JSON lines.")
@click.option("--json", "as_object", is_flag=True, help="Scores as JSON.")
@click.option("--strict-root", is_flag=True, help="An announced event counts by its class only, never as AGREE.")
@model_option
@common
@click.pass_obj
def evaluate(
    settings: Settings,
    gold: Path,
    sets: tuple[str, ...],
    as_object: bool,
    strict_root: bool,
    model: str | None,
    destination: Destination,
) -> None:
    """Score what this installation reads against gold.

    \b
    diplograph evaluate article.gold.json
    diplograph evaluate gold/ --sets pairs,actors --misses misses.jsonl

    GOLD is NAME.gold.json with the article NAME.txt beside it, a file of JSON lines, or a folder of both.
    """
    from diplograph.evaluation.evaluating import evaluate as score_all
    from diplograph.evaluation.evaluating import find_gold, set_name
    from diplograph.evaluation.scoresheet import as_json, as_text, miss_json
    from diplograph.records import dump_line

    wanted = [name for names in sets for name in names.split(",") if name]
    # Before the model is loaded, so that a mistyped name is answered at once.
    names = [set_name(path) for path in find_gold(gold, wanted)]
    scores = list(score_all(gold, _reader(model), sets=wanted, strict=strict_root))
    for name in sorted({*names} - {score.name for score in scores}):
        warn(f"{name}: not scored; no scorer knows records with these fields")
    if as_object:
        text = json.dumps(as_json(scores, strict=strict_root), indent=2, ensure_ascii=False)
        STDOUT.deliver([text, "\n"])
    else:
        STDOUT.deliver(f"{line}\n" for line in as_text(scores, strict=strict_root))
    if destination.path:
        lines = [dump_line(miss_json(miss)) + "\n" for score in scores for miss in score.misses]
        destination.deliver(lines)
        settings.say(f"{destination.path}: {len(lines)} misses")


def _reader(model: str | None) -> Reader:
    """Return what reads documents with one model and one load of the ontology."""
    from diplograph.language.parsing import load_nlp
    from diplograph.model import Document, Reading
    from diplograph.pipeline import knowledge_for, read

    nlp = load_nlp(model) if model else load_nlp()
    knowledge = knowledge_for(nlp)

    def read_documents(documents: Iterable[Document]) -> Iterable[Reading]:
        return read(documents, nlp=nlp, knowledge=knowledge)

    return read_documents
