"""How many rows a table has and how many of them are withheld, by date, as the footers of its files state it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pyarrow.parquet as pq

from dashboard.release.parts import READERS, Part, Parts, reading
from dashboard.release.tables import COUNT


def rows_by_date(parts: Parts) -> pl.DataFrame:
    """Return rows and withheld rows by the date of a file's folder, null for a table that is not kept by date.

    Columns: date (rising), rows, withheld. No row is read unless a footer does not say how many are withheld.
    """
    with ThreadPoolExecutor(READERS) as readers:
        found = list(readers.map(_rows, parts.parts))
    days = [part.day for part in parts.parts]
    stated = pl.DataFrame(
        {"date": days, "rows": [rows for rows, _ in found], "withheld": [withheld for _, withheld in found]},
        schema={"date": pl.Date, "rows": pl.Int64, "withheld": pl.Int64},
    )
    return stated.group_by("date").agg(pl.col("rows", "withheld").sum()).sort("date")


def _rows(part: Part) -> tuple[int, int]:
    with reading(part) as file:
        about = pq.ParquetFile(file)
        column = about.schema_arrow.names.index(COUNT)
        groups = [about.metadata.row_group(number).column(column) for number in range(about.num_row_groups)]
        if all(group.statistics is not None and group.statistics.has_null_count for group in groups):
            withheld = sum(group.statistics.null_count for group in groups)
        else:
            withheld = about.read(columns=[COUNT])[COUNT].null_count
        return about.metadata.num_rows, withheld
