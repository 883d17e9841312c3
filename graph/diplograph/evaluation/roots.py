"""When a PLOVER root is the one that the gold names.

Two rules of the gold sets' own: CONCEDE and RETREAT were merged as YIELD in one of them, and ``A|B``
means that either is right. One rule of PLOVER (``ontology/plover.tsv``): what is only announced counts as AGREE
(a meeting, support, cooperation, aid), as CONCEDE (a retreat) or as THREATEN (material conflict); diplograph
keeps the class and says "planned", so both the root of the class and the root across that boundary are taken
unless the scoring is strict.
"""

from __future__ import annotations

from diplograph.codebook.plover import load_plover
from diplograph.model import Event

_YIELD = frozenset({"CONCEDE", "RETREAT"})


def roots_of(event: Event, *, strict: bool) -> frozenset[str]:
    """Return the PLOVER roots that ``event`` may count as; empty for statements.

    Args:
        strict: take the root of the class only.
    """
    if event.plover is None:
        return frozenset()
    rule = load_plover().get((event.status.value, event.plover))
    return frozenset({event.plover} if strict or rule is None else {event.plover, rule.to})


def gold_roots(written: str) -> frozenset[str]:
    """Return the roots that a gold set's ``rootcode`` stands for."""
    roots = set(written.split("|"))
    return frozenset(roots | _YIELD if "YIELD" in roots else roots)


def counted_under(written: str) -> str:
    """Return the root under which a gold event is counted: the first, RETREAT for YIELD."""
    return written.split("|")[0].replace("YIELD", "RETREAT")
