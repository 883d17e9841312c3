"""Scores as a table to read and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diplograph.evaluation.measures import JsonObject, Miss, RootScore, SetScore

BOUNDARY_RULE = (
    "Announced events may count as AGREE (or CONCEDE for a retreat), as PLOVER has it, or by their class; "
    "--strict-root takes the class only."
)


def _share(value: float | None) -> str:
    return "   -" if value is None else f"{value:4.2f}"


def _root_lines(roots: Iterable[RootScore]) -> Iterator[str]:
    yield "  root            gold  precision  recall    F1"
    for root in roots:
        precision, recall, f1 = _share(root.precision), _share(root.recall), _share(root.f1)
        yield f"  {root.root:<15} {root.gold:>4}       {precision}    {recall}  {f1}"


def _lines(score: SetScore) -> Iterator[str]:
    yield score.name
    for measure in score.measures:
        yield f"  {measure.name:<36} {_share(measure.share)}  {measure.hits:>4} of {measure.total}"
    if score.note:
        yield f"  ({score.note})"
    if score.budget:
        lost = ", ".join(f"{cause.value} {count}" for cause, count in score.budget.items())
        yield f"  lost by cause: {lost}"
    if score.roots:
        yield from _root_lines(score.roots)


def as_text(scores: Iterable[SetScore], *, strict: bool) -> Iterator[str]:
    """Yield the lines of a table for a reader."""
    scores = tuple(scores)
    for score in scores:
        yield from _lines(score)
        yield ""
    if not scores:
        yield "nothing scored"
        return
    yield "Only the root of the class counts (--strict-root)." if strict else BOUNDARY_RULE


def _root_json(root: RootScore) -> JsonObject:
    return {
        "root": root.root,
        "gold": root.gold,
        "found": root.found,
        "predicted": root.predicted,
        "right": root.right,
        "precision": root.precision,
        "recall": root.recall,
        "f1": root.f1,
    }


def as_json(scores: Iterable[SetScore], *, strict: bool) -> JsonObject:
    """Return all scores as one JSON object."""
    return {
        "strict_root": strict,
        "sets": [
            {
                "name": score.name,
                "measures": {
                    measure.name: {"hits": measure.hits, "total": measure.total, "share": measure.share}
                    for measure in score.measures
                },
                "budget": {cause.value: count for cause, count in (score.budget or {}).items()},
                "roots": [_root_json(root) for root in score.roots],
            }
            for score in scores
        ],
    }


def miss_json(miss: Miss) -> JsonObject:
    """Return a miss as one line of the list of misses."""
    return {
        "set": miss.set,
        "id": miss.id,
        "cause": miss.cause,
        "gold": miss.gold,
        "found": miss.found,
        "text": miss.text,
    }
