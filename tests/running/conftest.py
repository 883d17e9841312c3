"""The documents that builds are disturbed with, and what comes of them if nobody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from builds import contents, finish, start, write_source


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_source(tmp_path_factory.mktemp("source") / "feed.jsonl")


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a build on this machine that nobody disturbed."""
    out = tmp_path_factory.mktemp("whole") / "out"
    assert finish(start(source, out)) == (0, "")
    return contents(out)
