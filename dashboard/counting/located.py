"""Where a release has presence: its distinct cells, at any resolution, with their centres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard import cells
from dashboard.counting.memo import once_per_release
from dashboard.counting.sums import OVER
from dashboard.errors import ScopeError
from dashboard.release.load import Release
from dashboard.release.parts import Parts
from dashboard.release.tables import COUNT, LOW


@dataclass(frozen=True, kw_only=True, eq=False)
class Located:
    """Cells, rising, and their centres in WGS-84 degrees, element by element."""

    cell: npt.NDArray[np.uint64]
    lat: npt.NDArray[np.float64]
    lng: npt.NDArray[np.float64]

    def __post_init__(self) -> None:
        """Make the arrays read-only: they are shared."""
        for array in (self.cell, self.lat, self.lng):
            array.flags.writeable = False


def presence_of(release: Release) -> Parts:
    """Return the presence table; raise ScopeError if the release has none."""
    if release.presence_parts is None:
        msg = f"release {release.key} has no presence table, expected device counts by cell and hour"
        raise ScopeError(msg)
    return release.presence_parts


def check_resolution(release: Release, resolution: int) -> None:
    """Raise ScopeError unless a resolution is that of the release's presence or coarser."""
    finest = release.manifest.presence_resolution
    if not 0 <= resolution <= finest:
        msg = f"resolution is {resolution}, expected 0 to {finest}, the resolution of the release's presence"
        raise ScopeError(msg)


def check_order(start: date, end: date) -> None:
    """Raise ScopeError unless the first date of a window is on or before its last."""
    if start > end:
        msg = f"start {start} is after end {end}, expected start on or before end"
        raise ScopeError(msg)


@once_per_release
def located(release: Release, resolution: int) -> Located:
    """Return the cells of a resolution that hold any presence in the release's whole period.

    Raises ScopeError for a resolution finer than the release's.
    """
    cell = cells_with_presence(release, resolution)
    centres = cells.centres(cell)
    return Located(cell=cell, lat=centres[:, 0], lng=centres[:, 1])


@once_per_release
def cells_with_presence(release: Release, resolution: int) -> npt.NDArray[np.uint64]:
    """Return the cells of `located`, rising, without their centres, which take a second a million."""
    check_resolution(release, resolution)
    if resolution == release.manifest.presence_resolution:
        presence_of(release)
        found = release.presence_cells()
    else:
        found = cells.parent(cells_with_presence(release, release.manifest.presence_resolution), resolution)
    # In rising order their parents rise, too: no sorting of a million.
    first = np.concatenate([[True], found[1:] != found[:-1]]) if found.size else np.zeros(0, dtype=bool)
    cell: npt.NDArray[np.uint64] = found[first]
    cell.flags.writeable = False
    return cell


def presence_rows(  # noqa: PLR0913 rows have a place, a time, a band and columns
    release: Release, chosen: Sequence[int] | None, start: date, end: date, min_band: int = 0, *, hours: bool = True
) -> pl.LazyFrame:
    """Return the presence rows of dates, both included, in `chosen` cells (None: everywhere) and long enough bands.

    Without `hours` the column hour is not read, which halves what a map over whole days takes. OVER is by how much a
    count may exceed the devices that it stands for, 0 unless the release has lows.

    Raises ScopeError for dates out of order or cells of several resolutions.
    """
    check_order(start, end)
    kept = None if chosen is None else presence_cells(release, np.array(chosen, dtype=np.uint64))
    columns = ["cell", *(["hour"] if hours else []), *(["dwell_band_min"] if min_band > 0 or hours else []), COUNT]
    columns += [LOW] if release.manifest.presence_low else []
    rows = presence_of(release).holding(kept, (start, end), columns)
    if kept is not None:
        rows = rows.filter(pl.col("cell").is_in(pl.Series(kept, dtype=pl.UInt64).implode()))
    over = pl.col(COUNT).cast(pl.Int64) - pl.col(LOW) if release.manifest.presence_low else pl.lit(0, dtype=pl.Int64)
    rows = rows.with_columns(over.alias(OVER))
    return rows.filter(pl.col("dwell_band_min") >= min_band) if min_band > 0 else rows


def presence_cells(release: Release, chosen: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the presence cells, rising, that are one of `chosen` or lie below one.

    `chosen` holds cells of one resolution, the presence's or coarser; raises ScopeError otherwise.
    """
    own = cells_with_presence(release, release.manifest.presence_resolution)
    if not chosen.size:
        return own[:0]
    resolution = cells.resolution(int(chosen[0]))
    if (cells.parent(chosen, resolution) != chosen).any():
        msg = f"cells are of several resolutions, expected them all of {resolution}, that of the first"
        raise ScopeError(msg)
    check_resolution(release, resolution)
    return own[below(own, np.unique(chosen), release.manifest.presence_resolution)]


def below(every: npt.NDArray[np.uint64], above: npt.NDArray[np.uint64], resolution: int) -> npt.NDArray[np.intp]:
    """Return where the descendants of cells of one resolution (rising) lie among `every`, rising, of another."""
    # Descendants of a cell lie side by side in the order of their indexes.
    lowest, highest = cells.descendants(above, resolution)
    first, last = np.searchsorted(every, lowest), np.searchsorted(every, highest, side="right")
    runs = np.repeat(first - np.concatenate([[0], np.cumsum(last - first)[:-1]]), last - first)
    return (runs + np.arange(runs.size)).astype(np.intp)
