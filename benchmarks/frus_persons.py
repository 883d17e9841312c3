"""How many of the persons that the editors of FRUS name are found and linked, and how many links are theirs.

usage: python benchmarks/frus_persons.py [CORPUS] [--documents N] [--misses]
CORPUS is a JSONL file whose ``persons`` maps the editors' ids to names such as "Rusk, Dean"; by default
../shared/corpora/frus.jsonl. Without it nothing is measured. Documents are taken at equal steps from the whole.

The editors list whom their volume introduces: a foreign minister whom they do not list counts against precision
here, though the link may be right. Read precision as a lower bound.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from diplograph.codebook.holders import load_holders
from diplograph.codebook.personnames import name_key
from diplograph.language.parsing import load_nlp
from diplograph.model import Actor, ActorKind, MentionKind, Reading
from diplograph.pipeline import read
from diplograph.reading.fields import document_of

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "frus.jsonl"
RANKS = frozenset(
    [
        *("general", "major", "colonel", "lt", "lieutenant", "brigadier", "rear", "vice", "admiral", "captain"),
        *("prince", "king", "sir", "dr", "archbishop", "jr", "ii", "iii"),
    ]
)
KINDS = ("named at all", "linked", "linked to the registry")


def gold_name(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that may be the surname, and the initials of the given names; none where there are none."""
    family, _, given = re.sub(r"\(.*?\)|[“\"].*?[”\"]", "", text).partition(",")
    words = [word for word in name_key(given).split() if word not in RANKS]
    return frozenset(name_key(family).split()) - RANKS, frozenset(
        letter for word in words for letter in word[: 2 if len(word) < 3 else 1]
    )


def names_of(actor: Actor) -> Iterator[list[str]]:
    for name in (actor.name, *actor.aliases):
        yield name_key(name).split()


def is_same(actor: Actor, gold: str) -> bool:
    """Return whether an actor bears the surname, and no given name that is another's."""
    family, initials = gold_name(gold)
    bearing = [words for words in names_of(actor) if words and family & {words[-1], words[0]}]
    full = [words for words in bearing if len(words) > 1]
    others = [word[0] for words in full[:1] for word in words if word not in family]
    return bool(bearing) and (not others or not initials or not initials.isdisjoint(others))


def persons(reading: Reading) -> list[Actor]:
    named = {mention.actor for mention in reading.mentions if mention.kind is MentionKind.NAME}
    return [actor for actor in reading.actors if actor.kind is ActorKind.PERSON and actor.id in named]


def is_known(actor: Actor, kind: str) -> bool:
    if kind == KINDS[2]:
        return bool(load_holders().holdings(actor.id))
    return actor.linked or kind == KINDS[0]


def measure(rows: Iterable[tuple[Reading, list[str]]]) -> tuple[Counter[str], Counter[str]]:
    """Return counts, and the misses of each kind."""
    counts: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    for reading, gold in rows:
        found, text = persons(reading), set(name_key(reading.document.text).split())
        within = [name for name in gold if gold_name(name)[0] & text]
        counts["gold"] += len(gold)
        counts["gold in the text"] += len(within)
        for kind in KINDS:
            known = [actor for actor in found if is_known(actor, kind)]
            counts[f"found, {kind}"] += sum(any(is_same(actor, name) for actor in known) for name in within)
            counts[f"told, {kind}"] += len(known)
            counts[f"right, {kind}"] += sum(any(is_same(actor, name) for name in gold) for actor in known)
        known = [actor for actor in found if actor.linked]
        misses.update(f"missed {name}" for name in within if not any(is_same(actor, name) for actor in known))
        misses.update(f"extra {actor.id}" for actor in known if not any(is_same(actor, name) for name in gold))
    return counts, misses


def load(path: Path, number: int) -> list[dict[str, Any]]:
    rows = [row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if row["persons"]]
    step = max(1, len(rows) // number)
    return rows[::step][:number]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--misses", action="store_true", help="list what was missed and what the editors do not have")
    options = parser.parse_args()
    if not options.corpus.is_file():
        print(f"skipped: {options.corpus} is missing")
        return
    rows = load(options.corpus, options.documents)
    fields = ({name: row[name] for name in ("id", "text", "date", "title")} for row in rows)
    documents = [document_of(one) for one in fields]
    readings = read(documents, nlp=load_nlp())
    counts, misses = measure(zip(readings, (list(row["persons"].values()) for row in rows), strict=True))
    print(
        f"{len(rows)} documents, {counts['gold']} persons, of whom {counts['gold in the text']} are named in the text"
    )
    print(f"{'':24} {'recall':>7} {'precision':>9}  found/named  right/told")
    for kind in KINDS:
        found, told, right = counts[f"found, {kind}"], counts[f"told, {kind}"], counts[f"right, {kind}"]
        recall, precision = found / counts["gold in the text"], right / max(1, told)
        print(f"{kind:24} {recall:7.3f} {precision:9.3f}  {found}/{counts['gold in the text']}  {right}/{told}")
    if options.misses:
        for line, number in sorted(misses.items(), key=lambda item: (-item[1], item[0])):
            print(f"{number:4} {line}")


if __name__ == "__main__":
    main()
