"""Find gold, read its texts, score them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from diplograph.errors import UsageError
from diplograph.evaluation.article import score_article
from diplograph.evaluation.articlegold import ENDING, load_article
from diplograph.evaluation.coded import score_coded, score_invented, score_negatives, score_roots
from diplograph.evaluation.goldsets import GoldSet, SetKind, load_set
from diplograph.evaluation.labels import score_labels
from diplograph.evaluation.measures import SetScore
from diplograph.evaluation.pairs import score_pairs
from diplograph.evaluation.phrases import score_actors, score_coactors
from diplograph.model import Document, Reading

Reader = Callable[[Iterable[Document]], Iterable[Reading]]

_BY_ROOT = {SetKind.PAIRS: score_pairs, SetKind.CODED: score_coded, SetKind.ROOTS: score_roots}
_OTHERS = {
    SetKind.INVENTED: score_invented,
    SetKind.NEGATIVES: score_negatives,
    SetKind.ACTORS: score_actors,
    SetKind.COACTORS: score_coactors,
    SetKind.LABELS: score_labels,
}


def set_name(path: Path) -> str:
    """Return the name of a gold file, without its endings."""
    return path.name.removesuffix(ENDING).removesuffix(".jsonl")


def find_gold(path: Path, sets: Sequence[str] = ()) -> list[Path]:
    """Return the gold files that ``path`` names, sorted.

    Args:
        path: a file, or a folder with ``*.gold.json`` and ``*.jsonl``.
        sets: names of the only ones to take; empty = all.

    Raises:
        UsageError: if there is no gold, or a name in ``sets`` is unknown.
    """
    if path.is_dir():
        found = [*sorted(path.glob(f"*{ENDING}")), *sorted(path.glob("*.jsonl"))]
    else:
        found = [path] if path.is_file() else []
    names = [set_name(gold) for gold in found]
    for name in sets:
        if name not in names:
            raise UsageError(f"{path}: no gold set {name!r}; there are: {', '.join(names) or 'none'}")
    if not found:
        raise UsageError(f"{path}: no gold here; expected NAME{ENDING} with NAME.txt, or NAME.jsonl")
    return [gold for gold in found if not sets or set_name(gold) in sets]


def _score_set(gold: GoldSet, readings: Mapping[str, Reading], *, strict: bool) -> SetScore:
    if gold.kind in _BY_ROOT:
        return _BY_ROOT[gold.kind](gold, readings, strict=strict)
    return _OTHERS[gold.kind](gold, readings)


def score_file(path: Path, read: Reader, *, strict: bool = False) -> SetScore | None:
    """Return the scores of one gold file; none if it is of a kind that is not scored.

    Args:
        read: reads documents; usually the pipeline.
        strict: take the PLOVER root of the class only, see ``roots``.

    Raises:
        InputError: if the file cannot be read.
    """
    if path.name.endswith(ENDING):
        article = load_article(path)
        (reading,) = read([article.document])
        return score_article(article, reading)
    gold = load_set(path)
    if gold is None:
        return None
    readings = {reading.document.id: reading for reading in read(gold.documents())}
    return _score_set(gold, readings, strict=strict)


def evaluate(path: Path, read: Reader, *, sets: Sequence[str] = (), strict: bool = False) -> Iterator[SetScore]:
    """Yield the scores of every gold file that ``path`` names."""
    for gold in find_gold(path, sets):
        score = score_file(gold, read, strict=strict)
        if score is not None:
            yield score
