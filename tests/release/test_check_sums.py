"""Sums of reach: over radii, stays and homes, as far as withheld rows and noise let one tell."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
import small
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st
from small import DATES

from dashboard.errors import Fault
from dashboard.release.check import check
from dashboard.release.check.findings import ROW, limited
from dashboard.release.check.home import check_home
from dashboard.release.check.monotone import check_monotone

REACH, HOME = "reach.parquet", "reach_by_home.parquet"
KEY = ["site_id", "radius_m", "min_dwell_min", "date", "days_since"]


def without_homes(release: Path) -> Path:
    """Take reach_by_home off a release: sums over homes would be told too."""
    (release / HOME).unlink()
    small.change_manifest(release, files=[file for file in small.listed(release) if file["path"] != HOME])
    return release


def scaled(rows: pl.DataFrame, where: pl.Expr, factor: float) -> pl.DataFrame:
    devices = pl.when(where).then(pl.col("devices") * factor).otherwise("devices")
    return rows.with_columns(devices.cast(pl.UInt32).alias("devices"))


def faults_of(rows: pl.DataFrame, **changes: object) -> list[Fault]:
    return limited(check_monotone(rows.with_row_index(ROW, offset=1), small.manifest(**changes)))


def test_a_stay_that_rises_on_one_date(release: Path) -> None:
    rows = small.table(without_homes(release), REACH)
    on = (pl.col("site_id") == "xingong") & (pl.col("radius_m") == 500) & (pl.col("min_dwell_min") == 0)
    on_date = on & (pl.col("date") == DATES[1])
    small.replace_table(release, REACH, scaled(rows, on_date, 0.3))
    (fault,) = check(release)
    row = rows.select(on_date.arg_true().first()).item() + 1
    assert (fault.file, fault.column, fault.row) == (REACH, "min_dwell_min", row)
    assert "xingong, 2020-06-11, 500 m, 0 min" in fault.problem
    assert "for a longer stay" in fault.problem
    assert "does not rise as the stay grows" in fault.remedy


def test_a_stay_that_rises_over_the_period_alone() -> None:
    """On each date the shorter stay has more devices, but they are the same ones again and again."""
    rows = pl.DataFrame(
        [
            ("xinfadi", 250, 0, DATES[0], None, 100),
            ("xinfadi", 250, 0, DATES[1], 1, 100),
            ("xinfadi", 250, 15, DATES[0], None, 90),
            ("xinfadi", 250, 15, DATES[1], None, 90),
        ],
        schema=small.reach().schema,
        orient="row",
    )
    told = faults_of(rows, radii_m=[250])
    assert [(fault.column, fault.row) for fault in told] == [("min_dwell_min", 1)]
    assert "at most 100 devices (xinfadi, whole period, 250 m, 0 min), but at least 180" in told[0].problem


@pytest.mark.parametrize("way", ["half", "swapped", "gone"])
def test_a_radius_that_falls(release: Path, way: str) -> None:
    rows = small.table(without_homes(release), REACH)
    widest, narrowest = pl.col("radius_m") == 1000, pl.col("radius_m") == 250
    if way == "half":
        rows = scaled(rows, widest, 0.4)
    elif way == "swapped":
        swapped = pl.when(widest).then(250).when(narrowest).then(1000).otherwise("radius_m")
        rows = rows.with_columns(swapped.cast(pl.UInt16).alias("radius_m"))
        rows = rows.with_columns(devices=pl.when(narrowest).then(pl.col("devices") * 2).otherwise("devices"))
    else:
        rows = rows.filter(pl.col("radius_m") != 500)
    small.replace_table(release, REACH, rows)
    faults = check(release)
    assert {(fault.file, fault.column) for fault in faults} == {(REACH, "radius_m")}
    assert all("does not fall as the radius grows" in fault.remedy for fault in faults)
    assert any(
        ("no row within the next wider radius" if way == "gone" else "within a smaller") in f.problem for f in faults
    )


def test_a_radius_that_falls_on_one_date_more_than_visits_from_the_day_before_explain() -> None:
    def rows(wider_after: int, wider_before: int) -> pl.DataFrame:
        return pl.DataFrame(
            [
                ("xinfadi", 250, 0, DATES[1], None, 500),
                ("xinfadi", 500, 0, DATES[0], None, wider_before),
                ("xinfadi", 500, 0, DATES[1], 1, 60),
                ("xinfadi", 500, 0, DATES[1], None, wider_after),
                ("xinfadi", 500, 0, DATES[2], None, 600),
            ],
            schema=small.reach().schema,
            orient="row",
        )

    some = {"radii_m": [250, 500], "min_dwell_min": [0]}
    # On the second date 440 + 60 are within 500 m, and 60 of those of the day before are among them.
    assert faults_of(rows(440, 60), **some) == []
    assert faults_of(rows(140, 360), **some) == []
    (fault,) = faults_of(rows(140, 359), **some)
    assert (fault.column, fault.row) == ("radius_m", 3)
    assert "at most 499 devices" in fault.problem


def test_a_radius_that_falls_over_the_period_alone() -> None:
    """Within 250 m they are others on each date, within 500 m the same ones again and again."""
    others = [("xinfadi", 250, 0, day, None, 100) for day in DATES]
    same = [("xinfadi", 500, 0, day, since, 100) for day, since in zip(DATES, (None, 1, 1), strict=True)]
    rows = pl.DataFrame([*others, *same], schema=small.reach().schema, orient="row")
    (fault,) = faults_of(rows, radii_m=[250, 500], min_dwell_min=[0])
    assert (fault.column, fault.row) == ("radius_m", 4)
    assert "at most 100 devices (xinfadi, whole period, 500 m, 0 min), but at least 200 within" in fault.problem


def test_a_radius_may_fall_on_the_first_date() -> None:
    """Within the wider radius their visit may have started the day before."""
    rows = pl.DataFrame(
        [("xinfadi", 250, 0, DATES[0], None, 100), ("xinfadi", 500, 0, DATES[0], None, 30)],
        schema=small.reach().schema,
        orient="row",
    )
    assert faults_of(rows, radii_m=[250, 500], min_dwell_min=[0]) == []
    later = rows.with_columns(pl.lit(DATES[1]).alias("date"))
    assert {fault.column for fault in faults_of(later, radii_m=[250, 500], min_dwell_min=[0])} == {"radius_m"}


def test_withheld_rows_are_given_their_whole_range() -> None:
    """Three withheld rows stand for up to 42 devices, and for at least 3."""
    rows = pl.DataFrame(
        [("xinfadi", 250, 0, DATES[0], days, None) for days in (None, 1, 2)]
        + [("xinfadi", 250, 15, DATES[0], None, 42)],
        schema=small.reach().schema,
        orient="row",
    )
    few = {"radii_m": [250]}
    assert faults_of(rows, **few) == []
    assert faults_of(rows.with_columns(pl.col("devices") + 1), **few) != []
    least = rows.with_columns(
        pl.when(pl.col("min_dwell_min") == 0)
        .then(pl.lit(15))
        .otherwise("min_dwell_min")
        .cast(pl.UInt16)
        .alias("min_dwell_min"),
        pl.lit(None, dtype=pl.UInt32).alias("devices"),
    )
    assert faults_of(least.filter(pl.col("days_since").is_not_null() | pl.col("devices").is_null()), **few) != []


def test_noise_is_allowed_for() -> None:
    rows = small.reach()
    noisy = scaled(rows, pl.col("min_dwell_min") == 0, 0.55)
    assert faults_of(noisy) != []
    assert faults_of(noisy, disclosure={"threshold": 15, "noise_sd": 40.0}) == []
    assert faults_of(scaled(rows, pl.col("min_dwell_min") == 0, 0), disclosure={"threshold": 15, "noise_sd": 2.0}) != []


@settings(max_examples=of(40), deadline=None)
@given(seed=st.integers(0, 10**6), threshold=st.sampled_from([1, 5, 15]))
def test_counts_of_devices_are_always_sound(seed: int, threshold: int) -> None:
    """Devices with a distance and a stay on each date, counted exactly, then withheld."""
    chance = random.Random(seed)  # noqa: S311 for tests
    counts: dict[tuple[object, ...], int] = {}
    for _ in range(chance.randrange(1, 80)):
        days = {day: (chance.choice([100, 300, 600]), chance.choice([0, 20])) for day in DATES if chance.random() < 0.6}
        home = chance.choice(["110106", "outside"])
        for radius_m in small.RADII_M:
            for stay_min in small.STAYS_MIN:
                last = None
                for day, (distance_m, stayed_min) in sorted(days.items()):
                    if distance_m <= radius_m and stayed_min >= stay_min:
                        since = None if last is None else (day - last).days
                        key = ("xinfadi", radius_m, stay_min, day, since, home)
                        counts[key] = counts.get(key, 0) + 1
                        last = day
    schema = {**small.reach().schema, "home": pl.String}
    schema.pop("devices")
    exact = pl.DataFrame(list(counts), schema=schema, orient="row").with_columns(
        pl.Series("devices", list(counts.values()), dtype=pl.UInt32)
    )

    def withheld(rows: pl.DataFrame) -> pl.DataFrame:
        shown = pl.when(pl.col("devices") >= threshold).then("devices").alias("devices")
        return rows.with_columns(shown).with_row_index(ROW, offset=1)

    reach, by_home = withheld(exact.group_by(KEY).agg(pl.col("devices").sum())), withheld(exact)
    about = small.manifest(disclosure={"threshold": threshold})
    assert limited(check_monotone(reach, about)) == []
    assert limited(check_home(reach, by_home, about.disclosure)) == []


@pytest.mark.parametrize(("change", "says"), [(1000, "but at most"), (-1000, "but at least")])
def test_homes_that_do_not_add_up(release: Path, change: int, says: str) -> None:
    rows = small.table(release, HOME)
    one = pl.int_range(pl.len()) == 9
    raised = pl.when(one).then((pl.col("devices").cast(pl.Int64) + change).clip(15)).otherwise("devices")
    small.replace_table(release, HOME, rows.with_columns(raised.cast(pl.UInt32).alias("devices")))
    (fault,) = check(release)
    assert (fault.file, fault.column, fault.row) == (HOME, "devices", 9 if rows["home"][9] == "outside" else 10)
    assert says in fault.problem
    assert "Split the devices of reach.parquet by home" in fault.remedy


@pytest.mark.parametrize(("table", "row"), [(HOME, None), (REACH, 1)])
def test_homes_of_a_combination_that_one_table_lacks(release: Path, table: str, row: int | None) -> None:
    rows = small.table(release, table)
    first = small.table(release, REACH).head(1).select(KEY)
    small.replace_table(release, table, rows.join(first, on=KEY, how="anti", nulls_equal=True, maintain_order="left"))
    faults = [fault for fault in check(release) if fault.file == HOME]
    assert [(fault.column, fault.row) for fault in faults] == [("devices", row)]


def test_sums_are_not_compared_before_every_row_is_sound(release: Path) -> None:
    rows = small.table(release, REACH)
    broken = scaled(rows, pl.col("radius_m") == 1000, 0.4)
    small.replace_table(release, REACH, broken.with_columns(pl.lit(1, dtype=pl.UInt16).alias("radius_m")))
    assert all("expected one of 250, 500, 1000" in f.problem or "same site_id" in f.problem for f in check(release)[:5])
