"""What texts are read with in tests: the real registry, a small lexicon, names split without a model."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.frames import load_frames
from diplograph.codebook.lexicon import Lexicon, load_lexicon
from diplograph.language.cast import Cast
from diplograph.language.phrases import Phrases
from diplograph.language.reader import Account, Knowledge, load_knowledge, read_parsed
from diplograph.language.references import Reference
from trees import Case, parsed_from

LEXICON = Path(__file__).parent / "data" / "smalllexicon"
_TOKEN = re.compile(r"(?:[A-Z]\.)+|'s\b|\w+|[^\w\s]")


def tokenise(text: str) -> list[str]:
    """Split a name as spaCy's English tokenizer does, as far as the names of the tests need it."""
    return _TOKEN.findall(text)


@cache
def small_lexicon() -> Lexicon:
    """Return the lexicon of ``tests/data/smalllexicon``: a few words of each kind, with the real frames and classes."""
    load_frames(), load_event_classes()
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        shutil.copytree(LEXICON, folder / "lexicon")
        for module in ("resources", "codebook.lexicon"):
            patch.setattr(f"diplograph.{module}.ontology_dir", lambda: folder)
        return load_lexicon.__wrapped__()


@cache
def knowledge() -> Knowledge:
    """Return what the tests' texts are read with: the real ontology with the small lexicon."""
    return replace(load_knowledge(tokenise), lexicon=small_lexicon())


def phrases_of(case: Case) -> Phrases:
    """Return the phrases of a case's parse."""
    parsed, known = parsed_from(case), knowledge()
    hits = known.gazetteer.find(parsed.tree, parsed.document.published)
    return Phrases(parsed.tree, hits, known.vocabulary)


def cast_of(case: Case) -> tuple[Cast, dict[int, Reference]]:
    """Return everyone in a case's text, and whom each phrase means."""
    scene = account_of(case).scene
    return scene.cast, dict(scene.references)


def account_of(case: Case, document: str = "doc") -> Account:
    """Read a case's text to the end."""
    return read_parsed(parsed_from(case, document), knowledge())
