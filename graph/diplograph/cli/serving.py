"""``serve``: the page and the SPARQL endpoint of a build on this machine."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import click

from diplograph.cli.talking import Settings, common
from diplograph.errors import OutputError

LOCAL = "127.0.0.1"
PORT = 8080


@click.command(short_help="Serve a build's page and SPARQL on this machine.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, metavar="N", show_default=True)
@click.option(
    "--host",
    default=LOCAL,
    metavar="ADDRESS",
    show_default=True,
    help="Where to listen; any other than the default lets others in.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    metavar="SECONDS",
    show_default=True,
    help="When a query is stopped.",
)
@common
@click.pass_obj
def serve(settings: Settings, folder: Path, port: int, host: str, timeout: float) -> None:
    """Serve a build on this machine until interrupted: the page, and a SPARQL endpoint.

    \b
    diplograph serve out
    diplograph serve out --port 3030 --timeout 5

    At / is the page, at /sparql the SPARQL 1.1 Protocol (queries only) with an editor for browsers, beside them
    /graph.ttl, /graph.trig and /health. Each request is one line of JSON on stderr, unless --quiet.
    """
    from diplograph.outputs.folder import read_report
    from diplograph.querying.buildstore import store_of
    from diplograph.querying.graphs import load_build
    from diplograph.querying.serve import serve as serve_build

    read_report(folder)
    _check_free(host, port)
    # A graph that cannot be read is told in one line here; the server would show where in its code it failed.
    if store_of(folder) is None:
        load_build(folder)
    _log_requests(settings)
    address = f"[{host}]" if ":" in host else host
    settings.say(
        f"{folder}: page at http://{address}:{port}/, SPARQL at http://{address}:{port}/sparql; Ctrl-C ends it"
    )
    serve_build(folder, host=host, port=port, timeout=timeout)
    # The server has taken the interrupt for itself, and closed; that it was one is for the shell to know.
    raise KeyboardInterrupt


def _check_free(host: str, port: int) -> None:
    """Stop before anything is loaded if nobody can listen there.

    Raises:
        OutputError: if the address is taken, unknown or not allowed.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{host}:{port}: cannot listen there ({reason}); give another --port or --host") from error


def _log_requests(settings: Settings) -> None:
    if settings.quiet:
        return
    logger = logging.getLogger("diplograph.querying.serve")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
