"""The one who writes to a store that is served: a process of its own, which is killed if a change takes too long."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diplograph.errors import BuildError
from diplograph.querying import writer
from diplograph.querying.copies import Copies
from diplograph.querying.protocol import RequestError

_STATUS = {"syntax": 400, "conflict": 409, "large": 413, "engine": 500}
_OPENING = 120.0
_OUTCOME = "the store is as before it or as after it, never between"


class Scribe:
    """Makes one change after the other; each is on disk and can be asked when it is answered."""

    def __init__(self, store: Path, copies: Copies, timeout: float) -> None:
        """Begin with no process.

        Args:
            store: folder of the store, of which nobody else may be a writer meanwhile.
            copies: where readers find what was written.
            timeout: seconds after which a change is stopped, and that one waits for those before it.
        """
        self._store, self._copies, self._timeout = store, copies, timeout
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def begin(self) -> None:
        """Open the store, and make the first copy.

        Raises:
            BuildError: if it cannot be opened for writing.
        """
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", str(Path(writer.__file__))),
            stdin=PIPE,
            stdout=PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        copy = self._copies.next_place()
        try:
            answer = await self._told({"store": str(self._store), "copy": str(copy)}, _OPENING)
        except (TimeoutError, EOFError) as error:
            raise BuildError(f"{self._store}: the store cannot be opened for writing") from error
        if "error" in answer:
            await self.end()
            busy = "/LOCK: " in answer["error"]
            reason = "another process writes to it" if busy else answer["error"].partition("\n")[0]
            raise BuildError(f"{self._store}: {reason}")
        self._copies.put(copy)

    async def write(self, task: Mapping[str, Any]) -> int:
        """Make a change, and return the HTTP status that says what it did.

        Args:
            task: what the writer is told.

        Raises:
            RequestError: if it cannot be made, or not in time.
        """
        try:
            await asyncio.wait_for(self._turn.acquire(), self._timeout)
        except TimeoutError as error:
            raise RequestError(503, "others write, and their turn is not over; nothing was done") from error
        try:
            return await self._written(task)
        finally:
            self._turn.release()

    async def end(self) -> None:
        """Let the process finish what it is at, and end it if it does not."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), self._timeout)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _written(self, task: Mapping[str, Any]) -> int:
        await self._ready()
        copy = self._copies.next_place()
        try:
            answer = await self._told({**task, "copy": str(copy), "timeout": self._timeout}, self._timeout)
        except TimeoutError as error:
            await self._renew()
            message = f"the change took longer than {self._timeout:g} s and was stopped; {_OUTCOME}"
            raise RequestError(503, message) from error
        except EOFError as error:
            await self._renew()
            raise RequestError(
                500, f"the change broke its process down, it is too large or too deep; {_OUTCOME}"
            ) from error
        if "error" in answer:
            raise RequestError(_STATUS[answer["code"]], answer["error"])
        if copy.is_dir():
            self._copies.put(copy)
        status: int = answer["status"]
        return status

    async def _ready(self) -> None:
        # One that was killed while it had nothing to do is missed by nobody.
        if self._process is None or self._process.returncode is not None:
            try:
                await self.begin()
            except BuildError as error:
                raise RequestError(503, str(error)) from error

    async def _renew(self) -> None:
        # Nobody else is to take the lock meanwhile; if it cannot be had, the next change tries again.
        try:
            await self.begin()
        except BuildError:
            self._process = None

    async def _told(self, task: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """Tell the process something and return its answer; if none comes or nobody waits for it, it is killed.

        Raises:
            TimeoutError: if it does not answer in time.
            EOFError: if it breaks down.
        """
        process, line = self._process, b""
        if process is None or process.stdin is None or process.stdout is None:
            raise EOFError
        try:
            async with asyncio.timeout(seconds):
                process.stdin.write(json.dumps(task).encode() + b"\n")
                await process.stdin.drain()
                line = await process.stdout.readline()
        except ConnectionError as error:
            raise EOFError from error
        finally:
            if not line.endswith(b"\n"):
                self._process = None
                await self._killed(process)
        if not line.endswith(b"\n"):
            raise EOFError
        found: dict[str, Any] = json.loads(line)
        return found

    @staticmethod
    async def _killed(process: Process) -> None:
        if process.returncode is None:
            process.kill()
        await process.wait()
