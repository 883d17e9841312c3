"""Bytes to text: what is certain is taken, what is likely is said, anything else is refused."""

from __future__ import annotations

import codecs
import io
import logging
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from diplograph.errors import InputError
from diplograph.reading.failure import MAX_CHARS
from diplograph.reading.unpacking import read_bytes, unpacked

MAX_LINE = 12 * MAX_CHARS
"""Longest line of a file of many documents, in bytes: JSON may write one character as twelve bytes."""

MAX_RECODED = 64_000_000
"""Most bytes of a UTF-16 file of many documents, which is recoded as a whole."""

_LOGGER = logging.getLogger(__name__)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Names that pages and messages declare; others, such as "undefined" or "punycode", are no encodings of texts.
_DECLARED = re.compile(
    r"(?:utf-?(?:8|16|32)(?:[-_]?[bl]e)?|(?:us-)?ascii|iso-?(?:8859-\d{1,2}|2022-(?:jp|kr))|latin-?\d{1,2}|cp\d{3,4}"
    r"|windows-\d{3,4}|(?:x-)?mac-?(?:roman|cyrillic|latin2)?(?:intosh)?|koi8-[ru]|gb(?:k|2312|18030)|big5(?:-hkscs)?"
    r"|shift[_-]jis|euc-(?:jp|kr)|tis-620)",
    re.IGNORECASE,
)
# What browsers take as the one is nearly always the other (WHATWG Encoding Standard, 2023, section 4.2).
_AS_WINDOWS = frozenset({"iso8859-1", "ascii"})
_STRAY = re.compile("[\udc80-\udcff]")
_SMALL, _LARGE = "a-zß-öø-ÿšžœ", "A-ZÀ-ÖØ-ÞŠŽŒŸ"
_LETTER = f"[{_SMALL}{_LARGE}]"
# Windows-1252 as news in English has it: letters within words, no capital after a small letter, marks outside words.
_LIKELY = re.compile(
    rf"""(?<={_LETTER}) (?!ÿ)[{_SMALL}]
    | (?<![{_SMALL}]) (?!Ÿ)[{_LARGE}] (?={_LETTER}) | (?!ÿ)[{_SMALL}] (?={_LETTER}) | (?<=[{_LARGE}]) (?!Ÿ)[{_LARGE}]
    | (?<=[\w.,!?)\]…’”-]) [’”»…] | [‘“«] (?=[\w¿¡…(\[‘“]) | (?<=[\s(\[“]) [‘…] | ’ (?=\w)
    | (?<!{_LETTER}) [£€¥¢§©®°½¼¾·•¿¡…†] | [®™°º²] (?!{_LETTER}) | [–—\xa0\xad]""",
    re.VERBOSE,
)


def encoding_of(content: bytes) -> str:
    """Return the encoding that the byte order mark names, or that every second byte being NUL shows, else UTF-8."""
    marked = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    return marked or _unmarked_utf16(content[:512]) or "utf-8"


def _unmarked_utf16(start: bytes) -> str | None:
    """Return which UTF-16 ``start`` is: English has NUL as one byte of nearly every character, and never as both."""
    pairs = len(start) // 2
    if pairs < 8:
        return None
    high, low = start[0 : 2 * pairs : 2].count(0), start[1 : 2 * pairs : 2].count(0)
    if high == 0 and low > 0.8 * pairs:
        return "utf-16-le"
    return "utf-16-be" if low == 0 and high > 0.8 * pairs else None


def decoded(content: bytes, *, start: int = 0) -> str:
    """Return ``content``, which is UTF-8 or shows that it is UTF-16 or UTF-32, as text.

    Args:
        start: offset of ``content`` in its file, for the message.

    Raises:
        InputError: if it is a binary file or in another encoding.
    """
    encoding = encoding_of(content)
    if encoding in ("utf-8", "utf-8-sig") and b"\0" in content:
        raise InputError(f"binary file (NUL at byte {start + content.index(0)}); give it as text")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding[:6].upper().rstrip("-")
        raise InputError(f"not valid {name} at byte {start + error.start}; save it as UTF-8") from error


def likely_decoded(content: bytes, *, start: int = 0, declared: str | None = None) -> tuple[str, int]:
    """Return ``content`` as text, and how many of its bytes were no UTF-8 and make sense as Windows-1252.

    Args:
        start: offset of ``content`` in its file, for the message.
        declared: the encoding that a page or message says it is in; what is UTF-8 all the same is read so.

    Raises:
        InputError: if it is a binary file or in no encoding that is certain enough.
    """
    if declared and encoding_of(content) == "utf-8" and not _is_utf8(content, declared):
        return _as_declared(content, _known(declared)), 0
    try:
        return decoded(content, start=start), 0
    except InputError:
        found = _likely(content) if b"\0" not in content else None
        if found is None:
            raise
        return found


def _is_utf8(content: bytes, declared: str) -> bool:
    """Tell whether ``content`` is UTF-8 whatever it declares: other texts hardly ever look like it by chance."""
    if b"\x1b" in content or _known(declared) == "utf-8":
        return _known(declared) == "utf-8"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _known(declared: str) -> str:
    name = declared.strip().strip("\"'")
    try:
        if _DECLARED.fullmatch(name):
            found = codecs.lookup(name).name
            return "cp1252" if found in _AS_WINDOWS else found
    except LookupError:
        pass  # named like an encoding, but none that Python has: the message below says it
    raise InputError(f"its declared encoding {name[:40]} is unknown; save it as UTF-8")


def _as_declared(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"it is not in its declared encoding {encoding}; save it as UTF-8") from error


def _likely(content: bytes) -> tuple[str, int] | None:
    """Return the text with its stray bytes read as Windows-1252, if all of them make sense so."""
    text = content.decode("utf-8", "surrogateescape")
    strays = [match.start() for match in _STRAY.finditer(text)]
    read = _STRAY.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return (read, len(strays)) if all(_LIKELY.match(read, at) for at in strays) else None


def note_likely(source: str, bytes_: int) -> None:
    """Say that some bytes of a file were read as Windows-1252: names in it should be looked at."""
    if bytes_:
        _LOGGER.warning("%s: %d bytes are no UTF-8 and were read as Windows-1252", source, bytes_)


def byte_lines(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield (line number, byte offset, bytes) of each line; a line over the limit comes cut.

    Raises:
        InputError: if the stream is UTF-16 or UTF-32 and broken or very large.
    """
    reader = _recoded(stream)
    offset, number = 0, 0
    while line := reader.readline(MAX_LINE + 1):
        number += 1
        yield number, offset, line
        offset += len(line)
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = reader.readline(MAX_LINE + 1)
            offset += len(line)


def _recoded(stream: BinaryIO) -> BinaryIO:
    reader = unpacked(stream)
    encoding = encoding_of(reader.peek(512)[:512])
    if encoding == "utf-8-sig":
        reader.read(len(codecs.BOM_UTF8))
    if encoding in ("utf-8", "utf-8-sig"):
        return cast(BinaryIO, reader)
    return io.BytesIO(decoded(read_bytes(cast(BinaryIO, reader), MAX_RECODED)).encode("utf-8"))
