"""How tables lie in their files: sorted, in files and row groups of a limited size, a key's rows in one file.

See data/README.md. What asks for one site, or for the cells of a view, reads a few row groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from dashboard.release.tables import Table

ROWS_A_FILE = 1_048_576
ROWS_A_GROUP = 16_384
_FEW_PARTS = "part-{}.parquet"
_MANY_PARTS = "part-{:05}.parquet"


def write_table(path: Path, rows: pl.DataFrame, table: Table) -> tuple[Path, int]:
    """Write rows to a file in the types and the order of their table; return the file and its rows."""
    return _write(path, _in_order(rows, table))


def _in_order(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    typed = rows.select(pl.col(name).cast(dtype) for name, dtype in table.schema.items())
    return typed if _is_in_order(typed, table.sort) else typed.sort(table.sort, nulls_last=False)


def _is_in_order(rows: pl.DataFrame, columns: tuple[str, ...]) -> bool:
    """Say whether rows rise by columns, which takes a tenth of the time of sorting; nulls are left to sorting."""
    rises = pl.lit(value=True)
    for column in reversed(columns):
        value, following = pl.col(column), pl.col(column).shift(-1)
        rises = (value < following) | ((value == following) & rises)
    return rows.select(rises.head(rows.height - 1).fill_null(value=False).all()).item() if rows.height > 1 else True


def _write(path: Path, ordered: pl.DataFrame) -> tuple[Path, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        ordered.write_parquet(
            path, compression="zstd", compression_level=9, row_group_size=ROWS_A_GROUP, statistics=True
        )
    except pl.exceptions.ComputeError as error:  # what the disk said, behind other words
        raise OSError(str(error).rpartition(": ")[2]) from None
    return path, ordered.height


def write_by_site(path: Path, rows: pl.DataFrame, table: Table) -> Iterator[tuple[Path, int]]:
    """Write rows to the file `path`, or to parts in a folder of its name where they are many."""
    if rows.height <= ROWS_A_FILE:
        yield write_table(path, rows, table)
    else:
        yield from write_parts(path.with_suffix(""), rows, table)


def write_parts(folder: Path, rows: pl.DataFrame, table: Table) -> Iterator[tuple[Path, int]]:
    """Write rows to one file or more of a folder, and yield each file and its rows.

    The files hold about ROWS_A_FILE rows; all rows of one value of the first column of the table's order lie in one.
    """
    ordered = _in_order(rows, table)
    ends = _ends(ordered[table.sort[0]])
    name = _FEW_PARTS if len(ends) == 1 else _MANY_PARTS
    for number, (first, last) in enumerate(zip([0, *ends], ends, strict=False)):
        yield _write(folder / name.format(number), ordered[first:last])


def _ends(key: pl.Series) -> list[int]:
    """Return where the parts of a sorted key end."""
    ends: list[int] = []
    end = 0
    while end < len(key):
        last = key[min(end + ROWS_A_FILE, len(key)) - 1]
        end = int(key.search_sorted(last, side="right"))
        ends.append(end)
    return ends or [0]
