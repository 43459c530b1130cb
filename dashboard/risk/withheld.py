"""Withheld rows: how closely what is published pins them, in this release and in worlds where they are known."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl

from dashboard.release.load import Release
from dashboard.risk import worlds
from dashboard.risk.homes import homes_by_their_sum
from dashboard.risk.part import Effort, Part, percent
from dashboard.risk.reconstruction import reconstruct
from dashboard.risk.worlds import Shape

_CLOSE = 2
# As large as a solver takes in a second: some hundred rows, each bounded twice.
_SHAPE = Shape(homes=5, dates=3, radii=2, stays=3)
_DEVICES = (60, 240)


def part(release: Release, rng: np.random.Generator, effort: Effort) -> Part:
    """Return the ranges of withheld rows: of this release by the sums over homes, of small worlds by all that binds."""
    found = []
    homes = homes_by_their_sum(release)
    if homes is not None:
        found.append({"where": "this release", "by": "sums", "table": "reach_by_home", **_summary(homes)})
    for table, ranges in _in_worlds(release.manifest.disclosure.threshold, rng, effort.reconstructed).items():
        found.append({"where": "small worlds", "by": "linear programme", "table": table, **_summary(ranges)})
    figures = pl.DataFrame(found)
    return Part(name="reconstruction", title="Reconstruction", meaning=_meaning(figures), figures=figures)


def _in_worlds(threshold: int, rng: np.random.Generator, worlds_tried: int) -> dict[str, pl.DataFrame]:
    ranges = defaultdict(list)
    for devices in rng.integers(*_DEVICES, worlds_tried):
        exact = worlds.rows(worlds.visitors(rng, _SHAPE, int(devices)), _SHAPE.homes)
        for table, found in reconstruct(exact, threshold).items():
            ranges[table].append(pl.DataFrame({"least": found.least, "most": found.most}))
    return {table: pl.concat(parts) for table, parts in ranges.items()}


def _summary(ranges: pl.DataFrame) -> dict[str, float | int | None]:
    """Return the withheld rows, the shares that are pinned exactly and within 2, and the median width of a range."""
    width = pl.col("most") - pl.col("least")
    return ranges.select(
        pl.len().cast(pl.Int64).alias("withheld"),
        (width == 0).mean().alias("pinned"),
        (width <= _CLOSE).mean().alias("within_2"),
        width.median().cast(pl.Int64).alias("width"),
    ).row(0, named=True)


def _meaning(figures: pl.DataFrame) -> str:
    if not figures["withheld"].sum():
        return "No row is withheld, so that there is none to reconstruct: all counts are published."
    said = [
        f"{percent(row['pinned'])} of {row['withheld']:,} rows of {row['table']} ({row['where']}, {row['by']})"
        for row in figures.iter_rows(named=True)
        if row["withheld"]
    ]
    return f"What is published pins to one count {', '.join(said)}: these are withheld in name only."
