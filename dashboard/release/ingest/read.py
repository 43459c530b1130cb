"""Read a table of other people's: CSV or Parquet, every row numbered, refused if it holds an identifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dashboard.errors import InputError
from dashboard.release.check.columns import UNREADABLE
from dashboard.release.check.findings import EXAMPLES, ROW, shown
from dashboard.release.check.shapes import hidden, shaped, shaped_like_identifier
from dashboard.release.tables import names_identifier

_PARQUET_MAGIC = b"PAR1"
_COUNTS_ONLY = "a release holds counts only, so count devices first and leave identifiers out of the file"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Rows of an input that cannot be used: where `bad` is true, and what was expected of `column` instead."""

    column: str
    bad: pl.Expr
    expected: str


def read_input(file: Path, columns: Sequence[str]) -> pl.DataFrame:
    """Return the named columns of a CSV (also .gz) or Parquet file, with each row's number from 1 in ROW.

    Columns of a CSV are text. Raises InputError if the file cannot be read, lacks a column, has a column named like
    an identifier, or values shaped like one in a column that is not named here.
    """
    rows = _read(file)
    for name in rows.columns:
        if names_identifier(name) or shaped_like_identifier(name):
            msg = f"{file}: column {hidden(shown(name))!r} is named like an identifier; {_COUNTS_ONLY}"
            raise InputError(msg)
    for name in columns:
        if name not in rows.columns:
            there = ", ".join(rows.columns)
            msg = f"{file} has no column {name!r}, expected one of its columns: {there}"
            raise InputError(msg)
    _refuse_shaped(file, rows.drop(columns))
    return rows.select(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW), *dict.fromkeys(columns))


def refuse(file: Path, rows: pl.DataFrame, problems: Sequence[Problem]) -> None:
    """Raise InputError for the first problem that rows have: the first few of them, and how many more."""
    for problem in problems:
        hits = rows.filter(problem.bad.fill_null(value=False))
        if hits.is_empty():
            continue
        values = hits[problem.column].head(EXAMPLES).cast(pl.String, strict=False)
        examples = "; ".join(
            f"row {row:,} has {'nothing' if value is None else repr(hidden(shown(value)))}"
            for row, value in zip(hits[ROW].head(EXAMPLES), values, strict=True)
        )
        rest = hits.height - EXAMPLES
        more = f"; and {rest:,} more" if rest > 0 else ""
        msg = f"{file}, column {problem.column}: {examples}{more}; expected {problem.expected}"
        raise InputError(msg)


def _read(file: Path) -> pl.DataFrame:
    try:
        with file.open("rb") as opened:
            parquet = opened.read(len(_PARQUET_MAGIC)) == _PARQUET_MAGIC
    except OSError as error:
        msg = f"{file} cannot be read ({error.strerror}), expected a CSV or Parquet file of counts"
        raise InputError(msg) from None
    try:
        if parquet:
            return pl.read_parquet(file, glob=False, hive_partitioning=False)
        return pl.read_csv(file, infer_schema=False, glob=False)
    except UNREADABLE:
        kind = "Parquet" if parquet else "CSV in UTF-8 with a header, commas, and the same columns in every row"
        msg = f"{file} cannot be read, expected {kind}"
        raise InputError(msg) from None


def _refuse_shaped(file: Path, others: pl.DataFrame) -> None:
    for name, dtype in others.schema.items():
        hits = others.select(shaped(name, dtype).fill_null(value=False).arg_true().first()).item()
        if hits is not None:
            msg = (
                f"{file}, column {name}, row {hits + 1:,}: "
                f"a value is shaped like an identifier (not shown here); {_COUNTS_ONLY}"
            )
            raise InputError(msg)
