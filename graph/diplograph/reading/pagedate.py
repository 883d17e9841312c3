"""The day on which a web page says that it was published.

Only what states it counts: data for machines, elements marked as the date of the article, and the address. A day in a
caption, beside a link to another story or in the footer is none; general-purpose finders take these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from diplograph.reading.calendar import day_or_none, written_days

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

_MAX_DATA = 1_000_000
_ISO = re.compile(r"\s*((?:1[5-9]|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|\Z)|(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_META = re.compile(
    r"(?:(?:og:)?(?:article:)?published?[-_.:]?(?:time|date|on)|article:published|(?:og:)?pub(?:lish)?[-_]?date"
    r"|datepublished|datecreated|dc(?:terms)?\.date(?:\.(?:issued|created|published))?|dc(?:terms)?\.(?:issued|created)"
    r"|date|sailthru\.date|parsely-pub-date|article\.published|originalpublicationdate|citation_publication_date"
    r"|citation_date|prism\.publicationdate|release_date)",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?:publish|publication|posted|entry|article|story|post|news|press|release)\w*[-_]{0,2}(?:pub(?:lish(?:ed)?)?[-_]?)?"
    r"(?:date|time|on)\b|\bpub(?:lish(?:ed)?)?(?:[-_]?(?:date|time|on|at))?\b|\bdate[-_]?(?:published|line)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"caption|related|footer|sidebar|recommend|comment|teaser|promo|widget|most-?read", re.IGNORECASE
)
_ASIDE = frozenset({"figure", "figcaption", "aside", "footer", "nav", "li"})
_ARTICLES = re.compile(
    r"(?:News|Report|Analysis|Blog|Opinion|Live|Tech|Review|Scholarly)?\w*(?:Article|Posting)|WebPage|Report"
)


def page_day(tree: HtmlElement, url: str | None) -> date | None:
    """Return the day of publication that a page states, the surest way of stating it first."""
    ways = (_in_data(tree), _in_meta(tree), _in_elements(tree), _in_addresses(tree, url))
    return next((day for way in ways for day in way), None)


def _iso_day(value: object) -> date | None:
    match = _ISO.match(value) if isinstance(value, str) else None
    return day_or_none(*(int(part) for part in match.groups())) if match else None


def _full_day(text: str) -> date | None:
    days = (day.in_year(day.year) for day in written_days(text[:200]) if day.year)
    return next((day for day in days if day), None)


def _in_data(tree: HtmlElement) -> Iterator[date]:
    """Yield the days in JSON-LD about the article."""
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "") and len(script.text or "") < _MAX_DATA:
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue  # half of the web's JSON-LD is broken; other statements of the page may not be
            yield from _published_in(data)


def _published_in(data: Any) -> Iterator[date]:
    rows = data if isinstance(data, list) else [data]
    for row in rows:
        if not isinstance(row, dict):
            continue
        kinds = row.get("@type") if isinstance(row.get("@type"), list) else [row.get("@type")]
        day = _iso_day(row.get("datePublished"))
        if day and any(_ARTICLES.fullmatch(str(kind)) for kind in kinds or ()):
            yield day
        if isinstance(row.get("@graph"), list):
            yield from _published_in([one for one in row["@graph"] if isinstance(one, dict) and "@graph" not in one])


def _in_meta(tree: HtmlElement) -> Iterator[date]:
    for meta in tree.iter("meta"):
        names = (meta.get(name, "") for name in ("property", "name", "itemprop", "http-equiv"))
        if any(_META.fullmatch(name) for name in names):
            content = meta.get("content", "")
            if day := _iso_day(content) or _full_day(content):
                yield day


def _in_elements(tree: HtmlElement) -> Iterator[date]:
    """Yield the days of elements that are marked as the date of publication, outside captions and lists."""
    for element in tree.iter("time", "abbr", "span", "p", "div", "td", "strong", "h4", "h5", "h6"):
        marks = " ".join(element.get(name, "") for name in ("itemprop", "class", "id", "property"))
        is_marked = _MARKED.search(marks[:300]) or (element.tag == "time" and element.get("pubdate") is not None)
        if is_marked and not _is_elsewhere(element):
            stated = element.get("datetime") or element.get("content")
            if day := _iso_day(stated) or _full_day(_short_text(element)):
                yield day


def _is_elsewhere(element: HtmlElement) -> bool:
    around = [element, *element.iterancestors()]
    return any(
        one.tag in _ASIDE or _ELSEWHERE.search(f"{one.get('class', '')} {one.get('id', '')}"[:300]) for one in around
    )


def _short_text(element: HtmlElement) -> str:
    pieces: list[str] = []
    for piece in element.itertext():
        pieces.append(piece)
        if len(pieces) > 20:
            return ""  # what holds a whole article is not its date
    return " ".join(" ".join(pieces).split())


def _in_addresses(tree: HtmlElement, url: str | None) -> Iterator[date]:
    canonical = (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    for address in (url, *canonical):
        match = _IN_ADDRESS.search(_path(address)) if address else None
        numbers = [int(part) for part in match.groups() if part] if match else []
        if numbers and (day := day_or_none(*numbers)):
            yield day


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
