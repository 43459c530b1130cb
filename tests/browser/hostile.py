"""A release whose every name is an attack on what shows it; nothing in it may reach a reader but as it was typed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from dashboard import cells
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents, hash_of, write
from dashboard.site import Site

ELSEWHERE = "//evil.example"
NAMES = {
    "meta": f'<meta class=evil http-equiv=refresh content="0;url={ELSEWHERE}">',
    "style": "</title></style><style class=evil>*{display:none!important}</style>",
    "script": f"</script><script class=evil src={ELSEWHERE}></script>",
    "image": f"\"'><img class=evil src={ELSEWHERE} onerror=alert(1)>",
    "link": f'<a class=evil href="{ELSEWHERE}">here</a>',
    "svg": "<svg class=evil onload=alert(1)><b>bold</b><br>",
    "entities": "&lt;b&gt; &amp; &#60;i&#62; &copy",
    "typst": '#image("/etc/passwd")] $x$ *b* _i_ @at \\ // `raw`',
    "formula": "=1+1",
    "command": '@SUM(1+1)*cmd|"/C calc"!A0',
    "template": "%{x} %{customdata[0]} {place} {0} {radius} %s <b>${alert(1)}</b>",
    "long": "long " + "x" * 1_000,
}
DISTRICTS = {f"d{number}": name for number, name in enumerate(NAMES.values())}
ZONE = "Asia/Shanghai"
START = date(2020, 6, 10)
DATES = [START, START + timedelta(days=1)]
RADII_M = [250, 500]
STAYS_MIN = [0, 15]
LAT, LNG, STEP = 39.81, 116.341, 0.01


def hostile(out: Path) -> Path:
    """Write a release in which each place and each district bears one of the names, and the manifest some."""
    by_home = _by_home()
    contents = Contents(
        places=[
            Site(
                site_id=site,
                name=name,
                name_zh=name,
                kind=name,
                lat=LAT,
                lng=LNG + STEP * number,
                district=f"d{number}",
            )
            for number, (site, name) in enumerate(NAMES.items())
        ],
        presence=_presence(),
        reach=by_home.group_by(pl.exclude("home", "devices"), maintain_order=True).agg(pl.col("devices").sum()),
        reach_by_home=by_home,
        districts=json.dumps({"type": "FeatureCollection", "features": [*map(_district, range(len(NAMES)))]}),
    )
    write(out, _manifest(), contents)
    return out


def refused(out: Path) -> Path:
    """Write the same with a column that bears one of the names."""
    hostile(out)
    table, manifest = out / "reach.parquet", out / "manifest.json"
    before = hash_of(table)
    pl.read_parquet(table).with_columns(pl.lit(460_001_234_567_890).alias(NAMES["image"])).write_parquet(table)
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(before, hash_of(table)), encoding="utf-8")
    return out


def _manifest() -> Manifest:
    fields: dict[str, Any] = {
        "title": NAMES["meta"],
        "title_zh": NAMES["style"],
        "synthetic": True,
        "operator": {"name": NAMES["link"], "market_share": 0.5},
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
        "disclosure": {"threshold": 15},
        "source": NAMES["typst"],
        "licence": NAMES["formula"],
        "created_at": datetime(2020, 6, 15, 8, tzinfo=UTC),
        "generator": NAMES["template"],
    }
    return Manifest.model_validate(fields)


def _by_home() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "site_id": site,
                "radius_m": radius_m,
                "min_dwell_min": stay,
                "date": day,
                "days_since": days_since,
                "home": home,
                "devices": radius_m - 10 * stay + number,
            }
            for site in NAMES
            for radius_m in RADII_M
            for stay in STAYS_MIN
            for days_since, day in ((None, DATES[0]), (1, DATES[1]), (None, DATES[1]))
            for number, home in enumerate([*DISTRICTS, "outside"])
        ],
        schema_overrides={"days_since": pl.UInt8},
    )


def _presence() -> pl.DataFrame:
    rows = [
        {"cell": cell, "hour": datetime(day.year, day.month, day.day, 8), "dwell_band_min": 0, "devices": 20}  # noqa: DTZ001 polars sets the zone
        for day in DATES
        for cell in sorted(cells.disk(((LAT, LNG),), 800, 9))
    ]
    frame = pl.DataFrame(rows, schema_overrides={"cell": pl.UInt64})
    return frame.with_columns(pl.col("hour").dt.replace_time_zone(ZONE))


def _district(number: int) -> dict[str, Any]:
    west, east = LNG + STEP * (number - 0.5), LNG + STEP * (number + 0.5)
    south, north = LAT - STEP, LAT + STEP
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    name = DISTRICTS[f"d{number}"]
    return {
        "type": "Feature",
        "properties": {"code": f"d{number}", "name": name, "name_zh": name, "population": 1_000_000},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
