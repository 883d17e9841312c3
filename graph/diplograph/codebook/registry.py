"""The registry: every state and organisation that texts can name, and the names they do it with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType

from diplograph.codebook.names import Name, read_day, read_spelling
from diplograph.codebook.organisations import Membership, read_memberships, read_organisations
from diplograph.codebook.places import read_places
from diplograph.codebook.states import State, read_states
from diplograph.errors import OntologyError, UsageError
from diplograph.model import Actor, ActorKind, MentionKind
from diplograph.resources import read_table

NAMES = "actors/names.tsv"
NAME_COLUMNS = ("name", "actor", "kind", "place", "begin", "end", "source")
NAME_KINDS = {
    "name": MentionKind.NAME,
    "demonym": MentionKind.DEMONYM,
    "people": MentionKind.DEMONYM,
    "metonym": MentionKind.METONYM,
    "block": MentionKind.NAME,
    "matter": MentionKind.NAME,
}
_NAMELESS = frozenset({"block", "matter"})

__all__ = ["Name", "Registry", "load_registry"]


@dataclass(frozen=True, kw_only=True)
class Registry:
    """States and organisations by id, with all their names.

    Args:
        actors: every state and organisation by id.
        states: the states, territories and former states by id.
        names: all names and blocking phrases, sorted.
        memberships: of the main organisations, in the order of the table.
    """

    actors: Mapping[str, Actor]
    states: Mapping[str, State]
    names: tuple[Name, ...]
    memberships: tuple[Membership, ...]

    def actor(self, actor_id: str) -> Actor:
        """Return the actor with this id.

        Raises:
            UsageError: if the registry has none.
        """
        if actor_id not in self.actors:
            raise UsageError(f"the registry has no actor {actor_id!r}")
        return self.actors[actor_id]

    @cached_property
    def bodies(self) -> Mapping[str, str]:
        """The country-like code of each international organisation, such as UNO or IGO, by id."""
        found = (actor for actor in self.actors.values() if actor.kind is ActorKind.ORGANISATION)
        return {actor.id: actor.country for actor in found if actor.country}

    def successors(self, state: str) -> tuple[str, ...]:
        """Return the ids of the states that came after a former state, in order of the table."""
        return self.states[state].successors if state in self.states else ()

    def sovereign(self, state: str) -> str:
        """Return the id of the state that a territory belongs to, else its own id."""
        known = self.states.get(state)
        return known.sovereign if known and known.sovereign else state

    def members(self, organisation: str, day: date | None = None) -> tuple[str, ...]:
        """Return the members of a main organisation on ``day`` (none: today), sorted; else nothing."""
        held = (known for known in self.memberships if known.organisation == organisation)
        return tuple(sorted({state for known in held if known.holds(day) for state in known.states}))


@cache
def load_registry() -> Registry:
    """Load and check all tables under ``ontology/actors/`` but those of offices and their holders.

    Raises:
        OntologyError: if a row is wrong, with file, line and reason.
    """
    states = {state.id: state for state in read_states()}
    _check_links(states)
    organisations = tuple(read_organisations(states))
    actors = {state.id: state.actor for state in states.values()}
    actors |= {actor.id: actor for actor, _ in organisations}
    names = [name for state in states.values() for name in state.names]
    names += [name for _, own in organisations for name in own]
    names += [*read_places(states), *read_names(actors)]
    return Registry(
        actors=MappingProxyType(dict(sorted(actors.items()))),
        states=MappingProxyType(states),
        names=_checked(names),
        memberships=tuple(read_memberships(actors, states)),
    )


def read_names(actors: Container[str]) -> Iterator[Name]:
    """Yield the names of ``names.tsv``: dated ones, further ones, and phrases that denote no actor.

    Raises:
        OntologyError: if a row is wrong or names an unknown actor.
    """
    for line, row in read_table(NAMES, NAME_COLUMNS):
        if row["kind"] not in NAME_KINDS:
            raise OntologyError(NAMES, line, f"the kind {row['kind']!r} is none of {sorted(NAME_KINDS)}")
        if (row["kind"] in _NAMELESS) != (row["actor"] == ""):
            raise OntologyError(NAMES, line, f"kind {row['kind']!r} does not go with actor {row['actor']!r}")
        if row["actor"] and row["actor"] not in actors:
            raise OntologyError(NAMES, line, f"the actor {row['actor']!r} is unknown")
        if not row["name"] or not row["source"]:
            raise OntologyError(NAMES, line, "name or source are empty")
        yield _name(row, line)


def _name(row: dict[str, str], line: int) -> Name:
    if row["place"] not in ("", "state", "city"):
        raise OntologyError(NAMES, line, f"place is {row['place']!r}, 'state', 'city' or nothing expected")
    spelling = read_spelling(row["name"])
    return Name(
        text=spelling.text,
        actor=row["actor"],
        kind=NAME_KINDS[row["kind"]],
        cased=spelling.cased,
        place=row["place"] != "",
        city=row["place"] == "city",
        people=row["kind"] == "people",
        ambiguous=spelling.ambiguous,
        matter=row["kind"] == "matter",
        earliest=read_day(row["begin"], NAMES, line),
        latest=read_day(row["end"], NAMES, line),
    )


def _check_links(states: Mapping[str, State]) -> None:
    for state in states.values():
        for other in (*state.successors, *([state.sovereign] if state.sovereign else [])):
            if other not in states:
                reason = f"{state.id} names {other!r} as its successor or sovereign, which is not there"
                raise OntologyError("actors/states.tsv", 0, reason)


def _checked(names: Iterable[Name]) -> tuple[Name, ...]:
    ordered = tuple(sorted(names, key=lambda name: name.sort_key))
    by_text: dict[str, list[Name]] = defaultdict(list)
    for name in ordered:
        by_text[name.text].append(name)
    for text, known in by_text.items():
        _check_meanings(text, known)
    return ordered


def _check_meanings(text: str, names: list[Name]) -> None:
    """Refuse a text that names two actors at once; a city may share its name with one actor elsewhere."""
    for number, name in enumerate(names):
        for other in names[number + 1 :]:
            if _only_locates(name) == _only_locates(other) and _same_dates(name, other):
                reason = f"{text!r} names {name.actor or 'nothing'} and again {other.actor or 'nothing'}"
                raise OntologyError(NAMES, 0, reason)


def _only_locates(name: Name) -> bool:
    return name.city and name.kind is MentionKind.NAME


def _same_dates(name: Name, other: Name) -> bool:
    """Return whether two names overlap; a dated name goes before an undated one, so these do not."""
    dated = [bool(one.earliest or one.latest) for one in (name, other)]
    if dated[0] != dated[1]:
        return False
    begins, ends = name.earliest or date.min, name.latest or date.max
    return begins <= (other.latest or date.max) and (other.earliest or date.min) <= ends
