"""A crowd around one of two places, and releases built of it."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from dashboard import cells
from dashboard.builder.build import build
from dashboard.builder.disclosure import THRESHOLD_ONLY, Protection
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest
from dashboard.site import Site

DAYS = 5
START = date(2020, 6, 3)
MARKET = Site(site_id="market", name="Market", kind="market", lat=39.81, lng=116.341)
STATION = Site(site_id="station", name="Station", kind="station", lat=39.9, lng=116.5)


def manifest(**changes: object) -> Manifest:
    """The manifest of five days."""
    fields = {
        "title": "Small world",
        "synthetic": True,
        "operator": {"name": "Operator"},
        "persons_per_device": {"low": 1.0, "mid": 1.0, "high": 1.0},
        "time_zone": "Asia/Shanghai",
        "period": {"start": START, "end": START + timedelta(days=DAYS - 1)},
        "lookback_start": START,
        "radii_m": [250, 500, 1000, 2000],
        "min_dwell_min": [0, 15, 60],
        "dwell_bands_min": [0, 15],
        "max_gap_min": 60,
        "presence_resolution": 9,
        "presence_rule": "one_cell_per_hour",
        "disclosure": {"threshold": 15},
        "source": "tests",
        "licence": "none",
        "created_at": "2020-06-10T00:00:00+08:00",
        "generator": "tests",
    }
    return Manifest.model_validate({**fields, **changes})


def crowd(devices: int) -> pl.DataFrame:
    """Devices by the market, each for half an hour at noon on one date, every third on all dates."""
    at = cells.at(MARKET.lat, MARKET.lng, 10)
    noon = 1_591_156_800  # 12:00 of 3 June 2020 in Shanghai
    rows = [
        (device, noon + day * 86_400 + minute * 60, at)
        for device in range(devices)
        for day in (range(DAYS) if device % 3 == 0 else [device % DAYS])
        for minute in (0, 30)
    ]
    return pl.DataFrame(rows, schema={"device": pl.UInt32, "time": pl.Int64, "cell": pl.UInt64}, orient="row")


def home_of(devices: int) -> pl.DataFrame:
    """Every other device is at home in the east, the others in the west."""
    homes = {"device": range(devices), "home": [("east", "west")[device % 2] for device in range(devices)]}
    return pl.DataFrame(homes, schema_overrides={"device": pl.UInt32})


def built(out: Path, sightings: pl.DataFrame, protection: Protection = THRESHOLD_ONLY, **changes: object) -> Release:
    """Build a release of a crowd around both places."""
    devices = sightings["device"].n_unique()
    build(
        sightings,
        sites=[MARKET, STATION],
        out=out,
        manifest=manifest(**changes),
        home=home_of(devices),
        protection=protection,
        report=lambda _: None,
    )
    return load(out)
