"""Check the columns of a table: read from its file, each there, of its type, and null only where it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from dashboard.language import mark
from dashboard.release.check.findings import ROW, Finding, Located, RowRule, one, rows_at_fault, shown
from dashboard.release.tables import COUNT, Table

# A panic inside polars derives from BaseException alone.
UNREADABLE = (
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    OSError,
    ValueError,
    OverflowError,
    MemoryError,
)
_REWRITE = mark("Write the file again as Parquet with the columns that the contract gives")


def label_of(name: str) -> str:
    """Return what a file's faults are told under: the folder for a table of many files, else the file."""
    return name.split("/", 1)[0] if "/" in name else name


def read_columns(file: Path, columns: Sequence[str]) -> pl.DataFrame | None:
    """Return columns of a Parquet file and each row's number from 1 in ROW, or None if it cannot be read."""
    if not columns:
        return pl.DataFrame()
    try:
        return pl.read_parquet(file, columns=list(columns), glob=False, hive_partitioning=False).select(
            pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW), *(pl.col(name) for name in columns)
        )
    except UNREADABLE:
        return None


def read_table(file: Path, table: Table, at: Located) -> tuple[pl.DataFrame, list[Finding]]:
    """Return those columns of a table's file that have their type, and the findings on all of its columns."""
    try:
        schema = dict(pl.read_parquet_schema(file))
    except UNREADABLE:
        schema = None
    if schema is None:
        return pl.DataFrame(), [_unreadable(at)]
    right = [name for name, dtype in table.columns.items() if schema.get(name) == dtype]
    rows = read_columns(file, right)
    if rows is None:
        return pl.DataFrame(), [_unreadable(at)]
    findings = [*_differences(schema, table, at), *_broken_counts(file, schema, at)]
    return rows, [*findings, *rows_at_fault(rows, _null_rules(table), at)]


def _unreadable(at: Located) -> Finding:
    return one(at.file, mark("cannot be read as Parquet"), _REWRITE, where=at.where)


def _differences(schema: dict[str, pl.DataType], table: Table, at: Located) -> Iterator[Finding]:
    for name, dtype in table.columns.items():
        if name not in schema:
            yield one(at.file, mark("is missing"), f"Add the column as {dtype}", column=name, where=at.where)
        elif schema[name] != dtype:
            yield one(at.file, _wrong_type(schema[name], dtype), _retype(name, dtype), column=name, where=at.where)
    for name in schema:
        if name not in table.columns:
            problem, remedy = mark("is no column of this table"), f"Drop it; the columns are {', '.join(table.columns)}"
            yield one(at.file, problem, remedy, column=name, where=at.where)


def _wrong_type(dtype: pl.DataType, expected: pl.DataType) -> str:
    if isinstance(expected, pl.Datetime) and isinstance(dtype, pl.Datetime) and dtype.time_zone != expected.time_zone:
        zone = "no time zone" if dtype.time_zone is None else f"the time zone {dtype.time_zone}"
        return f"has {zone}, expected {expected.time_zone}, the manifest's"
    return f"its type is {shown(dtype)}, expected {expected}"


def _retype(name: str, dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.Datetime):
        return f"Store {name} as the start of the hour in {dtype.time_zone}, as {dtype}"
    return f"Store {name} as {dtype}"


def _broken_counts(file: Path, schema: dict[str, pl.DataType], at: Located) -> list[Finding]:
    # A count of the wrong type is not read as a column of the table; its values can still be told to be no counts.
    dtype = schema.get(COUNT)
    if dtype is None or not dtype.is_numeric() or dtype.is_unsigned_integer():
        return []
    rows = read_columns(file, [COUNT])
    if rows is None:
        return [_unreadable(at)]
    value = pl.col(COUNT).cast(pl.Float64)
    rule = RowRule(
        column=COUNT,
        needs=(COUNT,),
        bad=(value < 0) | (value != value.round()) | ~value.is_finite(),
        problem="is {devices}, expected a whole number of devices",
        remedy=mark("Give counts as whole numbers, zero or more"),
    )
    return rows_at_fault(rows, [rule], at)


def _null_rules(table: Table) -> list[RowRule]:
    return [
        RowRule(
            column=name,
            needs=(name,),
            bad=pl.col(name).is_null(),
            problem=mark("is null"),
            remedy=f"Fill it in; null is allowed in {', '.join(sorted(table.nullable))} alone",
        )
        for name in table.columns
        if name not in table.nullable
    ]
