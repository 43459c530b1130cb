"""The noise of a release as an attacker knows it: what was measured of each table, and the scale of the Gaussian."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.builder.disclosure.gaussian import Draw
from dashboard.builder.disclosure.mechanism import Mechanism
from dashboard.counting.interval import Counts
from dashboard.errors import InputError
from dashboard.release.load import Release
from dashboard.risk.likelihood import Moved, Numbers
from dashboard.risk.target import Target


@dataclass(frozen=True, kw_only=True, eq=False)
class TableNoise:
    """Rows of radii x stays entries, measured as strategy @ row + Gaussian noise of `scale` on each value."""

    strategy: Numbers
    scale: float

    @property
    def covariance(self) -> Numbers:
        """Return the covariance of the noise of a row, entries x entries."""
        inverse = np.linalg.inv(self.strategy)
        return np.asarray(self.scale**2 * inverse @ inverse.T, dtype=np.float64)

    def moved(self, change: Counts) -> Moved:
        """Return how a change of some rows, rows x entries, moves what is measured of them."""
        return Moved(by=(change @ self.strategy.T).ravel(), scale=self.scale)

    def added(self, counts: Counts, draw: Draw) -> Counts:
        """Return rows of counts with noise drawn, rounded."""
        noise = draw(counts.size, self.scale).reshape(counts.shape)
        return np.asarray(counts + np.rint(np.linalg.solve(self.strategy, noise.T).T), dtype=np.int64)


@dataclass(frozen=True, kw_only=True, eq=False)
class ReleaseNoise:
    """The noise on reach, on reach_by_home where there is one, and on each row of presence."""

    reach: TableNoise
    home: TableNoise | None
    presence_sd: float

    def moved(self, target: Target) -> list[Moved]:
        """Return how a target moves what is measured, by table."""
        tables = [self.reach, *([] if self.home is None else [self.home])]
        presence = Moved(by=np.ones(target.presence), scale=self.presence_sd)
        return [presence, *(table.moved(target.change) for table in tables)]


def noise_of(release: Release) -> ReleaseNoise | None:
    """Return the noise that a release states, None for none.

    Noise of one stated standard deviation is taken as independent on each row. Raises InputError where the stated
    spread is none that the builder's mechanism has.
    """
    manifest = release.manifest
    disclosure = manifest.disclosure
    entries = len(manifest.radii_m) * len(manifest.min_dwell_min)
    if disclosure.noise is not None:
        home_sd = disclosure.noise.home_sd
        return ReleaseNoise(
            reach=_of_the_builder(disclosure.noise.reach_sd),
            home=None if home_sd is None else _of_the_builder(home_sd),
            presence_sd=disclosure.noise.presence_sd,
        )
    if disclosure.noise_sd > 0:
        table = TableNoise(strategy=np.eye(entries), scale=disclosure.noise_sd)
        return ReleaseNoise(
            reach=table, home=None if release.reach_by_home is None else table, presence_sd=disclosure.noise_sd
        )
    return None


def _of_the_builder(row_sd: Sequence[Sequence[float]]) -> TableNoise:
    """Return the mechanism whose rows have a standard deviation, by radius and stay."""
    stated = np.array(row_sd)
    unit = Mechanism.of(radii=stated.shape[0], stays=stated.shape[1], places=1, rho=0.5)
    times = stated / unit.row_sd
    if not np.allclose(times, times[0, 0], rtol=0.01):
        msg = "the noise by radius and stay in the manifest is none of this builder's, expected a release that it built"
        raise InputError(msg)
    return TableNoise(strategy=unit.strategy.astype(np.float64), scale=unit.scale * float(times[0, 0]))
