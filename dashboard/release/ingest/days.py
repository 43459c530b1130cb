"""Presence by date in files: a date is read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from dashboard.release.ingest.presence import Presence
from dashboard.release.tables import COUNT, LOW


@dataclass(kw_only=True)
class Days(Mapping[date, pl.DataFrame]):
    """Presence of parts of an input, each of hours of its own, laid out by date in a folder.

    `met` are the parts without their counts; `cells` and `bands` what all of them have.
    """

    folder: Path
    met: list[Presence] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    cells: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt64))
    bands: set[int] = field(default_factory=set)

    def add(self, found: Presence) -> None:
        """Lay the presence of a part of the input on the disk."""
        counts = found.counts
        number = len(self.met)
        self.met.append(replace(found, counts=counts.clear()))
        self.cells = pl.concat([self.cells, counts["cell"].unique()]).unique()
        self.bands |= set(counts["dwell_band_min"].unique().to_list())
        lows = counts if LOW in counts.columns else counts.with_columns(pl.col(COUNT).alias(LOW))
        dated = lows.with_columns(pl.col("hour").dt.date().alias("date"), pl.col("dwell_band_min").cast(pl.UInt16))
        for (day,), rows in dated.partition_by("date", as_dict=True, include_key=False).items():
            self.days.add(day)
            (self.folder / str(day)).mkdir(exist_ok=True)
            rows.write_parquet(self.folder / str(day) / f"{number}.parquet", compression="lz4")

    @property
    def has_low(self) -> bool:
        """Say whether counts of any part have a low of their own."""
        return any(LOW in found.counts.columns for found in self.met)

    def __getitem__(self, day: date) -> pl.DataFrame:
        """Return the presence of a date."""
        if day not in self.days:
            raise KeyError(day)
        rows = pl.scan_parquet(self.folder / str(day) / "*.parquet", hive_partitioning=False)
        return (rows if self.has_low else rows.drop(LOW)).collect()

    def __iter__(self) -> Iterator[date]:
        """Give the dates."""
        return iter(self.days)

    def __len__(self) -> int:
        """Return how many dates there are."""
        return len(self.days)
