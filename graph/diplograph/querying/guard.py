"""What a query may be: short, shallow, read-only, and about this graph alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from diplograph.errors import QueryError

LONGEST = 8192
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


def _refuse_word(word: str, *, data_set: bool) -> None:
    upper = word.upper()
    if upper in _ELSEWHERE and not (data_set and upper == "FROM"):
        raise QueryError(f"{upper} is refused: it {_ELSEWHERE[upper]}, and a query sees this graph only")
    if upper in _UPDATES:
        raise QueryError(f"{upper} is refused: a query reads, it changes nothing")


def check_query(text: str, *, data_set: bool = False) -> None:
    """Let a query pass, or say why not.

    Args:
        text: the query.
        data_set: whether its data set is given beside it, so that one in the query is void and harmless.

    Raises:
        QueryError: if it is too long or too deep, changes something, or looks outside the graph.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} bytes")
    depth, run = 0, 0
    for kind, characters in tokens(_unescaped(text)):
        depth += (kind == "open") - (kind == "close")
        run = run + 1 if kind == "unary" else run if kind == "space" else 0
        if depth > DEEPEST or run > DEEPEST:
            raise QueryError(f"the query is nested deeper than {DEEPEST} levels")
        if kind == "word":
            _refuse_word(characters, data_set=data_set)
