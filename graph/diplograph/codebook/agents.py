"""Agent nouns, the bodies that every state has, and titles: who "the US army" or "Foreign Minister" is."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from diplograph.codebook.names import listed
from diplograph.codebook.organisations import KINDS, read_sectors
from diplograph.errors import OntologyError
from diplograph.model import ActorKind
from diplograph.resources import read_table

AGENTS = "actors/agents.tsv"
AGENT_COLUMNS = ("lemma", "kind", "sectors", "plural_is_group", "office", "source")
BODIES = "actors/bodies.tsv"
BODY_COLUMNS = ("suffix", "kind", "sectors", "name", "words", "source")
TITLES = "actors/titles.tsv"
TITLE_COLUMNS = ("title", "office", "sectors", "of", "source")
OWNERS = frozenset({"state", "body", "any"})
_AGENT_KINDS = KINDS | {"person": ActorKind.PERSON}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentNoun:
    """A noun or phrase for a kind of actor.

    Args:
        lemma: lower case, may be several words: "police officer".
        plural_is_group: whether its plural is a group of people ("protesters").
        office: whether it names an office that one person holds at a time.
        body: suffix of the body of a state that it names, such as "foreign-ministry"; empty if none.
    """

    lemma: str
    kind: ActorKind
    sectors: tuple[str, ...]
    plural_is_group: bool = False
    office: bool = False
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that every state has, such as its foreign ministry.

    Args:
        suffix: what follows the state's code in the id of the actor: "MEX-foreign-ministry".
        name: what goes before "of Mexico" in the name of the actor.
        words: phrases for it, in lower case.
    """

    suffix: str
    kind: ActorKind
    sectors: tuple[str, ...]
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Words before or after a personal name that say which office the person holds.

    Args:
        title: lower case: "secretary of state".
        office: normal form: "foreign-minister".
        of: what the office belongs to: "state", "body" (an organisation) or "any".
    """

    title: str
    office: str
    sectors: tuple[str, ...]
    of: str


@cache
def load_agents() -> Mapping[str, AgentNoun]:
    """Load the agent nouns and the words for bodies of a state, by lemma; the longest match wins.

    Raises:
        OntologyError: if a row is wrong.
    """
    agents = {agent.lemma: agent for agent in _body_words()}
    for line, agent in _read_agents():
        _refuse_known(agent.lemma, agents, AGENTS, line)
        agents[agent.lemma] = agent
    return MappingProxyType(dict(sorted(agents.items())))


@cache
def load_bodies() -> Mapping[str, Body]:
    """Load the bodies that every state has, by suffix.

    Raises:
        OntologyError: if a row is wrong.
    """
    bodies: dict[str, Body] = {}
    words: set[str] = set()
    for line, body in _read_bodies():
        _refuse_known(body.suffix, bodies, BODIES, line)
        for phrase in body.words:
            _refuse_known(phrase, words, BODIES, line)
        words.update(body.words)
        bodies[body.suffix] = body
    return MappingProxyType(bodies)


@cache
def load_titles() -> Mapping[str, Title]:
    """Load the titles by their words in lower case; the longest match wins.

    Raises:
        OntologyError: if a row is wrong.
    """
    titles: dict[str, Title] = {}
    for line, row in read_table(TITLES, TITLE_COLUMNS):
        _refuse_known(row["title"], titles, TITLES, line)
        titles[row["title"]] = _title(row, line)
    return MappingProxyType(titles)


def _read_agents() -> Iterator[tuple[int, AgentNoun]]:
    for line, row in read_table(AGENTS, AGENT_COLUMNS):
        _require_lower(row["lemma"], AGENTS, line)
        yield (
            line,
            AgentNoun(
                lemma=row["lemma"],
                kind=_kind(row["kind"], AGENTS, line),
                sectors=read_sectors(row["sectors"], AGENTS, line),
                plural_is_group=_flag(row["plural_is_group"], "plural_is_group", line),
                office=_flag(row["office"], "office", line),
            ),
        )


def _body_words() -> Iterator[AgentNoun]:
    for body in load_bodies().values():
        for words in body.words:
            yield AgentNoun(lemma=words, kind=body.kind, sectors=body.sectors, body=body.suffix)


def _read_bodies() -> Iterator[tuple[int, Body]]:
    for line, row in read_table(BODIES, BODY_COLUMNS):
        _require_slug(row["suffix"], BODIES, line)
        words = listed(row["words"])
        if not words or not row["name"]:
            raise OntologyError(BODIES, line, "words or name are empty")
        for phrase in words:
            _require_lower(phrase, BODIES, line)
        yield (
            line,
            Body(
                suffix=row["suffix"],
                kind=_kind(row["kind"], BODIES, line),
                sectors=read_sectors(row["sectors"], BODIES, line),
                name=row["name"],
                words=words,
            ),
        )


def _title(row: dict[str, str], line: int) -> Title:
    _require_lower(row["title"], TITLES, line)
    _require_slug(row["office"], TITLES, line)
    if row["of"] not in OWNERS:
        raise OntologyError(TITLES, line, f"of is {row['of']!r}, one of {sorted(OWNERS)} expected")
    sectors = read_sectors(row["sectors"], TITLES, line)
    return Title(title=row["title"], office=row["office"], sectors=sectors, of=row["of"])


def _kind(cell: str, file: str, line: int) -> ActorKind:
    if cell not in _AGENT_KINDS:
        raise OntologyError(file, line, f"the kind {cell!r} is none of {sorted(_AGENT_KINDS)}")
    return _AGENT_KINDS[cell]


def _flag(cell: str, column: str, line: int) -> bool:
    if cell not in ("", "yes"):
        raise OntologyError(AGENTS, line, f"{column} is {cell!r}, 'yes' or nothing expected")
    return cell == "yes"


def _require_lower(words: str, file: str, line: int) -> None:
    if not words or words != words.lower():
        raise OntologyError(file, line, f"{words!r} is empty or not in lower case")


def _require_slug(slug: str, file: str, line: int) -> None:
    if not _SLUG.fullmatch(slug):
        raise OntologyError(file, line, f"{slug!r} is not lower-case words joined by hyphens")


def _refuse_known(key: str, known: Container[str], file: str, line: int) -> None:
    if key in known:
        raise OntologyError(file, line, f"{key!r} is there twice")
