"""PLOVER contexts and the words that bring them in, from ``ontology/lexicon/contexts.tsv``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from diplograph.errors import OntologyError
from diplograph.resources import read_table

FILE = "lexicon/contexts.tsv"


@cache
def load_contexts() -> Mapping[str, frozenset[str]]:
    """Return the contexts of each lemma.

    Raises:
        OntologyError: if a context has no words.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for line, row in read_table(FILE, ("context", "words")):
        words = [word.strip() for word in row["words"].split(",") if word.strip()]
        if not words:
            raise OntologyError(FILE, line, f"context {row['context']!r} has no words")
        for word in words:
            found[word].add(row["context"])
    return {word: frozenset(contexts) for word, contexts in found.items()}
