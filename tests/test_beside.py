"""Work that a copy of the process does: the same as without one, whatever becomes of the copy."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from diplograph.errors import OutputError
from diplograph.files import writing
from diplograph.outputs.beside import beside
from diplograph.outputs.folder import FILES, write_folder
from sample import sample_records

# Where Linux tells the children of this process.
CHILDREN = Path(f"/proc/self/task/{os.getpid()}/children")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count no threads that were there before a test: a browser of other tests keeps some."""
    count, others = threading.active_count, threading.active_count() - 1
    monkeypatch.setattr("diplograph.outputs.beside.threading.active_count", lambda: count() - others)


def children() -> str:
    return CHILDREN.read_text() if CHILDREN.exists() else ""


class Work:
    """Writes down which processes did it."""

    def __init__(self, path: Path, then: str = "") -> None:
        self.path, self.then, self.here = path, then, os.getpid()

    def __call__(self) -> None:
        is_copy = os.getpid() != self.here
        with self.path.open("a", encoding="utf-8") as file:
            file.write("copy\n" if is_copy else "here\n")
        if self.then == "killed" and is_copy:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.then == "fails":
            raise OutputError("the disk is full")

    def done_by(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").split() if self.path.exists() else []


@pytest.mark.parametrize(
    ("then", "copying", "done_by"),
    [("", True, ["copy"]), ("", False, ["here"]), ("killed", True, ["copy", "here"])],
)
def test_work_is_done_whatever_becomes_of_the_copy(
    then: str, copying: bool, done_by: list[str], tmp_path: Path
) -> None:
    work = Work(tmp_path / "done", then)
    with beside(work, copying=copying):
        pass
    assert work.done_by() == done_by


def test_an_error_of_the_copy_is_raised_here(tmp_path: Path) -> None:
    work = Work(tmp_path / "done", "fails")
    with pytest.raises(OutputError, match="the disk is full"), beside(work, copying=True):
        pass
    assert work.done_by() == ["copy", "here"]


def test_where_the_body_fails_the_work_is_dropped(tmp_path: Path) -> None:
    work, before = Work(tmp_path / "done"), children()
    with pytest.raises(KeyboardInterrupt), beside(work, copying=True):
        raise KeyboardInterrupt
    assert "here" not in work.done_by()
    assert children() == before


def test_a_process_of_several_threads_is_not_copied(tmp_path: Path) -> None:
    work, end = Work(tmp_path / "done"), threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        with beside(work, copying=True):
            pass
    finally:
        end.set()
        other.join()
    assert work.done_by() == ["here"]


def test_a_copy_does_not_keep_a_folder_from_others(tmp_path: Path) -> None:
    ready, go = os.pipe(), os.pipe()

    def waits() -> None:
        os.write(ready[1], b"x")
        os.read(go[0], 1)

    with writing(tmp_path):
        copying = beside(waits, copying=True)
        copying.__enter__()
        os.read(ready[0], 1)
    with writing(tmp_path):
        os.write(go[1], b"x")
    copying.__exit__(None, None, None)
    for handle in (*ready, *go):
        os.close(handle)


def test_files_are_the_same_with_one_process_and_with_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplograph.outputs.folder._WORTH_A_COPY", 1)
    for number in (1, 2):
        write_folder(sample_records(), tmp_path / str(number), processes=number)
    one, two = ([(tmp_path / number / name).read_bytes() for name in FILES] for number in "12")
    assert one == two
    assert not [path for path in (tmp_path / "2").iterdir() if path.name.startswith(".")]
