"""Parquet: one document a row, by pyarrow, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from diplograph.errors import InputError
from diplograph.model import Document
from diplograph.reading.apart import Task, read_apart
from diplograph.reading.failure import MAX_CHARS, Failure
from diplograph.reading.fields import NAMES, document_of
from diplograph.reading.unpacking import MAX_RATIO, RATIO_FREE

MAX_IN_MEMORY = 256 * MAX_CHARS
"""Bytes of a Parquet file that comes through a pipe or packed: it is read from its end."""

_SECONDS = 20
_ROWS = 32
_PIECE = 1 << 20
_MAX_GROUP = 4 << 30


def read_parquet(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield the document of each row, or why it could not be read.

    Raises:
        InputError: if it is no Parquet file, has no column ``text``, is cut short, or swells like a bomb.
    """
    name = getattr(stream, "name", None)
    if stream.seekable() and isinstance(name, str):
        task = Task(reader="parquet", source=source, seconds=_SECONDS, path=str(Path(name).absolute()))
        yield from read_apart(b"", task)
        return
    content = stream.read(MAX_IN_MEMORY + 1)
    if len(content) > MAX_IN_MEMORY:
        raise InputError(f"a Parquet file over {MAX_IN_MEMORY:,} bytes cannot come packed or through a pipe; unpack it")
    yield from read_apart(content, Task(reader="parquet", source=source, seconds=_SECONDS))


def table_documents(stream: BinaryIO, source: str) -> Iterator[Document | Failure]:
    """Yield the document of each row, or why it could not be read.

    Raises:
        InputError: as ``read_parquet``; what pyarrow makes of some broken files is the end of its process.
    """
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    number = 0
    try:
        table = ParquetFile(stream, buffer_size=_PIECE, pre_buffer=False)
        columns = _columns(table)
        for batch in table.iter_batches(batch_size=_ROWS, columns=list(columns.values()), use_threads=False):
            for row in range(batch.num_rows):
                number += 1
                yield _document(batch.slice(row, 1), columns, f"{source}: row {number}")
    except (ArrowException, OSError, UnicodeDecodeError) as error:
        rest = f"; the rows after row {number} were not read" if number else ""
        raise InputError(f"the Parquet file is broken or cut short{rest}; write it anew") from error
    if not number:
        raise InputError("the file is empty")


def _columns(table: Any) -> dict[str, str]:
    """Return the columns that are read, by the names that fields have."""
    found = {name.strip().lower(): name for name in table.schema_arrow.names}
    if "text" not in found:
        raise InputError(f'there is no column "text"; known columns: {", ".join(NAMES)}')
    for number in range(table.metadata.num_row_groups):
        _check_group(table.metadata.row_group(number))
    return {name: found[name] for name in NAMES if name in found}


def _check_group(group: Any) -> None:
    for number in range(group.num_columns):
        column = group.column(number)
        packed, plain = column.total_compressed_size, column.total_uncompressed_size
        if plain > _MAX_GROUP or (plain > RATIO_FREE and plain > MAX_RATIO * packed):
            raise InputError(f"a column swells more than {MAX_RATIO} times or is too large; write smaller row groups")


def _document(batch: Any, columns: dict[str, str], source: str) -> Document | Failure:
    try:
        (row,) = batch.to_pylist()
        # Days and times have types of their own here; a time of day does not change the day.
        values = ((name, row[column]) for name, column in columns.items())
        return document_of({name: _day(value) if isinstance(value, date) else value for name, value in values})
    except UnicodeDecodeError as error:
        return Failure(source=source, reason=f"not valid UTF-8 at byte {error.start} of a cell; write it as UTF-8")
    except InputError as error:
        return Failure(source=source, reason=str(error))


def _day(value: date) -> str:
    return (value.date() if isinstance(value, datetime) else value).isoformat()
