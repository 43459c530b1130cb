"""Rows handed in by an operator: opened, and the first row at fault named, never a device."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from dashboard.builder.files import find, is_url
from dashboard.builder.plan import SightingsPlan
from dashboard.builder.texts import Text, text_of
from dashboard.errors import Fault, InputError
from dashboard.language import mark

_ROW = "row number"  # no column of a file of ours has a space in its name


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table handed in: its name for messages, its rows (a lazy scan) and its columns' types.

    From a CSV file every column is text, null where empty. Rows have no numbers where they are the distinct ones.
    `parts` are the files of a folder.
    """

    name: str
    rows: pl.LazyFrame
    schema: pl.Schema
    has_row_numbers: bool = True
    parts: tuple[Source, ...] = ()

    def first(self, column: str) -> str | None:
        """Return the first value of a column that is not null nor empty, as text without blanks around it."""
        text = pl.col(column).cast(pl.String).str.strip_chars()
        values = collect(self, self.rows.select(text).filter(text != "").head(1))
        return None if values.is_empty() else str(values.item())

    def text(self, column: str) -> pl.Expr:
        """Return a column, without blanks around its values if it is text."""
        return pl.col(column).str.strip_chars() if self.schema[column] == pl.String else pl.col(column)

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
        for part in self.parts or (self,):
            rows = part.rows.with_row_index(_ROW, offset=1).filter(bad).select(_ROW, column).head(1)
            found = collect(part, rows)
            if not found.is_empty():
                break
        row, value = found.row(0)
        if value is None or value == "":
            problem = mark("there is no value")
        else:
            problem = mark("the value does not fit") if secret else mark("the value is {value}", value=repr(value))
        number = row if self.has_row_numbers else None
        fault = Fault(
            file=part.name,
            column=column,
            row=number,
            problem=problem,
            remedy=mark("Expected {expected}", expected=expected),
        )
        return InputError(str(fault))


def open_source(
    data: Path | str | pl.DataFrame,
    name: str,
    plan: SightingsPlan,
    span: tuple[int, int] | None = None,
) -> Source:
    """Open files (see files.find) or take a frame, which goes by `name` in messages.

    Text is read as texts.text_of says. From an object store, polars reads with the keys, region and endpoint that the
    environment states.
    """
    if isinstance(data, pl.DataFrame):
        return Source(name=name, rows=data.lazy(), schema=data.schema)
    found = find(data, span)
    opened = [
        _opened(path, _scanned(path, text_of(path, plan)))
        if found.is_csv
        else _opened(path, pl.scan_parquet(path, hive_partitioning=False))
        for path in found.paths
    ]
    if len(opened) == 1:
        return replace(opened[0], name=str(data))
    differing = [part.name for part in opened if part.schema != opened[0].schema]
    if differing:
        msg = (
            f"{differing[0]}: the columns are not those of {opened[0].name}, expected the same in every file of {data}"
        )
        raise InputError(msg)
    rows = pl.concat([part.rows for part in opened])
    return Source(name=str(data), rows=rows, schema=opened[0].schema, parts=tuple(opened))


def laid_out(source: Source, lay: Callable[[pl.LazyFrame], pl.LazyFrame]) -> Source:
    """Return a source, and its parts, with rows laid out anew, each in its place."""
    parts = tuple(laid_out(part, lay) for part in source.parts)
    rows = lay(source.rows)
    return replace(source, rows=rows, schema=rows.collect_schema(), parts=parts)


def _scanned(path: str, text: Text) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        separator=text.delimiter,
        has_header=text.has_header,
        skip_lines=text.skipped,
        new_columns=list(text.names) or None,
        infer_schema=False,
    )


def _opened(path: str, rows: pl.LazyFrame) -> Source:
    try:
        schema = rows.collect_schema()
    except (pl.exceptions.PolarsError, OSError):
        raise InputError(_unreadable(path)) from None
    return Source(name=path, rows=rows, schema=schema)


def collect(source: Source, rows: pl.LazyFrame) -> pl.DataFrame:
    """Return rows of a source; raise InputError if the file breaks off or is not what its name says."""
    try:
        return rows.collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError):
        raise InputError(_unreadable(source.name)) from None


def batches(source: Source, rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Yield rows of a source part by part, in no order; raise InputError as `collect` does."""
    try:
        yield from rows.collect_batches(maintain_order=False, engine="streaming")
    except (pl.exceptions.PolarsError, OSError):
        raise InputError(_unreadable(source.name)) from None


def _unreadable(name: str) -> str:
    # The reader's own message may quote a row, and with it a device.
    path = Path(name)
    if is_url(name):
        return f"{name}: cannot be read, expected whole Parquet or CSV files and the keys to them in the environment"
    if path.is_dir() or path.suffix == ".parquet":
        return f"{name}: cannot be read, expected {'whole files' if path.is_dir() else 'a whole Parquet file'}"
    return f"{name}: {_ragged_row(path)}, expected UTF-8 text with one header row and as many fields in every row"


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
