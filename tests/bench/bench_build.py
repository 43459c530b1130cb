"""How fast the builder counts, in how much memory, and how it compares with the SQL that one would write at first.

bench_build.py          10 and then 100 million sightings (some minutes, 3 GB of disk)
bench_build.py 1 10     as many millions as stated, one size after the other

Each size is built by the command `screening-scope build` and then, up to SQL_AT_MOST sightings, asked of DuckDB: a few
entries of the matrix, for the whole would take days. What is scaled from what is printed.
"""

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import combinations_with_replacement
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import h3.api.basic_int as h3
import numpy as np
import polars as pl

from dashboard.builder.distances import centres
from dashboard.builder.visits import rings
from dashboard.site import Place, Site

CENTRE = (39.91, 116.40)
DAYS, START = 14, date(2020, 6, 1)
PER_DEVICE = 250
RADII_M = list(range(250, 3001, 250))
STAYS_MIN = [0, 5, 15, 30, 60, 120, 240]
SITES = 20
CITY_RINGS = 400  # cells of resolution 10 around the centre: a disk of about 45 km across
SIZES = [10, 100]  # millions of sightings
SQL_AT_MOST = 10_000_000
SQL_SITES, SQL_RADII_M, SQL_STAYS_MIN = 1, [500, 2000], [0, 30]
WINDOWS = DAYS * (DAYS + 1) // 2


def cells_of_city() -> np.ndarray:
    return np.array(h3.grid_disk(h3.latlng_to_cell(*CENTRE, 10), CITY_RINGS), dtype=np.uint64)


def write(folder: Path, sightings: int, seed: int = 1) -> None:
    """Write a synthetic city by date: each device is at home, at work or at one of three other places of its own."""
    city = cells_of_city()
    devices, rng = sightings // PER_DEVICE, np.random.default_rng(seed)
    # Most people live and work towards the centre, which grid_disk lists first.
    haunts = (len(city) * rng.random((devices, 5)) ** 2).astype(np.int32)
    for day in range(DAYS):
        rows = sightings // DAYS
        device = rng.integers(0, devices, rows, dtype=np.uint32)
        second = rng.integers(0, 86_400, rows, dtype=np.int64)
        # Where a device is changes every two hours or so, and jitters by a cell or two.
        habit = (
            device * np.uint32(2_654_435_761) + (second // 7200 + 12 * day).astype(np.uint32) * np.uint32(40_503)
        ) >> 16
        place = haunts[device, np.minimum(habit % 8, 4)]
        spot = np.minimum(place + (rng.random(rows) < 0.2), len(city) - 1)
        midnight = (START - date(1970, 1, 1)).days * 86_400 - 8 * 3600
        frame = pl.DataFrame({"device": device, "time": midnight + day * 86_400 + second, "cell": city[spot]})
        path = folder / f"date={START + timedelta(days=day)}"
        path.mkdir(parents=True)
        frame.write_parquet(path / "part-0.parquet", compression="lz4")


def sites() -> list[Place]:
    rng = np.random.default_rng(7)
    near = rng.normal(0, 0.06, (SITES, 2)) + CENTRE
    return [
        Site(site_id=f"s{number}", name=f"Site {number}", kind="market", lat=float(lat), lng=float(lng))
        for number, (lat, lng) in enumerate(near)
    ]


def built(folder: Path, sightings: int) -> float:
    """Build in a process of its own; return the seconds from its start to its end."""
    places, manifest, errors = (folder.with_suffix(end) for end in (".csv", ".json", ".txt"))
    pl.DataFrame([vars(site) for site in sites()]).select("site_id", "name", "kind", "lat", "lng").write_csv(places)
    manifest.write_text(
        json.dumps({"time_zone": "Asia/Shanghai", "radii_m": RADII_M, "min_dwell_min": STAYS_MIN}), encoding="utf-8"
    )
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "build", "--no-noise"]
    options = {"sightings": folder, "sites": places, "manifest": manifest, "out": folder.with_suffix(".release")}
    stated = [str(part) for name, value in options.items() for part in (f"--{name}", value)]
    begun = time.perf_counter()
    with errors.open("w") as said:
        child = subprocess.Popen([*command, *stated], stdout=said, stderr=said)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    if status:
        raise RuntimeError(errors.read_text())
    print(
        f"{sightings:,} sightings, {SITES} sites, {len(RADII_M)} radii x {len(STAYS_MIN)} stays, with presence: "
        f"{wall:.1f} s ({sightings / wall:,.0f} sightings a second; processors busy for {used.ru_utime:.1f} s and "
        f"{used.ru_stime:.1f} s for the system), peak {used.ru_maxrss / 1e6:.2f} GB",
        flush=True,
    )
    return wall


def plain_sql(folder: Path) -> tuple[float, float]:
    """Return the seconds for the visits of one site and radius, and for one COUNT(DISTINCT) over them."""
    database = duckdb.connect()
    city = pl.Series(cells_of_city()).sort()
    visiting, counting, radii, counts = 0.0, 0.0, 0, 0
    days = [(START + timedelta(days=n)) for n in range(DAYS)]
    windows = list(combinations_with_replacement(days, 2))
    for place in sites()[:SQL_SITES]:
        for radius_m in SQL_RADII_M:
            inside = rings(centres(city), [place], [radius_m]).select("cell").to_arrow()
            database.from_arrow(inside).create_view("inside", replace=True)
            begun = time.perf_counter()
            database.execute(VISITS.format(folder=folder)).fetchall()
            visiting += time.perf_counter() - begun
            radii += 1
            begun = time.perf_counter()
            for stay in SQL_STAYS_MIN:
                for first, last in windows:
                    database.execute(FLAGGED, [stay * 60, first, last]).fetchall()
                    counts += 1
            counting += time.perf_counter() - begun
    return visiting / radii, counting / counts


VISITS = """
CREATE OR REPLACE TEMP TABLE visits AS
WITH seen AS (
    SELECT device, time, cell IN (SELECT cell FROM inside) AS inside,
    FROM read_parquet('{folder}/**/*.parquet')
), marked AS (
    SELECT *, CASE WHEN inside = lag(inside) OVER track
        AND time - lag(time) OVER track <= 3600 THEN 0 ELSE 1 END AS begins
    FROM seen WINDOW track AS (PARTITION BY device ORDER BY time)
), runs AS (
    SELECT *, sum(begins) OVER (PARTITION BY device ORDER BY time) AS run FROM marked
)
SELECT device, DATE '1970-01-01' + CAST((min(time) + 28800) // 86400 AS INTEGER) AS date,
    max(time) - min(time) AS dwell_s
FROM runs WHERE inside GROUP BY device, run
"""
FLAGGED = "SELECT COUNT(DISTINCT device) FROM visits WHERE dwell_s >= ? AND date BETWEEN ? AND ?"


def main() -> None:
    sizes = [int(size) * 1_000_000 for size in sys.argv[1:]] or [size * 1_000_000 for size in SIZES]
    for sightings in sizes:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
        with TemporaryDirectory(prefix="bench-build-") as folder:
            city = Path(folder) / "city"
            write(city, sightings)
            wall = built(city, sightings)
            if sightings <= SQL_AT_MOST:
                compare(city, wall)
    print(f"load {os.getloadavg()[0]:.1f}")


def compare(folder: Path, wall: float) -> None:
    """Print what SQL took for a few entries, and how much longer the matrix would take than the builder."""
    visiting, counting = plain_sql(folder)
    tracks, counts = SITES * len(RADII_M), SITES * len(RADII_M) * len(STAYS_MIN) * WINDOWS
    print(
        f"plain SQL (DuckDB), measured for {SQL_SITES} site, radii {SQL_RADII_M}, stays {SQL_STAYS_MIN}, "
        f"{WINDOWS} windows: {visiting:.2f} s for the visits of a site and radius, {counting * 1000:.1f} ms for a count"
    )
    matrix = tracks * visiting + counts * counting
    print(
        f"scaled, not measured: {tracks:,} sites and radii take {tracks * visiting:,.0f} s and {counts:,} counts "
        f"{counts * counting:,.0f} s; the builder is {matrix / wall:,.0f} times as fast, "
        f"{tracks * visiting / wall:,.0f} times on the visits alone, its time with presence, theirs without"
    )


if __name__ == "__main__":
    main()
