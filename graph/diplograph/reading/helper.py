"""The process that takes files apart, and may be stopped: see ``apart``.

It reads tasks from stdin, each a line of JSON and the content, and writes lines of JSON, the last one empty.
"""

from __future__ import annotations

import io
import json
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.apart import Task, to_json
from diplograph.reading.failure import Failure
from diplograph.reading.feed import feed_documents
from diplograph.reading.mail import message_document
from diplograph.reading.parquet import table_documents
from diplograph.reading.pdf import pdf_document
from diplograph.reading.webpage import page_document

_MEMORY = 3 << 30


def _read(content: bytes, task: Task) -> Iterable[Document | Failure]:
    match task.reader:
        case "html":
            return [page_document(content, charset=task.charset, url=task.url)]
        case "feed":
            return feed_documents(content, task.source)
        case "message":
            return [message_document(content)]
        case "parquet":
            return table_documents(Path(task.path).open("rb") if task.path else io.BytesIO(content), task.source)
        case _:
            return [pdf_document(content)]


def _answers(content: bytes, task: Task) -> Iterator[dict[str, Any]]:
    try:
        for result in _read(content, task):
            yield to_json(result)
            _limit_time(task.seconds)
    except InputError as error:
        yield {"error": str(error)}
    except (MemoryError, RecursionError):
        yield {"error": "it is too large or nested too deep; give its text instead"}


def _limit_time(seconds: int) -> None:
    """Let the kernel end this process once it has worked for ``seconds`` more."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


def _limit_memory() -> None:
    """Bound memory, and leave no core file behind when the kernel ends this process."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if soft < 0 else min(_MEMORY, soft), hard))


def _serve(asked: IO[bytes], told: IO[bytes]) -> None:
    while line := asked.readline():
        head = json.loads(line)
        content = asked.read(head.pop("size"))
        task = Task(**head)
        _limit_time(task.seconds)
        for answer in _answers(content, task):
            told.write(json.dumps(answer).encode("ascii") + b"\n")
            told.flush()
        told.write(b"\n")
        told.flush()


def main() -> None:
    """Serve until stdin ends; Ctrl-C is for the parent to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    _limit_memory()
    _serve(sys.stdin.buffer, told)


if __name__ == "__main__":
    main()
