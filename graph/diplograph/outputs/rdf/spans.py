"""The spans of all documents as text: the bulk of a graph, and each of them says the same five things."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter

from diplograph.external import Sorter
from diplograph.model import Span
from diplograph.outputs.rdf.sayings import article_of, span_block, span_term
from diplograph.outputs.rdf.terms import Term, string
from diplograph.outputs.rdf.writer import Facts, subject_text

# Spans kept in memory, about two hundred bytes each; what is more lies on disk.
_MOST_SPANS = 60_000
_Found = set[tuple[int, int, str]]


@cache
def _template() -> str:
    """Return the text of a span with names in the place of what differs."""
    made_up = span_block(Span(document="d", start=1, end=2, text="x"))
    parts = {str(article_of("d")[0]): "{article}", "1": "{start}", "2": "{end}", string("x"): "{text}"}
    rows: Facts = {name: tuple(Term(parts.get(term, term)) for term in terms) for name, terms in made_up.rows}
    return subject_text(Term("{span}"), rows)


def span_text(span: Span) -> str:
    """Return in Turtle where a span lies and what it reads."""
    article = article_of(span.document)[0]
    return _template().format(
        span=span_term(span), article=article, start=span.start, end=span.end, text=string(span.text)
    )


class Spans:
    """Takes spans as often as they come and gives each back once, document by document."""

    def __init__(self, *, most: int = _MOST_SPANS) -> None:
        """Begin with none.

        Args:
            most: how many spans are kept in memory; what is more lies on disk.
        """
        self._found: dict[str, _Found] = {}
        self._size, self._most = 0, most
        self._spilled = Sorter[_Found](budget=most)

    def add(self, span: Span) -> None:
        """Take a span."""
        found = self._found.setdefault(span.document, set())
        before = len(found)
        found.add((span.start, span.end, span.text))
        self._size += len(found) - before
        if self._size >= self._most:
            self._spill()

    def _spill(self) -> None:
        for document, found in self._found.items():
            self._spilled.add(document, found, len(found))
        self._found, self._size = {}, 0

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield each document, sorted, with what is said of its spans, in the order of its text."""
        self._spill()
        for document, parts in groupby(self._spilled.sorted(), itemgetter(0)):
            found = set[tuple[int, int, str]]().union(*(some for _, some in parts))
            spans = (Span(document=document, start=start, end=end, text=text) for start, end, text in sorted(found))
            yield document, "".join(map(span_text, spans))
