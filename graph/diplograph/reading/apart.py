"""Tables, web pages, feeds, messages and PDF are taken apart in a process of its own, which can be stopped.

The libraries for them take minutes or gigabytes over files made to harm, cannot be interrupted, and some bring their
whole process down (docs/decisions/0025-files-are-taken-apart-elsewhere.md).
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from threading import Timer
from typing import IO, Any

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.failure import Failure

_PATIENCE = 6
"""By how much the time on the clock may exceed the processor's, on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the other process is asked to do.

    Args:
        reader: which of its readers is meant, such as ``html``.
        source: how failures call the content.
        seconds: processor time for one document, after which the process is stopped.
        path: the file to read, if no content is sent along.
        charset: the encoding that was told beside the content.
        url: the address that the content came from.
    """

    reader: str
    source: str
    seconds: int
    path: str | None = None
    charset: str | None = None
    url: str | None = None


def read_apart(content: bytes, task: Task) -> Iterator[Document | Failure]:
    """Yield the documents in ``content`` as another process finds them.

    Raises:
        InputError: if it cannot be read, or takes too long or too much memory.
    """
    helper, error, is_done = _hired(), None, False
    try:
        for answer in helper.answers(content, task):
            if "error" in answer:
                error = str(answer["error"])
            else:
                yield _from_json(answer)
        is_done = True
    finally:
        if is_done:
            _IDLE.append(helper)
        else:
            helper.stop()  # the rest of an answer must not be taken for the next one
    if error:
        raise InputError(error)


def to_json(result: Document | Failure) -> dict[str, Any]:
    """Return what a reader found in a form that goes through a pipe."""
    if isinstance(result, Failure):
        return {"source": result.source, "reason": result.reason}
    day = result.published.isoformat() if result.published else None
    return asdict(result) | {"published": day}


def _from_json(answer: dict[str, Any]) -> Document | Failure:
    if "reason" in answer:
        return Failure(source=answer["source"], reason=answer["reason"])
    day = answer["published"]
    return Document(**answer | {"published": date.fromisoformat(day) if day else None, "segments": ()})


class _Helper:
    """The other process, with pipes to it and back."""

    def __init__(self) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self.owner = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "diplograph.reading.helper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )

    def is_fit(self) -> bool:
        """Tell whether it still runs, and is not the helper of the process that this one was forked from."""
        return self.owner == os.getpid() and self.process.poll() is None

    def answers(self, content: bytes, task: Task) -> Iterator[dict[str, Any]]:
        """Yield what it says about ``content``, up to the empty line that ends it."""
        to, back = self.process.stdin, self.process.stdout
        if to is None or back is None:
            raise RuntimeError("the process that reads was started without pipes")
        head = json.dumps(asdict(task) | {"size": len(content)}).encode("ascii")
        with self._alarm(task), suppress(BrokenPipeError):  # if it has died there is no answer: that is said below
            to.write(head + b"\n" + content)
            to.flush()
        while (line := self._line(back, task)) != b"\n":
            yield json.loads(line)

    def _line(self, back: IO[bytes], task: Task) -> bytes:
        with self._alarm(task):
            line = back.readline()
        if line.endswith(b"\n"):
            return line
        slow = self.stop(patience=5) in (-signal.SIGXCPU, -signal.SIGKILL)
        reason = f"took longer than {task.seconds} seconds to take apart" if slow else "is damaged or too large"
        raise InputError(f"it {reason} and was given up; give its text instead")

    @contextmanager
    def _alarm(self, task: Task) -> Iterator[None]:
        alarm = Timer(task.seconds * _PATIENCE, self.process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def stop(self, patience: float = 0) -> int:
        """End the process, once some seconds have passed, and return its exit code."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)  # one that is about to end by itself tells why
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        return self.process.wait()


_IDLE: list[_Helper] = []


def _hired() -> _Helper:
    while _IDLE:
        helper = _IDLE.pop()
        if helper.is_fit():
            return helper
        if helper.owner == os.getpid():
            helper.stop()
    return _Helper()


@atexit.register
def _dismiss() -> None:
    """End the helpers of this process; those of the parent of a fork are its own."""
    while _IDLE:
        helper = _IDLE.pop()
        if helper.owner == os.getpid():
            helper.stop()
