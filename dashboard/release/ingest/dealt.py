"""An input as it is read: held in memory, or, where it is large, dealt out by date on the disk and taken in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.findings import ROW
from dashboard.release.ingest.about import About
from dashboard.release.ingest.cells import parse_places
from dashboard.release.ingest.clock_texts import reading_of
from dashboard.release.ingest.counts import decimal_of, parse_counts
from dashboard.release.ingest.days import Days
from dashboard.release.ingest.dealing import deal_out, parts_of
from dashboard.release.ingest.files import files_of
from dashboard.release.ingest.guess import wide_hours
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.presence import presence_of
from dashboard.release.ingest.read import batches_of, read_input
from dashboard.release.ingest.rows import left_out, long_rows, none_kept, total_at_end
from dashboard.release.ingest.table import PART, Table
from dashboard.release.ingest.times import hours_of
from dashboard.release.tables import LOW

HELD_BYTES = 100_000_000  # of text; more is dealt out
_HOUR, _ROWS = "start of the hour", "rows of the time"
_WAITING_AT_MOST = 2_000_000  # rows
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
        """Give its presence, a date at a time, made of some hours at a time: no more than one lies in memory.

        What holds for all rows, such as the order of day and month, is decided by the distinct values beforehand.
        """
        files = [pl.scan_parquet(file) for file in sorted(self.folder.glob("*.parquet"))]
        rows, left_out = _kept(files, plan)
        rows, notes = _without_total(rows, plan)
        decided, threshold = _decided(rows, plan, about)
        times, timed = _times(rows, plan)
        reading = reading_of(times, timed)
        hours = times.with_columns(hours_of(times, timed, about.time_zone, reading).alias(_HOUR))
        parts = parts_of(hours.drop(ROW, PART), _HOUR, _ROWS)
        with TemporaryDirectory(prefix="screening-scope-", dir=self.folder) as folder:
            dealt, laid = Path(folder) / "dealt", Path(folder) / "days"
            dealt.mkdir()
            laid.mkdir()
            days = Days(folder=laid)
            of_part = decided.model_copy(update={"hour": timed.hour, "devices": timed.devices})
            stated = replace(about, threshold=threshold)
            for part in deal_out((long_rows(some.collect(), plan)[0] for some in rows), parts, dealt):
                days.add(presence_of(part, of_part, stated, reading))
            yield _counts(days, notes=(*left_out, *notes))


def _counts(days: Days, notes: tuple[str, ...]) -> Counts:
    first = days.met[0]
    return Counts(
        days=days,
        cells=days.cells,
        bands=sorted(days.bands),
        has_low=days.has_low,
        resolution=first.resolution,
        beyond_m=max(found.beyond_m for found in days.met),
        threshold=first.threshold,
        zeros=sum(found.zeros for found in days.met),
        notes=(*notes, *dict.fromkeys(note for found in days.met for note in found.notes)),
    )


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
                msg = _("{file} has other columns than {other}, expected the same in every file").format(
                    file=table.file, other=first.file
                )
                raise InputError(msg)
            rows = table.rows.select(first.rows.columns).with_columns(pl.col(PART).cast(pl.String))
            rows.write_parquet(Path(folder) / f"{number:06}.parquet", compression="lz4")
        if first is None:
            msg = _("{file} has no rows, expected counts by place and hour").format(file=path)
            raise InputError(msg)
        yield Dealt(table=replace(first, notes=notes), folder=Path(folder))


def _kept(files: list[pl.LazyFrame], plan: Plan) -> tuple[list[pl.LazyFrame], tuple[str, ...]]:
    """Return the rows of the strata that a plan keeps, and what is told of the others; see rows.kept_rows."""
    notes: tuple[str, ...] = ()
    for column, value in plan.keep.items():
        keeping = pl.col(column).cast(pl.String).str.strip_chars() == value
        sums = pl.concat([rows.select(pl.len(), keeping.sum().alias("kept")).collect() for rows in files]).sum()
        whole, kept = sums.row(0)
        if not kept:
            raise none_kept(_distinct(files, [column]), column, value)
        notes += (left_out(whole - kept, column, value),) if kept < whole else ()
        files = [rows.filter(keeping) for rows in files]
    return files, notes


def _without_total(files: list[pl.LazyFrame], plan: Plan) -> tuple[list[pl.LazyFrame], tuple[str, ...]]:
    """Return rows without a last one that is the total of all others, see rows.total_at_end; and what is told of it."""
    lasts = (rows.tail(1).collect() for rows in reversed(files))
    last = next((found for found in lasts if not found.is_empty()), None)
    if last is None or last[plan.time or ""].cast(pl.String, strict=False)[0]:
        return files, ()
    others = [rows.filter((pl.col(ROW) != last[ROW][0]) | (pl.col(PART) != last[PART][0])) for rows in files]
    number = pl.col(plan.devices or "").cast(pl.Float64, strict=False)
    return others, total_at_end(last, plan, sum(rows.select(number.sum()).collect().item() for rows in others))


def _times(files: list[pl.LazyFrame], plan: Plan) -> tuple[pl.DataFrame, Plan]:
    """Return the distinct times with their first row and, in _ROWS, how many rows have each; and the plan of long rows.

    A row with a column for each hour has 24 of them.
    """
    times = _distinct(files, [plan.time or "", *filter(None, [plan.hour])])
    wide = wide_hours(files[0].collect_schema().names(), plan.devices)
    if plan.hour is not None or not wide:
        return times, plan
    long, timed = long_rows(times.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in wide), plan)
    return long.drop(timed.devices or ""), timed


def _decided(files: list[pl.LazyFrame], plan: Plan, about: About) -> tuple[Plan, int]:
    """Return the plan with the resolution and the decimal sign that all rows decide, and the threshold they state."""
    places = [plan.cell] if plan.cell else [plan.lat, plan.lng]
    placed = parse_places(_distinct(files, [name for name in places if name]), plan)
    decided = plan.model_copy(update={"resolution": placed.resolution})
    names = list(wide_hours(files[0].collect_schema().names(), plan.devices)) or [plan.devices or ""]
    values = pl.concat([_distinct(files, [name]).rename({name: plan.devices or ""}) for name in names])
    counted = parse_counts(values, plan.devices or "", threshold=about.threshold, decimal=plan.decimal)
    return decided.model_copy(update={"decimal": decimal_of(values, plan)}), counted.threshold


def _distinct(files: list[pl.LazyFrame], columns: list[str]) -> pl.DataFrame:
    """Return the distinct values of columns in the order of their first rows, with it, and in _ROWS how many have each.

    A file at a time: a stream of all keeps a row of each for every time that it comes again.
    """
    firsts = (pl.col(ROW).first(), pl.col(PART).first())
    found, waiting, many = None, [], 0
    for number, rows in enumerate(files, start=1):
        of_one = (
            rows.group_by(columns, maintain_order=True).agg(*firsts, pl.len().cast(pl.UInt64).alias(_ROWS)).collect()
        )
        waiting.append(of_one)
        many += of_one.height
        if many > _WAITING_AT_MOST or number == len(files):
            together = pl.concat([*([] if found is None else [found]), *waiting])
            found = together.group_by(columns, maintain_order=True).agg(*firsts, pl.col(_ROWS).sum())
            waiting, many = [], 0
    if found is None:
        raise ValueError(files)
    return found
