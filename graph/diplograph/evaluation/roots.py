"""When a PLOVER root is the one that the gold names.

Two rules of the gold sets' own: CONCEDE and RETREAT were merged as YIELD in one of them, and ``A|B``
means that either is right. One rule of PLOVER: what is only announced counts as AGREE (a meeting, support,
cooperation, aid) or as CONCEDE (a retreat); diplograph keeps the class and says "planned", so both the
root of the class and the root across that boundary are taken unless the scoring is strict.
"""

from __future__ import annotations

from diplograph.model import Event, Status

_YIELD = frozenset({"CONCEDE", "RETREAT"})
_ANNOUNCED = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "CONCEDE",
}


def roots_of(event: Event, *, strict: bool) -> frozenset[str]:
    """Return the PLOVER roots that ``event`` may count as; empty for statements.

    Args:
        strict: take the root of the class only.
    """
    if event.plover is None:
        return frozenset()
    if strict or event.status is not Status.PLANNED:
        return frozenset({event.plover})
    return frozenset({event.plover, _ANNOUNCED.get(event.plover, event.plover)})


def gold_roots(written: str) -> frozenset[str]:
    """Return the roots that a gold set's ``rootcode`` stands for."""
    roots = set(written.split("|"))
    return frozenset(roots | _YIELD if "YIELD" in roots else roots)


def counted_under(written: str) -> str:
    """Return the root under which a gold event is counted: the first, RETREAT for YIELD."""
    return written.split("|")[0].replace("YIELD", "RETREAT")
