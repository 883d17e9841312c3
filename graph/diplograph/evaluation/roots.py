"""When a PLOVER root is the one that the gold names.

Two rules of the gold sets' own: CONCEDE and RETREAT were merged as YIELD in one of them, and ``A|B``
means that either is right. One rule of PLOVER (``ontology/plover.tsv``): what is only announced counts as AGREE
(a meeting, support, cooperation, aid), as CONCEDE (a retreat) or as THREATEN (material conflict); diplograph
keeps the class and says "planned", so both the root of the class and the root across that boundary are taken
unless the scoring is strict. One rule of CAMEO, from which the gold sets were made: the intent to yield (035) is among
the intents to co-operate (03), which became AGREE; so a planned retreat or concession may count as AGREE too.
"""

from __future__ import annotations

from diplograph.codebook.plover import load_plover
from diplograph.model import Event

_INTENT = {("planned", root): "AGREE" for root in ("CONCEDE", "RETREAT")}
_YIELD = frozenset({"CONCEDE", "RETREAT"})


def roots_of(event: Event, *, strict: bool) -> frozenset[str]:
    """Return the PLOVER roots that ``event`` may count as; empty for statements.

    Args:
        strict: take the root of the class only.
    """
    if event.plover is None:
        return frozenset()
    if strict:
        return frozenset({event.plover})
    key = (event.status.value, event.plover)
    rule = load_plover().get(key)
    across = {rule.to if rule else event.plover, _INTENT.get(key, event.plover)}
    return frozenset({event.plover} | across)


def gold_roots(written: str) -> frozenset[str]:
    """Return the roots that a gold set's ``rootcode`` stands for."""
    roots = set(written.split("|"))
    return frozenset(roots | _YIELD if "YIELD" in roots else roots)


def counted_under(written: str) -> str:
    """Return the root under which a gold event is counted: the first, RETREAT for YIELD."""
    return written.split("|")[0].replace("YIELD", "RETREAT")
