"""Time a whole country's release: python tests/bench/bench_country.py [FOLDER [SHARE]].

Without arguments a hundredth of the country is made in a temporary folder. FOLDER keeps the release; SHARE 1 is the
whole of it (tests/bench/country.py). Printed are the cold start, memory, the matrix of random places and windows, the
heat of 5,000 cells over 14 days, and fifty people who change dates for a minute on the page's own callbacks.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1] / "browser"))

from country import make
from country_load import main as people
from serving import PATIENCE_S, Server, serve

from dashboard.counting.in_view import cells_in_box, fit_resolution
from dashboard.counting.presence import heat
from dashboard.counting.reach import matrix
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.release.receipt import check_and_leave

RUNS = 200
HEAT_RUNS = 40
HEAT_CELLS, HEAT_DAYS = 5_000, 14
BOX_DEGREES = 0.21  # about 5,000 cells of resolution 9
PEOPLE, MINUTE_S = 50, 60


def main(folder: Path, share: float) -> None:
    """Print every figure."""
    made = make(folder, share)
    rows = {name: sum(file.rows for file in made.files if file.path.startswith(name)) for name in ("reach", "presence")}
    print(", ".join(f"{count:,} rows of {name}" for name, count in rows.items()), f"load {os.getloadavg()[0]:.1f}")
    began = time.perf_counter()
    faults = check_and_leave(folder)
    print(f"check             {time.perf_counter() - began:7.1f} s    {len(faults)} faults")
    forget(folder)
    began = time.perf_counter()
    server = serve(folder).until(200)
    try:
        print(f"cold start        {time.perf_counter() - began:7.1f} s    aim below 10 (checked before)")
        print(f"memory at start   {memory(server):7.0f} MB")
        ask_api(server, folder)
        people(server.origin, folder, PEOPLE, MINUTE_S)
        print(f"memory after      {memory(server):7.0f} MB   aim below 2,000 (all processes of the server)")
    finally:
        server.stop()
    count_here(load(folder))


def count_here(release: Release) -> None:
    """Print what counting takes in this process, another place and window each time."""
    chance = random.Random(1)
    places = list(release.places)
    line(
        "matrix",
        [
            spent(lambda: matrix(release, parse_place(chance.choice(places)), *window(release, chance)))
            for _ in range(RUNS)
        ],
    )
    line("heat", [spent(lambda: heat_of(release, chance)) for _ in range(HEAT_RUNS)])


def heat_of(release: Release, chance: random.Random) -> None:
    """Ask for the heat of about 5,000 cells over 14 days, as the map does."""
    lat, lng = chance.choice(list(release.places.values())).shapes[0]
    up = BOX_DEGREES / 2
    box = (lat - up, lng - up * 1.2, lat + up, lng + up * 1.2)
    resolution = fit_resolution(release, box, HEAT_CELLS)
    start = release.manifest.period.start + timedelta(days=chance.randint(0, 16))
    heat(
        release,
        cells_in_box(release, *box, resolution),
        resolution,
        start=start,
        end=start + timedelta(days=HEAT_DAYS - 1),
    )


def ask_api(server: Server, folder: Path) -> None:
    """Print what a matrix takes through the HTTP API."""
    release, chance = load(folder), random.Random(2)
    asked = []
    for _ in range(RUNS):
        start, end = window(release, chance)
        address = f"{server.origin}/api/v1/matrix?site={chance.choice(list(release.places))}&start={start}&end={end}"
        asked.append(spent(lambda address=address: json.load(urllib.request.urlopen(address, timeout=PATIENCE_S))))  # noqa: S310
    line("matrix by HTTP", asked)


def window(release: Release, chance: random.Random) -> tuple[date, date]:
    """Return two dates of a release at random."""
    period = release.manifest.period
    days = (period.end - period.start).days
    first, last = sorted((chance.randint(0, days), chance.randint(0, days)))
    return period.start + timedelta(days=first), period.start + timedelta(days=last)


def spent(ask: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    began = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - began)


def line(name: str, took: list[float]) -> None:
    """Print the median and the 95th percentile."""
    middle, p95, load_now = statistics.median(took), float(np.quantile(took, 0.95)), os.getloadavg()[0]
    print(f"{name:16}  median {middle:6.1f} ms   p95 {p95:6.1f} ms   ({len(took)} runs, load {load_now:.1f})")


def memory(server: Server) -> float:
    """Return the megabytes held by a server's processes together."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, row.split())) for row in listed.splitlines()]
    own = {server.process.pid}
    own |= {pid for pid, parent, _ in rows if parent in own}
    return sum(rss for pid, _, rss in rows if pid in own) / 1000


def forget(folder: Path) -> None:
    """Ask the system to drop what it holds of the files in memory."""
    for file in folder.rglob("*"):
        if file.is_file():
            handle = os.open(file, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


if __name__ == "__main__":
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(given[0]) if given else Path(temporary) / "country", float(given[1]) if len(given) > 1 else 0.01)
