"""Reconstruction under noise: how near a fit of all that binds comes to the true rows, in worlds that are known."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.builder.disclosure.gaussian import seeded
from dashboard.release.load import Release
from dashboard.risk import worlds
from dashboard.risk.noise import ReleaseNoise
from dashboard.risk.part import Effort, Part, small_group
from dashboard.risk.reconstruction import best_fit
from dashboard.risk.worlds import Shape

_CLOSE = 2
_DATES = 3
_DEVICES = (60, 240)


def part(release: Release, noise: ReleaseNoise, rng: np.random.Generator, effort: Effort) -> Part:
    """Return the errors of the rows of few devices, as they are published and as a linear programme fits them."""
    small = small_group(release.manifest.disclosure)
    shape = Shape(homes=1, dates=_DATES, radii=len(release.manifest.radii_m), stays=len(release.manifest.min_dwell_min))
    tried = [_world(noise, shape, rng, small) for _ in range(effort.reconstructed)]
    figures = (
        pl.concat(tried)
        .group_by("by", maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            (pl.col("error") == 0).mean().alias("exact"),
            (pl.col("error") <= _CLOSE).mean().alias("within_2"),
            pl.col("error").mean().alias("mean_error"),
        )
    )
    published, fitted, nobody = figures.iter_rows(named=True)
    said = (
        f"In small worlds with this noise, rows of fewer than {small} devices are off by {published['mean_error']:.1f} "
        f"on average as they are published, and by {fitted['mean_error']:.1f} when all that holds of any visits is "
        f"fitted to them; the guess that nobody came is off by {nobody['mean_error']:.1f}."
    )
    return Part(name="reconstruction", title="Reconstruction", meaning=said, figures=figures)


def _world(noise: ReleaseNoise, shape: Shape, rng: np.random.Generator, small: int) -> pl.DataFrame:
    """Return the absolute errors of a world's rows of fewer than `small` devices: by, error."""
    people = worlds.visitors(rng, shape, int(rng.integers(*_DEVICES)))
    exact = worlds.rows(people, shape.homes)[0]
    noisy = noise.added(exact, seeded(int(rng.integers(2**32))))
    # There is no row of a date whose previous one comes later.
    can_be = np.broadcast_to(np.triu(np.ones((shape.dates, shape.dates), dtype=bool))[..., None, None], exact.shape)
    fitted = best_fit(noisy * can_be, np.full(exact.shape[2:], noise.reach_sd))
    few = can_be & (exact < small)
    tries = {"published": np.maximum(noisy, 0), "linear programme": fitted, "nobody came": np.zeros_like(exact)}
    return pl.concat(
        pl.DataFrame({"by": [by] * int(few.sum()), "error": np.abs(found - exact)[few]}) for by, found in tries.items()
    )
