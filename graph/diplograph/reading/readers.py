"""Which formats are read: for each its suffixes, how its content begins, and its reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from diplograph.model import Document
from diplograph.reading.failure import Failure
from diplograph.reading.feed import read_feed
from diplograph.reading.jsonl import read_jsonl
from diplograph.reading.mail import read_mail
from diplograph.reading.parquet import read_parquet
from diplograph.reading.pdf import read_pdf
from diplograph.reading.plaintext import read_text
from diplograph.reading.tabular import read_csv
from diplograph.reading.warc import read_warc
from diplograph.reading.webpage import read_html

Reader = Callable[[BinaryIO, str], Iterator[Document | Failure]]
"""A reader takes a stream of bytes and what to call it; what stops it for good it raises as an InputError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    Args:
        suffixes: of its files; ``.gz`` may follow each.
        begins: what its first bytes are like, in small letters; none if nothing tells it.
        read: yields its documents.
    """

    suffixes: tuple[str, ...]
    begins: str | None
    read: Reader


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "txt": Format(suffixes=(".txt", ".text"), begins=None, read=read_text),
        "html": Format(
            suffixes=(".html", ".htm", ".xhtml"), begins=r"<!doctype html|<html|<\?xml.*<html", read=read_html
        ),
        "jsonl": Format(suffixes=(".jsonl", ".ndjson"), begins=r"\{\s*\"", read=read_jsonl),
        "csv": Format(suffixes=(".csv", ".tsv"), begins=None, read=read_csv),
        "parquet": Format(suffixes=(".parquet", ".pq"), begins="par1", read=read_parquet),
        "feed": Format(
            suffixes=(".xml", ".rss", ".atom", ".rdf"),
            begins=r"(?:<\?xml.*?)?(?:<!--.*?-->|<!doctype rss[^>]*>|\s)*<(?:rss|feed|rdf:rdf)\b",
            read=read_feed,
        ),
        "warc": Format(suffixes=(".warc", ".arc"), begins=r"warc/\d|filedesc://", read=read_warc),
        "pdf": Format(suffixes=(".pdf",), begins="%pdf-", read=read_pdf),
        "email": Format(
            suffixes=(".eml", ".mbox"),
            begins=r"from \S+ [^\n]*\d\d:\d\d|(?:[\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*){0,30}"
            r"(?:return-path|received|delivered-to|message-id|mime-version|content-transfer-encoding): ",
            read=read_mail,
        ),
    }
)
"""Every format by its name on the command line. A new one is a row here and a module with its reader."""

PEEKED = 1024
"""Bytes at the beginning of a file that tell its format."""


def format_of(path: Path) -> str | None:
    """Return the format that the suffix tells (below ``.gz`` if there is one), none if unknown."""
    suffix = _plain(path).suffix.lower()
    return next((name for name, known in FORMATS.items() if suffix in known.suffixes), None)


def _plain(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


def is_unknown(path: Path) -> bool:
    """Tell whether ``path`` has a suffix, and none of ours."""
    return bool(_plain(path).suffix) and format_of(path) is None


def sniffed(start: bytes) -> str | None:
    """Return the format that the first bytes of a file show, none if they show none."""
    text = start[:PEEKED].removeprefix(b"\xef\xbb\xbf").decode("latin-1").lower().lstrip()
    found = (name for name, known in FORMATS.items() if known.begins and re.match(known.begins, text, re.DOTALL))
    return next(found, None)
