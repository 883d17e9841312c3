"""Build parses from the frozen form of ``tests/data/parses``, so that rules are tested without a model.

A case is a mapping. Its parse: ``text`` (tokens with a blank between them; ``¶`` is the empty line between
paragraphs), ``written`` (the text as it was written; without it ``text`` itself), ``lemmas`` (without it the
tokens in lower case), ``pos``, ``tags``, ``heads``, ``deps``, ``entities`` (first token, one past the last, label)
and ``sentences`` (first token of each; without it all is one sentence). The rest is what a test expects;
``gap`` says which tests a case fails as yet, and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from diplograph.language.parsing import Parsed
from diplograph.language.tree import Tree
from diplograph.model import Document
from diplograph.reading.cleaning import clean_text
from diplograph.reading.layout import lay_out

PARSES = Path(__file__).parent / "data" / "parses"
PARAGRAPH = "¶"

Case = Mapping[str, Any]


def load_cases(topic: str) -> list[Case]:
    """Return the cases of ``tests/data/parses/TOPIC.yaml``; names must differ."""
    content = yaml.safe_load((PARSES / f"{topic}.yaml").read_text(encoding="utf-8"))
    cases: list[Case] = list(content)
    names = [case["name"] for case in cases]
    assert len(names) == len(set(names)), f"{topic}.yaml: a name stands twice"
    return cases


def cases_of(topic: str, key: str, *, test: str | None = None) -> list[Any]:
    """Return as parameters the cases of a topic that hold ``key``; those with a gap must fail.

    Args:
        test: which gap of a case is meant, if not that of ``key``.
    """
    return [
        pytest.param(case, id=case["name"], marks=_gap(case, test or key)) for case in load_cases(topic) if key in case
    ]


def _gap(case: Case, test: str) -> tuple[pytest.MarkDecorator, ...]:
    reason = case.get("gap", {}).get(test)
    return (pytest.mark.xfail(strict=True, reason=reason),) if reason else ()


def case_named(topic: str, name: str) -> Case:
    """Return one case of a topic."""
    return next(case for case in load_cases(topic) if case["name"] == name)


def tree_from(case: Case) -> Tree:
    """Return the parse of ``case``; one that cannot be a parse fails the test."""
    words = [word.replace(PARAGRAPH, "\n\n") for word in case["text"].split()]
    text = case.get("written", " ".join(words))
    columns = {name: case[name].split() for name in ("pos", "tags", "heads", "deps")}
    columns["lemmas"] = case.get("lemmas", case["text"].lower()).split()
    for name, column in columns.items():
        assert len(column) == len(words), f"{case['name']}: {len(column)} {name}, {len(words)} tokens"
    tree = Tree(
        text=text,
        words=words,
        lemmas=columns["lemmas"],
        pos=columns["pos"],
        tags=columns["tags"],
        deps=columns["deps"],
        heads=[int(head) for head in columns["heads"]],
        starts=_starts(text, words),
        sentences=_sentences(case, len(words)),
        entities=[(first, last, label) for first, last, label in case.get("entities", ())],
    )
    _check(case, tree)
    return tree


def _starts(text: str, words: list[str]) -> list[int]:
    starts, offset = [], 0
    for word in words:
        offset = text.index(word, offset)
        starts.append(offset)
        offset += len(word)
    return starts


def _sentences(case: Case, count: int) -> list[tuple[int, int]]:
    starts = [int(start) for start in str(case.get("sentences", "0")).split()]
    return list(zip(starts, [*starts[1:], count], strict=True))


def _check(case: Case, tree: Tree) -> None:
    """Hold that every sentence is a tree of its own with one root."""
    for first, last in tree.sentences:
        roots = [token for token in range(first, last) if tree.heads[token] == token]
        real = [token for token in roots if not tree.words[token].isspace()]
        assert len(real) == 1, f"{case['name']}: the roots {real} in one sentence"
        for token in range(first, last):
            # A cycle would keep ``ancestors`` going for ever.
            above = list(islice(tree.ancestors(token), len(tree) + 1))
            assert len(above) <= len(tree), f"{case['name']}: the heads above token {token} go in a circle"
            assert first <= [token, *above][-1] < last, f"{case['name']}: token {token} hangs outside its sentence"


def parsed_from(case: Case, document: str = "doc") -> Parsed:
    """Return the parse of ``case`` as that of a document published on its ``day``."""
    tree = tree_from(case)
    day = case.get("day")
    given = Document(id=document, text=tree.text, published=date.fromisoformat(str(day)) if day else None)
    laid_out = lay_out(given)
    clean = clean_text(laid_out)
    assert clean.text == tree.text, f"{case['name']}: the text is not clean"
    return Parsed(document=laid_out, clean=clean, tree=tree)


def token_at(tree: Tree, word: str) -> int:
    """Return the token that reads ``word``; ``word/2`` is its second occurrence."""
    text, _, count = word.partition("/") if word.partition("/")[2].isdigit() else (word, "", "1")
    found = [token for token, one in enumerate(tree.words) if one == text]
    return found[int(count) - 1]
