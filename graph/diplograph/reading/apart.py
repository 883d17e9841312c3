"""Web pages, feeds, messages and PDF are taken apart in a process of its own, which can be stopped.

The libraries for them take minutes or gigabytes over files made to harm, and cannot be interrupted
(docs/decisions/0025-files-are-taken-apart-elsewhere.md).
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
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
        seconds: processor time after which it is stopped.
        charset: the encoding that was told beside the content.
        url: the address that the content came from.
    """

    reader: str
    source: str
    seconds: int
    charset: str | None = None
    url: str | None = None


def read_apart(content: bytes, task: Task) -> Iterator[Document | Failure]:
    """Yield the documents in ``content``, read by another process.

    Raises:
        InputError: if it cannot be read, or takes too long or too much memory.
    """
    answers = _asked(content, task)
    for answer in answers:
        if "error" in answer:
            raise InputError(str(answer["error"]))
        yield _from_json(answer)


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
    """The other process: started when it is first needed, and anew after it was stopped."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0

    def pipes(self) -> tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]:
        # After a fork the pipes are the parent's.
        if self.process is None or self.process.poll() is not None or self.owner != os.getpid():
            self.process, self.owner = _started(), os.getpid()
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the process that reads was started without pipes")
        return self.process, self.process.stdin, self.process.stdout

    def stop(self, patience: float = 0) -> int:
        """End the process, once some seconds have passed, and return its exit code."""
        if self.process is None or self.owner != os.getpid():
            return 0
        process, self.process = self.process, None
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)  # one that is about to end by itself tells why
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        return process.wait()


_HELPER = _Helper()
atexit.register(_HELPER.stop)


def _started() -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "diplograph.reading.helper"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )


def _asked(content: bytes, task: Task) -> list[dict[str, Any]]:
    process, to, back = _HELPER.pipes()
    alarm = Timer(task.seconds * _PATIENCE, process.kill)
    alarm.daemon = True
    alarm.start()
    try:
        head = json.dumps(asdict(task) | {"size": len(content)})
        with suppress(BrokenPipeError):  # it has died: there will be no answer, and that is said below
            to.write(head.encode("ascii") + b"\n" + content)
            to.flush()
        return _answers(back, task)
    except BaseException:
        # Also after Ctrl-C: the rest of an answer must not be taken for the next one.
        _HELPER.stop()
        raise
    finally:
        alarm.cancel()


def _answers(back: IO[bytes], task: Task) -> list[dict[str, Any]]:
    """Return what the other process says, up to the empty line that ends it."""
    answers: list[dict[str, Any]] = []
    while (line := back.readline()).endswith(b"\n"):
        if line == b"\n":
            return answers
        answers.append(json.loads(line))
    code = _HELPER.stop(patience=5)
    slow = code in (-signal.SIGXCPU, -signal.SIGKILL)
    reason = f"took longer than {task.seconds} seconds" if slow else "takes too much memory or is damaged"
    raise InputError(f"it {reason} to take apart and was given up; give its text instead")
