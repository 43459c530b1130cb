"""Sums of presence over cells coarser than its own, from the tables that were made of it once, where they are there.

They are the same sums, to the last row, as those of presence itself (see dashboard/release/coarser).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa

from dashboard import cells
from dashboard.release.coarser.levels import Level, level_of
from dashboard.release.coarser.sums import HOURS, column, quantities
from dashboard.release.load import Release


def sums(  # noqa: PLR0913, PLR0917 as presence.heat
    release: Release,
    chosen: Sequence[int] | None,
    resolution: int,
    days: tuple[date, date],
    hours: tuple[int, int],
    min_band: int,
) -> pl.DataFrame | None:
    """Return what stands behind the heat of `presence.heat`: `cell` and PRESENCE_SUMS; None without tables."""
    return _added(release, chosen, resolution, days, [hours], min_band, ["cell"])


def sums_by_hour(
    release: Release, chosen: Sequence[int] | None, resolution: int, day: date, min_band: int
) -> pl.DataFrame | None:
    """Return what stands behind each cell and `hour` (0 to 23) of a date, as `sums`."""
    every = [(hour, hour + 1) for hour in range(HOURS)]
    return _added(release, chosen, resolution, (day, day), every, min_band, ["cell", "hour"])


def _added(  # noqa: PLR0913, PLR0917 as above
    release: Release,
    chosen: Sequence[int] | None,
    resolution: int,
    days: tuple[date, date],
    hours: Sequence[tuple[int, int]],
    min_band: int,
    by: list[str],
) -> pl.DataFrame | None:
    members = release.members or (release,)
    levels = [level_of(member, _fineness(chosen, resolution)) for member in members]
    some = None if chosen is None else np.unique(np.array(chosen, dtype=np.uint64))
    if days[0] > days[1] or None in levels or _mixed(some):
        return None
    try:
        parts = [
            part
            for member, level in zip(members, levels, strict=True)
            if level is not None
            for part in _parts(level, some, resolution, days, hours, min_band, low=member.manifest.presence_low)
        ]
    except (OSError, pa.ArrowException):
        return None
    return pl.concat(parts).group_by(by).agg(pl.exclude(by).sum()) if parts else None


def _parts(  # noqa: PLR0913, PLR0917 as above
    level: Level,
    some: np.ndarray | None,
    resolution: int,
    days: tuple[date, date],
    hours: Sequence[tuple[int, int]],
    min_band: int,
    *,
    low: bool,
) -> Iterator[pl.DataFrame]:
    """Yield the sums of the rows of a level, a part of them at a time."""
    names = list(quantities(low=low))
    ends = sorted({end for one in hours for end in one if end > 0})
    columns = ["date", "dwell_band_min", *(column(name, end) for name in names for end in ends)]
    cell = cells.parent(pl.col("cell"), resolution)
    for rows in level.rows(some, columns):
        kept = rows.lazy().filter(pl.col("date").is_between(*days), pl.col("dwell_band_min") >= min_band)
        added = kept.group_by(cell).agg(pl.col(columns[2:]).sum()).collect()
        for first, last in hours:
            within = [_within(name, first, last) for name in names]
            over = [] if low else [pl.lit(0, dtype=pl.Int64).alias("over")]
            of_hours = added.select("cell", pl.lit(first, dtype=pl.Int8).alias("hour"), *within, *over)
            # A cell without a row has none in the answer, see presence.heat.
            yield of_hours.filter((pl.col("rows") > 0) | (pl.col("withheld") > 0)).drop(
                [] if len(hours) > 1 else "hour"
            )


def _within(name: str, first: int, last: int) -> pl.Expr:
    before = pl.col(column(name, first)) if first else pl.lit(0, dtype=pl.Int64)
    return (pl.col(column(name, last)) - before).alias(name)


def _fineness(chosen: Sequence[int] | None, resolution: int) -> int:
    return resolution if not chosen else max(resolution, cells.resolution(int(chosen[0])))


def _mixed(some: np.ndarray | None) -> bool:
    """Say whether cells are of several resolutions, which presence itself refuses."""
    if some is None or not some.size:
        return False
    return bool((cells.parent(some, cells.resolution(int(some[0]))) != some).any())
