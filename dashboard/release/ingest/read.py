"""Read a table of other people's, whatever its form, every row numbered; rows that cannot be used are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.columns import UNREADABLE
from dashboard.release.check.findings import EXAMPLES, ROW, shown
from dashboard.release.check.shapes import hidden
from dashboard.release.ingest.files import ZIP_MAGIC, File, files_of
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.records import read_records
from dashboard.release.ingest.table import PART, Table, named
from dashboard.release.ingest.text import read_text, text_batches
from dashboard.release.ingest.workbook import read_workbook

_PARQUET_MAGIC = b"PAR1"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_JSON_STARTS = (b"[", b"{")
_DATE_PARTS = ("year", "month", "day")
DATE = "date"
_ROWS_AT_ONCE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Rows of an input that cannot be used: where `bad` is true, and what was expected of `column` instead."""

    column: str
    bad: pl.Expr
    expected: str


def read_input(path: Path, plan: Plan) -> Table:
    """Return all rows of a file, a folder or a zip of files, with each row's number from 1 in ROW and its file in PART.

    Columns of text are text; what folders state (date=2020-06-13) are columns, too; empty rows are no rows. Raises
    InputError if a file cannot be read, or files have other columns.
    """
    parts = [(file, _read(file, plan)) for file in files_of(path)]
    first_file, first = parts[0]
    for file, part in parts[1:]:
        if set(part.rows.columns) != set(first.rows.columns):
            msg = _("{file} has other columns than {other}, expected the same in every file: {value}").format(
                file=file.name,
                other=first_file.name,
                value=_listed(sorted(set(part.rows.columns) ^ set(first.rows.columns))),
            )
            raise InputError(msg)
    frames = [_numbered(file, part.rows.select(first.rows.columns), 1) for file, part in parts]
    rows = frames[0] if len(frames) == 1 else pl.concat(frames, how="vertical_relaxed")
    return replace(
        first, file=str(path), rows=_dated(_filled(rows)), notes=tuple(note for _, part in parts for note in part.notes)
    )


def batches_of(path: Path, plan: Plan) -> Iterator[Table]:
    """Yield the rows of a file, a folder or a zip of files as `read_input` does, so many at a time."""
    for file in files_of(path):
        before = 0
        for part in _batches(file, plan):
            yield replace(part, file=str(path), rows=_dated(_filled(_numbered(file, part.rows, before + 1))))
            before += part.rows.height


def _batches(file: File, plan: Plan) -> Iterator[Table]:
    with file.opened() as opened:
        start = opened.read(8)
        opened.seek(0)
        if start.startswith(_PARQUET_MAGIC):
            for batch in pq.ParquetFile(opened).iter_batches(_ROWS_AT_ONCE):
                rows = pl.DataFrame(batch)
                yield _stated(file, Table(file=file.name, rows=rows))
        elif _is_text(start):
            for table in text_batches(file.name, opened, plan):
                yield _stated(file, table)
        else:
            yield _read(file, plan)


def _numbered(file: File, rows: pl.DataFrame, first: int) -> pl.DataFrame:
    return rows.select(
        pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias(ROW),
        pl.lit(file.name, dtype=pl.Categorical).alias(PART),
        *rows.columns,
    )


def _is_text(start: bytes) -> bool:
    return not start.startswith((_PARQUET_MAGIC, ZIP_MAGIC, _OLE_MAGIC)) and not start.removeprefix(
        b"\xef\xbb\xbf"
    ).lstrip().startswith(_JSON_STARTS)


def _stated(file: File, table: Table) -> Table:
    """Return a table with the columns that a file's folders state."""
    stated = [pl.lit(value).alias(key) for key, value in file.stated.items() if key not in table.rows.columns]
    return replace(table, rows=table.rows.with_columns(stated))


def refuse(rows: pl.DataFrame, problems: Sequence[Problem]) -> None:
    """Raise InputError for the first problem that rows have: the first few of them, and how many more."""
    for problem in problems:
        hits = rows.filter(problem.bad.fill_null(value=False))
        if hits.is_empty():
            continue
        values = hits[problem.column].head(EXAMPLES).cast(pl.String, strict=False)
        examples = "; ".join(
            _("row {row:,} has {value}").format(row=row, value=repr(hidden(shown(value))) if value else _("nothing"))
            for row, value in zip(hits[ROW].head(EXAMPLES), values, strict=True)
        )
        rest = hits.height - EXAMPLES
        more = _("; and {number:,} more").format(number=rest) if rest > 0 else ""
        msg = _("{file}, column {column}: {examples}{more}; expected {expected}").format(
            file=hits[PART][0], column=problem.column, examples=examples, more=more, expected=_(problem.expected)
        )
        raise InputError(msg)


def _read(file: File, plan: Plan) -> Table:
    with file.opened() as opened:
        start = opened.read(8)
        opened.seek(0)
        if start.startswith(_PARQUET_MAGIC):
            try:
                rows = pl.read_parquet(opened, hive_partitioning=False)
            except UNREADABLE:
                msg = _("{file} cannot be read, expected Parquet").format(file=file.name)
                raise InputError(msg) from None
            table = Table(
                file=file.name, rows=rows.rename(dict(zip(rows.columns, named(file.name, rows.columns), strict=True)))
            )
        elif start.startswith((ZIP_MAGIC, _OLE_MAGIC)):
            table = read_workbook(file.name, opened, plan)
        elif _is_text(start):
            table = read_text(file.name, opened, plan)
        else:
            table = read_records(file.name, opened)
    return _stated(file, table)


def _dated(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with a column date where year, month and day stand apart."""
    if DATE in rows.columns or not set(_DATE_PARTS) <= set(rows.columns):
        return rows
    year, month, day = (pl.col(part).cast(pl.Int32, strict=False) for part in _DATE_PARTS)
    return rows.with_columns(pl.date(year, month, day).dt.to_string("iso").alias(DATE))


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows without those in which no field is filled."""
    empty = [
        (pl.col(name) == "").fill_null(value=True) if dtype == pl.String else pl.col(name).is_null()
        for name, dtype in rows.schema.items()
        if name not in {ROW, PART}
    ]
    return rows.filter(~pl.all_horizontal(empty)) if empty else rows


def _listed(names: Sequence[str]) -> str:
    return hidden(", ".join(shown(name) for name in names[:EXAMPLES]))
