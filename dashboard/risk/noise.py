"""The noise of a release as an attacker knows it: independent Gaussian noise of one scale on each row of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dashboard.builder.disclosure.gaussian import Draw
from dashboard.builder.disclosure.likelihood import Moved
from dashboard.builder.disclosure.measured import moved_by
from dashboard.counting.interval import Counts
from dashboard.release.cost import Spread, Weight
from dashboard.release.load import Release
from dashboard.risk.target import Target


@dataclass(frozen=True, kw_only=True)
class ReleaseNoise:
    """The standard deviation of a row of reach, of reach_by_home where there is one, and of presence."""

    reach_sd: float
    home_sd: float | None
    presence_sd: float

    def moved(self, target: Target) -> list[Moved]:
        """Return how a target moves what is published, by table."""
        around = [self.reach_sd, *([] if self.home_sd is None else [self.home_sd])]
        presence = Moved(by=np.ones(target.presence), scale=self.presence_sd)
        return [presence, *(Moved(by=target.change.ravel().astype(np.float64), scale=sd) for sd in around)]

    def moved_by(self, weight: Weight) -> list[Moved]:
        """Return how a weight moves what is published, by table."""
        spread = Spread(reach=self.reach_sd, home=self.home_sd, presence=self.presence_sd, presence_threshold=1)
        return moved_by(weight, spread)

    def no_more_than(self, found: Mapping[str, float]) -> ReleaseNoise:
        """Return the noise with as much of it as was found, by table."""
        home = None if self.home_sd is None else min(self.home_sd, found.get("reach_by_home", self.home_sd))
        return replace(self, reach_sd=min(self.reach_sd, found.get("reach", self.reach_sd)), home_sd=home)

    def added(self, counts: Counts, draw: Draw) -> Counts:
        """Return counts of reach with noise drawn."""
        return np.asarray(counts + draw(counts.size, self.reach_sd).reshape(counts.shape), dtype=np.int64)


def noise_of(release: Release) -> ReleaseNoise | None:
    """Return the noise that a release states, None for none."""
    disclosure = release.manifest.disclosure
    if disclosure.noise is not None:
        stated = disclosure.noise
        return ReleaseNoise(reach_sd=stated.reach_sd, home_sd=stated.home_sd, presence_sd=stated.presence_sd)
    if disclosure.noise_sd > 0:
        sd = disclosure.noise_sd
        return ReleaseNoise(reach_sd=sd, home_sd=None if release.reach_by_home is None else sd, presence_sd=sd)
    return None
