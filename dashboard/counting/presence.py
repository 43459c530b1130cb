"""Device-hours by cell and by hour, and the cells to ask for.

Sums over the cells of one hour are distinct devices where the manifest's presence_rule is one_cell_per_hour; sums
over hours are device-hours, never people. `min_band` keeps the stay bands whose lower edge is at least that many
minutes. Hours are of the city's clock; an hour that the clock repeats in autumn adds to the one before it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from dashboard import cells as h3_cells
from dashboard.counting import wide
from dashboard.counting.area import Outline
from dashboard.counting.located import (
    cells_with_presence,
    check_order,
    check_resolution,
    located,
    presence_cells,
    presence_rows,
)
from dashboard.counting.memo import kept_per_release, once_per_release
from dashboard.counting.sums import PRESENCE_SUMS, with_bounds
from dashboard.errors import ScopeError
from dashboard.place import DrawnArea, RulePlace
from dashboard.release.answerable import check_place
from dashboard.release.load import Release
from dashboard.release.resolve import shapes_of

HOURS_A_DAY = 24
Hours = range | tuple[int, int]

# The share of values that a colour scale spans; the few above it take its last colour.
SCALE_QUANTILE = 0.995
# Areas with a stay band each, of a few hundred rows.
PROFILES_KEPT = 512
# Within a period of so many days, all windows share the profile of the whole of it.
PROFILE_WHOLE = timedelta(days=62)
SAMPLE_DATES, SAMPLE_RUNS, SAMPLE_CELLS = 7, 16, 20_000
READ_CELLS = 2 * SAMPLE_CELLS


def area(release: Release, place: RulePlace, radius_m: int) -> list[int]:
    """Return the presence cells, rising, whose centre lies within `radius_m` of a place, or inside its outline.

    Raises RuleError for a place that the release does not have.
    """
    check_place(release, place)
    resolution = release.manifest.presence_resolution
    if isinstance(place, DrawnArea):
        known = located(release, resolution)
        inside = Outline(corners=place.corners).depth_m(known.lat, known.lng) >= 0
        return [int(cell) for cell in known.cell[inside]]
    return _kept(release, h3_cells.disk(shapes_of(release, place), radius_m, resolution))


def district_area(release: Release, code: str) -> list[int]:
    """Return the presence cells, rising, whose centre lies inside a district; ScopeError for an unknown code."""
    if code not in release.districts:
        msg = f"district is {code!r}, expected one of {', '.join(release.districts) or 'the districts (it has none)'}"
        raise ScopeError(msg)
    return list(_district_area(release, code))


def heat(  # noqa: PLR0913 a map has a place, a time and a kind
    release: Release,
    cells: Sequence[int] | None,
    resolution: int,
    *,
    start: date,
    end: date,
    hours: Hours = (0, HOURS_A_DAY),
    min_band: int = 0,
) -> pl.DataFrame:
    """Return the device-hours of each cell of a resolution over dates and hours of the day.

    `cells` limits the map to what lies in them: cells of any one resolution up to the presence's; None is everywhere.
    `hours` runs from an hour, inclusive, to an hour, exclusive. Columns: cell (rising), low, mid, high, withheld
    (rows); a cell without any is absent. Raises ScopeError for a finer resolution, dates or hours out of order.
    """
    check_resolution(release, resolution)
    first, last = _hours(hours)
    tallied = wide.sums(release, cells, resolution, (start, end), (first, last), min_band)
    if tallied is None:
        rows = presence_rows(release, cells, start, end, min_band, hours=last - first < HOURS_A_DAY)
        if last - first < HOURS_A_DAY:
            rows = rows.filter(pl.col("hour").dt.hour().is_between(first, last - 1))
        tallied = rows.group_by(h3_cells.parent(pl.col("cell"), resolution)).agg(PRESENCE_SUMS).collect()
    return _with_bounds(release, tallied).sort("cell")


def heat_by_hour(
    release: Release, cells: Sequence[int] | None, resolution: int, day: date, min_band: int = 0
) -> pl.DataFrame:
    """Return the devices of each cell and hour of one date, the frames of a playback.

    Columns: cell, hour (0 to 23), low, mid, high, withheld (rows), in the order of hour and cell. Otherwise as `heat`.
    """
    check_resolution(release, resolution)
    tallied = wide.sums_by_hour(release, cells, resolution, day, min_band)
    if tallied is None:
        rows = presence_rows(release, cells, day, day, min_band)
        keys = (h3_cells.parent(pl.col("cell"), resolution), pl.col("hour").dt.hour())
        tallied = rows.group_by(*keys).agg(PRESENCE_SUMS).collect()
    return _with_bounds(release, tallied).sort("hour", "cell")


def profile(release: Release, area_cells: Sequence[int], start: date, end: date, min_band: int = 0) -> pl.DataFrame:
    """Return the devices in an area at every hour of every date, zeros too.

    Distinct devices an hour under one_cell_per_hour, else a device counts once for each of its cells. Columns: date,
    hour (0 to 23; one that the clock skips in spring is absent), low, mid, high.
    """
    check_order(start, end)
    first, last = release.manifest.period.start, release.manifest.period.end
    if not (first <= start and end <= last and last - first < PROFILE_WHOLE):
        first, last = start, end
    profile_of_period = _profile(release, tuple(area_cells), first, last, min_band)
    return profile_of_period.filter(pl.col("date").is_between(start, end))


@once_per_release
def scale_top(release: Release, resolution: int, min_band: int = 0) -> int:
    """Return where a colour scale ends that holds for the whole period: the devices of a cell in one hour.

    The 99.5th percentile over cells and hours with any devices, middles of what is withheld; at least 1. Of a large
    release over a sample: up to 7 dates evenly over those that have presence, and runs of neighbouring cells evenly
    over the country, about 20,000 presence cells in all. Kept per release.
    """
    check_resolution(release, resolution)
    sample = _sample(release, resolution)
    days = _evenly(release.presence_dates, SAMPLE_DATES)
    values = pl.concat([_day_values(release, resolution, sample, day, min_band) for day in days])
    hourly = values.group_by("mid").agg(pl.col("len").sum()).sort("mid")
    if hourly.is_empty():
        return 1
    share = hourly["len"].cum_sum() / hourly["len"].sum()
    return int(hourly["mid"][int((share < SCALE_QUANTILE).sum())])


@kept_per_release(PROFILES_KEPT)
def _profile(release: Release, area_cells: tuple[int, ...], start: date, end: date, min_band: int) -> pl.DataFrame:
    rows = presence_rows(release, area_cells, start, end, min_band)
    tallied = (
        rows.group_by(pl.col("hour").dt.date().alias("date"), pl.col("hour").dt.hour()).agg(PRESENCE_SUMS).collect()
    )
    every = _clock(start, end, release.manifest.time_zone)
    filled = every.join(tallied, on=["date", "hour"], how="left", maintain_order="left")
    return _with_bounds(release, filled).drop("withheld")


def _day_values(
    release: Release, resolution: int, sample: Sequence[int] | None, day: date, min_band: int
) -> pl.DataFrame:
    # A date at a time: the cells' hours of a month do not fit beside each other in a small server's memory.
    # A few cells are sooner read than found in tables of 24 hours, where an hour that the clock repeats is one.
    few = sample is not None and presence_cells(release, np.array(sample, dtype=np.uint64)).size <= READ_CELLS
    read = few or _hours_of(day, release.manifest.time_zone) > HOURS_A_DAY
    tallied = None if read else wide.sums_by_hour(release, sample, resolution, day, min_band)
    if tallied is None:
        rows = presence_rows(release, sample, day, day, min_band)
        tallied = rows.group_by(h3_cells.parent(pl.col("cell"), resolution), "hour").agg(PRESENCE_SUMS).collect()
    return _with_bounds(release, tallied).group_by("mid").len()


def _with_bounds(release: Release, tallied: pl.DataFrame) -> pl.DataFrame:
    disclosure = release.manifest.disclosure
    return with_bounds(tallied, disclosure, row_sd=None if disclosure.noise is None else disclosure.noise.presence_sd)


def _sample(release: Release, resolution: int) -> list[int] | None:
    """Return cells of a resolution in runs spread over all of them, or None where all are few enough."""
    below = cells_with_presence(release, release.manifest.presence_resolution).size
    every = cells_with_presence(release, resolution)
    wanted = max(SAMPLE_RUNS, len(every) * SAMPLE_CELLS // max(1, below))
    if below <= SAMPLE_CELLS or wanted >= len(every):
        return None
    runs = np.array_split(every, SAMPLE_RUNS)
    return [int(cell) for run in runs for cell in run[: wanted // SAMPLE_RUNS]]


def _evenly(days: Sequence[date], most: int) -> list[date]:
    at = np.linspace(0, len(days) - 1, min(most, len(days))).round().astype(int)
    return [days[position] for position in at]


@once_per_release
def _district_area(release: Release, code: str) -> tuple[int, ...]:
    geometry = release.districts[code].geometry
    return tuple(_kept(release, h3_cells.inside(geometry, release.manifest.presence_resolution)))


def _kept(release: Release, chosen: Collection[int]) -> list[int]:
    kept = presence_cells(release, np.fromiter(chosen, dtype=np.uint64, count=len(chosen)))
    return [int(cell) for cell in kept]


def _hours(hours: Hours) -> tuple[int, int]:
    first, last = (hours.start, hours.stop) if isinstance(hours, range) else hours
    if not 0 <= first < last <= HOURS_A_DAY:
        msg = f"hours are {first} to {last}, expected a first from 0 and a later last up to {HOURS_A_DAY}"
        raise ScopeError(msg)
    return first, last


def _hours_of(day: date, time_zone: str) -> int:
    return _struck(day, day, time_zone).len()


def _struck(start: date, end: date, time_zone: str) -> pl.Series:
    first, last = datetime.combine(start, time()), datetime.combine(end + timedelta(days=1), time())
    return pl.datetime_range(first, last, "1h", closed="left", time_zone=time_zone, eager=True).alias("hour")


def _clock(start: date, end: date, time_zone: str) -> pl.DataFrame:
    hours = _struck(start, end, time_zone)
    keys = hours.to_frame().select(pl.col("hour").dt.date().alias("date"), pl.col("hour").dt.hour())
    return keys.unique(maintain_order=True)
