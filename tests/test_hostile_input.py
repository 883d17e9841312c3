"""Files made to harm: bounded time and memory, one clear line each, and everything else is read."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from commands import Terminal
from diplograph.model import Document
from diplograph.reading import feed, webpage
from diplograph.reading.apart import Task, read_apart
from diplograph.reading.formats import Failure
from inputfiles import (
    PARAGRAPHS,
    TITLE,
    documents,
    failure,
    failures,
    item,
    mbox,
    message,
    one,
    page,
    parquet,
    pdf,
    read,
    rss,
    warc,
    write,
)

pytest_plugins = ("commands",)

HTML = {"Content-Type": "text/html"}
LINE = b"word " * 10_000_000
LONG = {
    "a.txt": LINE,
    "a.html": b"<p>" + LINE,
    "a.jsonl": b'{"text": "' + LINE + b'"}',
    "a.csv": b"id,text\n1," + LINE,
    "a.parquet": b"PAR1" + LINE,
    "a.xml": b"<rss><channel><title>" + LINE,
    "a.warc": b"WARC/1.0\r\n" + LINE,
    "a.pdf": b"%PDF-1.4\n" + LINE,
    "a.eml": b"Subject: " + LINE,
    "a.mbox": b"From x Tue May  7 23:10:00 2019\n" + LINE,
}
# The kernel's own ru_maxrss begins with that of whoever started a process; VmHWM does not.
MEASURE = """
import re, resource, sys
from pathlib import Path
from diplograph.reading import apart
from diplograph.reading.formats import read_documents
megabytes, count = 0, 0
for _ in read_documents(sys.argv[1:]):
    count += 1
    for name in ["self", *(str(helper.process.pid) for helper in apart._IDLE if helper.is_fit())]:
        status = Path("/proc", name, "status").read_text()
        megabytes = max(megabytes, int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) >> 10)
apart._dismiss()
seconds = [sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(count, megabytes, sum(seconds))
"""


def measured(*paths: Path) -> tuple[int, int, float]:
    """Return how many results reading gives in a fresh process, its megabytes at most, and its processor seconds."""
    graph = Path(webpage.__file__).parents[2]
    command = [sys.executable, "-c", MEASURE, *map(str, paths)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(graph)}, capture_output=True, text=True, check=True
    )
    count, megabytes, seconds = done.stdout.split()
    return int(count), int(megabytes), float(seconds)


def test_one_line_of_fifty_megabytes_in_every_format(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, content) for name, content in LONG.items()]
    count, megabytes, seconds = measured(*paths)
    assert count == len(LONG)
    assert megabytes < 600
    assert seconds < 30
    for path in paths:
        assert failure(read(path)).source.startswith(str(path))


def test_a_long_line_does_not_take_its_neighbours_along(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b'{"text": "One."}\n' + LONG["a.jsonl"] + b'\n{"text": "Three."}\n')
    assert [one.text for one in documents(read(path))] == ["One.", "Three."]
    path = write(tmp_path / "a.mbox", mbox(message("One.")) + LONG["a.mbox"] + b"\n\n" + mbox(message("Three.")))
    assert [one.text for one in documents(read(path))] == [f"{TITLE}\n\nOne.", f"{TITLE}\n\nThree."]


@cache
def bomb(size: int = 300_000_000) -> bytes:
    return gzip.compress(b"a" * size)


def flate(size: int) -> bytes:
    """Return a PDF with a page of ``size`` bytes of instructions, packed."""
    packed = zlib.compress(b"(a) Tj " * (size // 7), 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    return pdf([["x"]], content=b"").replace(b"<< /Length 0 >>\nstream\n\nendstream", stream)


BOMBS: dict[str, Callable[[], bytes]] = {
    **{f"a.{suffix}.gz": bomb for suffix in ("txt", "html", "jsonl", "csv", "parquet", "xml", "warc", "pdf", "eml")},
    "twice.txt.gz": lambda: gzip.compress(bomb()),
    "a.mbox.gz": lambda: gzip.compress(b"From x Tue May  7 23:10:00 2019\n") + bomb(),
    "page.warc": lambda: warc(("https://a.example/1", bomb(), "200 OK", HTML | {"Content-Encoding": "gzip"})),
    "flate.pdf": lambda: flate(300_000_000),
}


def test_bombs(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, make()) for name, make in BOMBS.items()]
    count, megabytes, seconds = measured(*paths)
    assert count == len(BOMBS)
    assert megabytes < 600
    assert seconds < 30
    for path in paths:
        failure(read(path))


def test_a_column_that_swells(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", [{"text": "a" * 900_000}] * 200, use_dictionary=False, compression="zstd")
    assert path.stat().st_size < 200_000
    assert "swells more than 150 times" in failure(read(path)).reason


def laughs(declared: str, use: str) -> str:
    entities = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "lol"}">' for number in range(10))
    return f"{declared}<!DOCTYPE x [{entities}]>{use}"


def test_entities_do_not_swell(tmp_path: Path) -> None:
    declared, use = (
        '<?xml version="1.0"?>',
        "<rss version='2.0'><channel><item><title>&l9;</title></item></channel></rss>",
    )
    assert "declares entities" in failure(read(write(tmp_path / "a.xml", laughs(declared, use)))).reason
    utf16 = write(tmp_path / "b.xml", laughs(declared, use).encode("utf-16"))
    assert "declares entities" in failure(read(utf16)).reason
    outside = f"{declared}<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{use.replace('l9', 'x')}"
    assert "declares entities" in failure(read(write(tmp_path / "c.xml", outside))).reason
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    (found,) = read(write(tmp_path / "d.html", laughs("", f"<html><body><p>&l9;</p>{body}</body></html>")))
    assert "lollol" not in (found.text if isinstance(found, Document) else found.reason)


@pytest.mark.parametrize("markup", ["<div>" * 100_000, "<b>" * 300 + "x" + "</b>" * 300])
def test_what_is_nested_too_deep_is_refused_and_not_cut(markup: str, tmp_path: Path) -> None:
    assert "nested deeper than" in failure(read(write(tmp_path / "a.html", page(before=markup)))).reason
    found = read(write(tmp_path / "a.xml", rss(item("Deep", body=markup), item("Sound", body="Talks."))))
    assert "nested deeper than" in failures(found)[0].reason
    assert [one.title for one in documents(found)] == ["Sound"]


MARKUP = {
    "tags that never end": "<" * 500_000,
    "comments": "<!-- x -->" * 100_000,
    "attributes of one name": "<p " + "a=1 " * 200_000 + ">x</p>",
    "script": "<script>" + "a" * 5_000_000 + "</script>",
    "JSON-LD": f"<script type='application/ld+json'>{'[' * 100_000}</script>",
    "JSON-LD of objects": "<script type='application/ld+json'>" + '{"@graph":[' * 50_000 + "</script>",
    "references": "&amp;&#0;&#x110000;&#xd800;" * 20_000,
}


@pytest.mark.parametrize("name", MARKUP)
def test_markup_made_to_harm_leaves_the_article_or_says_why(name: str, tmp_path: Path) -> None:
    begin = time.process_time()
    (found,) = read(write(tmp_path / "a.html", page(before=MARKUP[name])))
    assert time.process_time() - begin < 5
    assert "neighbours" in found.text if isinstance(found, Document) else found.reason


def attributes(count: int) -> str:
    return " ".join(f"a{number}='x'" for number in range(count))


SLOW: dict[str, Callable[[], str]] = {
    "page.html": lambda: page(before=f"<p {attributes(200_000)}>x</p>"),
    "marks.html": lambda: page(before=f"<p>{'<b>x</b> word ' * 50_000}</p>"),
    "feed.xml": lambda: rss(f"<item {attributes(200_000)}><title>x</title></item>"),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_takes_too_long_is_given_up(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webpage, "_SECONDS", 1)
    monkeypatch.setattr(feed, "_SECONDS", 1)
    write(tmp_path / name, SLOW[name]())
    write(tmp_path / "sound.html", page())
    found = read(tmp_path)
    assert [str(one) for one in failures(found)] == [
        f"{tmp_path / name}: it took longer than 1 seconds to take apart and was given up; give its text instead"
    ]
    assert [one.title for one in documents(found)] == [TITLE]


def test_a_helper_that_breaks_down_is_replaced(tmp_path: Path) -> None:
    write(tmp_path / "a.html", page())
    assert one(read(tmp_path)).title == TITLE
    with pytest.raises(Exception, match="is damaged or too large and was given up"):
        list(read_apart(b"", Task(reader="html", source="a", seconds=1, charset=["no text"])))  # type: ignore[arg-type]
    assert one(read(tmp_path)).title == TITLE


MESSAGES = {
    "depth": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)),
    "headers": b"".join(b"X-A%d: b\n" % number for number in range(50_000)) + b"\nx",
    "brackets": b"From: " + b"(" * 100_000 + b"\n\nPeru agreed.",
    "addresses": b"From: " + b"a@b.example, " * 50_000 + b"\n\nPeru agreed.",
    "words": b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nPeru agreed.",
    "broken words": b"Subject: =?utf-8?b?@@@?= =?klingon?q?a?=\n\nPeru agreed.",
    "unknown encoding": b"Content-Type: text/plain; charset=klingon\n\nPeru agr\xe9ed.",
    "broken base64": b"Content-Transfer-Encoding: base64\n\n@@@@\n",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_messages_made_to_harm(name: str, tmp_path: Path) -> None:
    begin = time.process_time()
    assert len(read(write(tmp_path / "a.eml", MESSAGES[name]))) == 1
    assert time.process_time() - begin < 5


def forms(depth: int) -> bytes:
    """Return a PDF whose page draws a picture that draws another one twice, and so on."""
    drawn = [b"/X%d Do /X%d Do" % (number, number) for number in range(5, depth + 4)] + [b"BT /F1 9 Tf (x) Tj ET"]
    objects = [
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] "
        b"/Resources << /Font << /F1 3 0 R >> /XObject << /X%d %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream"
        % (number, number, len(one), one)
        for number, one in enumerate(drawn, start=5)
    ]
    return pdf([["x"]], content=b"/X4 Do", extra=objects)


def test_pdf_made_to_harm(tmp_path: Path) -> None:
    assert len(read(write(tmp_path / "forms.pdf", forms(30)))) == 1
    assert "more than 2,000 pages" in failure(read(write(tmp_path / "pages.pdf", pdf([["x"]] * 2_001)))).reason
    loop = pdf([["x"]]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    assert failure(read(write(tmp_path / "loop.pdf", loop)))


ROWS = [
    (b"[" * 1_000_000, "nested too deep"),
    (b'{"text":' * 100_000, "nested too deep"),
    (b'{"text": "a", "id": ' + b"9" * 5_000 + b"}", "a number too long"),
    (b'{"text": "a", "id": 1e999}', 'the field "id" is no string but float'),
    (b'{"text": "a", "id": NaN}', 'the field "id" is no string but float'),
    (b'{"text": "a", "date": "0000-00-00"}', 'date "0000-00-00" is no ISO day'),
    (b'{"text": "a", "date": "9999-99-99"}', 'date "9999-99-99" is no ISO day'),
    (b'{"text": "a", "date": "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa1-01-01"}', "is no ISO day"),
    (b'{"text": "a\\u0000b", "id": "a\\u0000b"}', "has control characters"),
    (b'{"text": "a", "id": "line\\nbreak"}', "has control characters"),
    (b'{"text": "a", "id": "' + b"x" * 5_000 + b'"}', "is longer than 300"),
    (b'{"text": "\\ud83d"}', "half a character (lone surrogate)"),
]


def test_every_bad_row_is_named_and_the_good_ones_are_read(tmp_path: Path) -> None:
    good = [b'{"text": "Good %d."}' % number for number in range(len(ROWS))]
    lines = [line for pair in zip((row for row, _ in ROWS), good, strict=True) for line in pair]
    found = read(write(tmp_path / "a.jsonl", b"\n".join(lines)))
    assert [one.text for one in documents(found)] == [f"Good {number}." for number in range(len(ROWS))]
    for number, (complaint, (_, reason)) in enumerate(zip(failures(found), ROWS, strict=True)):
        assert complaint.source.endswith(f"a.jsonl:{2 * number + 1}")
        assert reason in complaint.reason


@pytest.mark.usefixtures("fake_reading")
def test_an_id_is_never_a_path(tmp_path: Path, terminal: Terminal) -> None:
    names = [
        "../../../escaped",
        "/etc/passwd",
        "..\\..\\escaped",
        "a/../../b",
        "~root",
        "%2e%2e%2f",
        "C:\\x",
        "..",
        "con",
        " ",
    ]
    rows = (json.dumps({"id": name, "text": f"A{number} met B{number}."}) for number, name in enumerate(names))
    out = tmp_path / "deep" / "er" / "out"
    source = write(tmp_path / "in" / "a.jsonl", "\n".join(rows))
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "deep")}
    assert terminal("build", source, "-o", out).code == 0
    after = {path for path in tmp_path.rglob("*") if not path.is_relative_to(out)}
    assert after == before | {tmp_path / "deep", tmp_path / "deep" / "er", out} - {out}
    assert all(path.parent == out for path in out.iterdir())
    assert len((out / "documents.jsonl").read_text("utf-8").splitlines()) == len(names)


# What lies about in folders


@pytest.fixture
def strange(tmp_path: Path) -> Iterator[Path]:
    """Give a folder with one good file and all that is none."""
    folder = tmp_path / "news"
    write(folder / "good.txt", "Reagan met Gorbachev.")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "nowhere.txt").symlink_to(folder / "absent")
    (folder / "device.txt").symlink_to("/dev/zero")
    for name in ("one", "two", "three"):
        (folder / name).mkdir()
        for other in ("one", "two", "three"):
            (folder / name / other).symlink_to(folder / other)
    # The path of a socket may not be long.
    here = Path.cwd()
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.txt")
        os.chdir(here)
        yield folder


@pytest.mark.parametrize("pattern", ["", "**/*.txt", "*.txt", "**"])
def test_pipes_devices_sockets_and_loops_of_links(pattern: str, strange: Path) -> None:
    begin = time.process_time()
    found = read(strange / pattern if pattern else strange)
    assert time.process_time() - begin < 2
    assert [one.text for one in documents(found)] == ["Reagan met Gorbachev."]
    named = {Path(one.source).name: one.reason for one in failures(found)}
    assert set(named) == {"pipe.txt", "loop.txt", "nowhere.txt", "device.txt", "socket.txt"}
    assert all("pipe or a device" in named[name] for name in ("pipe.txt", "device.txt", "socket.txt"))
    assert all("cannot be read" in named[name] for name in ("loop.txt", "nowhere.txt"))


def test_a_pipe_that_is_named_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    code = f"import pathlib; pathlib.Path({str(path)!r}).write_text('Reagan met Gorbachev.')"
    with subprocess.Popen([sys.executable, "-c", code]):
        assert one(read(path)).text == "Reagan met Gorbachev."


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """Give a folder with a text 1,500 folders down; a path that long can only be made step by step, and so unmade."""
    here, depth = Path.cwd(), 1_500
    os.chdir(tmp_path)
    for _ in range(depth):
        os.mkdir("a")  # noqa: PTH102
        os.chdir("a")
    write(Path("deep.txt"), "Reagan met Gorbachev.")
    os.chdir(tmp_path)
    yield tmp_path
    for _ in range(depth):
        os.chdir("a")
    Path("deep.txt").unlink()
    for _ in range(depth):
        os.chdir("..")
        os.rmdir("a")  # noqa: PTH106
    os.chdir(here)


@pytest.mark.parametrize("name", [".", "**/*.txt"])
def test_a_folder_deeper_than_python_recurses(name: str, deep: Path) -> None:
    assert deep == Path.cwd()
    assert one(read(name)).text == "Reagan met Gorbachev."


NO_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from diplograph.reading.formats import Failure, read_documents
found = list(read_documents([sys.argv[1]]))
print(len(found), sum(isinstance(one, Failure) for one in found))
"""


def test_reading_writes_nothing(tmp_path: Path) -> None:
    """A full or read-only disk is no matter for reading: no byte is written, not even for a while."""
    write(tmp_path / "a.html", page())
    write(tmp_path / "a.pdf", pdf([["Peru met Chile."]]))
    write(tmp_path / "a.xml", rss(item("Round one", body="Talks.")))
    write(tmp_path / "a.eml", message("Peru agreed."))
    write(
        tmp_path / "a.warc.gz", warc(("https://a.example/1", page(title="Other").encode(), "200 OK", HTML), packed=True)
    )
    parquet(tmp_path / "a.parquet", [{"text": "Six."}])
    environment = {**os.environ, "PYTHONPATH": str(Path(webpage.__file__).parents[2]), "TMPDIR": str(tmp_path / "none")}
    command = [sys.executable, "-B", "-c", NO_DISK, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["6", "0"], done


@pytest.mark.usefixtures("fake_reading")
def test_a_build_of_bad_files_does_the_rest_and_names_each(strange: Path, tmp_path: Path, terminal: Terminal) -> None:
    bad = {
        "bomb.txt.gz": bomb(50_000_000),
        "nul.txt": b"A met\0 B.",
        "latin.txt": b"Wa\xb3\xeasa met Havel.",
        "deep.html": b"<div>" * 100_000,
        "laughs.xml": laughs("", "<rss/>").encode(),
        "cut.pdf": pdf([["A met B."]])[:200],
        "cut.parquet": b"PAR1",
    }
    for name, content in bad.items():
        write(strange / name, content)
    write(strange / "good.jsonl", b'{"text": "Thatcher met Mitterrand."}\n{broken\n{"text": "Kohl met Honecker."}\n')
    answer = terminal("build", strange, "-o", tmp_path / "out")
    assert answer.code == 3
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert len(report["documents"]) == 3
    named = {Path(one["source"]).name for one in report["failures"]}
    assert named == {*bad, "good.jsonl:2", "pipe.txt", "loop.txt", "nowhere.txt", "device.txt", "socket.txt"}
    assert len(answer.complaints) == len(named)
    assert "Traceback" not in answer.err


def test_a_failure_is_one_line_whatever_the_file_says(tmp_path: Path) -> None:
    hostile = "bad\u202e\n\x1b[31m\u2028name"
    content = warc((f"https://a.example/{hostile}", b"<html></html>", "200 OK", HTML))
    found = read(
        write(tmp_path / "a.warc", content), write(tmp_path / "b.jsonl", json.dumps({"id": hostile, "text": "x"}))
    )
    assert all(isinstance(one, Failure) and str(one).isprintable() for one in found)
