"""A small sound release with reach, homes, presence and districts, to break in one way at a time."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from dashboard import cells
from dashboard.release.load import DISTRICTS_FILE
from dashboard.release.manifest import FILE_NAME, Manifest
from dashboard.release.write import Contents, hash_of, write
from dashboard.site import Group, Site

ZONE = "Asia/Shanghai"
START = date(2020, 6, 10)
DATES = [START + timedelta(days=n) for n in range(3)]
RADII_M = [250, 500, 1000]
STAYS_MIN = [0, 15]
THRESHOLD = 15
MARKET = Site(site_id="xinfadi", name="Xinfadi market", name_zh="新发地", kind="market", lat=39.81, lng=116.341)
STATION = Site(site_id="xingong", name="Xingong station", kind="station", lat=39.8166, lng=116.354, district="110106")
BOTH = Group(site_id="both", name="Both", members=(MARKET, STATION))
PLACES = [MARKET, STATION, BOTH]
CELLS = sorted(cells.disk(MARKET.shapes, 500, 9))[:4]


def manifest(**changes: object) -> Manifest:
    """Return the manifest of the small release, without its files, some fields changed."""
    fields: dict[str, Any] = {
        "title": "A small release",
        "synthetic": True,
        "operator": {"name": "Operator A", "market_share": 0.5},
        "persons_per_device": {"low": 0.8, "mid": 0.9, "high": 1.0},
        "time_zone": ZONE,
        "period": {"start": START, "end": DATES[-1]},
        "lookback_start": START - timedelta(days=2),
        "radii_m": RADII_M,
        "min_dwell_min": STAYS_MIN,
        "dwell_bands_min": STAYS_MIN,
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


def manifest_zone() -> ZoneInfo:
    """Return the time zone of the small release."""
    return ZoneInfo(ZONE)


def reach() -> pl.DataFrame:
    """Return reach that grows with the radius and falls with the stay; the shortest counts are withheld."""
    return by_home().group_by(pl.exclude("home", "devices"), maintain_order=True).agg(pl.col("devices").sum())


def by_home() -> pl.DataFrame:
    """Return reach_by_home of the small release; two homes, none of its counts withheld."""
    return pl.DataFrame(
        [
            {
                "site_id": site,
                "radius_m": radius_m,
                "min_dwell_min": stay_min,
                "date": day,
                "days_since": days_since,
                "home": home,
                "devices": radius_m // 10 + (60 if stay_min == 0 else 0) + (days_since or 40),
            }
            for site in ("xinfadi", "xingong", "both")
            for radius_m in RADII_M
            for stay_min in STAYS_MIN
            for number, day in enumerate(DATES)
            for days_since in (None, *range(1, number + 3))
            for home in ("110106", "outside")
        ],
        schema_overrides={"days_since": pl.UInt8},
    )


def presence() -> pl.DataFrame:
    """Return presence of the small release: four cells, three hours a date, a withheld count among them."""
    midnight = [datetime(day.year, day.month, day.day) for day in DATES]  # noqa: DTZ001 polars sets the zone
    return pl.DataFrame(
        [
            {"cell": cell, "hour": start + timedelta(hours=hour), "dwell_band_min": band, "devices": count}
            for start in midnight
            for hour in (0, 8, 23)
            for cell in CELLS
            for band, count in ((0, 20 + hour), (15, None if hour == 23 else 15))
        ],
        schema_overrides={"cell": pl.UInt64},
    ).with_columns(pl.col("hour").dt.replace_time_zone(ZONE))


def districts() -> dict[str, Any]:
    """Return the districts of the small release as GeoJSON: one, with a hole in it."""
    outer = [[116.2, 39.7], [116.5, 39.7], [116.5, 39.9], [116.2, 39.9], [116.2, 39.7]]
    hole = [[116.4, 39.8], [116.45, 39.8], [116.45, 39.85], [116.4, 39.8]]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": "110106", "name": "Fengtai", "name_zh": "丰台区", "population": 2_019_764},
                "geometry": {"type": "Polygon", "coordinates": [outer, hole]},
            }
        ],
    }


def write_small(out: Path, **changes: object) -> Path:
    """Write the small release to a folder and return it; `changes` are fields of the manifest."""
    contents = Contents(
        places=list(PLACES),
        presence=presence(),
        reach=reach(),
        reach_by_home=by_home(),
        districts=json.dumps(districts(), ensure_ascii=False),
    )
    write(out, manifest(**changes), contents)
    return out


def presence_file(number: int = 0) -> str:
    """Return the path, inside the release, of a date's presence."""
    return f"presence/date={DATES[number]}/part-0.parquet"


def write_presence(out: Path, zone: str, start: date) -> Path:
    """Write a release of presence alone, with every hour of three local dates from `start` in a zone's city."""
    first, last = (datetime(day.year, day.month, day.day) for day in (start, start + timedelta(days=3)))  # noqa: DTZ001
    local = pl.Series([first, last]).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    assert local.null_count() == 0, "choose a start whose midnight exists"
    hours = pl.datetime_range(local[0], local[1], "1h", closed="left", time_zone=zone, eager=True).alias("hour")
    rows = hours.to_frame().with_columns(
        pl.lit(CELLS[0], dtype=pl.UInt64).alias("cell"), pl.lit(0).alias("dwell_band_min"), pl.lit(20).alias("devices")
    )
    period = {"start": start, "end": start + timedelta(days=2)}
    about = manifest(time_zone=zone, period=period, lookback_start=start)
    write(out, about, Contents(places=[MARKET], presence=rows))
    return out


def relist(release: Path) -> None:
    """Bring the manifest's rows and hashes up to date with the files that it lists, as if written so at once."""
    document = read_manifest(release)
    for listed in document["files"]:
        if listed["path"].endswith(".parquet"):
            listed["rows"] = table(release, listed["path"]).height
    write_manifest(release, document)
    rehash(release)


def rehash(release: Path) -> None:
    """Bring the manifest's hashes up to date with the files that it lists."""
    document = read_manifest(release)
    for listed in document["files"]:
        listed["sha256"] = hash_of(release / listed["path"])
    write_manifest(release, document)


def read_manifest(release: Path) -> dict[str, Any]:
    """Return the JSON of a manifest."""
    return dict(json.loads((release / FILE_NAME).read_text(encoding="utf-8")))


def write_manifest(release: Path, document: dict[str, Any]) -> None:
    """Put other JSON in place of a manifest's."""
    (release / FILE_NAME).write_text(json.dumps(document), encoding="utf-8")


def listed(release: Path) -> list[dict[str, Any]]:
    """Return the files that a manifest lists."""
    return list(read_manifest(release)["files"])


def copy(release: Path, to: Path) -> Path:
    """Copy a release, to break it."""
    return Path(shutil.copytree(release, to))


def replace_table(release: Path, name: str, rows: pl.DataFrame) -> None:
    """Put other rows in place of a table's and list them."""
    rows.write_parquet(release / name)
    relist(release)


def add_table(release: Path, name: str, rows: pl.DataFrame) -> None:
    """Add a table's file and list it."""
    (release / name).parent.mkdir(exist_ok=True)
    change_manifest(release, files=[*listed(release), {"path": name, "rows": 0, "sha256": ""}])
    replace_table(release, name, rows)


def table(release: Path, name: str) -> pl.DataFrame:
    """Return the rows of a table's file."""
    return pl.read_parquet(release / name, hive_partitioning=False)


def change_manifest(release: Path, **changes: object) -> None:
    """Put other values into fields of the manifest's JSON, sound or not."""
    write_manifest(release, {**read_manifest(release), **changes})


def change_districts(release: Path, document: object) -> None:
    """Put another document in place of the districts and list it."""
    (release / DISTRICTS_FILE).write_text(json.dumps(document), encoding="utf-8")
    relist(release)
