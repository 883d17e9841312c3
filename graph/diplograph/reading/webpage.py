"""HTML: the article of a web page by trafilatura, and the plain text of a piece of markup."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.apart import Task, read_apart
from diplograph.reading.decoding import encoding_of, likely_decoded
from diplograph.reading.failure import MAX_CHARS, Failure
from diplograph.reading.fields import checked_text, found_document
from diplograph.reading.pagedate import page_day
from diplograph.reading.unpacking import read_bytes

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

MAX_PAGE = 16 * MAX_CHARS
_MAX_DEPTH = 256
_SECONDS = 10
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
# Ours is the only door to trafilatura; what it has to say of a page is said by our own Failure.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())
_UNREAD = frozenset({"script", "style", "head", "noscript", "template", "svg", "iframe", "object", "select", "button"})
_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|center|d[dlt]|div|fieldset|fig(?:caption|ure)|footer|form|h[1-6r]|header|li|main"
    r"|nav|[ou]l|p|pre|section|t(?:able|body|d|foot|h|head|r)"
)


def read_html(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield the article of a web page.

    Raises:
        InputError: if there is no article in it.
    """
    content = read_bytes(stream, MAX_PAGE)
    yield from read_page(content, source)


def read_page(
    content: bytes, source: str, *, charset: str | None = None, url: str | None = None
) -> Iterator[Document | Failure]:
    """Yield the article of a web page that came from ``url`` in the encoding ``charset``, if these are known.

    Raises:
        InputError: if there is no article in it.
    """
    if not content.strip():
        raise InputError("the file is empty")
    yield from read_apart(content, Task(reader="html", source=source, seconds=_SECONDS, charset=charset, url=url))


def page_document(content: bytes, *, charset: str | None = None, url: str | None = None) -> Document:
    """Return the article of a web page: title, paragraphs, and what the page says about itself.

    Raises:
        InputError: if there is no article in it.
    """
    tree = _tree(_decoded_page(content, charset))
    published = page_day(tree, url)
    found = _extracted(tree)
    return found_document(
        titled(found.title, (found.text or "").splitlines()),
        published,
        title=found.title,
        url=found.url or url,
        publisher=found.sitename,
        author=found.author,
    )


def _decoded_page(content: bytes, charset: str | None) -> str:
    declared = _CHARSET.search(content[:4096])
    name = charset or (declared[1].decode("ascii") if declared and encoding_of(content) == "utf-8" else None)
    return likely_decoded(content, declared=name)[0]


def _tree(page: str) -> HtmlElement:
    from trafilatura import load_html

    tree = load_html(page)
    if tree is None:
        raise InputError("no article text was found on the page")
    _check_depth(tree)
    return tree


def _check_depth(tree: HtmlElement) -> None:
    """Refuse what is nested so deep that libxml2 has left out all that follows, without a word."""
    from lxml.etree import iterwalk  # type: ignore[import-untyped]  # lxml ships no types

    depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth >= _MAX_DEPTH:
            raise InputError(f"it is nested deeper than {_MAX_DEPTH - 1} levels; give its text instead")


def _extracted(tree: HtmlElement) -> Any:
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(tree, include_comments=False, include_tables=False, with_metadata=True)
    except (LxmlError, RecursionError, ValueError, AssertionError, AttributeError) as error:
        # The last two are how lxml and trafilatura fail on a page that is not a tree with a head and a body.
        raise InputError(f"the page cannot be taken apart ({type(error).__name__})") from error
    if found is None or isinstance(found, dict) or not found.text:
        raise InputError("no article text was found on the page")
    return found


def titled(title: str | None, lines: list[str]) -> str:
    """Return title and paragraphs with blank lines between; the title only if it is not there yet."""
    paragraphs = [stripped for line in lines if (stripped := line.strip())]
    title = (title or "").strip()
    if title and title.casefold() not in (paragraph.casefold() for paragraph in paragraphs[:3]):
        paragraphs.insert(0, title)
    return checked_text("\n\n".join(paragraphs))


def plain_text(markup: str) -> str:
    """Return the text of a piece of HTML: a blank line between paragraphs, a break where it has one.

    Raises:
        InputError: if there is no text in it.
    """
    from lxml.etree import LxmlError, iterwalk
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(markup, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (LxmlError, ValueError) as error:
        raise InputError("there is no text in it") from error
    _check_depth(tree)
    walker = iterwalk(tree, events=("start", "end"))
    paragraphs = "".join(_pieces(walker)).split("\n\n")
    kept = ("\n".join(" ".join(line.split()) for line in paragraph.split("\n")).strip() for paragraph in paragraphs)
    return "\n\n".join(paragraph for paragraph in kept if paragraph)


def _pieces(walker: Any) -> Iterator[str]:
    """Yield the texts of a tree, with the breaks between them; line ends of the source are mere blanks."""
    for event, element in walker:
        if _BLOCK.fullmatch(element.tag):
            yield "\n\n"
        if event == "end":
            yield _on_a_line(element.tail)
        elif element.tag == "br":
            yield "\n"
        elif element.tag in _UNREAD:
            walker.skip_subtree()
        else:
            yield _on_a_line(element.text)


def _on_a_line(text: str | None) -> str:
    return re.sub(r"[\r\n]+", " ", text or "")
