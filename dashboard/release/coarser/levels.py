"""The tables of coarser cells that lie in the user's cache for a release, and the rows of some cells in them.

None of them is needed: where one is not there, or no longer as it was made, presence itself is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard import cells
from dashboard.cache import cache_folder
from dashboard.release.checked_by import checked_by
from dashboard.release.load import Release

MAKER = "dashboard.release.coarser.child"
GROUPS_AT_ONCE = 32
_KEPT = 64
Cells = npt.NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Level:
    """A table by the cells of one resolution: its file, and the lowest and highest cell of each row group."""

    resolution: int
    path: Path
    about: pq.FileMetaData
    low: Cells
    high: Cells

    def rows(self, chosen: Cells | None, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Yield the rows of cells that are one of `chosen` (rising, of one resolution, None: any) or lie below one.

        Raises OSError or pyarrow.ArrowException where the file is no longer as it was made.
        """
        groups = self._holding(chosen)
        for first in range(0, len(groups), GROUPS_AT_ONCE):
            some = groups[first : first + GROUPS_AT_ONCE]
            with pq.ParquetFile(self.path, metadata=self.about, page_checksum_verification=True) as file:
                rows = pl.DataFrame(file.read_row_groups(some, columns=["cell", *columns]))
            yield rows if chosen is None else self._below(rows, chosen)

    def _holding(self, chosen: Cells | None) -> list[int]:
        if chosen is None:
            return list(range(self.low.size))
        if not chosen.size:
            return []
        lowest, highest = cells.descendants(chosen, self.resolution)
        at = np.searchsorted(highest, self.low)
        some = at < chosen.size
        some[some] = lowest[at[some]] <= self.high[some]
        return [int(group) for group in np.flatnonzero(some)]

    def _below(self, rows: pl.DataFrame, chosen: Cells) -> pl.DataFrame:
        resolution = cells.resolution(int(chosen[0]))
        cell = pl.col("cell") if resolution == self.resolution else cells.parent(pl.col("cell"), resolution)
        return rows.filter(cell.is_in(pl.Series(chosen, dtype=pl.UInt64).implode()))


def level_of(release: Release, resolution: int) -> Level | None:
    """Return the coarsest table of a release whose cells are of a resolution or finer, None where there is none."""
    fine_enough = [(found, path) for found, path in _listed(release).items() if found >= resolution]
    try:
        return _opened(*min(fine_enough)) if fine_enough else None
    except (OSError, pa.ArrowException):
        return None


def folder_of(release: Release) -> Path | None:
    """Return where the tables of a release lie, or would: None for a user without a home."""
    kept = cache_folder()
    return None if kept is None else kept / "coarser" / _digest(release.where.resolved)


def file_of(release: Release, resolution: int) -> str:
    """Return the name of a table's file: another for each content of the release and each state of the code."""
    return f"{resolution:02}-{_made_of(release.digest)}.parquet"


def _listed(release: Release) -> dict[int, Path]:
    folder, made_of = folder_of(release), _made_of(release.digest)
    found = [] if folder is None else folder.glob(f"*-{made_of}.parquet")
    return {int(path.name.partition("-")[0]): path for path in found}


@lru_cache(_KEPT)
def _opened(resolution: int, path: Path) -> Level:
    about = pq.read_metadata(path)
    ranges = [about.row_group(group).column(0).statistics for group in range(about.num_row_groups)]
    low, high = (np.array([getattr(one, end) for one in ranges], dtype=np.uint64) for end in ("min", "max"))
    return Level(resolution=resolution, path=path, about=about, low=low, high=high)


@lru_cache(_KEPT)
def _made_of(digest: str) -> str:
    return _digest(f"{digest} {_made_by()}")


@cache
def _made_by() -> str:
    return checked_by(start=MAKER)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
