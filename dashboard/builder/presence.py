"""Devices by cell, hour and stay, each device once an hour: in the cell where it was longest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from dashboard import cells
from dashboard.builder.clock import DAY_S, HOUR_S, Clock, day_number
from dashboard.builder.neighbours import Frame, in_order, with_nearest, with_neighbours
from dashboard.builder.tally import KEY, tallies, tally
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT

MOST_BANDS = 16
_HALF_S = HOUR_S // 2  # no clock strikes twice within half an hour of UTC; in Colombo one did within an hour
_HALVES = 128  # more than a local date may have part in, wherever it is
_FIRST_S = -14 * HOUR_S  # the earliest local midnight, from midnight in UTC


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What is counted: cells of a resolution, stay bands by their lower edges, dates as days since 1970-01-01."""

    resolution: int
    dwell_bands_min: tuple[int, ...]
    max_gap_s: int
    start: int
    end: int

    @classmethod
    def of(cls, manifest: Manifest) -> Grid:
        """Return the grid that a manifest describes."""
        return cls(
            resolution=manifest.presence_resolution,
            dwell_bands_min=tuple(manifest.dwell_bands_min),
            max_gap_s=manifest.max_gap_min * 60,
            start=day_number(manifest.period.start),
            end=day_number(manifest.period.end),
        )

    @property
    def dates(self) -> int:
        """Return how many dates are counted."""
        return self.end - self.start + 1

    @property
    def span(self) -> tuple[int, int]:
        """Return the epoch seconds within which a sighting can matter to a date that is counted, in any time zone."""
        # Beyond a gap and the longest band a stay is in that band, however much longer it is.
        reach_s = DAY_S + self.max_gap_s + 60 * self.dwell_bands_min[-1]
        return self.start * DAY_S - reach_s, (self.end + 1) * DAY_S + reach_s


def presence(sightings: Frame, clock: Clock, grid: Grid, keep: Callable[[Frame], Frame]) -> dict[int, pl.DataFrame]:
    """Find the devices of each cell, hour and stay band under the rule "one_cell_per_hour", by date, for `total`.

    `sightings` are numbered and in order, `keep` computes a frame that is used several times. A stay in a cell is a
    longest run of a device's sightings in the cell with no gap above `max_gap_s` and none elsewhere in between. In an
    hour a device counts in the cell where its stays spent most of the hour, of the cells in which it was sighted; ties
    go to the smallest cell. Its band is that of the longest of its stays there that reach into the hour, each in its
    whole length.
    """
    day = clock.day(nw.col("hour"))
    within = sightings.filter(nw.col("t").is_between(*grid.span))
    pieces = _pieces(_cut(within, clock, grid), clock).filter(day.is_between(grid.start, grid.end))
    chosen = _longest(keep(pieces)).with_columns(date=day)
    found = tallies(chosen.select("date", _key(grid).alias(KEY)), "date", KEY)
    return {day: rows for (day,), rows in found.partition_by("date", as_dict=True, include_key=False).items()}


def total(parts: list[pl.DataFrame], day: int, clock: Clock, grid: Grid, time_zone: str) -> pl.DataFrame:
    """Return the counts of a date from all parts' rows of `presence`: cell, hour (Datetime), dwell_band_min, devices.

    In the order of these columns.
    """
    counts = tally(parts)
    place = pl.col(KEY) // MOST_BANDS
    return counts.select(
        cells.of_number(place // _HALVES, grid.resolution).cast(pl.UInt64).alias("cell"),
        pl.lit(_hours(day, clock, time_zone)).gather(place % _HALVES).alias("hour"),
        pl.lit(pl.Series(grid.dwell_bands_min, dtype=pl.UInt16))
        .gather(pl.col(KEY) % MOST_BANDS)
        .alias("dwell_band_min"),
        COUNT,
    )


def _key(grid: Grid) -> nw.Expr:
    """Return cell, hour of the date and band in one whole number, in the order of the three."""
    band = nw.lit(0)
    for number, edge in enumerate(grid.dwell_bands_min[1:], start=1):
        band = nw.when(nw.col("dwell_s") >= edge * 60).then(nw.lit(number)).otherwise(band)
    half = (nw.col("hour") - nw.col("date").cast(nw.Int64) * DAY_S - _FIRST_S) // _HALF_S
    return (cells.number(nw.col("cell"), grid.resolution) * _HALVES + half) * MOST_BANDS + band


def _hours(day: int, clock: Clock, time_zone: str) -> pl.Series:
    """Return the hours of a date by their number in `_key`."""
    last_seconds = pl.int_range(1, _HALVES + 1, eager=True) * _HALF_S + (day * DAY_S + _FIRST_S - 1)
    struck = nw.from_native(last_seconds.to_frame("t"), eager_only=True).select(hour=clock.hour(nw.col("t")))
    hour = (struck.to_native()["hour"] * 1000).cast(pl.Datetime("ms"))
    return hour.dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone)


def _cut(sightings: Frame, clock: Clock, grid: Grid) -> Frame:
    """Return the first and the last sighting of each stay in each hour, with what they are.

    `first` and `last` are of the stay in the hour; at one that `arrives` the stay begins, at one that `leaves` it ends.
    """
    t, cell, hour = nw.col("t"), nw.col("cell"), nw.col("hour")
    placed = sightings.select("device", "seq", "t", cell=cells.parent(cell, grid.resolution), hour=clock.hour(t))
    linked = with_neighbours(
        placed,
        ["device"],
        "seq",
        before={"t_before": "t", "cell_before": "cell", "hour_before": "hour"},
        after={"t_after": "t", "cell_after": "cell", "hour_after": "hour"},
    )
    stayed = (nw.col("cell_before") == cell) & (t - nw.col("t_before") <= grid.max_gap_s)
    stays = (nw.col("cell_after") == cell) & (nw.col("t_after") - t <= grid.max_gap_s)
    marked = linked.with_columns(arrives=~stayed.fill_null(value=False), leaves=~stays.fill_null(value=False))
    ends = marked.with_columns(
        first=nw.col("arrives") | (nw.col("hour_before") != hour),
        last=nw.col("leaves") | (nw.col("hour_after") != hour),
    )
    wanted = ("device", "seq", "t", "cell", "hour", "arrives", "leaves", "first", "last")
    return ends.filter(nw.col("first") | nw.col("last")).select(*wanted)


def _pieces(cut: Frame, clock: Clock) -> Frame:
    """Return stays cut at the hours: device, seq, cell, hour, seconds in the hour, and dwell_s of the whole stay.

    A piece holds at least one sighting: a stay cannot reach into an hour in which the device was sighted without a
    sighting of its own there.
    """
    t, hour = nw.col("t"), nw.col("hour")
    # The row after a first that is not itself the last is the last.
    linked = with_neighbours(cut, ["device"], "seq", after={"t_after": "t", "leaves_after": "leaves"})
    until = nw.when(nw.col("last")).then(t).otherwise(nw.col("t_after"))
    leaves = nw.when(nw.col("last")).then(nw.col("leaves")).otherwise(nw.col("leaves_after"))
    pieces = linked.with_columns(until=until, leaves=leaves).filter(nw.col("first"))
    known = pieces.with_columns(
        arrived=nw.when(nw.col("arrives")).then(t), left=nw.when(nw.col("leaves")).then(nw.col("until"))
    )
    in_hour = known.with_columns(
        seconds=nw.when(nw.col("leaves")).then(nw.col("until")).otherwise(clock.hour_end(hour))
        - nw.when(nw.col("arrives")).then(t).otherwise(hour)
    )
    whole = with_nearest(in_hour, ["device"], "seq", back=["arrived"], ahead=["left"])
    return whole.select("device", "seq", "cell", "hour", "seconds", dwell_s=nw.col("left") - nw.col("arrived"))


def _longest(pieces: Frame) -> Frame:
    """Return one row for each device and hour: the cell with the most seconds and its longest stay's dwell_s."""
    hour, wanted = nw.col("hour"), ("cell", "hour", "dwell_s")
    linked = with_neighbours(pieces, ["device"], "seq", before={"hour_before": "hour"}, after={"hour_after": "hour"})
    again = (nw.col("hour_before") == hour).fill_null(value=False) | (nw.col("hour_after") == hour).fill_null(
        value=False
    )
    marked = linked.with_columns(contested=again)
    # Most devices spend their hour in one stay; only the rest need to be compared.
    by_cell = (
        marked.filter(nw.col("contested"))
        .group_by("device", "hour", "cell")
        .agg(nw.col("seconds").sum(), nw.col("dwell_s").max())
        .with_columns(short_of=-nw.col("seconds"))
    )
    ranked = in_order(by_cell, "device", "hour", "short_of", "cell")
    compared = with_neighbours(ranked, ["device", "hour"], ["short_of", "cell"], before={"better": "cell"})
    most = compared.filter(nw.col("better").is_null())
    return nw.concat([marked.filter(~nw.col("contested")).select(*wanted), most.select(*wanted)])
