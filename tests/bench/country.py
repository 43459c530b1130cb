"""Make a release of a whole country from a seed, a part at a time: python tests/bench/country.py FOLDER [SHARE].

At the full SHARE of 1: 10,000 sites with 60 million rows of reach, and presence of a million cells over 30 days, a
billion rows. A release that is there already, of the same share, is left as it is. The counts are drawn so that they
keep the contract: who comes back is part of who was there on that day, reach rises with the radius and falls with the
stay, and what is below the threshold is withheld.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import h3.api.basic_int as h3
import numpy as np
import polars as pl

from dashboard.release import tables
from dashboard.release.layout import ROWS_A_FILE, write_table
from dashboard.release.manifest import FILE_NAME, ListedFile, Manifest, dump_manifest, parse_manifest
from dashboard.release.write import hash_of, site_rows
from dashboard.site import Site

SEED = 20200530
ZONE = "Asia/Shanghai"
START, DAYS, LOOKBACK_DAYS = date(2020, 6, 1), 30, 7
SITES, CELLS = 10_000, 1_000_000
RADII_M = [250, 500, 750, 1000, 1500, 2000]
STAYS_MIN = [0, 5, 15, 30, 60, 120]
SINCE = [None, 1, 2, 3, 5, 7]
BANDS_MIN = [0, 60]
THRESHOLD = 15
RESOLUTION, REGION = 9, 5
CELLS_A_REGION = 7 ** (RESOLUTION - REGION)


def main(folder: Path, share: float) -> None:
    """Write the release and say how long it took."""
    began = time.perf_counter()
    made = make(folder, share)
    rows = {name: sum(file.rows for file in made.files if file.path.startswith(name)) for name in ("reach", "presence")}
    size = sum((folder / file.path).stat().st_size for file in made.files)
    words = ", ".join(f"{count:,} rows of {name}" for name, count in rows.items())
    print(f"{folder}: {words}, {size / 1e9:.2f} GB in {len(made.files):,} files, {time.perf_counter() - began:.0f} s")


def make(folder: Path, share: float = 1.0) -> Manifest:
    """Return the manifest of the country's release in a folder, made there unless it is there already."""
    title = f"A country, share {share:g}, seed {SEED}"
    if (folder / FILE_NAME).exists():
        there = parse_manifest((folder / FILE_NAME).read_bytes())
        if there.title != title:
            msg = f"{folder} holds {there.title!r}, expected {title!r} or no release"
            raise SystemExit(msg)
        return there
    rng = np.random.default_rng(SEED)
    cells = cells_together(round(CELLS * share))
    places = _places(rng, cells, round(SITES * share))
    files = [write_table(folder / "sites.parquet", _site_table(places), tables.SITES)]
    files += [write_table(folder / "cells.parquet", pl.DataFrame({"cell": cells}), tables.CELLS)]
    files += _write_reach(folder, rng, [place.site_id for place in places])
    files += _write_presence(folder, rng, cells)
    listed = [
        ListedFile(path=path.relative_to(folder).as_posix(), rows=rows, sha256=hash_of(path)) for path, rows in files
    ]
    made = manifest_of(title).model_copy(update={"files": listed})
    (folder / FILE_NAME).write_text(dump_manifest(made), encoding="utf-8")
    return made


def cells_together(count: int) -> np.ndarray:
    """Return `count` cells, rising, of regions that lie together."""
    regions = -(-count // CELLS_A_REGION)
    middle = h3.latlng_to_cell(30.0, 115.0, REGION)
    ring = next(k for k in range(100) if 3 * k * (k + 1) + 1 >= regions)
    chosen = sorted(h3.grid_disk(middle, ring))[:regions]
    every = (cell for region in chosen for cell in h3.cell_to_children(region, RESOLUTION))
    return np.sort(np.fromiter(every, dtype=np.uint64))[:count]


def _places(rng: np.random.Generator, cells: np.ndarray, count: int) -> list[Site]:
    at = rng.choice(cells, count, replace=False)
    points = [h3.cell_to_latlng(int(cell)) for cell in at]
    return [
        Site(site_id=f"place-{n:05}", name=f"Place {n:,}", kind="market", lat=lat, lng=lng)
        for n, (lat, lng) in enumerate(points)
    ]


def _site_table(places: list[Site]) -> pl.DataFrame:
    return pl.DataFrame(site_rows(list(places)), schema=tables.SITES.schema)


def _write_reach(folder: Path, rng: np.random.Generator, sites: list[str]) -> Iterator[tuple[Path, int]]:
    a_site = DAYS * len(RADII_M) * len(STAYS_MIN) * len(SINCE)
    step = ROWS_A_FILE // a_site
    for number, first in enumerate(range(0, len(sites), step)):
        some = sites[first : first + step]
        yield write_table(folder / "reach" / f"part-{number:05}.parquet", _reach(rng, some), tables.REACH)


def _reach(rng: np.random.Generator, sites: list[str]) -> pl.DataFrame:
    """Return reach of some sites: devices of a date, times what the radius holds, times who stays so long."""
    of_date = rng.lognormal(6, 1.2, (len(sites), 1)) * rng.uniform(0.8, 1.2, (len(sites), DAYS))
    back = np.array([0.6, 0.15, 0.1, 0.07, 0.05, 0.03])
    within = np.cumsum([0.1, 0.2, 0.2, 0.2, 0.2, 0.1])
    stays = np.array([1.0, 0.7, 0.5, 0.35, 0.2, 0.1])
    shares = back * (within[:, None] * stays)[:, :, None]
    devices = np.floor(of_date[:, :, None, None, None] * shares).astype(np.uint32)
    at = np.nonzero(devices)
    count = devices[at]
    site, day, radius, stay, since = at
    return pl.DataFrame(
        {
            "site_id": pl.Series(sites)[site],
            "radius_m": np.array(RADII_M, dtype=np.uint16)[radius],
            "min_dwell_min": np.array(STAYS_MIN, dtype=np.uint16)[stay],
            "date": pl.Series([START + timedelta(days=n) for n in range(DAYS)])[day],
            "days_since": pl.Series(SINCE, dtype=pl.UInt8)[since],
            "devices": count,
        }
    ).with_columns(_withheld())


def _write_presence(folder: Path, rng: np.random.Generator, cells: np.ndarray) -> Iterator[tuple[Path, int]]:
    weight = rng.lognormal(3, 1.2, len(cells)).astype(np.float32)
    step = ROWS_A_FILE // 33
    table = tables.presence(ZONE)
    for day in (START + timedelta(days=n) for n in range(DAYS)):
        for number, first in enumerate(range(0, len(cells), step)):
            path = folder / "presence" / f"date={day}" / f"part-{number:05}.parquet"
            some = slice(first, first + step)
            yield write_table(path, presence_of_day(rng, cells[some], weight[some], day), table)


def presence_of_day(rng: np.random.Generator, cells: np.ndarray, weight: np.ndarray, day: date) -> pl.DataFrame:
    """Return the presence of a date, counts drawn about a weight by cell, those under the threshold withheld."""
    by_hour = (0.5 - 0.5 * np.cos(np.arange(24) / 24 * 2 * np.pi)).astype(np.float32)
    by_band = np.array([0.6, 0.15], dtype=np.float32)
    mean = weight[:, None, None] * by_hour[:, None] * by_band
    devices = (mean + rng.random(mean.shape, dtype=np.float32)).astype(np.uint32)
    cell, hour, band = np.nonzero(devices)
    hours = pl.datetime_range(
        datetime(day.year, day.month, day.day),  # noqa: DTZ001 polars sets the zone
        datetime(day.year, day.month, day.day, 23),  # noqa: DTZ001
        "1h",
        time_zone=ZONE,
        time_unit="ms",
        eager=True,
    )
    return pl.DataFrame(
        {
            "cell": cells[cell],
            "hour": hours[hour],
            "dwell_band_min": np.array(BANDS_MIN, dtype=np.uint16)[band],
            "devices": devices[cell, hour, band],
        }
    ).with_columns(_withheld())


def _withheld() -> pl.Expr:
    return pl.when(pl.col("devices") >= THRESHOLD).then("devices").alias("devices")


def manifest_of(title: str, **changes: object) -> Manifest:
    """Return the manifest of a country, with other fields than usual where they are given."""
    fields = {
        "schema": "screening-release/1",
        "title": title,
        "synthetic": True,
        "operator": {"name": "Made up", "market_share": 0.4},
        "persons_per_device": {"low": 0.86, "mid": 0.9, "high": 0.94},
        "time_zone": ZONE,
        "period": {"start": str(START), "end": str(START + timedelta(days=DAYS - 1))},
        "lookback_start": str(START - timedelta(days=LOOKBACK_DAYS)),
        "radii_m": RADII_M,
        "min_dwell_min": STAYS_MIN,
        "dwell_bands_min": BANDS_MIN,
        "max_gap_min": 60,
        "presence_resolution": RESOLUTION,
        "presence_rule": "one_cell_per_hour",
        "disclosure": {"threshold": THRESHOLD},
        "source": "drawn at random",
        "licence": "MIT",
        "created_at": datetime(2020, 7, 1, 8, tzinfo=ZoneInfo(ZONE)).isoformat(),
        "generator": "tests/bench/country.py",
    }
    return parse_manifest(json.dumps(fields | changes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
