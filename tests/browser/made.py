"""Small releases made for the states of the page: counted, too small to show, empty, without places, broken."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from dashboard import cells
from dashboard.builder.disclosure import Protection, Tables, protect
from dashboard.builder.disclosure.gaussian import seeded
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents, write
from dashboard.site import Site

ZONE = "Asia/Shanghai"
START = date(2020, 6, 10)
DATES = [START + timedelta(days=day) for day in range(2)]
RADII_M = [250, 500, 1000]
STAYS_MIN = [0, 15, 60]
THRESHOLD = 15
OPEN = Site(site_id="open", name="Open market", kind="market", lat=39.81, lng=116.341)
QUIET = Site(site_id="quiet", name="Quiet market", kind="market", lat=39.86, lng=116.361)
CLOSED = Site(site_id="closed", name="Closed market", kind="market", lat=39.88, lng=116.391)


def counted(out: Path) -> Path:
    """Write a release with three markets: one with counts, one whose counts are all withheld, one that nobody visited.

    Nobody stayed an hour at the first one.
    """
    write(out, _manifest("Three markets"), Contents(places=[OPEN, QUIET, CLOSED], reach=_reach(), presence=_presence()))
    return out


def placeless(out: Path) -> Path:
    """Write a release of presence alone that names no place."""
    write(out, _manifest("Nowhere in particular", synthetic=False), Contents(places=[], presence=_presence()))
    return out


def noisy(out: Path) -> Path:
    """Write a release of the three markets with noise of about 12 devices a row, split by home; nobody is at closed."""
    places = [OPEN, QUIET, CLOSED]
    exact = _reach().with_columns(pl.col("devices").fill_null(0))
    first = _presence().filter(pl.col("hour").dt.date() == START)
    tables, manifest = protect(
        Tables(
            reach=exact,
            reach_by_home=exact.with_columns(home=pl.lit("outside")),
            presence={START: first.fill_null(9)},
        ),
        places,
        _manifest("Three markets with noise"),
        Protection(rho=2),
        homes=["outside", "north"],
        draw=seeded(1),
    )
    made = Contents(places=places, reach=tables.reach, reach_by_home=tables.reach_by_home, presence=tables.presence)
    write(out, manifest, made)
    return out


def with_identifiers(out: Path) -> Path:
    """Write a release whose reach carries a column of device identifiers and no longer has the hash that was listed."""
    counted(out)
    table = out / "reach.parquet"
    pl.read_parquet(table).with_columns(imsi=pl.lit("460001234567890")).write_parquet(table)
    return out


def _manifest(title: str, **changes: object) -> Manifest:
    fields: dict[str, Any] = {
        "title": title,
        "synthetic": True,
        "operator": {"name": "Operator A", "market_share": 0.5},
        "persons_per_device": {"low": 0.8, "mid": 0.9, "high": 1.0},
        "time_zone": ZONE,
        "period": {"start": START, "end": DATES[-1]},
        "lookback_start": START,
        "radii_m": RADII_M,
        "min_dwell_min": STAYS_MIN,
        "dwell_bands_min": [0],
        "max_gap_min": 60,
        "presence_resolution": 9,
        "presence_rule": "one_cell_per_hour",
        "disclosure": {"threshold": THRESHOLD},
        "source": "made up",
        "licence": "MIT",
        "created_at": datetime(2020, 6, 15, 8, tzinfo=UTC),
        "generator": "tests",
    }
    return Manifest.model_validate({**fields, **changes})


def _reach() -> pl.DataFrame:
    rows = [
        {
            "site_id": site,
            "radius_m": radius_m,
            "min_dwell_min": stay,
            "date": day,
            "days_since": None,
            "devices": count,
        }
        for day in DATES
        for radius_m in RADII_M
        for stay in (0, 15)
        for site, count in (("open", radius_m - 10 * stay + 100), ("quiet", None))
    ]
    return pl.DataFrame(rows, schema_overrides={"days_since": pl.UInt8})


def _presence() -> pl.DataFrame:
    near = sorted(cells.disk(OPEN.shapes, 800, 9))
    rows = [
        {"cell": cell, "hour": datetime(day.year, day.month, day.day, hour), "dwell_band_min": 0, "devices": count}  # noqa: DTZ001 polars sets the zone
        for day in DATES
        for hour in (8, 9)
        for position, cell in enumerate(near)
        for count in [None if position % 3 == 0 else 15 + position]
    ]
    frame = pl.DataFrame(rows, schema_overrides={"cell": pl.UInt64})
    return frame.with_columns(pl.col("hour").dt.replace_time_zone(ZONE))
