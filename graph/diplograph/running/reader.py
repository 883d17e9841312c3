"""The shard function: documents in, the bytes of their shard out; every engine runs this one and no other."""

from __future__ import annotations

import gc
from functools import partial

from diplograph.errors import EngineError
from diplograph.language.parsing import load_nlp
from diplograph.model import Document
from diplograph.pipeline import knowledge_for, read
from diplograph.running.checking import checked
from diplograph.running.outcomes import MakeReader, ReadBatch
from diplograph.running.settings import Settings, settings_for
from diplograph.running.shardfile import item_of, pack


def reader_for(settings: Settings) -> MakeReader:
    """Return what makes a reader with these settings, in this process or another one."""
    return partial(load_reader, settings)


def check_settings(settings: Settings) -> None:
    """Stop if the settings here are others.

    Raises:
        EngineError: if they are.
    """
    if settings_for(settings.model, typer=settings.typer).key != settings.key:
        raise EngineError("a process or machine that reads has another version of diplograph, its data or the model")


def load_reader(settings: Settings) -> ReadBatch:
    """Load model and data, and return the shard function.

    Raises:
        EngineError: if the software, the model or the data here are not those of the settings.
        ModelError: if the model is missing or unfit.
    """
    check_settings(settings)
    nlp = load_nlp(settings.model)
    knowledge = knowledge_for(nlp, typer=settings.typer)
    # What is loaded for good need not be searched for garbage again and again.
    gc.freeze()

    def read_batch(documents: tuple[Document, ...]) -> bytes:
        readings = read(documents, nlp=nlp, knowledge=knowledge)
        return pack(map(item_of, documents, map(checked, readings)), settings.key)

    return read_batch
