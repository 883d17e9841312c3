"""What our rules cost over the bare spaCy pipeline, on the same texts in the same run.

usage: python benchmarks/rules.py [INPUT ...] [--rounds N] [--limit N]
Without INPUT the bundled examples are read. Prints processor seconds, so that a busy machine disturbs little.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from pathlib import Path

from diplograph.language.parsing import BATCH_SIZE, load_nlp
from diplograph.language.reader import read_parsed
from diplograph.model import Document
from diplograph.pipeline import knowledge_for, parse, read
from diplograph.reading.cleaning import clean_text
from diplograph.reading.formats import read_documents
from diplograph.reading.layout import lay_out
from diplograph.resources import examples_dir


def processor_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="*")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int, default=200, help="read at most this many documents")
    options = parser.parse_args()
    inputs = options.inputs or [str(Path(str(examples_dir())))]
    documents = [one for one in read_documents(inputs) if isinstance(one, Document)][: options.limit]
    nlp = load_nlp()
    knowledge = knowledge_for(nlp)
    texts = [clean_text(lay_out(document)).text for document in documents]
    words = sum(len(text.split()) for text in texts)
    parsed = list(parse(map(lay_out, documents), nlp))

    def bare() -> None:
        for doc in nlp.pipe(texts, batch_size=BATCH_SIZE):
            assert doc is not None

    def whole() -> None:
        for reading in read(documents, nlp=nlp, knowledge=knowledge):
            assert reading is not None

    def rules() -> None:
        for one in parsed:
            read_parsed(one, knowledge)

    bare(), whole()  # warm-up
    gc.freeze()  # as a build does: what is loaded for good is not searched for garbage again
    rounds = [
        (processor_seconds(bare), processor_seconds(whole), processor_seconds(rules)) for _ in range(options.rounds)
    ]
    ratios = sorted(full / plain for plain, full, _ in rounds)
    plain, full, ruled = (sorted(column)[len(rounds) // 2] for column in zip(*rounds, strict=True))
    print(f"{len(documents)} documents, {words} words, {options.rounds} rounds, medians of processor seconds")
    print(f"bare nlp.pipe      {plain:7.2f} s   {words / plain:8.0f} words/s")
    print(f"the whole reading  {full:7.2f} s   {words / full:8.0f} words/s")
    print(f"rules alone        {ruled:7.2f} s   {100 * ruled / full:7.0f} % of the whole")
    print(f"ratio whole : bare {ratios[len(ratios) // 2]:7.2f}     (from {ratios[0]:.2f} to {ratios[-1]:.2f})")


if __name__ == "__main__":
    main()
