"""Make the tables of coarser cells of a release: each resolution from the one below it, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from dashboard import cells
from dashboard.errors import InputError
from dashboard.release.coarser.levels import Cells, file_of, folder_of, level_of
from dashboard.release.coarser.sums import KEYS, coarser, of_hours, quantities
from dashboard.release.load import Release
from dashboard.release.parts import Parts
from dashboard.release.replace import NEW, put, workshop

# What a view of a smaller release asks for is read as it lies.
LEAST_CELLS = 100_000
# A resolution of so few cells is the last one: coarser ones are summed from it.
FEW_CELLS = 2_000
ROWS_A_GROUP = 131_072
ROWS_AT_ONCE = 4_000_000


def make(release: Release, *, least_cells: int = LEAST_CELLS, few_cells: int = FEW_CELLS) -> bool:
    """Leave the tables of a release in the user's cache, unless they are there; say whether they are now.

    A release of fewer than `least_cells` gets none. Of several processes that make the same ones the later ones find
    them made. Raises ReleaseError where presence cannot be read, ChangedError where it is not what was opened.
    """
    folder, parts, finest = folder_of(release), release.presence_parts, release.manifest.presence_resolution
    if folder is None or parts is None or not large(release, least_cells):
        return False
    own = release.presence_cells()
    with suppress(InputError, OSError), workshop(folder) as beside:
        if level_of(release, finest - 1) is None:
            new = beside / NEW
            new.mkdir()
            _write(release, _of_parents(release, parts, own), new, few_cells)
            put(new, folder)
    return level_of(release, finest - 1) is not None


def large(release: Release, least_cells: int = LEAST_CELLS) -> bool:
    """Say whether a release has so many presence cells that it gets tables."""
    if release.presence_parts is None or release.manifest.presence_resolution == 0:
        return False
    # Where cells are not listed, as many rows of a date as a large release has at least.
    return (release.presence_parts.rows.sum() if release.cells is None else release.cells.len()) >= least_cells


def _write(release: Release, tables: Iterator[pl.DataFrame], new: Path, few_cells: int) -> None:
    """Write a table for the resolution above presence's, then from each the next, until one has few cells."""
    for resolution in range(release.manifest.presence_resolution - 1, -1, -1):
        path = new / file_of(release, resolution)
        if _put_table(path, tables) <= few_cells:
            return
        tables = _coarser(path, resolution - 1)


def _of_parents(release: Release, parts: Parts, own: Cells) -> Iterator[pl.DataFrame]:
    """Yield the sums by the parents of presence's cells, some parents at a time, all dates of them."""
    resolution = release.manifest.presence_resolution - 1
    made_of = quantities(low=release.manifest.presence_low)
    reader = replace(parts)  # what it keeps of what it has read is its own
    some = max(1, int(ROWS_AT_ONCE * own.size / max(1, parts.rows.sum())))
    for below in _families(own, cells.parent(own, resolution), some):
        by_hour = [_of_day(reader, below, day, resolution, made_of) for day in release.presence_dates]
        yield of_hours(pl.concat(by_hour), made_of)


def _families(own: Cells, parents: Cells, some: int) -> Iterator[Cells]:
    """Yield the cells in their order, about `some` at a time, those of one parent together."""
    starts = np.flatnonzero(np.concatenate([[True], parents[1:] != parents[:-1]]))
    ends = np.unique(np.searchsorted(starts, np.arange(some, own.size, some)))
    yield from np.split(own, starts[ends[ends < starts.size]])


def _of_day(reader: Parts, below: Cells, day: date, resolution: int, made_of: dict[str, pl.Expr]) -> pl.DataFrame:
    rows = reader.holding(below, (day, day)).filter(pl.col("cell").is_between(below[0], below[-1]))
    by = (cells.parent(pl.col("cell"), resolution), pl.lit(day).alias("date"), pl.col("dwell_band_min"), pl.col("hour"))
    by_moment = rows.group_by(by).agg(**made_of)
    # An hour that the clock repeats in autumn adds to the one before it.
    return by_moment.group_by(*KEYS, pl.col("hour").dt.hour()).agg(pl.col(*made_of).sum()).collect()


def _coarser(path: Path, resolution: int) -> Iterator[pl.DataFrame]:
    """Yield the table of a file by coarser cells, a part of it at a time; a cell's rows come together."""
    with pq.ParquetFile(path) as file:
        last = pl.DataFrame()
        for group in range(file.num_row_groups):
            rows = pl.DataFrame(file.read_row_group(group))
            rows = coarser(pl.concat([last, rows]) if last.height else rows, resolution)
            open_still = pl.col("cell") == rows["cell"][-1]
            last = rows.filter(open_still)
            yield rows.filter(~open_still)
        yield last


def _put_table(path: Path, tables: Iterable[pl.DataFrame]) -> int:
    """Write the parts of a table to a file, in row groups of a limited size, and return how many cells it has."""
    found = 0
    with ExitStack() as opened:
        writer: pq.ParquetWriter | None = None
        for table in _in_groups(tables):
            rows = table.to_arrow()
            if writer is None:
                writer = opened.enter_context(
                    pq.ParquetWriter(
                        path, rows.schema, compression="zstd", write_statistics=["cell"], write_page_checksum=True
                    )
                )
            writer.write_table(rows, row_group_size=ROWS_A_GROUP)
            found += table["cell"].n_unique()
    return found


def _in_groups(tables: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield the same rows in tables of ROWS_A_GROUP or a little more; a cell's rows stay together."""
    held: list[pl.DataFrame] = []
    for table in tables:
        held += [table] if table.height else []
        if sum(one.height for one in held) >= ROWS_A_GROUP:
            yield pl.concat(held)
            held = []
    if held:
        yield pl.concat(held)
