"""A process that reads: it is sent a reader, then batches, and answers each with its shard.

It is started by ``pool`` and ends when its parent does, however that ends.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
from multiprocessing.connection import Connection

from diplograph.errors import DiplographError
from diplograph.running.outcomes import MakeReader


def _end_with_parent(lifeline: int) -> None:
    # Nobody writes to it: reading returns when the other end is closed, by the parent or by its death.
    os.read(lifeline, 1)
    os._exit(1)


def _bound_memory(megabytes: int) -> None:
    if megabytes:
        size = megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def serve(pipe: Connection) -> None:
    """Answer until the parent hangs up."""
    make_reader: MakeReader
    make_reader, megabytes = pipe.recv()
    _bound_memory(megabytes)
    try:
        read = make_reader()
    except DiplographError as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        pipe.send_bytes(read(pipe.recv()))


def main() -> None:
    """Run as ``python -m diplograph.running.worker PIPE LIFELINE``, both open file descriptors."""
    # Control-C reaches every process of the terminal; the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe, lifeline = int(sys.argv[1]), int(sys.argv[2])
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    try:
        serve(Connection(pipe))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


if __name__ == "__main__":
    main()
