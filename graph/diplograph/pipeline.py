"""The road from documents to records, stage by stage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diplograph.codebook.rootweights import FILE as TYPER_FILE
from diplograph.knowledge.joining import join
from diplograph.knowledge.merging import merge_within
from diplograph.language.parsing import BATCH_SIZE, Parsed, model_name, parse
from diplograph.language.reader import Account, Knowledge, load_knowledge, read_parsed
from diplograph.language.scene import Note
from diplograph.language.tree import Tree
from diplograph.model import Document, Reading, Records, Run
from diplograph.reading.layout import lay_out
from diplograph.resources import ontology_dir
from diplograph.stored import Stored
from diplograph.version import __version__

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from spacy.language import Language

    from diplograph.knowledge.corrections import Correction
    from diplograph.knowledge.eventranges import Elsewhere
    from diplograph.knowledge.shelf import KeptShelf
    from diplograph.knowledge.traces import Trace


def read(
    documents: Iterable[Document],
    *,
    nlp: Language,
    knowledge: Knowledge | None = None,
    batch_size: int = BATCH_SIZE,
) -> Iterator[Reading]:
    """Yield what each document says, in the order given: lay out, parse, read, merge.

    Args:
        nlp: a pipeline of ``load_nlp``.
        knowledge: loaded once by the caller who reads often.
        batch_size: texts parsed together; changes the speed and nothing else.
    """
    for account in _accounts(documents, nlp, knowledge, batch_size):
        yield replace(account.reading, events=merge_within(account.reading.events))


def _accounts(
    documents: Iterable[Document], nlp: Language, knowledge: Knowledge | None, batch_size: int
) -> Iterator[Account]:
    known = knowledge or knowledge_for(nlp)
    for parsed in parse(map(lay_out, documents), nlp, batch_size=batch_size):
        yield read_parsed(parsed, known)


def knowledge_for(nlp: Language, *, typer: bool = False) -> Knowledge:
    """Return the data for reading, with names split as ``nlp`` splits them.

    Args:
        typer: whether the typer gives its answer beside that of the rules.
    """
    return load_knowledge(lambda text: [token.text for token in nlp.tokenizer(text)], typer=typer)


def build_records(
    readings: Iterable[Reading],
    run: Run,
    corrections: Iterable[Correction] = (),
    traces: Iterable[Trace] | None = None,
    elsewhere: Elsewhere | None = None,
    kept: KeptShelf | None = None,
) -> Records:
    """Return the records of a whole build, sorted, whatever order the readings came in.

    Args:
        readings: if they are ``Stored``, they are sorted already, and stay on disk.
        corrections: what people decided about actors.
        traces: of ``Stored`` readings, in their order, if they were kept.
        elsewhere: who merges the events of ``Stored`` readings, if they are many.
        kept: what an earlier build by the same program made of ``Stored`` readings.
    """
    ordered = readings if isinstance(readings, Stored) else tuple(sorted(readings, key=_document_id))
    joined = join(ordered, corrections, traces, elsewhere, kept)
    return Records(run=run, readings=joined.readings, actors=joined.actors, events=joined.events, merges=joined.merges)


def _document_id(reading: Reading) -> str:
    return reading.document.id


def run_of(nlp: Language) -> Run:
    """Return which software, model and ontology make a build."""
    return Run(version=__version__, model=model_name(nlp), config_hash=ontology_hash())


def ontology_hash(*, typer: bool = False) -> str:
    """Return the SHA-256 over all files that decide what is read, in order of their names.

    Args:
        typer: whether the typer's weights are among them.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_files(ontology_dir(), "")):
        if name == TYPER_FILE and not typer:
            continue
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _files(path, f"{prefix}{path.name}/")
        elif path.name.endswith((".tsv", ".yaml", ".ttl", ".rq")):
            yield f"{prefix}{path.name}", path


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a text gave the events it gave, and why other words gave none.

    Args:
        reading: with its events, not yet merged.
        tree: the parse; ``notes`` name its tokens.
    """

    reading: Reading
    parsed: Parsed
    tree: Tree
    notes: tuple[Note, ...]


def explain_text(text: str, nlp: Language, *, document: Document | None = None) -> Explanation:
    """Return the reading of ``text`` with everything that explains it."""
    given = document or Document(id="text", text=text)
    account = next(_accounts([given], nlp, None, 1))
    parsed = account.scene.parsed
    return Explanation(reading=account.reading, parsed=parsed, tree=parsed.tree, notes=account.notes)
