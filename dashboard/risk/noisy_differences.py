"""Neighbouring differences under noise: how much of it lies on each."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.counting.interval import Counts
from dashboard.release.load import Release
from dashboard.risk.attack import gaussian_auc
from dashboard.risk.likelihood import Numbers
from dashboard.risk.noise import TableNoise
from dashboard.risk.part import Part
from dashboard.risk.rows import every_window, rows_of


def part(release: Release, noise: TableNoise) -> Part:
    """Return the noise on the neighbouring differences of a release."""
    figures = noisy_differences(release, noise)
    least = figures.select(pl.col("least_noise").fill_null(np.inf).min()).item()
    said = (
        f"Each of {figures['differences'].sum():,} differences between neighbouring rules carries noise of a standard "
        f"deviation of {least:.1f} devices or more: from one of them alone, one device more or less is told with an "
        f"AUC of {float(gaussian_auc(1 / least)):.2f} at most, where 0.5 is a guess."
    )
    return Part(name="differences", title="Neighbouring differences", meaning=said, figures=figures)


def noisy_differences(release: Release, noise: TableNoise) -> pl.DataFrame:
    """Return, by place and kind of neighbour (see differences), the differences and the least noise on one of them.

    Columns: place, neighbour, differences, least_noise (a standard deviation, devices). The noise of a row is shared by
    its radii and stays and differs from row to row; rows that two rules share cancel.
    """
    found = []
    for site, place in release.places.items():
        rows = rows_of(release, site)
        for neighbour, on_each in deviations(rows.withheld + rows.released, noise).items():
            with_noise = on_each[on_each > 0]
            least = float(with_noise.min()) if with_noise.size else None
            counts = {"differences": on_each.size, "least_noise": least}
            found.append({"place": place.name, "neighbour": neighbour, **counts})
    return pl.DataFrame(found)


def deviations(rows: Counts, noise: TableNoise) -> dict[str, Numbers]:
    """Return the standard deviation of the noise on each difference of a place, by kind of neighbour.

    `rows` holds, by (previous, date, radius, stay), how many rows there are: with and without a count.
    """
    radii, stays = rows.shape[2:]
    covariance = noise.covariance.reshape(radii, stays, radii, stays)
    of_entry = np.einsum("rsrs->rs", covariance)
    across_radii = of_entry[1:] + of_entry[:-1] - 2 * np.einsum("rsrs->rs", covariance[1:, :, :-1])
    across_stays = of_entry[:, 1:] + of_entry[:, :-1] - 2 * np.einsum("rsrs->rs", covariance[:, 1:, :, :-1])
    windows = every_window(rows)
    start, end = np.triu_indices(len(windows))
    first, last = np.triu_indices(len(windows), k=1)
    # Of a date before the window all rows come in, and those of later dates whose previous date it is go out.
    of_the_first = windows[first, first]
    going = windows[first + 1, last] - (windows[first, last] - of_the_first)
    variances = {
        "radius": windows[start, end, 1:] * across_radii,
        "stay": windows[start, end, :, 1:] * across_stays,
        "day after": (windows[first, last] - windows[first, last - 1]) * of_entry,
        "day before": (of_the_first + going) * of_entry,
    }
    return {neighbour: np.sqrt(variance) for neighbour, variance in variances.items()}
