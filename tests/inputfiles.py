"""Files of every format that is read, made by code: articles of our own in the dress in which such files come."""

from __future__ import annotations

import io
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from diplograph.model import Document
from diplograph.reading.formats import Failure, read_documents

PARAGRAPHS = (
    "Lima and Santiago will share the anchovy grounds off Arica, both governments said on Tuesday after talks.",
    "Foreign Minister Rosa Quiroga of Peru met her Chilean colleague, Tomás Edwards, in the old customs house.",
    "Peru's navy had seized two Chilean trawlers in March. Both were released last week.",
    "“We are neighbours, and neighbours count fish together,” Mr Edwards told reporters.",
)
TITLE = "Chile and Peru sign fishing accord"
STORY = "\n\n".join(PARAGRAPHS)


def read(*inputs: Path | str, format: str | None = None) -> list[Document | Failure]:  # noqa: A002
    return list(read_documents([str(one) for one in inputs], format=format))


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def one(results: Sequence[Document | Failure]) -> Document:
    (document,) = results
    assert isinstance(document, Document), document
    return document


def failure(results: Sequence[Document | Failure]) -> Failure:
    (found,) = results
    assert isinstance(found, Failure), found
    assert str(found).isprintable()
    return found


def documents(results: Sequence[Document | Failure]) -> list[Document]:
    return [result for result in results if isinstance(result, Document)]


def failures(results: Sequence[Document | Failure]) -> list[Failure]:
    return [result for result in results if isinstance(result, Failure)]


def page(head: str = "", *, before: str = "", title: str = TITLE) -> str:
    """Return a web page with our article in it."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>\n'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{before}\n{body}</article></body></html>\n"
    )


def rss(*items: str, channel: str = "<title>The Example</title>", declared: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\n<rss version="2.0"><channel>{channel}'
        f"<link>https://news.example/</link>{''.join(items)}</channel></rss>\n"
    )


def item(title: str, *, body: str = "", rest: str = "") -> str:
    return f"<item><title>{title}</title><description><![CDATA[{body}]]></description>{rest}</item>"


def message(text: str = STORY, *, html: str | None = None, subject: str = TITLE, **headers: str) -> bytes:
    found = EmailMessage()
    found["Subject"] = subject
    found["From"] = "Press Office <press@lima.example>"
    found["To"] = "news@desk.example"
    found["Date"] = "Tue, 07 May 2019 23:10:00 -0500"
    for name, value in headers.items():
        found[name.replace("_", "-")] = value
    found.set_content(text)
    if html is not None:
        found.add_alternative(html, subtype="html")
    return found.as_bytes()


def mbox(*messages: bytes) -> bytes:
    return b"".join(
        b"From press@lima.example Tue May  7 23:10:00 2019\n" + one.replace(b"\nFrom ", b"\n>From ") + b"\n"
        for one in messages
    )


def parquet(path: Path, rows: Sequence[dict[str, object]], **options: object) -> Path:
    import pyarrow as pa
    from pyarrow import parquet as pq

    pq.write_table(pa.Table.from_pylist(list(rows)), path, **options)
    return path


def warc(*pages: tuple[str, bytes, str, dict[str, str]], packed: bool = False) -> bytes:
    """Return an archive of fetched pages.

    Args:
        pages: of each, its address, its content, the status line and the headers it was sent with.
        packed: each record gzipped by itself, as crawlers store them.
    """
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("news.warc", {"software": "tests"}))
    for url, content, status, headers in pages:
        sent = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
            )
        )
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(content), length=len(content), http_headers=sent
            )
        )
    return stream.getvalue()


def pdf(
    pages: Sequence[Sequence[str]], *, info: str = "", content: bytes | None = None, extra: Sequence[bytes] = ()
) -> bytes:
    """Return a PDF file.

    Args:
        pages: the lines of each page.
        info: entries of the information dictionary, such as ``/Title (Accord)``.
        content: in the place of every page's own instructions.
        extra: further objects, numbered on from the fourth, and named X4, X5 ... for the pages.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
               b"/Encoding /WinAnsiEncoding >>", *extra]  # fmt: skip
    named = b" ".join(b"/X%d %d 0 R" % (4 + number, 4 + number) for number in range(len(extra)))
    kids = []
    for lines in pages:
        drawn = content if content is not None else _drawn(lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> /XObject << %s >> >> >>" % (len(objects), named)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< %s >>" % info.encode("latin-1"))
    return _file(objects)


def _drawn(lines: Sequence[str]) -> bytes:
    shown = (line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") for line in lines)
    return b"BT /F1 11 Tf 14 TL 50 740 Td " + b" ".join(b"(%s) Tj T*" % line for line in shown) + b" ET"


def _file(objects: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(objects), len(body))
    )
