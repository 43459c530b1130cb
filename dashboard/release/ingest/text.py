"""Text of fields, as people save it, into a table of text; nothing that is cut short is taken for an empty field."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.csv

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.ingest.dialect import SAMPLE_BYTES, Dialect, dialect_of
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.table import Table, named

_UNREADABLE = (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeError, OSError, EOFError)
GZIP_MAGIC = b"\x1f\x8b"
_WORDS = re.compile(r"[^\W\d_]{2,}.*\s.*", re.DOTALL)


def read_text(name: str, opened: BinaryIO, plan: Plan) -> Table:
    """Return the fields of a text, all of them text, empty where nothing stands.

    Raises InputError for an encoding that does not fit, two columns of one name, a row with more or fewer fields than
    there are names, which it tells by its number. A last line of words alone is left out and told.
    """
    content, dialect = _begun(name, opened, plan)
    return _parsed(name, content, dialect)


def text_batches(name: str, opened: BinaryIO, plan: Plan) -> Iterator[Table]:
    """Yield the fields of a text as `read_text` does, so many rows at a time."""
    content, dialect = _begun(name, opened, plan)
    if dialect.encoding == "utf-16":
        yield _parsed(name, content, dialect)
        return
    names = named(name, dialect.names)
    odd: list[pa.csv.InvalidRow] = []
    try:
        with pa.csv.open_csv(content, **_options(dialect, odd, threads=False)) as reader:
            for batch in reader:
                yield Table(file=name, rows=_frame(pa.table(batch), names), named=dialect.named)
    except _UNREADABLE:
        raise _unreadable(name, dialect) from None
    notes = _footer(name, odd, len(names), before=dialect.skipped + dialect.named)
    if notes:
        empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        yield Table(file=name, rows=empty, named=dialect.named, notes=notes)


def _begun(name: str, opened: BinaryIO, plan: Plan) -> tuple[BinaryIO, Dialect]:
    """Return the content of a text, unpacked and from its beginning, and how it is written."""
    content: BinaryIO = opened
    if opened.read(2) == GZIP_MAGIC:
        opened.seek(0)
        content = gzip.GzipFile(fileobj=opened)  # type: ignore[assignment]
    content.seek(0)
    sample = content.read(SAMPLE_BYTES)
    try:
        dialect = dialect_of(sample, whole=len(sample) < SAMPLE_BYTES, encoding=plan.encoding, delimiter=plan.delimiter)
    except (UnicodeError, LookupError):
        msg = _("{name} cannot be read as {encoding}, expected its encoding, such as utf-8 or gb18030").format(
            name=name, encoding=plan.encoding
        )
        raise InputError(msg) from None
    if not dialect.names:
        msg = _("{name} cannot be read: it is empty, expected a table of counts").format(name=name)
        raise InputError(msg)
    content.seek(0)
    return content, dialect


def _parsed(name: str, content: BinaryIO, dialect: Dialect) -> Table:
    names = named(name, dialect.names)
    odd: list[pa.csv.InvalidRow] = []

    def read(*, threads: bool) -> pa.Table:
        content.seek(0)
        utf_16 = dialect.encoding == "utf-16"
        source = io.BytesIO(content.read().decode(dialect.encoding).encode()) if utf_16 else content
        return pa.csv.read_csv(source, **_options(dialect, odd, threads=threads))

    try:
        found = read(threads=True)
        if odd:  # numbers of rows are known only where lines are read in turn
            odd.clear()
            found = read(threads=False)
    except _UNREADABLE:
        raise _unreadable(name, dialect) from None
    notes = _footer(name, odd, len(names), before=dialect.skipped + dialect.named)
    return Table(file=name, rows=_frame(found, names), named=dialect.named, notes=notes)


def _options(dialect: Dialect, odd: list[pa.csv.InvalidRow], *, threads: bool) -> dict[str, Any]:
    """Return how pyarrow reads all fields as text; rows of another width are put into `odd`."""
    columns = [str(number) for number in range(len(dialect.names))]

    def met(row: pa.csv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    return {
        "read_options": pa.csv.ReadOptions(
            encoding="utf-8" if dialect.encoding in {"utf-16", "utf-8-sig"} else dialect.encoding,
            skip_rows=dialect.skipped + dialect.named,
            column_names=columns,
            use_threads=threads,
            block_size=1 << 24,
        ),
        "parse_options": pa.csv.ParseOptions(
            delimiter=dialect.delimiter, newlines_in_values=False, invalid_row_handler=met
        ),
        "convert_options": pa.csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
        ),
    }


def _frame(found: pa.Table, names: list[str]) -> pl.DataFrame:
    rows = pl.from_arrow(found)
    if not isinstance(rows, pl.DataFrame):
        raise TypeError(rows)
    return rows.rename(dict(zip(rows.columns, names, strict=True)))


def _unreadable(name: str, dialect: Dialect) -> InputError:
    return InputError(
        _("{name} cannot be read as text in {encoding}, expected a table of counts; state its encoding").format(
            name=name, encoding=dialect.encoding
        )
    )


def _footer(name: str, odd: list[pa.csv.InvalidRow], expected: int, *, before: int) -> tuple[str, ...]:
    """Return what is told of lines that are no rows, words at the end; raise InputError for a row cut short or long."""
    lines = [row for row in odd if row.actual_columns == 1 and _WORDS.fullmatch(row.text.strip())]
    if odd and (len(lines) < len(odd) or len(odd) > 5):
        row = next(row for row in odd if row not in lines) if len(lines) < len(odd) else odd[0]
        at = "" if row.number is None else _(", row {row:,}").format(row=row.number - before)
        msg = _(
            "{name}{at}: the row has {fields:,} fields and the file {expected:,} columns, expected as many; a row "
            "that is cut short is no withheld count, so ask for the file again"
        ).format(name=name, at=at, fields=row.actual_columns, expected=expected)
        raise InputError(msg)
    return tuple(
        _("{name}: a line of words that is no row of the table is left out").format(name=name) for _line in lines
    )
