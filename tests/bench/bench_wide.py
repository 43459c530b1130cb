"""Time wide views of a country: python tests/bench/bench_wide.py [FOLDER [CELLS]].

Without arguments a country of 300,000 cells is made in a temporary folder; FOLDER keeps it, CELLS 5000000 is the whole
of it (tests/bench/wide_country.py). Printed are what the coarser cells take to make, then by width of the view what its
cells and its heat take, as the page asks for them, beside presence itself asked in the same run; the CPU time of both.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from wide_country import make

from dashboard.counting import wide
from dashboard.counting.in_view import Box, cells_in_box, fit_resolution
from dashboard.counting.located import located
from dashboard.counting.presence import heat, scale_top
from dashboard.release.coarser.levels import folder_of
from dashboard.release.coarser.made import make as make_coarser
from dashboard.release.load import Release, load

VIEWS_DEGREES = (0.2, 0.5, 1.3, 3.5, 9.0, 25.0)
SIDEWAYS = 5
HOURS = {"whole days": (0, 24), "8 to 20 h": (8, 20)}


def main(folder: Path, cells: int) -> None:
    """Print every figure."""
    make(folder, cells)
    release = load(folder)
    took = cpu(lambda: make_coarser(release))
    kept = folder_of(release)
    size = sum(file.stat().st_size for file in kept.iterdir()) if kept else 0
    rows = int(release.presence_parts.rows.sum())
    share = size / sum((folder / part.file).stat().st_size for part in release.presence_parts.parts)
    print(f"{cells:,} cells, {rows:,} rows; load {os.getloadavg()[0]:.1f}")
    print(f"coarser cells made in {took:.1f} s of CPU; {size / 1e6:.0f} MB, {share:.0%} of presence")
    began = time.perf_counter()
    fit_resolution(release, box_at(release, VIEWS_DEGREES[-1], 0))
    print(f"first view: {1000 * (time.perf_counter() - began):.0f} ms")
    for degrees in VIEWS_DEGREES:
        line(release, degrees)


def line(release: Release, degrees: float) -> None:
    """Print the figures of a width, over a few views side by side."""
    period = release.manifest.period
    views, asked, quick, slow = [], [], {}, {}
    for step in range(SIDEWAYS):
        box = box_at(release, degrees, step)
        asked.append(wall(lambda box=box: cells_in_box(release, *box, fit_resolution(release, box))))
        views.append((resolution := fit_resolution(release, box), cells_in_box(release, *box, resolution)))
    for name, hours in HOURS.items():

        def ask(view: tuple[int, list[int]], hours: tuple[int, int] = hours) -> object:
            return heat(release, view[1], view[0], start=period.start, end=period.end, hours=hours)

        quick[name] = [wall(lambda view=view: ask(view)) for view in views]
        with patch.object(wide, "level_of", lambda *_: None):
            slow[name] = wall(lambda: ask(views[0]))
    scale = wall(lambda: scale_top(release, views[0][0]))
    middle = {name: statistics.median(took) for name, took in quick.items()}
    words = "   ".join(
        f"{name} {middle[name]:6.0f} ms, {slow[name] / quick[name][0]:6.1f} times as fast" for name in HOURS
    )
    most = max(len(members) for _, members in views)
    print(
        f"{degrees:5.1f} degrees, resolution {views[0][0]}, {most:5,} cells: cells {statistics.median(asked):4.0f} ms  "
        f"scale, once {scale:5.0f} ms   heat {words}"
    )


def box_at(release: Release, degrees: float, step: int) -> Box:
    """Return a box about the middle of the country, each step a fifth of its width further east."""
    known = located(release, 5)
    lat, lng = float(known.lat.mean()), float(known.lng.mean()) + step * degrees / SIDEWAYS
    return (lat - degrees / 2, lng - degrees * 0.7, lat + degrees / 2, lng + degrees * 0.7)


def wall(ask: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    began = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - began)


def cpu(ask: Callable[[], object]) -> float:
    """Return the seconds of CPU that something takes."""
    began = time.process_time()
    ask()
    return time.process_time() - began


if __name__ == "__main__":
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(given[0]) if given else Path(temporary) / "country", int(given[1]) if len(given) > 1 else 300_000)
