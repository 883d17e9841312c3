"""Who may be whom: the doubtful merges of actors, and the doubtful non-merges, with the sentences that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diplograph.knowledge.decisions import merge_to_json
from diplograph.knowledge.identities import SURE
from diplograph.model import Merge, Records, Span, Verdict
from diplograph.outputs.phrasing import one_line
from diplograph.records import dump_line

# How much of the text around a name is shown on either side, in characters.
AROUND = 160
_FULL_STOP = re.compile(r"[.!?][\"'”’)]*\s+|\n{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A decision about actors that somebody should look at.

    Args:
        merge: the decision.
        sentences: for each span of its evidence the sentence around it, the name in square brackets.
    """

    merge: Merge
    sentences: tuple[str, ...]


def is_doubtful(merge: Merge) -> bool:
    """Return whether somebody should look: at a merge or a difference that is not sure, at an idle correction."""
    doubtful = merge.verdict is Verdict.DOUBTFUL or merge.score < SURE
    return merge.subject in {"actor", "correction"} and doubtful


def doubts(records: Records, *, every: bool = False) -> Iterator[Doubt]:
    """Yield the doubtful decisions about actors, the least sure first.

    Args:
        records: a build.
        every: whether decisions that are sure go along, those of documents and events left out.
    """
    texts = {reading.document.id: reading.document.text for reading in records.readings}
    chosen = [merge for merge in records.merges if is_doubtful(merge) or (every and merge.subject != "event")]
    for merge in sorted(chosen, key=lambda one: (one.score, one.id, one.members)):
        yield Doubt(merge=merge, sentences=tuple(_sentence(span, texts) for span in merge.evidence))


def _sentence(span: Span, texts: Mapping[str, str]) -> str:
    text = texts.get(span.document, "")
    first, last = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    before, after = text[first : span.start], text[span.end : last]
    starts = [found.end() for found in _FULL_STOP.finditer(before)]
    end = _FULL_STOP.search(after)
    head, tail = before[starts[-1] if starts else 0 :], after[: end.end() if end else len(after)]
    return one_line(f"{head}[{text[span.start : span.end]}]{tail}")


def doubts_text(found: Iterable[Doubt]) -> Iterator[str]:
    """Yield a few lines for each doubt, ready to be read."""
    for doubt in found:
        merge = doubt.merge
        yield f"{merge.score:.2f} {merge.verdict.value}: {one_line(merge.reason)} ({merge.rule})\n"
        named = {span.document: sentence for span, sentence in zip(merge.evidence, doubt.sentences, strict=True)}
        for member in merge.members:
            sentence = named.get(member.partition("@")[2])
            yield f"  {one_line(member)}" + (f": {sentence}\n" if sentence else "\n")


def doubts_json(found: Iterable[Doubt]) -> Iterator[str]:
    """Yield one JSON object a line: the decision as in ``merges.jsonl``, with the sentences."""
    return (dump_line(merge_to_json(doubt.merge) | {"sentences": list(doubt.sentences)}) + "\n" for doubt in found)
