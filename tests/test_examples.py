"""The bundled articles: short, dated, and read with the day that their names carry."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from diplograph.model import Document, SegmentKind
from diplograph.reading.formats import read_documents
from diplograph.reading.layout import lay_out

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.txt"))
each = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def laid_out(path: Path) -> Document:
    (document,) = read_documents([str(path)])
    assert isinstance(document, Document)
    return lay_out(document)


def test_there_are_enough() -> None:
    assert len(EXAMPLES) >= 60


@pytest.mark.parametrize(("names", "most"), [(("Mexic",), 25), (("Iran", "Tehran"), 25)])
def test_two_stories_are_long_enough_for_figures(names: tuple[str, ...], most: int) -> None:
    texts = [path.read_text(encoding="utf-8") for path in EXAMPLES]
    assert sum(any(name in text for name in names) for text in texts) >= most


@each
def test_an_example_is_short(path: Path) -> None:
    assert 120 <= len(path.read_text(encoding="utf-8").split()) <= 260


@each
def test_an_example_is_dated_as_its_name_says(path: Path) -> None:
    assert laid_out(path).published == date.fromisoformat(path.name[:10])


@each
def test_an_example_has_a_headline_and_a_body(path: Path) -> None:
    kinds = {segment.kind for segment in laid_out(path).segments}
    assert {SegmentKind.HEADLINE, SegmentKind.BODY} <= kinds
