"""An input as it is read: held in memory, or, where it is large, dealt out by date on the disk and taken in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from dashboard.errors import InputError
from dashboard.release.check.findings import ROW
from dashboard.release.ingest.about import About
from dashboard.release.ingest.cells import parse_places
from dashboard.release.ingest.clock_texts import reading_of
from dashboard.release.ingest.counts import decimal_of, parse_counts
from dashboard.release.ingest.files import files_of
from dashboard.release.ingest.guess import wide_hours
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.presence import Presence, presence_of
from dashboard.release.ingest.read import batches_of, read_input
from dashboard.release.ingest.rows import total_at_end
from dashboard.release.ingest.table import PART, Table
from dashboard.release.ingest.times import dates_of
from dashboard.release.tables import COUNT, LOW

HELD_BYTES = 400_000_000  # of text; more is dealt out
_DATE, _HOUR = "date of the time", "hour of the day"
_PACKED = 6  # so many bytes one of .gz or .zip is taken for


@dataclass(frozen=True, kw_only=True, eq=False)
class Counts:
    """Presence by local date, however it is held; its cells and stay bands; how it was laid and what was decided."""

    days: Mapping[date, pl.DataFrame]
    cells: pl.Series
    bands: list[int]
    has_low: bool
    resolution: int
    beyond_m: float
    threshold: int
    zeros: int
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Held:
    """A table in memory."""

    table: Table

    @contextmanager
    def presence(self, plan: Plan, about: About) -> Iterator[Counts]:
        """Give its presence."""
        found = presence_of(self.table.rows, plan, about)
        dated = found.counts.with_columns(pl.col("hour").dt.date().alias("date"))
        days = {day: rows for (day,), rows in dated.partition_by("date", as_dict=True, include_key=False).items()}
        yield Counts(
            days=days,
            cells=found.counts["cell"].unique(),
            bands=found.counts["dwell_band_min"].unique().sort().to_list(),
            has_low=LOW in found.counts.columns,
            resolution=found.resolution,
            beyond_m=found.beyond_m,
            threshold=found.threshold,
            zeros=found.zeros,
            notes=found.notes,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Dealt:
    """A table on the disk, all its rows in the Parquet files of a folder; `table` holds the first of them."""

    table: Table
    folder: Path

    @contextmanager
    def presence(self, plan: Plan, about: About) -> Iterator[Counts]:
        """Give its presence, a date at a time: no more than one lies in memory.

        What holds for all rows, such as the order of day and month, is decided by the distinct values beforehand.
        """
        rows, notes = _without_total(pl.scan_parquet(self.folder / "*.parquet"), plan)
        decided, threshold = _decided(rows, plan, about)
        times = _distinct(rows, [plan.time or "", *filter(None, [plan.hour])])
        # A row of a day, with a column for each hour, goes by its date.
        is_wide = plan.hour is None and wide_hours(rows.collect_schema().names(), plan.devices)
        told = times.with_columns(pl.lit("0").alias(_HOUR)) if is_wide else times
        dated = plan.model_copy(update={"hour": _HOUR}) if is_wide else plan
        reading = reading_of(told, dated)
        keyed = times.with_columns(dates_of(told, dated, about.time_zone, reading).alias(_DATE))
        with TemporaryDirectory(prefix="screening-scope-", dir=self.folder) as folder:
            days = _Days(folder=Path(folder))
            for day in keyed[_DATE].unique().sort(nulls_last=False).to_list():  # times that are none are told first
                on = keyed.filter(pl.col(_DATE).eq_missing(day)).drop(ROW, PART, _DATE)
                part = rows.join(on.lazy(), on=on.columns, how="semi", nulls_equal=True).collect(engine="streaming")
                days.add(presence_of(part.sort(PART, ROW), decided, replace(about, threshold=threshold), reading))
            found = days.counts()
            yield replace(found, notes=(*notes, *found.notes))


@dataclass(kw_only=True)
class _Days(Mapping[date, pl.DataFrame]):
    """Presence by date in files; a date is read when it is asked for."""

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
        dated = lows.with_columns(pl.col("hour").dt.date().alias("date"))
        for (day,), rows in dated.partition_by("date", as_dict=True, include_key=False).items():
            self.days.add(day)
            (self.folder / str(day)).mkdir(exist_ok=True)
            rows.write_parquet(self.folder / str(day) / f"{number}.parquet")

    def counts(self) -> Counts:
        """Return all that was added."""
        first = self.met[0]
        return Counts(
            days=self,
            cells=self.cells,
            bands=sorted(self.bands),
            has_low=self.has_low,
            resolution=first.resolution,
            beyond_m=max(found.beyond_m for found in self.met),
            threshold=first.threshold,
            zeros=sum(found.zeros for found in self.met),
            notes=tuple(dict.fromkeys(note for found in self.met for note in found.notes)),
        )

    @property
    def has_low(self) -> bool:
        return any(LOW in found.counts.columns for found in self.met)

    def __getitem__(self, day: date) -> pl.DataFrame:
        if day not in self.days:
            raise KeyError(day)
        rows = pl.read_parquet(self.folder / str(day) / "*.parquet", hive_partitioning=False)
        return rows if self.has_low else rows.drop(LOW)

    def __iter__(self) -> Iterator[date]:
        return iter(self.days)

    def __len__(self) -> int:
        return len(self.days)


@contextmanager
def opened(path: Path, plan: Plan) -> Iterator[Held | Dealt]:
    """Give an input, in memory or, where it is large, on the disk; what lies there is gone afterwards."""
    files = files_of(path)
    size = sum(file.path.stat().st_size * (_PACKED if file.is_packed else 1) for file in files)
    if size <= HELD_BYTES:
        yield Held(table=read_input(path, plan))
        return
    with TemporaryDirectory(prefix="screening-scope-") as folder:
        first: Table | None = None
        notes: tuple[str, ...] = ()
        for number, table in enumerate(batches_of(path, plan)):
            first = first or table
            notes += table.notes
            if set(table.rows.columns) != set(first.rows.columns):
                msg = f"{table.file} has other columns than {first.file}, expected the same in every file"
                raise InputError(msg)
            rows = table.rows.select(first.rows.columns).with_columns(pl.col(PART).cast(pl.String))
            rows.write_parquet(Path(folder) / f"{number:06}.parquet", compression="lz4")
        if first is None:
            msg = f"{path} has no rows, expected counts by place and hour"
            raise InputError(msg)
        yield Dealt(table=replace(first, notes=notes), folder=Path(folder))


def _without_total(rows: pl.LazyFrame, plan: Plan) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Return rows without a last one that is the total of all others, see rows.total_at_end; and what is told of it."""
    time, devices = plan.time or "", plan.devices or ""
    for column, value in plan.keep.items():
        rows = rows.filter(pl.col(column).cast(pl.String).str.strip_chars() == value)
    last = rows.tail(1).collect(engine="streaming")
    if last.is_empty() or last[time].cast(pl.String, strict=False)[0]:
        return rows, ()
    is_last = (pl.col(ROW) == last[ROW][0]) & (pl.col(PART) == last[PART][0])
    others = rows.filter(~is_last)
    number = pl.col(devices).cast(pl.Float64, strict=False)
    return others, total_at_end(last, plan, others.select(number.sum()).collect(engine="streaming").item())


def _decided(rows: pl.LazyFrame, plan: Plan, about: About) -> tuple[Plan, int]:
    """Return the plan with the resolution and the decimal sign that all rows decide, and the threshold they state."""
    places = [plan.cell] if plan.cell else [plan.lat, plan.lng]
    placed = parse_places(_distinct(rows, [name for name in places if name]), plan)
    decided = plan.model_copy(update={"resolution": placed.resolution})
    names = list(wide_hours(rows.collect_schema().names(), plan.devices)) or [plan.devices or ""]
    values = pl.concat([_distinct(rows, [name]).rename({name: plan.devices or ""}) for name in names])
    counted = parse_counts(values, plan.devices or "", threshold=about.threshold, decimal=plan.decimal)
    return decided.model_copy(update={"decimal": decimal_of(values, plan)}), counted.threshold


def _distinct(rows: pl.LazyFrame, columns: list[str]) -> pl.DataFrame:
    """Return the distinct values of columns, with the first row of each."""
    firsts = rows.group_by(columns).agg(pl.col(ROW).first(), pl.col(PART).first())
    return firsts.collect(engine="streaming").sort(PART, ROW)
