"""One request over HTTP, within a time and a size, to the host that was named and no other."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from diplograph.errors import BuildError, UsageError

MOST_BYTES = 256 << 20
_PIECE = 1 << 16
_STRANGE = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a server is.

    Args:
        path: what its paths begin with, without a slash at the end.
        login: name and password, which never stand in a message.
    """

    scheme: str
    host: str
    port: int | None
    path: str
    login: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """Return the address as it may be shown."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{f':{self.port}' if self.port else ''}{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered."""

    status: int
    type: str
    body: bytes

    @property
    def reason(self) -> str:
        """Return the start of the answer in one line, for a message."""
        text = re.sub(r"<[^>]*>", " ", self.body[:4000].decode("utf-8", "replace"))
        return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:300]


def read_address(text: str) -> Address:
    """Return the address of a server.

    Raises:
        UsageError: if it is no plain http or https address.
    """
    if _STRANGE.search(text):
        raise UsageError(f"{text!r}: no address, it has characters that addresses do not have")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{text!r}: no address ({error})") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise UsageError(f"{text.rpartition('@')[2]!r}: a store is an address that begins with http:// or https://")
    if parts.query or parts.fragment:
        raise UsageError(f"{parts.scheme}://{host}: the address of a store has no ? and no #")
    login = None if parts.username is None else f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    if login and parts.scheme == "http" and host not in _LOOPBACK:
        raise UsageError(f"http://{host}: a password goes over https, or to this machine")
    return Address(scheme=parts.scheme, host=host, port=port, path=parts.path.rstrip("/"), login=login)


def _connection(address: Address, seconds: float) -> http.client.HTTPConnection:
    if address.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(address.host, address.port, timeout=seconds, context=context)
    return http.client.HTTPConnection(address.host, address.port, timeout=seconds)


@contextmanager
def _within(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    # A socket's own time-out begins anew with each byte that comes in.
    def stop(one: socket.socket) -> None:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)

    begin = time.monotonic()
    connection.connect()
    timer = threading.Timer(seconds - (time.monotonic() - begin), stop, (connection.sock,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    pieces, size = [], 0
    while piece := response.read(_PIECE):
        size += len(piece)
        if size > most:
            raise BuildError(f"the server's answer has more than {most} bytes")
        pieces.append(piece)
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _headers(address: Address, headers: Mapping[str, str]) -> dict[str, str]:
    login = f"Basic {b64encode(address.login.encode()).decode()}" if address.login else None
    return {**headers, "User-Agent": "diplograph", **({"Authorization": login} if login else {})}


def exchange(
    address: Address,
    method: str,
    target: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] = _NONE,
    seconds: float = 60.0,
    most: int = MOST_BYTES,
) -> Reply:
    """Send a request and return the answer, whatever its status.

    No redirection is followed, no proxy is asked.

    Args:
        target: path and query after the address's own path.
        seconds: within which all of it must be done.
        most: bytes that the answer may have.

    Raises:
        BuildError: if the server cannot be reached, breaks off, is too slow or says too much.
    """
    connection, late = _connection(address, seconds), time.monotonic() + seconds
    try:
        with _within(connection, seconds):
            connection.request(method, address.path + target, body=body, headers=_headers(address, headers))
            response = connection.getresponse()
            found = _read(response, most)
            if time.monotonic() >= late:
                # Cut off by us, it can look like the end of the answer.
                raise TimeoutError
    except (OSError, http.client.HTTPException) as error:
        slow = time.monotonic() >= late or isinstance(error, TimeoutError)
        reason = f"no answer within {seconds:g} s" if slow else _failure(error)
        raise BuildError(f"{address}: {reason}") from error
    return Reply(status=response.status, type=response.getheader("content-type") or "", body=found)


def _failure(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError | socket.gaierror):
        return f"nobody answers there ({error})"
    return f"the server broke off ({str(error) or type(error).__name__})"
