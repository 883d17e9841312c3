"""HTML: the article of a web page, by trafilatura."""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import replace
from typing import BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.decoding import decoded, encoding_of, read_bytes, unpacked
from diplograph.reading.failure import MAX_CHARS
from diplograph.reading.fields import checked_text, document_of, text_hash

MAX_PAGE = 16 * MAX_CHARS
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
# Ours is the only door to trafilatura; what it has to say of a page is said by our own Failure.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}
"""Only dates that the page states as its own; the fixed end keeps today's date out of the result."""


def read_html(stream: BinaryIO) -> Document:
    """Return the article of a web page: title, paragraphs, and what the page says about itself.

    Raises:
        InputError: if there is no article in it.
    """
    page = _decoded_page(read_bytes(unpacked(stream), MAX_PAGE))
    if not page.strip():
        raise InputError("the file is empty")
    found = _extracted(page)
    fields = {"text": _text(found), **{name: found.get(name) for name in ("title", "date", "url")}}
    document = document_of(fields)
    return replace(document, id=text_hash(document.text), publisher=found.get("sitename") or None)


def _decoded_page(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    if encoding_of(content) == "utf-8" and declared and b"\0" not in content:
        name = declared[1].decode("ascii")
        try:
            if codecs.lookup(name).name != "utf-8":
                return content.decode(name)
        except (LookupError, UnicodeDecodeError) as error:
            raise InputError(f"the page is not in its declared encoding {name}; save it as UTF-8") from error
    return decoded(content)


def _extracted(page: str) -> dict[str, str | None]:
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # lxml ships no types
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            page,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=dict(_DATES),
        )
    except (LxmlError, RecursionError, ValueError) as error:
        raise InputError(f"the page cannot be taken apart ({type(error).__name__})") from error
    if found is None or isinstance(found, dict) or not found.text:
        raise InputError("no article text was found on the page")
    names = ("text", "title", "date", "url", "sitename", "author")
    return {name: getattr(found, name) for name in names}


def _text(found: dict[str, str | None]) -> str:
    """Return title and paragraphs with blank lines between; the title only if it is not there yet."""
    paragraphs = [line.strip() for line in (found["text"] or "").splitlines() if line.strip()]
    title = (found["title"] or "").strip()
    if title and title.casefold() not in (paragraph.casefold() for paragraph in paragraphs[:3]):
        paragraphs.insert(0, title)
    return checked_text("\n\n".join(paragraphs))
