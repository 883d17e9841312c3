"""Corrections of the parser's lemmas, from ``ontology/lexicon/lemmas.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from diplograph.resources import read_table


@cache
def load_lemmas() -> Mapping[str, str]:
    """Return the right lemma of each verb form that the parser gets wrong."""
    return {row["form"]: row["lemma"] for _, row in read_table("lexicon/lemmas.tsv", ("form", "lemma"))}
