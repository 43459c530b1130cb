"""Check the columns of a table: read from its file, each there, of its type, and null only where it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from dashboard.language import Message, mark
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
    right = [name for name, dtype in table.schema.items() if schema.get(name) == dtype]
    rows = read_columns(file, right)
    if rows is None:
        return pl.DataFrame(), [_unreadable(at)]
    findings = [*_differences(schema, table, at), *_broken_counts(file, schema, table, at)]
    return rows, [*findings, *rows_at_fault(rows, _null_rules(table), at)]


def _unreadable(at: Located) -> Finding:
    return one(at.file, mark("cannot be read as Parquet"), _REWRITE, where=at.where)


def _differences(schema: dict[str, pl.DataType], table: Table, at: Located) -> Iterator[Finding]:
    for name, dtype in table.schema.items():
        if name not in schema:
            remedy = mark("Add the column as {dtype}", dtype=dtype)
            yield one(at.file, mark("is missing"), remedy, column=name, where=at.where)
        elif schema[name] != dtype:
            yield one(at.file, _wrong_type(schema[name], dtype), _retype(name, dtype), column=name, where=at.where)
    for name in schema:
        if name not in table.columns:
            remedy = mark("Drop it; the columns are {columns}", columns=", ".join(table.columns))
            yield one(at.file, mark("is no column of this table"), remedy, column=name, where=at.where)


def _wrong_type(dtype: pl.DataType, expected: pl.DataType) -> Message:
    if isinstance(expected, pl.Datetime) and isinstance(dtype, pl.Datetime) and dtype.time_zone != expected.time_zone:
        wanted = expected.time_zone
        if dtype.time_zone is None:
            return mark("has no time zone, expected {wanted}, the manifest's", wanted=wanted)
        return mark("has the time zone {zone}, expected {wanted}, the manifest's", zone=dtype.time_zone, wanted=wanted)
    return mark("its type is {dtype}, expected {wanted}", dtype=shown(dtype), wanted=expected)


def _retype(name: str, dtype: pl.DataType) -> Message:
    if isinstance(dtype, pl.Datetime):
        zone = dtype.time_zone
        return mark(
            "Store {column} as the start of the hour in {zone}, as {dtype}", column=name, zone=zone, dtype=dtype
        )
    return mark("Store {column} as {dtype}", column=name, dtype=dtype)


def _broken_counts(file: Path, schema: dict[str, pl.DataType], table: Table, at: Located) -> list[Finding]:
    # A count of the wrong type is not read as a column of the table; its values can still be told to be no counts.
    dtype = schema.get(COUNT)
    if dtype is None or not dtype.is_numeric() or dtype.is_unsigned_integer() or dtype == table.schema.get(COUNT):
        return []
    rows = read_columns(file, [COUNT])
    if rows is None:
        return [_unreadable(at)]
    value = pl.col(COUNT).cast(pl.Float64)
    rule = RowRule(
        column=COUNT,
        needs=(COUNT,),
        bad=(value < 0) | (value != value.round()) | ~value.is_finite(),
        problem=mark("is {value}, expected a whole number of devices"),
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
            remedy=mark("Fill it in; null is allowed in {columns} alone", columns=", ".join(sorted(table.nullable))),
        )
        for name in table.columns
        if name not in table.nullable
    ]
