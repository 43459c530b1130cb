"""What the builder makes is sound, also where a visit of the night before belongs to the day before."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl

from dashboard import cells
from dashboard.builder import defaults
from dashboard.builder.build import build
from dashboard.release.check import check
from dashboard.site import Site

MARKET = Site(site_id="market", name="Market", kind="market", lat=39.81, lng=116.341)
DAY_S = 86_400
MIDNIGHT_S = 1_591_718_400 + 8 * 3600  # 2020-06-11 in Shanghai
NEAR, AROUND, WIDE, FAR = (set(cells.disk(MARKET.shapes, radius_m, 10)) for radius_m in (450, 550, 1100, 5000))


def residents(seed: int) -> pl.DataFrame:
    """Return sightings day and night of people who live around the market and pass through it, for five days."""
    chance = random.Random(seed)  # noqa: S311 for tests
    at_home, at_market, away = sorted(WIDE - AROUND), sorted(NEAR), sorted(FAR - WIDE)
    rows = []
    for number in range(200):
        home = chance.choice(at_home)
        second = 0
        while second < 5 * DAY_S:
            by_day = 8 <= second % DAY_S // 3600 < 20
            cell = (
                chance.choices([home, chance.choice(at_market), chance.choice(away)], [85, 8, 7])[0] if by_day else home
            )
            rows.append((f"device {number}", MIDNIGHT_S + second, cell))
            second += chance.randint(600, 3400)
    return pl.DataFrame(rows, schema={"device": pl.String, "time": pl.Int64, "cell": pl.UInt64}, orient="row")


def test_a_release_of_residents_is_sound(tmp_path: Path) -> None:
    fields = {
        "time_zone": "Asia/Shanghai",
        "radii_m": [250, 500, 1200],
        "min_dwell_min": [0, 30, 90],
        "dwell_bands_min": [0],
        "lookback_start": "2020-06-12",
    }
    about = defaults.complete(fields, title="Residents", first="2020-06-12", last="2020-06-15")
    for seed in range(3):
        out = tmp_path / str(seed)
        build(residents(seed), sites=[MARKET], out=out, manifest=about, home=None, report=lambda _: None)
        assert check(out) == []
        assert falls_on_some_date(out), "the world shows no fall that a strict comparison would refuse"


def falls_on_some_date(release: Path) -> bool:
    """Say whether a wider radius has fewer devices on some date, withheld rows taken at their most."""
    count = pl.col("devices").cast(pl.Int64)
    sums = pl.read_parquet(release / "reach.parquet").group_by("min_dwell_min", "date", "radius_m")
    sums = sums.agg(count.fill_null(1).sum().alias("low"), count.fill_null(14).sum().alias("high")).sort("radius_m")
    before = pl.col("low").shift(1).over("min_dwell_min", "date", order_by="radius_m")
    return not sums.filter(before > pl.col("high")).is_empty()
