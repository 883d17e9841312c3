"""What stands before a report: names of the site, headlines, captions, datelines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from diplograph.model import SegmentKind
from diplograph.reading.boilerplate import tail_of, whole_kind
from diplograph.reading.dateline import Dateline, dateline_of

MAX_FRONT = 12
"""How many paragraphs are looked at."""

_FINAL = re.compile(r"[.!?…:;,][\"'”’)\]]*\Z|[.!?…][\"'”’)\]]*\s*[)\]]?\Z")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_MAX_HEADLINE_CHARS = 250
_SITE_NAME_WORDS = 4
_MAX_HEADLINES = 4
_DECK = 1
_MAX_SUMMARY = 3
_CAPTION_VERB = re.compile(
    r"\b(?:speaks?|attends?|shakes? hands|poses?|pictured|(?:is|are) seen|walks?|arrives?|gestures?|waves?"
    r"|looks? on|stands?|meets?|listens?|delivers?|addresses|holds?|takes? part)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Labels and datelines of paragraphs, by their numbers."""

    kinds: Mapping[int, SegmentKind]
    datelines: Mapping[int, Dateline]


def front_of(paragraphs: list[str], title: str | None) -> Front:
    """Return what the first paragraphs of a document are; the rest is its report."""
    texts = [text.strip() for text in paragraphs[:MAX_FRONT]]
    datelines = {n: dateline for n, text in enumerate(texts) if (dateline := dateline_of(text))}
    opening = next((n for n, dateline in datelines.items() if dateline.end < len(texts[n])), None)
    kinds = {n: kind for n, text in enumerate(texts) if n != opening and (kind := _kind(text, n, opening))}
    plain = [n for n in range(len(texts)) if n not in kinds and n not in datelines]
    reports = [n for n in plain if _FINAL.search(texts[n])]
    first = min([*reports[:1], len(texts)] if opening is None else [*reports[:1], opening])
    if opening is not None and sum(n < opening for n in reports) > _MAX_SUMMARY:
        del datelines[opening]
    short = [n for n in plain if n < first and len(texts[n]) <= _MAX_HEADLINE_CHARS]
    kinds |= _headlines(texts, short if first < len(texts) else [], title)
    return Front(kinds=kinds, datelines=datelines)


def _kind(text: str, number: int, opening: int | None) -> SegmentKind | None:
    """Return what a paragraph is that is no headline: by its words, or as a caption above the dateline."""
    if kind := whole_kind(text):
        return kind
    if (tail := tail_of(text)) and tail[1] is SegmentKind.CREDIT:
        return SegmentKind.CAPTION
    is_above = opening is not None and number < opening
    if is_above and _FINAL.search(text) and _CAPTION_VERB.search(text):
        return SegmentKind.CAPTION
    return None


def _headlines(texts: list[str], short: list[int], title: str | None) -> dict[int, SegmentKind]:
    """Return which short lines are headlines; the others name the site, or whom a cable went to."""
    titled = [n for n, text in enumerate(texts[:4]) if title and _words(text) == _words(title)]
    main = titled[0] if titled else _main_headline(texts, short)
    last = main + _DECK if len(short) > _MAX_HEADLINES else len(texts)
    labels = {n: SegmentKind.HEADLINE if main <= n <= last else SegmentKind.BOILERPLATE for n in short}
    return labels | dict.fromkeys(titled[:1], SegmentKind.HEADLINE)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _main_headline(texts: list[str], short: list[int]) -> int:
    """Return the first line that is longer than the name of a site, else the first one."""
    long = (n for n in short if len(_words(texts[n])) > _SITE_NAME_WORDS)
    return next(long, short[0] if short else 0)
