"""Rows handed in by an operator: opened, and the first row at fault named, never a device."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dashboard.build.parts import files_of
from dashboard.errors import Fault, InputError

_ROW = "row number"  # no column of a file of ours has a space in its name


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table handed in: its name for messages, its rows (a lazy scan) and its columns' types.

    From a CSV file every column is text, null where empty.
    """

    name: str
    rows: pl.LazyFrame
    schema: pl.Schema

    def first(self, column: str) -> str | None:
        """Return the first value of a text column that is not null."""
        values = collect(self, self.rows.select(column).drop_nulls().head(1))
        return None if values.is_empty() else str(values.item())

    def require(self, *columns: str) -> None:
        """Raise InputError if a column is missing."""
        missing = [column for column in columns if column not in self.schema]
        if missing:
            # Without a header the first row would be taken for the columns' names, so that none is shown.
            msg = (
                f"{self.name}: column {missing[0]} is missing, expected {', '.join(columns)} "
                f"among the names in the first row ({len(self.schema)} found)"
            )
            raise InputError(msg)

    def fault(self, column: str, bad: pl.Expr, *, expected: str, secret: bool = False) -> InputError:
        """Return an InputError for the first row where `bad` holds, with the value of `column` unless it is secret."""
        rows = self.rows.with_row_index(_ROW, offset=1).filter(bad).select(_ROW, column).head(1)
        row, value = collect(self, rows).row(0)
        if value is None or value == "":
            problem = "there is no value"
        else:
            problem = "the value does not fit" if secret else f"the value is {value!r}"
        fault = Fault(file=self.name, column=column, row=row, problem=problem, remedy=f"Expected {expected}")
        return InputError(str(fault))


def open_source(data: Path | pl.DataFrame, name: str, span: tuple[int, int] | None = None) -> Source:
    """Open CSV (.csv, .csv.gz) or Parquet (.parquet) files, see files_of, or take a frame, `name` in messages."""
    if isinstance(data, pl.DataFrame):
        return Source(name=name, rows=data.lazy(), schema=data.schema)
    files = files_of(data, span)
    if all(file.name.endswith((".csv", ".csv.gz")) for file in files):
        rows = pl.scan_csv(files, infer_schema=False)
    elif all(file.suffix == ".parquet" for file in files):
        rows = pl.scan_parquet(files)
    else:
        msg = f"{data.name} is of no known kind, expected names that end in .csv, .csv.gz or .parquet, all of one kind"
        raise InputError(msg)
    try:
        schema = rows.collect_schema()
    except (pl.exceptions.PolarsError, OSError):
        raise InputError(_unreadable(data)) from None
    return Source(name=str(data), rows=rows, schema=schema)


def collect(source: Source, rows: pl.LazyFrame) -> pl.DataFrame:
    """Return rows of a source; raise InputError if the file breaks off or is not what its name says."""
    try:
        return rows.collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError):
        raise InputError(_unreadable(Path(source.name))) from None


def batches(source: Source, rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Yield rows of a source part by part, in no order; raise InputError as `collect` does."""
    try:
        yield from rows.collect_batches(maintain_order=False, engine="streaming")
    except (pl.exceptions.PolarsError, OSError):
        raise InputError(_unreadable(Path(source.name))) from None


def _unreadable(path: Path) -> str:
    # The reader's own message may quote a row, and with it a device.
    if path.is_dir():
        return f"{path}: cannot be read, expected whole files of one kind, all with the same columns"
    if path.suffix == ".parquet":
        return f"{path}: cannot be read, expected a whole Parquet file"
    return f"{path}: {_ragged_row(path)}, expected UTF-8 text with one header row and as many fields in every row"


def _ragged_row(path: Path) -> str:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as text:
            rows = csv.reader(text)
            width = len(next(rows, []))
            for number, row in enumerate(rows, start=1):
                if len(row) != width:
                    return f"row {number:,} has {len(row)} fields and the header {width}"
    except (OSError, EOFError, UnicodeDecodeError, csv.Error):
        return "the text cannot be read"
    return "the text cannot be read"
