"""Check that a release holds no identifier: no column named like one, no value shaped like one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.errors import Fault
from dashboard.language import mark
from dashboard.release import tables
from dashboard.release.check.columns import UNREADABLE, label_of, read_columns
from dashboard.release.check.files import Folder
from dashboard.release.check.findings import Finding, Located, RowRule, one, rows_at_fault
from dashboard.release.check.geojson import properties
from dashboard.release.check.shapes import shaped, shaped_like_identifier
from dashboard.release.load import DISTRICTS_FILE

_NAMED = mark("is named like an identifier of a device or a person")
_SHAPED = mark("a value is shaped like an identifier of a device or a person (not shown here)")
_DROP = mark("Drop the column and count again: a release holds counts only, no identifier and no hash of one")
_REPLACE = mark(
    "Take identifiers out and count again: a release holds counts only; "
    "if it is the code of a place, put letters before its digits"
)
_KNOWN = frozenset(
    name
    for table in (tables.REACH_BY_HOME, tables.sites(areas=True), tables.presence("UTC", low=True))
    for name in table.columns
)


def named_identifiers(folder: Folder, districts: dict[str, Any]) -> list[Finding]:
    """Return a finding for each column of a Parquet file, and each property of a district, named like an identifier.

    Reads no row: only the footers, and the names of properties.
    """
    columns = [(name, column) for name, footer in folder.footers.items() for column in dict.fromkeys(footer.columns)]
    in_districts = [(DISTRICTS_FILE, name) for name in dict.fromkeys(name for _, name, _ in properties(districts))]
    return [
        one(name, _NAMED, _DROP, column=column, where=label_of(name))
        for name, column in (*columns, *in_districts)
        if tables.names_identifier(column) or shaped_like_identifier(column)
    ]


def shaped_identifiers(folder: Folder, sound: frozenset[str], districts: dict[str, Any]) -> list[Finding]:
    """Return findings for values shaped like an identifier.

    Looks at every text column, and at columns of any type that the contract does not know, of the files that are
    `sound`, and at the properties of districts.
    """
    in_tables = [
        finding
        for name in folder.footers
        if name in sound
        for finding in _shaped_rows(folder.files[name], Located(file=name, where=label_of(name)))
    ]
    return [*in_tables, *_shaped_properties(districts)]


def _shaped_rows(file: Path, at: Located) -> list[Finding]:
    try:
        schema = pl.read_parquet_schema(file)
    except UNREADABLE:
        return []  # told when the table itself is read
    suspects = {name: dtype for name, dtype in schema.items() if name not in _KNOWN or not _counts(dtype)}
    rows = read_columns(file, list(suspects))
    if rows is None:
        return []
    # Few values fill many rows of text: each is looked at once, and the rows only where one is shaped so.
    clear = {name for name, dtype in suspects.items() if dtype == pl.String and not _any_shaped(rows[name])}
    rules = [
        RowRule(column=name, needs=(name,), bad=shaped(name, dtype), problem=_SHAPED, remedy=_REPLACE)
        for name, dtype in suspects.items()
        if name not in clear
    ]
    return rows_at_fault(rows, rules, at)


def _any_shaped(values: pl.Series) -> bool:
    distinct = values.unique().to_frame()
    return bool(distinct.select(shaped(values.name, values.dtype).any()).item())


def _counts(dtype: pl.DataType) -> bool:
    return dtype.is_numeric() or dtype.is_temporal() or dtype == pl.Boolean


def _shaped_properties(districts: dict[str, Any]) -> Iterator[Finding]:
    for row, name, value in properties(districts):
        text = str(value) if isinstance(value, str | int) and name != "population" else ""
        if shaped_like_identifier(text):
            fault = Fault(file=DISTRICTS_FILE, column=name, row=row, problem=_SHAPED, remedy=_REPLACE)
            yield Finding(where=DISTRICTS_FILE, kind=f"{name}: {_REPLACE}", faults=(fault,), count=1)
