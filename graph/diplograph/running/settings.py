"""What decides, beside a document itself, what is read out of it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from diplograph.language.parsing import DEFAULT_MODEL, meta_name, model_meta
from diplograph.model import Document, Run
from diplograph.pipeline import ontology_hash
from diplograph.version import __version__

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_READING = ("codebook", "knowledge", "language", "model", "reading", "pipeline.py", "records")
_WRITING = ("networkx", "numpy", "pyoxigraph", "pyvis", "rensa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Software, rules, data and model of a reading.

    Args:
        model: as it was asked for.
        run: what the outputs say of it.
        key: hash of all that decides what is read; shards with another one are read anew.
        typer: whether the typer gives its answer beside that of the rules.
    """

    model: str
    run: Run
    key: str
    typer: bool = False


def settings_for(model: str | None = None, *, typer: bool = False) -> Settings:
    """Return the settings of a reading with ``model``, which is not loaded for it.

    Args:
        model: an installed spaCy pipeline or a path to one; by default the one diplograph brings.
        typer: whether the typer gives its answer beside that of the rules.

    Raises:
        ModelError: if the model is not installed.
    """
    name = model or DEFAULT_MODEL
    meta = model_meta(name)
    run = Run(version=__version__, model=meta_name(meta), config_hash=ontology_hash(typer=typer))
    parts = (*dataclasses.astuple(run), json.dumps(meta, sort_keys=True), version("spacy"), code_hash(), str(typer))
    return Settings(model=name, run=run, key=_hash_of(parts), typer=typer)


def _hash_of(parts: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def code_hash() -> str:
    """Return the SHA-256 over the code that reads, so that a changed rule reads again without a new version."""
    digest = hashlib.sha256()
    package = files("diplograph")
    for name, path in sorted(pair for part in _READING for pair in _sources(package / part, part)):
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(path: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    if path.is_dir():
        for inner in path.iterdir():
            yield from _sources(inner, f"{name}/{inner.name}")
    elif name.endswith(".py"):
        yield name, path


def program_hash() -> str:
    """Return the SHA-256 over the whole program and the libraries that outputs are made with."""
    digest = hashlib.sha256("\0".join(f"{name} {version(name)}" for name in _WRITING).encode())
    for name, path in sorted(_all_files(files("diplograph"), "")):
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _all_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for path in folder.iterdir():
        if path.is_file():
            yield f"{prefix}{path.name}", path
        elif path.name != "__pycache__":
            yield from _all_files(path, f"{prefix}{path.name}/")


def document_key(document: Document) -> str:
    """Return the SHA-256 of all that a document is, wherever it was found: id, text and metadata."""
    fields = {
        field.name: getattr(document, field.name) for field in dataclasses.fields(document) if field.name != "source"
    }
    return hashlib.sha256(json.dumps(fields, sort_keys=True, default=str).encode("utf-8", "replace")).hexdigest()
