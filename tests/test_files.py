"""Whole files or none: what a reader finds after a write that went well, broke off, or was refused."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplograph.errors import OutputError
from diplograph.files import atomic_write

OLD = "the old file\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "graph.ttl"
    target.write_text(OLD, encoding="utf-8")
    return target


def _names(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def _breaking(error: BaseException) -> Iterator[str]:
    yield "half of the new "
    raise error


@pytest.mark.parametrize(
    ("chunks", "written"),
    [("äöü\n", "äöü\n".encode()), (b"\x00\xff", b"\x00\xff"), (["a", "", "b"], b"ab"), ([], b""), ("", b"")],
)
def test_new_takes_the_place_of_old(path: Path, chunks: str | bytes | list[str], written: bytes) -> None:
    atomic_write(path, chunks)
    assert path.read_bytes() == written
    assert _names(path) == ["graph.ttl"]


def test_folders_are_made(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a" / "b" / "c.txt", "x")
    assert (tmp_path / "a" / "b" / "c.txt").read_text(encoding="utf-8") == "x"


def test_others_may_read(path: Path) -> None:
    atomic_write(path, "x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt(), MemoryError()])
def test_old_file_survives_what_goes_wrong_in_the_middle(path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        atomic_write(path, _breaking(error))
    assert path.read_text(encoding="utf-8") == OLD
    assert _names(path) == ["graph.ttl"]


def test_the_old_file_is_seen_until_the_new_one_is_whole(path: Path) -> None:
    seen = []

    def chunks() -> Iterator[str]:
        for piece in ("x" * 100_000, "y"):
            seen.append(path.read_text(encoding="utf-8"))
            yield piece

    atomic_write(path, chunks())
    assert seen == [OLD, OLD]
    assert path.stat().st_size == 100_001


@pytest.mark.parametrize("code", [errno.EACCES, errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_refused_write_is_an_output_error(path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int) -> None:
    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(OutputError, match=os.strerror(code)) as caught:
        atomic_write(path, "new")
    assert str(path) in str(caught.value)
    assert path.read_text(encoding="utf-8") == OLD
    assert _names(path) == ["graph.ttl"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_forbidden_folder_is_an_output_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError):
        atomic_write(tmp_path / "x", "new")


def test_file_in_the_place_of_a_folder_is_an_output_error(path: Path) -> None:
    with pytest.raises(OutputError):
        atomic_write(path / "below.txt", "new")
    assert path.read_text(encoding="utf-8") == OLD


def test_folder_in_the_place_of_the_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").mkdir()
    with pytest.raises(OutputError):
        atomic_write(tmp_path / "graph.ttl", "new")
    assert _names(tmp_path / "graph.ttl") == ["graph.ttl"]


def test_short_writes_are_carried_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system may take only a part of what it is given."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data[:3])))
    atomic_write(path, "0123456789")
    assert path.read_bytes() == b"0123456789"


def _next_handle() -> int:
    """Return the lowest free file handle."""
    handle = os.dup(0)
    os.close(handle)
    return handle


def test_no_handle_stays_open(path: Path) -> None:
    before = _next_handle()
    with pytest.raises(ValueError, match="no"):
        atomic_write(path, _breaking(ValueError("no")))
    assert _next_handle() == before


def test_no_handle_stays_open_after_success(path: Path) -> None:
    before = _next_handle()
    atomic_write(path, "x")
    assert _next_handle() == before


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
def test_any_text_is_written_as_it_is(path: Path, pieces: list[str]) -> None:
    atomic_write(path, iter(pieces))
    assert path.read_bytes() == "".join(pieces).encode()
