"""Words that may say an event, and which sense of the lexicon they have here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from diplograph.codebook.lexicon import Entry, Lexicon
from diplograph.codebook.words import word_list
from diplograph.language.tree import Tree

POS_OF = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}
PART_DEPS = frozenset(
    [
        "prt",
        "prep",
        "dobj",
        "pobj",
        "npadvmod",
        "xcomp",
        "ccomp",
        "acomp",
        "advmod",
        "agent",
        "oprd",
        "nmod",
        "amod",
        "compound",
        "attr",
        "dative",
        "nsubjpass",
        "nummod",
        "det",
        "pcomp",
        "intj",
        "npadvmod",
    ]
)
# (trigger, its parts, slot) -> heads that a condition of an entry is about; no slot is that of its objects
HeadsOf = Callable[[int, tuple[int, ...], str], Sequence[int]]
# (head, class) -> whether the phrase belongs to a class that the program decides
IsSpecial = Callable[[int, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word with the sense that fits best.

    Args:
        parts: other tokens of the trigger, such as a particle.
        entry: a blocking entry has no event class.
    """

    token: int
    parts: tuple[int, ...]
    entry: Entry

    @property
    def extent(self) -> tuple[int, int]:
        """Return the tokens from the first to one past the last, if they stand close together."""
        first, last = min((self.token, *self.parts)), max((self.token, *self.parts))
        return (first, last + 1) if last - first <= 4 else (self.token, self.token + 1)


def find_triggers(tree: Tree, lexicon: Lexicon, heads_of: HeadsOf, is_special: IsSpecial) -> Iterator[Trigger]:
    """Yield every trigger with its best sense, in text order; senses whose conditions fail are passed over."""
    said = [{*tree.lemmas[start:end], *tree.lowered[start:end]} for start, end in tree.sentences]
    for token, tag in enumerate(tree.pos):
        pos = POS_OF.get(tag)
        if pos is None or (pos == "verb" and _is_attribute(tree, token)):
            continue
        words = said[tree.sentence_of[token]]
        for entry in lexicon.entries.get((pos, tree.lemmas[token]), ()):
            # Most idioms fail for want of a word in the whole sentence.
            if not entry.others <= words:
                continue
            parts = match_parts(tree, token, entry)
            if parts is None:
                continue
            asked = [("", entry.objects), *entry.conditions] if entry.objects else entry.conditions
            if all(_meets(tree, lexicon, names, heads_of(token, parts, slot), is_special) for slot, names in asked):
                yield Trigger(token=token, parts=parts, entry=entry)
                break


def _is_attribute(tree: Tree, token: int) -> bool:
    """Return whether a participle only modifies a noun ("the detained journalist")."""
    return tree.deps[token] in {"amod", "compound"} and tree.kid(token, "agent", "dobj") is None


def match_parts(tree: Tree, token: int, entry: Entry) -> tuple[int, ...] | None:
    """Return the tokens of the entry's further words around ``token``; none if one is missing."""
    found: list[int] = []
    for word in entry.before:
        part = next(
            (kid for kid in tree.children[token] if kid < token and word in {tree.lemmas[kid], tree.lowered[kid]}), None
        )
        if part is None:
            return None
        found.append(part)
    for word in entry.after:
        part = _below(tree, (token, *found), word)
        if part is None:
            return None
        found.append(part)
    return tuple(found)


def _below(tree: Tree, anchors: tuple[int, ...], word: str) -> int | None:
    for anchor in reversed(anchors):
        for kid in tree.children[anchor]:
            if word in {tree.lowered[kid], tree.lemmas[kid]} and kid not in anchors and _can_be_part(tree, kid):
                return kid
    return None


def _can_be_part(tree: Tree, token: int) -> bool:
    """Return whether a word can belong to a verb's idiom; the "to" of an infinitive or a further clause cannot."""
    dep = tree.deps[token]
    return dep in PART_DEPS or (dep == "advcl" and tree.pos[token] == "ADJ")


def _meets(tree: Tree, lexicon: Lexicon, names: tuple[str, ...], heads: Sequence[int], is_special: IsSpecial) -> bool:
    return any(_in_class(tree, lexicon, head, name, is_special) for name in names for head in heads)


def _in_class(tree: Tree, lexicon: Lexicon, head: int, name: str, is_special: IsSpecial) -> bool:
    if name not in lexicon.classes:
        return is_special(head, name)
    # What a pronoun stands for is the program's to know.
    return is_in_class(tree, lexicon, head, name) or (tree.pos[head] == "PRON" and is_special(head, name))


def is_in_class(tree: Tree, lexicon: Lexicon, head: int, name: str) -> bool:
    """Return whether a phrase is one of the words of a class, alone or with what stands before its head."""
    words = lexicon.classes.get(name, frozenset())
    lemma = tree.lemmas[head]
    if lemma in words or tree.lowered[head] in words:
        return True
    if not tree.children[head]:
        return False
    person = tree.pos[head] == "PROPN" and tree.entity_of.get(head, (0, 0, "PERSON"))[2] == "PERSON"
    titles = [kid for kid in tree.children[head] if tree.deps[kid] == "compound" and person]
    if any(tree.pos[kid] == "PROPN" and tree.lemmas[kid] in words for kid in titles):
        # "summoned Ambassador Anthony Wayne"
        return True
    before = [kid for kid in tree.children[head] if kid < head and tree.deps[kid] in {"compound", "amod", "nmod"}]
    return any(f"{tree.lemmas[kid]} {lemma}" in words for kid in before) or (
        len(before) > 1 and " ".join([*(tree.lemmas[kid] for kid in before), lemma]) in words
    )


def is_money(tree: Tree, head: int) -> bool:
    """Return whether a phrase is an amount of money."""
    entity = tree.entity_of.get(head)
    return (entity is not None and entity[2] == "MONEY") or tree.lemmas[head] in word_list("money")
