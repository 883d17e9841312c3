"""Work that a copy of this process does meanwhile."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from diplograph.files import leave_to_others


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def beside(work: Callable[[], None], *, copying: bool) -> Iterator[None]:
    """Have ``work`` done at the end, if possible by a copy of this process while the body runs.

    What the copy does not bring to its end, for whatever reason, is done here afterwards: so an error of it is raised
    as if there had been no copy.

    Args:
        work: writes files, and does no harm if it is done twice.
        copying: whether to try. A process of several threads is never copied: the copy would keep their locks for good.
    """
    copy = os.fork() if copying and threading.active_count() == 1 else None
    if copy == 0:
        _end_after(work)
    done = False
    try:
        yield
        if copy is not None:
            done, copy = os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 0, None
    finally:
        if copy is not None:
            os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)
    if not done:
        work()


def _end_after(work: Callable[[], None]) -> NoReturn:
    code = 1
    try:
        # If the other dies, its locks die with it.
        leave_to_others()
        work()
        code = 0
    finally:
        # Nothing that is registered to run at the end of the other may run here.
        os._exit(code)
