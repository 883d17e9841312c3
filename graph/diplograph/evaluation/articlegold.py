"""Gold of a whole article: actors with mentions, events with triggers, dates; read from ``*.gold.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diplograph.errors import InputError
from diplograph.model import Document, Span

ENDING = ".gold.json"
STATEMENT = "STATEMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """A mention; ``hard`` ones need more than a name list."""

    span: Span
    hard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldActor:
    """An actor of the article.

    Args:
        members: ids of the actors that a set stands for.
        state: code of a state, as the gold writes it; none for all other actors.
    """

    id: str
    name: str
    core: bool
    state: str | None
    members: tuple[str, ...]
    mentions: tuple[GoldMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEvent:
    """An event of the article; any of ``roots`` is right."""

    id: str
    type: str
    roots: frozenset[str]
    root: str
    source: frozenset[str]
    target: frozenset[str]
    other: frozenset[str]
    date: str | None
    precision: str | None
    modality: str
    core: bool
    triggers: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDate:
    """A date expression."""

    span: Span
    value: str
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleGold:
    """An article with everything that a reader should get out of it."""

    name: str
    document: Document
    actors: tuple[GoldActor, ...]
    events: tuple[GoldEvent, ...]
    dates: tuple[GoldDate, ...]


def _span(value: Mapping[str, Any], document: str) -> Span:
    return Span(document=document, start=value["start"], end=value["end"], text=value["text"])


def _actor(value: Mapping[str, Any], document: str) -> GoldActor:
    mentions = (
        GoldMention(span=_span(mention, document), hard=mention.get("hard", False)) for mention in value["mentions"]
    )
    return GoldActor(
        id=value["id"],
        name=value["name"],
        core=value["core"],
        state=value["country"] if value["type"] == "COUNTRY" else None,
        members=tuple(value["id"].split("+")) if "+" in value["id"] else (),
        mentions=tuple(mentions),
    )


def _event(value: Mapping[str, Any], document: str) -> GoldEvent:
    return GoldEvent(
        id=value["id"],
        type=value["type"],
        root=value["plover"],
        roots=frozenset({value["plover"], *value["plover_alt"]}),
        source=frozenset(value["source"]),
        target=frozenset(value["target"]),
        other=frozenset(value["other"]),
        date=value["date"],
        precision=value["date_precision"],
        modality=value["modality"],
        core=value["core"],
        triggers=tuple(_span(trigger, document) for trigger in value["triggers"]),
    )


def _date(value: Mapping[str, Any], document: str) -> GoldDate:
    return GoldDate(span=_span(value, document), value=value["value"], precision=value["precision"])


def load_article(path: Path) -> ArticleGold:
    """Read a gold file and the text beside it.

    Args:
        path: ``NAME.gold.json``; the article is ``NAME.txt`` in the same folder.

    Raises:
        InputError: if either is missing or not in the format.
    """
    name = path.name.removesuffix(ENDING)
    article = path.with_name(f"{name}.txt")
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        # Not read_text: it would turn CR LF into LF and move every offset.
        document = Document(id=value["doc"], text=article.read_bytes().decode("utf-8"))
        return ArticleGold(
            name=name,
            document=document,
            actors=tuple(_actor(actor, document.id) for actor in value["actors"]),
            events=tuple(_event(event, document.id) for event in value["events"]),
            dates=tuple(_date(when, document.id) for when in value["dates"]),
        )
    except OSError as error:
        raise InputError(f"{error.filename}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: not gold of an article ({type(error).__name__}: {error})") from error
