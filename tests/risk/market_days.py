"""Small worlds of named devices that stay near one market on some days, and releases built of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from dashboard import cells
from dashboard.builder import defaults
from dashboard.builder.build import build
from dashboard.builder.disclosure import THRESHOLD_ONLY, Protection
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest
from dashboard.site import Site

MARKET = Site(site_id="market", name="Market", kind="market", lat=39.81, lng=116.341)
START, DAYS = date(2020, 6, 10), 3
RADII_M, STAYS_MIN = [250, 500, 1000], [0, 15, 60]
# Degrees of longitude east of the market that lie within each radius and beyond the one before; AWAY is beyond all.
AWAY = 3000
EAST = {250: 0.0, 500: 0.0045, 1000: 0.0095, AWAY: 0.035}


@dataclass(frozen=True)
class Stay:
    """A device's stay on a day (0, 1, 2), as close as a radius says."""

    device: str
    day: int = 0
    radius_m: int = 250
    minutes: int = 20


def sightings(stays: Iterable[Stay]) -> pl.DataFrame:
    """Three sightings of each stay, at noon in Beijing."""
    rows = []
    for stay in stays:
        cell = cells.at(MARKET.lat, MARKET.lng + EAST[stay.radius_m], 10)
        noon = datetime(START.year, START.month, START.day, 4, tzinfo=UTC) + timedelta(days=stay.day)
        rows += [(stay.device, int(noon.timestamp()) + stay.minutes * 30 * part, cell) for part in range(3)]
    return pl.DataFrame(rows, schema={"device": pl.String, "time": pl.Int64, "cell": pl.UInt64}, orient="row")


def manifest(threshold: int) -> Manifest:
    """The manifest of the three days."""
    fields = {
        "time_zone": "Asia/Shanghai",
        "radii_m": RADII_M,
        "min_dwell_min": STAYS_MIN,
        "disclosure": {"threshold": threshold},
    }
    return defaults.complete(fields, title="Market days", first=str(START), last=str(START + timedelta(days=DAYS - 1)))


def released(
    folder: Path,
    stays: Iterable[Stay],
    *,
    threshold: int = 1,
    homes: dict[str, str] | None = None,
    protection: Protection = THRESHOLD_ONLY,
) -> Release:
    """Build a release of stays; `homes` gives the home of a device."""
    out = folder / f"release-{threshold}"
    build(
        sightings(stays),
        sites=[MARKET],
        out=out,
        manifest=manifest(threshold),
        home=None if homes is None else home_table(homes),
        report=lambda _: None,
        protection=protection,
    )
    return load(out)


def home_table(homes: dict[str, str]) -> pl.DataFrame:
    """Homes as an operator holds them."""
    return pl.DataFrame(list(homes.items()), schema={"device": pl.String, "home": pl.String}, orient="row")
