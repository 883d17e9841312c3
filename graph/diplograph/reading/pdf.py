"""PDF, by pypdf: the text of the pages as lines, without what stands at the head or foot of every page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.apart import Task, read_apart
from diplograph.reading.failure import MAX_CHARS, Failure, too_long
from diplograph.reading.fields import checked_text, found_document

MAX_FILE = 100_000_000
MAX_PAGES = 2_000
_SECONDS = 60
_EDGE = 2
"""Lines at the head and at the foot of a page that may be the same on all pages."""

_YEAR = re.compile(r"(?<![\d,.])(?:1[5-9]|20)\d\d(?![\d,])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?!-?\n)")
# A word at the end of a line, what follows of it on the next line with its marks, and the blank after that.
_BROKEN = re.compile(r"(?P<first>[^\W\d_]+)-\n(?P<second>[a-zß-öø-ÿ]+)(?P<after>[^\s\w]*)(?:[ \n]|\Z)")
_NO_TITLE = re.compile(
    r"untitled.*|microsoft .*|.*\.(?:docx?|rtf|pdf|indd|qxd|wpd|odt|tmp|pages|pptx?)|\W*|\w*\d\w*", re.I
)
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def read_pdf(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield the document of a PDF file.

    Raises:
        InputError: if it is encrypted, too large, or has pictures of text only.
    """
    content = stream.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise InputError(f"the file is larger than {MAX_FILE:,} bytes; split it")
    if not content.strip():
        raise InputError("the file is empty")
    yield from read_apart(content, Task(reader="pdf", source=source, seconds=_SECONDS))


def pdf_document(content: bytes) -> Document:
    """Return the text of a PDF file, with what the file says about itself.

    The day on which the file was made is taken for that of publication only if the text speaks of that year or the one
    before and of none later; a dateline goes before it.

    Raises:
        InputError: if it is encrypted, too large, or has pictures of text only.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("the PDF is locked by a password; save it without")
        text = _text(reader)
        title, made, author = _information(reader)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError) as error:
        # pypdf fails with these on objects of the wrong kind, which broken files have.
        raise InputError(
            f"the PDF is broken ({type(error).__name__}); print it to a new PDF, or give its text"
        ) from error
    published = made if made and _speaks_of(text, made) else None
    return found_document(text, published, published_from="file", title=title, author=author)


def _text(reader: Any) -> str:
    if len(reader.pages) > MAX_PAGES:
        raise InputError(f"the PDF has more than {MAX_PAGES:,} pages; split it")
    pages: list[list[str]] = []
    size = 0
    for page in reader.pages:
        lines = [line.rstrip() for line in page.extract_text().splitlines()]
        size += sum(map(len, lines))
        if size > MAX_CHARS:
            raise InputError(too_long())
        pages.append(lines)
    if not size:
        raise InputError("the PDF has no text, only pictures of it; run text recognition (OCR) on it first")
    valid = "\n".join("\n".join(lines) for lines in _without_edges(pages)).encode("utf-8", "replace").decode("utf-8")
    return checked_text(_without_breaks(valid.replace("\0", "").strip("\n")))


def _without_breaks(text: str) -> str:
    """Return ``text`` with the words joined that the typesetter parted at the ends of lines.

    A hyphen stays where the text has the same compound, or both its parts, elsewhere, or the next line begins large.
    """
    words = {word.casefold() for word in _WORD.findall(text)}

    def joined(match: re.Match[str]) -> str:
        first, second = match["first"], match["second"]
        parts = {first.casefold(), second.casefold()}
        is_compound = f"{first}-{second}".casefold() in words or parts <= words
        if is_compound and f"{first}{second}".casefold() not in words:
            return f"{first}-{second}{match['after']}\n"
        return f"{first}{second}{match['after']}\n"

    return _BROKEN.sub(joined, text)


def _without_edges(pages: list[list[str]]) -> Iterator[list[str]]:
    """Yield the pages without page numbers, and without lines at their edges that most of them share."""
    kept = [_filled(lines) for lines in pages]
    counts = Counter(form for lines in kept for form in {_form(line) for line in _edges(lines)})
    common = {form for form, count in counts.items() if len(pages) > 2 and 2 * count > len(pages)}
    for lines in kept:
        head = next((n for n, line in enumerate(lines) if not _is_edge(line, common) or n >= _EDGE), 0)
        foot = next((n for n, line in enumerate(reversed(lines)) if not _is_edge(line, common) or n >= _EDGE), 0)
        yield lines[head : len(lines) - foot]


def _filled(lines: list[str]) -> list[str]:
    """Return the lines of a page from the first to the last with something on it."""
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    return lines[numbers[0] : numbers[-1] + 1] if numbers else []


def _edges(lines: list[str]) -> list[str]:
    return lines[:_EDGE] + lines[-_EDGE:]


def _form(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.casefold().split()))


def _is_edge(line: str, common: set[str]) -> bool:
    return (
        _form(line) in common
        or re.fullmatch(r"\W*(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?\W*", line, re.I) is not None
    )


def _information(reader: Any) -> tuple[str | None, date | None, str | None]:
    """Return title, day of making and author; titles that programs fill in are none."""
    found = reader.metadata
    if found is None:
        return None, None, None
    title = str(found.title or "").strip()
    made = found.creation_date
    author = str(found.author or "").strip()
    return None if _NO_TITLE.fullmatch(title) else title, made.date() if made else None, author or None


def _speaks_of(text: str, made: date) -> bool:
    years = [int(match[0]) for match in _YEAR.finditer(text)]
    return not years or made.year - 1 <= max(years) <= made.year
