"""What a query may be: short, shallow, read-only, and about this graph alone. An update may be longer, and write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pyoxigraph as ox

from diplograph.errors import QueryError

LONGEST = 8192
LONGEST_UPDATE = 1 << 20
DEEPEST = 64
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
    | (?P<string>\"{3}(?:[^\\]|\\.)*?\"{3} | '{3}(?:[^\\]|\\.)*?'{3}
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>[^\W\d]\w*)
    | (?P<open>[({\[])
    | (?P<close>[)}\]])
    | (?P<unary>[!^+-])
    | (?P<space>\s+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ELSEWHERE = {
    "SERVICE": "asks another server",
    "FROM": "names a data set of its own",
    "LOAD": "reads from elsewhere",
}
_UPDATES = frozenset(["INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"])


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, characters) of a query; joined, the characters are the query."""
    for match in _TOKEN.finditer(text):
        yield str(match.lastgroup), match.group()


def replace_variables(text: str, replacement: Callable[[str], str | None]) -> str:
    """Return a query in which variables stand replaced, outside strings and comments only.

    Args:
        text: the query.
        replacement: what to put for a variable, sign included; none leaves it.
    """
    pieces = []
    for kind, characters in tokens(text):
        put = replacement(characters) if kind == "variable" else None
        pieces.append(characters if put is None else put)
    return "".join(pieces)


def _unescaped(text: str) -> str:
    # SPARQL reads these before anything else, so that \u0053ERVICE is a keyword.
    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else match.group()

    return _ESCAPE.sub(character, text)


def _refuse_elsewhere(word: str) -> None:
    upper = word.upper()
    if upper in _ELSEWHERE:
        raise QueryError(f"{upper} is refused: it {_ELSEWHERE[upper]}, and this graph only is seen here")


def _refuse_word(word: str, *, data_set: bool) -> None:
    if not (data_set and word.upper() == "FROM"):
        _refuse_elsewhere(word)
    if word.upper() in _UPDATES:
        raise QueryError(f"{word.upper()} is refused: a query reads, it changes nothing")


def _check_words(text: str, longest: int, refuse: Callable[[str], None]) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > longest:
        raise QueryError(f"it is longer than {longest} bytes")
    depth, run = 0, 0
    for kind, characters in tokens(_unescaped(text)):
        depth += (kind == "open") - (kind == "close")
        run = run + 1 if kind == "unary" else run if kind == "space" else 0
        if depth > DEEPEST or run > DEEPEST:
            raise QueryError(f"it is nested deeper than {DEEPEST} levels")
        if kind == "word":
            refuse(characters)


def check_query(text: str, *, data_set: bool = False) -> None:
    """Let a query pass, or say why not.

    Args:
        text: the query.
        data_set: whether its data set is given beside it, so that one in the query is void and harmless.

    Raises:
        QueryError: if it is too long or too deep, changes something, or looks outside the graph.
    """
    _check_words(text, LONGEST, partial(_refuse_word, data_set=data_set))


def check_update(text: str) -> None:
    """Let an update pass, or say why not.

    Raises:
        QueryError: if it is too long or too deep, or looks outside the graph.
    """
    _check_words(text, LONGEST_UPDATE, _refuse_elsewhere)


def _using(default_graphs: Iterable[str], named_graphs: Iterable[str]) -> str:
    try:
        clauses = [f"USING {ox.NamedNode(name)}" for name in default_graphs]
        clauses += [f"USING NAMED {ox.NamedNode(name)}" for name in named_graphs]
    except ValueError as error:
        raise QueryError(f"no name of a graph: {error}") from error
    return "".join(f"{clause} " for clause in clauses)


def with_data_set(text: str, default_graphs: Iterable[str], named_graphs: Iterable[str]) -> str:
    """Return an update in which each WHERE looks at the graphs that are named beside it.

    SPARQL 1.1 Protocol, section 2.2.3; the engine takes a data set in the text of an update only.

    Raises:
        QueryError: if the update names graphs by itself, or is written so that these have no place in it.
    """
    pieces, depth, last, clauses = [], 0, "", _using(default_graphs, named_graphs)
    for kind, characters in tokens(text):
        depth += (kind == "open") - (kind == "close")
        word = characters.upper() if kind == "word" and depth == 0 else ""
        if word in {"USING", "WITH"}:
            raise QueryError(f"{word} is refused beside using-graph-uri and using-named-graph-uri")
        if characters == "\\" or (word == "WHERE" and last == "DELETE"):
            raise QueryError("for using-graph-uri write DELETE {...} WHERE {...}, and keywords without escapes")
        pieces += [clauses, characters] if word == "WHERE" else [characters]
        last = last if kind in {"space", "comment"} else word
    return "".join(pieces)
