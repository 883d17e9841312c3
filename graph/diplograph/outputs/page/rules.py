"""The lexicon's rules in plain words, for the evidence."""

from __future__ import annotations

from collections.abc import Iterable

from diplograph.codebook.lexicon import Entry, load_lexicon
from diplograph.outputs.phrasing import class_label, one_line

_PARTS = {"verb": "verb", "noun": "noun", "adj": "adjective"}
# Object classes that the code decides, as a reader would call them.
_DECIDED = {
    "actor": "a state, a body or a person",
    "person": "a person",
    "state": "a state",
    "place": "a place",
    "money": "a sum of money",
    "number": "a number",
    "international": "an international organisation",
    "anything": "anything",
}
_SLOTS = {"subject": "done by", "object": "with the object", "predicate": "called", "clause": "wanted of"}


def _object(name: str) -> str:
    return _DECIDED.get(name) or name.replace("_", " ").replace("-", " ")


def _plain(entry: Entry) -> str:
    words = " ".join((*entry.before, entry.lemma, *entry.after))
    objects = " or ".join(_object(name) for name in entry.objects)
    asked = [f"said of {objects}"] if objects else []
    for slot, names in entry.conditions:
        asked.append(f"{_SLOTS.get(slot, slot)} {' or '.join(_object(name) for name in names)}")
    said = f"the {_PARTS[entry.pos]} “{words}”" + (f", {', '.join(asked)}," if asked else "")
    return f"{said} tells of {class_label(entry.event_class)}" if entry.event_class else said


def rule_words(rules: Iterable[str]) -> dict[str, str]:
    """Return what each of the rules says, by its name; a rule that the lexicon does not hold is left out.

    Args:
        rules: names as claims carry them; what follows a ``+`` is how the words were found.
    """
    entries = {entry.id: entry for entry in load_lexicon().all_entries()}
    found = {}
    for rule in sorted(set(rules)):
        name, _, how = rule.partition("+")
        if name in entries:
            found[one_line(rule)] = _plain(entries[name]) + (f" ({how.replace('-', ' ')})" if how else "")
    return found
