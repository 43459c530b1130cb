"""Small random worlds of sightings around two sites and their group, and releases built from them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import by_hand
import h3.api.basic_int as h3
import polars as pl
from hypothesis import assume
from hypothesis import strategies as st

from dashboard.builder import defaults
from dashboard.builder.build import build
from dashboard.builder.engines.engine import Engine
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest
from dashboard.site import Group, Place, Site

RADII_M = [200, 500, 1200]
STAYS_MIN = [0, 5, 30, 90]
BANDS_MIN = [0, 5, 60]
ORIGIN = (39.81, 116.341)
EAST, WEST = (ORIGIN[0], ORIGIN[1] + 0.008), ORIGIN

# Zones with the local time about which the world turns: half hours, clocks put forward and back by an hour at one
# or at midnight, by half an hour, and at a minute past midnight.
MOMENTS = {
    "Asia/Shanghai": datetime(2020, 6, 2, 22),  # noqa: DTZ001 local
    "Asia/Kathmandu": datetime(2020, 6, 2, 22),  # noqa: DTZ001
    "Europe/Helsinki": datetime(2020, 10, 25, 1, 30),  # noqa: DTZ001
    "America/New_York": datetime(2020, 3, 8, 0, 30),  # noqa: DTZ001
    "America/Sao_Paulo": datetime(2018, 2, 17, 22, 30),  # noqa: DTZ001
    "Australia/Lord_Howe": datetime(2020, 4, 5, 0, 30),  # noqa: DTZ001
    "America/St_Johns": datetime(2010, 11, 6, 22, 30),  # noqa: DTZ001
}
STEPS_S = [0, 1, 60, 240, 299, 300, 301, 900, 1500, 1800, 3540, 3599, 3600, 3601, 5400, 7200, 14_400, 43_200, 86_400]
DISTRICTS = ["outside", "110106", "110108", "", None]


def places() -> list[Place]:
    west = Site(site_id="west", name="West", kind="market", lat=WEST[0], lng=WEST[1])
    east = Site(site_id="east", name="East", kind="market", lat=EAST[0], lng=EAST[1])
    return [west, east, Group(site_id="both", name="Both", members=(west, east))]


@dataclass(frozen=True, kw_only=True)
class World:
    zone: str
    sightings: list[by_hand.Sighting]
    homes: dict[str, str | None]
    max_gap_min: int
    lookback_start: date
    start: date
    end: date
    places: list[Place] = field(default_factory=places)
    radii_m: list[int] = field(default_factory=lambda: RADII_M)

    @property
    def frame(self) -> pl.DataFrame:
        schema = {"device": pl.String, "time": pl.Int64, "cell": pl.UInt64}
        return pl.DataFrame(self.sightings, schema=schema, orient="row")

    @property
    def home_rows(self) -> pl.DataFrame:
        return pl.DataFrame(list(self.homes.items()), schema={"device": pl.String, "home": pl.String}, orient="row")

    def manifest(self, threshold: int = 1) -> Manifest:
        fields = {
            "time_zone": self.zone,
            "radii_m": self.radii_m,
            "min_dwell_min": STAYS_MIN,
            "dwell_bands_min": BANDS_MIN,
            "max_gap_min": self.max_gap_min,
            "lookback_start": self.lookback_start.isoformat(),
            "disclosure": {"threshold": threshold},
        }
        return defaults.complete(fields, title="small", first=str(self.start), last=str(self.end))

    def release(
        self,
        folder: Path,
        threshold: int = 1,
        engine: Engine[Any] | None = None,
        manifest: Manifest | None = None,
    ) -> Release:
        build(
            self.frame,
            sites=self.places,
            out=folder / "release",
            manifest=manifest or self.manifest(threshold),
            home=self.home_rows,
            report=lambda _: None,
            engine=engine,
        )
        return load(folder / "release")


def crowd(zone: str, devices: int, seed: int) -> World:
    """Make a world of many devices, for engines that are slow to start."""
    rng = Random(seed)  # noqa: S311 no secret
    moment = MOMENTS[zone].replace(tzinfo=ZoneInfo(zone))
    sightings = []
    for device in range(devices):
        second = int(moment.timestamp()) + rng.randint(-30, 120) * 60
        for _ in range(rng.randint(1, 16)):
            sightings.append((f"d{device}", second, rng.choice(CELLS)))
            second += rng.choice(STEPS_S)
    rng.shuffle(sightings)
    return World(
        zone=zone,
        sightings=sightings,
        homes={f"d{device}": rng.choice(DISTRICTS) for device in range(0, devices, 2)},
        max_gap_min=60,
        lookback_start=moment.date() - timedelta(days=1),
        start=moment.date(),
        end=moment.date() + timedelta(days=4),
    )


@st.composite
def worlds(draw: st.DrawFn, zones: tuple[str, ...] = tuple(MOMENTS)) -> World:
    """Draw a world of up to four devices over about four days."""
    zone = draw(st.sampled_from(zones))
    moment = MOMENTS[zone].replace(tzinfo=ZoneInfo(zone))
    sightings = [row for device in "abcd"[: draw(st.integers(1, 4))] for row in draw(_track(device, moment))]
    start = moment.date() + timedelta(days=draw(st.integers(-1, 1)))
    assume(any(by_hand.local_date(second, zone) >= start for _, second, _ in sightings))
    return World(
        zone=zone,
        sightings=draw(st.permutations(sightings)),
        homes={device: draw(st.sampled_from(DISTRICTS)) for device in draw(st.sets(st.sampled_from("abz")))},
        max_gap_min=draw(st.sampled_from([20, 60, 150])),
        lookback_start=start - timedelta(days=draw(st.integers(0, 2))),
        start=start,
        end=moment.date() + timedelta(days=draw(st.integers(1, 4))),
    )


@st.composite
def _track(draw: st.DrawFn, device: str, moment: datetime) -> list[by_hand.Sighting]:
    second = int(moment.timestamp()) + draw(st.integers(-30, 120)) * 60
    rows = []
    for _ in range(draw(st.integers(1, 16))):
        rows.append((device, second, draw(st.sampled_from(CELLS))))
        second += draw(st.sampled_from(STEPS_S))
    return rows


def _cells() -> list[int]:
    """Cells of three resolutions within, between and beyond the radii; some share a parent."""
    lngs = [-0.03, -0.013, -0.005, -0.001, 0, 0.0005, 0.004, 0.008, 0.012, 0.021, 0.04]
    return [h3.latlng_to_cell(ORIGIN[0], ORIGIN[1] + lng, resolution) for lng in lngs for resolution in (9, 10, 11)]


CELLS = _cells()
