"""Train the typer, and say what its answers are worth.

usage: python benchmarks/roots.py {train,held-out,constructs,gold,agreement,cost} [GOLD.jsonl ...]

train       writes ontology/typer.tsv from the example sentences of the lexicon, all written for this project;
            the same sentences, parser and seedless method give the same bytes (`make typer`)
held-out    five times, trains without a fifth of the trigger words and types their sentences: a word and its
            derivations, as far as five letters tell, are in one fifth, so that nothing is known by heart
constructs  how often the typer agrees with the rules where these are right, on sentences that it was not trained on
gold        what scores become if the typer's root takes the place of that of the rules, by its probability
agreement   how often the rules have the gold's root, by whether the typer agrees; of gold that marks pairs
cost        processor seconds of the rules alone and with the typer, on the bundled examples, parsed before
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml

from diplograph.codebook.eventclasses import load_event_classes
from diplograph.codebook.lexicon import MARK, Entry, load_lexicon
from diplograph.codebook.rootweights import BIAS, COLUMNS, FILE, ROOTS, RootWeights
from diplograph.evaluation.evaluating import Reader, score_file
from diplograph.evaluation.goldsets import load_set
from diplograph.evaluation.pairs import links
from diplograph.evaluation.roots import gold_roots, roots_of
from diplograph.files import atomic_write
from diplograph.language.events import EventReader
from diplograph.language.parsing import load_nlp, parse
from diplograph.language.reader import read_parsed
from diplograph.language.typer import Words, features, probabilities
from diplograph.model import Document, Event, Reading
from diplograph.pipeline import knowledge_for, read
from diplograph.reading.formats import read_documents
from diplograph.reading.layout import lay_out
from diplograph.resources import examples_dir

HOME = Path(__file__).parents[1]
# Chosen between the triggers held out and the constructs: the dearer a trigger's own weights, the better the typer
# guesses at unknown words, and the worse it knows those of the lexicon. All but triggers must stand in two sentences.
TRIGGER, TRIGGER_PENALTY, PENALTY = "trigger:", 0.1, 0.5
STEPS, LEAST = 150, 2
FIFTHS, STEM = 5, 5
SURE = (0.0, 0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of ours: what the typer sees of its trigger, and the root that is right."""

    stem: str
    seen: tuple[str, ...]
    root: int


def examples() -> Iterator[Example]:
    """Yield the example of every entry of the lexicon that has a root, in order of the entries' names."""
    lexicon, classes = load_lexicon(), load_event_classes()
    entries = sorted((one for one in lexicon.all_entries() if one.event_class), key=lambda entry: entry.id)
    entries = [entry for entry in entries if classes[entry.event_class or ""].plover]
    documents = [Document(id=entry.id, text=MARK.sub(r"\2", entry.example)) for entry in entries]
    nlp = load_nlp()
    knowledge = knowledge_for(nlp)
    for entry, parsed in zip(entries, parse(map(lay_out, documents), nlp), strict=True):
        scene = read_parsed(parsed, knowledge).scene
        words = Words(tree=scene.parsed.tree, references=scene.references)
        fired = [one for one in EventReader(scene, lexicon).triggers if one.entry.id == entry.id]
        if fired:
            root = ROOTS.index(classes[entry.event_class or ""].plover or "")
            yield Example(stem=_stem(entry), seen=tuple(features(fired[0], words)), root=root)


def _stem(entry: Entry) -> str:
    return entry.lemma[:STEM]


# ------------------------------------------------------------------ logistic regression


def fit(known: Sequence[Example]) -> RootWeights:
    """Return the weights of a multinomial logistic regression with an L2 penalty.

    Sums run over lists of features in a fixed order (``bincount``), not through a matrix library, whose order of
    summation is its own affair. The descent is Adam's (D. Kingma and J. Ba, ICLR 2015) over all examples at once.
    """
    count = Counter(feature for example in known for feature in example.seen)
    names = sorted(name for name, number in count.items() if number >= LEAST or name.startswith(TRIGGER))
    place = {name: index for index, name in enumerate(names)}
    pairs = [(row, place[name]) for row, one in enumerate(known) for name in one.seen if name in place]
    # The bias is a feature that every example has, and pays no penalty.
    rows = np.array([row for row, _ in pairs] + list(range(len(known))))
    columns = np.array([column for _, column in pairs] + [len(names)] * len(known))
    wanted = np.eye(len(ROOTS))[[example.root for example in known]]
    penalties = [TRIGGER_PENALTY if name.startswith(TRIGGER) else PENALTY for name in names]
    penalty = np.array([*penalties, 0.0])[:, np.newaxis]
    weights = _descend(rows, columns, wanted, penalty)
    table = [tuple(float(value) for value in row) for row in np.round(weights, 1) + 0.0]
    return RootWeights(bias=table[-1], of=dict(zip(names, table, strict=False)))


def _descend(rows: np.ndarray, columns: np.ndarray, wanted: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    weights = np.zeros((len(penalty), wanted.shape[1]))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = _sums(rows, weights[columns], len(wanted))
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        slope = _sums(columns, (shares - wanted)[rows], len(penalty)) + penalty * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        rate = 0.05 if step <= 0.6 * STEPS else 0.015
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights


def _sums(groups: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    columns = [np.bincount(groups, weights=column, minlength=size) for column in values.T]
    return np.stack(columns, axis=1)


def table(weights: RootWeights, number: int) -> Iterator[str]:
    """Yield the lines of ``typer.tsv``."""
    yield f"# Weights of the typer, made by `make typer` from {number} sentences of lexicon/; never edited by hand.\n"
    yield "\t".join(COLUMNS) + "\n"
    for name, row in [(BIAS, weights.bias), *sorted(weights.of.items())]:
        yield "\t".join([name, *(f"{value:g}" for value in row)]) + "\n"


def train() -> None:
    known = list(examples())
    weights = fit(known)
    atomic_write(HOME / "ontology" / FILE, table(weights, len(known)))
    print(f"{len(known)} sentences, {len(weights.of)} features; {FILE} written")


# ------------------------------------------------------------------ what it is worth


def _fifth(example: Example) -> int:
    return int(hashlib.sha256(example.stem.encode()).hexdigest(), 16) % FIFTHS


def held_out() -> None:
    known = list(examples())
    answers: list[tuple[int, int, float]] = []
    for fifth in range(FIFTHS):
        weights = fit([one for one in known if _fifth(one) != fifth])
        for one in (one for one in known if _fifth(one) == fifth):
            shares = probabilities(one.seen, weights)
            answers.append((one.root, shares.index(max(shares)), max(shares)))
    print(f"{len(known)} sentences; each typed by weights that never saw its trigger")
    for least in SURE:
        sure = [root == answer for root, answer, share in answers if share >= least]
        print(f"probability >= {least:.1f}   right {sum(sure):5} of {len(sure):5}   {sum(sure) / len(sure):.3f}")
    for index, name in enumerate(ROOTS):
        found = [answer == index for root, answer, _ in answers if root == index]
        given = [root == index for root, answer, _ in answers if answer == index]
        print(f"{name:<10} recall {sum(found):4} of {len(found):4}   precision {sum(given):4} of {len(given):4}")


def reader() -> Reader:
    """Return what reads documents with the typer on."""
    nlp = load_nlp()
    knowledge = knowledge_for(nlp, typer=True)

    def read_all(documents: Iterable[Document]) -> Iterable[Reading]:
        return read(documents, nlp=nlp, knowledge=knowledge, batch_size=64)

    return read_all


def constructs() -> None:
    documents, wanted = [], {}
    for path in sorted((HOME / "tests" / "data" / "constructs").glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            name = f"{path.stem}-{number}"
            documents.append(Document(id=name, text=case["text"]))
            wanted[name] = {one for event in case["events"] for one in event["class"].split("|")}
    tally: Counter[bool] = Counter()
    for reading in reader()(documents):
        right = (event for event in reading.events if event.event_class in wanted[reading.document.id])
        tally.update(answer.root == answer.rules for event in right if (answer := event.claims[0].typer))
    print(f"{len(documents)} sentences; of {tally.total()} events of a class that is right, the typer has the root")
    print(f"of {tally[True]}, {tally[True] / tally.total():.3f}")


def typed(event: Event, least: float, kinds: frozenset[str] | None) -> Event:
    """Return ``event`` with the typer's root if it holds that so probable, and the entry that fired is of ``kinds``."""
    claim = event.claims[0]
    entry = claim.rule.split("+")[0]
    if claim.typer is None or claim.typer.probability < least or (kinds is not None and entry not in kinds):
        return event
    return replace(event, plover=claim.typer.root)


def gold(paths: Sequence[str]) -> None:
    weak = frozenset(entry.id for entry in load_lexicon().all_entries() if entry.weak)
    read_all = reader()
    for path in map(Path, paths):
        kept: list[Reading] = []

        def once(documents: Iterable[Document], kept: list[Reading] = kept) -> Iterable[Reading]:
            kept.extend([] if kept else read_all(documents))
            return kept

        _show(path, "rules", once)
        for least in SURE:
            for label, kinds in (("all", None), ("weak", weak)):
                _show(path, f"typer, {label}, from {least:.1f}", _changed(once, least, kinds))


def _changed(read_all: Reader, least: float, kinds: frozenset[str] | None) -> Reader:
    def changed(documents: Iterable[Document]) -> Iterable[Reading]:
        for reading in read_all(documents):
            yield replace(reading, events=tuple(typed(event, least, kinds) for event in reading.events))

    return changed


def _show(path: Path, label: str, read_all: Reader) -> None:
    score = score_file(path, read_all)
    if score is not None:
        figures = "   ".join(f"{one.name} {one.hits} of {one.total}" for one in score.measures)
        print(f"{score.name:<14} {label:<22} {figures}", flush=True)


def agreement(paths: Sequence[str]) -> None:
    read_all = reader()
    for path in map(Path, paths):
        marked = load_set(path)
        if marked is None:
            continue
        readings = {reading.document.id: reading for reading in read_all(marked.documents())}
        tally: Counter[tuple[bool, bool]] = Counter()
        for record, pair in marked.events():
            for event in readings[record["id"]].events:
                answer = event.claims[0].typer
                if answer and links(event, pair["source"], pair["target"], readings[record["id"]]):
                    right = bool(roots_of(event, strict=False) & gold_roots(pair["rootcode"]))
                    tally[answer.root == answer.rules, right] += 1
        for agrees, label in ((True, "agrees"), (False, "differs")):
            right, total = tally[agrees, True], tally[agrees, True] + tally[agrees, False]
            print(f"{marked.name:<14} where the typer {label:<8} the rules are right in {right} of {total}")


def cost(rounds: int = 5) -> None:
    nlp = load_nlp()
    found = [one for one in read_documents([str(examples_dir())]) if isinstance(one, Document)]
    parsed = list(parse(map(lay_out, found), nlp))
    both = [knowledge_for(nlp), knowledge_for(nlp, typer=True)]
    seconds: list[list[float]] = []
    for _ in range(rounds + 1):  # the first warms up
        start = [time.process_time()]
        for knowledge in both:
            for one in parsed:
                read_parsed(one, knowledge)
            start.append(time.process_time())
        seconds.append([after - before for before, after in pairwise(start)])
    alone, typed_too = (sorted(column)[rounds // 2] for column in zip(*seconds[1:], strict=True))
    print(f"rules {alone:.2f} s, with the typer {typed_too:.2f} s, ratio {typed_too / alone:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("train", "held-out", "constructs", "gold", "agreement", "cost"))
    parser.add_argument("gold", nargs="*")
    options = parser.parse_args()
    if options.task in {"gold", "agreement"}:
        {"gold": gold, "agreement": agreement}[options.task](options.gold)
    else:
        {"train": train, "held-out": held_out, "constructs": constructs, "cost": cost}[options.task]()


if __name__ == "__main__":
    main()
