"""Devices by cell, hour and stay, each device once an hour: in the cell where it was longest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from dashboard import cells
from dashboard.build.clock import DAY_S, Clock, day_number
from dashboard.build.neighbours import Frame, in_order, to_polars, with_nearest, with_neighbours
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT

KEY = ("cell", "hour", "dwell_band_min")


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


def presence(sightings: Frame, clock: Clock, grid: Grid, keep: Callable[[Frame], Frame]) -> pl.DataFrame:
    """Count devices by cell, hour and stay band under the rule "one_cell_per_hour".

    `sightings` are numbered and in order, `keep` computes a frame that is used several times. A stay in a cell is a
    longest run of a device's sightings in the cell with no gap above `max_gap_s` and none elsewhere in between. In an
    hour a device counts in the cell where its stays spent most of the hour, of the cells in which it was sighted; ties
    go to the smallest cell. Its band is that of the longest of its stays there that reach into the hour, each in its
    whole length. Returns cell, hour (epoch seconds), dwell_band_min, devices and date (days since 1970-01-01).
    """
    day = clock.day(nw.col("hour"))
    within = sightings.filter(nw.col("t").is_between(*grid.span))
    pieces = _pieces(_cut(within, clock, grid), clock).filter(day.is_between(grid.start, grid.end))
    chosen = _longest(keep(pieces)).with_columns(dwell_band_min=_band(grid.dwell_bands_min))
    return to_polars(chosen.group_by(*KEY).agg(nw.len().alias(COUNT)).with_columns(date=day))


def by_date(counts: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Return the counts of `presence` by date, in 18 bytes a row: hours are seconds from the date's midnight in UTC."""
    small = counts.select(
        pl.col("cell").cast(pl.UInt64),
        (pl.col("hour") - pl.col("date").cast(pl.Int64) * DAY_S).cast(pl.Int32).alias("hour"),
        pl.col("dwell_band_min").cast(pl.UInt16),
        pl.col(COUNT).cast(pl.UInt32),
        "date",
    )
    return {day: rows for (day,), rows in small.partition_by("date", as_dict=True, include_key=False).items()}


def total(counts: list[pl.DataFrame], day: int, time_zone: str) -> pl.DataFrame:
    """Return the counts of one date over all parts, from `by_date`, the hours as Datetimes in a time zone, unsorted."""
    seconds = pl.col("hour").cast(pl.Int64) + day * DAY_S
    hour = (seconds * 1000).cast(pl.Datetime("ms")).dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone)
    return pl.concat(counts).group_by(KEY).agg(pl.col(COUNT).sum()).with_columns(hour.alias("hour"))


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


def _band(lower_edges_min: tuple[int, ...]) -> nw.Expr:
    band = nw.lit(lower_edges_min[0])
    for edge in lower_edges_min[1:]:
        band = nw.when(nw.col("dwell_s") >= edge * 60).then(nw.lit(edge)).otherwise(band)
    return band
