"""Corrections of the parser's words and lemmas, from ``ontology/lexicon/lemmas.tsv`` and ``spellings.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from diplograph.resources import read_table


@cache
def load_lemmas() -> Mapping[str, str]:
    """Return the right lemma of each verb form that the parser gets wrong."""
    return {row["form"]: row["lemma"] for _, row in read_table("lexicon/lemmas.tsv", ("form", "lemma"))}


@cache
def load_spellings() -> Mapping[str, tuple[str, str]]:
    """Return how a word with a hyphen is parsed, and its lemma: "co-operated" as "cooperated", "cooperate"."""
    rows = read_table("lexicon/spellings.tsv", ("written", "parsed", "lemma"))
    return {row["written"]: (row["parsed"], row["lemma"]) for _, row in rows}
