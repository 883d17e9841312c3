"""``serve``: the page and the SPARQL endpoint of a build, or of a store of its own, on this machine."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diplograph.cli.talking import Settings, common
from diplograph.errors import OutputError, UsageError

if TYPE_CHECKING:
    from starlette.applications import Starlette

LOCAL = "127.0.0.1"
PORT = 8080


@click.command(short_help="Serve a build's page and SPARQL on this machine.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", required=False)
@click.option("--store", metavar="FOLDER", help="Serve the store in that folder, in place of DIR.")
@click.option("--writable", is_flag=True, help="Let whoever reaches the server on this machine write to the store.")
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
    help="When a query or a change is stopped.",
)
@common
@click.pass_obj
def serve(
    settings: Settings,
    folder: Path | None,
    store: str | None,
    writable: bool,
    port: int,
    host: str,
    timeout: float,
) -> None:
    """Serve a build on this machine until interrupted: the page, and a SPARQL endpoint.

    \b
    diplograph serve out
    diplograph serve out --port 3030 --timeout 5
    diplograph serve --store kept
    diplograph serve --store kept --writable

    At / is the page, at /sparql the SPARQL 1.1 Protocol with an editor for browsers, at /store the Graph Store
    Protocol, beside them /graph.ttl, /graph.trig and /health. Each request is one line of JSON on stderr, unless
    --quiet.

    A build cannot be written to: it is made from its documents, and what somebody changed in its graph would be in
    none of its other files and gone with the next build. Put it into a store of its own with "diplograph push DIR
    --store FOLDER" and serve that with --writable: SPARQL updates and whole graphs are then taken. There is no
    login, so that it listens on this machine only.
    """
    from diplograph.querying.serve import serve as serve_app

    place = _place(folder, store)
    hosts = (host, LOCAL, "localhost")
    if writable:
        _check_writable(folder, host)
    _check_free(host, port)
    app = _store_app(place, writable, timeout, hosts) if store else _build_app(place, timeout, hosts)
    _log_requests(settings)
    address = f"[{host}]" if ":" in host else host
    page, writing = "" if store else f"page at http://{address}:{port}/, ", ", open for writing" if writable else ""
    settings.say(f"{place}: {page}SPARQL at http://{address}:{port}/sparql{writing}; Ctrl-C ends it")
    serve_app(app, host=host, port=port)
    # The server has taken the interrupt for itself, and closed; that it was one is for the shell to know.
    raise KeyboardInterrupt


def _place(folder: Path | None, store: str | None) -> Path:
    if (folder is None) == (store is None):
        raise UsageError("DIR or --store FOLDER is expected, one of them; see diplograph serve --help")
    if store and "://" in store:
        raise UsageError(f"{store}: a server answers by itself; ask it there, or with diplograph query --store")
    return folder or Path(store or "")


def _check_writable(folder: Path | None, host: str) -> None:
    if folder is not None:
        raise UsageError(
            f"{folder}: a build is made from its documents; put it into a store of its own with: "
            f"diplograph push {folder} --store FOLDER, and give --store FOLDER --writable"
        )
    if host not in {LOCAL, "::1", "localhost"}:
        raise UsageError(f"{host}: --writable is for this machine only, as there is no login; leave --host out")


def _build_app(folder: Path, timeout: float, hosts: tuple[str, ...]) -> Starlette:
    from diplograph.outputs.folder import read_report
    from diplograph.querying.buildstore import store_of
    from diplograph.querying.graphs import load_build
    from diplograph.querying.serve import create_app

    read_report(folder)
    # A graph that cannot be read is told in one line here; the server would show where in its code it failed.
    if store_of(folder) is None:
        load_build(folder)
    return create_app(folder, timeout=timeout, hosts=hosts)


def _store_app(store: Path, writable: bool, timeout: float, hosts: tuple[str, ...]) -> Starlette:
    from diplograph.querying.serve import create_store_app

    return create_store_app(store, writable=writable, timeout=timeout, hosts=hosts)


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
