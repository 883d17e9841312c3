"""Tables, web pages, feeds, archives of the web, PDF and e-mail: what comes out, and what each says of itself."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from diplograph.model import Document
from diplograph.reading.formats import Failure, read_documents
from diplograph.reading.layout import lay_out
from inputfiles import (
    PARAGRAPHS,
    STORY,
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

DAY = date(2019, 5, 7)
HTML = {"Content-Type": "text/html; charset=utf-8"}
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def said(document: Document) -> tuple[object, ...]:
    return (
        document.published,
        document.published_from,
        document.title,
        document.url,
        document.publisher,
        document.author,
    )


# Parquet


def test_parquet_with_days_and_times_of_its_own_types(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "text": STORY, "date": DAY, "title": TITLE, "url": "https://a.example/1", "publisher": "The Example",
         "author": "Jane Roe", "section": "world"},
        {"id": 2, "text": "Two."} | dict.fromkeys(("date", "title", "url", "publisher", "author", "section")),
    ]  # fmt: skip
    first, second = documents(read(parquet(tmp_path / "a.parquet", rows)))
    assert (first.id, first.text) == ("1", STORY)
    assert said(first) == (DAY, "metadata", TITLE, "https://a.example/1", "The Example", "Jane Roe")
    assert said(second) == (None, None, None, None, None, None)
    stamped = [{"Text": STORY, "Date": datetime(2019, 5, 7, 23, 10, tzinfo=UTC)}]
    assert one(read(parquet(tmp_path / "b.parquet", stamped))).published == DAY


def test_parquet_packed_and_through_a_pipe(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", [{"text": STORY}])
    assert one(read(write(tmp_path / "b.parquet.gz", gzip.compress(path.read_bytes())))).text == STORY
    assert one(list(read_documents(["-"], stdin=io.BytesIO(path.read_bytes())))).text == STORY


def test_parquet_of_many_row_groups_with_bad_rows(tmp_path: Path) -> None:
    rows = [{"id": str(number), "text": f"Text {number}." if number % 100 else None} for number in range(300)]
    found = read(parquet(tmp_path / "a.parquet", rows, row_group_size=50))
    assert len(documents(found)) == 297
    assert [one.source.rsplit("/", 1)[-1] for one in failures(found)] == [
        "a.parquet: row 1", "a.parquet: row 101", "a.parquet: row 201",
    ]  # fmt: skip


def test_parquet_that_is_cut_short_or_has_no_text(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", [{"text": STORY * 10}])
    cut = write(tmp_path / "b.parquet", path.read_bytes()[:-20])
    assert "the Parquet file is broken or cut short" in failure(read(cut)).reason
    assert 'no column "text"' in failure(read(parquet(tmp_path / "c.parquet", [{"body": "x"}]))).reason


# Web pages


def data(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


STATED = {
    "JSON-LD": data('{"@type": "NewsArticle", "datePublished": "2019-05-07T23:10:00-05:00"}'),
    "JSON-LD graph": data('[{"@graph": [{"@type": ["NewsArticle"], "datePublished": "2019-05-07"}]}]'),
    "meta": '<meta property="article:published_time" content="2019-05-07T23:10:00Z">',
    "Dublin Core": '<meta name="DC.date.issued" content="May 7, 2019">',
    "address": '<link rel="canonical" href="https://news.example/world/2019/05/07/accord.html">',
}
MARKED = {
    "time": '<time itemprop="datePublished" datetime="2019-05-07">yesterday</time>',
    "class": '<p class="article-meta__publish-date">May 7, 2019</p>',
}
NO_STATEMENT = {
    "caption": '<figure><figcaption>In <time class="published">May 6, 2014</time></figcaption></figure>',
    "caption by class": '<div class="photo-caption"><span class="date">May 6, 2014</span></div>',
    "another story": '<aside><p><a href="/x">Old story</a> <time datetime="2014-05-06">May 6</time></p></aside>',
    "footer": '<footer class="site-footer">Copyright <span class="date">May 6, 2014</span></footer>',
    "picture": '<img src="/2014/05/06/harbour.jpg" alt="harbour">',
    "JSON-LD of a picture": data('{"@type": "ImageObject", "datePublished": "2014-05-06"}'),
    "impossible": '<meta name="date" content="2014-00-00">',
    "broken JSON-LD": data('{"@type": "NewsArticle", "datePublished": "2014-05-06"'),
}


@pytest.mark.parametrize("name", [*STATED, *MARKED])
def test_a_page_states_its_day(name: str, tmp_path: Path) -> None:
    content = page(STATED.get(name, ""), before=MARKED.get(name, ""))
    document = one(read(write(tmp_path / "a.html", content)))
    assert (document.published, document.published_from) == (DAY, "metadata")


@pytest.mark.parametrize("name", NO_STATEMENT)
def test_a_day_in_a_caption_or_a_footer_is_not_that_of_publication(name: str, tmp_path: Path) -> None:
    document = one(read(write(tmp_path / "a.html", page(before=NO_STATEMENT[name]))))
    assert (document.published, document.published_from) == (None, None)
    document = one(read(write(tmp_path / "b.html", page(STATED["meta"], before=NO_STATEMENT[name]))))
    assert document.published == DAY


def test_a_page_names_its_site_and_its_author(tmp_path: Path) -> None:
    head = '<meta property="og:site_name" content="The Example"><meta name="author" content="Jane Roe">'
    document = one(read(write(tmp_path / "a.html", page(head))))
    assert (document.publisher, document.author, document.title) == ("The Example", "Jane Roe", TITLE)
    assert document.text == f"{TITLE}\n\n{STORY}"


@pytest.mark.parametrize("declared", ["undefined", "punycode", "unicode_escape", "rot13", "zlib", "utf-7"])
def test_encodings_that_are_none_of_texts(declared: str, tmp_path: Path) -> None:
    content = page().replace("utf-8", declared).encode("utf-8") + b"\xff"
    assert f"declared encoding {declared} is unknown" in failure(read(write(tmp_path / "a.html", content))).reason


def test_a_page_that_is_utf8_whatever_it_declares(tmp_path: Path) -> None:
    content = page().replace("utf-8", "iso-8859-1").encode("utf-8")
    assert "Tomás Edwards" in one(read(write(tmp_path / "a.html", content))).text


# Feeds

DATED = "<pubDate>Tue, 07 May 2019 23:10:00 -0500</pubDate><link>https://news.example/1</link><author>Jane Roe</author>"


def test_rss(tmp_path: Path) -> None:
    document, second = documents(
        read(
            write(
                tmp_path / "a.rss",
                rss(item("Chile &amp; Peru", body=BODY, rest=DATED), item("Second", body="Short &amp; plain.")),
            )
        )
    )
    assert document.text == f"Chile & Peru\n\n{STORY}"
    assert said(document) == (DAY, "metadata", "Chile & Peru", "https://news.example/1", "The Example", "Jane Roe")
    assert second.text == "Second\n\nShort & plain."
    assert document.source == str(tmp_path / "a.rss")


def test_the_full_text_of_an_entry_is_taken_before_its_summary(tmp_path: Path) -> None:
    full = f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[{BODY}]]></content:encoded>'
    document = one(read(write(tmp_path / "a.xml", rss(item(TITLE, body="Talks ended.", rest=full)))))
    assert document.text == f"{TITLE}\n\n{STORY}"


ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Example</title><id>urn:x</id>
<updated>2019-05-09T00:00:00Z</updated>
<entry><title>{TITLE}</title><id>tag:news.example,2019:1</id><link href="https://news.example/1"/>
<author><name>Jane Roe</name></author>
<published>2019-05-07T23:10:00-05:00</published><updated>2019-05-08T01:00:00Z</updated>
<content type="html">{BODY.replace("<", "&lt;")}
&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;One&lt;br&gt;two&lt;/p&gt;</content></entry>
<entry><title>Corrected</title><id>tag:news.example,2019:2</id><updated>2019-05-08T01:00:00Z</updated>
<summary>It was Arica.</summary></entry>
</feed>"""


def test_atom(tmp_path: Path) -> None:
    first, second = documents(read(write(tmp_path / "a.atom", ATOM)))
    assert said(first) == (DAY, "metadata", TITLE, "https://news.example/1", "The Example", "Jane Roe")
    assert first.text == f"{TITLE}\n\n{STORY}\n\nOne\ntwo"
    assert second.published == date(2019, 5, 8)


@pytest.mark.parametrize(
    "written", ["0000-00-00", "Tue, 99 May 2019 23:10:00", "yesterday", "2019-02-31T00:00:00Z", ""]
)
def test_an_entry_with_an_impossible_day_is_undated(written: str, tmp_path: Path) -> None:
    content = rss(item(TITLE, body=BODY, rest=f"<pubDate>{written}</pubDate>"))
    assert one(read(write(tmp_path / "a.rss", content))).published is None


def test_a_broken_feed_says_so_and_gives_what_it_has(tmp_path: Path) -> None:
    content = rss(item("One", body="First."), item("Two", body="Second."))[:-40]
    *found, problem = read(write(tmp_path / "a.rss", content))
    assert [one.text.split("\n")[0] for one in documents(found)] == ["One", "Two"]
    assert isinstance(problem, Failure)
    assert "the XML is broken at line" in problem.reason


def test_other_xml_is_no_feed(tmp_path: Path) -> None:
    assert "no RSS or Atom feed" in failure(read(write(tmp_path / "a.xml", "<TEI><text>Moscow.</text></TEI>"))).reason
    assert "no entries" in failure(read(write(tmp_path / "b.xml", rss()))).reason


def test_a_feed_is_never_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import feedparser

    from diplograph.reading.feed import feed_documents

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(feedparser.http, "get", refuse)
    with pytest.raises(Exception, match="no RSS or Atom feed"):
        list(feed_documents(b"https://news.example/feed", "a"))


# Archives of the web


def test_warc(tmp_path: Path) -> None:
    content = warc(
        ("https://news.example/2019/05/07/1", page().encode(), "200 OK", HTML),
        ("https://news.example/2", b"gone", "404 Not Found", HTML),
        ("https://news.example/3.jpg", b"\xff\xd8", "200 OK", {"Content-Type": "image/jpeg"}),
        (
            "https://news.example/4",
            page(title="Second").encode("cp1252"),
            "200 OK",
            {"Content-Type": "text/html;charset=windows-1252"},
        ),
        (
            "https://news.example/5",
            gzip.compress(page(title="Third").encode()),
            "200 OK",
            HTML | {"Content-Encoding": "gzip"},
        ),
    )
    first, second, third = documents(read(write(tmp_path / "a.warc", content)))
    assert said(first)[:4] == (DAY, "metadata", TITLE, "https://news.example/2019/05/07/1")
    assert (first.text, second.text) == (f"{TITLE}\n\n{STORY}", f"Second\n\n{STORY}")
    assert (third.title, third.url) == ("Third", "https://news.example/5")


def pages(count: int) -> list[tuple[str, bytes, str, dict[str, str]]]:
    return [
        (f"https://news.example/{n}", page(title=f"Round {n} of the talks").encode(), "200 OK", HTML)
        for n in range(count)
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_a_warc_that_is_cut_short_gives_what_is_there_and_says_so(packed: bool, tmp_path: Path) -> None:
    content = warc(*pages(4), packed=packed)
    name = "a.warc.gz" if packed else "a.warc"
    assert len(documents(read(write(tmp_path / name, content)))) == 4
    found = read(write(tmp_path / name, content[: len(content) * 3 // 4]))
    assert 2 <= len(documents(found)) <= 3
    assert ["cut short" in one.reason for one in failures(found)][-1:] == [True]


def test_a_bad_page_of_a_warc_stops_nothing(tmp_path: Path) -> None:
    first, second, third = pages(3)
    bad = (second[0], b"<html><body></body></html>", "200 OK", HTML)
    found = read(write(tmp_path / "a.warc", warc(first, bad, third)))
    assert len(documents(found)) == 2
    assert "https://news.example/1: no article text" in str(failures(found)[0])


def test_what_is_no_warc(tmp_path: Path) -> None:
    assert "the archive is broken" in failure(read(write(tmp_path / "a.warc", b"no archive\r\n\r\n"))).reason
    assert "the file is empty" in failure(read(write(tmp_path / "b.warc", b""))).reason


# PDF

LINES = (
    "LIMA, May 7, 2019 - Peru and Chile will share the anchovy grounds off Arica, the two govern-",
    "ments said on Tuesday after a night of talks that had begun with a quarrel over two trawlers",
    "and ended with a handshake. Foreign Minister Rosa Quiroga of Peru met the Secretary-",
    "General of the United Nations the same day.",
)


def test_pdf(tmp_path: Path) -> None:
    information = "/Title (Fishing accord) /Author (Press Office) /CreationDate (D:20190508101500-05'00')"
    document = lay_out(one(read(write(tmp_path / "a.pdf", pdf([LINES], info=information)))))
    assert (document.title, document.author) == ("Fishing accord", "Press Office")
    # The text says on which day it was written; the file only when it was made.
    assert (document.published, document.published_from) == (DAY, "dateline")
    from diplograph.reading.cleaning import clean_text

    clean = clean_text(document).text
    assert "the two governments said" in clean
    assert "the Secretary-General of" in clean
    assert "\n" not in clean


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Peru and Chile will share the anchovy grounds.", date(2019, 5, 8)),
        ("Peru and Chile signed the accord of 2019 in Lima.", date(2019, 5, 8)),
        ("Peru and Chile signed an accord in January 1961.", None),
        ("Peru and Chile will share the grounds until 2031.", None),
    ],
)
def test_the_day_a_pdf_was_made_is_a_last_resort(line: str, published: date | None, tmp_path: Path) -> None:
    document = lay_out(one(read(write(tmp_path / "a.pdf", pdf([[line]], info="/CreationDate (D:20190508101500Z)")))))
    assert (document.published, document.published_from) == (published, "file" if published else None)


def test_heads_and_feet_of_pages_are_left_out(tmp_path: Path) -> None:
    texts = [f"Peru met Chile in round {word} of the talks." for word in ("one", "two", "three", "four")]
    content = pdf([["The Example, May 2019", text, f"Page {n} of 4"] for n, text in enumerate(texts, start=1)])
    assert one(read(write(tmp_path / "a.pdf", content))).text.split("\n") == texts


@pytest.mark.parametrize("title", ["Microsoft Word - note.docx", "untitled", "note_final2.pdf", "doc0012", " "])
def test_titles_that_programs_fill_in_are_none(title: str, tmp_path: Path) -> None:
    assert one(read(write(tmp_path / "a.pdf", pdf([["Peru met Chile."]], info=f"/Title ({title})")))).title is None


def test_pdf_that_cannot_be_read(tmp_path: Path) -> None:
    assert "only pictures" in failure(read(write(tmp_path / "a.pdf", pdf([[]])))).reason
    assert "the PDF is broken" in failure(read(write(tmp_path / "b.pdf", b"%PDF-1.4\nnothing"))).reason
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([["Secret."]]))))
    writer.encrypt("key", algorithm="RC4-128")
    writer.write(tmp_path / "c.pdf")
    assert "locked by a password" in failure(read(tmp_path / "c.pdf")).reason


# E-mail


def test_a_message(tmp_path: Path) -> None:
    document = one(
        read(
            write(
                tmp_path / "a.eml", message(Organization="Ministry of Fisheries", Archived_At="<https://l.example/1>")
            )
        )
    )
    assert document.text == f"{TITLE}\n\n{STORY}"
    assert said(document) == (DAY, "metadata", TITLE, "https://l.example/1", "Ministry of Fisheries", "Press Office")


def test_a_message_in_html_only(tmp_path: Path) -> None:
    content = (
        b"Subject: =?utf-8?q?Acuerdo_=C3=A9?=\nFrom: press@lima.example\nContent-Type: text/html; charset=utf-8\n\n"
        + page().encode()
    )
    document = one(read(write(tmp_path / "a.eml", content)))
    assert (document.title, document.author, document.published) == ("Acuerdo é", "press@lima.example", None)
    assert PARAGRAPHS[1] in document.text


def test_quoted_lines_and_the_signature_are_left_out(tmp_path: Path) -> None:
    quoted = "On Mon, 6 May 2019, Peru wrote:\n> Will you sign?\n> We would."
    text = f"Chile agrees.\n\n{quoted}\n\nPeru was told.\n\n-- \nPress Office\nLima\n"
    document = one(read(write(tmp_path / "a.eml", message(text, html="<p>other</p>"))))
    assert document.text == f"{TITLE}\n\nChile agrees.\n\nPeru was told."


def test_mbox(tmp_path: Path) -> None:
    content = mbox(
        message("One.\n\nFrom Lima came word."),
        message("", subject=""),
        message("Three.", subject="Third"),
        message("One.\n\nFrom Lima came word."),
    )
    found = read(write(tmp_path / "a.mbox", content))
    assert [one.text for one in documents(found)] == [f"{TITLE}\n\nOne.\n\nFrom Lima came word.", "Third\n\nThree."]
    assert [str(one).rsplit("/", 1)[-1] for one in failures(found)] == ["a.mbox: message 2: the text is empty"]


def test_a_message_without_text(tmp_path: Path) -> None:
    content = b"Subject: x\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n"
    assert "in an attachment" in failure(read(write(tmp_path / "a.eml", content))).reason


@pytest.mark.parametrize(
    "written", ["Tue, 07 May 2019", "0000-00-00", "Mon, 31 Feb 2019 00:00:00 +0000", "\xff\xfe", "now"]
)
def test_a_message_with_an_impossible_day_is_undated_or_right(written: str, tmp_path: Path) -> None:
    content = f"Subject: {TITLE}\nDate: {written}\n\nPeru agreed.\n".encode("latin-1")
    assert one(read(write(tmp_path / "a.eml", content))).published in (None, DAY)


# All of them


def samples(folder: Path) -> dict[str, bytes]:
    return {
        "a.txt": STORY.encode(),
        "a.html": page().encode(),
        "a.jsonl": b'{"text": "Peru met Chile."}\n',
        "a.csv": b"text\nPeru met Chile.\n",
        "a.parquet": parquet(folder / "made.bin", [{"text": STORY}]).read_bytes(),
        "a.xml": rss(item(TITLE, body=BODY)).encode(),
        "a.warc": warc(*pages(1)),
        "a.pdf": pdf([LINES]),
        "a.eml": message(),
        "a.mbox": mbox(message()),
    }


def test_every_format_packed_or_not_gives_the_same(tmp_path: Path) -> None:
    for name, content in samples(tmp_path).items():
        plain = one(read(write(tmp_path / name, content)))
        packed = one(read(write(tmp_path / f"{name}.gz", gzip.compress(content))))
        assert (packed.id, packed.text, said(packed)) == (plain.id, plain.text, said(plain)), name


def test_content_tells_the_format_where_no_suffix_does(tmp_path: Path) -> None:
    for name, content in samples(tmp_path).items():
        if name != "a.csv":
            known = one(read(write(tmp_path / name, content)))
            sniffed = one(list(read_documents(["-"], stdin=io.BytesIO(content))))
            assert (sniffed.text, said(sniffed)) == (known.text, said(known)), name
    strange = write(tmp_path / "report.download", samples(tmp_path)["a.pdf"])
    assert one(read(strange)).text.startswith("LIMA")


def test_a_folder_of_everything(tmp_path: Path) -> None:
    for name, content in samples(tmp_path).items():
        write(tmp_path / "news" / name.replace("a.", f"{name[2:]}/a."), content)
    assert len(read(tmp_path / "news")) == 5  # page, feed and messages have one text, and so have others


def test_bytes_that_are_no_utf8_are_read_as_windows_if_they_make_sense(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = "“We met José Peña in Bogotá – it’s done,” said Zoë… £5"
    assert one(read(write(tmp_path / "a.txt", text.encode("cp1252")))).text == text
    assert "bytes are no UTF-8 and were read as Windows-1252" in caplog.text
    mixed = "José Peña; ".encode() + "Bogotá’s mayor".encode("cp1252")
    assert one(read(write(tmp_path / "b.txt", mixed))).text == "José Peña; Bogotá’s mayor"
    table = write(tmp_path / "c.csv", "id,text\n1,Zoë met Ana.\n2,José met Ana.\n".encode("cp1252"))
    caplog.clear()
    assert [one.text for one in documents(read(table))] == ["Zoë met Ana.", "José met Ana."]
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Lech Wałęsa met Václav Havel.", "cp1250"),
        ("The minister said: “It’s over.”", "mac_roman"),
        ("Sergei wrote: Известия вышла.", "cp1251"),
        ("日本 and 中国 met.", "shift_jis"),
    ],
)
def test_what_may_be_several_encodings_is_refused(text: str, encoding: str, tmp_path: Path) -> None:
    assert "not valid UTF-8" in failure(read(write(tmp_path / "a.txt", text.encode(encoding)))).reason


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str, tmp_path: Path) -> None:
    assert one(read(write(tmp_path / "a.txt", STORY.encode(encoding)))).text == STORY
