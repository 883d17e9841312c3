"""A graph that is kept outside a build: a store in a folder of its own, or on a server that an address names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from diplograph.errors import BuildError
from diplograph.querying import remote, store
from diplograph.querying.graphs import trig_of
from diplograph.querying.named import NamedQuery
from diplograph.querying.remote import Remote, is_remote, read_remote
from diplograph.querying.solutions import Solutions
from diplograph.querying.sparql import query_store, question_text
from diplograph.querying.store import Change

Kept = Path | Remote


def read_kept(text: str, *, seconds: float = 60.0) -> Kept:
    """Return what ``text`` names: a server if it has ``://`` in it, else a folder.

    Args:
        text: such as ``kept/store`` or ``fuseki+https://host/data-set``.
        seconds: within which a server must be done with each request.

    Raises:
        UsageError: if it is no address that can be spoken to.
    """
    return read_remote(text, seconds=seconds) if is_remote(text) else Path(text)


def push_build(build: Path, kept: Kept) -> Change:
    """Make a kept graph say what a build says; of what it said before, only what is different is touched.

    Raises:
        BuildError: if the folder holds no build, or the store cannot be written to.
    """
    path = trig_of(build)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"{path}: cannot be read ({error})") from error
    return remote.save_text(kept, text) if isinstance(kept, Remote) else store.save_text(kept, text)


def query_kept(kept: Kept, question: str | NamedQuery, settings: Mapping[str, str], *, seconds: float) -> Solutions:
    """Return the answer to a query over all graphs that are kept there.

    Args:
        question: SPARQL, in which our prefixes need not be declared, or a named query.
        settings: values for the parameters of a named query.
        seconds: after which the query is stopped; of a server, those that it was named with count.

    Raises:
        QueryError: if the query is refused, wrong, too slow or too large.
        BuildError: if there is no such store, or it fails.
        UsageError: if a parameter is unknown or wrong.
    """
    text = question_text(question, settings)
    if isinstance(kept, Remote):
        return remote.query_remote(kept, text)
    return query_store(kept, text, timeout=seconds)
