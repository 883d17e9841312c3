"""Pages of the documentation, read and run: their blocks of code, and what a command line in them prints."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from diplograph.cli import run

BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
GAP = "..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of code: its language, the file that it is a piece of (or none), its text."""

    language: str
    title: str
    text: str


def code_blocks(path: Path) -> list[Block]:
    found = BLOCK.findall(path.read_text(encoding="utf-8"))
    return [Block(language=language, title=title, text=text) for language, title, text in found]


def blocks(path: Path, *languages: str) -> list[str]:
    return [block.text for block in code_blocks(path) if block.language in languages]


def prose(path: Path) -> str:
    return BLOCK.sub("", path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A command of a console block with the lines printed under it."""

    line: str
    output: tuple[str, ...]


def printed(text: str) -> Iterator[Printed]:
    """Yield the commands of a console block."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, *output = part.rstrip("\n").split("\n")
        yield Printed(line=line, output=tuple(output))


def pipeline(line: str) -> list[list[str]]:
    """Split a shell line at its pipes."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|")
    lexer.whitespace_split = True
    lexer.commenters = ""
    parts: list[list[str]] = [[]]
    for word in lexer:
        if word == "|":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def answer(line: str) -> list[str]:
    """Run one line of a console block and return what it prints, without indentation."""
    given = ""
    for words in pipeline(line):
        given = _ran(words, given)
    return unindented(given.splitlines())


def unindented(lines: list[str] | tuple[str, ...]) -> list[str]:
    return [" ".join(one.split()) for one in lines if one.strip()]


def _ran(words: list[str], given: str) -> str:
    if words[0] == "echo":
        return " ".join(words[1:]) + "\n"
    if words[0] == "sort":
        return "".join(sorted(given.splitlines(keepends=True)))
    if words[:2] == ["head", "-n"]:
        return "".join(given.splitlines(keepends=True)[: int(words[2])])
    assert words[0] == "diplograph", f"no stand-in for {words[0]!r}"
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(said):
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        code = run(words[1:])
        said.flush()
    said.seek(0)
    text = said.read()
    assert code == 0, text
    return text


def is_shown(expected: list[str], found: list[str]) -> bool:
    """Return whether ``found`` is what a block shows, lines of ``...`` standing for any lines."""
    if not expected:
        return not found
    if expected[0] == GAP:
        return any(is_shown(expected[1:], found[start:]) for start in range(len(found) + 1))
    return bool(found) and _fits(expected[0], found[0]) and is_shown(expected[1:], found[1:])


def _fits(expected: str, found: str) -> bool:
    """Return whether a line is as expected; at its end ``...`` stands for any words."""
    return found.startswith(expected[: -len(GAP)]) if expected.endswith(GAP) else found == expected


def check(one: Printed) -> None:
    """Run a command of a page and compare what it prints with what the page shows."""
    found = answer(one.line)
    assert is_shown(unindented(one.output), found), f"{one.line}\nprints\n" + "\n".join(found)
