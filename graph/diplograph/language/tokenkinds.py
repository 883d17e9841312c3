"""What spaCy's attribute ruler gives to tokens, asked once for each kind of token."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

# What makes a kind: all that a condition of the ruler may look at, and what a token has already.
KIND = ("LOWER", "TAG", "DEP", "IS_SPACE", "POS", "MORPH", "LEMMA")
CONDITIONS = frozenset(KIND[:4])
GIVEN = ("POS", "MORPH", "LEMMA", "TAG", "DEP")

Kind = tuple[int, ...]
Values = tuple[int, ...]
Pattern = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of an attribute ruler.

    Args:
        patterns: of conditions on one token or on several in a row.
        index: which of the tokens is given something.
        given: values as spaCy numbers them, by the name of the attribute; by its number if it is not one of ``GIVEN``.
    """

    patterns: Sequence[Pattern]
    index: int
    given: Mapping[str | int, int]


def rules_of(ruler: AttributeRuler) -> list[Rule]:
    """Return the rules of ``ruler`` in order; a later one outdoes an earlier one."""
    names = {ruler.vocab.strings[name]: name for name in GIVEN}
    return [
        Rule(
            patterns=cast(Sequence[Pattern], rule["patterns"]),
            index=index,
            given={names.get(number, number): value for number, value in given.items()},
        )
        for rule, index, given in zip(ruler.patterns, ruler.indices, ruler.attrs, strict=True)
    ]


def is_by_kind(ruler: AttributeRuler) -> bool:
    """Return whether all that ``ruler`` looks at makes a kind, and all that it gives is known here."""
    rules = rules_of(ruler)
    seen = {name for rule in rules for pattern in rule.patterns for token in pattern for name in token}
    return seen <= CONDITIONS and all(rule.given.keys() <= set(GIVEN) for rule in rules)


class TokenKinds:
    """A component that gives every token what the attribute ruler gives it.

    Tokens of one tag and dependency are of one kind; their words tell them apart only if a rule asks for them.

    Args:
        ruler: must be ``is_by_kind``.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._rules = rules_of(ruler)
        self._on_one = ruler.matcher
        self._on_several = _matcher(ruler, _longer_patterns(self._rules))
        self._on_words = _matcher(ruler, {"word": _word_patterns(self._rules)})
        self._words: dict[int, int] = {}
        self._values: dict[Kind, Values] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, form and lemma of the tokens of ``doc``."""
        if not len(doc):
            return doc
        kinds = self._kinds(doc)
        for token, kind in enumerate(kinds):
            if kind not in self._values:
                self._values[kind] = self._given(kind, self._met(doc, token))
        values = [self._values[kind] for kind in kinds]
        for token, longer in self._met_with_others(doc).items():
            values[token] = self._given(kinds[token], longer | self._met(doc, token))
        array: Any = doc.to_array(list(GIVEN))
        array[:] = values
        return doc.from_array(list(GIVEN), array)

    def _kinds(self, doc: Doc) -> list[Kind]:
        rows = doc.to_array(list(KIND)).tolist()
        self._learn(doc, {row[0] for row in rows} - self._words.keys())
        return [(self._words[word], *others) for word, *others in rows]

    def _learn(self, doc: Doc, words: set[int]) -> None:
        """Keep which of ``words`` a rule asks for; all others count as one."""
        from spacy.tokens import Doc

        codes = sorted(words)
        line = Doc(doc.vocab, words=[doc.vocab.strings[code] for code in codes])
        asked = {codes[place] for _, place, _ in self._on_words(line)}
        self._words |= {code: code if code in asked else 0 for code in codes}

    def _met(self, doc: Doc, token: int) -> set[int]:
        """Return the rules whose conditions ``token`` meets by itself."""
        found = self._on_one(doc[token : token + 1], allow_missing=True)
        return {int(doc.vocab.strings[rule]) for rule, _, _ in found}

    def _met_with_others(self, doc: Doc) -> Mapping[int, set[int]]:
        """Return the rules whose conditions several tokens meet, by the token that is given something."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for name, start, end in self._on_several(doc, allow_missing=True):
            rule = int(doc.vocab.strings[name])
            found[doc[start:end][self._rules[rule].index].i].add(rule)
        return found

    def _given(self, kind: Kind, rules: Iterable[int]) -> Values:
        values: dict[str | int, int] = dict(zip(KIND, kind, strict=True))
        for rule in sorted(rules):
            values |= self._rules[rule].given
        return tuple(values[name] for name in GIVEN)


def _matcher(ruler: AttributeRuler, patterns: Mapping[str, Sequence[Pattern]]) -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(ruler.vocab)
    for name, found in patterns.items():
        matcher.add(name, cast(list[list[dict[str, Any]]], found))
    return matcher


def _word_patterns(rules: Iterable[Rule]) -> list[Pattern]:
    """Return every condition on a word as a pattern of its own."""
    conditions = [token for rule in rules for pattern in rule.patterns for token in pattern if "LOWER" in token]
    return [[{"LOWER": token["LOWER"]}] for token in conditions]


def _longer_patterns(rules: Sequence[Rule]) -> dict[str, list[Pattern]]:
    """Return the patterns of several tokens by the number of their rule."""
    longer = {str(number): [one for one in rule.patterns if len(one) > 1] for number, rule in enumerate(rules)}
    return {number: patterns for number, patterns in longer.items() if patterns}
