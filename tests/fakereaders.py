"""Readers without a model, for other processes: what is special in a text makes its process slow, hang or die."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from commands import RUN, read_meetings
from diplograph.errors import ModelError, OntologyError
from diplograph.model import Document
from diplograph.running.outcomes import MakeReader, ReadBatch
from diplograph.running.settings import Settings
from diplograph.running.shardfile import item_of, pack

SETTINGS = Settings(model="none", run=RUN, key="0" * 64)


def _hang() -> None:
    time.sleep(3600)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise() -> None:
    raise RecursionError("too deep")


def _eat() -> None:
    bytes(2**36)


ACTS: dict[str, Callable[[], None]] = {"HANG": _hang, "DIE": _die, "RAISE": _raise, "EAT": _eat}


def _act(text: str) -> None:
    for word, act in ACTS.items():
        if word in text:
            act()
    if "ONCE " in text:  # the path of a file that says it was done
        done = Path(text.split("ONCE ")[1].split()[0])
        if not done.exists():
            done.touch()
            _die()


def make_reader(key: str = SETTINGS.key, seconds: float = 0.0) -> ReadBatch:
    """Return a reader of meetings that takes ``seconds`` for each document."""

    def read(documents: tuple[Document, ...]) -> bytes:
        for document in documents:
            _act(document.text)
            time.sleep(seconds)
        return pack(map(item_of, documents, read_meetings(documents)), key)

    return read


def slow(seconds: float) -> MakeReader:
    return partial(make_reader, SETTINGS.key, seconds)


def without_model() -> ReadBatch:
    raise ModelError("no such model")


def without_weights() -> ReadBatch:
    raise OntologyError("typer.tsv", 3, "a number expected")


def without_memory() -> ReadBatch:
    _die()
    raise AssertionError
