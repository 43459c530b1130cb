"""Protect exact counts before they leave the operator: a threshold alone, or noise and then a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from dashboard.builder.disclosure.budget import PLACES, mechanisms
from dashboard.builder.disclosure.gaussian import Draw, secure
from dashboard.builder.disclosure.noisy import noisy_presence, noisy_reach
from dashboard.builder.disclosure.threshold import withhold
from dashboard.errors import InputError
from dashboard.release.disclosure import Clipped
from dashboard.release.manifest import Manifest

_MOST_RHO = 10.0


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How to protect: with noise of a budget `rho` (zCDP), or without where it is None.

    `places` bounds the places that a device counts at on one date, under noise alone.
    """

    rho: float | None = None
    places: int = PLACES

    def __post_init__(self) -> None:
        """Check that the budget is one."""
        if self.rho is not None and not 0 < self.rho <= _MOST_RHO:
            msg = f"rho is {self.rho:g}, expected above 0 and up to {_MOST_RHO}: the smaller, the more noise"
            raise InputError(msg)

    def fitting(self, manifest: Manifest) -> Manifest:
        """Return the manifest to count by: under noise nothing before the period is looked back to.

        What came before decides no count of a window of the period, and each date looked back to would add noise.
        """
        return manifest if self.rho is None else manifest.model_copy(update={"lookback_start": manifest.period.start})

    @property
    def most_places(self) -> int | None:
        """The places that a device counts at on one date at most; None for no bound."""
        return None if self.rho is None else self.places


THRESHOLD_ONLY = Protection()


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The counts of a release, presence by date; reach_by_home is None where no homes were given.

    `clipped` counts the devices' dates that lost places to the bound of Protection.
    """

    reach: pl.DataFrame
    reach_by_home: pl.DataFrame | None
    presence: Mapping[date, pl.DataFrame]
    clipped: int = 0


def protect(
    exact: Tables, site_ids: list[str], manifest: Manifest, protection: Protection, *, draw: Draw = secure
) -> tuple[Tables, Manifest]:
    """Return counts that may leave the operator, and the manifest that says how they were protected."""
    by_home = exact.reach_by_home
    if protection.rho is None:
        threshold = manifest.disclosure.threshold
        withheld = Tables(
            reach=withhold(exact.reach, threshold),
            reach_by_home=None if by_home is None else withhold(by_home, threshold),
            presence={day: withhold(rows, threshold) for day, rows in exact.presence.items()},
        )
        return withheld, manifest
    places = min(protection.places, len(site_ids))
    noise = mechanisms(manifest, rho=protection.rho, places=places, by_home=by_home is not None)
    among = {"site_id": site_ids}
    noisy = Tables(
        reach=noisy_reach(exact.reach, noise.reach, manifest, among=among, draw=draw),
        reach_by_home=None,
        presence={
            day: noisy_presence(rows, noise.presence_sd, noise.presence_threshold, draw=draw)
            for day, rows in exact.presence.items()
        },
    )
    if by_home is not None and noise.home is not None:
        homes = {**among, "home": by_home["home"].unique().sort().to_list()}
        noisy = replace(noisy, reach_by_home=noisy_reach(by_home, noise.home, manifest, among=homes, draw=draw))
    dates = max(0, exact.clipped + int(draw(1, noise.clipped_sd)[0]))
    clipped = Clipped(dates=dates, sd=noise.clipped_sd)
    stated = manifest.disclosure.model_copy(update={"noise": noise.noise.model_copy(update={"clipped": clipped})})
    return noisy, manifest.model_copy(update={"disclosure": stated})
