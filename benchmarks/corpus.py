"""What a corpus costs: words per second beside bare spaCy, growth, what is new alone, other engines, large outputs.

usage: python benchmarks/corpus.py INPUT... [--parts bare,growth,...] [--documents N] [--jobs N] [--json FILE]
Each build runs in a process of its own, and what is compared runs in the same session, one after the other.

parts: bare         a build beside nlp.pipe of the same model and number of processes; each of these is one of our own,
                    with its share of the texts, as spaCy's own hang when one of them is killed
       growth       time and memory from 100 to 5,000 documents (the inputs are repeated under other ids if there are
                    fewer, and are copies then; --words 250 cuts them into pieces, of which there are more)
       incremental  one per cent of new documents, beside the full build and one in which nothing is new
       engines      Dask beside the local pool
       outputs      page and Turtle of 1,000, 10,000 and 100,000 events
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SIZES = (100, 500, 1000, 5000)
EVENTS = (1_000, 10_000, 100_000)
HERE = str(Path(__file__).parent)
Rows = list[dict[str, Any]]

_BARE = """
import sys, time
from diplograph.language.parsing import BATCH_SIZE, load_nlp
from diplograph.model import Document
from diplograph.reading.cleaning import clean_text
from diplograph.reading.formats import read_documents
from diplograph.reading.layout import lay_out
if __name__ == "__main__":
    texts = [clean_text(lay_out(one)).text for one in read_documents([sys.argv[1]]) if isinstance(one, Document)]
    nlp = load_nlp()
    begun = time.perf_counter()
    for doc in nlp.pipe(texts, batch_size=BATCH_SIZE):
        pass
    print(time.perf_counter() - begun)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command took: seconds by the clock, of all its processors, and the memory of its largest process."""

    wall: float
    cpu: float
    megabytes: float
    said: str


def cost_of(command: list[str]) -> Cost:
    """Run a command and return what it took, its children included."""
    return costs_of([command])[0]


def costs_of(commands: list[list[str]]) -> list[Cost]:
    """Run commands side by side and return what each took, its children included."""
    begun = time.perf_counter()
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    return [_ended(process, begun) for process in processes]


def _ended(process: subprocess.Popen[str], begun: float) -> Cost:
    assert process.stdout is not None
    with process.stdout:
        said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{process.args}: exit code {process.returncode}")
    wall = time.perf_counter() - begun
    return Cost(wall=wall, cpu=used.ru_utime + used.ru_stime, megabytes=used.ru_maxrss / 1024, said=said)


def cut(documents: list[dict[str, Any]], words: int) -> Iterator[dict[str, Any]]:
    """Yield documents cut at line breaks into pieces of at least so many words; a shorter rest is left out."""
    for document in documents:
        piece: list[str] = []
        number = 0
        for line in document["text"].split("\n"):
            piece.append(line)
            if sum(len(one.split()) for one in piece) >= words:
                number += 1
                yield document | {"id": f"{document['id']}-{number}", "text": "\n".join(piece)}
                piece = []


def lines_of(inputs: list[Path]) -> list[dict[str, Any]]:
    """Return the documents of JSON lines files, shuffled always alike: sources are mixed, as in a day's feed."""
    files = [path for one in inputs for path in (sorted(one.glob("*.jsonl")) if one.is_dir() else [one])]
    lines = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    random.Random(1).shuffle(lines)
    return lines


def write_source(path: Path, documents: list[dict[str, Any]], number: int) -> int:
    """Write ``number`` documents, repeated under other ids if there are fewer; return their words."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for at in range(number):
            turn, place = divmod(at, len(documents))
            document = documents[place]
            given = document if turn == 0 else document | {"id": f"{document['id']}-{turn}"}
            words += len(document["text"].split())
            file.write(json.dumps(given) + "\n")
    return words


def build(source: Path, out: Path, *options: str) -> Cost:
    return cost_of([sys.executable, "-m", "diplograph", "build", str(source), "-o", str(out), "-q", *options])


class Bench:
    """One session: where its files lie, what it reads, and with how many processes."""

    def __init__(self, folder: Path, documents: list[dict[str, Any]], options: argparse.Namespace) -> None:
        self.folder, self.documents, self.options = folder, documents, options
        self.jobs = ("--jobs", str(options.jobs))

    def source(self, number: int) -> tuple[Path, int]:
        path = self.folder / f"feed-{number}.jsonl"
        return path, write_source(path, self.documents, number)

    def start_up(self) -> Cost:
        """Return what a build of one short text takes: what every run costs before it reads."""
        path = self.folder / "one.jsonl"
        path.write_text(json.dumps({"id": "a", "text": "Norway recalled its envoy to Chile."}), encoding="utf-8")
        return build(path, self.folder / "one", *self.jobs)

    def shares(self, number: int) -> Iterator[Path]:
        """Yield a file for each process, with every so manieth of the documents."""
        for at in range(self.options.jobs):
            path = self.folder / f"share-{at}.jsonl"
            some = self.documents[at : number : self.options.jobs]
            write_source(path, some, len(some))
            yield path

    def bare(self) -> Iterator[dict[str, Any]]:
        number = self.options.documents
        source, words = self.source(number)
        script = self.folder / "bare.py"
        script.write_text(_BARE, encoding="utf-8")
        shares = list(self.shares(number))
        for turn in range(self.options.rounds):
            plain = costs_of([[sys.executable, str(script), str(share)] for share in shares])
            seconds = max(float(one.said) for one in plain)
            full = build(source, self.folder / f"bare-{turn}", *self.jobs)
            yield {
                "documents": number,
                "words": words,
                "bare s": round(seconds, 1),
                "bare words/s": round(words / seconds),
                "build s": round(full.wall, 1),
                "build words/s": round(words / full.wall),
                "ratio": round(full.wall / seconds, 3),
                "ratio of processor time": round(full.cpu / sum(one.cpu for one in plain), 3),
            }

    def growth(self) -> Iterator[dict[str, Any]]:
        for number in [size for size in SIZES if size <= self.options.most]:
            source, words = self.source(number)
            found = build(source, self.folder / f"growth-{number}", *self.jobs)
            yield {
                "documents": number,
                "s": round(found.wall, 1),
                "words/s": round(words / found.wall),
                "largest process MB": round(found.megabytes),
            }

    def incremental(self) -> Iterator[dict[str, Any]]:
        number, out, start_up = self.options.documents, self.folder / "incremental", self.start_up()
        source = self.folder / "daily.jsonl"
        write_source(source, self.documents, number)
        steps = {"full": number, "nothing new": number, "1 % new": number + number // 100}
        full: Cost | None = None
        for name, size in steps.items():
            write_source(source, self.documents, size)
            found = build(source, out, *self.jobs)
            full = full or found
            yield {
                "run": name,
                "documents": size,
                "s": round(found.wall, 1),
                "of full, start-up aside": round((found.wall - start_up.wall) / (full.wall - start_up.wall), 3),
                "processor s": round(found.cpu, 1),
                "of full's": round((found.cpu - start_up.cpu) / (full.cpu - start_up.cpu), 3),
            }

    def engines(self) -> Iterator[dict[str, Any]]:
        source, words = self.source(min(self.options.documents, 500))
        for engine in ("local", "dask"):
            found = build(source, self.folder / f"engine-{engine}", *self.jobs, "--engine", engine)
            same = filecmp_all(self.folder / f"engine-{engine}", self.folder / "engine-local")
            yield {
                "engine": engine,
                "s": round(found.wall, 1),
                "words/s": round(words / found.wall),
                "same bytes": same,
            }

    def outputs(self) -> Iterator[dict[str, Any]]:
        for events in EVENTS:
            for output in ("graph.html", "graph.ttl and graph.trig", "graph.graphml"):
                code = f"import corpus; corpus.time_output({output!r}, {events})"
                command = [
                    sys.executable,
                    "-c",
                    f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); {code}",
                ]
                found = cost_of(command)
                seconds, size = found.said.split()
                megabytes = round(found.megabytes)
                yield {
                    "events": events,
                    "output": output,
                    "s": float(seconds),
                    "MB": float(size),
                    "memory MB": megabytes,
                }


def filecmp_all(one: Path, other: Path) -> bool:
    from diplograph.outputs.folder import FILES

    return all((one / name).read_bytes() == (other / name).read_bytes() for name in FILES)


def time_output(name: str, events: int) -> None:
    """Print the seconds that an output of made-up records takes, and its size in megabytes."""
    import page

    from diplograph.outputs.folder import WRITERS, uncollected
    from diplograph.outputs.rdf import turtle_and_graphs

    records = page.synthetic(events)
    with uncollected():
        begun = time.perf_counter()
        if "ttl" in name:
            turtle, graphs, _ = turtle_and_graphs(records)
            size = sum(map(len, turtle)) + sum(len(text) for _, text in graphs)
        else:
            size = sum(map(len, WRITERS[name](records)))
        print(round(time.perf_counter() - begun, 2), round(size / 1e6, 1))


def table(rows: Rows) -> Iterator[str]:
    """Yield rows as lines of a table."""
    names = list(rows[0])
    cells = [
        names,
        *([f"{row[name]:,}" if isinstance(row[name], int) else str(row[name]) for name in names] for row in rows),
    ]
    widths = [max(len(line[at]) for line in cells) for at in range(len(names))]
    for line in cells:
        yield "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", type=Path, help="JSON lines files, or folders of them")
    parser.add_argument("--parts", default="bare,growth,incremental,engines,outputs")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--most", type=int, default=5000, help="largest number of documents for growth")
    parser.add_argument("--words", type=int, help="cut the documents into pieces of so many words")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1, help="how often bare is measured")
    parser.add_argument("--json", type=Path, default=Path("corpus-benchmark.json"))
    options = parser.parse_args()
    found: dict[str, Rows] = {}
    with TemporaryDirectory(prefix="diplograph-bench-") as folder:
        documents = lines_of(options.inputs)
        if options.words:
            documents = list(cut(documents, options.words))
            random.Random(2).shuffle(documents)
        bench = Bench(Path(folder), documents, options)
        for name in options.parts.split(","):
            part: Callable[[], Iterator[dict[str, Any]]] = getattr(bench, name)
            found[name] = list(part())
            print(f"\n{name}, {options.jobs} processes", *table(found[name]), sep="\n", flush=True)
            options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
