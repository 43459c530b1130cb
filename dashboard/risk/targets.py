"""Targets among real devices: drawn at random, each known only by the rows that it is counted in."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.builder.clock import clock
from dashboard.builder.count import count
from dashboard.builder.distances import centres, distances
from dashboard.builder.engines.memory import Memory
from dashboard.builder.reach import reach
from dashboard.builder.sightings import read
from dashboard.counting.interval import Counts
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT, REACH, REACH_BY_HOME, presence
from dashboard.risk.known import Known, silent
from dashboard.risk.target import EVERY_DAY, ONCE, Target

_KEYS = {table.name: table.key for table in (REACH, REACH_BY_HOME, presence("UTC"))}
_NUMBER = "target"


def drawn(rng: np.random.Generator, known: Known, kind: str, targets: int) -> list[Target]:
    """Return targets among the devices that came within the widest radius of a place ONCE or EVERY_DAY of the period.

    There are fewer where there are fewer such devices.
    """
    period = known.exact.manifest.period
    dates = {ONCE: 1, EVERY_DAY: (period.end - period.start).days + 1}[kind]
    fits = _dates_near(known).filter(pl.col("dates") == dates)["device"].sort()
    return _among(known.exact, _some_alone(rng, known, fits, targets))


def dates_out(rng: np.random.Generator, known: Known, targets: int) -> list[Target]:
    """Return what changes where one date of a device, drawn at random, is spent elsewhere, whatever its other dates.

    Of each radius and stay, the row that ends on the date goes; where there is a later one, so does the row that begins
    on it, and one from the date before to the date after comes. Each hour of presence changes two rows.
    """
    alone = _some_alone(rng, known, _dates_near(known)["device"].sort(), targets)
    found = []
    for rows in alone:
        dates = rows["reach"]["date"].unique().sort()
        if dates.is_empty():
            continue
        day = dates[int(rng.integers(len(dates)))]
        before = (pl.col("date") - pl.duration(days=pl.col("days_since").cast(pl.Int64))) == day
        ends, begins = rows["reach"].select((pl.col("date") == day).sum().alias("ends"), before.sum()).row(0)
        hours = rows["presence"].filter(pl.col("hour").dt.date() == day).height
        change = np.ones((1, ends + 2 * begins), dtype=np.int64)
        found.append(Target(others=np.zeros(0, dtype=np.int64), change=change, presence=2 * hours))
    return found


def _some_alone(
    rng: np.random.Generator, known: Known, devices: pl.Series, targets: int
) -> list[dict[str, pl.DataFrame]]:
    """Return the rows, by table, that each of some devices alone makes."""
    chosen = devices.gather(rng.permutation(len(devices))[:targets])
    is_chosen = pl.col("device").is_in(chosen.implode())
    own = [
        rows for part in known.parts() for rows in part.filter(is_chosen).partition_by("device", maintain_order=True)
    ]
    return [_alone(known, rows) for rows in own]


def _dates_near(known: Known) -> pl.DataFrame:
    """Return the devices seen within the widest radius of a place, and on how many dates of the period."""
    manifest = known.exact.manifest
    shapes = [shape for place in known.exact.places.values() for shape in place.shapes]
    near = distances(centres(known.sightings.cells), shapes, manifest.radii_m[-1])
    local = pl.from_epoch(pl.col("t")).dt.replace_time_zone("UTC").dt.convert_time_zone(manifest.time_zone)
    return pl.concat(
        part.join(near, on="cell", how="semi")
        .select("device", date=local.dt.date())
        .filter(pl.col("date").is_between(manifest.period.start, manifest.period.end))
        .group_by("device")
        .agg(pl.col("date").n_unique().alias("dates"))
        for part in known.parts()
    )


def _alone(known: Known, sightings: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the rows, by table, that the sightings of one device alone make."""
    manifest = known.exact.manifest
    found = read(sightings.rename({"t": "time"}), engine=Memory(), time_zone=manifest.time_zone, report=silent)
    by_home, by_cell, _ = count(
        found,
        list(known.exact.places.values()),
        clock(manifest.time_zone, found.first, found.last),
        manifest,
        home=None if known.homes is None else known.homes.join(sightings, on="device", how="semi"),
        report=silent,
    )
    return {"reach": reach(by_home), "reach_by_home": by_home, "presence": pl.concat(by_cell.values())}


def _among(exact: Release, alone: list[dict[str, pl.DataFrame]]) -> list[Target]:
    """Return the targets: of each row that a device alone makes, how many others are counted in it."""
    if not alone:
        return []
    others: list[list[pl.Series]] = [[] for _ in alone]
    for name, table in _tables(exact).items():
        key, types = _KEYS[name], table.collect_schema()
        rows = pl.concat(
            tables[name].with_columns(pl.lit(number).alias(_NUMBER)) for number, tables in enumerate(alone)
        )
        typed = rows.lazy().select(_NUMBER, *(pl.col(column).cast(types[column]) for column in key))
        counted = typed.join(table, on=key, nulls_equal=True).collect(engine="streaming")
        for (number,), part in counted.partition_by(_NUMBER, as_dict=True).items():
            others[int(number)].append(part[COUNT].cast(pl.Int64) - 1)
    return [
        Target(
            others=pl.concat(parts).to_numpy(),
            change=_change(rows["reach"], exact.manifest),
            presence=rows["presence"].height,
        )
        for parts, rows in zip(others, alone, strict=True)
        if parts
    ]


def _change(reach: pl.DataFrame, manifest: Manifest) -> Counts:
    """Return the rows of one device's reach as Target.change has them."""
    by_row = ("site_id", "date", "days_since")
    rows = reach.sort(by_row).with_columns(row=pl.struct(by_row).rle_id())
    change = np.zeros((rows["row"].n_unique(), len(manifest.radii_m), len(manifest.min_dwell_min)), dtype=np.int64)
    radius = np.searchsorted(manifest.radii_m, rows["radius_m"].to_numpy())
    stay = np.searchsorted(manifest.min_dwell_min, rows["min_dwell_min"].to_numpy())
    change[rows["row"].to_numpy(), radius, stay] = 1
    return change.reshape(len(change), -1)


def _tables(release: Release) -> dict[str, pl.LazyFrame]:
    tables = {"reach": release.reach, "reach_by_home": release.reach_by_home, "presence": release.presence}
    return {name: table for name, table in tables.items() if table is not None}
