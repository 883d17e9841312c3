"""The words that phrases are read with, and offices and agents of several words: "secretary of state"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from diplograph.codebook.agents import AgentNoun, Title
from diplograph.language.tree import Tree

# Endings of plurals and of the singulars that they can be of.
PLURALS = (("ves", "fe"), ("ves", "f"), ("ies", "y"), ("men", "man"), ("es", ""), ("s", ""))


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The word lists that phrases are read with; loaded once."""

    agents: Mapping[str, AgentNoun]
    titles: Mapping[str, Title]

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The words that an office can begin with."""
        return frozenset(title.split()[0].split("-")[0] for title in self.titles)

    @cached_property
    def title_starts(self) -> frozenset[str]:
        """The first tokens of all offices: "vice" and "vice-president", for the hyphen may be a token of its own."""
        firsts = [title.split()[0].split("-") for title in self.titles]
        return frozenset("-".join(parts[:end]) for parts in firsts for end in range(1, len(parts) + 1))

    @cached_property
    def agent_ends(self) -> frozenset[str]:
        """The last tokens of all agent nouns: "seeker" of "asylum-seeker", whose hyphen may be a token of its own."""
        lasts = [noun.split()[-1] for noun in self.agents]
        return frozenset((*lasts, *(last.split("-")[-1] for last in lasts)))

    @cached_property
    def agents_of(self) -> Mapping[str, AgentNoun]:
        """The agent nouns that go on after their head: "member of parliament"."""
        return {lemma: agent for lemma, agent in self.agents.items() if " of " in lemma}

    @cached_property
    def heads_of(self) -> frozenset[str]:
        """The heads of ``agents_of``."""
        return frozenset(lemma.split()[0] for lemma in self.agents_of)


def find_titles(tree: Tree, vocabulary: Vocabulary) -> dict[tuple[int, int], Title]:
    """Return every office of more than one word, longest first: "secretary of state"."""
    found: dict[tuple[int, int], Title] = {}
    titles, token = vocabulary.titles, 0
    while token < len(tree):
        span = _title_at(tree, titles, token) if tree.lowered[token] in vocabulary.first_words else None
        if span is not None:
            found[span] = titles[title_words(tree, *span)]
            token = span[1]
        else:
            token += 1
    return found


def find_agents_of(tree: Tree, vocabulary: Vocabulary) -> dict[tuple[int, int], AgentNoun]:
    """Return every agent noun that goes on after its head, in the singular or plural: "members of parliament"."""
    found = {}
    for head, lemma in enumerate(tree.lemmas):
        if lemma in vocabulary.heads_of and tree.lowered[head + 1 : head + 2] == ["of"]:
            for end in range(min(len(tree), head + 6), head + 2, -1):
                agent = vocabulary.agents_of.get(" ".join((lemma, *tree.lowered[head + 1 : end])))
                if agent is not None:
                    found[head, end] = agent
                    break
    return found


def _title_at(tree: Tree, titles: Mapping[str, Title], start: int) -> tuple[int, int] | None:
    for end in range(min(len(tree), start + 6), start + 1, -1):
        if title_words(tree, start, end) in titles:
            return start, end
    return None


def singulars(word: str) -> Iterator[str]:
    """Yield the singular nouns that a word in lower case can be the plural of, and the word itself last."""
    for ending, singular in PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield word.removesuffix(ending) + singular
    yield word


def title_words(tree: Tree, start: int, end: int) -> str:
    """Return tokens as titles are written."""
    return joined(tree.lowered[start:end])


def joined(words: Iterable[str]) -> str:
    """Return tokens as one writes them: "asylum-seeker", "women's group", "lawyers' union"."""
    return " ".join(words).replace(" - ", "-").replace(" '", "'").replace(" ’", "'")
