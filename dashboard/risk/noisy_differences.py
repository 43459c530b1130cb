"""Neighbouring differences under noise: how much of it lies on each."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.builder.disclosure.likelihood import Numbers
from dashboard.counting.interval import Counts
from dashboard.release.load import Release
from dashboard.risk.attack import gaussian_auc
from dashboard.risk.part import Part
from dashboard.risk.rows import every_window, rows_of


def part(release: Release, row_sd: float) -> Part:
    """Return the noise on the neighbouring differences of a release."""
    figures = noisy_differences(release, row_sd)
    least = figures.select(pl.col("least_noise").fill_null(np.inf).min()).item()
    said = (
        f"Each of {figures['differences'].sum():,} differences between neighbouring rules carries noise of a standard "
        f"deviation of {least:.1f} devices or more: from one of them alone, one device more or less is told with an "
        f"AUC of {float(gaussian_auc(1 / least)):.2f} at most, where 0.5 is a guess."
    )
    return Part(name="differences", title="Neighbouring differences", meaning=said, figures=figures)


def noisy_differences(release: Release, row_sd: float) -> pl.DataFrame:
    """Return, by place and kind of neighbour (see differences), the differences and the least noise on one of them.

    Columns: place, neighbour, differences, least_noise (a standard deviation, devices). Each row has noise
    of its own; rows that two rules share cancel.
    """
    found = []
    for site, place in release.places.items():
        rows = rows_of(release, site)
        for neighbour, on_each in deviations(rows.withheld + rows.released, row_sd).items():
            with_noise = on_each[on_each > 0]
            least = float(with_noise.min()) if with_noise.size else None
            counts = {"differences": on_each.size, "least_noise": least}
            found.append({"place": place.name, "neighbour": neighbour, **counts})
    return pl.DataFrame(found)


def deviations(rows: Counts, row_sd: float) -> dict[str, Numbers]:
    """Return the standard deviation of the noise on each difference of a place, by kind of neighbour.

    `rows` holds, by (previous, date, radius, stay), how many rows there are: with and without a count.
    """
    windows = every_window(rows)
    start, end = np.triu_indices(len(windows))
    first, last = np.triu_indices(len(windows), k=1)
    # Of a date before the window all rows come in, and those of later dates whose previous date it is go out.
    of_the_first = windows[first, first]
    going = windows[first + 1, last] - (windows[first, last] - of_the_first)
    between = {
        "radius": windows[start, end, 1:] + windows[start, end, :-1],
        "stay": windows[start, end, :, 1:] + windows[start, end, :, :-1],
        "day after": windows[first, last] - windows[first, last - 1],
        "day before": of_the_first + going,
    }
    return {neighbour: row_sd * np.sqrt(rows) for neighbour, rows in between.items()}
