"""What a server serves, and queries of it: each runs in a process of its own, and is killed when it takes too long."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.responses import Response

from diplograph.querying import worker
from diplograph.querying.copies import Copies
from diplograph.querying.graphs import GRAPH_FILE
from diplograph.querying.negotiate import GRAPH_TYPES, RESULT_TYPES
from diplograph.querying.protocol import RequestError
from diplograph.querying.scribe import Scribe
from diplograph.vocabulary import BASE, PREFIXES

MOST_BYTES = 64 << 20
AT_ONCE = 4
_STATUS = {"syntax": 400, "missing": 404, "large": 413, "engine": 500}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a server needs to know.

    Args:
        build: the build folder; none if a store of its own is served.
        copies: what the queries read.
        scribe: who writes; none if nobody may.
        timeout: seconds after which a query is stopped.
    """

    build: Path | None
    copies: Copies
    scribe: Scribe | None = None
    timeout: float
    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


async def read(served: Served, **asked: Any) -> Response:
    """Answer what is asked of the graph: a query or a graph, and in which form.

    Raises:
        RequestError: if it is wrong, or takes too much time or room.
    """
    async with served.slots:
        with served.copies.reading() as copy:
            answer = await _work(served, _task(served, store=str(copy), **asked))
    if "error" in answer:
        raise RequestError(_STATUS[answer["code"]], answer["error"])
    media_type = {**RESULT_TYPES, **GRAPH_TYPES}[answer["form"]]
    return Response(answer["body"], media_type=media_type, headers={"Vary": "Accept"})


def _task(served: Served, **more: Any) -> dict[str, Any]:
    return {
        "trig": str(served.build / GRAPH_FILE) if served.build else "",
        "base": BASE,
        "prefixes": dict(PREFIXES),
        "bytes": MOST_BYTES,
        "timeout": served.timeout,
        **more,
    }


async def _work(served: Served, task: Mapping[str, Any]) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(Path(worker.__file__))),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        out, _ = await asyncio.wait_for(process.communicate(json.dumps(task).encode()), served.timeout)
    except TimeoutError as error:
        raise RequestError(503, f"the query took longer than {served.timeout:g} s and was stopped") from error
    finally:
        # Also when the client has gone: nobody waits for the answer.
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise RequestError(500, "the query broke its process down: it is too large or too deep")
    answer: dict[str, Any] = json.loads(out)
    return answer
