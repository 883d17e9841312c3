"""Documents in: every format, and everything that can be wrong with one, one line for each."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import logging
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplograph.errors import UsageError
from diplograph.model import Document
from diplograph.reading import formats
from diplograph.reading.formats import MAX_CHARS, Failure, read_documents
from inputfiles import failure, one, read, write

DATA = Path(__file__).parent / "data" / "formats"
TEXT = "France recalled its ambassador."


def test_text_keeps_every_character(tmp_path: Path) -> None:
    text = "Two\r\nlines\u200b, “quoted”.\n"
    document = one(read(write(tmp_path / "a.txt", text)))
    assert document.text == text
    assert document.id == hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
    assert (document.published, document.published_from) == (None, None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_are_no_text(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.txt", TEXT.encode(encoding))
    assert one(read(path)).text == TEXT
    row = {"id": "a", "text": TEXT}
    path = write(tmp_path / "a.jsonl", json.dumps(row).encode(encoding))
    assert one(read(path)).text == TEXT


ROW = {
    "id": "n1",
    "text": TEXT,
    "date": "2021-10-08",
    "title": "Envoy recalled",
    "url": "https://news.example/1",
    "publisher": "The Example",
}


def _check_row(document: Document) -> None:
    assert document.source
    assert replace(document, source=None) == Document(
        id="n1",
        text=TEXT,
        published=date(2021, 10, 8),
        published_from="metadata",
        title="Envoy recalled",
        url="https://news.example/1",
        publisher="The Example",
    )


def test_jsonl(tmp_path: Path) -> None:
    _check_row(one(read(write(tmp_path / "a.jsonl", json.dumps(ROW) + "\n\n"))))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    lines = delimiter.join(ROW) + "\n" + delimiter.join(ROW.values()) + "\n"
    _check_row(one(read(write(tmp_path / "a.csv", lines))))


def test_csv_with_lines_in_a_cell_and_a_very_long_one(tmp_path: Path) -> None:
    text = "One line.\nAnother, with a comma. " + "word " * 60_000
    document = one(read(write(tmp_path / "a.csv", f'id,text\nn1,"{text}"\n')))
    assert document.text == text


def test_html() -> None:
    document = one(read(DATA / "story.html"))
    assert document.title == "Chile and Peru sign fishing accord"
    assert (document.published, document.published_from) == (date(2019, 5, 7), "metadata")
    assert document.publisher == "The Example"
    assert document.url == "https://news.example/2019/fishing"
    paragraphs = document.text.split("\n\n")
    assert paragraphs[0] == document.title
    assert paragraphs[1].startswith("LIMA, May 7 (Reuters)")
    assert "minister & former judge" in document.text
    assert document.text.count("Chile and Peru sign fishing accord") == 1
    assert "Copyright" not in document.text


def test_html_in_its_declared_encoding(tmp_path: Path) -> None:
    page = (DATA / "story.html").read_text(encoding="utf-8").replace("utf-8", "windows-1252")
    path = write(tmp_path / "a.html", page.encode("windows-1252"))
    assert "“We are neighbours" in one(read(path)).text


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_gzip(tmp_path: Path, name: str) -> None:
    content = {"a.txt": TEXT, "a.jsonl": json.dumps(ROW), "a.csv": f"text\n{TEXT}\n"}[name]
    path = write(tmp_path / f"{name}.gz", gzip.compress(content.encode("utf-8")))
    assert one(read(path)).text == TEXT


def test_standard_input_by_format_and_by_its_first_characters() -> None:
    def read(content: str, format: str | None = None) -> Document:  # noqa: A002
        stdin = io.BytesIO(content.encode("utf-8"))
        return one(list(read_documents(["-"], format=format, stdin=stdin)))

    assert read(TEXT).text == TEXT
    _check_row(read(json.dumps(ROW)))
    _check_row(read(json.dumps(ROW), "jsonl"))
    assert read(f"text\n{TEXT}\n", "csv").text == TEXT
    assert read((DATA / "story.html").read_text(encoding="utf-8")).title == "Chile and Peru sign fishing accord"


def test_folders_are_sorted_and_hidden_and_unknown_files_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.txt", "c.docx", ".hidden.txt", ".git/x.txt", "a/B.TXT"):
        write(tmp_path / name, name)
    texts = [result.text for result in read(tmp_path) if isinstance(result, Document)]
    assert texts == ["a/B.TXT", "a/b.txt", "a/z.txt", "b.txt"]
    assert len(read(tmp_path)) == 4


def test_links_do_not_loop(tmp_path: Path) -> None:
    write(tmp_path / "a" / "a.txt", TEXT)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert one(read(tmp_path)).text == TEXT


def test_a_format_picks_the_files_of_a_folder_and_reads_named_ones(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "not read")
    path = write(tmp_path / "b.jsonl", json.dumps(ROW))
    assert one(read(tmp_path, format="jsonl")).id == "n1"
    other = write(tmp_path / "c.log", TEXT)
    assert one(read(other, format="txt")).text == TEXT
    assert "unknown kind of file .log" in failure(read(other)).reason
    assert path.exists()


def test_patterns(tmp_path: Path) -> None:
    write(tmp_path / "x" / "1.txt", "one")
    write(tmp_path / "y" / "2.txt", "two")
    found = read(tmp_path / "**" / "*.txt")
    assert [one.text for one in found if isinstance(one, Document)] == ["one", "two"]
    assert "no file matches" in failure(read(tmp_path / "*.csv")).reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \n\t", "the file is empty"),
        ("a.txt", b"\xef\xbb\xbf", "the text is empty"),
        ("a.txt", b"abc \xff def", "not valid UTF-8 at byte 4"),
        ("a.txt", b"abc\x00def", "binary file (NUL at byte 3)"),
        ("a.txt", b"\xff\xfea", "not valid UTF-16"),
        ("a.txt", b"x" * (MAX_CHARS + 1), "longer than 1,000,000 characters"),
        ("a.txt", b"x" * 10_000_000, "longer than 1,000,000 characters"),
        ("a.txt.gz", b"\x1f\x8b broken", "the gzip file is broken"),
        ("a.txt.gz", gzip.compress(b"abc" * 99)[:-9], "the gzip file is broken or cut short"),
        (
            "a.txt.gz",
            gzip.compress(random.Random(1).randbytes(3_000_000).hex().encode()),
            "longer than 1,000,000 characters",
        ),
        ("a.jsonl.gz", gzip.compress(b" " * 50_000_000), "swells more than 150 times"),
        ("a.html", b"", "the file is empty"),
        ("a.html", b"<html><body></body></html>", "no article text"),
        ("a.html", b"<meta charset=klingon><p>abc", "declared encoding klingon"),
        ("a.html", b"<div>" * 200_000, "no article text"),
        ("a.jsonl", b"\n \n", "the file is empty"),
        ("a.jsonl", b"{", "broken JSON at column 2"),
        ("a.jsonl", b"[1]", "a JSON object was expected, list found"),
        ("a.jsonl", b"[" * 100_000, "broken JSON"),
        ("a.jsonl", b'{"text": ' + b"1" * 10_000 + b"}", "broken JSON"),
        ("a.jsonl", b'{"text": "\xff"}', "not valid UTF-8 at byte 10"),
        ("a.jsonl", b'{"id": "a"}', 'the field "text" is missing'),
        ("a.jsonl", b'{"text": null}', 'the field "text" is missing'),
        ("a.jsonl", b'{"text": 5}', 'the field "text" is no string but int'),
        ("a.jsonl", b'{"text": " "}', "the text is empty"),
        ("a.jsonl", b'{"text": "a \\ud800 b"}', "half a character (lone surrogate) at 2"),
        ("a.jsonl", b'{"text": "a", "title": "\\udfff"}', "title has half a character"),
        ("a.jsonl", b'{"text": "a", "title": ["b"]}', 'the field "title" is no string but list'),
        ("a.jsonl", b'{"text": "a", "id": true}', 'the field "id" is no string but bool'),
        ("a.jsonl", b'{"text": "a", "date": "8.10.2021"}', 'date "8.10.2021" is no ISO day'),
        ("a.jsonl", b'{"text": "a", "date": "2021-02-30"}', 'date "2021-02-30" is no ISO day'),
        ("a.jsonl", b'{"text": "' + b"x" * (MAX_CHARS + 1) + b'"}', "longer than 1,000,000 characters"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"id,body\n1,a\n", 'no column "text"'),
        ("a.csv", b"id,text\n1,a,b\n", "3 cells found, 2 expected"),
        ("a.csv", b'id,text\n1,"a', "row 2 is broken"),
        ("a.csv", b"id,text\n1,\n", 'the field "text" is missing'),
        ("a.csv", b"id,text\n1,\xe9\n", "not valid UTF-8 at byte 10"),
        ("a.csv", b"id,text,date\n1,a,yesterday\n", "no ISO day"),
        (
            "a.docx",
            b"PK\x03\x04",
            "unknown kind of file .docx; known: txt, html, jsonl, csv, parquet, feed, warc, pdf, email",
        ),
    ],
)
def test_what_cannot_be_read_says_so_in_one_line(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    start = time.perf_counter()
    found = failure(read(write(tmp_path / name, content)))
    assert reason in found.reason
    assert name in found.source
    assert time.perf_counter() - start < 5


def test_missing_things(tmp_path: Path) -> None:
    assert "no such file" in failure(read(tmp_path / "none.txt")).reason
    assert "no such file" in failure(read("x" * 5000)).reason
    assert "no such file" in failure(read("a\x00b")).reason
    assert "no such file" in failure(read("line\nbreak")).reason
    assert "no document in this folder" in failure(read(tmp_path)).reason
    assert "device" in failure(read("/dev/zero")).reason


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", TEXT)

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert failure(read(path)).reason == "cannot be read (Permission denied)"


def test_names_are_shown_on_one_line(tmp_path: Path) -> None:
    name = os.fsdecode(b"a\n\xff.txt")
    found = failure(read(write(tmp_path / name, b"")))
    assert found.source.endswith("a\\n\\udcff.txt")


def test_one_bad_document_stops_nothing(tmp_path: Path) -> None:
    lines = ['{"id": "a", "text": "One."}', "{broken", '{"id": "c"}', '{"id": "d", "text": "Four."}']
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    results = read(tmp_path / "none", path, write(tmp_path / "b.txt", "Five."))
    assert [one.text for one in results if isinstance(one, Document)] == ["One.", "Four.", "Five."]
    sources = [one.source.rsplit("/", 1)[-1] for one in results if isinstance(one, Failure)]
    assert sources == ["none", "a.jsonl:2", "a.jsonl:3"]


def test_a_very_long_line_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b'{"text": "' + b"x" * 30_000_000 + b'"}\n{"text": "Two."}')
    failure, document = read(path)
    assert isinstance(failure, Failure)
    assert failure.source.endswith("a.jsonl:1")
    assert isinstance(document, Document)


def test_duplicates(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lines = ['{"id": "a", "text": "One."}', '{"id": "a", "text": "One."}', '{"id": "a", "text": "Two."}']
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    with caplog.at_level(logging.INFO):
        document, failure = read(path)
    assert isinstance(document, Document)
    assert document.text == "One."
    assert isinstance(failure, Failure)
    assert failure.reason.startswith('id "a" was given to another text')
    assert "taken once" in caplog.text


@pytest.mark.parametrize(
    ("given_date", "published"),
    [("2021-10-08T12:30:00Z", date(2021, 10, 8)), ("2021", None), ("2021-10", None), ("", None)],
)
def test_dates_of_the_metadata(tmp_path: Path, given_date: str, published: date | None) -> None:
    row = {"text": TEXT, "date": given_date}
    assert one(read(write(tmp_path / "a.jsonl", json.dumps(row)))).published == published


def test_numbers_may_be_ids(tmp_path: Path) -> None:
    assert one(read(write(tmp_path / "a.jsonl", '{"id": 7, "text": "One."}'))).id == "7"


def test_an_unknown_format_is_refused_at_once() -> None:
    with pytest.raises(UsageError, match=r"unknown format 'docx', known: txt, html, jsonl, csv"):
        read_documents(["-"], format="docx")


def test_jsonl_is_read_as_a_stream(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            line = b'{"text": "One."}\n'
            buffer[: len(line)] = line
            return len(line)

    stream = io.BufferedReader(Endless())
    results: Iterator[Document | Failure] = read_documents(["-"], format="jsonl", stdin=stream)
    assert isinstance(next(iter(results)), Document)


def test_import_is_light() -> None:
    code = "import sys, diplograph.reading.formats; print('trafilatura' in sys.modules, 'lxml' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(formats.__file__).parents[2])}
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert output.stdout.split() == ["False", "False"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=80), format_=st.sampled_from(["txt", "jsonl", "csv"]))
def test_any_bytes_give_documents_or_failures(content: bytes, format_: str) -> None:
    for result in read_documents(["-"], format=format_, stdin=io.BytesIO(content)):
        assert isinstance(result, Document | Failure)
